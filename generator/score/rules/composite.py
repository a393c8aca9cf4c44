"""``composite``: parts with points and rules of their own, some of them with a veto."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from generator.model.inputs import LISTED
from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.standard import Part
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase, award_parts, sum_of_parts

if TYPE_CHECKING:
    from generator.score.rules import Rule


class Composite(RuleBase):
    """The sum of the parts' points, scaled to the full marks asked; a veto part without points only vetoes."""

    kind: Literal["composite"]
    parts: Annotated[tuple[Part[Rule], ...], LISTED]

    @model_validator(mode="after")
    def _worth_something(self) -> Self:
        if not sum((part.points or Fraction(0) for part in self.parts), Fraction(0)):
            raise PydanticCustomError("standard.parts-without-points", "standard.parts-without-points", {})
        return self

    def needs(self) -> Needs:
        return Needs(parts=self.parts)

    def award(self, ask: Ask) -> Award:
        worth = [(part, part.points or Fraction(0)) for part in self.parts]
        total = sum((points for _, points in worth), Fraction(0))
        return sum_of_parts(ask, award_parts(ask, [(part, ask.full * points / total) for part, points in worth]))
