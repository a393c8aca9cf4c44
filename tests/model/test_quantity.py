"""Quantities: exact amounts with units from a closed table."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.quantity import UNITS, Quantity, QuantityError, parse_quantity, unit


@pytest.mark.parametrize(("text", "amount", "symbol"), [
    ("1234.5 MWh", "1234.5", "MWh"), ("82 %", "82", "%"), ("82%", "82", "%"), ("5‰", "5", "‰"),
    ("-12 tCO2e", "-12", "tCO2e"), ("35.2 万m3", "35.2", "万m3"), ("0 t", "0", "t"),
    ("3 kWh/m2", "3", "kWh/m2"),
])  # fmt: skip
def test_quantities_are_read(text: str, amount: str, symbol: str) -> None:
    assert parse_quantity(text) == Quantity(Fraction(amount), symbol)


@pytest.mark.parametrize(("text", "code"), [
    ("约 3 t", "quantity.not-a-number"), ("", "quantity.not-a-number"), ("MWh", "quantity.not-a-number"),
    ("1e3 t", "quantity.not-a-number"), ("３ t", "quantity.not-a-number"), ("3t", "quantity.not-a-number"),
    ("+3 t", "quantity.not-a-number"), ("%", "quantity.not-a-number"),
    ("9" * 50 + " t", "quantity.not-a-number"),
    ("1,234 t", "quantity.thousands-separator"), ("1，234 t", "quantity.thousands-separator"),
    ("3", "quantity.no-unit"), ("3 ", "quantity.no-unit"), ("-3.5", "quantity.no-unit"),
    ("3 mwh", "quantity.unknown-unit"), ("3 度", "quantity.unknown-unit"), ("3  t", "quantity.unknown-unit"),
    ("3 t/", "quantity.unknown-unit"), ("3 t/m2/h", "quantity.unknown-unit"),
    ("3 t ", "quantity.unknown-unit"),
])  # fmt: skip
def test_anything_else_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(text)
    assert caught.value.code == code
    assert caught.value.params["text"] == text
    assert ("unit" in caught.value.params) == (code == "quantity.unknown-unit")


@pytest.mark.parametrize(("text", "symbol", "expected"), [
    ("1 MWh", "GJ", "3.6"), ("1 万kWh", "MWh", "10"), ("1 tce", "kgce", "1000"), ("1 tce", "MJ", "29307.6"),
    ("3 亩", "m2", "2000"), ("1 亿元", "万元", "10000"), ("50 %", "‰", "500"), ("90 min", "h", "1.5"),
    ("3.6 MJ/kg", "kWh/t", "1000"), ("2 万t", "kg", "20000000"),
])  # fmt: skip
def test_conversions_are_exact(text: str, symbol: str, expected: str) -> None:
    assert parse_quantity(text).to(symbol) == Fraction(expected)


@pytest.mark.parametrize(("text", "symbol"), [("1 MWh", "MW"), ("1 t", "tCO2e"), ("1 m3", "Nm3"), ("1 t/h", "t")])
def test_other_dimensions_do_not_convert(text: str, symbol: str) -> None:
    with pytest.raises(ValueError, match="→"):
        parse_quantity(text).to(symbol)


def test_shares_are_parts_of_one() -> None:
    assert parse_quantity("82 %").base == Fraction(41, 50)


@pytest.mark.parametrize("symbol", ["", "/", "t/", "/t", "kwh", "x/t", "t/x", "m3/h/d"])
def test_the_table_of_units_is_closed(symbol: str) -> None:
    with pytest.raises(KeyError):
        unit(symbol)


def test_every_unit_has_a_positive_factor_under_its_own_symbol() -> None:
    assert all(one.factor > 0 and one.symbol == symbol and one.dimension for symbol, one in UNITS.items())


AMOUNTS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4).map(Fraction)
SYMBOLS = st.sampled_from(sorted(UNITS)) | st.tuples(*[st.sampled_from(sorted(UNITS))] * 2).map("/".join)


@given(AMOUNTS, SYMBOLS)
def test_a_quantity_reads_back_from_its_text(amount: Fraction, symbol: str) -> None:
    quantity = Quantity(amount, symbol)
    assert parse_quantity(str(quantity)) == quantity


@given(AMOUNTS, st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)))
def test_there_and_back_changes_nothing(amount: Fraction, one: str, other: str) -> None:
    quantity = Quantity(amount, one)
    if unit(one).dimension == unit(other).dimension:
        assert Quantity(quantity.to(other), other).to(one) == amount
