"""What must hold for every answer, whatever it is: bounds, order, monotony, and what evidence can do."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.dossier import Claim
from generator.model.fact import Fact, Term
from generator.model.scorecard import Award, Item, Outcome
from generator.model.standard import Indicator
from generator.score.ask import Ask, Case
from generator.score.engine import score
from generator.score.rules.bands import Bands
from generator.score.rules.completion import Completion
from generator.score.rules.per_count import PerCount
from generator.score.rules.proportional import Proportional
from generator.score.rules.threshold import Threshold
from tests.making import make_cycle, make_fact
from tests.score.drawn import SHARES, SOMEWHERE, Drawn, drawn, load_edition, register, score_row, valid

ONE_ROW = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
WHOLE = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


EDITION = load_edition()
STANDARD = EDITION.standard
REGISTER = register(STANDARD.head)
ANSWERS = drawn(STANDARD)


def awards(award: Award) -> Iterator[Award]:
    """An award and everything below it."""
    yield award
    for part in award.parts:
        yield from awards(part)


def pairs(claimed: Award, evidenced: Award) -> Iterator[tuple[Award, Award]]:
    """The same question in both layers, at every depth."""
    yield claimed, evidenced
    same = {part.part: part for part in claimed.parts}
    for part in evidenced.parts:
        yield from pairs(same[part.part], part)


# ── one row ───────────────────────────────────────────────────────────────────────────────────────────────────


@ONE_ROW
@given(answer=ANSWERS)
def test_evidenced_is_at_most_claimed_and_claimed_at_most_full(answer: Drawn) -> None:
    claimed, evidenced = score_row(STANDARD, answer)
    full = answer.row.full if isinstance(answer.row, Indicator) else 1
    assert claimed.full == evidenced.full == full
    for more, less in pairs(claimed, evidenced):
        assert 0 <= less.points <= more.points <= more.full == less.full


@ONE_ROW
@given(answer=ANSWERS)
def test_the_outcome_agrees_with_the_points(answer: Drawn) -> None:
    for whole in score_row(STANDARD, answer):
        for award in awards(whole):
            assert 0 <= award.vacuous <= award.points
            assert award.vacuous <= award.full
            if not award.full:  # a mere veto
                assert award.veto
                continue
            expected = {
                Outcome.MET: award.points == award.full,
                Outcome.PARTIAL: 0 < award.points < award.full,
                Outcome.NOT_MET: award.points == 0,
                Outcome.PENDING: award.points == 0,
                Outcome.NOT_APPLICABLE: award.points == award.vacuous,
            }
            assert expected[award.outcome]


@ONE_ROW
@given(answer=ANSWERS)
def test_a_whole_is_its_parts(answer: Drawn) -> None:
    """Parts that add up do; full marks of parts that share them add up to the whole's."""
    for whole in score_row(STANDARD, answer):
        for award in awards(whole):
            if any(said.code == "parts.sum" for said in award.reasons):
                assert award.points == sum(part.points for part in award.parts)
                assert award.full == sum(part.full for part in award.parts)


@ONE_ROW
@given(answer=ANSWERS)
def test_scoring_twice_is_the_same(answer: Drawn) -> None:
    assert score_row(STANDARD, answer) == score_row(STANDARD, answer)


