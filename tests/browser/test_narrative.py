"""Prose with everything that it may use: it fits a phone, it can be read by everyone, its picture is the evidence's."""

from __future__ import annotations

import base64

from playwright.sync_api import Route

from generator.load.narrative import read
from generator.render.narrative import cleaned
from tests.browser.conftest import Opener
from tests.browser.site import Site
from tests.browser.test_pages import violations, widest
from tests.load.test_narrative import PRESENT, REGISTER

PROSE = """# 节能改造

**注意：**以下见[改造方案](evidence/plan.pdf)与[公司网站](https://example.com/)。

![屋顶光伏南面](evidence/photo.png)

- 一级
    1. 二级 `code_without_any_blank_in_it_that_is_longer_than_a_telephone_is_wide`
- averylongwordwithoutanyblankthatislongerthanatelephoneiswideandgoesonandonandon

> 引文

| 年份 | 用电量 | 天然气 | 蒸汽 | 可再生电力占比 | 单位产值综合能耗 | 备注 |
|---|--:|--:|--:|--:|--:|---|
| 2025 | 12345678.9 MWh | 1234567.8 m3 | 123456.7 GJ | 51.2 % | 0.0123 tce/万元 | averylongwordwithoutanyblank |

    a line of code that is longer than a telephone is wide, and goes on, and on, and on, and on, and on, and on
"""
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def test_rich_prose_on_a_phone_and_for_everyone(visit: Opener, site: Site) -> None:
    html, findings = read(PROSE, "narrative/x.md", REGISTER, PRESENT)
    assert findings == []
    window = visit(width=1280)
    path = site.page_of("scorecard")
    asked: list[str] = []

    def answer(route: Route) -> None:
        body = f'<section class="prose">{cleaned(html)}</section></article>'
        route.fulfill(body=route.fetch().text().replace("</article>", body), content_type="text/html")

    def picture(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=base64.b64decode(PNG), content_type="image/png")

    window.page.route(site.url(path), answer)
    window.page.route("**/*.png", picture)
    page = window.open(path)
    assert asked == [site.url(f"{path}evidence/files/photo.png")]  # where the public evidence of the cycle is published
    link = page.get_by_role("link", name="改造方案").last
    assert link.evaluate("one => one.href") == site.url(f"{path}evidence/#e-E01")
    page.set_viewport_size({"width": 320, "height": 640})
    assert window.wider_than_screen <= 0, widest(page)
    page.evaluate("document.querySelectorAll('article > :not(.prose:last-child)').forEach(one => one.hidden = true)")
    assert violations(page) == []
    assert window.errors == []
