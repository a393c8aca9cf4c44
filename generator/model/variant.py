"""A standard with every alternative reading of it worked out, so that a verdict can be tried under all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, Literal

from generator.model.standard import RuleT, Standard


@dataclass(frozen=True, slots=True)
class Counting:
    """How a total becomes a verdict."""

    not_applicable: Literal["full", "zero", "rescale"] = "full"
    blockers: bool = True  # whether a required item at 0 blocks
    round_to: int | None = None  # None: the exact total is compared


CHOSEN = Counting()


@dataclass(frozen=True)
class Variant(Generic[RuleT]):
    """The standard under one alternative reading, or under all strict or all lenient ones."""

    reading: str
    alternative: str
    standard: Standard[RuleT]
    changed: frozenset[str]  # ids of the items, and ``basic N``, whose data differ from the chosen reading
    counting: Counting = field(default_factory=lambda: CHOSEN)


@dataclass(frozen=True)
class Edition(Generic[RuleT]):
    """A standard, the variants of its readings, and the digest of its files."""

    standard: Standard[RuleT]
    variants: tuple[Variant[RuleT], ...]
    digest: str
    places: Any = None  # clause id → Position of its row, for links into the repository
