"""How a cycle would be judged on later days, were nothing renewed and nothing else changed: computed, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from generator.model.finding import Position
from generator.model.scorecard import Outcome, Verdict
from generator.model.validity import ONE_DAY


@dataclass(frozen=True, slots=True)
class Turn:
    """Something whose validity ends, or begins, on a day."""

    what: Literal["evidence", "certificate"]  # an entry of the register, or a management system's certificate
    name: str  # ``E17``; the number of the standard
    on: date  # the first day on which it is so
    lapses: bool
    at: Position
    evidence: tuple[str, ...] = ()  # what stands behind a certificate
    items: tuple[str, ...] = ()  # the indicators that it moves
    gates: tuple[int, ...] = ()  # the basic requirements that it moves

    @property
    def last(self) -> date:
        """The last day before the turn: of what lapses, the day by which it must be renewed."""
        return self.on - ONE_DAY

    @property
    def moves(self) -> bool:
        return bool(self.items or self.gates)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """Published points of one indicator before a day and from that day on."""

    id: str
    before: Fraction
    after: Fraction
    blocks: bool  # whether it is a required item at 0 from then on

    @property
    def difference(self) -> Fraction:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class GateChange:
    """The outcome of one basic requirement before a day and from that day on."""

    no: int
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class Step:
    """One day on which something turns, and how the cycle would be judged from then on."""

    on: date
    turns: tuple[Turn, ...]
    items: tuple[ItemChange, ...]
    gates: tuple[GateChange, ...]
    total: Fraction
    verdict: Verdict
    blockers: tuple[str, ...]
    gates_failed: tuple[int, ...]

    @property
    def difference(self) -> Fraction:
        return sum((change.difference for change in self.items), Fraction(0))

    @property
    def lapsing(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.lapses)

    @property
    def causes(self) -> tuple[Turn, ...]:
        """What lapses and moves something; all that lapses where no single thing can be named."""
        return tuple(turn for turn in self.lapsing if turn.moves) or self.lapsing or self.turns


@dataclass(frozen=True)
class Outlook:
    """A cycle from its reference date to ``until``; between two steps nothing changes."""

    slug: str
    cycle: str
    reference_date: date
    as_of: date  # the day of the build
    until: date
    start: Step  # how it is judged on the reference date: what is published
    steps: tuple[Step, ...]
    pass_mark: Fraction

    @property
    def past(self) -> tuple[Step, ...]:
        """Steps since the reference date that have come already."""
        return tuple(step for step in self.steps if step.on <= self.as_of)

    @property
    def coming(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.on > self.as_of)

    @property
    def now(self) -> Step:
        """How it would be judged on the day of the build."""
        return self.past[-1] if self.past else self.start

    @property
    def end(self) -> Step:
        """How it would be judged at the end of the outlook."""
        return self.steps[-1] if self.steps else self.start

    @property
    def below(self) -> Step | None:
        """The step with which the total falls below the pass mark."""
        return self._ceases(lambda step: step.total >= self.pass_mark)

    @property
    def fall(self) -> Step | None:
        """The step with which the verdict is *reached* no more, for whatever reason."""
        return self._ceases(lambda step: step.verdict is Verdict.REACHED)

    def _ceases(self, holds: Callable[[Step], bool]) -> Step | None:
        """The next step after which something holds no more; where that has happened already, the latest."""
        ends = [step for before, step in pairwise((self.start, *self.steps)) if holds(before) and not holds(step)]
        if holds(self.now):
            return next((step for step in ends if step.on > self.as_of), None)
        return next((step for step in reversed(ends) if step.on <= self.as_of), None)
