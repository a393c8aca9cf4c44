"""What a rule says of itself, so that checking, scaffolding and explaining need not know its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generator.model.inputs import Input
from generator.model.text import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """An option that a claim may choose."""

    id: str
    title: Text


@dataclass(frozen=True)
class Needs:
    """What a claim may hold under one rule; ``parts`` are (id, part) with the parts' own rules inside."""

    state: bool = False
    partial: bool = False
    degree: bool = False
    step: str = ""
    choices: tuple[Choice, ...] = ()
    facts: tuple[str, ...] = ()
    benchmark: tuple[str, ...] = ()  # the bases that may be cited
    parts: tuple[Any, ...] = field(default=())  # of Part
    year: Needs | None = None


class RuleLike(Input):
    """The face that every rule shows to the other rooms."""

    kind: str

    def needs(self) -> Needs:
        """What a claim may hold under this rule."""
        return Needs()
