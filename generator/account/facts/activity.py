"""Facts counted from activity/<year>.yaml alone: buildings, materials, waste, scope 3 sources."""

from __future__ import annotations

from collections.abc import Iterator

from generator.account.facts.base import Basis, Rows, bilingual
from generator.model.dossier import Activity
from generator.model.fact import Fact
from generator.model.text import reason


def facts(basis: Basis) -> Iterator[Fact]:
    """Figures of the data year, and the scope-3 coverage of every year."""
    for year, activity in basis.cycle.activity.items():
        significant = [row for row in activity.scope3 if row.significant]
        if significant:
            rows = Rows(basis.cycle, f"activity/{year}.yaml", "scope3")
            computed = {line.id for line in basis.account.inventories[year].lines if line.kind == "scope3"}
            quantified = [
                row.significant and f"scope3[{index}]" in computed for index, row in enumerate(activity.scope3)
            ]
            yield Fact(
                f"scope3_quantified@{year}",
                rows.chosen(activity.scope3, quantified, lambda row: bilingual(row.name)),
                rows.terms(activity.scope3, lambda row: row.significant, lambda row: bilingual(row.name)),
            )
    if basis.cycle.data_year in basis.cycle.activity:
        yield from _year(basis, basis.cycle.activity[basis.cycle.data_year])


def _year(basis: Basis, activity: Activity) -> Iterator[Fact]:
    cycle, file = basis.cycle, f"activity/{activity.year}.yaml"
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
