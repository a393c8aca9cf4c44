"""``checklist``: parts of equal weight (or weighted by their points), each counting for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from generator.model.inputs import LISTED
from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.standard import Part
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase, award_parts, equal, sum_of_parts

if TYPE_CHECKING:
    from generator.score.rules import Rule


class Checklist(RuleBase):
    """Full marks × the share of the parts that are met."""

    kind: Literal["checklist"]
    parts: Annotated[tuple[Part[Rule], ...], LISTED]

    def needs(self) -> Needs:
        return Needs(parts=self.parts)

    def award(self, ask: Ask) -> Award:
        return sum_of_parts(ask, award_parts(ask, equal(self.parts, ask.full)))
