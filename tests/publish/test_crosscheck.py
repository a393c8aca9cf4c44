"""The built site against itself: dead links, dead anchors, other hosts; and a build that says so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator.model.finding import Finding
from generator.publish.crosscheck import MOST_FINDINGS, crosscheck
from tests.publish.test_build import dossier
from tests.sites import copy_site

PAGE = "a/b/index.html"
SITE = {
    "index.html": b'<h1 id="top-of-all">x</h1>',
    "a/index.html": b'<p id="p">x</p><a name="old">y</a>',
    "a/b/c.html": b"",
    "a/b/\xe6\x96\x87.pdf".encode("latin-1").decode("utf-8"): b"%PDF",
    "assets/x.css": b"",
    "assets/x.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><path id="one"/></svg>',
}


def look(body: str, address: str = "", **more: bytes) -> list[Finding]:
    page = f'<!doctype html><html><head></head><body>\n<p id="here">x</p>\n{body}\n</body></html>'
    return crosscheck({**SITE, PAGE: page.encode(), **more}, address)


def codes(body: str, address: str = "") -> list[str]:
    return [found.code for found in look(body, address)]


GOOD = [
    *(
        '<a href="">x</a>',
        '<a href="#">x</a>',
        '<a href="#top">x</a>',
        '<a href="#here">x</a>',
        '<a href="?q=1#here">x</a>',
    ),
    *('<a href="../">x</a>', '<a href="..">x</a>', '<a href="../#p">x</a>', '<a href="../index.html#old">x</a>'),
    *(
        '<a href="c.html">x</a>',
        '<a href="./">x</a>',
        '<a href=".">x</a>',
        '<a href="../../">x</a>',
        '<a href="/">x</a>',
    ),
    *(
        '<a href="/a/">x</a>',
        '<a href="/a/b/#here">x</a>',
        '<a href="%E6%96%87.pdf#page=2">x</a>',
        '<a href="文.pdf">x</a>',
    ),
    *('<a href=" ../\n">x</a>', '<a href="#here:~:text=x">x</a>', '<a href="../b/">x</a>'),
    *('<a href="https://other.example/x">x</a>', '<a href="mailto:a@b.example">x</a>', '<a href="tel:+861">x</a>'),
    *('<img src="../../assets/x.svg">', '<img src="data:image/gif;base64,R0lGOD">', '<svg><use href="#here"/></svg>'),
    '<svg><use xlink:href="../../assets/x.svg#one"/></svg>',
    *('<form action="../"></form>', '<form action=""></form>', '<link rel="canonical" href="https://other.example/">'),
    *('<p style="fill: url(#here)">x</p>', '<style>p { background: url("../../assets/x.svg") }</style>'),
    '<img src="c.html" srcset="c.html 1x, ../../assets/x.svg 2x">',
]
BAD = {
    "site.dead-link": [
        *('<a href="nowhere/">x</a>', '<a href="C.html">x</a>', '<a href="../b">x</a>', '<a href="../../../">x</a>'),
        *('<a href="/nowhere">x</a>', '<a href="c.html/">x</a>', '<img src="x.png">', '<script src="x.js"></script>'),
        *('<link rel="stylesheet" href="x.css">', '<form action="nowhere/"></form>', '<iframe src="x"></iframe>'),
        *('<img srcset="c.html 1x, x.png 2x">', '<meta http-equiv="refresh" content="0; url=nowhere/">'),
        *(
            '<p style="background: url(x.png)">x</p>',
            '<style>@import "x.css";</style>',
            '<video poster="x.jpg"></video>',
        ),
        *('<object data="x.swf"></object>', '<button formaction="x">x</button>', '<body background="x.png">'),
    ],
    "site.dead-anchor": [
        *(
            '<a href="#nowhere">x</a>',
            '<a href="../#q">x</a>',
            '<a href="/a/#P">x</a>',
            '<svg><use href="#gone"/></svg>',
        ),
        '<svg><use href="../../assets/x.svg#two"/></svg>',
    ],
    "site.foreign-resource": [
        *(
            '<img src="https://other.example/x.png">',
            '<img src="//other.example/x.png">',
            '<script src="//o.example/"></script>',
        ),
        *('<link rel="stylesheet" href="https://o.example/x.css">', '<link rel="preconnect" href="https://o.example">'),
        *('<link rel="icon" href="//o.example/x">', '<link href="https://o.example/x" rel="alternate stylesheet">'),
        *('<form action="https://o.example/"></form>', '<button formaction="//o.example/">x</button>'),
        *('<iframe src="https://o.example/"></iframe>', '<a href="#here" ping="https://o.example/">x</a>'),
        *("<p style=\"background: URL( 'https://o.example/x' )\">x</p>", '<style>@import "//o.example/x.css";</style>'),
        *('<base href="https://o.example/">', '<svg><image href="https://o.example/x"/></svg>'),
        *('<img srcset="c.html 1x, https://o.example/x 2x">', "<noscript><img src=//o.example/x></noscript>"),
        *('<img src="ht\ntps://o.example/x">', '<img src="HTTPS://o.example/x">', '<img src="http://o.example/x">'),
        '<svg><use xlink:href="https://o.example/x#y"/></svg>',
    ],
    "site.link-form": [
        *('<a href="http://o.example/">x</a>', '<a href="//o.example/">x</a>', '<a href="javascript:alert(1)">x</a>'),
        *('<a href="java\nscript:alert(1)">x</a>', '<a href="data:text/html,x">x</a>', '<a href="https://[x">x</a>'),
        *('<a href="/\\o.example/">x</a>', '<img src="\\\\o.example\\x">', '<form action="javascript:x"></form>'),
        '<img src="blob:https://o.example/x">',
    ],
}


@pytest.mark.parametrize("body", GOOD)
def test_good_links(body: str) -> None:
    assert codes(body) == []


@pytest.mark.parametrize(("code", "body"), [(code, body) for code, bodies in BAD.items() for body in bodies])
def test_bad_links(code: str, body: str) -> None:
    assert codes(body) == [code]


def test_a_finding_names_page_line_and_link() -> None:
    (found,) = look('<p>x</p>\n  <a title="t" href="nowhere/?a&amp;b">x</a>')
    assert str(found.at) == "site/a/b/index.html:4:20"
    assert dict(found.params) == {"link": "nowhere/?a&b", "target": "a/b/nowhere/index.html"}


def test_a_link_that_stands_twice_is_one_finding() -> None:
    assert len(look('<a href="x/">1</a><a href="x/">2</a>')) == 1


def test_the_same_words_lead_elsewhere_from_another_page() -> None:
    """Links are remembered by folder; ``#x`` belongs to the page itself."""
    other = {"a/b/two.html": b'<p id="two">x</p><a href="#two">x</a><a href="#here">x</a>'}
    found = look('<a href="#two">x</a><a href="#here">x</a>', **other)
    assert [(one.at.file, dict(one.params)["anchor"]) for one in found] == [
        ("site/a/b/index.html", "two"),
        ("site/a/b/two.html", "here"),
    ]


