"""How a piece of evidence stands on a day, and the figures that say how far ahead one looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)


class Validity(StrEnum):
    """The state of an entry of the register on a day."""

    VALID = "valid"
    EXPIRING = "expiring"  # valid still, but not for long
    EXPIRED = "expired"
    NOT_YET = "not_yet"  # issued after that day


@dataclass(frozen=True, slots=True)
class Foresight:
    """Data of ``content/reference/evidence.yaml``. Without it nothing is announced and nothing foreseen."""

    expiring_days: int = 0  # an entry that lapses within so many days is expiring
    outlook_months: int = 0  # how far an outlook reaches


def validity(issued: date, expires: date | None, day: date, expiring_days: int) -> Validity:
    """The state on ``day``. The day of expiry is the last valid one; without one, validity has no end."""
    if issued > day:
        return Validity.NOT_YET
    if expires is None or (expires - day).days > expiring_days:
        return Validity.VALID
    return Validity.EXPIRED if expires < day else Validity.EXPIRING


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - ONE_DAY)
