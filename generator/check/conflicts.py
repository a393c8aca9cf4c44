"""Conflicts between factories: only the later claimant gets the finding; an earlier one is never touched.

Precedence: the first merge of the folder (git), then the first public notice, then the name of the folder.
(The date of a seal comes first once there are seals.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.model.city import History
from generator.model.dossier import Cycle, Dossier, Instrument
from generator.model.finding import Finding, finding

_SERIAL = re.compile(r"(?P<prefix>.*?)(?P<digits>[0-9]{1,18})")
FILE = "instruments.yaml"
LAST = 10**18 - 1  # of 18 digits


@dataclass(frozen=True)
class Conflicts:
    """What conflicts cost: slugs that are left out, and instruments (cycle id, index) that do not count."""

    left_out: frozenset[str]
    lost: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A range of serial numbers that is claimed."""

    low: int
    high: int
    slug: str
    cycle: str
    year: int


def check_conflicts(dossiers: Iterable[Dossier], history: History) -> tuple[Conflicts, list[Finding]]:
    """Credit codes used twice, and serial numbers of certificates and credits claimed twice."""
    ordered = sorted(dossiers, key=lambda one: precedence(one, history))
    findings: list[Finding] = []
    codes: dict[str, str] = {}
    left_out: set[str] = set()
    for dossier in ordered:
        first = codes.setdefault(dossier.factory.uscc, dossier.slug)
        if first != dossier.slug:
            left_out.add(dossier.slug)
            at = dossier.tree.at("uscc")
            findings.append(finding("conflict.credit-code", at, code=dossier.factory.uscc, first=first))
    lost: set[tuple[str, int]] = set()
    taken: dict[tuple[str, str], list[_Taken]] = {}
    for dossier in ordered:
        if dossier.slug in left_out:
            continue
        for cycle in dossier.cycles:
            for index, row in enumerate(cycle.instruments.instruments):
                found = _claim(cycle, index, row, taken)
                if found is not None:
                    lost.add((cycle.id, index))
                    findings.append(found)
    return Conflicts(frozenset(left_out), frozenset(lost)), findings


def precedence(dossier: Dossier, history: History) -> tuple[float, date, str]:
    """Smaller is earlier. A folder that git does not know yet is later than every one that it knows."""
    merged = history.first.get(dossier.slug)
    public = [cycle.public_since for cycle in dossier.cycles if cycle.public_since]
    return (float("inf") if merged is None else merged, min(public, default=date.max), dossier.slug)


def _claim(cycle: Cycle, index: int, row: Instrument, taken: dict[tuple[str, str], list[_Taken]]) -> Finding | None:
    """Enter a row's serial range; a finding where another claim took part of it before.

    The same range for the same claim year, seen from another cycle of the same factory, is the same claim.
    """
    registry = _folded(row.registry)
    for prefix, low, high in serials(row):
        for other in taken.get((registry, prefix), ()):
            again = other.slug == cycle.factory.slug and other.year == row.claim_year and other.cycle != cycle.name
            if low <= other.high and other.low <= high and not again:
                serial = f"{row.serial_from} – {row.serial_to or row.serial_from}"
                at = cycle.at(FILE, "instruments", index, "serial_from")
                return finding("conflict.serial", at, registry=row.registry, serial=serial, first=other.slug)
    for prefix, low, high in serials(row):
        mine = _Taken(low, high, cycle.factory.slug, cycle.name, row.claim_year)
        taken.setdefault((registry, prefix), []).append(mine)
    return None


def serials(row: Instrument) -> Iterator[tuple[str, int, int]]:
    """(prefix, first, last) of a range of serial numbers, however it is written.

    A serial without digits is a range of its own. A range from one prefix to another takes the rest of the first
    and the beginning of the second: what lies between them cannot be told, so nothing of either is left over.
    """
    if row.serial_from is None:
        return
    begin, end = _folded(row.serial_from), _folded(row.serial_to or row.serial_from)
    first, last = _SERIAL.fullmatch(begin), _SERIAL.fullmatch(end)
    if first is None or last is None:
        yield from ((text, 0, 0) for text in dict.fromkeys((begin, end)))
    elif first["prefix"] != last["prefix"]:
        yield first["prefix"], int(first["digits"]), LAST
        yield last["prefix"], 0, int(last["digits"])
    else:
        low, high = int(first["digits"]), int(last["digits"])
        yield first["prefix"], min(low, high), max(low, high)


def _folded(text: str) -> str:
    """Text as it is compared: NFKC, case-folded, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
