"""What reading one file brings up: problems, and the words in it that are looked through for personal data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.load.intake.personal import hits

#: Problems of one file that are listed; a hostile file could otherwise yield one per byte.
MOST = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding about a file in the making: its code, what fills its message, line and column where it has lines."""

    code: str
    params: tuple[tuple[str, str], ...] = ()
    line: int = 1
    column: int = 1


class RefusedError(Exception):
    """Nothing more of this file is worth reading; what is wrong stands in the notes."""


@dataclass
class Notes:
    """Kept while one file is read. ``fields`` are pieces of metadata that name a person or a place."""

    problems: list[Problem] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def problem(self, code: str, /, line: int = 1, column: int = 1, **params: object) -> None:
        self.problems.append(Problem(code, _params(params), line, column))

    def refuse(self, code: str, /, **params: object) -> RefusedError:
        """A problem after which reading ends: ``raise notes.refuse(…)``."""
        self.problems.append(Problem(code, _params(params)))
        return RefusedError(code)

    def names(self, what: str) -> None:
        """A piece of metadata that names a person or a place (never its content)."""
        if what not in self.fields:
            self.fields.append(what)

    def text(self, place: str, text: str) -> None:
        """Words of the file, looked through at once and not kept; ``place`` says where in the file they stand.

        The same number is named once, where it is met first.
        """
        for hit in hits(text):
            if hit.mark in self.seen:
                continue
            self.seen.add(hit.mark)
            before = text[: hit.index]
            line, column = before.count("\n") + 1, hit.index - before.rfind("\n")
            if place:  # a file of lines has line numbers, every other one a place
                line = column = 1
            params = (("masked", hit.masked), ("place", place or f"{line}:{column}"))
            self.problems.append(Problem(hit.code, params, line, column))

    def found(self) -> Iterator[Problem]:
        """Every problem, the metadata as one, no more than a person reads."""
        yield from self.problems[:MOST]
        if self.fields:
            yield Problem("evidence.metadata", (("fields", ", ".join(self.fields[:MOST])),))


def _params(params: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((key, str(value)) for key, value in params.items())
