"""``completion``: how far the targets of the year were reached."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.text import reason
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase, number, within


class Completion(RuleBase):
    """Full marks × the mean over the fact's terms of min(actual ÷ target, 1); without targets 0."""

    kind: Literal["completion"]
    fact: str

    def needs(self) -> Needs:
        return Needs(facts=(self.fact,))

    def award(self, ask: Ask) -> Award:
        used = ask.used(self.fact)
        if used is None:
            return ask.no_fact(self.fact)
        terms = used.fact.numerator
        if not terms:
            return ask.award(Fraction(0), reason("completion.no-targets"), facts=(used,))
        if used.value is None:
            return ask.uncarried(reason("completion.claimed", count=str(len(terms)), mean=used.shown), facts=(used,))
        points = ask.full * within(used.value)
        said = reason(
            "completion.mean",
            count=str(len(terms)),
            mean=used.shown,
            full=number(ask.full),
            points=number(points),
        )
        return ask.award(points, said, facts=(used,))
