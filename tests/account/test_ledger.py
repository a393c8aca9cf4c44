"""What must hold of every ledger: linear, additive, blind to units and order, gases × GWP = CO2e, scopes sum.

And of the examples: the published CSV, the JSON and the inventories are one and the same, to the last digit.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.account import account
from generator.export import export
from generator.load.reference import load_reference
from generator.model.city import Assessed, City
from generator.model.dossier import Activity
from generator.model.ledger import INVENTORY, Account, Inventory, Scope
from generator.model.number import decimal_text
from generator.model.standard import Standard
from generator.pipeline import Options, assess
from generator.score.rules import Rule
from tests.conftest import ROOT
from tests.making import make_cycle

REFERENCE = load_reference(ROOT)


@pytest.fixture(scope="module")
def head(edition: Any) -> Any:
    return edition.standard.head


def inventory_of(head: Any, activity: Mapping[str, Any]) -> Inventory:
    return account_of(head, activity).inventories[2025]


def account_of(head: Any, activity: Mapping[str, Any]) -> Account:
    made = Activity.model_validate({"year": "2025", "gwp_set": "AR6", **activity})
    found, _ = account(make_cycle(activity={2025: made}), head, REFERENCE)
    return found


AMOUNTS = st.integers(1, 10**7).map(lambda n: Fraction(n, 1000))


@st.composite
def rows(draw: st.DrawFn) -> list[tuple[str, dict[str, Any], Fraction, str]]:
    """(list, row without its amount, amount, unit): rows of every kind that becomes a line."""
    kinds: list[tuple[str, dict[str, Any], str]] = [
        ("electricity", {"source": "grid"}, "MWh"),
        ("fuels", {"fuel": "natural_gas", "use": "stationary"}, "万Nm3"),
        ("fuels", {"fuel": "natural_gas", "use": "stationary", "temperature": "20 ℃"}, "m3"),
        ("fuels", {"fuel": "diesel", "use": "mobile"}, "t"),
        ("fuels", {"fuel": "coke", "use": "stationary", "net_calorific_value": "28.1 GJ/t"}, "t"),
        ("heat", {"kind": "steam"}, "GJ"),
        ("heat", {"kind": "steam", "enthalpy": "2768 kJ/kg"}, "t"),
        ("process", {"source": "lime", "gas": "co2"}, "t"),
        ("process", {"source": "chamber", "gas": "nf3"}, "kg"),
        ("fugitive", {"gas": "r410a", "use": "cooling"}, "kg"),
        ("scope3", {"factor": "2.08 tCO2e/t", "category": "1"}, "t"),
        ("scope3", {"factor": "0.2 kgCO2e/tkm", "category": "4", "times": ["120 km"]}, "t"),
        ("scope3", {"category": "11"}, "tCO2e"),
    ]
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=6))
    return [(key, row, draw(AMOUNTS), symbol) for key, row, symbol in chosen]


def written(chosen: list[tuple[str, dict[str, Any], Fraction, str]], times: Fraction = Fraction(1)) -> dict[str, Any]:
    activity: dict[str, Any] = defaultdict(list)
    for key, row, amount, symbol in chosen:
        text = f"{decimal_text(amount * times)} {symbol}"
        full = {**row, ("topped_up" if key == "fugitive" else "amount"): text}
        if key == "scope3":
            full |= {"source": "row", "name": {"zh": "来源", "en": "Source"}, "significant": True}
        activity[key].append(full)
    return dict(activity)


def totals(inventory: Inventory) -> dict[Scope, Fraction]:
    return dict(inventory.by_scope)


@settings(deadline=None)  # a busy machine is no defect
@given(rows(), st.integers(2, 9))
def test_linear_in_activity(head: Any, chosen: Any, times: int) -> None:
    one, more = inventory_of(head, written(chosen)), inventory_of(head, written(chosen, Fraction(times)))
    assert totals(more) == {scope: total * times for scope, total in totals(one).items()}


@settings(deadline=None)  # a busy machine is no defect
@given(rows())
def test_additive_over_lines(head: Any, chosen: Any) -> None:
    together = totals(inventory_of(head, written(chosen)))
    apart = [totals(inventory_of(head, written([row]))) for row in chosen]
    assert together == {scope: sum(one[scope] for one in apart) for scope in INVENTORY}


@settings(deadline=None)  # a busy machine is no defect
@given(rows())
def test_gases_times_gwp_are_equivalents_and_scopes_sum(head: Any, chosen: Any) -> None:
    inventory = inventory_of(head, written(chosen))
    for line in inventory.lines:
        assert line.tonnes == sum(mass.kg * mass.gwp for mass in line.masses) / 1000
        for mass in line.masses:
            assert mass.kg == mass.kg_per_unit * line.activity.amount
    assert sum(inventory.by_gas("1").values()) == inventory.total("1")
    assert sum(inventory.by_category().values()) == inventory.location == inventory.total("1", "2_location", "3")
    assert not any(line.tonnes < 0 for line in inventory.lines)


UNITS = [
    ("MWh", "kWh", 1000),
    ("MWh", "GJ", Fraction("3.6")),
    ("t", "kg", 1000),
    ("万Nm3", "Nm3", 10_000),
    ("kg", "g", 1000),
]


@settings(deadline=None)  # a busy machine is no defect
@given(rows(), st.sampled_from(UNITS))
def test_a_change_of_unit_changes_nothing(head: Any, chosen: Any, change: tuple[str, str, Any]) -> None:
    old, new, factor = change
    other = [
        (key, row, amount * factor if symbol == old else amount, new if symbol == old else symbol)
        for key, row, amount, symbol in chosen
    ]
    assert totals(inventory_of(head, written(chosen))) == totals(inventory_of(head, written(other)))


@settings(deadline=None)  # a busy machine is no defect
@given(rows(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(head: Any, chosen: Any, shuffle: Any) -> None:
    other = list(chosen)
    shuffle.shuffle(other)
    assert totals(inventory_of(head, written(chosen))) == totals(inventory_of(head, written(other)))


# ── the examples ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def city() -> City:
    return assess(ROOT, Options(as_of=date(2026, 6, 1), preview=True))


def exact(row: Mapping[str, str], name: str) -> Fraction:
    return Fraction(row[f"{name}_exact"] or row[name])


def test_csv_json_and_account_are_one(city: City) -> None:
    """Σ ledger.csv by scope = the API's inventory = the account, exactly, for every factory and year."""
    files = {artifact.path: artifact.content for artifact in export(city, Standard[Rule])}
    seen = 0
    for one in city.shown:
        base = f"api/v1/factories/{one.cycle.factory.slug}/{one.cycle.name}"
        data = json.loads(files[f"{base}.json"])
        assert data["ledger"] == f"/{base}/ledger.csv"
        table = list(csv.DictReader(io.StringIO(files[f"{base}/ledger.csv"].decode("utf-8-sig"))))
        sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for row in table:
            sums[row["year"], row["scope"]] += exact(row, "tco2e")
            assert exact(row, "tco2e") == exact(row, "mass_kg") * Fraction(row["gwp"]) / 1000
            assert exact(row, "mass_kg") == exact(row, "factor") * Fraction(row["activity"])
        for year, inventory in one.account.inventories.items():
            published = data["inventory"][str(year)]
            for scope in INVENTORY:
                value = Fraction(published.get(f"scope{scope}_exact", published[f"scope{scope}"]))
                assert value == sums[str(year), scope] == inventory.total(scope)
                seen += 1
    assert seen == 4 * 3 * len(city.shown)


DECISIVE = (
    "offset_ratio",
    "renewable_electricity_share",
    "carbon_intensity",
    "energy_intensity",
    "scope1_complete@2025",
)


def test_decisive_facts_of_the_examples_are_computed(city: City) -> None:
    """No figure that the account computes is claimed, and every scored one that the table asks for is there."""
    for one in city.assessed:
        assert not [fact for item in one.scorecard.items for fact in item.claimed.facts if fact.fact.claimed]
        for name in DECISIVE:
            key = name.replace("2025", str(one.cycle.data_year))
            assert one.account.facts[key].value is not None, (one.cycle.id, key)


def test_no_claim_types_what_is_computed(city: City) -> None:
    for one in city.assessed:
        kinds = one.edition.standard.head.facts
        for claim in _claims(one):
            assert not [name for name in claim.facts if kinds[name.partition("@")[0]].home == "computed"]


def _claims(one: Assessed) -> list[Any]:
    found = [*one.cycle.assessment.basic.values(), *one.cycle.assessment.indicators.values()]
    for claim in found:
        found += [*claim.parts.values(), *claim.years.values()]
    return found
