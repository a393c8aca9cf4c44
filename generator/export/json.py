"""JSON as we publish it: UTF-8, keys in a fixed order, no float, exact values beside rounded ones."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from generator.model.number import decimal_text, exact_text

SCHEMA_VERSION = "1.0"


def dumps(data: object) -> bytes:
    """Readable JSON with a final newline. TypeError for anything that is not plain data."""
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def figure(name: str, value: Fraction | None) -> dict[str, str | None]:
    """``{name: "84.15"}``; a value that does not terminate has its exact twin: ``{name_exact: "253/3"}``."""
    if value is None:
        return {name: None}
    exact = exact_text(value)
    data: dict[str, str | None] = {name: decimal_text(value)}
    return data | {f"{name}_exact": exact} if exact else data


def plain(value: Any) -> Any:
    """Models, mappings and tuples as plain JSON data; exact numbers as text."""
    if isinstance(value, Fraction):
        return exact_text(value) or decimal_text(value)
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(exclude_none=True, by_alias=True))
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value
