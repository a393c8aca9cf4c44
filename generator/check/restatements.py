"""Restatements: a year that two cycles of one factory tell differently needs a reason (ISO 14064-1, GHG Protocol)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.dossier import Activity, Cycle, Dossier
from generator.model.finding import Finding, finding
from generator.model.ledger import Restatement
from generator.model.quantity import Quantity
from generator.model.source import Path

#: What may differ between cycles without being a restatement: how it is said, and by what it is proven.
_ABOUT = {"evidence", "note", "restatement", "guideline", "gwp_set"}


def check_restatements(dossier: Dossier) -> Iterator[Finding]:
    """A year whose data differ from those of the latest earlier cycle, without a reason."""
    for one in restatements(dossier):
        if not one.reason:
            cycle = next(cycle for cycle in dossier.cycles if cycle.name == one.cycle)
            file = f"activity/{one.year}.yaml"
            at = cycle.at(file, *one.path)
            told = {"what": ".".join(map(str, one.path)), "before": one.before, "after": one.after}
            yield finding("activity.restated", at, year=one.year, cycle=one.before_in, **told)


def restatements(dossier: Dossier) -> Iterator[Restatement]:
    """Every year that a cycle tells otherwise than the latest earlier cycle that holds it."""
    for number, cycle in enumerate(dossier.cycles):
        for year, activity in cycle.activity.items():
            earlier = next((other for other in reversed(dossier.cycles[:number]) if year in other.activity), None)
            if earlier is not None:
                yield from _restated(earlier, cycle, activity)


def _restated(earlier: Cycle, cycle: Cycle, activity: Activity) -> Iterator[Restatement]:
    before, after = _told(earlier.activity[activity.year]), _told(activity)
    path = _difference(before, after, ())
    if path is not None:
        yield Restatement(
            year=activity.year,
            cycle=cycle.name,
            before_in=earlier.name,
            path=path,
            before=_words(before, path),
            after=_words(after, path),
            reason=activity.restatement or "",
        )


def _told(value: Any) -> Any:
    """The data without what may differ, quantities in the base unit of their dimension."""
    if isinstance(value, Quantity):
        return value
    if hasattr(value, "model_fields_set"):
        return {key: _told(getattr(value, key)) for key in type(value).model_fields if key not in _ABOUT}
    if isinstance(value, tuple | list):
        return [_told(one) for one in value]
    return value


def _difference(one: Any, other: Any, path: Path) -> Path | None:
    """The way to the first value that differs; None where all is the same."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        same = one.dimension == other.dimension and one.base == other.base
        return None if same else path
    if isinstance(one, dict) and isinstance(other, dict):
        found = (_difference(one[key], other[key], (*path, key)) for key in one)
        return next((way for way in found if way is not None), None)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        ways = (_difference(left, right, (*path, index)) for index, (left, right) in pairs)
        return next((way for way in ways if way is not None), None)
    return None if one == other else path


def _words(data: Any, path: Path) -> str:
    for key in path:
        data = data[key]
    if isinstance(data, list):
        return f"{len(data)} 行 rows"
    return "—" if data is None else str(data)
