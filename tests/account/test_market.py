"""Market-based scope 2: certificates, then the supplier's factor, the residual mix, else the grid."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from generator.model.ledger import Inventory
from generator.model.standard import Head
from tests.account.accounts import account_of, codes_of, cycle_of
from tests.making import reference

F = Fraction
GRID = {"source": "grid", "amount": "600 MWh"}
PV = {"source": "pv_self_used", "amount": "400 MWh"}
GEC = {"instrument": "gec", "mode": "3a", "registry": "平台", "retired": "2026-03-31", "claim_year": "2025"}
SUPPLIER = {"supplier_factor": "0.4 kgCO2/kWh"}
#: The residual mix of 2023, the last on the reference date.
RESIDUAL = F("0.6096")


@pytest.fixture(scope="module")
def head(edition: Any) -> Head:
    found: Head = edition.standard.head
    return found


def market(head: Head, *electricity: dict[str, Any], covered: str = "", **given: Any) -> tuple[Inventory, list[str]]:
    instruments = [GEC | {"amount": covered}] if covered else []
    account, found = account_of(head, cycle_of({"electricity": list(electricity)}, instruments=instruments), **given)
    return account.inventories[2025], codes_of(found)


@pytest.mark.parametrize(
    ("electricity", "covered", "tonnes"),
    [
        ([GRID], "", 600 * RESIDUAL),
        ([GRID | SUPPLIER], "", 240),
        ([GRID], "200 MWh", 400 * RESIDUAL),
        ([GRID | SUPPLIER], "200 MWh", 160),
        ([GRID], "600 MWh", 0),
        ([GRID, PV], "", 600 * RESIDUAL),
        ([GRID, PV | {"certificates_sold": True}], "", 1000 * RESIDUAL),
        ([GRID, PV | {"certificates_sold": True}], "600 MWh", 400 * RESIDUAL),
        ([PV], "", 0),
        ([GRID, {"source": "direct_line", "amount": "50 MWh"}], "", 600 * RESIDUAL),
        ([GRID, {"source": "direct_line", "amount": "50 MWh", "certificates_sold": True}], "", 650 * RESIDUAL),
        ([GRID | {"factor_year": "2022"}], "", 600 * F("0.5856")),
    ],
    ids=[
        "residual mix",
        "supplier",
        "certificates, then the residual mix",
        "certificates, then the supplier",
        "all covered",
        "self-used power is nothing",
        "self-used power without its attribute is uncovered",
        "and certificates bought do not cover it",
        "nothing bought",
        "by a line of its own",
        "by a line of its own, without its attribute",
        "residual mix of the pinned year",
    ],
)
def test_order_of_factors(head: Head, electricity: list[dict[str, Any]], covered: str, tonnes: Fraction) -> None:
    inventory, found = market(head, *electricity, covered=covered)
    assert inventory.total("2_market") == tonnes
    assert found == []


def test_certificates_and_suppliers_leave_the_location_based_figure_alone(head: Head) -> None:
    for given in ({}, {"covered": "600 MWh"}):
        assert market(head, GRID | SUPPLIER, PV | {"certificates_sold": True}, **given)[0].total("2_location") == F(
            "349.62"
        )


def test_certificates_spread_over_rows_in_their_order(head: Head) -> None:
    rows = [{"source": "grid", "amount": "100 MWh"}, {"source": "grid", "amount": "100 MWh"} | SUPPLIER]
    inventory, _ = market(head, *rows, covered="150 MWh")
    lines = [(line.id, line.activity.to("MWh"), line.tonnes) for line in inventory.of("2_market")]
    assert lines == [
        ("electricity[0].certificate0", 100, 0),
        ("electricity[1].certificate0", 50, 0),
        ("electricity[1]", 50, 20),
    ]


@pytest.mark.parametrize("covered", ["", "0.5 MWh", "150 MWh", "600 MWh", "900 MWh"])
def test_every_mwh_bought_is_in_one_line(head: Head, covered: str) -> None:
    inventory, _ = market(head, GRID, GRID | {"amount": "0.25 GWh"}, covered=covered)
    assert sum(line.activity.to("MWh") for line in inventory.of("2_market")) == 850


@pytest.mark.parametrize("value", ["0.4 kgCO2e/kWh", "0.5777 kgCO2/kWh", "577.7 kgCO2/MWh"])
def test_a_footprint_factor_has_no_place_in_an_inventory(head: Head, value: str) -> None:
    inventory, found = market(head, GRID | {"supplier_factor": value})
    assert found == ["factor.footprint-in-inventory"]
    assert inventory.of("2_market") == ()
    assert not inventory.complete("2_market")
    assert inventory.complete("2_location")


def test_without_a_residual_mix_the_grid_stands_in_and_says_so(head: Head) -> None:
    over = replace(reference(), factors=replace(reference().factors, residual={}))
    inventory, found = market(head, GRID, over=over)
    assert inventory.total("2_market") == inventory.total("2_location")
    assert found == ["factor.no-residual-mix"]
    assert market(head, GRID | SUPPLIER, over=over)[1] == []


def test_two_equal_rows_each_name_their_own_place(head: Head) -> None:
    rows = [GRID | {"supplier_factor": "0.4 kgCO2e/kWh"}] * 2
    account, _ = account_of(head, cycle_of({"electricity": rows}))
    assert len(account.inventories[2025].gaps) == 2
