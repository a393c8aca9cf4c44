"""Dates and years: what cannot be in this order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.check.base import ASSESSMENT, Subject
from generator.model.finding import Finding, finding


def check_dates(subject: Subject) -> Iterator[Finding]:
    """The data year is complete on the reference date; nothing recorded lies after it; years are those of the files."""
    cycle = subject.cycle
    reference, year = cycle.reference_date, cycle.data_year
    if reference <= date(year, 12, 31):
        at = cycle.at(ASSESSMENT, "reference_date")
        yield finding("date.data-year-open", at, date=reference.isoformat(), year=year)
    if cycle.factory.founded > reference:
        yield finding("date.founded-later", cycle.at("factory.yaml", "founded"), date=cycle.factory.founded.isoformat())
    if year not in cycle.activity:
        yield finding("activity.no-data-year", cycle.at("activity"), year=year)
    for recorded in sorted(cycle.activity):
        if recorded > year:
            at = cycle.at(f"activity/{recorded}.yaml", "year")
            yield finding("activity.later-year", at, year=recorded, data_year=year)
    yield from _after_reference(subject)
    for key, row in enumerate(cycle.management.systems):
        if row.certificate_from and row.certificate_to and row.certificate_to < row.certificate_from:
            at = cycle.at("management.yaml", "systems", key, "certificate_to")
            yield finding("date.order", at, first=row.certificate_from.isoformat(), then=row.certificate_to.isoformat())
    for key, print_ in enumerate(cycle.products.footprints):
        if print_.period_to < print_.period_from:
            at = cycle.at("products.yaml", "footprints", key, "period_to")
            yield finding("date.order", at, first=print_.period_from.isoformat(), then=print_.period_to.isoformat())


def _after_reference(subject: Subject) -> Iterator[Finding]:
    """Things that are said to have happened after the reference date."""
    cycle = subject.cycle
    management = cycle.management
    happened = [("meetings", index, "held", row.held) for index, row in enumerate(management.meetings)]
    happened += [("trainings", index, "held", row.held) for index, row in enumerate(management.trainings)]
    happened += [("incidents", index, "occurred", row.occurred) for index, row in enumerate(management.incidents)]
    happened += [
        ("monitoring", index, "measured_on", row.measured_on) for index, row in enumerate(management.monitoring)
    ]
    for key, index, name, day in happened:
        if day > cycle.reference_date:
            at = cycle.at("management.yaml", key, index, name)
            yield finding("date.after-reference", at, date=day.isoformat(), reference=cycle.reference_date.isoformat())
