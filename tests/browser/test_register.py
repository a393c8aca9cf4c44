"""The register: filters, order and address belong together; without a script it is a table."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.browser.site import Site


@pytest.fixture
def known(site: Site) -> list[dict[str, str]]:
    """The factories as the open data has them."""
    return list(json.loads((site.folder / "api/v1/index.json").read_text("utf-8"))["factories"])


def names(page: Page) -> list[str]:
    """The factories that are shown, in their order."""
    return page.locator("#register-table tbody tr:visible .nm").all_inner_texts()


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_all_are_there(visit: Opener, known: list[dict[str, str]]) -> None:
    page = visit().open("factories/")
    assert sorted(names(page)) == sorted(one["name"] for one in known)
    assert page.get_by_role("status").inner_text().startswith(str(len(known)))


def test_search_finds_every_word(visit: Opener, known: list[dict[str, str]]) -> None:
    page = visit().open("factories/")
    wanted = known[0]["name"]
    page.get_by_label("搜索", exact=True).last.fill(f" {wanted[:2]}  {wanted[-2:]} ")
    assert wanted in names(page)
    assert query(page)["find"] == [f"{wanted[:2]}  {wanted[-2:]}"]
    page.get_by_label("搜索", exact=True).last.fill("没有这样的工厂")
    assert names(page) == []
    assert page.get_by_text("没有符合条件的工厂").is_visible()
    assert page.locator("#reg-count").inner_text() == "0"


def test_verdicts_add_up(visit: Opener, known: list[dict[str, str]]) -> None:
    page = visit().open("factories/")
    verdicts = sorted({one["verdict"] for one in known})[:2]
    for verdict in verdicts:
        page.locator(f"input[name=verdict][value={verdict}]").check()
    assert sorted(names(page)) == sorted(one["name"] for one in known if one["verdict"] in verdicts)
    assert query(page)["verdict"] == [value for value in query(page)["verdict"] if value in verdicts]


def test_the_address_brings_the_same_rows(visit: Opener, known: list[dict[str, str]]) -> None:
    district = known[0]["district"]
    page = visit().open(f"factories/?district={district}&sort=total")
    assert sorted(names(page)) == sorted(one["name"] for one in known if one["district"] == district)
    assert page.get_by_label("辖区").input_value() == district
    assert page.get_by_role("columnheader", name="总分").get_attribute("aria-sort") == "ascending"
    shown, address = names(page), page.url
    page.reload()
    assert names(page) == shown
    assert page.url == address


def test_a_clause_with_its_outcome(visit: Opener, site: Site, known: list[dict[str, str]]) -> None:
    """Rows by the outcome of one clause, as the standard's pages link to them."""
    first = known[0]
    one = json.loads((site.folder / f"api/v1/factories/{first['slug']}/{first['newest']}.json").read_text("utf-8"))
    item = next(item for item in one["indicators"] if not item["blocks"])
    page = visit().open(f"factories/?clause={item['id']}&outcome={item['outcome']}")
    assert first["name"] in names(page)
    assert page.get_by_label("条款").input_value() == item["id"]
    other = next(outcome for outcome in ("met", "not_met") if outcome != item["outcome"])
    page.get_by_label("结果").select_option(other)
    assert first["name"] not in names(page)


def test_sort_by_the_button_in_the_heading(visit: Opener, known: list[dict[str, str]]) -> None:
    page = visit().open("factories/")
    heading = page.get_by_role("columnheader", name="总分")
    totals = sorted((float(one["published"]) for one in known), reverse=True)

    def shown() -> list[float]:
        return page.eval_on_selector_all(
            "#register-table tbody tr", "rows => rows.map((row) => Number(row.dataset.total))"
        )

    heading.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert shown() == totals
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    assert shown() == totals[::-1]
    assert query(page) == {"sort": ["total"]}


def test_reset_brings_everything_back(visit: Opener, known: list[dict[str, str]]) -> None:
    page = visit().open("factories/?q=zzz&sort=name")
    assert names(page) == []
    page.get_by_role("button", name="清除筛选").click()
    page.wait_for_function("!location.search")
    assert len(names(page)) == len(known)


def test_home_leads_to_the_rows(visit: Opener, known: list[dict[str, str]]) -> None:
    page = visit().open("")
    wanted = known[0]["name"]
    page.get_by_role("article").get_by_role("searchbox").fill(wanted)
    page.keyboard.press("Enter")
    page.wait_for_url("**/factories/?find=*")
    assert wanted in names(page)
    assert not page.locator("#__search").is_checked()  # the site's search box stays out of it


def test_without_script_it_is_a_table(visit: Opener, known: list[dict[str, str]]) -> None:
    page = visit(script=False).open("factories/")
    assert sorted(names(page)) == sorted(one["name"] for one in known)
    assert not page.locator("#register-filter").is_visible()
