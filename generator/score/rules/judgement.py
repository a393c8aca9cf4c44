"""``judgement``: what the text leaves to an assessor, in steps, with a rationale."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from generator.model.inputs import LISTED, Input
from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.standard import Exact
from generator.model.text import Text, reason
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase, number


class Step(Input):
    """What a degree means."""

    degree: Exact
    text: Text


class Judgement(RuleBase):
    """Full marks × the degree, which is one of the steps and comes with a statement."""

    kind: Literal["judgement"]
    step: Exact
    steps: Annotated[tuple[Step, ...], LISTED] = ()
    consider: Text

    def needs(self) -> Needs:
        return Needs(degree=True, step=number(self.step * 100))

    def award(self, ask: Ask) -> Award:
        claim = ask.claim
        if claim is None or claim.degree is None:
            return ask.pending(reason("judgement.missing"))
        degree = claim.degree - claim.degree % self.step  # between two steps, the lower one counts
        said = reason("judgement.degree", degree=f"{number(degree * 100)} %", full=number(ask.full))
        why = reason("statement", text=claim.statement) if claim.statement else reason("judgement.no-rationale")
        if ask.layer == "evidenced" and not claim.statement and degree:
            return ask.award(Fraction(0), said, why)
        if degree and not ask.carried():
            return ask.uncarried(said, why)
        return ask.award(ask.full * degree, said, why)
