"""Conflicts between factories: only the later claimant gets the finding; an earlier one is never touched.

Precedence: the first merge of the folder (git), then the first public notice, then the name of the folder.
(The date of a seal comes first once there are seals.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.model.city import History
from generator.model.dossier import Cycle, Dossier, Instrument
from generator.model.finding import Finding, finding

_SERIAL = re.compile(r"(?P<prefix>.*?)(?P<digits>[0-9]{1,18})")
FILE = "instruments.yaml"


@dataclass(frozen=True)
class Conflicts:
    """What conflicts cost: slugs that are left out, and instruments (cycle id, index) that do not count."""

    left_out: frozenset[str]
    lost: frozenset[tuple[str, int]]


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
    taken: dict[tuple[str, str], list[tuple[int, int, str, int]]] = {}
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


def _claim(
    cycle: Cycle, index: int, row: Instrument, taken: dict[tuple[str, str], list[tuple[int, int, str, int]]]
) -> Finding | None:
    """Enter a row's serial range; a finding where another claim took part of it before.

    The same range for the same claim year, seen from another cycle of the same factory, is the same claim.
    """
    at = cycle.at(FILE, "instruments", index)
    for key, low, high in serials(row):
        ranges = taken.setdefault((row.registry, key), [])
        for other_low, other_high, slug, year in ranges:
            if low <= other_high and other_low <= high and (slug, year) != (cycle.factory.slug, row.claim_year):
                serial = f"{row.serial_from} – {row.serial_to or row.serial_from}"
                return finding("conflict.serial", at, registry=row.registry, serial=serial, first=slug)
        ranges.append((low, high, cycle.factory.slug, row.claim_year))
    return None


def serials(row: Instrument) -> Iterator[tuple[str, int, int]]:
    """(prefix, first, last) of a range of serial numbers; a serial without digits is a range of its own."""
    if row.serial_from is None:
        return
    first = _SERIAL.fullmatch(row.serial_from)
    last = _SERIAL.fullmatch(row.serial_to or row.serial_from)
    if first is None or last is None or first["prefix"] != last["prefix"]:
        yield row.serial_from, 0, 0
        return
    low, high = int(first["digits"]), int(last["digits"])
    yield first["prefix"], min(low, high), max(low, high)
