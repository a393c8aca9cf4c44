"""How evidence stands on a day: the day of expiry is the last valid one."""

from __future__ import annotations

from datetime import date

import pytest

from generator.model.validity import months_after, validity


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("expires", "on", "state"),
    [
        (None, "2026-11-22", "valid"),
        ("2027-02-21", "2026-11-22", "valid"),
        ("2027-02-20", "2026-11-22", "expiring"),
        ("2026-11-22", "2026-11-22", "expiring"),
        ("2026-11-21", "2026-11-22", "expired"),
        ("2027-01-01", "2024-12-31", "not_yet"),
        ("9999-12-31", "2026-11-22", "valid"),
    ],
)
def test_states(expires: str | None, on: str, state: str) -> None:
    assert validity(day("2025-01-01"), day(expires) if expires else None, day(on), 90) == state


def test_the_window_is_a_parameter() -> None:
    assert validity(day("2025-01-01"), day("2026-11-23"), day("2026-11-22"), 0) == "valid"
    assert validity(day("2025-01-01"), day("2026-11-22"), day("2026-11-22"), 0) == "expiring"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-23", 24, "2028-11-23"),
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-10-31", 2, "2026-12-31"),
    ],
)
def test_months_after(start: str, months: int, end: str) -> None:
    assert months_after(day(start), months) == day(end)
