"""``years_present``: the last complete calendar years, each judged by a rule."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from generator.model.dossier import Cycle
from generator.model.inputs import Count
from generator.model.rule import Needs
from generator.model.scorecard import Award, Outcome
from generator.model.text import Text, reason
from generator.score.ask import Ask, answer
from generator.score.rules.base import RuleBase, sum_of_parts

if TYPE_CHECKING:
    from generator.score.rules import Rule


def years_due(cycle: Cycle, years: int) -> tuple[int, ...]:
    """The last ``years`` complete calendar years up to the data year; for a young firm, those since it was founded.

    The year of foundation counts only when it is complete (founded on 1 January); one year is always due.
    """
    founded = cycle.factory.founded
    first = founded.year if (founded.month, founded.day) == (1, 1) else founded.year + 1
    last = cycle.data_year
    return tuple(year for year in range(last - years + 1, last + 1) if year >= first) or (last,)


class YearsPresent(RuleBase):
    """Full marks shared equally by the years due; ``prorate: false`` gives full marks or nothing."""

    kind: Literal["years_present"]
    years: Count
    year: Rule
    prorate: bool = True
    young: Literal["since_founding", "all_years"] = "since_founding"

    def needs(self) -> Needs:
        return Needs(year=self.year.needs())

    def award(self, ask: Ask) -> Award:
        cycle = ask.case.cycle
        last_years = tuple(range(cycle.data_year - self.years + 1, cycle.data_year + 1))
        due = years_due(cycle, self.years) if self.young == "since_founding" else last_years
        share = ask.full / len(due)
        awards = tuple(
            replace(
                answer(ask.of_year(year, share), self.year, None),
                part=str(year),
                title=Text(zh=f"{year} 年", en=str(year)),
            )
            for year in due
        )
        young = (reason("years.young", count=str(len(due)), of=str(self.years)),) if len(due) < self.years else ()
        award = sum_of_parts(ask, awards, *young)
        if self.prorate or award.outcome in (Outcome.MET, Outcome.PENDING):
            return award
        return ask.award(Fraction(0), reason("years.incomplete"), *young, parts=awards)
