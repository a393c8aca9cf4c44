"""Exact numbers: read from text, compared exactly, rounded once when they are shown.

Source of the rounding rule: GB/T 8170-2008, half to even on the exact value.
"""

from __future__ import annotations

import re
from fractions import Fraction

#: Plain decimals in ASCII digits. No exponent, no thousands separator, no leading ``+``.
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
#: Decimals, fractions and percentages, as the standards' data writes shares: ``0.5``, ``1/3``, ``75 %``.
_SHARE = re.compile(r"(?P<top>-?[0-9]+(?:\.[0-9]+)?)(?:/(?P<bottom>[1-9][0-9]*))?(?P<percent> ?%)?")
#: Longest run of digits that is read; more is a typing error or an attack on the parser.
MAX_DIGITS = 40


def parse_decimal(text: str) -> Fraction:
    """The exact value of a plain decimal. ValueError for anything else."""
    if len(text) > MAX_DIGITS or not DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Fraction(text)


def parse_share(text: str) -> Fraction:
    """The exact value of ``0.5``, ``1/3`` or ``75 %``. ValueError for anything else."""
    match = _SHARE.fullmatch(text)
    if len(text) > MAX_DIGITS or match is None:
        raise ValueError(text)
    value = Fraction(match["top"]) / Fraction(match["bottom"] or 1)
    return value / 100 if match["percent"] else value


def rounded(value: Fraction, places: int) -> str:
    """``value`` with exactly ``places`` decimals, half to even, a plain ASCII minus, no exponent."""
    scaled = value * 10**places
    whole = round(scaled)  # Fraction.__round__ is half to even and exact
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def terminates(value: Fraction) -> bool:
    """Whether the decimal expansion of ``value`` ends."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def decimal_text(value: Fraction) -> str:
    """All digits where the expansion ends, else 12 decimals; the text of the open data."""
    if not terminates(value):
        return rounded(value, 12)
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return rounded(value, places)


def exact_text(value: Fraction) -> str | None:
    """``253/3`` where the decimal text is not the exact value, else None."""
    return None if terminates(value) else f"{value.numerator}/{value.denominator}"


def grouped(value: Fraction, places: int) -> str:
    """For people: thousands separated by commas and a true minus (−)."""
    text = rounded(value, places)
    sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, _, rest = digits.partition(".")
    return f"{sign}{int(whole):,}" + (f".{rest}" if rest else "")
