"""Plan and instruments: codes that the standard lists, and certificates that do not count on the reference date."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.base import Subject
from generator.check.conflicts import serials
from generator.model.finding import Finding, finding
from generator.model.quantity import parse_quantity, unit

PLAN, INSTRUMENTS = "plan.yaml", "instruments.yaml"


def check_codes(subject: Subject) -> Iterator[Finding]:
    """Kinds of measures with their class, and modes of reduction: a misspelt code would count as one more kind."""
    cycle, head = subject.cycle, subject.edition.standard.head
    for index, measure in enumerate(cycle.plan.measures):
        kind = head.measure_kinds.get(measure.kind)
        at = cycle.at(PLAN, "measures", index, "kind")
        if kind is None:
            yield finding("measure.unknown-kind", at, kind=measure.kind, known=", ".join(head.measure_kinds))
        elif kind.class_ != measure.class_:
            at = cycle.at(PLAN, "measures", index, "class")
            yield finding("measure.other-class", at, kind=measure.kind, given=measure.class_, due=kind.class_)
        supplies: set[str] = {row.source for year in cycle.activity.values() for row in year.electricity}
        supplies |= {row.instrument for row in cycle.instruments.instruments}
        for number, name in enumerate(measure.electricity):
            if name not in supplies:
                at = cycle.at(PLAN, "measures", index, "electricity", number)
                yield finding("measure.unknown-electricity", at, name=name, known=", ".join(sorted(supplies)) or "—")
    modes = [mode.code for mode in head.reduction_modes]
    used = [(PLAN, "offsets", index, row.mode) for index, row in enumerate(cycle.plan.offsets)]
    used += [(INSTRUMENTS, "instruments", index, row.mode) for index, row in enumerate(cycle.instruments.instruments)]
    for file, key, index, mode in used:
        if mode not in modes:
            yield finding("mode.unknown", cycle.at(file, key, index, "mode"), mode=mode, known=", ".join(modes))


def check_serials(subject: Subject) -> Iterator[Finding]:
    """Instruments that claim more than their serial numbers stand for."""
    cycle = subject.cycle
    each = {mode.code: mode.per_serial for mode in subject.edition.standard.head.reduction_modes if mode.per_serial}
    for index, row in enumerate(cycle.instruments.instruments):
        ranges = list(serials(row))
        if row.mode not in each or len(ranges) != 1:
            continue  # without serials, or from one prefix to another: how many there are cannot be told
        _, low, high = ranges[0]
        one = parse_quantity(each[row.mode])
        if row.amount.dimension == one.dimension and row.amount.base > one.base * (high - low + 1):
            at = cycle.at(INSTRUMENTS, "instruments", index, "amount")
            count = high - low + 1
            yield finding("instrument.more-than-serials", at, amount=row.amount, serials=count, each=one)


def check_units(subject: Subject) -> Iterator[Finding]:
    """Amounts in the unit of their mode; a target and what was reached in one dimension."""
    cycle = subject.cycle
    units = {mode.code: mode.unit for mode in subject.edition.standard.head.reduction_modes}
    for index, row in enumerate(cycle.instruments.instruments):
        due = units.get(row.mode)
        if due and row.amount.dimension != unit(due).dimension:
            at = cycle.at(INSTRUMENTS, "instruments", index, "amount")
            yield finding("quantity.wrong-dimension", at, text=row.amount, expected=due)
    for index, target in enumerate(cycle.plan.targets):
        if target.actual is not None and target.actual.dimension != target.planned.dimension:
            at = cycle.at(PLAN, "targets", index, "actual")
            yield finding("quantity.wrong-dimension", at, text=target.actual, expected=target.planned.unit)
