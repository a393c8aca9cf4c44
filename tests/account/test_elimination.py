"""Linear equations: solved exactly, whatever the order, and no answer where there is not exactly one."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.account.elimination import solve

SMALL = st.fractions(min_value=-9, max_value=9, max_denominator=9)


def test_the_published_example() -> None:
    """Heijungs & Suh (2002): electricity and fuel."""
    rows = [{0: Fraction(10)}, {0: Fraction(-2), 1: Fraction(100)}]
    assert solve(rows, [Fraction(1000), Fraction(0)]) == [100, 2]


def test_thirds_stay_thirds() -> None:
    assert solve([{0: Fraction(3)}], [Fraction(1)]) == [Fraction(1, 3)]


def test_no_answer_and_many_answers_are_none() -> None:
    one = Fraction(1)
    assert solve([{0: one, 1: -one}, {0: -one, 1: one}], [one, Fraction(0)]) is None  # none
    assert solve([{0: one, 1: -one}, {0: -one, 1: one}], [one, -one]) is None  # many
    assert solve([{}], [Fraction(0)]) is None
    assert solve([], []) == []


def test_a_zero_coefficient_is_nothing() -> None:
    assert solve([{0: Fraction(0), 1: Fraction(2)}, {0: Fraction(4)}], [Fraction(6), Fraction(2)]) == [
        Fraction(1, 2),
        3,
    ]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_answer_satisfies_every_equation(data: st.DataObject) -> None:
    """Checked by putting it in; the equations may stand in any order."""
    size = data.draw(st.integers(1, 6))
    rows = [{column: data.draw(SMALL) for column in range(size) if data.draw(st.booleans())} for _ in range(size)]
    right = [data.draw(SMALL) for _ in range(size)]
    x = solve(rows, right)
    order = data.draw(st.permutations(range(size)))
    assert solve([rows[one] for one in order], [right[one] for one in order]) == x
    if x is not None:
        for row, b in zip(rows, right, strict=True):
            assert sum((value * x[column] for column, value in row.items()), Fraction(0)) == b
