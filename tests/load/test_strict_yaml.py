"""Strict YAML: what is refused, where it says so, what stays text, and what it costs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.load import strict_yaml
from generator.load.strict_yaml import MAX_BYTES, MAX_DEPTH, MAX_NODES, parse
from generator.load.text_policy import MAX_FINDINGS

SECONDS, MEGABYTES = 0.2, 100


def codes(text: str | bytes) -> list[str]:
    return [one.code for one in parse(text if isinstance(text, bytes) else text.encode(), "f.yaml")[1]]


def places(text: str) -> list[str]:
    return [f"{one.code} {one.at.line}:{one.at.column}" for one in parse(text.encode(), "f.yaml")[1]]


def data(text: str) -> Any:
    tree, findings = parse(text.encode(), "f.yaml")
    assert tree is not None, findings
    assert findings == []
    return tree.data


@pytest.fixture(params=["CBaseLoader", "BaseLoader"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_yaml, "_LOADER", getattr(yaml, request.param))


# ── what YAML converts stays text ──────────────────────────────────────────────────────────────────────────

AS_WRITTEN = [
    "no", "yes", "on", "off", "True", "FALSE", "Null", "~", "1:30", "017", "0o17", "0x1F", "1_000", "1e3",
    "1.0", ".inf", ".nan", "2023-01-01", "2023-13-01", "320412199001011234", "9" * 5000, "=", "1,000", "50 %",
    "2.2.4",
]  # fmt: skip


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("written", AS_WRITTEN)
def test_a_plain_value_stays_as_written(written: str) -> None:
    assert data(f"a: {written}\n") == {"a": written}
    assert data(f"- {written}\n") == [written]


@pytest.mark.usefixtures("either_parser")
def test_only_true_false_null_and_nothing_are_constants() -> None:
    assert data("{a: true, b: false, c: null, d: }") == {"a": True, "b": False, "c": None, "d": None}
    quoted = 'a: "true"\nb: \'null\'\nc: ""\nd: |\n  true\n'
    assert data(quoted) == {"a": "true", "b": "null", "c": "", "d": "true\n"}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("key", ["no", "1", "1.1.1", "2025", "yes", "中文", "a b"])
def test_a_key_is_text(key: str) -> None:
    assert data(f"{key}: x\n") == {key: "x"}


@pytest.mark.usefixtures("either_parser")
def test_line_ends_of_windows_and_a_byte_order_mark_are_accepted() -> None:
    assert data("\ufeffa: 1\r\nb:\r\n  - 车间\r\n  - |\r\n    甲\r\n    乙\r\n") == {
        "a": "1",
        "b": ["车间", "甲\n乙\n"],
    }
    assert data("---\na: 1\n...\n") == {"a": "1"}


# ── what is refused, and where ─────────────────────────────────────────────────────────────────────────────

REFUSED = [
    ("a: 1\nb: &x 1\n", "yaml.anchor 2:4"),
    ("a: &x [1]\n", "yaml.anchor 1:4"),
    ("a: 1\nb: *a\n", "yaml.alias 2:4"),
    ("a: !!str 1\n", "yaml.tag 1:4"),
    ("a: !x {b: 1}\n", "yaml.tag 1:4"),
    ("a: !!python/object/apply:os.system [id]\n", "yaml.tag 1:4"),
    ("%YAML 1.1\n---\na: 1\n", "yaml.directive 1:1"),
    ("# 注\n%TAG ! tag:x,2000:\n---\na: 1\n", "yaml.directive 2:1"),
    ("a: 1\n---\nb: 2\n", "yaml.second-document 2:1"),
    ("a: 1\nb: 2\na: 3\n", "yaml.duplicate-key 3:1"),
    ("x:\n  - {a: 1, 'a': 2}\n", "yaml.duplicate-key 2:12"),
    ("<<: {a: 1}\n", "yaml.merge-key 1:1"),
    ("b:\n  '<<': 1\n", "yaml.merge-key 2:3"),
    ("true: 1\n", "yaml.key-not-text 1:1"),
    ("null: 1\n", "yaml.key-not-text 1:1"),
    ("? [a]\n: 1\n", "yaml.key-not-text 1:3"),
    ("{{a: 1}: 2}\n", "yaml.key-not-text 1:2"),
    ("", "yaml.empty 1:1"),
    ("# 只有注释\n", "yaml.empty 1:1"),
    ("---\n", "yaml.empty 1:1"),
    ("a: x\u2028b: 隐藏\n", "yaml.hidden-line-break 1:5"),
    ("a: 1\nb: x\u2029c: 2\n", "yaml.hidden-line-break 2:5"),
    ("a: x\u0085b: 隐藏\n", "yaml.hidden-line-break 1:5"),
    ("a: 1\r\nb: x\rc: 2\n", "yaml.hidden-line-break 2:5"),
    ("a: 1\n# 注释\u202e里\n", "text.forbidden-character 2:5"),
    ("a: 1\nb: 车\u200b间\n", "text.forbidden-character 2:5"),
    ("a: \0\n", "text.forbidden-character 1:4"),
    ("\ufeff\ufeffa: 1\n", "text.forbidden-character 1:1"),
    ("a:\n\tb: 1\n", "yaml.tab 2:1"),
    ("a:\n  b: 1\n\tc: 2\n", "yaml.tab 3:1"),
    ("a: 1\n  b: 2\n", "yaml.syntax 2:4"),
    ("- a\nb: 1\n", "yaml.syntax 2:1"),
    ("a: 厂区: 东\n", "yaml.colon-in-text 1:6"),
    ('a: "x\nb: 1\n', "yaml.unclosed 1:4"),
    ("a: [1, 2\nb: 3\n", "yaml.unclosed 1:4"),
    ("a: @x\n", "yaml.special-character 1:4"),
    ('a: "C:\\data"\n', "yaml.special-character 1:7"),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_refused_with_one_located_finding_and_no_tree(text: str, expected: str) -> None:
    tree, findings = parse(text.encode(), "f.yaml")
    assert tree is None
    assert [f"{one.code} {one.at.line}:{one.at.column}" for one in findings] == [expected]
    assert findings[0].at.file == "f.yaml"


@pytest.mark.parametrize("text", [text for text, _ in REFUSED])
def test_the_parser_in_python_refuses_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_yaml, "_LOADER", yaml.BaseLoader)
    tree, findings = parse(text.encode(), "f.yaml")
    assert tree is None
    assert len(findings) == 1


def test_an_escape_beyond_unicode_is_a_finding_in_both_parsers(either_parser: None) -> None:
    assert len(codes('a: "\\UFFFFFFFF"\n')) == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [("名: 车间".encode("gbk"), "1:1"), (b"a: 1\nb: \xff", "2:4"), ("a: 1".encode("utf-16"), "1:1")],
)
def test_other_encodings_are_named_with_their_place(text: bytes, place: str) -> None:
    tree, findings = parse(text, "f.yaml")
    assert tree is None
    assert [(one.code, f"{one.at.line}:{one.at.column}") for one in findings] == [("yaml.encoding", place)]


def test_several_faults_of_one_file_are_all_told() -> None:
    text = "a: 1\na: 2\nb: 3 #车间\nc: [E01，E02]\nd: {zh：甲, en: x}\nd: 1\n"
    assert places(text) == [
        "yaml.duplicate-key 2:1",
        "yaml.cut-by-comment 3:6",
        "yaml.full-width 4:8",
        "yaml.full-width 5:7",
        "yaml.duplicate-key 6:1",
    ]


def test_a_file_with_thousands_of_faults_says_that_there_are_more() -> None:
    found = codes("a: 1\n" * 10_000)
    assert len(found) == MAX_FINDINGS + 1
    assert found[-1] == "load.too-many-findings"


# ── limits ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_limits_are_sharp() -> None:
    assert codes(b"#" * (MAX_BYTES - 2) + b"\na") == []
    assert codes(b"#" * (MAX_BYTES - 1) + b"\na") == ["yaml.too-large"]
    assert codes("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert codes("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == ["yaml.too-deep"]
    assert codes("- a\n" * (MAX_NODES - 1)) == []
    assert codes("- a\n" * MAX_NODES) == ["yaml.too-many-nodes"]


MERGE_BOMB = "a0: &a0 {x: 1}\n" + "".join(
    f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 10)
)
ALIAS_BOMB = "a0: &a0 [x, x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10))
DANGEROUS = {
    "50 KB of [": ("[" * 50_000, "yaml.too-deep"),
    "1 MB of [": ("[" * 999_999, "yaml.too-deep"),
    "50 KB of {": ("{" * 50_000, "yaml.key-not-text"),
    "nested lists": ("- " * 25_000, "yaml.too-deep"),
    "nested keys": ("? " * 25_000, "yaml.key-not-text"),
    "stairs": ("".join(f"{' ' * step}a:\n" for step in range(1000)), "yaml.too-deep"),
    "merge bomb": (MERGE_BOMB, "yaml.anchor"),
    "alias bomb": (ALIAS_BOMB, "yaml.anchor"),
    "1 MB of -": ("-\n" * 499_999, "yaml.too-many-nodes"),
    "1 MB of keys": ("".join(f"k{i}: 1\n" for i in range(80_000)), "yaml.too-many-nodes"),
    "too large": ("a" * 3_000_000, "yaml.too-large"),
    "digits": ("a: " + "9" * 5000 + " #", "yaml.cut-by-comment"),
    "hidden line": ("a: x\u2028b: 1", "yaml.hidden-line-break"),
    "python object": ("a: !!python/object/apply:os.system [id]", "yaml.tag"),
    "duplicates": ("a: 1\n" * 20_000, "yaml.duplicate-key"),
    "one letter, many words": ('a: "' + "а" * 400_000 + '"', None),
    "brackets on the line of an error": ("a: x" + "[" * 900_000 + ": y", "yaml.colon-in-text"),
    "colons in one line": ("b: " + "a：" * 200_000, None),
}
_MEASURE = """
import json, pathlib, re, sys
from time import process_time
from generator.load.strict_yaml import parse
from generator.load.text_policy import check
text = sys.stdin.buffer.read()
check(parse(b"a: [1]", "warm-up")[0])
start = process_time()
tree, findings = parse(text, "f.yaml")
findings += check(tree) if tree else []
took = process_time() - start
# Not ru_maxrss, which a process inherits from the one that started it.
status = pathlib.Path("/proc/self/status")
peak = int(re.search(r"VmHWM:\\s+([0-9]+)", status.read_text())[1]) / 1024 if status.exists() else 0
print(json.dumps([[one.code for one in findings], took, peak]))
"""


@pytest.mark.parametrize("name", DANGEROUS)
def test_dangerous_files_cost_little_and_crash_nothing(name: str) -> None:
    text, expected = DANGEROUS[name]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE],
        input=text.encode(),
        capture_output=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found, took, peak = json.loads(done.stdout)
    assert found[:1] == ([expected] if expected else found[:1])
    # 1 MB may take longer on a busy machine; what was seconds, minutes and gigabytes must stay far away.
    assert took < (SECONDS if len(text) < 100_000 else 5 * SECONDS)
    assert peak < MEGABYTES  # interpreter, PyYAML and pydantic are about 30 MB of this


# ── what clerks type ───────────────────────────────────────────────────────────────────────────────────────

SLIPS = [
    ("name: 3 #车间\n", "yaml.cut-by-comment 1:9"),
    ("- 甲  # 注\n", "yaml.cut-by-comment 1:6"),
    ("a: [甲 #注\n, 乙]\n", "yaml.cut-by-comment 1:7"),
    ("a: 多行\n  文字 #注\n", "yaml.cut-by-comment 2:6"),
    ("😀: 😀 #车间\n", "yaml.cut-by-comment 1:6"),
    ("evidence: [E01，E02]\n", "yaml.full-width 1:15"),
    ("a: [E01，E02\nb: 1\n", "yaml.full-width 1:8"),
    ("name：常州\n", "yaml.full-width 1:5"),
    ("a: 1\nname：常州\nb: 2\n", "yaml.full-width 2:5"),
    ("a:\n  name：常州\n", "yaml.full-width 2:7"),
    ("a:\n  - id：E01\n", "yaml.full-width 2:7"),
    ("1.1.1：met\n", "yaml.full-width 1:6"),
    ("a: {zh： 甲, en: x}\n", "yaml.full-width 1:7"),
    ("a: 1\nname:\u3000常州\nb: 2\n", "yaml.full-width 2:6"),
    ("a:\n\u3000\u3000b: 1\n", "yaml.full-width 2:1"),
    ("a: 1\nname:常州\nb: 2\n", "yaml.no-space 2:5"),
    ("name:常州\n", "yaml.no-space 1:5"),
    ("a:\n  name:常州\n", "yaml.no-space 2:7"),
]


@pytest.mark.parametrize(("text", "expected"), SLIPS)
def test_a_slip_of_the_pen_is_named_where_it_is(text: str, expected: str) -> None:
    assert places(text) == [expected]


FINE = [
    'a: "3 #车间" # 引号后的注释\n',
    "a: '甲' # 注\n",
    "# 单独一行\na: # 键后\n  - b\nc: # 空\nd: 1\n",
    "a: [1, 2] # 列表后\n",
    "a: {b: 1} # 映射后\n",
    "a: | # 块后\n  name：甲\n  b:c #x\n",
    "a: >\n  甲 #乙\n",
    "a: 3#车间\n",
    "note: 时间：2025 年，地点：常州\n",
    'a: ["甲，乙", "丙：丁"]\n',
    "a: [甲：乙]\n",
    "a: {zh: 甲：乙}\n",
    "- ISO9001：2015\n- 2025：完成\n",
    "url: https://example.org/a:b\n",
    "- sha256:9f86d0\n- https://example.org\n",
    'a: "甲\n  name：乙"\n',
    "a: 常州\u3000武进\n",
]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", FINE)
def test_what_only_looks_like_a_slip_is_left_alone(text: str) -> None:
    assert codes(text) == []


def test_a_slip_does_not_keep_the_rest_from_being_read() -> None:
    tree, findings = parse("a: 3 #车间\nb: x\n".encode(), "f.yaml")
    assert tree is not None
    assert tree.data == {"a": "3", "b": "x"}
    assert dict(findings[0].params) == {"kept": "3", "lost": "#车间"}


# ── what is said ───────────────────────────────────────────────────────────────────────────────────────────

LONG = "甲" * 300
SAID: list[tuple[str | bytes, str, dict[str, str]]] = [
    (b"a" * (MAX_BYTES + 1), "yaml.too-large 1:1", {"size": "1000001", "limit": "1000000"}),
    (b"\xef\xbb\xbfa: 1\nb: \xc4\xe3\n", "yaml.encoding 2:4", {"byte": "0xC4"}),
    ("甲\nb: ".encode() + b"\xff", "yaml.encoding 2:4", {"byte": "0xFF"}),
    ("\ufeff甲: ".encode() + b"\x8f", "yaml.encoding 1:4", {"byte": "0x8F"}),
    ("a: x\n\0", "text.forbidden-character 2:1", {"character": "U+0000", "before": ""}),
    ("# x\n%YAML 1.1 # " + "y" * 60 + "\n---\na: 1\n", "yaml.directive 2:1", {"text": "%YAML 1.1 # " + "y" * 28}),
    ("a: 1\n%x y\nb: 2\n", "yaml.directive 2:3", {"text": "%x y"}),
    ("a: *name\n", "yaml.alias 1:4", {"name": "name"}),
    ("a: &name 1\n", "yaml.anchor 1:4", {"name": "name"}),
    ("a: !tag 1\n", "yaml.tag 1:4", {"tag": "!tag"}),
    ("[" * (MAX_DEPTH + 1), "yaml.too-deep 1:33", {"limit": "32"}),
    ("- a\n" * MAX_NODES, "yaml.too-many-nodes 50000:3", {"limit": "50000"}),
    ("? [a]\n: 1\n", "yaml.key-not-text 1:3", {"key": "[…]"}),
    ("{{a: 1}: 2}\n", "yaml.key-not-text 1:2", {"key": "{…}"}),
    ("a: 1\nfalse: 1\n", "yaml.key-not-text 2:1", {"key": "false"}),
    (
        "x: 0\n  # y\n" + "k" * 90 + ": 1\n" + "k" * 90 + ": 2\n",
        "yaml.duplicate-key 4:1",
        {"key": "k" * 80, "first": "3"},
    ),
    ("  a: 1\n  b: 2\n  a: 3\n", "yaml.duplicate-key 3:3", {"key": "a", "first": "1"}),
    ("a: # 注\n  甲  #乙 #丙\nb: 1\n", "yaml.cut-by-comment 2:6", {"kept": "甲", "lost": "#乙 #丙"}),
    (f"a: {'甲' * 60}\t#{'乙' * 59}\n", "yaml.cut-by-comment 1:65", {"kept": "甲" * 60, "lost": "#" + "乙" * 59}),
    (f"a: {LONG} #{LONG}", "yaml.cut-by-comment 1:305", {"kept": "甲" * 59 + "…", "lost": "#" + "甲" * 58 + "…"}),
    ("a: x #" + " " * 190 + "123456789\n", "yaml.cut-by-comment 1:6", {"kept": "x", "lost": "# 123456789"}),
    ("a: x #" + " " * 191 + "1234567890\n", "yaml.cut-by-comment 1:6", {"kept": "x", "lost": "# 12345678"}),
    ("a: [E01，E02]\n", "yaml.full-width 1:8", {"character": "，", "due": ","}),
    ("a: [1］\n", "yaml.full-width 1:6", {"character": "］", "due": "]"}),
    ("a: {b: 1｝\n", "yaml.full-width 1:9", {"character": "｝", "due": "}"}),
    ("name：常\n", "yaml.full-width 1:5", {"character": "：", "due": ":"}),
    ("a: 1\nb:\xa0c\nd: 1\n", "yaml.full-width 2:3", {"character": "U+00A0", "due": "空格 (space)"}),
    ("a: 1\nb:\u3000c\nd: 1\n", "yaml.full-width 2:3", {"character": "U+3000", "due": "空格 (space)"}),
    ("x: 1\na:\n\tb: 1\n", "yaml.tab 3:1", {"text": "b: 1"}),
    ("q: 1\nname:x\nb: 2\n", "yaml.no-space 2:5", {"text": "name:x"}),
    (f"q: 1\nn:{'y' * 58}\nb: 2\n", "yaml.no-space 2:2", {"text": "n:" + "y" * 58}),
    (f"q: 1\nn:{'y' * 59}\nb: 2\n", "yaml.no-space 2:2", {"text": "n:" + "y" * 57 + "…"}),
    ("q: 1\nn:y" + " " * 190 + "123456789\nb: 2\n", "yaml.no-space 2:2", {"text": "n:y 1234567"}),
    ('a: 1\nb: "x\nc: 1\nd: 2\n', "yaml.unclosed 2:4", {"opening": '"', "line": "5"}),
    ("a: 'xy\n", "yaml.unclosed 1:4", {"opening": "'", "line": "2"}),
    ("a: [1, 2\nb: 3\n", "yaml.unclosed 1:4", {"opening": "[", "line": "2"}),
    ("a: {b: 1\nc: 2\n", "yaml.unclosed 1:4", {"opening": "{", "line": "2"}),
    ("a: @x\n", "yaml.special-character 1:4", {"character": "@"}),
    ("a: `x`\n", "yaml.special-character 1:4", {"character": "`"}),
    ('a: "\\d"\n', "yaml.special-character 1:5", {"character": "\\"}),
    ("x: 1\na: 厂区: 东: 西\n", "yaml.colon-in-text 2:6", {"text": "a: 厂区: 东: 西"}),
    ("- a\nb: 1\n", "yaml.syntax 2:1", {"problem": "did not find expected '-' indicator"}),
    ("a: |\n x\n y\nb\n", "yaml.syntax 5:1", {"problem": "could not find expected ':'"}),
]


@pytest.mark.parametrize(("text", "place", "params"), SAID)
def test_a_finding_says_what_is_wrong_and_how_much(text: str | bytes, place: str, params: dict[str, str]) -> None:
    (found,) = parse(text if isinstance(text, bytes) else text.encode(), "f.yaml")[1]
    assert (f"{found.code} {found.at.line}:{found.at.column}", found.at.file) == (place, "f.yaml")
    assert dict(found.params) == params


#: A slip and, some lines on, the error that it causes: near enough it is the cause, further away it is not.
NEAR = [
    ("name：x\nb: 1\n", "yaml.full-width 1:5 yaml.syntax 2:2"),
    ("名：x\nb: 1\n", "yaml.syntax 2:2"),
    ("a: 1\n名：x\nb: 1\n", "yaml.full-width 2:2"),
    ("a: 1\nname：x\nb: 1\n", "yaml.full-width 2:5"),
    ("a: 1\nname:x\n# y\nb: 1\n", "yaml.no-space 2:5"),
    ("a: 1\nname:x\n# y\n# z\nb: 1\n", "yaml.no-space 2:5"),
    ("a: [x，\n1\nb: 1\n", "yaml.full-width 1:6"),
    ("b: [x， y]\nc: 1\nd: 1\na: [x\ne: 1\n", "yaml.full-width 1:6 yaml.unclosed 4:4"),
]


@pytest.mark.parametrize(("text", "expected"), NEAR)
def test_the_cause_of_an_error_is_looked_for_nearby(text: str, expected: str) -> None:
    assert " ".join(places(text)) == expected


def test_errors_of_the_other_parser_have_a_place_and_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser in Python raises errors without a mark: the place is where it had come to."""
    monkeypatch.setattr(strict_yaml, "_LOADER", yaml.BaseLoader)
    (found,) = parse(b'a: 1\nb: "\\UFFFFFFFF"\n', "f.yaml")[1]
    assert (found.code, str(found.at)) == ("yaml.syntax", "f.yaml:2:2")
    assert "problem" in dict(found.params)
    assert dict(found.params)["problem"] not in ("", "None")


