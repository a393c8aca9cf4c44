"""Facts: the figures that rules ask for, as sums of terms that can be followed to a line of a file.

``value = Σ numerator ÷ Σ denominator`` (the numerator alone where there is no denominator). Because every term
names its place and its evidence, "carried as far as its inputs are" is one formula (docs/adr/0008): the numerator
is summed over the carried terms only, the denominator always over all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from generator.model.finding import Position
from generator.model.text import Reason, Text

Carried = Callable[["Term"], bool]


@dataclass(frozen=True, slots=True)
class Term:
    """One input of a fact: its amount in the unit of the fact, and where it stands."""

    amount: Fraction
    label: str | Text | Reason
    at: Position
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """A figure with its inputs. ``unit`` is None for a plain number or a share (then 0–1).

    ``denominator`` is None for a sum; for a quotient it holds terms, and without any there is no figure.
    """

    name: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] | None = None
    unit: str | None = None
    claimed: bool = False

    @cached_property
    def value(self) -> Fraction | None:
        """The figure over all terms; None where there is a denominator and it is 0."""
        return self.over(self.numerator, self.denominator)

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.numerator + (self.denominator or ())

    def carried_value(self, carried: Carried) -> Fraction | None:
        """The figure with only the carried terms in the numerator: never above :attr:`value`.

        What lowers the denominator raises the figure: such a term counts only where it is carried too.
        """
        below = self.denominator
        if below is not None:
            below = tuple(term for term in below if term.amount >= 0 or carried(term))
        return self.over(tuple(term for term in self.numerator if carried(term)), below)

    def over(self, numerator: tuple[Term, ...], denominator: tuple[Term, ...] | None) -> Fraction | None:
        """Σ numerator ÷ Σ denominator; None where there is a denominator and it is 0."""
        top = sum((term.amount for term in numerator), Fraction(0))
        if denominator is None:
            return top
        bottom = sum((term.amount for term in denominator), Fraction(0))
        return top / bottom if bottom else None


#: Facts by name; a fact of one year stands under ``name@year``, one of several of a kind under ``name[key]``.
Facts = Mapping[str, Fact]


def base_name(name: str) -> str:
    """The name under which a fact is declared in the standard: without year and key."""
    return name.partition("@")[0].partition("[")[0]
