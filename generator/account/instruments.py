"""Instruments and own projects, by the table's classes: what each is worth, whether it counts, and why not.

One MWh and one tonne count once (``lost`` is what another claim took first). Green power and certificates are capped at
the electricity bought; quality criteria after the GHG Protocol Scope 2 Guidance, table 7.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from generator.model.dossier import Cycle, Instrument
from generator.model.finding import Finding, finding
from generator.model.ledger import NOTHING, Claimed, Criterion
from generator.model.number import grouped, parse_decimal
from generator.model.quantity import unit
from generator.model.reference import Factor
from generator.model.standard import Head, ReductionMode
from generator.model.text import Reason, reason

FILE = "instruments.yaml"
#: Reasons that are findings too, and the key that each is about.
_NOT_COUNTED = {
    "instrument.not-retired": "retired",
    "instrument.later-vintage": "vintage",
    "instrument.not-tradable": "tradable",
    "instrument.expired": "generated",
    "instrument.other-market": "market",
}


def claimed(
    cycle: Cycle, head: Head, lost: frozenset[int], factors: Mapping[int, Factor]
) -> tuple[tuple[Claimed, ...], list[Finding]]:
    """Every row of instruments.yaml; ``factors`` (location-based) are by year."""
    modes = {mode.code: mode for mode in head.reduction_modes}
    found: list[Finding] = []
    rows: list[Claimed] = []
    for index, row in enumerate(cycle.instruments.instruments):
        mode = modes.get(row.mode)
        if mode is None or row.amount.dimension != unit(mode.unit).dimension:
            continue  # a finding of check
        one = _row(cycle, head, mode, index, lost, factors.get(row.claim_year))
        rows.append(one)
        found += _findings(cycle, row, one)
    green = {code for code, mode in modes.items() if mode.certificate}
    own = {code for code, mode in modes.items() if mode.block == "reduction" and mode.unit == "MWh"}
    rows = _capped(cycle, rows, green, _bought(cycle), "instrument.above-consumption", found)
    rows = _capped(cycle, rows, own, _delivered(cycle), "instrument.above-export", found)
    return tuple(sorted(rows, key=lambda one: one.index)), found


def _bought(cycle: Cycle) -> dict[int, Fraction]:
    """Electricity bought from the grid, MWh, by year."""
    return {
        year: sum((row.amount.to("MWh") for row in activity.electricity if row.source == "grid"), NOTHING)
        for year, activity in cycle.activity.items()
    }


def _delivered(cycle: Cycle) -> dict[int, Fraction]:
    """Renewable electricity fed into the grid, MWh, by year."""
    return {
        year: sum(
            (row.amount.to("MWh") for row in activity.exported if row.renewable and row.kind == "electricity"), NOTHING
        )
        for year, activity in cycle.activity.items()
    }


def _row(
    cycle: Cycle, head: Head, mode: ReductionMode, index: int, lost: frozenset[int], factor: Factor | None
) -> Claimed:
    """One row before the cap; ``factor`` is the location-based one of the claim year."""
    row = cycle.instruments.instruments[index]
    energy = mode.unit == "MWh"
    why = next(_why_not(cycle, head, mode, index, lost), None)
    if why is None and energy and factor is None:
        why = reason("instrument.no-factor", year=str(row.claim_year))
    mwh = row.amount.to("MWh") if energy else NOTHING
    if energy:
        tonnes = mwh * factor.value.to("tCO2/MWh") if factor else NOTHING
    else:
        tonnes = row.amount.to("tCO2e")
    return Claimed(
        index=index,
        name=row.instrument,
        mode=row.mode,
        registry=row.registry,
        serials=" – ".join(dict.fromkeys(filter(None, (row.serial_from, row.serial_to)))),
        amount=row.amount,
        tonnes=NOTHING if why else tonnes,
        mwh=mwh if mode.certificate and not why else NOTHING,
        counts=why is None,
        why=why,
        at=cycle.at(FILE, "instruments", index),
        evidence=row.evidence,
        year=row.claim_year,
        factor=factor if energy else None,
        vintage=row.vintage,
        generated=row.generated or "",
        retired=row.retired,
        criteria=tuple(_criteria(cycle, head, index, lost)) if mode.certificate else (),
    )


def _why_not(cycle: Cycle, head: Head, mode: ReductionMode, index: int, lost: frozenset[int]) -> Iterator[Reason]:
    """Every reason why a row does not count, the weightiest first."""
    row = cycle.instruments.instruments[index]
    if index in lost:
        yield reason("instrument.lost")
    if row.claim_year not in cycle.activity:
        yield reason("instrument.no-inventory", year=str(row.claim_year))
    if mode.retirement and not retired_in_time(cycle, row):
        yield reason("instrument.not-retired")
    if later_vintage(row):
        yield reason("instrument.later-vintage", year=str(row.claim_year))
    if mode.certificate:
        if not row.tradable:
            yield reason("instrument.not-tradable")
        if expired(row, head):
            yield reason("instrument.expired")
        if other_market(row, head):
            yield reason("instrument.other-market", market=row.market or "")


def _findings(cycle: Cycle, row: Instrument, one: Claimed) -> Iterator[Finding]:
    """Why a row of the data year does not count; what another claim took is a finding of its own elsewhere."""
    if one.why is None or one.why.code not in _NOT_COUNTED or row.claim_year != cycle.data_year:
        return
    key = _NOT_COUNTED[one.why.code]
    if key == "vintage" and (row.vintage or row.claim_year) <= row.claim_year:
        key = "generated"
    yield finding(
        one.why.code,
        cycle.at(FILE, "instruments", one.index, key),
        name=row.instrument,
        date=row.retired.isoformat() if row.retired else "—",
        reference=cycle.reference_date.isoformat(),
        generated=row.generated or "—",
        vintage=row.vintage or "—",
        year=row.claim_year,
        market=row.market or "—",
    )


def retired_in_time(cycle: Cycle, row: Instrument) -> bool:
    """Whether it was retired by the reference date."""
    return row.retired is not None and row.retired <= cycle.reference_date


def later_vintage(row: Instrument) -> bool:
    """Whether it was issued for, or generated in, a year after the one it is claimed for."""
    generated = int(row.generated[:4]) if row.generated else row.claim_year
    return max(row.vintage or row.claim_year, generated) > row.claim_year


def expired(row: Instrument, head: Head) -> bool:
    """Whether it was retired after its validity had run out, or before it was generated."""
    if not row.generated or row.retired is None:
        return False
    year, month = int(row.generated[:4]), int(row.generated[5:])
    months = (row.retired.year - year) * 12 + row.retired.month - month
    return not 0 <= months <= int(parse_decimal(head.parameters["certificate_months"]))


def other_market(row: Instrument, head: Head) -> bool:
    """Whether it belongs to another market than the electricity."""
    return row.market is not None and row.market != head.parameters["certificate_market"]


def _criteria(cycle: Cycle, head: Head, index: int, lost: frozenset[int]) -> Iterator[Criterion]:
    """The criteria that a single certificate can meet or miss; 6 to 8 concern suppliers and the residual mix."""
    row = cycle.instruments.instruments[index]
    retired = retired_in_time(cycle, row)
    near = row.generated is not None and not later_vintage(row) and not expired(row, head)
    tests = (row.tradable, index not in lost, retired, near, not other_market(row, head))
    for no, met in enumerate(tests, 1):
        yield Criterion(no, met, reason(f"criterion.{no}"))


def _capped(
    cycle: Cycle, rows: list[Claimed], modes: set[str], most: Mapping[int, Fraction], code: str, found: list[Finding]
) -> list[Claimed]:
    """Rows of some modes up to so many MWh a year, the others as they are; those with evidence go first.

    Green power offsets the electricity bought, own exported power is what was fed into the grid: no more.
    """
    left = dict(most)
    made: list[Claimed] = []
    for one in sorted(rows, key=lambda row: (not row.evidence, row.index)):
        claimed_mwh = one.amount.to("MWh") if one.mode in modes else NOTHING
        if not claimed_mwh or not one.counts:
            made.append(one)
            continue
        room = left.get(one.year, NOTHING)
        taken = min(claimed_mwh, room)
        left[one.year] = room - taken
        if taken < claimed_mwh:
            at = cycle.at(FILE, "instruments", one.index, "amount")
            amount = f"{grouped(most.get(one.year, NOTHING), 2)} MWh"
            found.append(finding(code, at, name=one.name, year=one.year, most=amount))
        counted = one.tonnes * taken / claimed_mwh
        mwh = taken if one.mwh else NOTHING
        made.append(replace(one, mwh=mwh, tonnes=counted, capped=one.tonnes - counted))
    return made
