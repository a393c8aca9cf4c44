"""``lookup``: a grade or an option, each with its points."""

from __future__ import annotations

from typing import Annotated, Literal

from generator.model.inputs import LISTED, Input, Name
from generator.model.rule import Choice, Needs
from generator.model.scorecard import Award
from generator.model.standard import Exact
from generator.model.text import Text, reason
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase, number


class Option(Input):
    """An option and the share of full marks that it earns."""

    id: Name
    title: Text
    share: Exact


class Lookup(RuleBase):
    """Full marks × the share of the option that the claim chooses."""

    kind: Literal["lookup"]
    options: Annotated[tuple[Option, ...], LISTED]

    def needs(self) -> Needs:
        return Needs(choices=tuple(Choice(option.id, option.title) for option in self.options))

    def award(self, ask: Ask) -> Award:
        chosen = next((one for one in self.options if ask.claim and one.id == ask.claim.choice), None)
        if chosen is None:
            return ask.pending(reason("lookup.missing"))
        points = ask.full * chosen.share
        said = reason("lookup.chosen", option=chosen.title, points=number(points))
        return ask.uncarried(said) if points and not ask.carried() else ask.award(points, said)
