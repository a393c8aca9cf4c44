"""From a cycle, its facts and a standard to a scorecard: two computed layers, the sums, the verdict, the readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from generator.model.dossier import Claim, Cycle
from generator.model.fact import Facts
from generator.model.number import rounded
from generator.model.scorecard import (
    Award,
    Gate,
    GroupSums,
    Item,
    Layer,
    Outcome,
    ReadingResult,
    Scorecard,
    Standing,
    Sums,
    Verdict,
)
from generator.model.standard import Basic, Indicator
from generator.model.variant import CHOSEN, Counting, Edition, Variant
from generator.score.ask import Ask, Case, answer
from generator.score.rules import Rule
from generator.score.rules.base import stands

NOTHING = Fraction(0)


def score(cycle: Cycle, facts: Facts, edition: Edition[Rule]) -> Scorecard:
    """The scorecard of a cycle under the chosen readings, with the verdict under every other one."""
    standard = edition.standard
    case = Case(cycle, standard.head, facts)
    items = tuple(_item(case, group.no, row) for group in standard.groups for row in group.indicators)
    gates = tuple(_gate(case, row) for row in standard.basic)
    pass_mark = standard.head.evaluation.pass_mark
    total = _sums(items)
    return Scorecard(
        slug=cycle.factory.slug,
        cycle=cycle.name,
        standard=standard.ref,
        items=items,
        gates=gates,
        groups=tuple(
            GroupSums(group.no, _sums(item for item in items if item.group == group.no)) for group in standard.groups
        ),
        total=total,
        strict=_strict(items),
        rescaled=_rescaled(items),
        verdict=verdict(gates, items, total.published, pass_mark),
        pass_mark=pass_mark,
        standing=_standing(items),
        readings=tuple(_under(variant, case, items, gates) for variant in edition.variants),
        facts=facts,
    )


def verdict(
    gates: Iterable[Gate],
    items: Iterable[Item],
    total: Fraction,
    pass_mark: Fraction,
    counting: Counting = CHOSEN,
) -> Verdict:
    """The verdict, in the precedence of the design: gate_failed, incomplete, blocked, reached, needs_decision."""
    gates, items = tuple(gates), tuple(items)
    if any(gate.outcome is Outcome.NOT_MET for gate in gates):
        return Verdict.GATE_FAILED
    pending = [gate.outcome for gate in gates] + [item.outcome for item in items if item.required]
    if Outcome.PENDING in pending:
        return Verdict.INCOMPLETE
    if counting.blockers and any(item.blocks for item in items):
        return Verdict.BLOCKED
    if counting.round_to is not None:
        total = Fraction(rounded(total, counting.round_to))
    return Verdict.REACHED if total >= pass_mark else Verdict.NEEDS_DECISION


def award_item(case: Case, row: Indicator[Rule], layer: Layer) -> Award:
    """The award of one indicator in one layer."""
    claim = case.cycle.assessment.indicators.get(row.id)
    return _answered(case, row, layer, row.full, claim, ("indicators", row.id))


def award_gate(case: Case, row: Basic[Rule], layer: Layer) -> Award:
    """The award of one basic requirement in one layer: full marks 1, of which nothing is published.

    An exemption that nothing carries does not open a gate.
    """
    claim = case.cycle.assessment.basic.get(str(row.no))
    award = _answered(case, row, layer, Fraction(1), claim, ("basic", str(row.no)))
    unproven = award.outcome is Outcome.NOT_APPLICABLE and not stands(award)
    return replace(award, outcome=Outcome.NOT_MET) if unproven else award


def _answered(
    case: Case,
    row: Indicator[Rule] | Basic[Rule],
    layer: Layer,
    full: Fraction,
    claim: Claim | None,
    path: tuple[str, ...],
) -> Award:
    cites = claim.evidence if claim else ()
    ask = Ask(case, layer, full, claim, path, kinds=row.evidence, cites=cites)
    return replace(answer(ask, row.rule, row.applicable_when), title=row.title)


def _item(case: Case, group: int, row: Indicator[Rule]) -> Item:
    layers = award_item(case, row, "claimed"), award_item(case, row, "evidenced")
    return Item(row.id, row.no, group, row.required, row.full, *layers)


def _gate(case: Case, row: Basic[Rule]) -> Gate:
    return Gate(row.no, award_gate(case, row, "claimed"), award_gate(case, row, "evidenced"))


def _sums(items: Iterable[Item]) -> Sums:
    items = tuple(items)
    confirmed = [item.confirmed.points for item in items if item.confirmed]
    return Sums(
        full=sum((item.full for item in items), NOTHING),
        claimed=sum((item.claimed.points for item in items), NOTHING),
        evidenced=sum((item.evidenced.points for item in items), NOTHING),
        published=sum((item.published for item in items), NOTHING),
        confirmed=sum(confirmed, NOTHING) if confirmed else None,
    )


def _standing(items: Iterable[Item]) -> Standing:
    confirmed = [item.confirmed is not None for item in items]
    if all(confirmed):
        return "confirmed"
    return "mixed" if any(confirmed) else "evidenced"


def _strict(items: Iterable[Item]) -> Fraction:
    """The published total with everything that does not apply at 0."""
    return sum((item.published - item.standing.vacuous for item in items), NOTHING)


def _rescaled(items: tuple[Item, ...]) -> Fraction:
    """The published total with what does not apply taken out of the scale."""
    full = sum((item.full for item in items), NOTHING)
    applicable = full - sum((item.standing.vacuous for item in items), NOTHING)
    return _strict(items) * full / applicable if applicable else NOTHING


def _under(variant: Variant[Rule], case: Case, items: tuple[Item, ...], gates: tuple[Gate, ...]) -> ReadingResult:
    """The verdict under a variant; only what it changes is scored again."""
    again = Case(case.cycle, variant.standard.head, case.facts)
    rows = {row.key: row for row in variant.standard.indicators()}
    basics = {row.key: row for row in variant.standard.basic}
    rescored = tuple(_again(again, item, rows[item.id]) if item.id in variant.changed else item for item in items)
    regated = tuple(
        _gate(again, basics[f"basic {gate.no}"]) if f"basic {gate.no}" in variant.changed else gate for gate in gates
    )
    total = {"full": _total, "zero": _strict, "rescale": _rescaled}[variant.counting.not_applicable](rescored)
    return ReadingResult(
        reading=variant.reading,
        alternative=variant.alternative,
        total=total,
        verdict=verdict(regated, rescored, total, variant.standard.head.evaluation.pass_mark, variant.counting),
        changed=tuple(new.id for new, old in zip(rescored, items, strict=True) if new.published != old.published),
    )


def _again(case: Case, item: Item, row: Indicator[Rule]) -> Item:
    """An item under another reading: only what is published matters there, so the claimed layer stays."""
    return replace(item, evidenced=award_item(case, row, "evidenced"))


def _total(items: tuple[Item, ...]) -> Fraction:
    return sum((item.published for item in items), NOTHING)
