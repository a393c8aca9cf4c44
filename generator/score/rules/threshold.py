"""``threshold``: a figure against a limit."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from generator.model.fact import base_name
from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.standard import Exact
from generator.model.text import Words, reason
from generator.score.ask import Ask
from generator.score.rules.base import LOWER, Operator, RuleBase, holds, limit_text, number, within


class Threshold(RuleBase):
    """Full marks when ``fact op limit`` holds, else 0, or (``below: ratio``) value ÷ limit of them."""

    kind: Literal["threshold"]
    fact: str
    op: Operator
    limit: Exact
    below: Literal["zero", "ratio"] = "zero"

    def needs(self) -> Needs:
        return Needs(facts=(self.fact,))

    def award(self, ask: Ask) -> Award:
        limit = limit_text(self.op, self.limit, ask.case.head.facts.get(base_name(self.fact)))
        used = ask.used(self.fact, lower_is_better=self.op in LOWER, limit=limit)
        if used is None:
            return ask.no_fact(self.fact)
        said: Words = {"fact": ask.title_of(self.fact), "value": used.shown, "limit": limit}
        if used.value is None:
            return ask.uncarried(reason("threshold.claimed", **said), facts=(used,))
        if holds(used.value, self.op, self.limit):
            return ask.award(ask.full, reason("threshold.holds", **said), facts=(used,))
        if self.below == "ratio" and self.op in (">=", ">") and self.limit > 0:
            points = ask.full * within(used.value / self.limit)
            return ask.award(points, reason("threshold.ratio", points=number(points), **said), facts=(used,))
        return ask.award(Fraction(0), reason("threshold.fails", **said), facts=(used,))
