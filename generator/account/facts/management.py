"""Facts from management.yaml: systems, meetings, trainings, incidents, monitoring, archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from generator.account.facts.base import Basis, Rows
from generator.model.dossier import ManagementSystem, Meeting, Training
from generator.model.fact import Fact, Term

INCIDENTS = {
    "safety": "incidents_safety",
    "cyber": "incidents_cyber",
    "data": "incidents_data",
    "quality": "incidents_quality",
    "environment": "incidents_environment",
    "penalty": "penalties",
    "dishonesty": "dishonesty_records",
}
MEDIA = ("air", "water", "solid_waste", "noise")


def facts(basis: Basis) -> Iterator[Fact]:
    """What the management of the data year left on record."""
    yield from _systems(basis)
    yield from _meetings(basis)
    yield from _incidents(basis)
    management, cycle = basis.cycle.management, basis.cycle
    monitoring, rows = management.monitoring, Rows(cycle, "management.yaml", "monitoring")
    for medium in MEDIA:
        measured = [row.medium == medium and row.measured_on.year == cycle.data_year for row in monitoring]
        if any(measured):
            breached = [here and not row.compliant for here, row in zip(measured, monitoring, strict=True)]
            yield Fact(f"breaches_{medium}", rows.chosen(monitoring, breached, lambda row: row.item))
    if management.archive:
        archive = Rows(cycle, "management.yaml", "archive")
        kept = archive.terms((management.archive,), lambda row: row.kept_years, lambda row: str(row.since))
        yield Fact("archive_years", kept)


def _systems(basis: Basis) -> Iterator[Fact]:
    """One flag per standard; a successor counts for the standard that it replaced."""
    day = basis.cycle.reference_date
    named = {new: old for old, successors in basis.head.successors.items() for new in successors}

    def stands(row: ManagementSystem) -> bool:
        certified = row.certificate_from is not None and row.certificate_to is not None
        valid = certified and row.certificate_from <= day <= row.certificate_to  # type: ignore[operator]
        audited = row.internal_audit is not None and row.internal_audit <= day
        reviewed = row.management_review is not None and row.management_review <= day
        return valid or (row.documents and audited and reviewed)

    found: dict[str, list[Term]] = {}
    for index, row in enumerate(basis.cycle.management.systems):
        at = basis.cycle.at("management.yaml", "systems", index)
        term = Term(Fraction(stands(row)), row.standard, at, row.evidence)
        found.setdefault(named.get(row.standard, row.standard), []).append(term)
    for name, terms in found.items():
        # Of several entries for one standard, any that stands counts, with the evidence of all that stand.
        best = max(terms, key=lambda term: term.amount)
        evidence = tuple(id_ for term in terms if term.amount == best.amount for id_ in term.evidence)
        yield Fact(f"management_system[{name}]", (replace(best, evidence=evidence),))


def _meetings(basis: Basis) -> Iterator[Fact]:
    management, cycle = basis.cycle.management, basis.cycle
    if management.meetings:
        rows = Rows(cycle, "management.yaml", "meetings")

        def meetings(name: str, good: Callable[[Meeting], bool]) -> Fact:
            chosen = rows.terms(
                management.meetings,
                lambda row: row.held.year == cycle.data_year and good(row),
                lambda row: f"{row.held} {row.topic}",
            )
            return Fact(name, chosen)

        yield meetings("meetings_held", lambda row: True)
        yield meetings("reports_to_top", lambda row: row.reported_to_top)
        yield meetings("meetings_quantified", lambda row: row.results_quantified)
        yield meetings("meetings_improving", lambda row: row.improvement is not None)
    if management.trainings:
        rows = Rows(cycle, "management.yaml", "trainings")

        def trainings(name: str, good: Callable[[Training], bool]) -> Fact:
            chosen = rows.terms(
                management.trainings,
                lambda row: row.held.year == cycle.data_year and good(row),
                lambda row: f"{row.held} {row.topic}",
            )
            return Fact(name, chosen)

        yield trainings("trainings_held", lambda row: True)
        yield trainings("trainings_assessed", lambda row: row.assessed)


def _incidents(basis: Basis) -> Iterator[Fact]:
    """Counts in the window before the reference date; without a look at the records there is no figure."""
    management, rows = basis.cycle.management, Rows(basis.cycle, "management.yaml", "incidents")
    for kind, name in INCIDENTS.items():
        recent = [
            row.kind == kind and basis.within_months(row.occurred, "conduct_months") for row in management.incidents
        ]
        terms = rows.chosen(management.incidents, recent, lambda row: f"{row.occurred} {row.description}")
        if management.incidents_reviewed or terms:
            yield Fact(name, terms)
