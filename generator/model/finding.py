"""A finding: what is wrong, where, and with which words. Data, never an exception.

A finding names a code and its parameters; severity, message, hint and example are data, in
``content/i18n/findings.yaml``, read once into a :class:`Catalogue`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.model.text import Text


class Severity(StrEnum):
    """What a finding does to its factory."""

    ERROR = "error"  # cannot be read or trusted: the factory is left out
    WARNING = "warning"  # published and shown
    NOTE = "note"  # a fall-back was taken


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; lines and columns count from 1, the file is relative to the repository."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` stands in the catalogue; ``params`` fill its message, in the order they were given."""

    code: str
    at: Position
    params: tuple[tuple[str, str], ...] = ()


def finding(code: str, at: Position, /, **params: object) -> Finding:
    """The one way to make a finding; every parameter becomes text that any sink can print."""
    return Finding(code, at, tuple((key, visible(str(value))) for key, value in params.items()))


def visible(text: str) -> str:
    """Text with U+FFFD for every character that would steer a terminal or a reader's eye, or cannot be written.

    A finding quotes what is wrong, and a file name is whatever bytes a stranger chose: control and format
    characters, line ends, and the halves of a character that stand for bytes that are no UTF-8.
    """
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(one) in _UNPRINTED else one for one in text)


_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the catalogue: what a code means and what to do about it."""

    code: str
    severity: Severity
    message: Text
    hint: Text
    example: str
    private: bool = False  # for the submitter only: what it names must not be pointed at in public


@dataclass(frozen=True, slots=True)
class Described:
    """A finding with its words, in one language."""

    code: str
    severity: Severity
    at: Position
    message: str
    hint: str
    example: str


@dataclass(frozen=True)
class Catalogue:
    """Every finding code the program can raise."""

    kinds: Mapping[str, Kind] = field(default_factory=dict)

    def severity(self, found: Finding) -> Severity:
        """The severity of a finding's code; a code without a row is an error of ours (KeyError)."""
        return self.kinds[found.code].severity

    def is_private(self, found: Finding) -> bool:
        """Whether a finding is for the submitter only and never published."""
        return self.kinds[found.code].private

    def is_error(self, found: Finding) -> bool:
        return self.severity(found) is Severity.ERROR

    def describe(self, found: Finding, lang: str = "zh") -> Described:
        """The finding in words (``lang``: ``zh`` or ``en``)."""
        kind, params = self.kinds[found.code], dict(found.params)
        return Described(
            code=found.code,
            severity=kind.severity,
            at=found.at,
            message=kind.message.in_(lang).format(**params),
            hint=kind.hint.in_(lang).format(**params),
            example=kind.example,
        )

    def errors(self, findings: Iterable[Finding]) -> list[Finding]:
        return [one for one in findings if self.is_error(one)]
