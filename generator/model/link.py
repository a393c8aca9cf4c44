"""Links to other hosts: where they stand, how they answered, and since when they fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from generator.model.finding import Position


class Answered(StrEnum):
    """What came of asking for a link."""

    ALIVE = "alive"
    RESTRICTED = "restricted"  # somebody answers, but not us (401, 403, 429, 451): alive as far as one can tell
    FAILED = "failed"
    REFUSED = "refused"  # not asked: no https, or it leads where a stranger must not send us


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; ``why`` is a status (``HTTP 404``) or a word of :data:`generator.links.ask.WHY`."""

    answered: Answered
    why: str = ""
    moved_to: str = ""  # where it has moved to for good


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is stored of a link between runs."""

    asked: date | None = None  # the last day on which it was asked for
    failing_since: date | None = None
    failed_days: int = 0  # days on which it was asked for and failed, in a row
    why: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A link of one run."""

    url: str
    places: tuple[Position, ...]
    answer: Answer
    remembered: Remembered
    dead: bool  # it failed for longer than the grace period


@dataclass(frozen=True)
class LinkReport:
    """A run: what was asked, and how many links were left for the next one."""

    asked: tuple[Asked, ...] = ()
    left: int = 0
    memory: Mapping[str, Remembered] = field(default_factory=dict)
