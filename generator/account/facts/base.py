"""What every fact is computed from, and the shapes that most facts have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from generator.model.city import Reference
from generator.model.dossier import Cycle
from generator.model.fact import Fact, Term
from generator.model.finding import Position
from generator.model.inputs import Row
from generator.model.ledger import Account
from generator.model.number import parse_share
from generator.model.quantity import Quantity, parse_quantity
from generator.model.standard import Head
from generator.model.text import Reason, Text

RowT = TypeVar("RowT", bound=Row)
ONE = Fraction(1)


@dataclass(frozen=True)
class Basis:
    """A cycle with the parameters of its standard, the reference data and the ledger."""

    cycle: Cycle
    head: Head
    reference: Reference
    account: Account

    def number(self, name: str) -> Fraction:
        """A parameter that is a plain number or a share."""
        return parse_share(self.head.parameters[name])

    def quantity(self, name: str) -> Quantity:
        """A parameter with a unit."""
        return parse_quantity(self.head.parameters[name])

    def since(self, months: Fraction) -> date:
        """The day ``months`` before the reference date (the last day of a shorter month)."""
        day = self.cycle.reference_date
        total = day.year * 12 + day.month - 1 - int(months)
        year, month = divmod(total, 12)
        return _clipped(year, month + 1, day.day)

    def within_months(self, day: date, name: str) -> bool:
        """Whether a day lies in the window of months (a parameter) that ends on the reference date."""
        return self.since(self.number(name)) < day <= self.cycle.reference_date

    def within_years(self, day: date, name: str) -> bool:
        return self.since(self.number(name) * 12) < day <= self.cycle.reference_date


def _clipped(year: int, month: int, day: int) -> date:
    for last in range(day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, day)


@dataclass(frozen=True)
class Rows:
    """The rows of one list of one file, with their places."""

    cycle: Cycle
    file: str
    key: str

    def term(self, index: int, row: Row, amount: Fraction, label: str | Text | Reason) -> Term:
        return Term(amount, label, self.cycle.at(self.file, self.key, index), row.evidence)

    def terms(
        self,
        rows: Iterable[RowT],
        amount: Callable[[RowT], Fraction | int | bool],
        label: Callable[[RowT], str | Text | Reason],
    ) -> tuple[Term, ...]:
        """One term for each row whose amount is not 0."""
        made = ((index, row, Fraction(amount(row))) for index, row in enumerate(rows))
        return tuple(self.term(index, row, value, label(row)) for index, row, value in made if value)

    def chosen(
        self, rows: Sequence[RowT], mask: Iterable[bool], label: Callable[[RowT], str | Text | Reason]
    ) -> tuple[Term, ...]:
        """A term of 1 for each row that the mask marks."""
        marked = ((index, row) for index, (row, good) in enumerate(zip(rows, mask, strict=True)) if good)
        return tuple(self.term(index, row, ONE, label(row)) for index, row in marked)


def flag(name: str, label: str | Text | Reason, at: Position, evidence: tuple[str, ...] = (), *, value: bool) -> Fact:
    """1 or 0, with the place it was read from."""
    return Fact(name, (Term(Fraction(value), label, at, evidence),))


def bilingual(names: object) -> Text:
    """A ``Names`` of the dossier as text."""
    return Text(zh=names.zh, en=names.en)  # type: ignore[attr-defined]
