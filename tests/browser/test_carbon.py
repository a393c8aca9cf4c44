"""The carbon page as it is used: what a figure opens, by link and by keyboard, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.site import Site
from tests.browser.test_frame import tab_to
from tests.browser.test_pages import OF_COLOUR, OF_LAYOUT, violations, widest

BEARING = "factories/wujin-bearing/2025/carbon/"


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('article details').forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_opened(scheme: str, visit: Opener, site: Site) -> None:
    """Closed folds hide from axe: here they are open. The page is long, so only what differs is asked."""
    window = visit(width=320, scheme=scheme)
    page = window.open(site.page_of("carbon"))
    open_all(page)
    assert window.wider_than_screen <= 0, widest(page)
    page.evaluate("document.querySelectorAll('.dg').forEach((one, index) => { if (index > 1) one.remove(); })")
    assert violations(page, OF_COLOUR) == []
    assert violations(page, OF_LAYOUT) == []
    assert window.errors == []


def test_a_figure_of_scope_2_opens_its_derivation(visit: Opener) -> None:
    page = visit().open(BEARING)
    body = page.locator("#l-2025-2-location-electricity-0")
    expect(body).to_be_hidden()
    page.locator("table.im").first.get_by_role("link").first.click()
    expect(body).to_be_visible()
    expect(body).to_contain_text("未修约")


def test_a_derivation_by_keyboard(visit: Opener) -> None:
    page = visit(width=375).open(BEARING)
    page.locator("#derive").scroll_into_view_if_needed()
    assert tab_to(page, ".deriv > summary", most=200)
    page.keyboard.press("Enter")
    expect(page.locator("details.deriv[open] .deriv-b").first).to_be_visible()


def test_a_factor_leads_to_its_row(visit: Opener) -> None:
    page = visit().open(BEARING)
    open_all(page)
    link = page.locator("#l-2025-2-location-electricity-0 .eq a[href*='references/factors/']").first
    with page.expect_navigation():
        link.click()
    row = page.locator(":target")
    expect(row).to_be_visible()
    expect(row).to_contain_text("0.5827")


def test_bars_share_one_ruler(visit: Opener) -> None:
    """The longest year fills its bar, the others are shorter by as much as they are less."""
    page = visit().open(BEARING)
    widths = page.evaluate(
        """[...document.querySelectorAll(".yr svg")].map((svg) => {
            const box = svg.getBoundingClientRect();
            return (svg.querySelector(".c-s3").getBoundingClientRect().right - box.left) / box.width;
        })"""
    )
    assert max(widths) == pytest.approx(1, abs=0.01)
    assert widths == sorted(widths)


def test_on_paper_it_is_light_and_keeps_its_bars(visit: Opener) -> None:
    page = visit(scheme="dark").open(BEARING)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    fills = page.evaluate("[...document.querySelectorAll('.yr .c-s1')].map((one) => getComputedStyle(one).fill)")
    assert set(fills) == {"rgb(36, 59, 74)"}
