"""Exact numbers: reading, rounding by GB/T 8170-2008, and their text."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.number import (
    MAX_DIGITS,
    decimal_text,
    exact_text,
    grouped,
    parse_decimal,
    parse_share,
    rounded,
    terminates,
)

DECIMALS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=6)

#: GB/T 8170-2008, examples of clause 3.2 and 3.3: value, decimals, result.
GB_T_8170 = [
    ("12.1498", 0, "12"),
    ("12.1498", 1, "12.1"),
    ("10.5002", 0, "11"),
    ("1.050", 1, "1.0"),
    ("0.35", 1, "0.4"),
    ("-0.0365", 3, "-0.036"),
    ("8.53459", 2, "8.53"),  # not 8.54, which rounding in two steps would give
    ("15.4546", 0, "15"),  # likewise not 16
    ("2.5", 0, "2"),
    ("3.5", 0, "4"),
    ("-2.5", 0, "-2"),
    ("-0.5", 0, "0"),
]


@pytest.mark.parametrize(("value", "places", "expected"), GB_T_8170)
def test_rounding_by_gb_t_8170(value: str, places: int, expected: str) -> None:
    assert rounded(parse_decimal(value), places) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [("1268", 100, "13"), ("2500", 1000, "2"), ("3500", 1000, "4")],
)
def test_rounding_to_hundreds_and_thousands(value: str, unit: int, expected: str) -> None:
    assert rounded(parse_decimal(value) / unit, 0) == expected


def test_rounding_to_half_units() -> None:
    assert rounded(Fraction(rounded(parse_decimal("60.28") * 2, 0)) / 2, 1) == "60.5"


@pytest.mark.parametrize(("value", "limit", "reached"), [
    ("97.01", "97.0", True), ("97.00", "97.0", True), ("96.96", "97.0", False), ("96.94", "97.0", False),
    ("84.996", "85", False), ("49.996", "50", False), ("85.000", "85", True),
])  # fmt: skip
def test_limits_are_judged_on_the_exact_value(value: str, limit: str, reached: bool) -> None:
    assert (parse_decimal(value) >= parse_decimal(limit)) is reached


def test_thirds_add_up_in_every_order() -> None:
    parts = [Fraction(84), *[parse_share("1/3")] * 3]
    assert {sum(order) for order in permutations(parts)} == {Fraction(85)}


@given(DECIMALS, st.integers(0, 6))
def test_rounding_agrees_with_the_decimal_module(value: Decimal, places: int) -> None:
    ours = rounded(Fraction(value), places)
    theirs = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    assert Decimal(ours) == theirs
    assert len(ours.partition(".")[2]) == places
    assert ours.lstrip("-0.") or not ours.startswith("-")  # no negative zero


@given(st.fractions(), st.integers(0, 8))
def test_rounding_is_never_off_by_more_than_a_half(value: Fraction, places: int) -> None:
    assert abs(Fraction(rounded(value, places)) - value) * 10**places <= Fraction(1, 2)


@pytest.mark.parametrize("text", ["0", "-0", "1", "-1", "0.5", "-0.50", "100", "1234.5678", "9" * MAX_DIGITS])
def test_plain_decimals_are_read(text: str) -> None:
    assert parse_decimal(text) == Fraction(text)


@pytest.mark.parametrize("text", [
    "", "+1", "01", "1.", ".5", "1e3", "1_000", "1,000", "１", "٣", " 1", "1 ", "1\n", "1/2", "nan", "inf",
    "--1", "−1", "1.5.2", "9" * (MAX_DIGITS + 1), "9" * 5000,
])  # fmt: skip
def test_anything_else_is_no_decimal(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        parse_decimal(text)


@pytest.mark.parametrize(("text", "value"), [
    ("0.5", Fraction(1, 2)), ("1/3", Fraction(1, 3)), ("75 %", Fraction(3, 4)), ("75%", Fraction(3, 4)),
    ("0", Fraction(0)), ("-1/2", Fraction(-1, 2)), ("33.3 %", Fraction(333, 1000)),
])  # fmt: skip
def test_shares_are_read(text: str, value: Fraction) -> None:
    assert parse_share(text) == value


@pytest.mark.parametrize("text", ["", "1/0", "1/", "/3", "75  %", "75％", "1e2", "½", "1/3/3", "9" * 50])
def test_anything_else_is_no_share(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        parse_share(text)


@given(DECIMALS)
def test_the_text_of_a_decimal_reads_back(value: Decimal) -> None:
    exact = Fraction(value)
    assert terminates(exact)
    assert parse_decimal(decimal_text(exact)) == exact
    assert exact_text(exact) is None


@given(st.integers(-(10**6), 10**6), st.sampled_from([3, 7, 9, 11, 13, 30]))
def test_what_does_not_end_has_twelve_decimals_and_its_exact_text(top: int, bottom: int) -> None:
    value = Fraction(top, bottom)
    if terminates(value):
        assert exact_text(value) is None
    else:
        assert len(decimal_text(value).partition(".")[2]) == 12
        assert Fraction(exact_text(value) or "0") == value


@pytest.mark.parametrize(("value", "places", "expected"), [
    ("1234567.895", 2, "1,234,567.90"), ("-1234.5", 0, "−1,234"), ("999", 0, "999"), ("0.5", 1, "0.5"),
    ("-0.001", 2, "0.00"),
])  # fmt: skip
def test_numbers_for_people(value: str, places: int, expected: str) -> None:
    assert grouped(Fraction(value), places) == expected
