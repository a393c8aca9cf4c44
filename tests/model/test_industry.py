"""Industry codes of GB/T 4754-2017, and the reference data that names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.load.strict_yaml import parse
from generator.load.text_policy import check
from generator.model.industry import SECTIONS, is_manufacturing, normalised, section_of

REFERENCE = Path(__file__).parents[2] / "content/reference"


def read(name: str) -> Any:
    tree, findings = parse((REFERENCE / name).read_bytes(), name)
    assert findings == []
    assert tree is not None
    assert check(tree) == []
    return tree.data


INDUSTRIES, DISTRICTS = read("industries.yaml"), read("districts.yaml")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("3055", "C3055"), ("C3055", "C3055"), ("C30", "C30"), ("30", "C30"), ("305", "C305"),
        ("C305", "C305"), ("0111", "A0111"), ("97", "T97"), ("4411", "D4411"), ("C43", "C43"), ("13", "C13"),
    ],
)  # fmt: skip
def test_codes_are_written_with_their_letter(code: str, expected: str) -> None:
    assert normalised(code) == expected


@pytest.mark.parametrize(
    "code",
    ["", "C", "3", "C3", "30551", "c3055", "U3055", "A3055", "C4411", "C12", "00", "98", "9999", "C30.5",
     "Ｃ3055", "3055\n", "３０５５", "CC30"],
)  # fmt: skip
def test_what_is_no_code(code: str) -> None:
    assert normalised(code) is None
    assert not is_manufacturing(code)


def test_manufacturing_is_c13_to_c43() -> None:
    inside = [number for number in range(100) if is_manufacturing(f"{number:02d}")]
    assert inside == list(range(13, 44))
    assert is_manufacturing("3451")
    assert is_manufacturing("C3451")
    assert not is_manufacturing("D4411")


def test_every_division_from_1_to_97_has_one_section() -> None:
    assert [number for number in range(100) if section_of(number)] == list(range(1, 98))
    assert len(SECTIONS) == 20
    assert sum(last - first + 1 for first, last in SECTIONS.values()) == 97


def test_the_reference_data_names_all_sections_and_divisions() -> None:
    assert list(INDUSTRIES["sections"]) == list(SECTIONS)
    expected = [f"{section_of(number)}{number:02d}" for number in range(1, 98)]
    assert list(INDUSTRIES["divisions"]) == expected


def test_every_listed_class_is_a_full_code_of_manufacturing() -> None:
    classes = INDUSTRIES["classes"]
    assert all(len(code) == 5 and normalised(code) == code and is_manufacturing(code) for code in classes)
    assert list(classes) == sorted(classes)
    assert classes["C3451"]["zh"] == "滚动轴承制造"
    assert classes["C3055"]["zh"] == "玻璃包装容器制造"


@pytest.mark.parametrize("rows", ["sections", "divisions", "classes"])
def test_every_industry_has_two_names_of_its_own(rows: str) -> None:
    names = INDUSTRIES[rows].values()
    assert all(set(name) == {"zh", "en"} and name["zh"] and name["en"].isascii() for name in names)
    assert len({name["zh"] for name in names}) == len(names)


def test_districts() -> None:
    assert list(DISTRICTS["districts"]) == ["320402", "320404", "320411", "320412", "320413", "320481"]
    assert list(DISTRICTS["historic"]) == ["320400", "320405", "320482", "320483"]
    assert not set(DISTRICTS["districts"]) & set(DISTRICTS["historic"])
    assert all(area["district"] in DISTRICTS["districts"] for area in DISTRICTS["functional_areas"].values())


@pytest.mark.parametrize("data", [INDUSTRIES, DISTRICTS], ids=["industries", "districts"])
def test_reference_data_has_a_source_and_a_date(data: Any) -> None:
    assert set(data["source"]) == {"zh", "en", "date"}