# ── places ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("either_parser")
def test_every_value_and_key_has_its_place() -> None:
    text = "# 😀\n名称: {zh: 甲, en: '😀 b'}\nlist:\n  - x\n  - {k: v}\n  -\n    - y\nempty:\n"
    tree, findings = parse(("\ufeff" + text).encode(), "f.yaml")
    assert findings == []
    assert tree is not None
    assert tree.values == {
        (): (2, 1),
        ("名称",): (2, 5),
        ("名称", "zh"): (2, 10),
        ("名称", "en"): (2, 17),
        ("list",): (4, 3),
        ("list", 0): (4, 5),
        ("list", 1): (5, 5),
        ("list", 1, "k"): (5, 9),
        ("list", 2): (7, 5),
        ("list", 2, 0): (7, 7),
        ("empty",): (8, 7),
    }
    assert tree.keys == {
        ("名称",): (2, 1),
        ("名称", "zh"): (2, 6),
        ("名称", "en"): (2, 13),
        ("list",): (3, 1),
        ("list", 1, "k"): (5, 6),
        ("empty",): (8, 1),
    }
    assert str(tree.at("list", 1, "gone", "deeper")) == "f.yaml:5:5"


def test_a_place_of_the_first_entry_survives_its_duplicate() -> None:
    findings = parse(b"a: {x: 1}\n\na: 2\n", "f.yaml")[1]
    assert dict(findings[0].params) == {"key": "a", "first": "1"}


