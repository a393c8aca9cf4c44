"""Facts from activity/<year>.yaml and instruments.yaml: energy, materials, waste, scope 3."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from generator.account.facts.base import Basis, Rows, bilingual
from generator.model.dossier import Activity, Electricity, Instrument
from generator.model.fact import Fact
from generator.model.quantity import unit
from generator.model.text import Reason, reason

PHYSICAL = ("pv_self_used", "wind_self_used", "direct_line")
GREEN_POWER_MODE = "3a"
CCER_MODE = "3b"


def facts(basis: Basis) -> Iterator[Fact]:
    """Figures of the data year, and the scope-3 coverage of every year."""
    for year, activity in basis.cycle.activity.items():
        significant = [row for row in activity.scope3 if row.significant]
        if significant:
            rows = Rows(basis.cycle, f"activity/{year}.yaml", "scope3")
            yield Fact(
                f"scope3_quantified@{year}",
                rows.terms(
                    activity.scope3,
                    lambda row: row.significant and row.amount is not None,
                    lambda row: bilingual(row.name),
                ),
                rows.terms(activity.scope3, lambda row: row.significant, lambda row: bilingual(row.name)),
            )
    if basis.cycle.data_year in basis.cycle.activity:
        yield from _year(basis, basis.cycle.activity[basis.cycle.data_year])
    yield from _credits(basis)


def retired(basis: Basis, row: Instrument, mode: str) -> bool:
    """An instrument of a mode, claimed for the data year, retired by the reference date, claimed first here."""
    if any(basis.cycle.instruments.instruments[index] is row for index in basis.lost):
        return False
    by = row.retired is not None and row.retired <= basis.cycle.reference_date
    return row.mode == mode and row.claim_year == basis.cycle.data_year and by


def _source(row: Electricity) -> Reason:
    return reason(f"electricity.{row.source}")


def _in(row: Instrument, symbol: str) -> Fraction:
    """The amount in the unit of its mode; one of another dimension (check refuses the folder) counts nothing."""
    return row.amount.to(symbol) if row.amount.dimension == unit(symbol).dimension else Fraction(0)


def _credits(basis: Basis) -> Iterator[Fact]:
    instruments = basis.cycle.instruments.instruments
    if instruments:
        rows = Rows(basis.cycle, "instruments.yaml", "instruments")
        tonnes = rows.terms(
            instruments,
            lambda row: _in(row, "tCO2e") if retired(basis, row, CCER_MODE) else 0,
            lambda row: row.instrument,
        )
        yield Fact("ccer_retired", tonnes, unit="tCO2e")


def _year(basis: Basis, activity: Activity) -> Iterator[Fact]:
    cycle, file = basis.cycle, f"activity/{activity.year}.yaml"
    if activity.electricity:
        rows = Rows(cycle, file, "electricity")
        used = rows.terms(activity.electricity, lambda row: row.amount.to("MWh"), _source)
        own = rows.terms(
            activity.electricity,
            lambda row: row.amount.to("MWh") if row.source in PHYSICAL else 0,
            _source,
        )
        bought = Rows(cycle, "instruments.yaml", "instruments").terms(
            cycle.instruments.instruments,
            lambda row: _in(row, "MWh") if retired(basis, row, GREEN_POWER_MODE) else 0,
            lambda row: row.instrument,
        )
        yield Fact("renewable_electricity_share", own + bought, used)
        yield Fact("renewable_electricity_share_physical", own, used)
    if activity.building_energy:
        rows = Rows(cycle, file, "building_energy")
        building = (activity.building_energy,)
        renewable = rows.terms(building, lambda row: row.renewable.base, lambda row: reason("building.renewable"))
        yield Fact(
            "building_renewable_share",
            renewable,
            rows.terms(building, lambda row: row.total.base, lambda row: reason("building.total")),
        )
    if activity.materials:
        rows = Rows(cycle, file, "materials")
        recycled = rows.terms(
            activity.materials,
            lambda row: row.recycled.to("t") if row.recycled else 0,
            lambda row: bilingual(row.name),
        )
        every = rows.terms(activity.materials, lambda row: row.amount.to("t"), lambda row: bilingual(row.name))
        yield Fact("recycled_material_share", recycled, every)
    if activity.waste:
        rows = Rows(cycle, file, "waste")
        amount = rows.terms(
            activity.waste,
            lambda row: row.amount.to("t") * (row.kind == "general"),
            lambda row: bilingual(row.name),
        )
        utilised = rows.terms(
            activity.waste,
            lambda row: row.utilised.to("t") * (row.kind == "general"),
            lambda row: bilingual(row.name),
        )
        yield Fact("general_waste", amount, unit="t")
        yield Fact("waste_utilisation", utilised, amount)
