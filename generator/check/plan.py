"""Plan and instruments: codes that the standard lists, and certificates that do not count on the reference date."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.base import Subject
from generator.model.finding import Finding, finding
from generator.model.quantity import unit

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
    modes = [mode.code for mode in head.reduction_modes]
    used = [(PLAN, "offsets", index, row.mode) for index, row in enumerate(cycle.plan.offsets)]
    used += [(INSTRUMENTS, "instruments", index, row.mode) for index, row in enumerate(cycle.instruments.instruments)]
    for file, key, index, mode in used:
        if mode not in modes:
            yield finding("mode.unknown", cycle.at(file, key, index, "mode"), mode=mode, known=", ".join(modes))


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


def check_retirement(subject: Subject) -> Iterator[Finding]:
    """Instruments claimed for the data year that are not retired by the reference date: they do not count."""
    cycle = subject.cycle
    due = {mode.code for mode in subject.edition.standard.head.reduction_modes if mode.retirement}
    for index, row in enumerate(cycle.instruments.instruments):
        late = row.retired is None or row.retired > cycle.reference_date
        if row.mode in due and row.claim_year == cycle.data_year and late:
            at = cycle.at(INSTRUMENTS, "instruments", index, "retired")
            day = row.retired.isoformat() if row.retired else "—"
            reference = cycle.reference_date.isoformat()
            yield finding("instrument.not-retired", at, name=row.instrument, date=day, reference=reference)
