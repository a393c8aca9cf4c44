"""Linear equations solved exactly: Gaussian elimination over fractions (docs/adr/0010)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction


def solve(rows: Sequence[Mapping[int, Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """The x of A·x = b, as many equations as unknowns; None where there is no x, or more than one.

    A row holds its coefficients by column; what is not there is 0. In every column the shortest row that has
    something there is the pivot, so that chains, which are mostly empty, stay so.
    """
    left = [({column: value for column, value in row.items() if value}, b) for row, b in zip(rows, right, strict=True)]
    done: list[tuple[int, dict[int, Fraction], Fraction]] = []
    for column in range(len(rows)):
        having = [index for index, (row, _) in enumerate(left) if column in row]
        if not having:
            return None
        row, b = left.pop(min(having, key=lambda index: len(left[index][0])))
        pivot = row[column]
        row, b = {key: value / pivot for key, value in row.items()}, b / pivot
        left = [_cleared(other, column, row, b) if column in other[0] else other for other in left]
        done.append((column, row, b))
    x = [Fraction(0)] * len(rows)
    for column, row, b in reversed(done):
        x[column] = b - sum((value * x[key] for key, value in row.items() if key != column), Fraction(0))
    return x


def _cleared(
    equation: tuple[dict[int, Fraction], Fraction], column: int, row: Mapping[int, Fraction], b: Fraction
) -> tuple[dict[int, Fraction], Fraction]:
    """An equation less as many of the pivot's as its coefficient in the column says."""
    own, right = equation
    times = own[column]
    made = dict(own)
    for key, value in row.items():
        rest = made.get(key, Fraction(0)) - times * value
        if rest:
            made[key] = rest
        else:
            made.pop(key, None)
    return made, right - times * b
