"""The scorecard: every field of it, its sums, its layers, and each reading as if scored from scratch."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from generator.model.scorecard import Award, Item, Outcome, Scorecard
from generator.model.variant import Edition
from generator.score.ask import Case
from generator.score.engine import _rescaled, _standing, _strict, _sums, _total, award_gate, award_item, score, verdict
from tests.conftest import ROOT
from tests.making import make_cycle
from tests.standards.cases import read_cases

CASES = [case for _, case in read_cases(ROOT / "content/standards/changzhou-near-zero/cases") if not case.files]


def drawn_from_cases(take: int) -> tuple[Any, dict[str, str]]:
    """One cycle with a claim for every row that has a ``take``-th case, each with evidence of its own; and facts."""
    claims: dict[str, Any] = {}
    basic: dict[str, Any] = {}
    evidence: dict[str, Any] = {}
    facts: dict[str, str] = {}
    seen: dict[str, int] = {}
    for case in CASES:
        seen[case.key] = seen.get(case.key, -1) + 1
        if seen[case.key] == take and case.reading is None:
            fresh = {id_: f"E{len(evidence) + 10 + number}" for number, id_ in enumerate(case.evidence)}
            (claims if case.indicator else basic)[case.indicator or str(case.basic)] = renamed(case.claim, fresh)
            evidence |= {fresh[id_]: entry for id_, entry in case.evidence.items()}
            facts |= case.facts
    return make_cycle(claims=claims, basic=basic, evidence=evidence), facts


def renamed(data: Any, fresh: dict[str, str]) -> Any:
    if isinstance(data, dict):
        return {key: renamed(value, fresh) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [renamed(value, fresh) for value in data]
    return fresh.get(data, data) if isinstance(data, str) else data


def cards(edition: Edition[Any]) -> list[tuple[Case, Scorecard]]:
    from tests.standards.cases import _fact

    made = []
    for take in (0, 3):  # sound cases, and such as nothing carries
        cycle, texts = drawn_from_cases(take)
        facts = {name: _fact(edition.standard, name, text) for name, text in texts.items()}
        made.append((Case(cycle, edition.standard.head, facts), score(cycle, facts, edition)))
    return made


@pytest.fixture
def scored(edition: Edition[Any]) -> list[tuple[Case, Scorecard]]:
    """For each test anew: mutation testing runs the tests that reach a function, and must see that each does."""
    return cards(edition)


def test_every_field_of_a_scorecard(scored: list[tuple[Case, Scorecard]], edition: Edition[Any]) -> None:
    standard = edition.standard
    for case, card in scored:
        assert (card.slug, card.cycle, card.standard) == ("example", "2025", standard.ref)
        assert card.pass_mark == standard.head.evaluation.pass_mark
        assert card.facts is case.facts
        assert card.standing == "evidenced"
        rows = [(group.no, row) for group in standard.groups for row in group.indicators]
        for item, (group, row) in zip(card.items, rows, strict=True):
            assert (item.id, item.no, item.group, item.required, item.full) == (
                row.id,
                row.no,
                group,
                row.required,
                row.full,
            )
            assert item.claimed == award_item(case, row, "claimed")
            assert item.evidenced == award_item(case, row, "evidenced")
            assert card.item(row.id) is item
        for gate, row in zip(card.gates, standard.basic, strict=True):
            assert gate.no == row.no
            assert gate.claimed == award_gate(case, row, "claimed")
            assert gate.evidenced == award_gate(case, row, "evidenced")


def test_the_layers_are_told_apart(scored: list[tuple[Case, Scorecard]]) -> None:
    """The cycles above do have items and gates that are claimed and not carried."""
    assert any(item.claimed.points > item.evidenced.points for _, card in scored for item in card.items)
    assert any(gate.claimed.outcome != gate.evidenced.outcome for _, card in scored for gate in card.gates)


def test_sums_of_groups_and_of_the_whole(scored: list[tuple[Case, Scorecard]], edition: Edition[Any]) -> None:
    for _, card in scored:
        assert [one.no for one in card.groups] == [one.no for one in edition.standard.groups]
        for group in card.groups:
            own = [item for item in card.items if item.group == group.no]
            assert group.sums == _sums(own)
            assert group.sums.full == sum(item.full for item in own)
            assert group.sums.claimed == sum(item.claimed.points for item in own)
            assert group.sums.evidenced == sum(item.evidenced.points for item in own)
            assert group.sums.published == sum(item.published for item in own)
            assert group.sums.confirmed is None
        assert card.total == _sums(card.items)


def confirmed(item: Item, points: Fraction) -> Item:
    return replace(item, confirmed=Award(points, item.full, Outcome.PARTIAL))


def test_confirmed_items_are_summed_and_named(scored: list[tuple[Case, Scorecard]]) -> None:
    items = scored[0][1].items[:3]
    mixed = (confirmed(items[0], Fraction(1, 3)), confirmed(items[1], Fraction(1, 6)), items[2])
    assert _sums(mixed).confirmed == Fraction(1, 2)
    assert _sums(mixed).published == Fraction(1, 2) + items[2].evidenced.points
    assert [_standing(one) for one in (items, mixed, mixed[:2])] == ["evidenced", "mixed", "confirmed"]


def test_sums_of_nothing_are_exact_zeros() -> None:
    sums = _sums(())
    assert [type(one) for one in (sums.full, sums.claimed, sums.evidenced, sums.published)] == [Fraction] * 4
    assert type(_strict(())) is type(_total(())) is type(_rescaled(())) is Fraction
    assert _rescaled(()) == 0


@pytest.mark.parametrize("take", range(2))
def test_a_reading_is_what_scoring_from_scratch_gives(
    take: int, scored: list[tuple[Case, Scorecard]], edition: Edition[Any]
) -> None:
    case, card = scored[take]
    assert len(card.readings) == len(edition.variants) > 5
    for reading, variant in zip(card.readings, edition.variants, strict=True):
        fresh = score(case.cycle, case.facts, Edition(variant.standard, (), ""))
        total = {"full": fresh.total.published, "zero": fresh.strict, "rescale": fresh.rescaled}
        assert (reading.reading, reading.alternative) == (variant.reading, variant.alternative)
        assert reading.total == total[variant.counting.not_applicable]
        mark = variant.standard.head.evaluation.pass_mark
        assert reading.verdict is verdict(fresh.gates, fresh.items, reading.total, mark, variant.counting)
        pairs = zip(card.items, fresh.items, strict=True)
        assert reading.changed == tuple(new.id for old, new in pairs if new.published != old.published)


def test_only_what_a_reading_changes_is_scored_again(
    scored: list[tuple[Case, Scorecard]], edition: Edition[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.score import engine

    again: list[str] = []

    def item(case: Case, row: Any, layer: Any) -> Award:
        again.append(row.id)
        return award_item(case, row, layer)

    def gate(case: Case, row: Any, layer: Any) -> Award:
        again.append(row.key)
        return award_gate(case, row, layer)

    monkeypatch.setattr(engine, "award_item", item)
    monkeypatch.setattr(engine, "award_gate", gate)
    case, card = scored[0]
    for variant in edition.variants:
        again.clear()
        engine._under(variant, case, card.items, card.gates)
        assert set(again) == set(variant.changed), variant.reading
    assert any(variant.changed for variant in edition.variants)
