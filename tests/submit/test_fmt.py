"""``dossier fmt``: one form, no value and no comment changed, nothing touched that cannot be formatted in safety."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.load.strict_yaml import parse
from generator.model.text import Text
from generator.submit import fmt
from generator.submit.canonical import canonical, comments
from generator.submit.fmt import REFUSED, SEALED, UNSAFE, format_file, format_tree
from tests.submit.desk import ROOT

REAL = sorted([*ROOT.glob("factories/**/*.yaml"), *ROOT.glob("content/**/*.yaml"), *ROOT.glob("tests/**/*.yaml")])


def data(text: str) -> object:
    tree, findings = parse(text.encode(), "f.yaml")
    assert tree is not None, findings
    assert not findings
    return tree.data


def holds(text: str) -> str:
    """Every promise of the formatter about one text; the formatted text."""
    new = canonical(text)
    assert data(new) == data(text)
    assert comments(new) == comments(text)
    assert canonical(new) == new
    assert new.endswith("\n")
    assert "\r" not in new
    assert not new.startswith("\ufeff")
    return new


# ── the form, case by case ─────────────────────────────────────────────────────────────────────────────────

CASES = {
    "scalars stay as typed": (
        "a: 017\nb: 1:30\nc: no\nd: 2023-01-01\ne: 1e3\nf: 913204110000000005\ng: ~\nh: 1_000\ni: 0x1F\nj:\nk: null\n",
        "a: 017\nb: 1:30\nc: no\nd: 2023-01-01\ne: 1e3\nf: 913204110000000005\ng: ~\nh: 1_000\ni: 0x1F\nj:\nk: null\n",
    ),
    "marks, line ends, blanks": ("\ufeffa: 1  \r\nb:   2\r\n\r\n\r\n\r\nc: 3\r\n\r\n", "a: 1\nb: 2\n\nc: 3\n"),
    "no line end": ("a: 1", "a: 1\n"),
    "indentation": ("a:\n     b:\n       - c: 1\n         d: 2\n", "a:\n  b:\n    - c: 1\n      d: 2\n"),
    "lists under a key": ("a:\n- 1\n- 2\nb:\n-   c: 1\n    d: 2\n", "a:\n  - 1\n  - 2\nb:\n  - c: 1\n    d: 2\n"),
    "lists of lists": ("- - 1\n  - 2\n-\n  - 3\n", "- - 1\n  - 2\n- - 3\n"),
    "values on the next line": ("a:\n   one\nb:\n   [1]\n", "a: one\nb: [1]\n"),
    "quotes": (
        "a: 'x'\nb: \"y\"\nc: 'it''s'\nd: 'a \"b\"'\ne: 'C:\\x'\n'f': z\n",
        'a: "x"\nb: "y"\nc: "it\'s"\nd: \'a "b"\'\ne: \'C:\\x\'\n"f": z\n',
    ),
    "brackets": (
        "a: [E01,E02,  E03]\nb: {k: v,m: [ 1 ]}\nc: [ ]\nd: { }\n",
        "a: [E01, E02, E03]\nb: {k: v, m: [1]}\nc: []\nd: {}\n",
    ),
    "brackets on several lines": ("a: {\n  k: v,\n  m: n\n}\nb: [1,\n  2,\n]\n", "a: {k: v, m: n}\nb: [1, 2]\n"),
    "nothing in brackets": ("a: {k: , m}\nb: [{x: }]\n", "a: {k: null, m: null}\nb: [{x: null}]\n"),
    "comments in brackets": ("a: [x,   # one\n        y]  # two\n", "a: [x,   # one\n    y]  # two\n"),
    "comments after values": ('a: "x" # c\nb:   # d\n   e: [1]    # f\n', 'a: "x"  # c\nb:  # d\n  e: [1]  # f\n'),
    "comments move with their block": (
        "a:\n     # above b\n     b:\n          # above c\n          c: 1\n     # end of a\n# above d\nd: 1\n# end\n",
        "a:\n  # above b\n  b:\n    # above c\n    c: 1\n  # end of a\n# above d\nd: 1\n# end\n",
    ),
    "examples under an empty key": (
        "lamps:\n    # - place: 一号车间\n    #   count: 3\nroofs:\n# free\n",
        "lamps:\n  # - place: 一号车间\n  #   count: 3\nroofs:\n# free\n",
    ),
    "comments between rows": ("a:\n- b: 1\n# c\n- d: 2\n# e\nf: 3\n", "a:\n  - b: 1\n  # c\n  - d: 2\n# e\nf: 3\n"),
    "a comment after a dash": ("- # c\n  a: 1\n-   # d\n", "-  # c\n  a: 1\n-  # d\n"),
    "literal text": (
        "a: |\n      one\n        two  \n\n      # no comment\n   # comment\nb: >-\n    three\n    four\n",
        "a: |\n  one\n    two  \n\n  # no comment\n# comment\nb: >-\n  three\n  four\n",
    ),
    "literal text with its depth": (
        "a:\n    b: |3+\n         one\n\n\n    c: 1\n",
        "a:\n  b: |2+\n      one\n\n\n  c: 1\n",
    ),
    "literal text of blanks": ("a: |\n   \nb: |+\n   \n\nc: 1\n", "a: |\n\nb: |+\n\n\nc: 1\n"),
    "literal text without a line end": ("a: |\n    one\n    two", "a: |-\n  one\n  two\n"),
    "text on several lines": (
        'a: one\n     two\n\n     three\nb: "four \\\n      five"\n',
        'a: one\n  two\n\n  three\nb: "four \\\n  five"\n',
    ),
    "document marks": ("---\n# c\na: 1\n...\n", "# c\na: 1\n"),
    "explicit keys": ("? a\n: 1\n? b\n", "a: 1\nb:\n"),
    "the schema line comes first": (
        "# top\n\n# yaml-language-server: $schema=x.json\n\na: 1\n",
        "# yaml-language-server: $schema=x.json\n# top\n\na: 1\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_form(before: str, after: str) -> None:
    assert holds(before) == after


def test_a_mapping_too_long_for_a_line_becomes_lines() -> None:
    inside = ", ".join(f"key_{index}: 一段说明文字" for index in range(8))
    lines = "\n".join(f"key_{index}: 一段说明文字" for index in range(8))
    indented = lines.replace("\n", "\n  ")
    assert holds(f"a: {{{inside}}} # c\n") == f"a:  # c\n  {indented}\n"
    assert holds(f"- {{{inside}}}\n") == f"- {indented}\n"
    assert holds(f"{{{inside}}}\n") == f"{lines}\n"
    shorter = inside.rpartition(", ")[0].rpartition(", ")[0]
    assert holds(f"a: {{{shorter}}}\n") == f"a: {{{shorter}}}\n"


def test_a_list_too_long_for_a_line_stays_in_its_brackets() -> None:
    new = holds(f"a: [{', '.join(f'E{index:03d}' for index in range(90))}]\nb: 1\n")
    assert new.startswith("a: [E000, ")
    assert new.endswith("E089]\nb: 1\n")
    assert 3 <= len(new.splitlines()) <= 5
    assert max(map(len, new.splitlines())) <= 160


# ── properties ─────────────────────────────────────────────────────────────────────────────────────────────

NAMES = st.sampled_from(["a", "bb", "name", "zh", "E01", "1.1.1", "2025", "a-b", "产量"])
PLAIN = st.sampled_from(
    ["017", "1:30", "no", "yes", "2023-01-01", "1e3", "~", "null", "913204110000000005", "1234.5 MWh", "82 %", "-x",
     "一段文字，含标点。", "（待填）", "a:b", "x#y", "http://a/b", "GB/T 1", "- ",
     "word " * 9 + "end", "。" * 50, "?q", "*"]
)  # fmt: skip
QUOTED = st.sampled_from(
    [
        "''",
        '""',
        "'it''s'",
        '"a\\n b"',
        '"x: y # z"',
        "'a \"b\"'",
        "'\\'",
        '"E01"',
        '"a \\"b\\""',
        "'，：'",
        '" "',
        "' # '",
    ]
)
TEXTS = ["one", "  two", "", "three: 3", "# four", "五", "- six", "\tseven", "eight  "]


@st.composite
def blanks(draw: st.DrawFn, deepest: int) -> str:
    """Blank lines and comments at any column, each on a line of its own."""
    column = st.integers(0, deepest)
    comment = st.sampled_from(["# c", "#", "# - x: 1", "#a: [", "## 说明", "# 'q", "#  two  "])
    line = st.one_of(st.just(""), st.just("   "), st.builds(lambda n, c: " " * n + c, column, comment))
    return "".join(f"{one}\n" for one in draw(st.lists(line, max_size=2)))


@st.composite
def flow(draw: st.DrawFn, depth: int = 2) -> str:
    """A value in brackets or a scalar, spaced in any way."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.one_of(st.sampled_from(["E01", "no", "1:30", "文字", "a b", ""]), QUOTED))
    gap = st.sampled_from(["", " ", "  ", "\n      ", " # c\n      "])
    items = draw(st.lists(flow(depth - 1), max_size=draw(st.sampled_from([3, 3, 60]))))
    if draw(st.booleans()):
        return "[" + ",".join(f"{draw(gap)}{one or 'x'}" for one in items) + draw(gap) + "]"
    keys = (f"k{index}" for index in range(len(items)))
    return "{" + ",".join(f"{draw(gap)}{key}: {one}" for key, one in zip(keys, items, strict=True)) + draw(gap) + "}"


