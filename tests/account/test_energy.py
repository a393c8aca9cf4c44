"""Energy of a year: coal equivalents by the equivalent value (GB/T 2589), and where the electricity comes from."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from generator.model.ledger import Energy
from generator.model.standard import Head
from tests.account.accounts import account_of, codes_of, cycle_of

F = Fraction
#: t of coal equivalent per GJ, by the definition of the unit.
PER_GJ = 1 / F("29.3076")


@pytest.fixture(scope="module")
def head(edition: Any) -> Head:
    found: Head = edition.standard.head
    return found


def energy(head: Head, instruments: Any = (), **activity: Any) -> tuple[Energy, list[str]]:
    account, found = account_of(head, cycle_of(activity, instruments=instruments))
    return account.energy[2025], codes_of(found)


def fuel(name: str, amount: str, **given: str) -> dict[str, Any]:
    return {"fuels": [{"fuel": name, "use": "stationary", "amount": amount} | given]}


@pytest.mark.parametrize(
    ("activity", "tce"),
    [
        ({"electricity": [{"source": "grid", "amount": "100 MWh"}]}, F("12.29")),
        ({"electricity": [{"source": "pv_self_used", "amount": "0.1 GWh"}]}, F("12.29")),
        ({"heat": [{"kind": "steam", "amount": "1000 GJ"}]}, F("34.12")),
        (
            {"heat": [{"kind": "steam", "amount": "1000 t", "enthalpy": "2768 kJ/kg"}]},
            (2768 - F("83.74")) * F("0.03412"),
        ),
        (
            {"heat": [{"kind": "hot_water", "amount": "1000 t", "temperature": "95 ℃"}]},
            75 * F("4.1868") * F("0.03412"),
        ),
        (fuel("natural_gas", "10 万Nm3"), F(133)),
        (fuel("natural_gas", "10 万m3", temperature="20 ℃"), 133 * F("273.15") / F("293.15")),
        (fuel("diesel", "10 t"), F("14.571")),
        (fuel("bituminous_coal", "10 t"), F("7.143")),
        # measured before the table; no row in the table: the guideline's calorific value; by energy: the unit itself
        (fuel("natural_gas", "1 万Nm3", net_calorific_value="400 GJ/万Nm3"), 400 * PER_GJ),
        (fuel("lignite", "100 t"), F("1444.9") * PER_GJ),
        (fuel("diesel", "293.076 GJ"), F(10)),
    ],
)
def test_coal_equivalents(head: Head, activity: dict[str, Any], tce: Fraction) -> None:
    found, codes = energy(head, **activity)
    assert found.tce == tce
    assert found.complete
    assert codes == []


def test_a_fuel_without_equivalent_leaves_no_intensity(head: Head) -> None:
    """A carrier that is left out would make the intensity look better than it is."""
    activity = fuel("measured_fuel", "100 t", carbon_content="0.7 tC/t") | {
        "electricity": [{"source": "grid", "amount": "100 MWh"}]
    }
    account, found = account_of(head, cycle_of(activity))
    assert codes_of(found) == ["energy.no-coal-equivalent"]
    assert account.energy[2025].tce == F("12.29")
    assert not account.energy[2025].complete
    assert "energy_intensity" not in account.facts
    assert "carbon_intensity" in account.facts


def test_a_row_with_a_finding_of_its_own_has_no_second_one(head: Head) -> None:
    account, found = account_of(head, cycle_of(fuel("natural_gas", "10 万m3")))
    assert codes_of(found) == ["fuel.no-state"]
    assert not account.inventories[2025].complete("1")


def test_electricity_by_where_it_comes_from(head: Head) -> None:
    sources = {
        "grid": "500 MWh",
        "pv_self_used": "200 MWh",
        "wind_self_used": "100 MWh",
        "direct_line": "150 MWh",
        "other_self_generated": "50 MWh",
    }
    rows = [{"source": source, "amount": amount} for source, amount in sources.items()]
    sold = [{"source": "pv_self_used", "amount": "40 MWh", "certificates_sold": True}]
    exported = [
        {"kind": "electricity", "renewable": True, "amount": "30 MWh"},
        {"kind": "electricity", "renewable": False, "amount": "7 MWh"},
    ]
    gec = {
        "instrument": "gec",
        "mode": "3a",
        "registry": "平台",
        "amount": "900 MWh",
        "retired": "2026-03-31",
        "claim_year": "2025",
    }
    found, _ = energy(head, [gec], electricity=rows + sold, exported=exported)
    assert found.consumed == 1040
    assert found.purchased == 500
    assert found.self_used == 300
    assert found.direct == 150
    assert found.exported == 30
    assert found.certificates == 500  # no more than was bought
    assert found.generated == 330
    assert found.share(found.direct) == F(150, 1040)
    renewable = {carrier.id for carrier in found.carriers if carrier.renewable}
    assert renewable == {"electricity.wind_self_used", "electricity.direct_line"}  # of the PV, some was sold


def test_without_electricity_there_is_no_share(head: Head) -> None:
    found, _ = energy(head, **fuel("diesel", "1 t"))
    assert found.share(found.self_used) is None


def test_carriers_add_up_by_kind(head: Head) -> None:
    rows = [
        {"fuel": "diesel", "use": "mobile", "amount": "2 t"},
        {"fuel": "diesel", "use": "stationary", "amount": "500 kg"},
    ]
    found, _ = energy(head, fuels=rows, electricity=[{"source": "grid", "amount": "1 MWh"}])
    assert [(one.id, str(one.amount)) for one in found.carriers] == [
        ("electricity.grid", "1 MWh"),
        ("diesel", "2.5 t"),
    ]
    assert sum(one.tce for one in found.carriers) == found.tce