def _cited(claim: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for key in path:
        claim = claim[key]
    return claim


def _places(row: Any, claim: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every place of an answer where evidence may be cited, with the kinds that are allowed there."""

    def walk(needs: Any, here: dict[str, Any], kinds: tuple[str, ...], path: tuple[str, ...]) -> Iterator[Any]:
        yield path, kinds
        for part in needs.parts:
            if part.id in here.get("parts", {}):
                inner = here["parts"][part.id]
                yield from walk(part.needs(), inner, part.evidence or kinds, (*path, "parts", part.id))
        for year, inner in here.get("years", {}).items():
            yield from walk(needs.year, inner, kinds, (*path, "years", year))

    yield from walk(row.rule.needs(), claim, row.evidence, ())


@ONE_ROW
@given(answer=ANSWERS, data=st.data())
def test_one_more_valid_entry_never_lowers_a_score(answer: Drawn, data: st.DataObject) -> None:
    path, kinds = data.draw(st.sampled_from(list(_places(answer.row, answer.claim))))
    id_ = data.draw(st.sampled_from(valid(STANDARD.head, kinds)))
    more = copy.deepcopy(answer.claim)
    place = _cited(more, path)
    place["evidence"] = [*place.get("evidence", []), id_]
    before = score_row(STANDARD, answer)
    after = score_row(STANDARD, answer, claim=more)
    for old, new in zip(before, after, strict=True):
        assert new.points >= old.points


@ONE_ROW
@given(answer=ANSWERS)
def test_without_any_evidence_nothing_is_evidenced(answer: Drawn) -> None:
    _, evidenced = score_row(STANDARD, answer, {})
    assert evidenced.points == 0
    assert evidenced.vacuous == 0


@ONE_ROW
@given(answer=ANSWERS, random=st.randoms(use_true_random=False))
def test_the_order_of_keys_and_lists_changes_nothing(answer: Drawn, random: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            items = [(key, shuffled(inner)) for key, inner in value.items()]
            random.shuffle(items)
            return dict(items)
        if isinstance(value, list | tuple):
            return type(value)(random.sample(value, len(value)))
        return value

    def shuffled_fact(fact: Fact) -> Fact:
        bottom = None if fact.denominator is None else shuffled(fact.denominator)
        return replace(fact, numerator=shuffled(fact.numerator), denominator=bottom)

    facts = shuffled({name: shuffled_fact(fact) for name, fact in answer.facts.items()})
    before = score_row(STANDARD, answer)
    after = score_row(STANDARD, answer, shuffled(REGISTER), claim=shuffled(answer.claim), facts=facts)
    assert [_figures(award) for award in after] == [_figures(award) for award in before]


def _figures(award: Award) -> Any:
    """What counts of an award: not which of several entries is named first."""
    return award.part, award.points, award.full, award.outcome, [_figures(part) for part in award.parts]


# ── monotony ──────────────────────────────────────────────────────────────────────────────────────────────────

RISING = (Proportional, Bands, PerCount, Completion)


def _rules(rule: Any) -> Iterator[Any]:
    yield rule
    for part in getattr(rule, "parts", ()):
        if part.rule is not None:
            yield from _rules(part.rule)
    if getattr(rule, "year", None) is not None:
        yield from _rules(rule.year)


def _figure_rules() -> list[Any]:
    """Every rule of the table, and of its other readings, that looks at one figure."""
    standards = [STANDARD, *(variant.standard for variant in EDITION.variants)]
    found: list[Any] = []
    for standard in standards:
        for row in standard.rows().values():
            found += [one for one in _rules(row.rule) if isinstance(one, (*RISING, Threshold)) and one not in found]
    return found


FIGURE_RULES = _figure_rules()


#: Every limit of the table with its neighbours, counts, and a figure below nothing.
VALUES = sorted({*SHARES, *(Fraction(number) for number in range(-1, 9))})
CYCLE = make_cycle()


def _points(rule: Any, value: Fraction) -> Fraction:
    fact = make_fact(rule.fact, value, STANDARD.head.facts[rule.fact.partition("[")[0]].unit)
    case = Case(CYCLE, STANDARD.head, {rule.fact: fact})
    points: Fraction = rule.award(Ask(case, "claimed", Fraction(3), Claim(), ("indicators", "x"))).points
    return points


@pytest.mark.parametrize("rule", FIGURE_RULES, ids=lambda rule: f"{rule.kind}-{rule.fact}")
def test_a_better_figure_never_earns_less(rule: Any) -> None:
    earned = [_points(rule, value) for value in VALUES]
    assert all(0 <= points <= 3 for points in earned)
    if isinstance(rule, Threshold) and rule.op == "==":
        assert [value for value, points in zip(VALUES, earned, strict=True) if points] == [rule.limit]
        return
    falling = isinstance(rule, Threshold) and rule.op in ("<", "<=")
    assert earned == sorted(earned, reverse=falling)


def test_the_search_for_such_rules_finds_them() -> None:
    kinds = {type(rule).__name__ for rule in FIGURE_RULES}
    assert kinds == {"Proportional", "Bands", "PerCount", "Completion", "Threshold"}
    assert len(FIGURE_RULES) > 40


# ── the whole card ────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def cards(draw: st.DrawFn) -> tuple[Any, dict[str, Fact]]:
    """(cycle, facts) with answers to a dozen rows."""
    keys = draw(st.lists(st.sampled_from(list(STANDARD.rows())), min_size=3, max_size=14, unique=True))
    claims: dict[str, Any] = {}
    basic: dict[str, Any] = {}
    facts: dict[str, Fact] = {}
    for key in keys:
        answer = draw(drawn(STANDARD, (key,)))
        facts |= answer.facts
        if isinstance(answer.row, Indicator):
            claims[answer.row.id] = answer.claim
        else:
            basic[str(answer.row.no)] = answer.claim
    return replace(make_cycle(claims=claims, basic=basic), evidence=REGISTER), facts


@WHOLE
@given(card=cards())
def test_sums(card: tuple[Any, dict[str, Fact]]) -> None:
    scored = score(card[0], card[1], replace(EDITION, variants=()))
    total = scored.total
    assert total.full == 100
    for layer in ("full", "claimed", "evidenced", "published"):
        parts = [getattr(group.sums, layer) for group in scored.groups]
        assert getattr(total, layer) == sum(parts)
    assert total.claimed == sum(item.claimed.points for item in scored.items)
    assert total.published == total.evidenced <= total.claimed <= total.full
    assert 0 <= scored.strict <= total.published
    assert 0 <= scored.rescaled <= total.full
    if not any(item.evidenced.vacuous for item in scored.items):
        assert scored.strict == scored.rescaled == total.published
    assert {item.id for item in scored.blockers} == {item.id for item in scored.items if _is_blocker(item)}


def _is_blocker(item: Item) -> bool:
    return item.required and item.evidenced.points == 0 and item.evidenced.outcome is Outcome.NOT_MET


@settings(WHOLE, max_examples=15)
@given(card=cards())
def test_every_reading_gives_a_total_within_the_scale(card: tuple[Any, dict[str, Fact]]) -> None:
    scored = score(card[0], card[1], EDITION)
    chosen = {item.id: item.published for item in scored.items}
    assert len(scored.readings) == len(EDITION.variants)
    for result in scored.readings:
        assert 0 <= result.total <= 100, result.reading
        assert set(result.changed) <= set(chosen)
    again = score(card[0], card[1], EDITION)
    assert again == scored


@settings(WHOLE, max_examples=15)
@given(card=cards(), random=st.randoms(use_true_random=False))
def test_the_order_of_the_claims_changes_nothing(card: tuple[Any, dict[str, Fact]], random: Any) -> None:
    cycle, facts = card
    mixed = cycle.assessment.model_copy(
        update={
            key: dict(random.sample(list(getattr(cycle.assessment, key).items()), len(getattr(cycle.assessment, key))))
            for key in ("basic", "indicators")
        }
    )
    names = random.sample(list(facts), len(facts))
    before = score(cycle, facts, EDITION)
    after = score(replace(cycle, assessment=mixed), {name: facts[name] for name in names}, EDITION)
    assert (after.items, after.gates, after.total, after.verdict) == (
        before.items,
        before.gates,
        before.total,
        before.verdict,
    )
    assert after.readings == before.readings


@pytest.mark.parametrize("amount", [-25, 25])
def test_a_term_that_lowers_a_figure_counts_without_evidence(amount: int) -> None:
    """Else leaving out the evidence of what was wasted would earn points."""
    saved = (
        Term(Fraction(30), "a", SOMEWHERE, ("E01",)),
        Term(Fraction(amount), "b", SOMEWHERE),
    )
    fact = Fact("water_saving_rate", saved, (Term(Fraction(200), "all", SOMEWHERE),))
    cycle = make_cycle(evidence={"E01": {"kind": "metering_record"}})
    case = Case(cycle, STANDARD.head, {fact.name: fact})
    ask = Ask(case, "evidenced", Fraction(1), Claim(), ("indicators", "x"), kinds=("metering_record",))
    used = ask.used(fact.name)
    assert used is not None
    assert used.value == (Fraction(5, 200) if amount < 0 else Fraction(30, 200))