@st.composite
def value(draw: st.DrawFn, indent: int, depth: int) -> str:
    """What follows a colon or a dash, to the end of its last line."""
    shape = draw(st.sampled_from(["plain", "quoted", "flow", "literal", "lines", "nothing", "block", "block", "block"]))
    after = draw(st.sampled_from(["", "", " # t", "   #t", "  "]))
    own_line = "\n" + draw(blanks(indent + 4)) + " " * (indent + 2)
    before = draw(st.sampled_from([" ", " ", "   ", own_line]))
    if shape == "block" and depth:
        return f"{after}\n" + draw(blanks(indent + 4)) + draw(block(indent + draw(st.integers(1, 4)), depth - 1))
    if shape == "literal":
        header = draw(st.sampled_from(["|", "|-", "|+", ">", ">-", ">+", "|1", "|2-", ">3+"]))
        digit = re.search("[0-9]", header)
        deep = indent + (int(digit[0]) if digit else draw(st.integers(1, 5)))
        lines = draw(st.lists(st.sampled_from(TEXTS), max_size=4))
        return f" {header}{after}\n" + "".join(f"{' ' * deep if line else ''}{line}\n" for line in lines)
    if shape == "lines":
        return (
            draw(
                st.sampled_from([" one\n{0}two\n\n{0}three", ' "one\n{0}two"', " 'one\n\n{0}two'", ' "a \\\n{0}b"'])
            ).format(" " * (indent + draw(st.integers(1, 4))))
            + "\n"
        )
    if shape == "plain":
        return before + draw(PLAIN) + "\n"
    return {"quoted": before + draw(QUOTED), "flow": before + draw(flow())}.get(shape, "") + after + "\n"


