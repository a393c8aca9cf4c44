"""Everything that is known after scoring: what the pages and the open data are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.model.dossier import Cycle, Factory
from generator.model.finding import Catalogue, Finding, Position
from generator.model.ledger import Account
from generator.model.outlook import Outlook
from generator.model.reference import Factors
from generator.model.scorecard import Scorecard
from generator.model.text import Phrases, Text
from generator.model.validity import Foresight
from generator.model.variant import Edition


@dataclass(frozen=True)
class Reference:
    """Reference data of the city and the sector: codes with their names."""

    districts: Mapping[str, Text] = field(default_factory=dict)
    historic_districts: Mapping[str, Text] = field(default_factory=dict)
    industries: Mapping[str, Text] = field(default_factory=dict)
    discrete: frozenset[str] = frozenset()  # divisions of discrete manufacturing
    factors: Factors = field(default_factory=Factors)
    foresight: Foresight = field(default_factory=Foresight)


@dataclass(frozen=True)
class Commit:
    """A commit: its id and the day it was made."""

    id: str
    on: date


@dataclass(frozen=True)
class History:
    """What version control knows: the last commit of each file and the first of each factory."""

    last: Mapping[str, Commit] = field(default_factory=dict)
    first: Mapping[str, int] = field(default_factory=dict)  # slug → seconds since 1970
    repository: str = ""  # address of the repository's web pages, without a trailing slash

    def link(self, at: Position) -> str | None:
        """The address of a line as it stood in the last commit that touched its file; None without one."""
        commit = self.last.get(at.file)
        if not self.repository or commit is None:
            return None
        return f"{self.repository}/blob/{commit.id}/{at.file}#L{at.line}"


@dataclass(frozen=True)
class Assessed:
    """One cycle with its scorecard and what was found in it."""

    cycle: Cycle
    edition: Edition[Any]
    account: Account
    scorecard: Scorecard
    findings: tuple[Finding, ...] = ()

    @property
    def public(self) -> bool:
        return self.cycle.public_since is not None

    @property
    def draft(self) -> bool:
        return not self.public


@dataclass(frozen=True)
class Notice:
    """A cycle that is left out but keeps its address: what stands there instead."""

    slug: str
    cycle: str
    names: Text
    was_public: bool
    findings: tuple[Finding, ...]
    withheld: int = 0  # findings that are for the submitter only


@dataclass(frozen=True)
class City:
    """The whole result of the stages before rendering."""

    editions: Mapping[str, Edition[Any]]
    assessed: tuple[Assessed, ...]
    notices: tuple[Notice, ...]
    findings: tuple[Finding, ...]
    reference: Reference
    history: History
    catalogue: Catalogue
    phrases: Phrases
    as_of: date
    preview: bool = False
    outlooks: Mapping[str, Outlook] = field(default_factory=dict)  # by the id of the cycle; empty until it is asked for

    @property
    def shown(self) -> tuple[Assessed, ...]:
        """The cycles that are published: the public ones, in the preview all."""
        return tuple(one for one in self.assessed if one.public or self.preview)

    @property
    def newest(self) -> tuple[Assessed, ...]:
        """The newest shown cycle of each factory, latest public notice first."""
        newest = {one.cycle.factory.slug: one for one in sorted(self.shown, key=lambda one: one.cycle.name)}
        return tuple(sorted(newest.values(), key=_latest_first))

    def cycles_of(self, factory: Factory) -> tuple[Assessed, ...]:
        """The shown cycles of a factory, newest first."""
        own = (one for one in self.shown if one.cycle.factory.slug == factory.slug)
        return tuple(sorted(own, key=lambda one: one.cycle.name, reverse=True))


def _latest_first(one: Assessed) -> tuple[int, str]:
    since = one.cycle.public_since or date.max
    return -since.toordinal(), one.cycle.factory.slug
