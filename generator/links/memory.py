"""What is remembered of links between runs: a JSON file, read with suspicion and written whole."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator.model.link import Remembered

VERSION = 1


def load_memory(path: Path) -> Mapping[str, Remembered] | None:
    """Link → what is remembered; empty where there is no file, None where it cannot be used."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["version"] != VERSION:
            return None
        return {str(url): _remembered(row) for url, row in data["links"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def save_memory(path: Path, memory: Mapping[str, Remembered]) -> None:
    """Write the whole file beside its place, then put it there. OSError where that cannot be."""
    rows = {url: _row(memory[url]) for url in sorted(memory)}
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps({"version": VERSION, "links": rows}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    os.replace(new, path)  # noqa: PTH105  # Path.replace says the same


def _remembered(row: Any) -> Remembered:
    days = row.get("failed_days", 0)
    if not isinstance(days, int) or days < 0:
        raise ValueError(days)
    return Remembered(
        asked=_day(row.get("asked")),
        failing_since=_day(row.get("failing_since")),
        failed_days=days,
        why=str(row.get("why", "")),
    )


def _day(text: object) -> date | None:
    return None if text is None else date.fromisoformat(str(text))


def _row(one: Remembered) -> dict[str, Any]:
    row: dict[str, Any] = {"asked": one.asked.isoformat() if one.asked else None}
    if one.failing_since:
        row |= {"failing_since": one.failing_since.isoformat(), "failed_days": one.failed_days, "why": one.why}
    return row
