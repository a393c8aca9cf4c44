"""Every kind of page, on a desk and on a phone, light and dark: quiet, alone, accessible, no wider than the screen."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.browser.site import Site

KINDS = (
    "home",
    "register",
    "factory",
    "scorecard",
    "group",
    "basic",
    "evidence",
    "carbon",
    "footprint",
    "standard",
    "standard-group",
    "standards/changzhou-near-zero/basic",
    "standards/changzhou-near-zero/readings",
    "references",
    "factors",
    "method",
    "submit",
    "data",
    "about",
    "outlook",
    "city-outlook",
)
OF_A_FACTORY = ("factory", "scorecard", "group", "basic", "evidence", "carbon", "footprint", "outlook")
ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: What a narrow window can break, and what other colours can; the rest is the same in both.
OF_LAYOUT = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def violations(page: Page, rules: dict[str, Any] = ALL) -> list[str]:
    """What axe finds against WCAG 2.2 AA, a line each."""
    page.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:240]}" for one in found for node in one["nodes"]
    ]


def shorten(page: Page, most: int) -> None:
    """Keep the first ``most`` articles and rows of a long page: axe takes seconds, and the rest repeats them."""
    page.evaluate(
        """most => {
            for (const [index, one] of [...document.querySelectorAll("article.clause")].entries()) {
                if (index < most) continue;
                if (one.previousElementSibling?.matches("h2")) one.previousElementSibling.remove();
                one.remove();
            }
            for (const row of document.querySelectorAll(`tbody tr:nth-child(n + ${most + 1})`)) row.remove();
        }""",
        most,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_page_in_light(kind: str, visit: Opener, site: Site) -> None:
    window = visit(width=1280)
    page = window.open(site.page_of(kind))
    page.set_viewport_size({"width": 320, "height": 640})
    assert window.wider_than_screen <= 0, widest(page)
    shorten(page, 12)
    page.set_viewport_size({"width": 375, "height": 800})
    assert violations(page, OF_LAYOUT) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert violations(page) == []
    assert window.errors == []
    assert window.foreign == []


@pytest.mark.parametrize("kind", KINDS)
def test_page_in_the_dark(kind: str, visit: Opener, site: Site) -> None:
    window = visit(width=375, scheme="dark")
    page = window.open(site.page_of(kind))
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    shorten(page, 5)
    assert violations(page, OF_COLOUR) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert window.errors == []
    assert window.foreign == []


def widest(page: Page) -> list[str]:
    """The elements that reach over the right edge, for the message."""
    return list(
        page.evaluate(
            """[...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"""
        )
    )


def test_every_kind_of_page_is_known(site: Site) -> None:
    from tests.browser.site import kinds_of

    found = {kind for path in site.pages() for kind in kinds_of(path)} - {"prose", "notice"}
    assert found <= set(KINDS)


@pytest.mark.parametrize("kind", OF_A_FACTORY)
def test_examples_say_so(kind: str, visit: Opener, site: Site) -> None:
    page = visit(width=375).open(site.page_of(kind))
    banner = page.get_by_role("complementary", name="示例说明")
    assert banner.is_visible()
    assert "虚构" in banner.inner_text()


@pytest.mark.parametrize("width", [1280, 375])
def test_what_is_not_there(width: int, visit: Opener, site: Site) -> None:
    window = visit(width=width)
    page = window.open("factories/nobody/1999/")
    assert page.get_by_role("heading", name="找不到页面").is_visible()
    assert page.get_by_role("heading", name="Page not found").is_visible()
    assert violations(page) == []
    assert [error for error in window.errors if "404" not in error] == []
    page.get_by_role("article").get_by_role("link", name="工厂名录").click()
    assert page.url == site.url("factories/")


def test_paper_is_light(visit: Opener, site: Site) -> None:
    page = visit(scheme="dark").open(site.page_of("scorecard"))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.get_by_role("banner").is_visible()


def test_no_page_styles_or_scripts_itself(site: Site) -> None:
    """A strict content security policy has to hold: Material's own scripts are the only inline ones."""
    for path in site.pages():
        text = path.read_text("utf-8")
        body = text[text.index("<article") : text.rindex("</article>")]
        for what in (" style=", "<style", "<script", " onclick=", "javascript:"):
            assert what not in body, f"{path}: {what}"
