"""Outlooks for pages: the line of a total over time, and what lapses in the city month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from generator.model.city import Assessed, City
from generator.model.number import rounded
from generator.model.outlook import Outlook, Step
from generator.render.figures import along

#: The drawing, in px: the line lies between TOP and BOTTOM, the years stand below.
TOP, BOTTOM, HEIGHT = 26, 150, 176
#: Of the scale only what the line needs is drawn: whole tens, at least two of them.
TEN = 10
#: Days within which two words of the time axis would meet.
CLOSE = Fraction(12, 100)


@dataclass(frozen=True)
class Tread:
    """One level of the line: from x, so wide (both in %), at y and the y before it (px)."""

    x: str
    width: str
    end: str
    y: str
    before: str
    height: str  # down to the bottom


@dataclass(frozen=True)
class Line:
    """The total of a cycle over time, ready to be drawn."""

    treads: tuple[Tread, ...]
    years: tuple[tuple[str, int], ...]  # where the first day of a year lies
    today: str | None
    late: bool  # today lies so far right that its word must end at its mark
    mark: str  # y of the pass mark
    floor: int
    ceiling: int
    height: int = HEIGHT
    bottom: int = BOTTOM
    top: int = TOP


def line(outlook: Outlook, full: Fraction) -> Line | None:
    """The line of an outlook; None where there is no stretch of time to draw."""
    span = Fraction((outlook.until - outlook.reference_date).days)
    if span <= 0:
        return None
    steps = (outlook.start, *outlook.steps)
    totals = [outlook.pass_mark, *(step.total for step in steps)]
    ceiling = min(-(-max(totals) // TEN) * TEN, int(full))
    floor = max(min((min(totals) - 1) // TEN * TEN, ceiling - 2 * TEN), 0)

    def x(day: date) -> str:
        return along(Fraction((day - outlook.reference_date).days), span)

    def y(total: Fraction) -> str:
        return str(rounded(TOP + (ceiling - total) / Fraction(ceiling - floor) * (BOTTOM - TOP), 1))

    ends = [*(step.on for step in outlook.steps), outlook.until]
    treads, before = [], y(outlook.start.total)
    for step, end in zip(steps, ends, strict=True):
        here = y(step.total)
        width, height = along(Fraction((end - step.on).days), span), str(rounded(BOTTOM - Fraction(here), 1))
        treads.append(Tread(x(step.on), width, x(end), here, before, height))
        before = here
    share = Fraction((outlook.as_of - outlook.reference_date).days) / span
    years = range(outlook.reference_date.year + 1, outlook.until.year + 1)
    return Line(
        treads=tuple(treads),
        years=tuple((x(date(year, 1, 1)), year) for year in years if _room(date(year, 1, 1), outlook, span)),
        today=x(outlook.as_of) if 0 < share < 1 else None,
        late=share > 1 - CLOSE,
        mark=y(outlook.pass_mark),
        floor=floor,
        ceiling=ceiling,
    )


def _room(day: date, outlook: Outlook, span: Fraction) -> bool:
    """Whether a year may be written at its first day without leaving the drawing."""
    return Fraction((outlook.until - day).days) / span > CLOSE


@dataclass(frozen=True)
class Renewal:
    """One day on which something of one cycle lapses."""

    one: Assessed
    outlook: Outlook
    step: Step

    @property
    def due(self) -> date:
        """The last valid day."""
        return self.step.lapsing[0].last

    @property
    def month(self) -> str:
        return self.due.isoformat()[:7]

    @property
    def turns_verdict(self) -> bool:
        return self.step in (self.outlook.fall, self.outlook.below)


@dataclass(frozen=True)
class Month:
    """What lapses in a month, in all."""

    name: str  # 2027-04
    renewals: tuple[Renewal, ...]

    @property
    def factories(self) -> int:
        return len({renewal.one.cycle.factory.slug for renewal in self.renewals})

    @property
    def documents(self) -> int:
        """Entries of the registers; a management system's certificate is one of them already."""
        return sum(turn.what == "evidence" for renewal in self.renewals for turn in renewal.step.lapsing)

    @property
    def points(self) -> Fraction:
        return sum((renewal.step.difference for renewal in self.renewals), Fraction(0))

    @property
    def falls(self) -> int:
        return sum(renewal.turns_verdict for renewal in self.renewals)


def renewals(city: City) -> tuple[Renewal, ...]:
    """Everything that lapses after the reference dates of the newest cycles, by the last valid day."""
    found = (Renewal(one, outlook, step) for one, outlook in of_newest(city) for step in outlook.steps if step.lapsing)
    return tuple(sorted(found, key=lambda one: (one.due, one.one.cycle.id)))


def of_newest(city: City) -> Iterator[tuple[Assessed, Outlook]]:
    """The newest shown cycle of each factory, with its outlook."""
    for one in city.newest:
        if one.cycle.id in city.outlooks:
            yield one, city.outlooks[one.cycle.id]


def months(found: Iterable[Renewal]) -> tuple[Month, ...]:
    """Renewals by month, in order; months without any are left out."""
    by_month: defaultdict[str, list[Renewal]] = defaultdict(list)
    for renewal in found:
        by_month[renewal.month].append(renewal)
    return tuple(Month(name, tuple(by_month[name])) for name in sorted(by_month))


def falling(city: City) -> Mapping[str, tuple[tuple[Assessed, Outlook, Step], ...]]:
    """Cycles that stop being reached (``fall``), and totals that go below the mark (``below``): soonest first."""
    pairs = tuple(of_newest(city))
    fall = [(one, outlook, outlook.fall) for one, outlook in pairs if outlook.fall]
    below = [(one, outlook, outlook.below) for one, outlook in pairs if outlook.below]
    return {
        name: tuple(sorted(found, key=lambda each: (each[2].on, each[0].cycle.id)))
        for name, found in (("fall", fall), ("below", below))
    }
