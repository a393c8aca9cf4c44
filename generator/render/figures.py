"""Figures for people: exact values, rounded once, here (GB/T 8170); a true minus; never a float."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from generator.model.fact import base_name
from generator.model.number import decimal_text, grouped, rounded, terminates
from generator.model.quantity import Quantity
from generator.model.standard import FactKind, Head
from generator.model.text import Text

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "="}
#: Figures in formulas of gases and in units of area and volume, set as in print.
_BELOW, _ABOVE = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"), str.maketrans("23", "²³")
_FORMULA = re.compile(r"(?:CO|CH|N|SF|NF)[2-6](?:O|e)?(?![0-9A-Za-z])")
#: A fraction with a larger denominator is no help to a reader.
_LARGEST = 999
_METRES = re.compile(r"m[23](?![0-9A-Za-z])")


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


def tenth(value: Fraction) -> str:
    """A share as a percentage with one decimal, where exact figures stand beside it: ``9.6 %``, ``< 0.1 %``."""
    text = grouped(value * 100, 1)
    return "< 0.1 %" if text == "0.0" and value > 0 else f"{text} %"


def unrounded(value: Fraction) -> str:
    """Every digit, grouped; one that never ends has 12 decimals and says so: ``0.333333333333…``."""
    whole, _, rest = decimal_text(value).partition(".")
    text = f"{'−' if whole.startswith('-') else ''}{int(whole.lstrip('-')):,}" + (f".{rest}" if rest else "")
    return text if terminates(value) else f"{text}…"


def quantity(one: Quantity) -> str:
    """A quantity as it was written, grouped; a value that never ends as a fraction: ``11/3 kgCO₂/kgC``."""
    value = one.amount
    if terminates(value):
        text = unrounded(value)
    elif value.denominator <= _LARGEST:
        text = f"{value.numerator:,}/{value.denominator}".replace("-", "−")
    else:
        text = f"≈ {grouped(value, 6)}"
    return f"{text} {glyphs(one.unit)}"


def fixed(value: Fraction, places: int) -> str:
    """A figure of a column: always so many decimals."""
    return grouped(value, places)


def glyphs(text: str) -> str:
    """A unit or the name of a gas with its figures set as in print: ``tCO2e/m3`` → ``tCO₂e/m³``."""
    text = _FORMULA.sub(lambda match: match[0].translate(_BELOW), text)
    return _METRES.sub(lambda match: match[0].translate(_ABOVE), text)


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


#: Smaller figures than these decimals show are shown as 0.
_MOST_PLACES = 9


def places(value: Fraction, digits: int = 5) -> int:
    """How many decimals show so many significant digits of a value: 0.548 → 5, 355.7 → 2, a million → 0."""
    size, decimals = abs(value), digits - 1
    while size >= 10 and decimals:
        size, decimals = size / 10, decimals - 1
    while 0 < size < 1 and decimals < _MOST_PLACES:
        size, decimals = size * 10, decimals + 1
    return decimals


def column(value: Fraction, decimals: int) -> str:
    """The same for a table that is mostly empty: nothing is ``0``, not 0.0000."""
    return grouped(value, decimals) if value else "0"


def decimals(values: Iterable[Fraction]) -> int:
    """The most decimals that any of them was written with."""
    return max((len(decimal_text(value).partition(".")[2]) for value in values), default=0)


def significant(value: Fraction) -> str:
    """A figure with five significant digits, without trailing zeros."""
    text = grouped(value, places(value))
    return text.rstrip("0").rstrip(".") if "." in text else text
