"""``benchmark``: a figure against a cited sector value, in tiers."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from generator.model.inputs import LISTED, Input, Name
from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.standard import Exact
from generator.model.text import Text, Words, reason
from generator.score.ask import Ask
from generator.score.rules.base import LOWER, SIGNS, Operator, RuleBase, holds, number


class Tier(Input):
    """What a figure earns that compares so with a value of this basis."""

    basis: Name
    title: Text
    op: Operator
    share: Exact


class BenchmarkRule(RuleBase):
    """The share of the tier of the basis that is cited; no citation is pending, never a pass and never a 0."""

    kind: Literal["benchmark"]
    fact: str
    tiers: Annotated[tuple[Tier, ...], LISTED]

    def needs(self) -> Needs:
        return Needs(facts=(self.fact,), benchmark=tuple(dict.fromkeys(tier.basis for tier in self.tiers)))

    def award(self, ask: Ask) -> Award:
        cited = ask.claim.benchmark if ask.claim else None
        tiers = [tier for tier in self.tiers if cited and tier.basis == cited.basis]
        if cited is None or not tiers:
            return ask.pending(reason("benchmark.missing"))
        used = ask.used(
            self.fact,
            lower_is_better=any(tier.op in LOWER for tier in tiers),
            limit=f"{SIGNS[tiers[0].op]} {cited.value}",
            shown_in=cited.value.unit,
        )
        if used is None:
            return ask.no_fact(self.fact)
        said: Words = {
            "fact": ask.title_of(self.fact),
            "value": used.shown,
            "limit": str(cited.value),
            "source": cited.source,
        }
        try:
            limit = cited.value.to(used.fact.unit or "") if used.fact.unit else cited.value.base
        except (KeyError, ValueError):
            return ask.pending(reason("benchmark.other-unit", **said), facts=(used,))
        if used.value is None:
            return ask.uncarried(reason("benchmark.claimed", **said), facts=(used,))
        won = max(
            (tier for tier in tiers if holds(used.value, tier.op, limit)),
            key=lambda one: one.share,
            default=None,
        )
        if won is None:
            tier = tiers[0]
            why = reason("benchmark.fails", basis=tier.title, op=SIGNS[tier.op], **said)
            return ask.award(Fraction(0), why, facts=(used,))
        points = ask.full * won.share
        why = reason("benchmark.holds", basis=won.title, op=SIGNS[won.op], points=number(points), **said)
        return ask.award(points, why, facts=(used,))
