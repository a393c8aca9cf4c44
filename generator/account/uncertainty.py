"""Uncertainty of a total by IPCC approach 1: error propagation over independent lines (2006, vol. 1, ch. 3)."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from generator.model.ledger import TOTAL, Inventory, Line, Uncertainty

#: Digits behind the point to which a square root is taken; it is shown to one.
_DIGITS = 12


def combined(inventory: Inventory) -> Uncertainty:
    """Of scopes 1, 2 (location-based) and 3 as far as quantified; the share is None where there is no total."""
    lines = [line for line in inventory.of(*TOTAL) if line.spread is not None]
    total = inventory.location
    squares = sum(((line.tonnes * line_share(line)) ** 2 for line in lines), Fraction(0))
    return Uncertainty(
        total=total,
        share=root(squares) / abs(total) if total else None,
        defaults=sum(not line.spread_stated for line in lines),
        lines=len(lines),
    )


def line_share(line: Line) -> Fraction:
    """√(activity² + factor²) of one line."""
    activity, factor = line.spread or (Fraction(0), Fraction(0))
    return root(activity**2 + factor**2)


def root(value: Fraction) -> Fraction:
    """The square root, cut to 12 decimals: exact arithmetic on integers, no float."""
    scale = 10**_DIGITS
    return Fraction(isqrt(value.numerator * scale * scale // value.denominator), scale)
