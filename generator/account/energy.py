"""Energy of a year: carriers, coal equivalents (当量值, GB/T 2589-2020), and where the electricity comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from generator.account.sheet import GIVEN, MEASURED
from generator.model.dossier import Cycle, Electricity, Fuel, Heat
from generator.model.finding import Finding, Position, finding
from generator.model.ledger import NOTHING, Carrier, Claimed, Energy, Input, Inventory
from generator.model.quantity import DimensionError, Quantity, multiply
from generator.model.reference import Factors
from generator.model.text import Text, reason

SELF_USED = ("pv_self_used", "wind_self_used")
#: Renewable electricity that reaches the factory physically; a certificate that was sold takes its attribute away.
PHYSICAL = (*SELF_USED, "direct_line")
_NCV = Text(zh="低位发热量", en="Net calorific value")


def physical(row: Electricity) -> bool:
    """Whether a row is renewable electricity that was delivered physically and whose certificates were kept."""
    return row.source in PHYSICAL and not row.certificates_sold


def energy(
    cycle: Cycle, year: int, inventory: Inventory, factors: Factors, instruments: Iterable[Claimed]
) -> tuple[Energy, list[Finding]]:
    """The energy of one year, and fuels for which no coal equivalent is known."""
    activity, file = cycle.activity[year], f"activity/{year}.yaml"
    found: list[Finding] = []

    def mwh(rows: Iterable[Electricity]) -> Fraction:
        return sum((row.amount.to("MWh") for row in rows), NOTHING)

    carriers = tuple(_carriers(cycle, file, inventory, factors, found))
    return Energy(
        year=year,
        carriers=carriers,
        consumed=mwh(activity.electricity),
        purchased=mwh(row for row in activity.electricity if row.source == "grid"),
        self_used=mwh(row for row in activity.electricity if row.source in SELF_USED and physical(row)),
        direct=mwh(row for row in activity.electricity if row.source == "direct_line" and physical(row)),
        exported=sum(
            (row.amount.to("MWh") for row in activity.exported if row.renewable and row.kind == "electricity"), NOTHING
        ),
        certificates=sum((one.mwh for one in instruments if one.counts and one.year == year), NOTHING),
        complete=not found,
    ), found


def _carriers(
    cycle: Cycle, file: str, inventory: Inventory, factors: Factors, found: list[Finding]
) -> Iterator[Carrier]:
    """Electricity by source, heat by kind, fuels by kind; one carrier each."""
    activity = cycle.activity[inventory.year]
    groups: dict[str, list[tuple[Electricity | Heat | Fuel, tuple[str | int, ...]]]] = {}
    for index, power in enumerate(activity.electricity):
        groups.setdefault(f"electricity.{power.source}", []).append((power, ("electricity", index)))
    for index, bought in enumerate(activity.heat):
        groups.setdefault(f"heat.{bought.kind}", []).append((bought, ("heat", index)))
    for index, fuel in enumerate(activity.fuels):
        groups.setdefault(fuel.fuel, []).append((fuel, ("fuels", index)))
    content = {line.id: line for line in inventory.lines if line.scope in ("1", "2_location", "memo_biogenic")}
    for id_, rows in groups.items():
        rowed: list[tuple[Fraction, Position, tuple[str, ...]]] = []
        amount, factor = NOTHING, None
        unit_ = rows[0][0].amount.unit
        for row, path in rows:
            line = content.get(f"{path[0]}[{path[1]}]")
            used = _equivalent(factors, id_, row, cycle.at(file, *path), line.inputs if line else ())
            if used is None:
                if line is not None:  # else the row has a finding of its own already
                    found.append(finding("energy.no-coal-equivalent", cycle.at(file, *path), carrier=id_))
                continue
            factor, tce = used
            rowed.append((tce, cycle.at(file, *path), row.evidence))
            amount += row.amount.to(unit_) if row.amount.dimension == rows[0][0].amount.dimension else NOTHING
        if factor is not None:
            yield Carrier(
                id=id_,
                title=factors.fuels[id_].title if id_ in factors.fuels else reason(id_),
                amount=Quantity(amount, unit_),
                tce=sum((one for one, _, _ in rowed), NOTHING),
                factor=factor,
                renewable=all(isinstance(row, Electricity) and physical(row) for row, _ in rows),
                lines=tuple(rowed),
            )


def _equivalent(
    factors: Factors, id_: str, row: Electricity | Heat | Fuel, at: Position, inputs: tuple[Input, ...]
) -> tuple[Input, Fraction] | None:
    """The coal equivalent of a row in t and the factor it comes from: the table's, else the calorific value."""
    states = [one.value for one in inputs if one.value.unit in ("Nm3/m3", "kJ/kg")]  # as the ledger converted it
    row_factor = factors.coal.get(id_.partition(".")[0] if "." in id_ else id_)
    tries: list[tuple[Input, tuple[Quantity, ...]]] = []
    if isinstance(row, Fuel) and row.net_calorific_value is not None:
        tries.append((Input(_NCV, row.net_calorific_value, at, MEASURED), (row.net_calorific_value,)))
    if row_factor is not None:
        tries.append((Input.of(row_factor), (row_factor.value,)))
    heat = next((one for one in inputs if one.value.unit.startswith("GJ/")), None)
    tries += [(heat, (heat.value,))] if heat else []
    if row.amount.dimension == "energy":
        tries.append((Input(_NCV, Quantity(Fraction(1), row.amount.unit), at, GIVEN), ()))
    for used, values in tries:
        for more in (values, (*states, *values)):
            try:
                return used, multiply("tce", row.amount, *more)
            except DimensionError:
                continue
    return None
