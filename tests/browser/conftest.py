"""A site built once, and a browser that watches what a page does."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.site import Site, served

#: What a site is made from; the build runs on a copy, so that tests never write into the checkout.
SOURCES = ("content", "factories", "templates", "mkdocs.yml", "en.yml")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once for all workers; SITE_DIR names one that is built already."""
    if given := os.environ.get("SITE_DIR"):
        return Path(given).resolve()
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    site, done = shared / "site", shared / "site.done"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _build(root, shared / "repository", site)
            done.touch()
    return site


def _build(root: Path, copy: Path, site: Path) -> None:
    for name in SOURCES:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, copy / name)
        else:
            copy.mkdir(exist_ok=True)
            shutil.copy(source, copy / name)
    command = [sys.executable, "-m", "generator", "--root", str(copy), "build", "--preview", "--out", str(site)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert (site / "index.html").is_file(), done.stderr


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[Site]:
    with served(built) as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page in a context of its own, with what it complained about and whom it asked."""

    page: Page
    site: Site
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.site.url(path), wait_until="load")
        return self.page

    @property
    def wider_than_screen(self) -> int:
        """Pixels by which the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


Opener = Callable[..., Visit]


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Opener]:
    """``visit(width=…, scheme=…)``: a fresh window."""
    with ExitStack() as stack:

        def make(*, width: int = 1280, scheme: str = "light", script: bool = True) -> Visit:
            context = chromium.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
                java_script_enabled=script,
                reduced_motion="reduce",  # a colour measured halfway through a transition is nobody's colour
            )
            stack.callback(context.close)
            made = Visit(context.new_page(), site)
            own = urlsplit(site.address).netloc

            def asked(url: str) -> None:
                if urlsplit(url).scheme.startswith("http") and urlsplit(url).netloc != own:
                    made.foreign.append(url)

            made.page.on("request", lambda request: asked(request.url))
            made.page.on("pageerror", lambda error: made.errors.append(str(error)))
            made.page.on("console", lambda said: made.errors.append(said.text) if said.type == "error" else None)
            return made

        yield make
