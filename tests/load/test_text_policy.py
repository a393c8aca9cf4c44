"""Text policy: what is ordinary in Chinese files passes, what hides or deceives does not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load.strict_yaml import parse
from generator.load.text_policy import (
    MAX_FINDINGS,
    MAX_TEXT,
    check,
    check_source,
    forbidden,
    normalised,
)
from generator.model.source import Tree


def codes(text: str) -> list[str]:
    return [one.code for one in check(Tree("f.yaml", {"a": text}))]


ORDINARY = [
    "常州市武进区示例路 1 号",
    "全角　空格，标点。；：？！“引号”‘单’—破折号——省略……《书名》【括号】（）、·",
    "①②⑩ ⅠⅡ ℃ ㎡ m² m³ H₂ CO₂ ± × ÷ ≤ ≥ ≈ ‰ ℓ № ™ ® © € ￥ → ★ ● □",
    "第一行\n第二行",
    "Ångström façade naïve Łódź",
    "μm kΩ MΩ ΔT Δt cosφ tanδ αβ Δ λ η=0.95 μg/m³ 10μm µm Ω",
    "Московский завод",
    "Ελληνικά",
    "日本語かなカナ 한국어 ไทย العربية עברית",
    "𠮷野家 𪚥 龘 㐀 \U0003134f \U000323af",
    "🏭 ♻ 😀",
    "ＡＢＣ１２３",
    "e\u0301 combining",
    "\xa0",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_passes(text: str) -> None:
    assert codes(text) == []
    assert check_source(f"a: {text}", "f.yaml") == []


FORBIDDEN = [
    "\x00", "\x07", "\t", "\r", "\x1b", "\x7f", "\x85", "\x9b",  # controls
    "\u2028", "\u2029",  # separators
    "\u00ad", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff",
    "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069",  # Trojan source
    "\ufff9", "\U000e0001", "\U000e0041",  # annotations, tags
    "\ufe00", "\ufe0e", "\ufe0f", "\U000e0100",  # variation selectors
    "\u034f", "\u115f", "\u1160", "\u17b4", "\u2800", "\u3164", "\uffa0", "\u180b",  # blank to the eye
    "\ue000", "\uf8ff", "\U000f0000", "\U00100000",  # private use
    "\ud800", "\udfff",  # surrogates
    "\u0378", "\U0001ffff", "\uffff", "\ufdd0", "\U0002ffff", "\U0010ffff",  # unassigned, non-characters
]  # fmt: skip


@pytest.mark.parametrize("character", FORBIDDEN, ids=lambda one: f"U+{ord(one):04X}")
def test_what_cannot_be_seen_or_is_no_character_is_refused(character: str) -> None:
    assert forbidden(character)
    assert codes(f"车{character}间") == ["text.forbidden-character"]
    assert codes(character) == ["text.forbidden-character"]


def test_the_finding_names_the_character_and_what_stands_before_it() -> None:
    (found,) = check(Tree("f.yaml", {"a": ["x", "第一车\u200b间\u202e"]}, {("a", 1): (3, 5)}))
    assert str(found.at) == "f.yaml:3:5"
    assert dict(found.params) == {"character": "U+200B ZERO WIDTH SPACE", "before": "第一车"}


def test_keys_are_checked_and_hold_no_line_break() -> None:
    tree = Tree("f.yaml", {"a": {"na\u200bme": "x", "b\nc": "y"}}, keys={("a", "b\nc"): (2, 3)})
    found = check(tree)
    assert [one.code for one in found] == ["text.forbidden-character"] * 2
    assert str(found[1].at) == "f.yaml:2:3"


def test_an_escaped_character_is_found_in_the_tree() -> None:
    tree, findings = parse(rb'a: "x\u202ey"', "f.yaml")
    assert findings == []
    assert tree is not None
    assert [one.code for one in check(tree)] == ["text.forbidden-character"]


def test_the_source_is_checked_at_the_very_character_comments_included() -> None:
    found = check_source("a: 1\r\n\t# 甲\u202e\n\u2028b", "f.yaml")
    assert [f"{one.code} {one.at.line}:{one.at.column}" for one in found] == [
        "text.forbidden-character 2:5",
        "yaml.hidden-line-break 3:1",
    ]


MIXED = ["pаypal", "Сhangzhou", "常州Сhangzhou公司", "Οmega", "ΑBC", "scοpe", "αβx", "xαyβ", "Δtemperature"]


@pytest.mark.parametrize("word", MIXED)
def test_words_of_mixed_script_are_told(word: str) -> None:
    assert codes(word) == ["text.mixed-script"]


def test_the_mixed_word_and_its_letters_are_named_once() -> None:
    (found,) = check(Tree("f.yaml", "pаypal и pаypal"))
    assert dict(found.params) == {"word": "pаypal", "letters": "U+0430 CYRILLIC SMALL LETTER A"}


def test_very_long_text_is_told() -> None:
    assert codes("长" * MAX_TEXT) == []
    assert codes("长" * (MAX_TEXT + 1)) == ["text.too-long"]


def test_a_hostile_file_gives_a_bounded_list() -> None:
    found = check(Tree("f.yaml", ["\u200b"] * 5000))
    assert len(found) == MAX_FINDINGS + 1
    assert found[-1].code == "load.too-many-findings"


def test_names_compare_after_compatibility_folding() -> None:
    assert normalised("Ａ公司①") == normalised("a公司1")
    assert normalised("STRASSE") == normalised("straße")
    assert normalised("甲") != normalised("乙")


@given(st.text(st.characters(categories=["Cc", "Cf", "Co", "Cs", "Zl", "Zp"], exclude_characters="\n"), min_size=1))
def test_no_invisible_character_passes(text: str) -> None:
    assert codes(f"甲{text}乙") == ["text.forbidden-character"]


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("aZ0 ，。：（）\n")))
def test_no_chinese_text_is_refused(text: str) -> None:
    assert codes(text) == []


@given(st.text())
def test_the_tree_is_clean_exactly_when_no_character_is_forbidden(text: str) -> None:
    found = {one.code for one in check(Tree("f.yaml", {"a": [text]}))} - {"text.mixed-script"}
    assert bool(found) == any(map(forbidden, text))


def test_numbers_and_constants_of_a_tree_are_no_text() -> None:
    assert check(Tree("f.yaml", {"a": [True, None, {}, []]})) == []
    assert json.dumps(check(Tree("f.yaml", None))) == "[]"
