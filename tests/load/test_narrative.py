"""Prose of a factory: what of Markdown it may use, that nothing else comes out, and that nothing goes in silence."""

from __future__ import annotations

import time
from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.load import narrative
from generator.load.narrative import DEEPEST, SECONDS, read
from generator.model.dossier import EvidenceEntry
from generator.model.finding import Finding
from tests.hostile import PAYLOADS, SLOW, Seen, prose


def entry(title: str, file: str | None, visibility: str = "public") -> EvidenceEntry:
    given = {"title": title, "kind": "photo", "issuer": "本厂", "issued": date(2025, 1, 1), "visibility": visibility}
    return EvidenceEntry.model_construct(**given, file=file)


REGISTER = {
    "E01": entry("改造方案", "evidence/plan.pdf"),
    "E02": entry("屋顶光伏", "evidence/photo.png"),
    "E03": entry("合同", "evidence/contract.pdf", "auditors"),
    "E04": entry("承诺书", None),
    "E05": entry("还没有放进来的照片", "evidence/missing.png"),
    "E06": entry("厂区 平面图", "evidence/厂区 图.webp"),
}
PRESENT = frozenset({"evidence/plan.pdf", "evidence/photo.png", "evidence/contract.pdf", "evidence/厂区 图.webp"})
SAFE = {"h3", "h4", "h5", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote"}
SAFE |= {"table", "thead", "tbody", "tr", "th", "td", "a", "img"}
ATTRIBUTES = {"href", "title", "src", "alt", "start", "align", "scope"}


def both(text: str) -> tuple[str, list[Finding]]:
    return read(text, "narrative/x.md", REGISTER, PRESENT)


def html(text: str) -> str:
    return both(text)[0]


def found(text: str) -> list[str]:
    return [f"{one.code} {one.at.line}:{one.at.column}" for one in both(text)[1]]


# ── what it may use ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 题\n\n段落 **粗** *斜* `码`", "<h3>题</h3><p>段落 <strong>粗</strong> <em>斜</em> <code>码</code></p>"),
        ("一\n---\n\n###### 六", "<h4>一</h4><h5>六</h5>"),
        ("- 一\n- 二\n\n> 引", "<ul><li>一</li><li>二</li></ul><blockquote><p>引</p></blockquote>"),
        ("3. 三\n4. 四", '<ol start="3"><li>三</li><li>四</li></ol>'),
        ("    a\n\n    <b>", "<pre><code>a<br><br>&lt;b&gt;</code></pre>"),
        ("```js\na\n```\n\n***", "<pre><code>a</code></pre><hr>"),
        ("一  \n二", "<p>一<br>二</p>"),
        ("a &amp; b &lt;c> \\*d*", "<p>a &amp; b &lt;c&gt; *d*</p>"),
    ],
)
def test_what_prose_needs(text: str, expected: str) -> None:
    assert both(text) == (expected, [])


def test_tables() -> None:
    made = html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<th scope="col">a</th><th align="right" scope="col">b</th>' in made
    assert '<td>1</td><td align="right">2</td>' in made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**注意：**请看", "<strong>注意：</strong>请看"),
        ("这是**“重要”**的", "这是<strong>“重要”</strong>的"),
        ("减排**30%**以上", "减排<strong>30%</strong>以上"),
        ("能源\n管理\nand more", "能源管理 and more"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a_b_c", "a_b_c"),
    ],
)
def test_chinese_is_written_without_blanks(text: str, expected: str) -> None:
    assert html(text) == f"<p>{expected}</p>"


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x](https://example.com/a?b=1&c)", '<a href="https://example.com/a?b=1&amp;c">x</a>'),
        ("<https://example.com:8443/>", '<a href="https://example.com:8443/">https://example.com:8443/</a>'),
        ("[x](mailto:a.b@example.com)", '<a href="mailto:a.b@example.com">x</a>'),
        ("<a@example.com>", '<a href="mailto:a@example.com">a@example.com</a>'),
        ("[x](evidence/plan.pdf)", '<a href="evidence/#e-E01">x</a>'),
        ("[x](../evidence/plan.pdf)", '<a href="evidence/#e-E01">x</a>'),
        (
            "[x](evidence/missing.png)",
            '<a href="evidence/#e-E05">x</a>',
        ),  # registered: its entry says that it is not here
        ("[](evidence/plan.pdf)", '<a href="evidence/#e-E01">evidence/plan.pdf</a>'),
        ("![南面](evidence/photo.png)", '<img src="evidence/files/photo.png" alt="南面">'),
        ("![](../evidence/photo.png)", '<img src="evidence/files/photo.png" alt="屋顶光伏">'),
        ("![图](<evidence/厂区 图.webp>)", '<img src="evidence/files/%E5%8E%82%E5%8C%BA%20%E5%9B%BE.webp" alt="图">'),
    ],
)
def test_addresses_that_may_stand(text: str, expected: str) -> None:
    assert both(text) == (f"<p>{expected}</p>", [])


