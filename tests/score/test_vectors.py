"""The boundary vectors of the table: what each limit does exactly at its edge."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from generator.model.scorecard import Award, Gate, Item, Outcome, Verdict
from generator.model.variant import CHOSEN, Counting, Edition
from generator.score.ask import Case
from generator.score.engine import award_item, score, verdict
from tests.making import make_cycle, make_fact

OFFSET = [
    ("0.4999", "0"),
    ("0.50", "0"),
    ("0.5001", "1.5003"),
    ("0.60", "1.80"),
    ("0.999", "2.997"),
    ("1", "3"),
    ("1.2", "3"),
]
RENEWABLE = [("0.50", "0"), ("0.5001", "1.0002"), ("0.75", "1.50"), ("1", "2")]


def points(edition: Edition[Any], id_: str, fact: str, value: str, evidence: str) -> Award:
    cycle = make_cycle(claims={id_: {"evidence": ["E01"]}}, evidence={"E01": {"kind": evidence}})
    case = Case(cycle, edition.standard.head, {fact: make_fact(fact, value)})
    row = next(row for row in edition.standard.indicators() if row.id == id_)
    claimed, evidenced = award_item(case, row, "claimed"), award_item(case, row, "evidenced")
    assert claimed.points == evidenced.points
    return evidenced


@pytest.mark.parametrize(("ratio", "expected"), OFFSET)
def test_offset_ratio(edition: Edition[Any], ratio: str, expected: str) -> None:
    assert points(edition, "5.4.1", "offset_ratio", ratio, "offset_certificate").points == Fraction(expected)


@pytest.mark.parametrize(("share", "expected"), RENEWABLE)
def test_renewable_electricity(edition: Edition[Any], share: str, expected: str) -> None:
    award = points(edition, "6.4.1", "renewable_electricity_share", share, "energy_structure_table")
    assert award.points == Fraction(expected)
    item = Item("6.4.1", 48, 6, required=True, full=Fraction(2), claimed=award, evidenced=award)
    assert item.blocks is (expected == "0")


def total_of(parts: tuple[Fraction, ...]) -> Verdict:
    items = tuple(
        Item(str(n), n, 1, required=False, full=part, claimed=won, evidenced=won)
        for n, part in enumerate(parts)
        for won in [Award(part, part, Outcome.MET)]
    )
    return verdict((), items, sum(parts, Fraction(0)), Fraction(85))


def test_unrounded_total_decides() -> None:
    assert total_of((Fraction("84.996"),)) is Verdict.NEEDS_DECISION
    assert total_of((Fraction("85"),)) is Verdict.REACHED
    assert total_of((Fraction(69), Fraction("15.99"))) is Verdict.NEEDS_DECISION


def test_three_thirds_and_84_reach_85_in_every_order() -> None:
    third = Fraction(1, 3)
    for order in set(permutations((Fraction(84), third, third, third))):
        assert total_of(order) is Verdict.REACHED


@pytest.mark.parametrize(
    ("gate", "required", "points_", "expected"),
    [
        (Outcome.NOT_MET, Outcome.PENDING, 0, Verdict.GATE_FAILED),
        (Outcome.PARTIAL, Outcome.MET, 1, Verdict.GATE_FAILED),
        (Outcome.PENDING, Outcome.NOT_MET, 0, Verdict.INCOMPLETE),
        (Outcome.MET, Outcome.PENDING, 0, Verdict.INCOMPLETE),
        (Outcome.MET, Outcome.NOT_MET, 0, Verdict.BLOCKED),
        (Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE, 0, Verdict.REACHED),
        (Outcome.MET, Outcome.MET, 1, Verdict.REACHED),
    ],
)
def test_precedence_of_verdicts(gate: Outcome, required: Outcome, points_: int, expected: Verdict) -> None:
    judged = Award(Fraction(0), Fraction(1), gate)
    won = Award(Fraction(points_), Fraction(1), required)
    item = Item("x", 1, 1, required=True, full=Fraction(1), claimed=won, evidenced=won)
    assert verdict((Gate(1, judged, judged),), (item,), Fraction(90), Fraction(85)) is expected


def test_an_empty_dossier_is_incomplete_and_has_no_points(edition: Edition[Any]) -> None:
    card = score(make_cycle(), {}, edition)
    assert card.total.claimed == card.total.published == 0
    assert {item.outcome for item in card.items} == {Outcome.PENDING}
    assert card.verdict is Verdict.INCOMPLETE
    assert not card.blockers


@pytest.mark.parametrize("state", ["not_met", "met", None])
def test_a_veto_part_without_points_still_vetoes(edition: Edition[Any], state: str | None) -> None:
    contents = {name: {"state": "met"} for name in ("time", "responsibility", "policy")}
    signed = {"signed": {"state": state}} if state else {}
    claims = {"1.1.1": {"parts": contents | signed, "evidence": ["E01"]}}
    cycle = make_cycle(claims=claims, evidence={"E01": {"kind": "commitment_letter"}})
    row = next(row for row in edition.standard.indicators() if row.id == "1.1.1")
    award = award_item(Case(cycle, edition.standard.head, {}), row, "evidenced")
    expected = {"not_met": (0, Outcome.NOT_MET), "met": (1, Outcome.MET), None: (0, Outcome.PENDING)}
    assert (award.points, award.outcome) == expected[state]


@pytest.mark.parametrize(
    ("counting", "total", "won", "expected"),
    [
        (CHOSEN, "84.996", "1/2", Verdict.NEEDS_DECISION),
        (Counting(round_to=2), "84.996", "1/2", Verdict.REACHED),
        (Counting(round_to=2), "84.994", "1/2", Verdict.NEEDS_DECISION),
        (CHOSEN, "90", "0", Verdict.BLOCKED),
        (Counting(blockers=False), "90", "0", Verdict.REACHED),
        (Counting(blockers=False), "84", "0", Verdict.NEEDS_DECISION),
        (CHOSEN, "90", "1/2", Verdict.REACHED),
    ],
)
def test_other_ways_of_counting(counting: Counting, total: str, won: str, expected: Verdict) -> None:
    outcome = {"0": Outcome.NOT_MET, "1/2": Outcome.PARTIAL, "1": Outcome.MET}[won]
    award = Award(Fraction(won), Fraction(1), outcome)
    item = Item("x", 1, 1, required=True, full=Fraction(1), claimed=award, evidenced=award)
    assert verdict((), (item,), Fraction(total), Fraction(85), counting) is expected


@pytest.mark.parametrize("cited", [True, False])
def test_strict_and_rescaled_totals(edition: Edition[Any], cited: bool) -> None:
    """Grade A (1 point) and one item of 1 point that does not apply: 2 in all, 1 strictly, 1 of 99 rescaled."""
    exempt = {"applicable": False, "reason": "无直接排放设施"} | ({"evidence": ["E02"]} if cited else {})
    cycle = make_cycle(
        claims={"3.2.3": {"choice": "a", "evidence": ["E01"]}, "2.4.3": exempt},
        evidence={"E01": {"kind": "resource_rating"}, "E02": {"kind": "ghg_inventory"}},
    )
    card = score(cycle, {}, edition)
    assert (card.total.claimed, card.total.published) == (2, 2 if cited else 1)
    assert card.strict == 1
    assert card.rescaled == (Fraction(100, 99) if cited else 1)  # without grounds it stays in the scale
    totals = {(one.reading, one.alternative): one.total for one in card.readings}
    assert totals["R-G5", "zero"] == 1
    assert totals["R-G5", "rescale"] == card.rescaled


@pytest.mark.parametrize(("cited", "passes"), [(True, True), (False, False)])
def test_a_gate_does_not_open_on_an_exemption_without_grounds(edition: Edition[Any], cited: bool, passes: bool) -> None:
    exempt = {"applicable": False, "reason": "近三年无项目"} | ({"evidence": ["E01"]} if cited else {})
    cycle = make_cycle(basic={"4": exempt}, evidence={"E01": {"kind": "conduct_statement"}})
    card = score(cycle, {}, edition)
    assert (4 in {gate.no for gate in card.gates_failed}) is not passes
