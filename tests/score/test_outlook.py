"""The outlook is what full scoring gives on every later day, and nothing that was not computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.account import account
from generator.account.lapsing import dated_facts
from generator.model.city import Assessed, City
from generator.model.dossier import EvidenceEntry, ManagementSystem
from generator.model.fact import base_name
from generator.model.outlook import Outlook, Step, Turn
from generator.model.scorecard import Scorecard, Verdict
from generator.pipeline import Options, assess, foresee
from generator.score.engine import score
from generator.score.outlook import judged_on, outlook, turns
from tests.conftest import ROOT
from tests.making import SOMEWHERE, day

TODAY = date(2026, 11, 22)
MONTHS = 30


@pytest.fixture(scope="module")
def city() -> City:
    return foresee(assess(ROOT, Options(as_of=TODAY, preview=True)), MONTHS)


def of(city: City, id_: str) -> Assessed:
    return next(one for one in city.assessed if one.cycle.id == id_)


def foreseen(one: Assessed, as_of: date = TODAY, months: int = MONTHS) -> Outlook:
    return outlook(one, lambda moved: dated_facts(one.edition.standard.head, moved), as_of, months)


def with_entry(one: Assessed, id_: str, **given: Any) -> Assessed:
    """The same dossier with an entry of the register changed, or a new one, scored anew."""
    old = one.cycle.evidence.get(id_)
    data = {**(old.model_dump(mode="json", exclude_none=True) if old else {}), **given}
    data["covers"] = [str(year) for year in data.get("covers", ())]
    cycle = replace(one.cycle, evidence={**one.cycle.evidence, id_: EvidenceEntry.model_validate(data)})
    return replace(one, cycle=cycle, scorecard=score(cycle, one.scorecard.facts, one.edition))


# ── it equals full scoring ───────────────────────────────────────────────────────────────────────────────────


def in_full(one: Assessed, on: date, reference: Any) -> Scorecard:
    """The cycle scored from nothing on another day: the whole account anew, of which the dated facts are taken."""
    moved = judged_on(one.cycle, on)
    head = one.edition.standard.head
    again, _ = account(moved, head, reference, frozenset())
    dated = {name: fact for name, fact in again.facts.items() if head.facts[base_name(name)].lapses}
    return score(moved, {**one.scorecard.facts, **dated}, replace(one.edition, variants=()))


def days(seen: Outlook) -> Iterator[date]:
    """The day before and of every step, one after it, and some days between."""
    for step in seen.steps:
        yield from (step.on - timedelta(days=1), step.on, step.on + timedelta(days=1))
    span = (seen.until - seen.reference_date).days
    yield from (seen.reference_date + timedelta(days=span * part // 7) for part in range(8))


def test_every_day_is_as_full_scoring_has_it(city: City) -> None:
    steps = 0
    for one in city.assessed:
        seen = city.outlooks[one.cycle.id]
        for on in sorted({on for on in days(seen) if seen.reference_date <= on <= seen.until}):
            stands = max((step for step in (seen.start, *seen.steps) if step.on <= on), key=lambda step: step.on)
            card = in_full(one, on, city.reference)
            assert stands.total == card.total.published, (one.cycle.id, on)
            assert stands.verdict is card.verdict, (one.cycle.id, on)
            assert stands.blockers == tuple(item.id for item in card.blockers)
            assert stands.gates_failed == tuple(gate.no for gate in card.gates_failed)
            steps += 1
    assert steps > 150


def test_the_steps_explain_the_whole_difference(city: City) -> None:
    changes = 0
    for seen in city.outlooks.values():
        total = seen.start.total
        for step in seen.steps:
            assert step.turns
            assert step.total == total + step.difference
            total = step.total
            moved = {id_ for turn in step.turns for id_ in turn.items}
            assert moved == {change.id for change in step.items}, "each change rests on something that turns"
            assert {no for turn in step.turns for no in turn.gates} == {change.no for change in step.gates}
            changes += len(step.items) + len(step.gates)
    assert changes > 20


def test_the_start_is_what_is_published(city: City) -> None:
    for one in city.assessed:
        start = city.outlooks[one.cycle.id].start
        assert (start.total, start.verdict) == (one.scorecard.total.published, one.scorecard.verdict)
        assert not start.turns
        assert not start.items


# ── examples, worked out by hand from their files ────────────────────────────────────────────────────────────


def test_a_factory_that_falls(city: City) -> None:
    """xinbei-battery: E47 to 2026-11-30 carries the required 3.2.3 (0.5); E18 to 2027-10-21 the 4 points of 1.2.2."""
    seen = city.outlooks["xinbei-battery/2025"]
    assert seen.fall is not None
    assert (seen.fall.on, seen.fall.verdict, seen.fall.blockers) == (date(2026, 12, 1), Verdict.BLOCKED, ("3.2.3",))
    assert [turn.name for turn in seen.fall.causes] == ["E47"]
    assert seen.fall.causes[0].last == date(2026, 11, 30)
    assert seen.below is not None
    assert seen.below.on == date(2027, 10, 22)
    assert {turn.name for turn in seen.below.causes} == {"E18", "GB/T 23331"}
    assert [(change.id, change.difference) for change in seen.below.items] == [("1.2.2", Fraction(-4))]
    assert seen.now == seen.start


def test_what_has_come_already_is_not_ahead(city: City) -> None:
    """wujin-bearing: E18 lapsed on 2026-09-10, after the reference date and before the day of the build."""
    seen = city.outlooks["wujin-bearing/2025"]
    assert [step.on for step in seen.past] == [date(2026, 9, 11)]
    assert seen.now.total == seen.start.total - 4
    assert seen.fall == seen.past[0]
    assert seen.below is None


def test_a_gate_falls_without_points(city: City) -> None:
    seen = city.outlooks["xinbei-battery/2025"]
    step = next(step for step in seen.steps if step.gates)
    assert [(change.no, change.after) for change in step.gates] == [(5, "not_met")]
    assert step.difference == 0
    assert step.verdict is Verdict.GATE_FAILED


# ── what counts, and from when ───────────────────────────────────────────────────────────────────────────────


def test_a_new_certificate_on_record_takes_over(city: City) -> None:
    """A later expiry on record, or an entry issued before the old one lapses: no points are lost."""
    one = of(city, "xinbei-battery/2025")
    renewed = foreseen(with_entry(one, "E47", expires="2029-12-31"))
    assert all(step.on != date(2026, 12, 1) for step in renewed.steps)
    assert renewed.fall is not None
    assert renewed.fall.on == date(2027, 4, 26)


def test_what_is_issued_after_the_reference_date_counts_from_its_day(city: City) -> None:
    one = of(city, "xinbei-battery/2025")
    late = with_entry(one, "E47", issued="2026-07-01")
    assert late.scorecard.item("3.2.3").published == 0
    seen = foreseen(late)
    step = seen.steps[0]
    assert (step.on, step.turns[0].lapses, step.turns[0].last) == (date(2026, 7, 1), False, date(2026, 6, 30))
    assert [(change.id, change.difference) for change in step.items] == [("3.2.3", Fraction(1, 2))]
    assert step.verdict is Verdict.REACHED
    assert seen.fall is not None, "and it lapses again"


def test_only_kinds_that_expire_lapse(city: City) -> None:
    one = of(city, "xinbei-battery/2025")
    kinds = one.edition.standard.head.evidence_kinds
    lasting = next(id_ for id_, entry in one.cycle.evidence.items() if not kinds[entry.kind].expires)
    changed = with_entry(one, lasting, expires="2026-12-24")
    assert lasting not in {turn.name for turn in turns(changed, date(2029, 1, 1))}


@pytest.mark.parametrize(("until", "found"), [("2026-11-30", False), ("2026-12-01", True)])
def test_the_horizon_is_a_day(city: City, until: str, found: bool) -> None:
    names = {turn.name for turn in turns(of(city, "xinbei-battery/2025"), day(until))}
    assert ("E47" in names) == found


def test_what_ends_on_the_reference_date_counts_there_and_lapses_the_next_day(city: City) -> None:
    one = with_entry(of(city, "xinbei-battery/2025"), "E47", expires="2026-03-31")
    assert one.scorecard.item("3.2.3").published == Fraction(1, 2)
    step = foreseen(one).steps[0]
    assert (step.on, [turn.name for turn in step.turns]) == (date(2026, 4, 1), ["E47"])
    assert step.verdict is Verdict.BLOCKED


def test_the_last_day_of_the_calendar_does_not_lapse(city: City) -> None:
    one = with_entry(of(city, "xinbei-battery/2025"), "E47", expires="9999-12-31")
    assert "E47" not in {turn.name for turn in foreseen(one).steps[0].turns}


def test_a_reference_date_beyond_the_horizon_has_no_outlook(city: City) -> None:
    one = of(city, "xinbei-battery/2025")
    seen = foreseen(one, as_of=date(2020, 1, 1), months=1)
    assert seen.steps == ()
    assert seen.end == seen.now == seen.start
    assert seen.fall is None


def test_months_of_none_and_of_many(city: City) -> None:
    near, far = foresee(city, 1), foresee(city, 120)
    for id_, seen in near.outlooks.items():
        assert far.outlooks[id_].steps[: len(seen.steps)] == seen.steps


def test_a_system_without_certificate_stands_by_its_audits(city: City) -> None:
    """Documents, internal audit and management review: on the later of both days it begins to stand."""
    one = of(city, "liyang-motor/2025")
    management = one.cycle.management
    rows = tuple(row for row in management.systems if row.standard != "GB/T 23331")
    audited = ManagementSystem.model_validate(
        {
            "standard": "GB/T 23331",
            "documents": True,
            "internal_audit": "2026-06-01",
            "management_review": "2026-07-01",
            "evidence": ["E45"],
        }
    )
    cycle = replace(one.cycle, management=management.model_copy(update={"systems": (*rows, audited)}))
    facts = account(cycle, one.edition.standard.head, city.reference)[0].facts
    changed = replace(one, cycle=cycle, scorecard=score(cycle, facts, one.edition))
    assert changed.scorecard.facts["management_system[GB/T 23331]"].value == 0
    seen = foreseen(changed)
    step = next(step for step in seen.steps if step.on == date(2026, 7, 1))
    assert [(change.id, change.difference) for change in step.items] == [("1.2.2", Fraction(4))]


def test_windows_of_years_do_not_move(city: City) -> None:
    """Incidents leave their window of 36 months, projects theirs: that is another assessment, not an expiry."""
    for one in city.assessed:
        head = one.edition.standard.head
        moved = dated_facts(head, judged_on(one.cycle, date(2032, 1, 1)))
        assert {base_name(name) for name in moved} <= {"management_system"}


# ── when it falls ────────────────────────────────────────────────────────────────────────────────────────────


def line(*steps: tuple[str, int, Verdict], as_of: str) -> Outlook:
    """An outlook of bare steps: (day, total, verdict); the first is the reference date."""
    turn = Turn("evidence", "E01", date(2027, 1, 1), lapses=True, at=SOMEWHERE)
    made = [Step(day(on), (turn,), (), (), Fraction(total), verdict, (), ()) for on, total, verdict in steps]
    return Outlook("x", "2025", made[0].on, day(as_of), day("2029-01-01"), made[0], tuple(made[1:]), Fraction(85))


UP, LOW, STOP = Verdict.REACHED, Verdict.NEEDS_DECISION, Verdict.BLOCKED


@pytest.mark.parametrize(
    ("steps", "as_of", "fall", "below"),
    [
        ([("2026-03-31", 90, UP)], "2026-06-01", None, None),
        ([("2026-03-31", 90, UP), ("2027-01-01", 85, UP)], "2026-06-01", None, None),
        ([("2026-03-31", 90, UP), ("2027-01-01", 84, LOW)], "2026-06-01", "2027-01-01", "2027-01-01"),
        ([("2026-03-31", 90, UP), ("2027-01-01", 89, STOP)], "2026-06-01", "2027-01-01", None),
        ([("2026-03-31", 90, UP), ("2027-01-01", 84, LOW)], "2027-01-01", "2027-01-01", "2027-01-01"),
        # fallen, up again by a new certificate, and due to fall once more: the next fall counts
        (
            [("2026-03-31", 90, UP), ("2026-05-01", 80, LOW), ("2026-05-09", 90, UP), ("2027-01-01", 80, LOW)],
            "2026-06-01",
            "2027-01-01",
            "2027-01-01",
        ),
        # never reached: nothing to fall from, though the total may cross the mark
        ([("2026-03-31", 90, STOP), ("2027-01-01", 84, STOP)], "2026-06-01", None, "2027-01-01"),
        ([("2026-03-31", 80, LOW), ("2027-01-01", 70, LOW)], "2026-06-01", None, None),
    ],
)
def test_falls(steps: list[tuple[str, int, Verdict]], as_of: str, fall: str | None, below: str | None) -> None:
    seen = line(*steps, as_of=as_of)
    assert [step and step.on.isoformat() for step in (seen.fall, seen.below)] == [fall, below]


def test_parameters_are_data(city: City, tmp_path: Path) -> None:
    assert (city.reference.foresight.expiring_days, city.reference.foresight.outlook_months) == (90, 24)
