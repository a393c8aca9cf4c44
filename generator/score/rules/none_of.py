"""``none_of``: none of a list of counted things occurred."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from generator.model.inputs import LISTED
from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.text import reason
from generator.score.ask import Ask
from generator.score.rules.base import RuleBase


class NoneOf(RuleBase):
    """Full marks when every fact is 0; one that is above 0 gives 0, one that is missing is pending."""

    kind: Literal["none_of"]
    facts: Annotated[tuple[str, ...], LISTED]

    def needs(self) -> Needs:
        return Needs(facts=self.facts)

    def award(self, ask: Ask) -> Award:
        found = [(name, ask.fact(name)) for name in self.facts]
        used = tuple(
            one for one in (ask.used(name, lower_is_better=True, limit="= 0") for name in self.facts) if one is not None
        )
        occurred = [fact for _, fact in found if fact is not None and fact.value]
        if occurred:
            first = occurred[0]
            why = reason("none_of.occurred", fact=ask.title_of(first.name), value=ask.show(first, first.value))
            return ask.award(Fraction(0), why, facts=used)
        missing = [name for name, fact in found if fact is None]
        if missing:
            return ask.no_fact(missing[0])
        if any(one.value is None for one in used):
            return ask.uncarried(reason("none_of.claimed"), facts=used)
        return ask.award(ask.full, reason("none_of.none", count=str(len(used))), facts=used)