def test_style_sheets_and_drawings_are_read_too() -> None:
    files = {
        "a.css": b"@import url(//o.example/x.css); p { background: url(gone.png) } q { fill: url(#x) }",
        "a.svg": b'<svg><image href="gone.png"/></svg>',
        "a.js": b"fetch('https://o.example')",
        "index.html": b"",
    }
    assert [(one.code, one.at.file) for one in crosscheck(files)] == [
        ("site.foreign-resource", "site/a.css"),
        ("site.dead-link", "site/a.css"),
        ("site.dead-link", "site/a.svg"),
    ]


ADDRESS = "https://city.example/factories/"


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("https://city.example/factories/a/", []),
        ("https://city.example/factories/a/#p", []),
        ("https://city.example/factories/", []),
        ("https://city.example/factories/gone/", ["site.dead-link"]),
        ("https://city.example/elsewhere/", ["site.dead-link"]),
        ("/factories/a/", []),
        ("/a/", ["site.dead-link"]),
        ("/factories-2/a/", ["site.dead-link"]),
        ("http://city.example/factories/a/", ["site.link-form"]),
    ],
)
def test_the_sites_own_address_is_the_site(href: str, found: list[str]) -> None:
    assert codes(f'<a href="{href}">x</a>', ADDRESS) == found


def test_the_own_address_may_be_loaded_from() -> None:
    assert codes('<img src="https://city.example/factories/assets/x.svg">', ADDRESS) == []


def test_no_more_findings_than_a_person_reads() -> None:
    found = look("".join(f'<a href="x{index}/">x</a>' for index in range(MOST_FINDINGS + 5)))
    assert len(found) == MOST_FINDINGS + 1
    assert found[-1].code == "load.too-many-findings"


def test_a_thousand_pages_take_seconds() -> None:
    """Each like a group page of the site: 150 links and 50 ids."""
    body = "".join(f'<p id="i-{index}"><a href="../g{index % 6}/#i-{index}">x</a></p>' for index in range(50))
    body += '<a class="x" href="../../../">x</a>' * 100
    page = f"<html><body>{body}</body></html>".encode()
    files = {f"f/{factory}/g{group}/index.html": page for factory in range(170) for group in range(6)}
    began = time.process_time()
    assert crosscheck({**files, "index.html": b""}) == []
    assert time.process_time() - began < 10


# ── in a build ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_build_with_dead_links_says_where_and_exits_1(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "clone", ["wujin-bearing"])
    about = root / "content/pages/zh/about.md"
    about.write_text(about.read_text("utf-8") + "\n[x](nowhere.md) [y](method.md#nowhere)\n", "utf-8")
    theme = root / "templates/theme/partials/footer.html"
    theme.write_text(theme.read_text("utf-8") + '<img src="https://o.example/x.png" alt="">', "utf-8")
    done = dossier("--root", str(root), "build", "--out", str(tmp_path / "site"))
    assert done.returncode == 1
    assert "site/about/index.html:" in done.stderr
    assert "nowhere.md" in done.stderr
    assert "#nowhere" in done.stderr
    assert "[site.dead-link]" in done.stderr
    assert "[site.dead-anchor]" in done.stderr
    assert "[site.foreign-resource]" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "site/index.html").is_file()
