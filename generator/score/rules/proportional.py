"""``proportional``: points in proportion to a figure between two limits."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from generator.model.fact import base_name
from generator.model.rule import Needs
from generator.model.scorecard import Award, Outcome
from generator.model.standard import Exact
from generator.model.text import Words, reason
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase, limit_text, number, within


class Proportional(RuleBase):
    """0 up to and including ``zero_at`` (below it, where ``zero_at_counts``), full marks from ``full_at`` on.

    Between them ``ratio`` gives full × value ÷ full_at, ``rescale`` full × (value − zero_at) ÷ (full_at − zero_at).
    """

    kind: Literal["proportional"]
    fact: str
    zero_at: Exact
    full_at: Exact
    mode: Literal["ratio", "rescale"]
    zero_at_counts: bool = False

    def needs(self) -> Needs:
        return Needs(facts=(self.fact,))

    def award(self, ask: Ask) -> Award:
        limit = limit_text(
            ">=" if self.zero_at_counts else ">", self.zero_at, ask.case.head.facts.get(base_name(self.fact))
        )
        used = ask.used(self.fact, limit=limit)
        if used is None:
            return ask.no_fact(self.fact)
        said: Words = {"fact": ask.title_of(self.fact), "value": used.shown, "limit": limit}
        if used.value is None:
            return ask.uncarried(reason("threshold.claimed", **said), facts=(used,))
        share = self.share(used.value)
        points = ask.full * share
        if not share:
            return ask.award(points, reason("proportional.zero", **said), facts=(used,))
        if share == 1:
            return ask.award(points, reason("proportional.full", **said), facts=(used,))
        code = f"proportional.{self.mode}"
        said |= {
            "full": number(ask.full),
            "points": number(points),
            "zero": number(self.zero_at),
            "top": number(self.full_at),
        }
        return ask.award(points, reason(code, **said), facts=(used,), outcome=Outcome.PARTIAL)

    def share(self, value: Fraction) -> Fraction:
        """The share of full marks for a value, 0–1."""
        if value < self.zero_at or (value == self.zero_at and not self.zero_at_counts):
            return Fraction(0)
        low = self.zero_at if self.mode == "rescale" else Fraction(0)
        return within((value - low) / (self.full_at - low))
