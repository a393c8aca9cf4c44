"""Uncertainty by IPCC approach 1, against values computed by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from generator.account.uncertainty import combined, root
from generator.model.standard import Head
from tests.account.accounts import account_of, cycle_of, inventory_of

F = Fraction


@pytest.fixture(scope="module")
def head(edition: Any) -> Head:
    found: Head = edition.standard.head
    return found


def source(amount: str, activity: str, factor: str, **given: Any) -> dict[str, Any]:
    return {
        "source": "s",
        "name": {"zh": "来源", "en": "source"},
        "category": "1",
        "significant": True,
        "amount": amount,
        "uncertainty": activity,
        "factor_uncertainty": factor,
    } | given


def test_one_line_is_the_root_of_both_squares(head: Head) -> None:
    found = combined(inventory_of(head, scope3=[source("100 tCO2e", "3 %", "4 %")]))
    assert (found.total, found.share, found.lines, found.defaults) == (100, F("0.05"), 1, 0)


def test_lines_combine_by_their_tonnes(head: Head) -> None:
    """300 t ± 5 % and 400 t ± 5 %: √(15² + 20²) = 25 t of 700 t."""
    rows = [source("300 tCO2e", "3 %", "4 %"), source("400 tCO2e", "4 %", "3 %")]
    found = combined(inventory_of(head, scope3=rows))
    assert found.share == F(25, 700)


def test_what_a_row_does_not_state_is_the_default_of_its_kind(head: Head) -> None:
    """Electricity: 2 % and 7 % by default; here the amount is known to 0 %, the factor is left to the default."""
    grid = {"source": "grid", "amount": "100 MWh"}
    share = combined(inventory_of(head, electricity=[grid])).share
    assert share is not None
    assert abs(share - root(F("0.0053"))) < F(1, 10**11)  # each root is cut to twelve decimals
    stated = combined(inventory_of(head, electricity=[grid | {"uncertainty": "0 %"}]))
    assert (stated.share, stated.defaults) == (F("0.07"), 0)
    assert combined(inventory_of(head, electricity=[grid])).defaults == 1


def test_memos_removals_and_the_market_based_figure_are_no_part_of_it(head: Head) -> None:
    removal = {
        "removal": "r",
        "name": {"zh": "林", "en": "wood"},
        "kind": "sink",
        "amount": "5 tCO2e",
        "method": "示例",
    }
    rows = [source("100 tCO2e", "3 %", "4 %"), source("50 tCO2e", "90 %", "90 %", biogenic=True)]
    found = combined(inventory_of(head, scope3=rows, removals=[removal]))
    assert (found.total, found.share, found.lines) == (100, F("0.05"), 1)


def test_without_a_total_there_is_no_share(head: Head) -> None:
    account, _ = account_of(head, cycle_of({"electricity": [{"source": "grid", "amount": "0 MWh"}]}))
    assert account.uncertainty[2025].share is None


def test_a_deduction_adds_uncertainty_and_takes_none_away(head: Head) -> None:
    """1000 t ± 5 % less 400 t ± 5 %: √(50² + 20²) t of 600 t."""
    embedded = {
        "product": "iron",
        "name": {"zh": "铁", "en": "iron"},
        "amount": "400 tCO2",
        "uncertainty": "3 %",
        "factor_uncertainty": "4 %",
    }
    inventory = inventory_of(
        head,
        guideline="gbt-32151-5@2015",
        embedded_carbon=[embedded],
        scope3=[source("1000 tCO2e", "3 %", "4 %")],
    )
    found = combined(inventory)
    assert found.total == 600
    assert found.share == root(F(2900)) / 600


@pytest.mark.parametrize(("value", "exact"), [(F(0), F(0)), (F(9, 4), F(3, 2)), (F(10**40), F(10**20))])
def test_roots_of_squares_are_exact(value: Fraction, exact: Fraction) -> None:
    assert root(value) == exact


def test_other_roots_are_cut_to_twelve_decimals() -> None:
    assert root(F(2)) == F("1.414213562373")
