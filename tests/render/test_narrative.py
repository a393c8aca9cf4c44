"""Prose of a factory: what of Markdown it may use, and that nothing else gets through."""

from __future__ import annotations

import time
from datetime import date
from html.parser import HTMLParser

import pytest

from generator.model.city import Commit, History
from generator.render.narrative import MAX_BYTES, prose

HISTORY = History(
    last={"factories/x/2025/evidence/plan.pdf": Commit("abc", date(2026, 1, 1))}, repository="https://git.example/r"
)
SAFE = {"h3", "h4", "h5", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote"}
SAFE |= {"table", "thead", "tbody", "tr", "th", "td", "a"}


def html(text: str) -> str:
    return str(prose(text, "factories/x/2025", HISTORY))


def test_what_prose_needs() -> None:
    made = html("# 题\n\n段落 **粗** *斜* `码`\n\n- 一\n- 二\n\n> 引\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert made.startswith("<h3>题</h3> <p>段落 <strong>粗</strong> <em>斜</em> <code>码</code></p>")
    for tag in ("<ul>", "<li>一</li>", "<blockquote>", "<table>", "<td>1</td>"):
        assert tag in made
    assert "\n" not in made


def test_code_keeps_its_lines_in_one_block() -> None:
    assert html("    a\n\n    b\n") == "<pre><code>a<br><br>b<br></code></pre>"


def test_links() -> None:
    assert 'href="https://example.com/a"' in html("[x](https://example.com/a)")
    assert 'href="mailto:a@example.com"' in html("[x](mailto:a@example.com)")
    inside = 'href="https://git.example/r/blob/abc/factories/x/2025/evidence/plan.pdf#L1"'
    assert inside in html("[x](evidence/plan.pdf)")


@pytest.mark.parametrize(
    "target",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "http://example.com"),
        *("//evil.example", "/etc/passwd", "../../other/2025/", "evidence/../../x", "evidence/none.pdf", "?x", "#top"),
        *("https://user@evil.example/", "https:evil.example", "file:///etc/passwd", "\\\\evil", "java&#x0a;script:x"),
    ],
)
def test_other_targets_are_dropped(target: str) -> None:
    made = html(f"[x](<{target}>) [y]: {target}")
    assert "href" not in made


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/x.png)",
        "<svg onload=alert(1)>",
        "<p onclick=alert(1)>x</p>",
        "# x {#forged onclick=alert(1)}",
        "<style>*{}</style>",
        "<iframe src=https://evil.example></iframe>",
        "<form action=https://evil.example><input></form>",
        "<a href=javascript:alert(1)>x</a>",
        "<div markdown=1>\n\n# x\n\n</div>",
        '--8<-- "/etc/passwd"',
        "{% include 'x' %}{{ 7*7 }}",
        "<!-- x --><![CDATA[x]]>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<https://evil.example/>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "`<b>`<b>\n\n    <i>x</i>",
        "x\n\n</section></article></div>\n\n# H",
    ],
)
def test_nothing_else_gets_through(text: str) -> None:
    seen = _Seen()
    seen.feed(html(text))
    assert seen.tags <= SAFE
    assert seen.attributes <= {"href", "rel", "scope"}
    assert not seen.open


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 60_000, "[" * 300 + "\n", ("[" * 100 + "\n") * 300, "*a_ " * 15_000, "> " * 30_000, "- " * 500 + "x"),
        *("`" * 60_000, "![" * 30_000, "<" * 60_000, "a[](" * 15_000, "\n".join(" " * n + "- x" for n in range(300))),
        *("**a" * 20_000, "_" * 60_000, "[a](" * 15_000, "|" * 60_000, "\n|-|-|\n" * 8_000, "&" * 60_000, "(" * 60_000),
    ],
)
def test_pathological_prose_ends_soon(text: str) -> None:
    started = time.process_time()
    html(text)
    assert time.process_time() - started < 10


def test_too_much_prose_is_left_out() -> None:
    assert html("字" * (MAX_BYTES // 3 + 1)) == ""


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
