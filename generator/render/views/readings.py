"""The verdict under every reading, joined with the words of the readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.model.scorecard import ReadingResult, Scorecard
from generator.model.standard import Alternative, Group, Reading, Standard


@dataclass(frozen=True)
class Tried:
    """One alternative reading, tried; ``reading`` is None for all strict or all lenient ones together."""

    result: ReadingResult
    reading: Reading | None
    alternative: Alternative | None
    other_verdict: bool
    same: bool  # neither total nor verdict differ


def tried(card: Scorecard, standard: Standard[Any]) -> tuple[Tried, ...]:
    """Every result in the order of the standard, those that change the verdict first."""
    by_id = {reading.id: reading for reading in standard.readings}
    made = tuple(_tried(result, card, by_id.get(result.reading)) for result in card.readings)
    return tuple(sorted(made, key=lambda one: (not one.other_verdict, one.same)))


def _tried(result: ReadingResult, card: Scorecard, reading: Reading | None) -> Tried:
    named = {one.id: one for one in reading.readings} if reading else {}
    other = result.verdict is not card.verdict
    same = not other and result.total == card.total.published
    return Tried(result, reading, named.get(result.alternative), other, same)


def of_clause(standard: Standard[Any], clause: str) -> tuple[Reading, ...]:
    """The readings that speak of a clause: an indicator's id, or ``basic N``."""
    return tuple(reading for reading in standard.readings if reading.clause == clause)


def touching(standard: Standard[Any], clause: str) -> tuple[Reading, ...]:
    """The readings of other clauses, or of the whole table, that would change how this one is scored."""
    return tuple(reading for reading in standard.readings if reading.clause != clause and clause in _changed(reading))


def shifting(results: Iterable[Tried], id_: str) -> tuple[Tried, ...]:
    """The alternatives under which the points of an indicator differ, all strict or lenient ones together left out."""
    return tuple(one for one in results if one.reading and id_ in one.result.changed)


@dataclass(frozen=True)
class Section:
    """The readings of the whole table (``group`` and ``basic`` unset), of the basic requirements, or of a group."""

    readings: tuple[Reading, ...]
    group: Group[Any] | None = None
    basic: bool = False


def sections(standard: Standard[Any]) -> tuple[Section, ...]:
    """Every reading, in the order of the table; sections without one are left out."""
    ids = {row.id: group.no for group in standard.groups for row in group.indicators}
    every = standard.readings
    basic = tuple(one for one in every if one.clause.startswith("basic "))
    general = tuple(one for one in every if one not in basic and one.clause not in ids)
    of_groups = (
        Section(tuple(one for one in every if ids.get(one.clause) == group.no), group) for group in standard.groups
    )
    made = (Section(general), Section(basic, basic=True), *of_groups)
    return tuple(section for section in made if section.readings)


def _changed(reading: Reading) -> set[str]:
    return {id_ for one in reading.readings if one.effect for id_ in one.effect.items}
