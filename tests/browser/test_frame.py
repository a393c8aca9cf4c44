"""The frame: reaching everything by keyboard, the menus on a phone, light and dark, the search."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.site import Site


def tab_to(page: Page, selector: str, most: int = 60) -> bool:
    """Press Tab until what matches has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return True
    return False


def test_the_sidebar_by_keyboard(visit: Opener, site: Site) -> None:
    page = visit().open(site.page_of("group"))
    current = page.get_by_role("navigation", name="本厂页面").locator("[aria-current=page]")
    expect(current).to_have_count(1)
    assert tab_to(page, "nav.sb a")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    before = page.url
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url != before
    expect(page.get_by_role("navigation", name="本厂页面").locator("[aria-current=page]")).to_have_count(1)


def test_the_sidebar_on_a_phone(visit: Opener, site: Site) -> None:
    page = visit(width=375).open(site.page_of("scorecard"))
    links = page.get_by_role("navigation", name="本厂页面").get_by_role("link")
    expect(links.first).to_be_hidden()
    assert tab_to(page, "button.sb-t")
    page.keyboard.press("Enter")
    expect(links.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    button = page.locator("button.sb-t")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()


def test_the_menu_on_a_phone(visit: Opener) -> None:
    page = visit(width=375).open("method/")
    menu = page.get_by_role("navigation", name="主导航")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="菜单").click()
    expect(menu.get_by_role("link", name="方法")).to_have_attribute("aria-current", "page")
    menu.get_by_role("link", name="工厂名录").click()
    page.wait_for_url("**/factories/")


def test_without_script_a_phone_still_gets_around(visit: Opener, site: Site) -> None:
    page = visit(width=375, script=False).open(site.page_of("scorecard"))
    assert page.get_by_role("navigation", name="主导航").is_visible()
    assert page.get_by_role("navigation", name="本厂页面").get_by_role("link").first.is_visible()


def test_light_and_dark_are_remembered(visit: Opener) -> None:
    page = visit().open("method/")
    page.get_by_title("切换到深色").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.goto(page.url.replace("method/", "about/"))
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"


def test_chinese_is_found_by_all_its_characters(visit: Opener) -> None:
    page = visit().open("about/")
    page.locator(".md-search__input").click()
    page.keyboard.insert_text("四舍六入五成双")
    page.keyboard.press("Shift")  # Material's box reacts to a key that comes up
    results = page.locator(".md-search-result__item")
    expect(results).to_have_count(1, timeout=15_000)
    expect(results.first).to_contain_text("精确与修约")


def test_crumbs_lead_home(visit: Opener, site: Site) -> None:
    page = visit().open(site.page_of("group"))
    crumbs = page.get_by_role("navigation", name="位置")
    expect(crumbs.locator("[aria-current=page]")).to_have_count(1)
    with page.expect_navigation():
        crumbs.get_by_role("link", name="首页").click()
    assert page.url == site.url("")


def test_referrer_and_icon(visit: Opener, site: Site) -> None:
    page = visit().open(site.page_of("scorecard"))
    assert page.locator("meta[name=referrer]").get_attribute("content") == "no-referrer"
    assert page.locator("link[rel=icon]").get_attribute("href")
    assert page.locator("h1").count() == 1
