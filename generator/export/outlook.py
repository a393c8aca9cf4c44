"""Outlooks as open data: of a cycle, and of the city. Dates are ISO, figures decimal strings with exact twins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.export.json import SCHEMA_VERSION, dumps, figure
from generator.model.city import Assessed, City
from generator.model.outlook import Outlook, Step, Turn
from generator.model.page import Artifact

BASE = "api/v1"


def outlooks(city: City) -> Iterator[Artifact]:
    """One file for each published cycle, and one for the newest cycle of every factory."""
    for one in city.shown:
        if one.cycle.id in city.outlooks:
            path = f"{BASE}/factories/{one.cycle.factory.slug}/{one.cycle.name}/outlook.json"
            yield Artifact(path, dumps(outlook_data(one, city.outlooks[one.cycle.id])))
    if city.outlooks:
        yield Artifact(f"{BASE}/outlook.json", dumps(city_data(city)))


def city_data(city: City) -> dict[str, Any]:
    """The newest shown cycle of every factory: where it stands, now and at the end, and when it falls."""
    newest = [(one, city.outlooks[one.cycle.id]) for one in city.newest if one.cycle.id in city.outlooks]
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": city.as_of.isoformat(),
        "factories": [
            {
                **_whose(one),
                "url": f"/{BASE}/factories/{one.cycle.factory.slug}/{one.cycle.name}/outlook.json",
                "until": seen.until.isoformat(),
                "reference": _standing(seen.start),
                "now": _standing(seen.now),
                "end": _standing(seen.end),
                "falls_on": _day(seen.fall),
                "below_on": _day(seen.below),
            }
            for one, seen in newest
        ],
    }


def outlook_data(one: Assessed, seen: Outlook) -> dict[str, Any]:
    """The outlook of a cycle: every day on which something lapses or begins, and what it changes.

    ``falls_on`` is the day from which the verdict is ``reached`` no more, ``below_on`` the one from which the total
    is below the pass mark; null where neither comes before ``until``.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        **_whose(one),
        "reference_date": seen.reference_date.isoformat(),
        "as_of": seen.as_of.isoformat(),
        "until": seen.until.isoformat(),
        **figure("pass_mark", seen.pass_mark),
        "reference": _standing(seen.start),
        "now": _standing(seen.now),
        "end": _standing(seen.end),
        "falls_on": _day(seen.fall),
        "below_on": _day(seen.below),
        "steps": [_step(one, step) for step in seen.steps],
    }


def _whose(one: Assessed) -> dict[str, Any]:
    factory = one.cycle.factory
    return {
        "factory": {"slug": factory.slug, "name": factory.name.zh, "name_en": factory.name.en},
        "cycle": one.cycle.name,
        "example": factory.example,
        "preview": one.draft,
    }


def _standing(step: Step) -> dict[str, Any]:
    return {
        **figure("total", step.total),
        "verdict": step.verdict,
        "blockers": list(step.blockers),
        "gates_failed": list(step.gates_failed),
    }


def _step(one: Assessed, step: Step) -> dict[str, Any]:
    return {
        "on": step.on.isoformat(),
        "turns": [_turn(one, turn) for turn in step.turns],
        "indicators": [
            {
                "id": change.id,
                **figure("before", change.before),
                **figure("after", change.after),
                **figure("difference", change.difference),
                "blocks": change.blocks,
            }
            for change in step.items
        ],
        "basic": [{"no": change.no, "before": change.before, "after": change.after} for change in step.gates],
        **_standing(step),
    }


def _turn(one: Assessed, turn: Turn) -> dict[str, Any]:
    """What turns; an entry of the register with its title, which is public whatever its visibility."""
    title = {"title": one.cycle.evidence[turn.name].title} if turn.what == "evidence" else {}
    return {
        "what": turn.what,
        "id": turn.name,
        **title,
        "change": "lapses" if turn.lapses else "begins",
        "last_valid_day" if turn.lapses else "first_valid_day": (turn.last if turn.lapses else turn.on).isoformat(),
        "at": str(turn.at),
        "evidence": list(turn.evidence),
        "indicators": list(turn.items),
        "basic": list(turn.gates),
    }


def _day(step: Step | None) -> str | None:
    return step.on.isoformat() if step else None
