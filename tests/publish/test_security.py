"""The policy of the pages and security.txt, as files: which scripts are allowed, by whom, and until when."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.model.city import History
from generator.publish.security import is_contact, policy, security_txt
from tests.sites import copy_site

DAY = {"SOURCE_DATE_EPOCH": "1780272000"}  # 2026-06-01
SCRIPT = "<script>alert('of a page')</script>"
DIRECTIVES = {
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
}
#: Attributes that make a browser fetch what they name.
FETCHING = {"src", "srcset", "poster", "data", "background", "manifest"}


def mkdocs(root: Path, out: Path, config: str = "mkdocs.yml", **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", config, "--site-dir", str(out)]
    given = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **DAY, **env}
    return subprocess.run(command, cwd=root, capture_output=True, text=True, env=given, check=False)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The Chinese tree, with a page of our own that holds a script, and the English one."""
    folder = tmp_path_factory.mktemp("site")
    root = copy_site(folder / "clone", ["wujin-bearing"])
    (root / "content/pages/zh/scripted.md").write_text(f"# x\n\n{SCRIPT}\n", "utf-8")
    made = {"zh": folder / "zh", "en": folder / "en"}
    for out, config in ((made["zh"], "mkdocs.yml"), (made["en"], "en.yml")):
        done = mkdocs(root, out, config)
        assert done.returncode == 0, done.stderr
    return made


class Head(HTMLParser):
    """What of a page the policy is about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.policy: list[str] = []
        self.referrer: list[str] = []
        self.inline: list[str] = []
        self.handlers: list[str] = []
        self.styles = 0
        self.fetched: list[str] = []
        self.before_policy: list[str] = []
        self._script: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy.append(given["content"])
        elif not self.policy:
            self.before_policy.append(tag)
        if given.get("name") == "referrer":
            self.referrer.append(given["content"])
        self.handlers += [name for name in given if name.startswith("on")]
        self.styles += (tag == "style") + ("style" in given)
        self.fetched += [given[name] for name in given if name in FETCHING]
        if tag == "link" and not {"canonical", "alternate"} & set(given["rel"].split()):
            self.fetched.append(given["href"])
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self._script = ""

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self.inline.append(self._script)
            self._script = None


def digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def heads(site: Path) -> dict[str, Head]:
    return {path.relative_to(site).as_posix(): Head(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def scripts_of(head: Head) -> list[str]:
    (given,) = head.policy
    return next(one for one in given.split("; ") if one.startswith("script-src")).split()[1:]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_has_the_policy(lang: str, sites: dict[str, Path]) -> None:
    """It allows the inline scripts that the theme put there, each by its hash, and no other."""
    found = heads(sites[lang])
    assert len(found) > 20
    for name, head in found.items():
        (given,) = head.policy
        assert {one for one in given.split("; ") if not one.startswith("script-src")} == DIRECTIVES, name
        own = [digest(script) for script in head.inline if script != SCRIPT[8:-9]]
        assert scripts_of(head) == ["'self'", *own], name
        assert head.before_policy == ["html", "head", "meta"], name  # nothing that loads stands before it
        assert head.referrer == ["no-referrer"], name


def test_hashes_come_from_templates_never_from_a_page(sites: dict[str, Path]) -> None:
    found = heads(sites["zh"])
    scripted, other = found["scripted/index.html"], found["method/index.html"]
    assert SCRIPT[8:-9] in scripted.inline
    assert scripted.policy == other.policy
    assert scripted.policy != found["index.html"].policy  # the theme's scripts name the way to the top


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_handles_styles_or_fetches_from_elsewhere(lang: str, sites: dict[str, Path]) -> None:
    for name, head in heads(sites[lang]).items():
        assert (head.handlers, head.styles) == ([], 0), name
        assert head.fetched, name
        assert [one for one in head.fetched if urlsplit(one).scheme or urlsplit(one).netloc] == [], name


def test_styles_fetch_nothing_from_elsewhere(sites: dict[str, Path]) -> None:
    """Fonts and icons are in the site, or in the style itself."""
    for path in sites["zh"].rglob("*.css"):
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", path.read_text("utf-8")):
            assert address.startswith(("data:", "#")) or not urlsplit(address).netloc, (path.name, address)
        assert "@import" not in path.read_text("utf-8")


def test_a_served_page_lets_the_live_reload_run() -> None:
    assert "'unsafe-inline'" in policy(["x"], served=True)
    assert "sha256" not in policy(["x"], served=True)  # beside a hash, 'unsafe-inline' would not count
    assert "unsafe" not in policy(["x"])


# ── security.txt ─────────────────────────────────────────────────────────────────────────────────────────────


def test_security_txt(sites: dict[str, Path]) -> None:
    lines = (sites["zh"] / ".well-known/security.txt").read_text("ascii").splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert is_contact(fields["Contact"])
    assert fields["Expires"] == "2026-11-28T00:00:00Z"
    assert fields["Preferred-Languages"] == "zh, en"
    assert len(lines) == len(fields)
    assert not (sites["en"] / ".well-known").exists()  # one for the host, at its root


def test_security_txt_names_what_is_known() -> None:
    history = History(repository="https://git.example/nearzero")
    text = security_txt("mailto:a@b.example", 90, date(2026, 1, 1), "https://site.example/x/", history).decode()
    assert text.splitlines() == [
        "Contact: mailto:a@b.example",
        "Expires: 2026-04-01T00:00:00Z",
        "Preferred-Languages: zh, en",
        "Canonical: https://site.example/x/.well-known/security.txt",
        "Policy: https://git.example/nearzero/blob/HEAD/SECURITY.md",
    ]


def test_the_contact_is_configured(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "clone", [])
    (root / "factories").mkdir()
    done = mkdocs(root, tmp_path / "site", SECURITY_CONTACT="https://city.example/report")
    assert done.returncode == 0, done.stderr
    assert "Contact: https://city.example/report\n" in (tmp_path / "site/.well-known/security.txt").read_text("ascii")
    wrong = mkdocs(root, tmp_path / "site", SECURITY_CONTACT="javascript:alert(1)")
    assert wrong.returncode != 0
    assert "security_contact" in wrong.stderr
    assert "Traceback" not in wrong.stderr


@pytest.mark.parametrize(
    "text", ["a@b.example", "http://b.example", "mailto:", "https://", "mailto:a@b\nExpires: x", ""]
)
def test_other_contacts_are_refused(text: str) -> None:
    assert not is_contact(text)
