"""The catalogue of findings: complete, in both languages, with examples that are correct."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.load.catalogue import load_findings, load_phrases
from generator.load.strict_yaml import parse
from generator.load.text_policy import check
from generator.model.finding import Kind, Position, Severity, finding

ROOT = Path(__file__).parents[2]
CATALOGUE = load_findings(ROOT / "content/i18n/findings.yaml")
#: Modules whose codes stand as texts in the source, and codes that are raised by a type elsewhere.
SOURCES = [
    *(f"generator/load/{name}.py" for name in ("strict_yaml", "text_policy", "schema")),
    "generator/model/quantity.py", "generator/model/uscc.py", "generator/model/inputs.py",
]  # fmt: skip
CODE = re.compile(r'"((?:yaml|text|schema|load|quantity|number|date|share|id|uscc)\.[a-z-]+)"')
RAISED = sorted({code for name in SOURCES for code in CODE.findall((ROOT / name).read_text("utf-8"))})


def test_the_codes_of_the_source_are_found() -> None:
    assert len(RAISED) > 40
    assert {"yaml.syntax", "schema.empty", "text.too-long", "uscc.form", "date.year"} <= set(RAISED)


@pytest.mark.parametrize("code", RAISED)
def test_every_code_that_is_raised_has_its_words(code: str) -> None:
    assert code in CATALOGUE.kinds


@pytest.mark.parametrize("kind", CATALOGUE.kinds.values(), ids=lambda kind: kind.code)
def test_every_row_is_complete_and_its_example_correct(kind: Kind) -> None:
    assert re.search("[一-鿿]", kind.message.zh)
    assert re.search("[一-鿿]", kind.hint.zh)
    assert kind.message.en
    assert kind.hint.en
    tree, findings = parse(kind.example.encode(), "example")
    assert findings == []
    assert tree is not None
    assert check(tree) == []


def test_a_finding_is_described_in_both_languages() -> None:
    found = finding("quantity.unknown-unit", Position("f.yaml", 2, 3), text="3 {kWx}", unit="{kWx}")
    described = CATALOGUE.describe(found)
    assert described.severity is Severity.ERROR
    assert described.message == "“3 {kWx}”里的单位“{kWx}”不在单位表中。"
    assert CATALOGUE.describe(found, "en").message.startswith('The unit "{kWx}"')
    assert CATALOGUE.is_error(found)


ROW = """a.b:
  severity: {severity}
  message: {{zh: "{zh}", en: "{en}"}}
  hint: {{zh: 改, en: change}}
  example: "a: b"
"""


def written(folder: Path, **parts: str) -> Path:
    path = folder / "findings.yaml"
    path.write_text(ROW.format(**{"severity": "note", "zh": "甲 {x}", "en": "x {x}", **parts}), "utf-8")
    return path


def test_a_sound_row_is_read(tmp_path: Path) -> None:
    assert load_findings(written(tmp_path)).kinds["a.b"].severity is Severity.NOTE


@pytest.mark.parametrize(
    ("part", "value", "place"),
    [
        ("severity", "fatal", ":2:13"),
        ("zh", "甲 {y}", ":3:12"),
        ("zh", "甲 {", ":3:12"),
        ("zh", "甲\\u202e {x}", ":3:17"),
        ("zh", "甲\u200b {x}", ":3:19"),
    ],
)
def test_a_broken_row_is_an_error_with_its_place(tmp_path: Path, part: str, value: str, place: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"findings.yaml{place}")):
        load_findings(written(tmp_path, **{part: value}))


def test_parameters_are_plain_names(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no plain parameters"):
        load_findings(written(tmp_path, zh="{x.__class__}", en="{x.__class__}"))


def test_reasons_are_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "reasons.yaml"
    path.write_text("share.of: {zh: '占 {share}', en: '{share} of it'}\n", "utf-8")
    assert load_phrases(path).texts["share.of"].en == "{share} of it"
    path.write_text("share.of: {zh: '占 {share}', en: of it}\n", "utf-8")
    with pytest.raises(ValueError, match=r"reasons\.yaml:1:11"):
        load_phrases(path)