@pytest.mark.parametrize(
    ("target", "code"),
    [
        *((one, "script-address") for one in ("javascript:a", "JaVaScRiPt:a", "vbscript:a", "data:text/html,a")),
        *((one, "script-address") for one in ("java&#10;script:a", "&#106;avascript:a", "%6Aavascript:a", "blob:a")),
        *((one, "address") for one in ("http://example.com", "ftp://example.com", "//evil.example", "/etc/passwd")),
        *((one, "address") for one in ("?x", "#top", "https:evil.example", "https:///evil.example", "file:///etc/x")),
        *((one, "address") for one in ("https://a@evil.example", "https://[::1]/", "https://[", "https://localhost")),
        *((one, "address") for one in ("evidence/plan.pdf?x", "evidence/plan.pdf#x", "mailto:a@b.cn?cc=c@d.cn", "")),
        *((one, "not-evidence") for one in ("evidence/none.pdf", "plan.pdf", "../../2024/evidence/plan.pdf")),
        *((one, "not-evidence") for one in ("evidence/../../x", "../../../other/2025/evidence/plan.pdf")),
        *((one, "not-evidence") for one in ("evidence/contract.pdf", "\\\\evil", "assessment.yaml", "evidence/")),
    ],
)
def test_other_addresses_leave_their_words_and_a_finding(target: str, code: str) -> None:
    made, findings = both(f"一\n\n见[这里](<{target}>)。")
    assert made == "<p>一</p><p>见这里。</p>"
    assert [(one.code, one.at.line) for one in findings] == [(f"narrative.{code}", 3)]


@pytest.mark.parametrize(
    "target",
    [
        *("https://example.com/x.png", "//evil.example/x.png", "/x.png", "x.png", "evidence/plan.pdf"),
        *("evidence/contract.pdf", "evidence/missing.png", "../../2024/evidence/photo.png"),
    ],
)
def test_other_pictures_leave_their_description_and_a_finding(target: str) -> None:
    made, findings = both(f"见\n![屋顶 *光伏*](<{target}>)。")
    assert made == "<p>见屋顶 光伏。</p>"
    assert [(one.code, one.at.line) for one in findings] == [("narrative.image", 2)]


def test_a_picture_that_runs_is_an_error() -> None:
    assert found("![x](data:image/svg+xml,x)") == ["narrative.script-address 1:6"]


def test_places() -> None:
    text = "一\n二 [a](http://x.example/1)\n三 [b](http://x.example/2) [c](//y)\n\n- 四\n    - [d](/e)\n"
    text += "\n| a |\n|---|\n| [f](/g) |"
    lines = ["2:7", "3:7", "3:31", "6:11", "10:7"]
    assert found(text) == [f"narrative.address {line}" for line in lines]


# ── HTML, and what else is not obeyed ────────────────────────────────────────────────────────────────────────


def test_html_is_text_and_said_once_a_tag() -> None:
    made, findings = both("一<br>二\n<b>三</b>\n\n<BR> <!-- x --> `<i>` \\<u> &lt;s>\n\n    <q>")
    assert "<b>" not in made
    assert "&lt;b&gt;三&lt;/b&gt;" in made
    assert [(dict(one.params)["html"], one.at.line, one.at.column) for one in findings] == [
        ("<br>", 1, 2),
        ("<b>", 2, 1),
        ("<!--", 4, 6),
    ]


def test_less_than_is_no_html() -> None:
    assert found("炉温 <900 ℃，a < b，x<y 且 z>w，<=，<3") == []


