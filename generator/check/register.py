"""The evidence register: its entries, and every id that is cited anywhere in the cycle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.check.base import Subject
from generator.model.dossier import EvidenceEntry
from generator.model.finding import Finding, Position, finding

REGISTER = "evidence.yaml"


def check_register(subject: Subject) -> Iterator[Finding]:
    """Kinds, dates, duplicates, visibility; ids cited but not listed, and listed but not cited."""
    cycle = subject.cycle
    head = subject.edition.standard.head
    for id_, entry in cycle.evidence.items():
        kind = head.evidence_kinds.get(entry.kind)
        if kind is None:
            at = cycle.at(REGISTER, "evidence", id_, "kind")
            yield finding("evidence.unknown-kind", at, id=id_, kind=entry.kind)
            continue
        if entry.level is not None and entry.level not in head.evidence_levels:
            at = cycle.at(REGISTER, "evidence", id_, "level")
            yield finding(
                "evidence.unknown-level",
                at,
                id=id_,
                level=entry.level,
                levels=", ".join(head.evidence_levels),
            )
        yield from _dates(subject, id_, entry, expires=kind.expires, periodic=kind.periodic)
        yield from _visibility(subject, id_, entry)
    yield from _duplicates(subject)
    cited: dict[str, Position] = {}
    for id_, at in citations(subject):
        cited.setdefault(id_, at)
        if id_ not in cycle.evidence:
            yield finding("evidence.unknown", at, id=id_)
    for id_ in cycle.evidence:
        if id_ not in cited:
            yield finding("evidence.unused", cycle.key_at(REGISTER, "evidence", id_), id=id_)


def _dates(subject: Subject, id_: str, entry: EvidenceEntry, *, expires: bool, periodic: bool) -> Iterator[Finding]:
    cycle = subject.cycle
    here = ("evidence", id_)
    if entry.expires is not None and entry.expires < entry.issued:
        at = cycle.at(REGISTER, *here, "expires")
        yield finding("date.order", at, first=entry.issued.isoformat(), then=entry.expires.isoformat())
    elif entry.expires is not None and entry.expires < cycle.reference_date and expires:
        at = cycle.at(REGISTER, *here, "expires")
        yield finding(
            "evidence.expired",
            at,
            id=id_,
            date=entry.expires.isoformat(),
            reference=cycle.reference_date.isoformat(),
        )
    if expires and entry.expires is None:
        yield finding("evidence.no-expiry", cycle.at(REGISTER, *here), id=id_)
    if entry.issued > cycle.reference_date:
        at = cycle.at(REGISTER, *here, "issued")
        yield finding(
            "evidence.not-yet",
            at,
            id=id_,
            date=entry.issued.isoformat(),
            reference=cycle.reference_date.isoformat(),
        )
    if periodic and not entry.covers:
        yield finding("evidence.no-years", cycle.at(REGISTER, *here), id=id_)


def _visibility(subject: Subject, id_: str, entry: EvidenceEntry) -> Iterator[Finding]:
    """The repository is readable by the world: what is not public has no number, file or address here."""
    if entry.visibility == "public":
        return
    for key in ("number", "file", "url"):
        if getattr(entry, key) is not None:
            at = subject.cycle.at(REGISTER, "evidence", id_, key)
            yield finding("evidence.not-public", at, id=id_, key=key)


def _duplicates(subject: Subject) -> Iterator[Finding]:
    """Two entries that are one document: the same number of the same issuer, or the same hash."""
    seen: dict[tuple[str, ...], str] = {}
    for id_, entry in subject.cycle.evidence.items():
        marks: list[tuple[str, ...]] = []
        marks += [("number", entry.issuer, entry.number)] if entry.number else []
        marks += [("sha256", entry.sha256)] if entry.sha256 else []
        marks += [("file", entry.file)] if entry.file and not entry.sha256 else []
        for mark in marks:
            first = seen.setdefault(mark, id_)
            if first != id_:
                at = subject.cycle.at(REGISTER, "evidence", id_, mark[0])
                yield finding("evidence.duplicate", at, id=id_, first=first)


def citations(subject: Subject) -> Iterator[tuple[str, Position]]:
    """Every evidence id cited in the cycle's files, with its place."""
    for file, tree in subject.cycle.trees.items():
        if file in (REGISTER, "factory.yaml"):
            continue
        for path in _lists(tree.data, ()):
            for index, id_ in enumerate(_at(tree.data, path)):
                if isinstance(id_, str):
                    yield id_, tree.at(*path, index)


def _lists(data: object, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The paths of every list under a key ``evidence``."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "evidence" and isinstance(value, list):
                yield (*path, key)
            else:
                yield from _lists(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _lists(value, (*path, index))


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        data = data[key]
    return data
