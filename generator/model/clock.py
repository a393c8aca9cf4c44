"""The day of the build: the one thing that is neither in the files nor in the options."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def build_day() -> date:
    """The day of SOURCE_DATE_EPOCH where it is set (reproducible builds), else today, in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch) if epoch.isdigit() else datetime.now(UTC).timestamp(), UTC).date()


def epoch_of(day: date) -> str:
    """The SOURCE_DATE_EPOCH of a day: its first second in UTC."""
    return str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))
