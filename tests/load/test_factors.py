"""``content/reference/``: every row has its source, published changes of a year hold, a broken row is refused."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

from generator.load.factors import load_factors
from generator.model.quantity import unit
from generator.model.reference import Confidence, Factors
from tests.conftest import ROOT
from tests.making import reference

F = Fraction


@pytest.fixture(scope="module")
def factors() -> Factors:
    return reference().factors


# ── every row ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_row_has_a_source_a_confidence_a_unit_and_a_place(factors: Factors) -> None:
    rows = factors.all()
    assert len(rows) > 250
    for row in rows:
        assert row.source.zh, row.id
        assert row.source.en, row.id
        assert row.confidence in get_args(Confidence), row.id
        assert unit(row.value.unit), row.id
        assert row.title.zh, row.id
        assert row.title.en, row.id
        assert row.at.line > 1, row.id
        assert row.at.file.startswith("content/reference/"), row.id


def test_no_two_rows_have_one_name(factors: Factors) -> None:
    names = [row.id for row in factors.all()]
    assert len(names) == len(set(names))


def test_every_default_uncertainty_has_its_source(factors: Factors) -> None:
    assert {"stationary", "mobile", "process", "fugitive", "electricity", "heat", "scope3"} <= set(factors.spread)
    for row in factors.spread.values():
        assert row.source.zh
        assert 0 <= row.activity <= 1
        assert 0 <= row.factor <= 1


def test_rows_stand_in_units_of_their_table(factors: Factors) -> None:
    for gas in factors.gases.values():
        for potential in gas.gwp.values():
            assert potential.value.to("kgCO2e/kg") > 0
    for table in [*factors.grid.values(), factors.residual]:
        for row in table.values():
            assert 0 < row.value.to("kgCO2/kWh") < 2
            assert row.gas == "co2"
    for table in factors.footprint.values():
        for row in table.values():
            assert row.gas == "co2e", "life-cycle: not of carbon dioxide alone"
    for heat in factors.heat.values():
        assert heat.value.to("tCO2/GJ") > 0


def test_factors_of_electricity_carry_the_day_of_their_publication(factors: Factors) -> None:
    published = {2021: date(2024, 4, 12), 2022: date(2024, 12, 20), 2023: date(2025, 12, 31)}
    for table in [*factors.grid.values(), factors.residual]:
        assert {year: row.valid_from for year, row in table.items()} == {year: published[year] for year in table}


def test_every_region_leads_to_the_nation(factors: Factors) -> None:
    for region in factors.regions.values():
        way = [region.code]
        while factors.regions[way[-1]].wider:
            way.append(factors.regions[way[-1]].wider)
            assert len(way) <= 3
        assert way[-1] == "cn"


def test_blends_are_whole_and_computed(factors: Factors) -> None:
    blends = [gas for gas in factors.gases.values() if gas.parts]
    assert {gas.id for gas in blends} >= {"r410a", "r404a", "r407c", "r513a"}
    for gas in blends:
        assert sum(gas.parts.values()) == 1
        assert not gas.gwp, "a blend has no value of its own"


def test_other_names_of_gases_lead_to_one(factors: Factors) -> None:
    assert set(factors.aliases.values()) <= set(factors.gases)
    assert not set(factors.aliases) & set(factors.gases)
    assert factors.gas("r134a") is factors.gas("hfc_134a") is factors.gases["hfc_134a"]


def test_the_seven_gases_and_fifteen_categories_are_there(factors: Factors) -> None:
    families = {gas.family for gas in factors.gases.values() if gas.counted}
    assert families == {"CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3"}
    assert list(factors.scope3) == list(range(1, 16))
    assert {row.iso_category for row in factors.scope3.values()} == {3, 4, 5}


def test_every_guideline_has_fuels_and_says_what_it_leaves_out(factors: Factors) -> None:
    for guideline in factors.guidelines.values():
        rows = [row for (of, _), row in factors.combustion.items() if of == guideline.id]
        gases = {gas for row in rows for gas in row.gases} | ({"co2"} if any(row.carbon for row in rows) else set())
        assert gases <= set(guideline.gases)
        assert {"co2", "ch4", "n2o"} == {*guideline.gases, *guideline.not_counted}


# ── from year to year, as it was published ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("region", "change"), [("cn", "-1.1"), ("east", "-2.1"), ("north", "-6.1"), ("southwest", "9.0")]
)
def test_changes_of_the_grid_from_2022_to_2023(factors: Factors, region: str, change: str) -> None:
    table = factors.grid[region]
    assert abs((table[2023].value.amount / table[2022].value.amount - 1) * 100 - F(change)) <= F("0.05")


def test_change_of_the_footprint_factor_from_2023_to_2024(factors: Factors) -> None:
    table = factors.footprint["grid"]
    assert abs((table[2024].value.amount / table[2023].value.amount - 1) * 100 - F("-6.9")) <= F("0.05")


# ── a broken file ────────────────────────────────────────────────────────────────────────────────────────────

GRID_ROW = 'region: "32", year: 2023, value: 0.5827 kgCO2/kWh, gas: co2, source: mee_2023'
DIESEL = "guideline: ndrc-other-industries@2015, fuel: diesel"
BROKEN = [
    ("gwp.yaml", "    parts: {hfc_32: 50 %, hfc_125: 50 %}", "    parts: {hfc_32: 50 %, hfc_125: 49 %}"),
    ("gwp.yaml", "    parts: {hfc_32: 50 %, hfc_125: 50 %}", "    parts: {hfc_32: 50 %, hfc_999: 50 %}"),
    ("gwp.yaml", "default: AR6", "default: AR7"),
    ("gwp.yaml", "{set: AR6, value: 273 kgCO2e/kg", "{set: AR7, value: 273 kgCO2e/kg"),
    ("gwp.yaml", "{set: AR6, value: 273 kgCO2e/kg", "{set: AR6, value: 273 kWh/kg"),
    ("gwp.yaml", "{set: AR6, value: 273 kgCO2e/kg", "{set: AR6, value: 273"),
    ("factors/electricity.yaml", GRID_ROW, GRID_ROW.replace("mee_2023", "mee_2033")),
    ("factors/electricity.yaml", GRID_ROW, GRID_ROW.replace('"32"', '"99"')),
    ("factors/electricity.yaml", GRID_ROW, GRID_ROW.replace("2023, value", "2022, value")),
    ("factors/electricity.yaml", GRID_ROW, GRID_ROW.replace("kgCO2/kWh", "kgCO2/kg")),
    ("factors/electricity.yaml", GRID_ROW, GRID_ROW.replace("0.5827", "-0.5827")),
    ("factors/electricity.yaml", "wider: cn}\n  north", "wider: asia}\n  north"),
    ("factors/electricity_footprint.yaml", "value: 0.6205 kgCO2e/kWh", "value: 0.6205 kgCO2e/t"),
    ("factors/fuels.yaml", DIESEL, DIESEL.replace("diesel", "diesle")),
    ("factors/fuels.yaml", DIESEL, DIESEL.replace("2015", "2016")),
    ("factors/fuels.yaml", DIESEL, DIESEL.replace("diesel", "gasoline")),
    ("factors/fuels.yaml", "co2: 64.77 kg/mmBtu", "co9: 64.77 kg/mmBtu"),
    ("factors/fuels.yaml", "default: ndrc-other-industries@2015", "default: ndrc"),
    ("factors/heat.yaml", "source: ndrc_heat, confidence: to_be_verified}\n  hot", "source: ndrc_heat}\n  hot"),
    ("factors/coal_equivalent.yaml", "1.4571 kgce/kg", "1.4571 kgce"),
    ("uncertainty.yaml", "mobile: {activity: 5 %", "mobile: {activity: 500 %"),
    ("scope3.yaml", "categories:", "catégories:"),
]


@pytest.mark.parametrize(("name", "old", "new"), BROKEN, ids=[f"{name}: {new[-50:]}" for name, _, new in BROKEN])
def test_a_broken_row_is_refused_and_its_place_is_named(tmp_path: Path, name: str, old: str, new: str) -> None:
    shutil.copytree(ROOT / "content/reference", tmp_path / "content/reference")
    place = tmp_path / "content/reference" / name
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ValueError, match=rf"content/reference/{name}:[0-9]+:[0-9]+"):
        load_factors(tmp_path)