@st.composite
def block(draw: st.DrawFn, indent: int, depth: int) -> str:
    """A list or mapping with indentation."""
    start = " " * indent
    written = ""
    if draw(st.booleans()):
        for _ in range(draw(st.integers(1, 3))):
            written += draw(blanks(indent + 4)) + start + "-" + draw(value(indent, depth))
    else:
        for key in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)):
            written += (
                draw(blanks(indent + 4)) + start + draw(st.sampled_from(["{}:", "{} :", '"{}":', "'{}':"])).format(key)
            )
            written += draw(value(indent, depth))
    return written


DOCUMENTS = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "---\n", "\ufeff", "# yaml-language-server: $schema=x\n"]),
        blanks(3),
        block(0, 3),
        blanks(3),
    ),
)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_text_that_is_accepted(text: str, line_end: str, cut: bool) -> None:
    text = (text.rstrip("\n") if cut else text).replace("\n", line_end)
    tree, findings = parse(text.encode(), "f.yaml")
    assume(tree is not None and not findings)
    holds(text)
    assert not isinstance(format_file(text.encode(), "f.yaml", parse), Text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab:-#[]{},'\"|>?! \n\t\r12%&*@`\\", max_size=60))
def test_any_text_at_all(text: str) -> None:
    """What the strict parser accepts is formatted or left; it is never changed in meaning, and nothing crashes."""
    new = format_file(text.encode(), "f.yaml", parse)
    if not isinstance(new, Text):
        assert data(new.decode()) == data(text)
        assert format_file(new, "f.yaml", parse) == new


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_real_files(path: Path) -> None:
    raw = path.read_bytes()
    tree, findings = parse(raw, path.name)
    if tree is None or findings:
        assert format_file(raw, path.name, parse) is REFUSED
    else:
        holds(raw.decode("utf-8-sig"))


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"k{index}: |\n  x\n# c\n" for index in range(8_000)),
        "a: [\n" + "  [x], # c\n" * 8_000 + "]\n",
        "a: {" + ", ".join(f"k{index}: [[x]]" for index in range(5_000)) + "}\n",
        "a:" + "\n" * 900_000 + "  - 1\n",
        "a: " + "[" * 30 + "x" + "]" * 30 + "\n",
        "".join(f"{' ' * index}k:\n" for index in range(31)) + "#\n" * 100_000,
    ],
    ids=["literals", "comments in brackets", "a long line", "blank lines", "depth", "comments"],
)
def test_time_grows_with_the_size_only(text: str) -> None:
    began = process_time()
    assert isinstance(format_file(text.encode(), "f.yaml", parse), bytes)
    assert process_time() - began < 5


def test_comments_are_counted_where_they_are() -> None:
    text = "# a\nx: 'a # b' # c\ny: |  # d\n  # e\nz: [1, # f\n  2]\n#\n# a  \n"
    assert comments(text) == Counter({"# a": 2, "# c": 1, "# d": 1, "# f": 1, "#": 1})


