"""``bands``: a figure in intervals, each with its share of full marks."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from generator.model.fact import base_name
from generator.model.inputs import LISTED, Input
from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.standard import Exact
from generator.model.text import Words, reason
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase, holds, limit_text, number


class Band(Input):
    """From a lower limit on, this share; ``op`` says whether the limit itself belongs to the band."""

    op: Literal[">=", ">"]
    limit: Exact
    share: Exact


class Bands(RuleBase):
    """The share of the first band, highest first, whose lower limit the figure reaches; below all of them 0."""

    kind: Literal["bands"]
    fact: str
    bands: Annotated[tuple[Band, ...], LISTED]

    def needs(self) -> Needs:
        return Needs(facts=(self.fact,))

    def award(self, ask: Ask) -> Award:
        kind = ask.case.head.facts.get(base_name(self.fact))
        top = self.bands[0]
        used = ask.used(self.fact, limit=limit_text(top.op, top.limit, kind))
        if used is None:
            return ask.no_fact(self.fact)
        said: Words = {"fact": ask.title_of(self.fact), "value": used.shown}
        if used.value is None:
            return ask.uncarried(reason("bands.claimed", **said), facts=(used,))
        for band in self.bands:
            if holds(used.value, band.op, band.limit):
                points = ask.full * band.share
                limit = limit_text(band.op, band.limit, kind)
                return ask.award(
                    points, reason("bands.band", limit=limit, points=number(points), **said), facts=(used,)
                )
        return ask.award(Fraction(0), reason("bands.below", **said), facts=(used,))