# ── properties ─────────────────────────────────────────────────────────────────────────────────────────────

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    TEXT | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter(lambda key: key != "<<"), inner),
    max_leaves=15,
)


def written(value: object) -> str:
    """Flow YAML in which every character of a text is an escape, and keys may be long (``?``)."""
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(one):08X}" for one in value) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"? {written(key)} : {written(one)}" for key, one in value.items()) + "}"
    return {True: "true", False: "false", None: "null"}[value]  # type: ignore[index]


@given(VALUES.filter(lambda value: value is not None))
def test_any_data_comes_back_as_it_was_written(value: object) -> None:
    tree, findings = parse(written(value).encode(), "f.yaml")
    assert findings == []
    assert tree is not None
    assert tree.data == value


@given(st.binary() | TEXT.map(str.encode) | st.text("ab:：，-[]{}\"'#&*!|>%@` \n\t　0", max_size=60).map(str.encode))
def test_no_bytes_raise_and_nothing_fails_in_silence(text: bytes) -> None:
    tree, findings = parse(text, "f.yaml")
    assert (tree is None) <= bool(findings)
    lines = text.count(b"\n") + 1
    assert all(1 <= one.at.line <= lines + 1 and one.at.column >= 1 for one in findings)


@given(st.text("ab:-[]{}\"'#|> \n0", max_size=40))
def test_both_parsers_agree_on_what_they_read(text: str) -> None:
    ours, findings = parse(text.encode(), "f.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_yaml, "_LOADER", yaml.BaseLoader)
        theirs, others = parse(text.encode(), "f.yaml")
    if ours is not None and theirs is not None:
        assert (ours.data, findings) == (theirs.data, others)


# ── speed ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_register_of_90_kb_is_read_in_a_moment() -> None:
    entry = (
        "  E{0:03d}:\n    title: {{zh: 第{0}号变压器能效检测报告（2025年）, en: 'Test report no. {0}'}}\n"
        "    kind: test-report\n    issuer: 常州市产品质量监督检验所\n    issued: 2025-03-01\n"
        "    covers: [2024, 2025]\n    visibility: public\n    amount: {0}.5 MWh\n    sha256: {0:064x}\n"
    )
    text = ("evidence:\n" + "".join(entry.format(number) for number in range(270))).encode()
    assert 85_000 < len(text) < 95_000
    times = []
    for _ in range(3):
        start = process_time()
        assert parse(text, "f.yaml")[1] == []
        times.append(process_time() - start)
    assert min(times) < SECONDS  # about 0.02 s on an idle machine