# ── files ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two factories with files that are not in canonical form."""
    for slug in ("a", "b"):
        for name in (
            "factory.yaml",
            "2025/profile.yaml",
            "2025/activity/2024.yaml",
            "2025/authority/1.yaml",
            "2025/evidence/x.yaml",
        ):
            path = tmp_path / "factories" / slug / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("k:   v\n")
    return tmp_path


EVERY = ["2025/activity/2024.yaml", "2025/authority/1.yaml", "2025/profile.yaml", "factory.yaml"]


def test_files_of_all_factories_or_of_those_named(tree: Path) -> None:
    would = format_tree(tree, [], parse, write=False)
    assert sorted(would.changed) == [f"factories/{slug}/{name}" for slug in "ab" for name in EVERY]
    assert (tree / "factories/a/factory.yaml").read_text() == "k:   v\n"
    done = format_tree(tree, ["b"], parse, write=True)
    assert sorted(done.changed) == [f"factories/b/{name}" for name in EVERY]
    assert done.left == ()
    assert format_tree(tree, ["b"], parse, write=True).changed == ()
    head = "# yaml-language-server: $schema="
    assert (tree / "factories/b/factory.yaml").read_text() == f"{head}../../build/schemas/factory.json\nk: v\n"
    assert (
        tree / "factories/b/2025/activity/2024.yaml"
    ).read_text() == f"{head}../../../../build/schemas/activity.json\nk: v\n"
    assert (tree / "factories/b/2025/evidence/x.yaml").read_text() == "k:   v\n"
    assert (tree / "factories/a/factory.yaml").read_text() == "k:   v\n"


def test_a_wrong_schema_line_is_put_right_but_not_another_hosts() -> None:
    name = "factories/a/2025/profile.yaml"
    right = b"# yaml-language-server: $schema=../../../build/schemas/profile.json\n# c\na: 1\n"
    assert format_file(b"# yaml-language-server: $schema=../x/factory.json\n# c\na: 1\n", name, parse) == right
    assert format_file(b"# c\n# yaml-language-server: $schema=\na: 1\n", name, parse) == right
    other = b"# yaml-language-server: $schema=https://example.com/profile.json\na: 1\n"
    assert format_file(other, name, parse) == other


def test_what_the_strict_parser_refuses_is_left(tree: Path) -> None:
    path = tree / "factories/a/factory.yaml"
    for text in ("a: &x 1\n", "a: 1\na: 2\n", "a：1\n", "a: x # cut\n", "", "# only\n", "a: [\n", "\tb: 1\n"):
        path.write_text(text)
        done = format_tree(tree, ["a"], parse, write=True)
        assert [(one.path, one.why) for one in done.left] == [("factories/a/factory.yaml", REFUSED)]
        assert path.read_text() == text


def test_a_sealed_cycle_is_left_but_not_the_authoritys_records(tree: Path) -> None:
    seal = tree / "factories/a/2025/audit/seal.json"
    seal.parent.mkdir()
    seal.write_text("{}")
    done = format_tree(tree, ["a"], parse, write=True)
    assert {one.path: one.why for one in done.left} == {
        "factories/a/2025/profile.yaml": SEALED,
        "factories/a/2025/activity/2024.yaml": SEALED,
    }
    assert sorted(done.changed) == ["factories/a/2025/authority/1.yaml", "factories/a/factory.yaml"]


def test_links_are_not_followed(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "o.yaml").write_text("k:   v\n")
    (tree / "factories/c").symlink_to(outside)
    (tree / "factories/a/2025/linked").symlink_to(outside)
    (tree / "factories/a/2025/plan.yaml").symlink_to(outside / "o.yaml")
    os.mkfifo(tree / "factories/a/2025/esg.yaml")
    format_tree(tree, [], parse, write=True)
    format_tree(tree, ["c"], parse, write=True)
    assert (outside / "o.yaml").read_text() == "k:   v\n"
    assert (tree / "factories/a/2025/plan.yaml").is_symlink()


def test_a_result_that_would_differ_is_not_written(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("k: w\n", "", "k: v\nk: v\n", "k: v\n# added\n"):
        monkeypatch.setattr(fmt, "canonical", lambda source, schema, wrong=wrong: wrong)
        done = format_tree(tree, ["a"], parse, write=True)
        assert done.changed == ()
        assert {one.why for one in done.left} == {UNSAFE}
    assert (tree / "factories/a/factory.yaml").read_text() == "k:   v\n"


def test_mode_of_a_file_stays_and_nothing_else_is_left_behind(tree: Path) -> None:
    path = tree / "factories/a/factory.yaml"
    path.chmod(0o640)
    format_tree(tree, ["a"], parse, write=True)
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(one.name for one in path.parent.iterdir()) == ["2025", "factory.yaml"]
