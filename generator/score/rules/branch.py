"""``branch``: cases in the order of the text; the first that applies is judged, never the easiest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

from generator.model.inputs import LISTED
from generator.model.rule import Needs
from generator.model.scorecard import Award, Outcome
from generator.model.standard import Part
from generator.model.text import reason
from generator.score.ask import NO_CLAIM, Ask
from generator.score.rules.base import RuleBase, award_parts

if TYPE_CHECKING:
    from generator.score.rules import Rule


class Branch(RuleBase):
    """The award of the first case that the claim does not set aside with ``applicable: false`` and a reason.

    A case is set aside only where its evidence carries that; in the evidenced layer a case that is set aside
    without it leaves the whole unproven, because the case that then applies is not known.
    """

    kind: Literal["branch"]
    parts: Annotated[tuple[Part[Rule], ...], LISTED]

    def needs(self) -> Needs:
        return Needs(parts=self.parts)

    def award(self, ask: Ask) -> Award:
        passed: list[Award] = []
        for part in self.parts:
            (award,) = award_parts(ask, [(part, ask.full)])
            claim = (ask.claim or NO_CLAIM).parts.get(part.id, NO_CLAIM)
            if award.outcome is not Outcome.NOT_APPLICABLE:
                said = reason("branch.taken", part=part.title)
                whole = ask.award(award.points, said, outcome=award.outcome, parts=(*passed, award))
                return replace(whole, vacuous=award.vacuous)
            passed.append(replace(award, points=award.points * 0, vacuous=award.vacuous * 0))
            if not award.points and ask.full:
                title = part.title
                why = reason("branch.unproven", part=title, reason=claim.reason or "—")
                return ask.award(award.points, why, outcome=Outcome.NOT_MET, parts=tuple(passed))
        return ask.pending(reason("branch.none"), parts=tuple(passed))
