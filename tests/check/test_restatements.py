"""A year that two cycles tell differently is a restatement; how it is said and by what it is proven is not."""

from __future__ import annotations

from typing import Any

import pytest

from generator.check.restatements import check_restatements, restatements
from generator.model.dossier import Activity, Dossier
from generator.model.source import Tree
from tests.making import make_cycle

BASE: dict[str, Any] = {
    "year": "2024",
    "electricity": [{"source": "grid", "amount": "1200 MWh", "evidence": ["E01"]}],
    "fuels": [{"fuel": "natural_gas", "use": "stationary", "amount": "35.2 万Nm3"}],
}


def dossier(*tellings: dict[str, Any] | None) -> Dossier:
    """A factory of which each cycle, 2024 and after, tells the year 2024, or not."""
    cycles = []
    for number, told in enumerate(tellings):
        activity = {} if told is None else {2024: Activity.model_validate(told)}
        cycles.append(make_cycle(data_year=str(2024 + number), reference_date="2028-03-31", activity=activity))
    return Dossier(cycles[0].factory, tuple(cycles), Tree("factory.yaml", {}))


def change(key: str, index: int, **given: Any) -> dict[str, Any]:
    rows = [dict(row) for row in BASE[key]]
    rows[index] |= given
    return BASE | {key: rows}


@pytest.mark.parametrize(
    "later",
    [
        BASE,
        change("electricity", 0, amount="1.2 GWh"),
        change("electricity", 0, amount="1200.0 MWh"),
        change("electricity", 0, evidence=["E07"], note="表计核对"),
        BASE | {"guideline": "ndrc-other-industries@2015", "gwp_set": "AR6"},
        BASE | {"restatement": "无变化"},
    ],
    ids=["the same", "another unit", "trailing nought", "other evidence", "rules said aloud", "a needless reason"],
)
def test_the_same_told_otherwise_is_no_restatement(later: dict[str, Any]) -> None:
    assert list(restatements(dossier(BASE, later))) == []


@pytest.mark.parametrize(
    ("later", "path", "before", "after"),
    [
        (change("electricity", 0, amount="1201 MWh"), ("electricity", 0, "amount"), "1200 MWh", "1201 MWh"),
        (change("electricity", 0, source="direct_line"), ("electricity", 0, "source"), "grid", "direct_line"),
        (change("fuels", 0, oxidation="98 %"), ("fuels", 0, "oxidation"), "—", "49/50"),
        (BASE | {"fuels": []}, ("fuels",), "1 行 rows", "0 行 rows"),
        (BASE | {"covers_to": "2024-06-30"}, ("covers_to",), "—", "2024-06-30"),
        (change("fuels", 0, amount="352 GJ"), ("fuels", 0, "amount"), "35.2 万Nm3", "352 GJ"),
    ],
)
def test_what_differs_is_named_with_both_values(
    later: dict[str, Any], path: tuple[str | int, ...], before: str, after: str
) -> None:
    (found,) = restatements(dossier(BASE, later))
    assert (found.path, found.before, found.after) == (path, before, after)
    assert (found.year, found.cycle, found.before_in) == (2024, "2025", "2024")


def test_a_reason_makes_it_right() -> None:
    later = change("electricity", 0, amount="1201 MWh")
    assert [one.code for one in check_restatements(dossier(BASE, later))] == ["activity.restated"]
    assert list(check_restatements(dossier(BASE, later | {"restatement": "电表更换"}))) == []
    assert [one.reason for one in restatements(dossier(BASE, later | {"restatement": "电表更换"}))] == ["电表更换"]


def test_the_latest_earlier_cycle_that_holds_the_year_is_compared() -> None:
    other = change("electricity", 0, amount="1201 MWh")
    assert [one.cycle for one in restatements(dossier(BASE, other, other))] == ["2025"]
    assert [(one.cycle, one.before_in) for one in restatements(dossier(BASE, other, BASE))] == [
        ("2025", "2024"),
        ("2026", "2025"),
    ]
    assert [(one.cycle, one.before_in) for one in restatements(dossier(BASE, None, other))] == [("2026", "2024")]
