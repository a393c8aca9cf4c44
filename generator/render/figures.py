"""Figures for people: exact values, rounded once, here (GB/T 8170); a true minus; never a float."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from generator.model.fact import base_name
from generator.model.number import decimal_text, grouped, rounded, terminates
from generator.model.standard import FactKind, Head
from generator.model.text import Text

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "="}


def points(value: Fraction) -> str:
    """Points, with two decimals."""
    return grouped(value, 2)


def signed(value: Fraction) -> str:
    """A difference of points: ``−1.00``, ``+0.50``."""
    text = points(value)
    return text if text.startswith("−") else f"+{text}"


def tonnes(value: Fraction) -> str:
    """Tonnes, with one decimal."""
    return grouped(value, 1)


def size(count: int) -> str:
    """Bytes for a person: ``812 B``, ``12.3 KB``, ``4 MB``; 1 KB is 1024 B."""
    for unit, whole in (("MB", 1 << 20), ("KB", 1 << 10)):
        if count >= whole:
            return f"{rounded(Fraction(count, whole), 1).removesuffix('.0')} {unit}"
    return f"{count} B"


def exact(value: Fraction) -> str:
    """A number of the standard as it was written: ``4``, ``0.5``, ``1/3``."""
    return decimal_text(value) if terminates(value) else f"{value.numerator}/{value.denominator}"


def digits(value: Fraction) -> str:
    """All digits where they end, else 12 decimals, as in the open data."""
    return decimal_text(value)


def number(value: Fraction) -> str:
    """A figure with up to four decimals, without trailing zeros."""
    text = grouped(value, 4)
    return text.rstrip("0").rstrip(".") if "." in text else text


def short(value: Fraction) -> str:
    """Points where there is little room: two decimals, without trailing zeros."""
    return points(value).rstrip("0").rstrip(".")


def percent(value: Fraction) -> str:
    """A share as a percentage: ``62.4 %``."""
    return f"{number(value * 100)} %"


def hidden(value: Fraction) -> bool:
    """Whether two decimals do not show the whole of a value."""
    return (value * 100).denominator != 1


def rounds_up_to(value: Fraction, mark: Fraction) -> bool:
    """Whether a value below a mark would look as if it reached it."""
    return value < mark and Fraction(rounded(value, 2)) >= mark


def along(value: Fraction, whole: Fraction) -> str:
    """A length in an SVG: a percentage of the whole width, three decimals."""
    return f"{rounded(max(value, Fraction(0)) / whole * 100, 3)}%" if whole else "0%"


def figure(value: Fraction | None, name: str, unit: str | None, head: Head) -> str:
    """The value of a fact in the form its kind asks for."""
    if value is None:
        return "—"
    kind = head.facts.get(base_name(name))
    if kind and kind.type == "share":
        return percent(value)
    if kind and kind.type == "flag":
        return "✓" if value else "✗"
    return f"{number(value)} {unit}" if unit else number(value)


def readable(text: str) -> str:
    """A limit as text, with the sign that people write: ``>= 98 %`` → ``≥ 98 %``."""
    sign, space, rest = text.partition(" ")
    return f"{SIGNS.get(sign, sign)}{space}{rest}"


def limit(op: str, value: Fraction, kind: FactKind | None) -> str:
    """``≥ 70 %``: a limit as the rule compares it."""
    if kind and kind.type == "share":
        return f"{SIGNS[op]} {exact(value * 100)} %"
    unit = f" {kind.unit}" if kind and kind.unit else ""
    return f"{SIGNS[op]} {exact(value)}{unit}"


def fact_title(name: str, head: Head) -> Text:
    """The title of a fact, with its key or year where it has one."""
    kind = head.facts.get(base_name(name))
    title = kind.title if kind else Text(zh=base_name(name), en=base_name(name))
    key = name.partition("[")[2].rstrip("]") or name.partition("@")[2]
    return Text(zh=f"{title.zh}（{key}）", en=f"{title.en} ({key})") if key else title


def weighted(parts: Sequence[Any], full: Fraction) -> list[tuple[Any, Fraction]]:
    """(part, full marks): by the parts' points as weights; a part without points is worth nothing itself."""
    total = _sum(part.points for part in parts)
    return [(part, full * (part.points or Fraction(0)) / total if total else Fraction(0)) for part in parts]


def shared(parts: Sequence[Any], full: Fraction) -> list[tuple[Any, Fraction]]:
    """(part, full marks): by weight where every part has points, else equally."""
    if all(part.points is not None for part in parts) and _sum(part.points for part in parts):
        return weighted(parts, full)
    return [(part, full / len(parts)) for part in parts]


def _sum(values: Iterable[Fraction | None]) -> Fraction:
    return sum((value for value in values if value is not None), Fraction(0))
