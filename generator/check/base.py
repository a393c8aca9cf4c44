"""What a check looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.model.city import Reference
from generator.model.dossier import Claim, Cycle
from generator.model.rule import Needs
from generator.model.source import Path
from generator.model.standard import Basic, Condition
from generator.model.variant import Edition

ASSESSMENT = "assessment.yaml"


@dataclass(frozen=True)
class Subject:
    """One cycle before one edition of a standard."""

    cycle: Cycle
    edition: Edition[Any]
    reference: Reference


@dataclass(frozen=True)
class Node:
    """A place in the claims where something may be answered: what is there, and what may be there."""

    path: Path
    claim: Claim | None
    needs: Needs
    kinds: tuple[str, ...]
    applicable_when: Condition | None
    title: str
    known_facts: frozenset[str]

    @property
    def name(self) -> str:
        """The item and the way to the part: ``basic 3``, or an id and ``· time``."""
        section, row, *rest = map(str, self.path)
        inner = (key for key in rest if key not in ("parts", "years"))
        return " · ".join((f"basic {row}" if section == "basic" else row, *inner))


def nodes(subject: Subject) -> Iterator[Node]:
    """Every item, basic requirement, part and year of the table, in document order."""
    assessment = subject.cycle.assessment
    others = _facts_of_variants(subject.edition)
    for row in subject.edition.standard.rows().values():
        if isinstance(row, Basic):
            path, claim = ("basic", str(row.no)), assessment.basic.get(str(row.no))
        else:
            path, claim = ("indicators", row.id), assessment.indicators.get(row.id)
        more = others.get(row.key, frozenset())
        yield from _walk(path, claim, row.rule.needs(), row.evidence, row.applicable_when, row.title.zh, more)


def _walk(
    path: Path,
    claim: Claim | None,
    needs: Needs,
    kinds: tuple[str, ...],
    applicable_when: Condition | None,
    title: str,
    more: frozenset[str],
) -> Iterator[Node]:
    yield Node(path, claim, needs, kinds, applicable_when, title, frozenset(needs.facts) | more)
    for part in needs.parts:
        inner = claim.parts.get(part.id) if claim else None
        here = (*path, "parts", part.id)
        yield from _walk(here, inner, part.needs(), part.evidence or kinds, part.applicable_when, part.title.zh, more)
    if needs.year is not None and claim:
        for year, inner in claim.years.items():
            yield from _walk((*path, "years", str(year)), inner, needs.year, kinds, None, f"{title} {year}", more)


def _facts_of_variants(edition: Edition[Any]) -> dict[str, frozenset[str]]:
    """Facts that an item asks for only under another reading: they may be claimed as well."""
    facts: dict[str, set[str]] = {}
    for variant in edition.variants:
        rows = variant.standard.rows()
        for key in variant.changed:
            facts.setdefault(key, set()).update(facts_of(rows[key].rule.needs()))
    return {key: frozenset(names) for key, names in facts.items()}


def facts_of(needs: Needs) -> Iterator[str]:
    """The facts of a rule and of every rule inside it."""
    yield from needs.facts
    for part in needs.parts:
        yield from facts_of(part.needs())
    if needs.year is not None:
        yield from facts_of(needs.year)
