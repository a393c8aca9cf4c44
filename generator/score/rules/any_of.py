"""``any_of``: alternatives with points; the best one counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

from generator.model.inputs import LISTED
from generator.model.rule import Needs
from generator.model.scorecard import Award, Outcome
from generator.model.standard import Part
from generator.model.text import reason
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase, award_parts, number

if TYPE_CHECKING:
    from generator.score.rules import Rule


class AnyOf(RuleBase):
    """The most points that one alternative earns; an alternative without points is worth full marks."""

    kind: Literal["any_of"]
    parts: Annotated[tuple[Part[Rule], ...], LISTED]

    def needs(self) -> Needs:
        return Needs(parts=self.parts)

    def award(self, ask: Ask) -> Award:
        awards = award_parts(ask, [(part, ask.full if part.points is None else part.points) for part in self.parts])
        best = max(awards, key=lambda award: award.points)
        if best.points == 0:
            pending = all(award.outcome is Outcome.PENDING for award in awards)
            outcome = Outcome.PENDING if pending else Outcome.NOT_MET
            award = ask.award(best.points, reason("any_of.none"), outcome=outcome, parts=awards)
            return replace(award, vacuous=best.vacuous)
        said = reason("any_of.best", part=best.title or best.part, points=number(best.points))
        award = ask.award(best.points, said, parts=awards)
        return replace(award, vacuous=best.vacuous)
