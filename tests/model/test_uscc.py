"""Unified social credit codes: GB 32100-2015 and, inside, GB 11714-1997."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from generator.model.uscc import ALPHABET, check_character, organisation_check_character, problem

PUBLISHED = ["91110000600037341L", "91510000731590243G", "91421221068429284K"]
#: Invented for example factories in the six districts of Changzhou.
INVENTED = [
    "91320402MA0DEM005R", "91320404MA0DEM005N", "91320411MA0DEM005T",
    "91320412MA0DEM0059", "91320413MA0DEM005P", "91320481MA0DEM0057",
]  # fmt: skip
DIGITS = st.text("0123456789", min_size=6, max_size=6)


@pytest.mark.parametrize("code", [*PUBLISHED, *INVENTED])
def test_valid_codes_have_no_problem(code: str) -> None:
    assert problem(code) is None


@pytest.mark.parametrize(
    "code",
    [
        "",
        "91320411MA0DEM005",  # 17
        "91320411MA0DEM005T0",  # 19
        "91320411ma0dem005t",
        "91320411MA0DEM005T\n",
        " 91320411MA0DEM005T",
        "9132041lMA0DEM005T",
        "91３20411MA0DEM005T",  # a full-width digit
        "91320411MA0DEM0O5T",  # letter O
        "9132041AMA0DEM005T",  # a letter in the region
        *(f"91320411MA0DEM00{letter}T" for letter in "IOSVZ"),
    ],
)
def test_what_has_not_the_form(code: str) -> None:
    assert problem(code) == "uscc.form"


@pytest.mark.parametrize("code", [*PUBLISHED, *INVENTED])
@pytest.mark.parametrize("place", [0, 1, 2, 7, 8, 16, 17])
def test_one_wrong_character_is_always_seen(code: str, place: int) -> None:
    choices = "0123456789" if 2 <= place <= 7 else ALPHABET
    for other in set(choices) - {code[place]}:
        assert problem(code[:place] + other + code[place + 1 :]) == "uscc.check-digit"


def test_two_swapped_neighbours_are_seen() -> None:
    assert problem("91324011MA0DEM005T") == "uscc.check-digit"


def test_a_wrong_organisation_code_under_a_right_last_character() -> None:
    wrong = "91320411MA0DEM006"
    assert problem(wrong + check_character(wrong)) == "uscc.organisation-check-digit"


def test_letters_in_the_first_two_characters_are_codes_of_the_standard() -> None:
    first = "N1320411MA0DEM005"  # agriculture; python-stdnum wants digits there
    assert problem(first + check_character(first)) is None


@pytest.mark.parametrize(("first", "expected"), [("60003734", "1"), ("73159024", "3"), ("06842928", "4")])
def test_the_check_of_an_organisation_code(first: str, expected: str) -> None:
    assert organisation_check_character(first) == expected


def test_ten_and_eleven_of_an_organisation_code_are_x_and_nought() -> None:
    remainders = {organisation_check_character(f"{number:08d}") for number in range(200)}
    assert remainders == set("0123456789X")


@given(DIGITS, st.text(ALPHABET, min_size=9, max_size=9), st.sampled_from(ALPHABET), st.booleans())
def test_the_last_character_agrees_with_python_stdnum(region: str, body: str, last: str, repair: bool) -> None:
    first = f"91{region}{body}"
    code = first + (check_character(first) if repair else last)
    ours = problem(code)
    assert ours != "uscc.form"
    assert (ours in {None, "uscc.organisation-check-digit"}) == oracle.is_valid(code)


@given(DIGITS, st.text(ALPHABET, min_size=8, max_size=8))
def test_a_code_made_by_the_rules_is_valid(region: str, body: str) -> None:
    first = f"91{region}{body}{organisation_check_character(body)}"
    assert problem(first + check_character(first)) is None
