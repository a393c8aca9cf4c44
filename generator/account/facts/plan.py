"""Facts from plan.yaml: goals, targets, measures, projects, offsets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from generator.account.energy import physical
from generator.account.facts.base import Basis, Rows, bilingual
from generator.model.dossier import Measure, Project, Target
from generator.model.fact import Fact, Facts, Term
from generator.model.quantity import unit


def facts(basis: Basis, computed: Facts) -> Iterator[Fact]:
    """What the plan holds and how far it has come; ``computed`` are the figures that targets may name."""
    plan, cycle = basis.cycle.plan, basis.cycle
    if plan.goal:
        yield Fact(
            "plan_goal",
            (Term(Fraction(1), plan.goal.text, cycle.at("plan.yaml", "goal"), plan.goal.evidence),),
        )
    yield from _targets(basis, computed)
    yield from _measures(basis)
    yield from _projects(basis)
    if plan.offsets:
        rows = Rows(cycle, "plan.yaml", "offsets")
        yield Fact("plan_offsets", rows.terms(plan.offsets, lambda row: 1, lambda row: row.mode))


def completion(target: Target, actual: Fraction | None) -> Fraction:
    """min(actual ÷ planned, 1) where more is better, min(planned ÷ actual, 1) where less is; nothing reached is 0.

    ``actual`` is in the base unit of the planned value's dimension; None where it is not known.
    """
    if actual is None:
        return Fraction(0)
    planned = target.planned.base
    if target.better == "lower":
        actual, planned = planned, actual
    return min(actual / planned, Fraction(1)) if planned else Fraction(1)


def reached(target: Target, computed: Facts) -> Fraction | None:
    """What a target of the data year reached, in base units: the figure computed, where it names one; else stated."""
    fact = computed.get(target.fact) if target.fact else None
    if fact is not None and fact.value is not None:
        measured = unit(fact.unit or "%")
        value = fact.value * 100 if fact.unit is None else fact.value
        return value * measured.factor if measured.dimension == target.planned.dimension else None
    return target.actual.base if target.actual else None


def _targets(basis: Basis, computed: Facts) -> Iterator[Fact]:
    targets, rows = basis.cycle.plan.targets, Rows(basis.cycle, "plan.yaml", "targets")
    year = basis.cycle.data_year
    if targets:
        yield Fact("plan_targets", rows.terms(targets, lambda row: row.year >= year, lambda row: bilingual(row.name)))
    due = [(index, row) for index, row in enumerate(targets) if row.year == year]
    if basis.cycle.plan.goal or targets:
        # One term per target, its share of the mean; a target that was missed wholly keeps its term.
        terms = (
            rows.term(index, row, completion(row, reached(row, computed)) / len(due), bilingual(row.name))
            for index, row in due
        )
        yield Fact("target_completion", tuple(terms))


def _measures(basis: Basis) -> Iterator[Fact]:
    measures, rows = basis.cycle.plan.measures, Rows(basis.cycle, "plan.yaml", "measures")
    if not measures:
        return

    def count(name: str, chosen: Callable[[Measure], bool]) -> Fact:
        return Fact(name, rows.terms(measures, chosen, lambda row: bilingual(row.name)))

    def quantified(row: Measure) -> bool:
        return row.reduction is not None and row.reduction.amount > 0

    def negative(row: Measure) -> bool:
        return row.class_ == "negative"

    def done(row: Measure) -> bool:
        return row.implemented is not None and row.implemented <= basis.cycle.reference_date

    yield count("plan_measures", lambda row: True)
    yield Fact("plan_measures_quantified", count("", quantified).numerator, count("", lambda row: True).numerator)
    yield count("negative_measures", negative)
    yield count("negative_measures_quantified", lambda row: negative(row) and quantified(row))
    yield count("negative_measures_implemented", lambda row: negative(row) and done(row))
    kinds: dict[str, Term] = {}
    for index, row in enumerate(measures):
        if row.class_ == "reduction" and done(row) and quantified(row):
            term = rows.term(index, row, Fraction(1), bilingual(row.name))
            first = kinds.get(row.kind)
            # Any measure of a kind can carry it: the first names the place, the evidence of all counts.
            kinds[row.kind] = Term(
                term.amount,
                (first or term).label,
                (first or term).at,
                (first.evidence if first else ()) + term.evidence,
            )
    yield Fact("reduction_measure_kinds", tuple(kinds.values()))
    yield from _largest_zero_measure(basis, done)


def _largest_zero_measure(basis: Basis, done: Callable[[Measure], bool]) -> Iterator[Fact]:
    """The largest share of electricity that one zero-carbon measure covers, in steps from the smallest to it.

    A measure names the electricity that it supplies, the account knows how much that is. A step is carried by the
    evidence of any measure that reaches it: 55 % with evidence stay 55 % beside 60 % without.
    """
    rows = Rows(basis.cycle, "plan.yaml", "measures")
    shares = _supplied(basis)
    supplied = (
        (sum((shares.get(name, Fraction(0)) for name in dict.fromkeys(row.electricity)), Fraction(0)), index, row)
        for index, row in enumerate(basis.cycle.plan.measures)
        if row.class_ == "zero" and done(row)
    )
    zero = [one for one in supplied if one[0]]
    steps: list[Term] = []
    below = Fraction(0)
    for share in sorted({share for share, _, _ in zero}):
        reaching = [(index, row) for other, index, row in zero if other >= share]
        index, row = next((index, row) for other, index, row in zero if other == share)
        evidence = tuple(dict.fromkeys(id_ for _, one in reaching for id_ in one.evidence))
        steps.append(replace(rows.term(index, row, share - below, bilingual(row.name)), evidence=evidence))
        below = share
    if steps:
        yield Fact("zero_measure_electricity_share", tuple(steps))


def _supplied(basis: Basis) -> dict[str, Fraction]:
    """The share of the data year's electricity that each renewable source and each certificate supplies, by name."""
    energy = basis.account.energy.get(basis.cycle.data_year)
    activity = basis.cycle.activity.get(basis.cycle.data_year)
    if energy is None or activity is None or not energy.consumed:
        return {}
    supplied = {one.name: one.mwh for one in basis.account.instruments if one.counts and one.year == energy.year}
    for row in activity.electricity:
        if physical(row):
            supplied[row.source] = supplied.get(row.source, Fraction(0)) + row.amount.to("MWh")
    return {key: amount / energy.consumed for key, amount in supplied.items()}


def _projects(basis: Basis) -> Iterator[Fact]:
    projects, rows = basis.cycle.plan.projects, Rows(basis.cycle, "plan.yaml", "projects")

    def recent(day: date | None) -> bool:
        return day is not None and basis.within_years(day, "recent_years")

    def saving(row: Project) -> bool:
        return row.kind == "saving" and recent(row.completed)

    def quantified(row: Project) -> bool:
        return saving(row) and row.basis is not None and (row.saving is not None or row.reduction is not None)

    def count(name: str, chosen: Callable[[Project], bool]) -> Fact:
        return Fact(name, rows.terms(projects, chosen, lambda row: bilingual(row.name)))

    def built(row: Project) -> bool:
        if row.kind != "construction":
            return False
        return row.completed is None or basis.within_months(row.completed, "conduct_months")

    yield count("construction_projects", built)
    if projects:
        yield count("projects_completed", saving)
        yield count("projects_quantified", quantified)
        yield count("projects_verified", lambda row: quantified(row) and row.verified)
