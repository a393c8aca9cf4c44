"""``thresholds``: several figures, each against its own limit."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from generator.model.inputs import LISTED, Input
from generator.model.rule import Needs
from generator.model.scorecard import Award, Outcome
from generator.model.standard import Exact
from generator.model.text import reason
from generator.score.ask import Ask
from generator.score.rules.base import Operator, RuleBase, number
from generator.score.rules.threshold import Threshold


class Limit(Input):
    """One figure and its limit."""

    fact: str
    op: Operator
    limit: Exact


class Thresholds(RuleBase):
    """``all``: full marks when every limit holds, else 0; ``each``: an equal share for each that holds."""

    kind: Literal["thresholds"]
    mode: Literal["all", "each"]
    limits: Annotated[tuple[Limit, ...], LISTED]

    def needs(self) -> Needs:
        return Needs(facts=tuple(limit.fact for limit in self.limits))

    def award(self, ask: Ask) -> Award:
        singles = [
            Threshold(kind="threshold", fact=one.fact, op=one.op, limit=one.limit).award(ask) for one in self.limits
        ]
        facts = tuple(fact for single in singles for fact in single.facts)
        met = sum(single.outcome is Outcome.MET for single in singles)
        reasons = tuple(said for single in singles for said in single.reasons)
        if all(single.outcome is Outcome.PENDING for single in singles):
            return ask.pending(*reasons, facts=facts)
        share = Fraction(met, len(singles)) if self.mode == "each" else Fraction(met // len(singles))
        said = reason("thresholds.met", met=str(met), of=str(len(singles)), points=number(ask.full * share))
        return ask.award(ask.full * share, said, *dict.fromkeys(reasons), facts=facts)
