"""How lines are made: regions and vintages of the grid, potentials of blends, gas volumes, heat, measured values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from generator.model.city import Reference
from generator.model.ledger import Line
from generator.model.reference import Factor
from generator.model.standard import Head
from tests.account.accounts import account_of, codes_of, cycle_of, inventory_of
from tests.making import PROFILE, reference

F = Fraction


@pytest.fixture(scope="module")
def head(edition: Any) -> Head:
    found: Head = edition.standard.head
    return found


def only(head: Head, scope: str, **activity: Any) -> Line:
    """The one line of a scope."""
    (line,) = (line for line in inventory_of(head, **activity).lines if line.scope == scope)
    return line


# ── the grid ─────────────────────────────────────────────────────────────────────────────────────────────────


def grid_factor(
    head: Head, *, district: str = "320412", over: Reference | None = None, pinned: str | None = None, **given: Any
) -> tuple[Factor | None, list[str]]:
    row = {"source": "grid", "amount": "1 MWh"} | ({"factor_year": pinned} if pinned else {})
    year = given.pop("year", "2025")
    cycle = cycle_of(
        {"year": year, "electricity": [row]},
        profile={"address": {**PROFILE["address"], "district": district}},  # type: ignore[dict-item]
        data_year=year,
        **given,
    )
    account, found = account_of(head, cycle, over=over)
    lines = account.inventories[int(year)].of("2_location")
    factor = lines[0].inputs[0].factor if lines else None
    return factor, [one.code for one in found if one.code != "gas.undeclared"]


def without(*regions: str) -> Reference:
    """The reference data without the factors of some regions."""
    grid = {code: table for code, table in reference().factors.grid.items() if code not in regions}
    return replace(reference(), factors=replace(reference().factors, grid=grid))


@pytest.mark.parametrize(
    ("missing", "region", "value"),
    [((), "32", "0.5827"), (("32",), "east", "0.5500"), (("32", "east"), "cn", "0.5306")],
    ids=["province", "region", "nation"],
)
def test_from_the_province_to_the_nation(head: Head, missing: tuple[str, ...], region: str, value: str) -> None:
    factor, found = grid_factor(head, over=without(*missing))
    assert factor is not None
    assert (factor.region, factor.value.to("kgCO2/kWh")) == (region, F(value))
    assert found == (["factor.wider-region"] if missing else []) + ["factor.vintage-gap"]


def test_without_any_region_scope_2_is_incomplete(head: Head) -> None:
    factor, found = grid_factor(head, over=without("32", "east", "cn"))
    assert factor is None
    assert "factor.no-region" in found
    assert grid_factor(head, district="990101")[0] is None


@pytest.mark.parametrize(
    ("year", "day", "taken", "gap"),
    [
        ("2021", "2026-03-31", 2021, 0),
        ("2022", "2026-03-31", 2022, 0),
        ("2023", "2026-03-31", 2023, 0),
        ("2024", "2026-03-31", 2023, 1),
        ("2025", "2026-03-31", 2023, 2),
        ("2025", "2025-12-31", 2023, 2),
        ("2025", "2025-12-30", 2022, 3),
        ("2023", "2024-12-20", 2022, 1),
        ("2023", "2024-12-19", 2021, 2),
        ("2023", "2024-04-12", 2021, 2),
    ],
)
def test_the_vintage_is_the_last_one_published_on_the_reference_date(
    head: Head, year: str, day: str, taken: int, gap: int
) -> None:
    factor, found = grid_factor(head, year=year, reference_date=day)
    assert factor is not None
    assert (factor.year, factor.gap) == (taken, gap)
    assert found == (["factor.vintage-gap"] if gap else [])


@pytest.mark.parametrize(("year", "day"), [("2020", "2026-03-31"), ("2023", "2024-04-11")])
def test_before_the_first_factor_there_is_none(head: Head, year: str, day: str) -> None:
    factor, found = grid_factor(head, year=year, reference_date=day)
    assert factor is None
    assert set(found) == {"factor.before-first"}


def test_a_factor_that_is_published_later_moves_nothing(head: Head) -> None:
    """A row of a new year with a later valid_from: the figure of an earlier reference date stays what it was."""
    factors = reference().factors
    later = {
        code: {**table, 2025: replace(table[max(table)], year=2025, valid_from=table[max(table)].valid_from)}
        for code, table in factors.grid.items()
    }
    for table in later.values():
        table[2025] = replace(table[2025], valid_from=cycle_of({}).reference_date.replace(year=2027))
    over = replace(reference(), factors=replace(factors, grid=later))
    assert grid_factor(head, over=over)[0] == grid_factor(head)[0]
    assert (grid_factor(head, over=over, reference_date="2027-12-31")[0] or grid_factor(head)[0]).year == 2025  # type: ignore[union-attr]


def test_a_pinned_year(head: Head) -> None:
    factor, found = grid_factor(head, pinned="2022")
    assert factor is not None
    assert (factor.year, found) == (2022, [])


def test_a_province_without_its_own_newest_year_keeps_its_last(head: Head) -> None:
    """Tianjin was last published for 2022: its own factor goes before a newer one of the region."""
    factor, _ = grid_factor(head, district="120101")
    assert factor is not None
    assert (factor.region, factor.year, factor.gap) == ("12", 2022, 3)


def test_factors_of_two_vintages_in_one_year_are_a_gap(head: Head) -> None:
    rows = [{"source": "grid", "amount": "1 MWh", "factor_year": year} for year in ("2022", "2023")]
    account, found = account_of(head, cycle_of({"electricity": rows}))
    assert "factor.mixed-vintage" in codes_of(found)
    assert not account.inventories[2025].complete("2_location")


# ── potentials ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("gas", "potentials"),
    [
        ("r410a", {"AR4": "2087.5", "AR5": "1923.5", "AR6": "2255.5"}),
        ("r404a", {"AR4": "3921.6", "AR5": "3942.8", "AR6": "4728"}),
        ("r407c", {"AR4": "1773.85", "AR5": "1624.21", "AR6": "1907.93"}),
        ("r134a", {"AR4": "1430", "AR5": "1300", "AR6": "1530"}),
        ("sf6", {"AR4": "22800", "AR5": "23500", "AR6": "25200"}),
        ("ch4_fossil", {"AR4": "25", "AR5": "30", "AR6": "29.8"}),
        ("ch4_biogenic", {"AR4": "25", "AR5": "28", "AR6": "27"}),
    ],
)
def test_potentials_of_blends_and_gases_are_exact(head: Head, gas: str, potentials: Mapping[str, str]) -> None:
    for name, value in potentials.items():
        row = {"gas": gas, "use": "cooling", "topped_up": "2 t", "recovered": "500 kg"}
        line = only(head, "1", gwp_set=name, fugitive=[row])
        assert line.masses[0].gwp == F(value), name
        assert line.tonnes == F("1.5") * F(value)


def test_a_gas_that_is_none_of_the_seven_is_a_memo(head: Head) -> None:
    inventory = inventory_of(head, fugitive=[{"gas": "r22", "use": "cooling", "topped_up": "10 kg"}])
    assert [line.scope for line in inventory.lines] == ["memo_other_gas"]
    assert inventory.lines[0].tonnes == F("19.6")
    assert inventory.location == 0


# ── fuels ────────────────────────────────────────────────────────────────────────────────────────────────────

GAS = {"fuel": "natural_gas", "use": "stationary"}
#: t CO2 per 万Nm3 of natural gas: 389.31 GJ × 15.3 kgC/GJ × 99 % × 44/12
PER_UNIT = F("389.31") * F("15.3") / 1000 * F("0.99") * F(44, 12)


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ({"amount": "10 万Nm3"}, F(10)),
        ({"amount": "100000 Nm3"}, F(10)),
        ({"amount": "10 万m3", "temperature": "20 ℃"}, 10 * F("273.15") / F("293.15")),
        ({"amount": "10 万m3", "temperature": "0 ℃"}, F(10)),
        ({"amount": "10 万m3", "temperature": "0 ℃", "pressure": "101.325 kPa"}, F(10)),
        ({"amount": "10 万m3", "temperature": "0 ℃", "pressure": "0.20265 MPa"}, F(20)),
        (
            {"amount": "10 万m3", "temperature": "15 ℃", "pressure": "103 kPa"},
            10 * F("273.15") / F("288.15") * 103 / F("101.325"),
        ),
    ],
)
def test_gas_volumes_are_brought_to_the_standard_state(head: Head, given: dict[str, str], normal: Fraction) -> None:
    assert only(head, "1", fuels=[GAS | given]).tonnes == normal * PER_UNIT


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"amount": "10 万m3"}, "fuel.no-state"),
        ({"amount": "10 t"}, "fuel.wrong-dimension"),
        ({"amount": "10 万m3", "temperature": "20 kPa"}, "quantity.wrong-dimension"),
        ({"amount": "10 万m3", "temperature": "20 ℃", "pressure": "1 ℃"}, "quantity.wrong-dimension"),
    ],
)
def test_a_volume_in_no_known_state_is_a_gap(head: Head, given: dict[str, str], code: str) -> None:
    account, found = account_of(head, cycle_of({"fuels": [GAS | given]}))
    assert codes_of(found) == [code]
    assert account.inventories[2025].lines == ()
    assert not account.inventories[2025].complete("1")


@pytest.mark.parametrize(
    ("given", "tonnes"),
    [
        ({}, PER_UNIT),
        ({"net_calorific_value": "400 GJ/万Nm3"}, 400 * F("15.3") / 1000 * F("0.99") * F(44, 12)),
        ({"carbon_content": "16 tC/TJ"}, F("389.31") * 16 / 1000 * F("0.99") * F(44, 12)),
        ({"carbon_content": "5 tC/万Nm3"}, 5 * F("0.99") * F(44, 12)),
        ({"carbon_content": "5 tC/万Nm3", "net_calorific_value": "400 GJ/万Nm3"}, 5 * F("0.99") * F(44, 12)),
        ({"oxidation": "100 %"}, F("389.31") * F("15.3") / 1000 * F(44, 12)),
    ],
    ids=["defaults", "NCV", "carbon per heat", "carbon per volume", "carbon per volume needs no NCV", "oxidation"],
)
def test_measured_values_go_before_defaults(head: Head, given: dict[str, str], tonnes: Fraction) -> None:
    line = only(head, "1", fuels=[GAS | {"amount": "1 万Nm3"} | given])
    assert line.tonnes == tonnes
    assert line.primary is bool({"net_calorific_value", "carbon_content"} & given.keys())


def test_by_energy_no_calorific_value_is_needed(head: Head) -> None:
    line = only(head, "1", fuels=[GAS | {"amount": "389.31 GJ", "net_calorific_value": "400 GJ/万Nm3"}])
    assert line.tonnes == PER_UNIT


def test_guidelines_differ(head: Head) -> None:
    diesel = {"fuel": "diesel", "use": "mobile", "amount": "1 t"}
    other = only(head, "1", guideline="gbt-32151-1@2015", fuels=[diesel])
    assert other.tonnes / only(head, "1", fuels=[diesel]).tonnes == F("42.652") / F("43.33")


# ── heat ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "gigajoule"),
    [
        ({"kind": "heat", "amount": "100 GJ"}, F(100)),
        ({"kind": "heat", "amount": "100 MWh"}, F(360)),
        ({"kind": "steam", "amount": "1000 t", "enthalpy": "2768 kJ/kg"}, 2768 - F("83.74")),
        ({"kind": "steam", "amount": "1000 t", "enthalpy": "2.768 GJ/t"}, 2768 - F("83.74")),
        ({"kind": "hot_water", "amount": "1000 t", "temperature": "95 ℃"}, 75 * F("4.1868")),
    ],
)
def test_heat_by_energy_enthalpy_and_temperature(head: Head, given: dict[str, str], gigajoule: Fraction) -> None:
    inventory = inventory_of(head, heat=[given])
    tonnes = gigajoule * F("0.11")
    assert inventory.total("2_location") == inventory.total("2_market") == tonnes
    supplied = inventory_of(head, heat=[given | {"factor": "0.06 tCO2/GJ"}])
    assert supplied.total("2_location") == gigajoule * F("0.06")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "steam", "amount": "1 t"}, "heat.no-enthalpy"),
        ({"kind": "steam", "amount": "1 t", "enthalpy": "95 ℃"}, "heat.no-enthalpy"),
        ({"kind": "hot_water", "amount": "1 t", "enthalpy": "2768 kJ/kg"}, "heat.no-enthalpy"),
        ({"kind": "steam", "amount": "1 t", "enthalpy": "83 kJ/kg"}, "heat.below-base"),
        ({"kind": "hot_water", "amount": "1 t", "temperature": "20 ℃"}, "heat.below-base"),
        ({"kind": "heat", "amount": "1 t"}, "quantity.wrong-dimension"),
        ({"kind": "steam", "amount": "1 m3"}, "quantity.wrong-dimension"),
        ({"kind": "cooling", "amount": "1 GJ"}, "heat.no-factor"),
        ({"kind": "steam", "amount": "1 GJ", "factor": "0.11 tCO2/t"}, "factor.wrong-dimension"),
    ],
)
def test_heat_that_cannot_be_computed_is_a_gap(head: Head, given: dict[str, str], code: str) -> None:
    account, found = account_of(head, cycle_of({"heat": [given]}))
    assert set(codes_of(found)) == {code}
    inventory = account.inventories[2025]
    assert inventory.lines == ()
    assert not inventory.complete("2_location")


def test_only_the_guideline_decides_whether_energy_delivered_is_deducted(head: Head) -> None:
    power = {"kind": "electricity", "renewable": False, "amount": "100 MWh"}
    sun = {"kind": "electricity", "renewable": True, "amount": "100 MWh"}
    assert inventory_of(head, exported=[power, sun]).lines == ()
    steel = inventory_of(head, guideline="gbt-32151-5@2015", exported=[power, sun])
    assert steel.total("2_location") == steel.total("2_market") == F("-58.27")
