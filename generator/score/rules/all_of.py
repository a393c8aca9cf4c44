"""``all_of``: every part met, or nothing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from generator.model.inputs import LISTED
from generator.model.rule import Needs
from generator.model.scorecard import Award, Outcome
from generator.model.standard import Part
from generator.model.text import reason
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase, award_parts, stands

if TYPE_CHECKING:
    from generator.score.rules import Rule


class AllOf(RuleBase):
    """Full marks when every part is met or, with grounds, does not apply; else 0."""

    kind: Literal["all_of"]
    parts: Annotated[tuple[Part[Rule], ...], LISTED]

    def needs(self) -> Needs:
        return Needs(parts=self.parts)

    def award(self, ask: Ask) -> Award:
        share = ask.full / len(self.parts)
        awards = award_parts(ask, [(part, share) for part in self.parts])
        missing = [award for award in awards if not stands(award)]
        if not missing:
            award = ask.award(ask.full, reason("all_of.met", count=str(len(awards))), parts=awards)
            vacuous = all(part.outcome is Outcome.NOT_APPLICABLE for part in awards)
            return replace(award, outcome=Outcome.NOT_APPLICABLE) if vacuous else award
        waiting = all(award.outcome is Outcome.PENDING for award in missing)
        outcome = Outcome.PENDING if waiting else Outcome.NOT_MET
        first = missing[0].title or missing[0].part
        why = reason("all_of.missing", count=str(len(missing)), of=str(len(awards)), part=first)
        award = ask.award(Fraction(0), why, outcome=outcome, parts=awards)
        return replace(award, vacuous=Fraction(0))
