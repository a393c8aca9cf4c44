"""Linear equations solved exactly: Gaussian elimination, fractions in and out (docs/adr/0012).

An equation is multiplied out to whole numbers without a common divisor and stays so: the same fractions, but one
common divisor is looked for in an equation instead of one in every coefficient.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm

#: Coefficients by column (what is not there is 0), and the right side.
_Equation = tuple[dict[int, int], int]


def solve(rows: Sequence[Mapping[int, Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """The x of A·x = b, as many equations as unknowns; None where there is no x, or more than one.

    In every column the shortest equation that has something there is the pivot, so that chains, which are mostly
    empty, stay so.
    """
    left = [_whole(row, b) for row, b in zip(rows, right, strict=True)]
    done: list[tuple[int, _Equation]] = []
    for column in range(len(rows)):
        having = [index for index, (row, _) in enumerate(left) if column in row]
        if not having:
            return None
        pivot = left.pop(min(having, key=lambda index: len(left[index][0])))
        left = [_cleared(one, column, pivot) if column in one[0] else one for one in left]
        done.append((column, pivot))
    x = [Fraction(0)] * len(rows)
    for column, (row, b) in reversed(done):
        known = sum((value * x[key] for key, value in row.items() if key != column), Fraction(0))
        x[column] = (b - known) / row[column]
    return x


def _whole(row: Mapping[int, Fraction], b: Fraction) -> _Equation:
    """An equation in whole numbers."""
    common = lcm(b.denominator, *(value.denominator for value in row.values()))
    return {key: int(value * common) for key, value in row.items() if value}, int(b * common)


def _cleared(equation: _Equation, column: int, pivot: _Equation) -> _Equation:
    """An equation without its coefficient in the column: so many of it less so many of the pivot."""
    (own, b), (other, other_b) = equation, pivot
    common = gcd(own[column], other[column])
    times, less = other[column] // common, own[column] // common
    made = {key: times * value for key, value in own.items()}
    for key, value in other.items():
        made[key] = made.get(key, 0) - less * value
    made = {key: value for key, value in made.items() if value}
    right = times * b - less * other_b
    divisor = gcd(right, *made.values()) or 1
    return {key: value // divisor for key, value in made.items()}, right // divisor
