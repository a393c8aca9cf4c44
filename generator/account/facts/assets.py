"""Facts from assets.yaml: what can be counted on the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from generator.account.facts.base import Basis, Rows
from generator.model.dossier import Equipment, Meters
from generator.model.fact import Fact
from generator.model.text import Reason, reason

ENERGY_CARRIERS = ("electricity", "gas", "heat", "fuel")


def facts(basis: Basis) -> Iterator[Fact]:
    """Counts and shares of lamps, vehicles, roofs, equipment, meters, fittings and refrigerants."""
    yield from _light(basis)
    yield from _equipment(basis)
    yield from _meters(basis)
    assets, cycle = basis.cycle.assets, basis.cycle
    if assets.vehicles:
        rows = Rows(cycle, "assets.yaml", "vehicles")
        clean = rows.terms(assets.vehicles, lambda row: row.count * row.non_fossil, lambda row: row.type)
        yield Fact(
            "non_fossil_vehicles",
            clean,
            rows.terms(assets.vehicles, lambda row: row.count, lambda row: row.type),
        )
    if assets.roofs:
        rows = Rows(cycle, "assets.yaml", "roofs")
        covered = rows.terms(assets.roofs, lambda row: row.covered.to("m2"), lambda row: row.roof)
        yield Fact(
            "roof_pv_cover",
            covered,
            rows.terms(assets.roofs, lambda row: row.usable.to("m2"), lambda row: row.roof),
        )
    if assets.water_fittings:
        rows = Rows(cycle, "assets.yaml", "water_fittings")
        saved = rows.terms(
            assets.water_fittings,
            lambda row: row.baseline_use.base - row.actual_use.base,
            lambda row: row.baseline,
        )
        used = rows.terms(assets.water_fittings, lambda row: row.baseline_use.base, lambda row: row.baseline)
        yield Fact("water_saving_rate", saved, used)
    if assets.refrigerants:
        rows = Rows(cycle, "assets.yaml", "refrigerants")
        limit = basis.number("high_gwp")
        potentials = {row.gas: _gwp(basis, row.gas) for row in assets.refrigerants}
        high = rows.terms(
            assets.refrigerants, lambda row: row.stock.to("kg") * (potentials[row.gas] > limit), lambda row: row.gas
        )
        yield Fact("high_gwp_stock", high, unit="kg")


def _gwp(basis: Basis, name: str) -> Fraction:
    """The potential of a gas in stock, in the set of the data year; what the set does not know counts as 0.

    (A name that no table knows is a finding of the ledger.)
    """
    factors = basis.reference.factors
    inventory = basis.account.inventories.get(basis.cycle.data_year)
    gas = factors.gas(name)
    set_id = inventory.gwp_set.id if inventory else factors.gwp_default
    found = factors.potential(gas, set_id) if gas else None
    return found[0] if found else Fraction(0)


def _light(basis: Basis) -> Iterator[Fact]:
    assets, cycle = basis.cycle.assets, basis.cycle
    if assets.lamps:
        rows = Rows(cycle, "assets.yaml", "lamps")
        saving = rows.terms(assets.lamps, lambda row: row.count * row.efficient, lambda row: row.type)
        yield Fact(
            "efficient_lamp_share",
            saving,
            rows.terms(assets.lamps, lambda row: row.count, lambda row: row.type),
        )
    if assets.lighting_places:
        rows = Rows(cycle, "assets.yaml", "lighting_places")
        good = rows.terms(
            assets.lighting_places, lambda row: row.measured.base <= row.limit.base, lambda row: row.place
        )
        yield Fact(
            "lighting_places_compliant",
            good,
            rows.terms(assets.lighting_places, lambda row: 1, lambda row: row.place),
        )


def _equipment(basis: Basis) -> Iterator[Fact]:
    equipment, rows = basis.cycle.assets.equipment, Rows(basis.cycle, "assets.yaml", "equipment")
    if not equipment:
        return
    last = basis.cycle.data_year
    first = last - int(basis.number("recent_years")) + 1

    def count(name: str, chosen: Callable[[Equipment], bool]) -> Fact:
        return Fact(name, rows.terms(equipment, lambda row: row.count * chosen(row), lambda row: row.name))

    def share(name: str, of: Callable[[Equipment], bool], good: Callable[[Equipment], bool]) -> Fact:
        every = count(name, of)
        return Fact(name, count(name, lambda row: of(row) and good(row)).numerator, every.numerator)

    def restricted(row: Equipment) -> bool:
        return row.status == "restricted"

    def new_general(row: Equipment) -> bool:
        return row.type == "general" and first <= row.commissioned <= last

    def high_grade(row: Equipment) -> bool:
        return row.efficiency_grade in (1, 2)

    yield count("prohibited_units", lambda row: row.status in ("prohibited", "eliminated"))
    yield count("restricted_units", restricted)
    yield share("restricted_units_planned", restricted, lambda row: row.upgrade_plan is not None)
    yield count("new_general_equipment", new_general)
    yield share("new_general_grade2", new_general, high_grade)
    yield share("economical_equipment", lambda row: row.type == "general", lambda row: row.economical is True)
    yield share("office_equipment_efficient", lambda row: row.type == "office", high_grade)


def _meters(basis: Basis) -> Iterator[Fact]:
    meters, rows = basis.cycle.assets.meters, Rows(basis.cycle, "assets.yaml", "meters")
    if not meters:
        return

    def label(row: Meters) -> Reason:
        return reason("meters", carrier=reason(f"carrier.{row.carrier}"), level=reason(f"level.{row.level}"))

    def fitted(row: Meters) -> bool:
        rate = basis.number(f"meter_rate_{row.carrier}_{row.level}")
        return row.required == 0 or Fraction(row.fitted, row.required) >= rate

    yield Fact("meter_groups_fitted", rows.terms(meters, fitted, label), rows.terms(meters, lambda row: 1, label))
    calibrated = rows.terms(meters, lambda row: row.calibrated, label)
    yield Fact("meters_calibrated", calibrated, rows.terms(meters, lambda row: row.fitted, label))
    longest = basis.quantity("online_interval").base
    for level in ("site", "unit", "equipment"):

        def due(row: Meters, level: str = level) -> int:
            return row.required if row.level == level and row.carrier in ENERGY_CARRIERS else 0

        def online(row: Meters, level: str = level) -> int:
            quick = row.interval is not None and row.interval.base <= longest
            return min(row.online, row.required) if quick and due(row, level) else 0

        if any(map(due, meters)):
            yield Fact(f"online_{level}", rows.terms(meters, online, label), rows.terms(meters, due, label))
