"""``per_count``: points for each thing counted, up to a number."""

from __future__ import annotations

from typing import Literal

from generator.model.inputs import Count
from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.text import Words, reason
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase, number, within


class PerCount(RuleBase):
    """Full marks ÷ ``most`` for each, at most ``most`` of them."""

    kind: Literal["per_count"]
    fact: str
    most: Count

    def needs(self) -> Needs:
        return Needs(facts=(self.fact,))

    def award(self, ask: Ask) -> Award:
        used = ask.used(self.fact)
        if used is None:
            return ask.no_fact(self.fact)
        said: Words = {"fact": ask.title_of(self.fact), "value": used.shown, "most": str(self.most)}
        if used.value is None:
            return ask.uncarried(reason("per_count.claimed", **said), facts=(used,))
        points = ask.full * within(used.value / self.most)
        return ask.award(points, reason("per_count.counted", points=number(points), **said), facts=(used,))