@pytest.mark.parametrize(
    "text", ["a&#x202e;b", "`x` [a](https://a.example 'b&#8203;c')", "![a&zwj;b](evidence/photo.png)"]
)
def test_an_entity_brings_in_no_forbidden_character(text: str) -> None:
    assert [line.split()[0] for line in found(text)] == ["text.forbidden-character"]


def test_definitions_and_front_matter_are_text() -> None:
    assert html("[x]: https://a.example\n\n[x]") == "<p>[x]: https://a.example</p><p>[x]</p>"
    assert "title: x" in html("---\ntitle: x\n---\n")


@pytest.mark.parametrize("text", PAYLOADS)
def test_nothing_else_comes_out(text: str) -> None:
    judge(html(text))


@settings(max_examples=300, deadline=None)
@given(prose())
def test_nothing_else_comes_out_of_any_mixture(text: str) -> None:
    judge(html(text))


@settings(max_examples=300, deadline=None)
@given(st.lists(prose(), min_size=1, max_size=8).map("字".join))
def test_no_word_goes_in_silence(text: str) -> None:
    """Wherever a word gets into: it is shown, or it is in an address or a description, or there is a finding."""
    made, findings = both(text)
    seen = Seen(made)
    kept = seen.words + "".join(unquote(value) for _, attributes in seen.elements for value in attributes.values())
    assert findings or kept.count("字") >= text.count("字")


@pytest.mark.parametrize("row", ["| 1 | 2 | 3 |", "1 | 2 | 3", "| 1 | 2 |  | 3 |", "| 1 | 2 | 3"])
def test_cells_beyond_the_head_are_found(row: str) -> None:
    assert found(f"| a | b |\n|---|---|\n| 1 | 2 |\n{row}") == [f"narrative.cells 4:{row.index('3') + 1}"]
    assert found(f"> | a | b |\n> |---|---|\n> {row}")[0].startswith("narrative.cells 3:")


@pytest.mark.parametrize("row", ["| 1 | 2 |", "1 | 2", "| 1 |", "1", "| 1 | 2", "| 1 | \\| |", "|||", "| 1 | |"])
def test_other_rows_are_not(row: str) -> None:
    assert found(f"| a | b |\n|---|---|\n{row}") == []


def judge(made: str) -> None:
    """Safe, balanced, on one line; addresses only of the kinds that may stand."""
    seen = Seen(made)
    assert {tag for tag, _ in seen.elements} <= SAFE
    assert not seen.open
    assert not seen.other
    assert len(made.splitlines()) <= 1
    for _, attributes in seen.elements:
        assert set(attributes) <= ATTRIBUTES
        assert attributes.get("href", "https://").startswith(("https://", "mailto:", "evidence/#e-E0"))
        assert attributes.get("src", "evidence/files/photo.png") == "evidence/files/photo.png"


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", SLOW)
def test_slow_shapes_end_within_the_limits(name: str) -> None:
    started = time.process_time()
    made, findings = both(SLOW[name])
    assert time.process_time() - started < SECONDS
    assert made or findings or not SLOW[name].strip()


def test_the_time_of_one_file_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("一") == []
    monkeypatch.setattr(narrative, "SECONDS", -1.0)
    assert both("一")[0] == ""
    assert found("一") == ["narrative.too-complex 1:1"]


@pytest.mark.parametrize(
    ("most", "deeper"),
    [
        ("> " * (DEEPEST - 1) + "a", "> " * DEEPEST + "a"),
        ("- " * (DEEPEST // 2 - 1) + "a", "- " * (DEEPEST // 2) + "a"),
        ("一\n\n" + "*a **b " * 6 + "b** a*" * 6, "一\n\n" + "*a **b " * 60 + "b** a*" * 60),
    ],
)
def test_how_deep_it_may_go(most: str, deeper: str) -> None:
    assert found(most) == []
    assert [line.split()[0] for line in found(deeper)] == ["narrative.too-complex"]
    assert html(deeper) == ""


def test_findings_of_one_file_are_limited() -> None:
    codes = [line.split()[0] for line in found("[a](/b) " * 5_000)]
    assert codes[0] == "narrative.address"
    codes = [line.split()[0] for line in found("\n".join(f"[a](/b{n})" for n in range(5_000)))]
    assert codes[-1] == "load.too-many-findings"
    assert len(codes) < 200
