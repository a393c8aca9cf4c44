"""What templates show, worked out from the model."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from generator.model.city import City
from generator.model.dossier import Claim
from generator.model.scorecard import Award, Cited, Outcome
from generator.model.text import Text, reason
from generator.render import figures
from generator.render.pages.scorecard import open_points
from generator.render.views import awards, evidence, readings, tally

ONE, HALF, NONE = Fraction(1), Fraction(1, 2), Fraction(0)


def award(points: Fraction, full: Fraction = ONE, part: str = "", **more: object) -> Award:
    outcome = more.pop("outcome", None) or (
        Outcome.MET if points >= full else Outcome.PARTIAL if points else Outcome.NOT_MET
    )
    return Award(points, full, outcome, part=part, title=Text(zh=part, en=part) if part else None, **more)  # type: ignore[arg-type]


# ── figures ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "shown"),
    [("84.996", "85.00"), ("84.995", "85.00"), ("84.985", "84.98"), ("-1", "−1.00"), ("253/3", "84.33"), ("0", "0.00")],
)
def test_points_are_rounded_half_to_even(value: str, shown: str) -> None:
    assert figures.points(Fraction(value)) == shown


def test_a_total_just_below_the_mark_is_known_as_such() -> None:
    assert figures.rounds_up_to(Fraction("84.996"), Fraction(85))
    assert not figures.rounds_up_to(Fraction("84.994"), Fraction(85))
    assert not figures.rounds_up_to(Fraction(85), Fraction(85))
    assert figures.hidden(Fraction("84.996"))
    assert not figures.hidden(Fraction("84.99"))


def test_other_forms() -> None:
    assert figures.signed(Fraction("-0.5")) == "−0.50"
    assert figures.signed(HALF) == "+0.50"
    assert figures.exact(Fraction(1, 3)) == "1/3"
    assert figures.exact(Fraction("2.50")) == "2.5"
    assert figures.short(Fraction(40, 21)) == "1.9"
    assert figures.number(Fraction(123456, 10)) == "12,345.6"
    assert figures.percent(Fraction(1, 3)) == "33.3333 %"
    assert figures.tonnes(Fraction("4210.66")) == "4,210.7"
    assert figures.along(Fraction(1, 3), ONE) == "33.333%"
    assert figures.along(Fraction(-1), ONE) == "0.000%"
    assert figures.along(ONE, NONE) == "0%"


# ── awards ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_gaps_are_found_in_the_parts_that_lost_points() -> None:
    why = reason("evidence.none")
    claimed = award(ONE, parts=(award(HALF, HALF, "a"), award(HALF, HALF, "b")))
    standing = award(HALF, parts=(award(HALF, HALF, "a"), award(NONE, HALF, "b", reasons=(why,))))
    (gap,) = awards.gaps(claimed, standing)
    assert (gap.title, gap.points, gap.reasons) == (Text(zh="b", en="b"), HALF, (why,))
    assert awards.gaps(standing, claimed) == ()


def test_lacking_looks_at_the_best_alternative_only() -> None:
    parts = (award(NONE, ONE, "a"), award(HALF, ONE, "b"))
    assert [gap.title and gap.title.zh for gap in awards.lacking(award(HALF, ONE, parts=parts))] == ["b"]
    none = (award(NONE, ONE, "a"), award(NONE, ONE, "b"))
    assert [gap.title for gap in awards.lacking(award(NONE, ONE, parts=none))] == [None]


def test_lacking_leaves_out_what_does_not_apply() -> None:
    parts = (award(NONE, HALF, "a", outcome=Outcome.NOT_APPLICABLE), award(NONE, HALF, "b"))
    assert [gap.title and gap.title.zh for gap in awards.lacking(award(NONE, parts=parts))] == ["b"]


def test_an_unmet_precondition_without_points_is_named() -> None:
    parts = (award(NONE, NONE, "veto", outcome=Outcome.NOT_MET, veto=True), award(NONE, ONE, "b"))
    assert [gap.title and gap.title.zh for gap in awards.lacking(award(NONE, parts=parts))] == ["veto", "b"]


def test_an_entry_that_carries_anywhere_has_no_problem() -> None:
    bad = Cited("E01", carries=False, problem=reason("evidence.other-kind", id="E01"))
    parts = (award(ONE, part="a", cited=(bad,)), award(ONE, part="b", cited=(Cited("E01", carries=True),)))
    assert awards.uses(award(ONE, cited=(bad,), parts=parts)) == (awards.Use("E01", carries=True),)
    assert awards.uses(award(ONE, cited=(bad, bad)))[0].problems == (bad.problem,)


def test_entries_are_in_the_order_of_their_numbers() -> None:
    cited = tuple(Cited(id_, carries=True) for id_ in ("E100", "E09", "E10"))
    assert [use.id for use in awards.uses(award(ONE, cited=cited))] == ["E09", "E10", "E100"]


def test_every_effort_is_named() -> None:
    claim = Claim.model_validate({"effort": "a", "parts": {"x": {"effort": "b"}}, "years": {"2024": {"effort": "c"}}})
    assert list(awards.efforts(claim)) == ["a", "b", "c"]


def test_open_points_add_up(city: City) -> None:
    for one in city.assessed:
        total, found = one.scorecard.total, open_points(one)
        proof = sum((each.by_evidence for each in found), NONE)
        beyond = sum((each.beyond for each in found), NONE)
        assert total.published + proof == total.claimed
        assert total.published + proof + beyond == total.full
        for each in found:
            assert bool(each.unproven) == bool(each.by_evidence), each.item.id
            assert each.unclaimed or not each.beyond, each.item.id
            assert all(gap.reasons or gap.title for gap in (*each.unproven, *each.unclaimed)), each.item.id


# ── evidence ───────────────────────────────────────────────────────────────────────────────────────────────


def test_an_original_is_checked_where_it_is_public_and_has_its_hash(city: City) -> None:
    one = next(one for one in city.assessed if one.cycle.id == "wujin-bearing/2025")
    shown = evidence.register(one, date(2026, 6, 1), 90)
    assert shown["E14"].file is not None
    assert shown["E14"].checked
    assert shown["E01"].file is None  # public, but its file is not here
    assert not shown["E01"].checked
    other = replace(shown["E14"], entry=shown["E14"].entry.model_copy(update={"sha256": None}))
    assert not other.checked


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (6344, "6.2 KB"), (10 << 20, "10 MB")]
)
def test_sizes_of_files(count: int, said: str) -> None:
    assert figures.size(count) == said


def test_an_entry_whose_state_moved_is_marked(city: City) -> None:
    marked = [
        shown
        for one in city.assessed
        for shown in evidence.register(one, date(2031, 1, 1), 90).values()
        if shown.entry.expires and shown.then == "valid"
    ]
    assert marked
    assert all(shown.moved for shown in marked if shown.now == "expired")


# ── readings, tally ────────────────────────────────────────────────────────────────────────────────────────


def test_each_reading_stands_in_one_section(city: City) -> None:
    standard = next(iter(city.editions.values())).standard
    listed = [reading.id for section in readings.sections(standard) for reading in section.readings]
    assert sorted(listed) == sorted(reading.id for reading in standard.readings)


def test_readings_that_change_the_verdict_come_first(city: City) -> None:
    for one in city.assessed:
        tried = readings.tried(one.scorecard, one.edition.standard)
        assert len(tried) == len(one.scorecard.readings)
        flags = [each.other_verdict for each in tried]
        assert flags == sorted(flags, reverse=True)
        assert any(flags) == one.scorecard.sensitive
        assert all(each.alternative for each in tried if each.reading)


def test_outcomes_count_every_item(city: City) -> None:
    for one in city.assessed:
        assert sum(tally.outcomes(one.scorecard.items).values()) == len(one.scorecard.items)
    counts = tally.by_clause(city.newest, city.newest[0].scorecard.standard)
    assert all(sum(each.values()) == len(city.newest) for each in counts.values())
