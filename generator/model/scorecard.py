"""What scoring returns: awards with their reasons, items with their layers, a scorecard with its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from generator.model.fact import Fact
from generator.model.finding import Position
from generator.model.text import Reason, Text


class Outcome(StrEnum):
    """How an item, a part or a gate stands."""

    MET = "met"
    PARTIAL = "partial"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    PENDING = "pending"


class Verdict(StrEnum):
    """In the order of precedence."""

    GATE_FAILED = "gate_failed"
    INCOMPLETE = "incomplete"
    BLOCKED = "blocked"
    REACHED = "reached"
    NEEDS_DECISION = "needs_decision"


Layer = Literal["claimed", "evidenced"]
Standing = Literal["confirmed", "mixed", "evidenced"]


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact as a rule used it: the figure of this layer beside the whole one."""

    fact: Fact
    value: Fraction | None  # what this layer counts
    shown: str  # the value in words of the fact's unit
    limit: str = ""  # what it was compared with, e.g. "≥ 70 %"


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited entry of the evidence register and whether it carries here."""

    id: str
    carries: bool
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """Points of an item or a part in one layer, and why. The parts repeat the shape."""

    points: Fraction
    full: Fraction
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    facts: tuple[UsedFact, ...] = ()
    cited: tuple[Cited, ...] = ()
    parts: tuple[Award, ...] = ()
    part: str = ""
    title: Text | None = None
    at: Position | None = None
    vacuous: Fraction = Fraction(0)  # points among `points` that stand on "not applicable"
    veto: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator, scored."""

    id: str
    no: int
    group: int
    required: bool
    full: Fraction
    claimed: Award
    evidenced: Award
    confirmed: Award | None = None

    @property
    def standing(self) -> Award:
        """The award that is published: the confirmed one where it stands, else the evidenced one."""
        return self.confirmed or self.evidenced

    @property
    def published(self) -> Fraction:
        return self.standing.points

    @property
    def outcome(self) -> Outcome:
        return self.standing.outcome

    @property
    def blocks(self) -> bool:
        """A required item at 0; what is pending or not applicable never blocks."""
        free = (Outcome.PENDING, Outcome.NOT_APPLICABLE)
        return self.required and self.published == 0 and self.outcome not in free


@dataclass(frozen=True, slots=True)
class Gate:
    """One basic requirement, judged."""

    no: int
    claimed: Award
    evidenced: Award
    confirmed: Award | None = None

    @property
    def standing(self) -> Award:
        return self.confirmed or self.evidenced

    @property
    def outcome(self) -> Outcome:
        """A gate is met or not: met in part is not met, unless the rest is merely not answered yet."""
        outcome = self.standing.outcome
        if outcome is not Outcome.PARTIAL:
            return outcome
        parts = {part.outcome for part in self.standing.parts}
        waiting = Outcome.PENDING in parts and not parts & {Outcome.NOT_MET, Outcome.PARTIAL}
        return Outcome.PENDING if waiting else Outcome.NOT_MET


@dataclass(frozen=True, slots=True)
class Sums:
    """Points of a group or of the whole, by layer; ``confirmed`` is None where no award of an auditor stands."""

    full: Fraction
    claimed: Fraction
    evidenced: Fraction
    published: Fraction
    confirmed: Fraction | None = None


@dataclass(frozen=True, slots=True)
class GroupSums:
    """Sums of one group."""

    no: int
    sums: Sums


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """The verdict under one alternative reading (or ``all-strict`` / ``all-lenient``)."""

    reading: str
    alternative: str
    total: Fraction
    verdict: Verdict
    changed: tuple[str, ...]  # ids of the items whose points differ


@dataclass(frozen=True)
class Scorecard:
    """One cycle, scored against one standard."""

    slug: str
    cycle: str
    standard: str
    items: tuple[Item, ...]
    gates: tuple[Gate, ...]
    groups: tuple[GroupSums, ...]
    total: Sums
    strict: Fraction  # published with what is not applicable at 0
    rescaled: Fraction  # published with what is not applicable taken out of the scale
    verdict: Verdict
    pass_mark: Fraction
    standing: Standing
    readings: tuple[ReadingResult, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def blockers(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.blocks)

    @property
    def gates_failed(self) -> tuple[Gate, ...]:
        return tuple(gate for gate in self.gates if gate.outcome is Outcome.NOT_MET)

    @property
    def dissenting(self) -> tuple[ReadingResult, ...]:
        """The alternative readings under which the verdict is another."""
        return tuple(result for result in self.readings if result.verdict is not self.verdict)

    @property
    def sensitive(self) -> bool:
        """Whether the verdict depends on how an open clause is read (结论对解释敏感)."""
        return bool(self.dissenting)

    def item(self, id_: str) -> Item:
        return next(item for item in self.items if item.id == id_)
