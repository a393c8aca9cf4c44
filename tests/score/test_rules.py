"""Rules by themselves: what each asks of a claim, and what the table's own rows do not reach."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from generator.model.rule import Choice, Needs
from generator.model.scorecard import Award, Outcome
from generator.model.source import Tree
from generator.model.text import Text
from generator.model.variant import Edition
from generator.score.ask import Ask, Case, read_fact
from generator.score.rules import Rule
from tests.making import make_claim, make_cycle, make_fact

ONE, TWO = {"zh": "一", "en": "one"}, {"zh": "二", "en": "two"}
OPTIONS = [{"id": "a", "title": ONE, "share": "1"}, {"id": "b", "title": TWO, "share": "0"}]
RULE: TypeAdapter[Any] = TypeAdapter(Rule)


def rule(**data: Any) -> Any:
    return RULE.validate_python(data)


def ask(edition: Edition[Any], claim: Any = None, layer: Any = "evidenced", **facts: str | Fraction) -> Ask:
    cycle = make_cycle(evidence={"E01": {"kind": "photo"}})
    made = {name: make_fact(name, value, evidence=("E01",)) for name, value in facts.items()}
    case = Case(cycle, edition.standard.head, made)
    given = make_claim(claim) if claim is not None else None
    return Ask(case, layer, Fraction(4), given, ("indicators", "x"), kinds=(), cites=given.evidence if given else ())


# ── what a claim may hold ────────────────────────────────────────────────────────────────────────────────────

NEEDS = [
    ({"kind": "judgement", "step": "1/4", "consider": ONE}, Needs(degree=True, step="25")),
    ({"kind": "validity"}, Needs(state=True)),
    (
        {
            "kind": "lookup",
            "options": [{"id": "a", "title": ONE, "share": "1"}, {"id": "b", "title": TWO, "share": "0"}],
        },
        Needs(choices=(Choice("a", Text(**ONE)), Choice("b", Text(**TWO)))),
    ),
    (
        {
            "kind": "thresholds",
            "mode": "each",
            "limits": [{"fact": "x", "op": ">=", "limit": "1"}, {"fact": "y", "op": "<", "limit": "2"}],
        },
        Needs(facts=("x", "y")),
    ),
    ({"kind": "threshold", "fact": "x", "op": ">=", "limit": "1"}, Needs(facts=("x",))),
    ({"kind": "completion", "fact": "x"}, Needs(facts=("x",))),
    ({"kind": "none_of", "facts": ["x", "y"]}, Needs(facts=("x", "y"))),
]


@pytest.mark.parametrize(("data", "expected"), NEEDS, ids=lambda one: one.get("kind") if isinstance(one, dict) else "")
def test_what_a_claim_may_hold_under_a_rule(data: dict[str, Any], expected: Needs) -> None:
    assert rule(**data).needs() == expected


def test_rules_of_the_table_ask_for_what_they_read(edition: Edition[Any]) -> None:
    """Of every rule in the table, by its own fields."""
    found: set[str] = set()

    def look(one: Any) -> None:
        needs = one.needs()
        found.add(one.kind)
        fields = one.model_dump()
        if "parts" in fields:
            assert needs.parts == one.parts
            for part in one.parts:
                if part.rule:
                    look(part.rule)
        if "fact" in fields:
            assert needs.facts == (one.fact,)
        if "facts" in fields:
            assert needs.facts == one.facts
        if "tiers" in fields:
            assert needs.benchmark == tuple(dict.fromkeys(tier.basis for tier in one.tiers))
        if "options" in fields:
            assert needs.choices == tuple(Choice(option.id, option.title) for option in one.options)
        if one.kind == "years_present":
            assert needs.year == one.year.needs()
            assert needs.year != Needs()

    for row in edition.standard.rows().values():
        look(row.rule)
    assert found >= {"all_of", "any_of", "benchmark", "branch", "checklist", "composite", "lookup", "years_present"}


# ── several limits ───────────────────────────────────────────────────────────────────────────────────────────

LIMITS = [{"fact": "x", "op": ">=", "limit": "1"}, {"fact": "y", "op": "<", "limit": "2"}]


def judged(edition: Edition[Any], mode: str, **facts: str) -> Award:
    return rule(kind="thresholds", mode=mode, limits=LIMITS).award(ask(edition, **facts))  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("mode", "x", "y", "expected"),
    [
        ("each", "1", "1", "4 met"),
        ("each", "1", "2", "2 partial"),
        ("each", "0", "1", "2 partial"),
        ("each", "0", "2", "0 not_met"),
        ("all", "1", "1", "4 met"),
        ("all", "1", "2", "0 not_met"),
        ("all", "0", "2", "0 not_met"),
    ],
)
def test_several_limits(edition: Edition[Any], mode: str, x: str, y: str, expected: str) -> None:
    award = judged(edition, mode, x=x, y=y)
    assert f"{award.points} {award.outcome}" == expected
    assert [one.fact.name for one in award.facts] == ["x", "y"]
    met = {"4 met": "2", "2 partial": "1"}.get(expected, "1" if (mode, y) == ("all", "2") and x == "1" else "0")
    said = award.reasons[0]
    assert (said.code, dict(said.params)) == (
        "thresholds.met",
        {"met": met, "of": "2", "points": str(award.points)},
    )
    assert len(award.reasons) == 3


def test_several_limits_without_any_figure_are_pending(edition: Edition[Any]) -> None:
    award = judged(edition, "each")
    assert award.outcome is Outcome.PENDING
    assert award.points == 0
    assert {one.code for one in award.reasons} == {"fact.missing"}
    assert len(award.reasons) == 2


# ── figures of claims ────────────────────────────────────────────────────────────────────────────────────────


def test_a_figure_of_a_claim_is_read_as_its_kind_says(edition: Edition[Any]) -> None:
    kinds = edition.standard.head.facts
    kind = {one.type: one for one in kinds.values()}
    assert read_fact("true", kind["flag"]) == (1, None)
    assert read_fact("false", kind["flag"]) == (0, None)
    assert read_fact("yes", kind["flag"]) is None
    assert read_fact("62.5 %", kind["share"]) == (Fraction(5, 8), None)
    assert read_fact("3 MWh", kind["share"]) is None


def test_what_a_claim_says_is_found_where_it_stands(edition: Edition[Any]) -> None:
    name = next(name for name, kind in edition.standard.head.facts.items() if kind.type == "count")
    head = edition.standard.head
    kinds = {**head.facts, name: head.facts[name].model_copy(update={"home": "claimed"})}  # here none is, any more
    head = head.model_copy(update={"facts": kinds})
    edition = replace(edition, standard=edition.standard.model_copy(update={"head": head}))
    given = ask(edition, {"facts": {name: "3"}, "evidence": ["E01"], "years": {"2024": {"state": "met"}}})
    places = {
        ("indicators", "x"): (2, 3),
        ("indicators", "x", "facts", name): (7, 5),
        ("indicators", "x", "years", "2024"): (9, 5),
    }
    tree = Tree("assessment", {}, places)
    given = replace(given, case=replace(given.case, cycle=replace(given.case.cycle, trees={"assessment.yaml": tree})))
    used = given.used(name)
    assert used is not None
    assert used.fact.claimed
    (term,) = used.fact.terms
    assert (term.amount, str(term.at), term.evidence) == (3, "assessment:7:5", ("E01",))
    assert term.label == edition.standard.head.facts[name].title
    assert str(given.award(Fraction(1)).at) == "assessment:2:3"
    assert str(given.of_year(2024, Fraction(1)).award(Fraction(1)).at) == "assessment:9:5"


# ── parts that do not apply ──────────────────────────────────────────────────────────────────────────────────

NOT_HERE = {"applicable": False, "reason": "没有", "evidence": ["E01"]}
PARTS = [
    {"id": one, "title": title, "applicable_when": {"when": {"zh": "有", "en": "there is one"}}, "evidence": ["photo"]}
    for one, title in (("a", ONE), ("b", TWO))
]


def with_parts(edition: Edition[Any], kind: str, layer: str, **claims: Any) -> Award:
    made = rule(kind=kind, parts=PARTS).award(ask(edition, {"parts": claims}, layer))
    assert isinstance(made, Award)
    return made


def test_all_of_nothing_that_applies_does_not_apply(edition: Edition[Any]) -> None:
    whole = with_parts(edition, "all_of", "evidenced", a=NOT_HERE, b=NOT_HERE)
    assert (whole.outcome, whole.points, whole.vacuous) == (Outcome.NOT_APPLICABLE, 4, 4)
    mixed = with_parts(edition, "all_of", "evidenced", a=NOT_HERE, b={"state": "met", "evidence": ["E01"]})
    assert (mixed.outcome, mixed.points, mixed.vacuous) == (Outcome.MET, 4, 2)
    missed = with_parts(edition, "all_of", "evidenced", a=NOT_HERE, b={"state": "not_met"})
    assert (missed.outcome, missed.points, missed.vacuous) == (Outcome.NOT_MET, 0, 0)
    (why,) = missed.reasons
    assert dict(why.params)["part"] == Text(**TWO)


def test_a_branch_takes_the_first_case_that_applies(edition: Edition[Any]) -> None:
    met = {"state": "met", "evidence": ["E01"]}
    second = with_parts(edition, "branch", "evidenced", a=NOT_HERE, b=met)
    assert (second.outcome, second.points, second.vacuous) == (Outcome.MET, 4, 0)
    assert [part.part for part in second.parts] == ["a", "b"]
    none = with_parts(edition, "branch", "evidenced", a=NOT_HERE, b=NOT_HERE)
    assert (none.outcome, none.points, [one.code for one in none.reasons]) == (Outcome.PENDING, 0, ["branch.none"])
    assert [(part.part, part.points, part.vacuous) for part in none.parts] == [("a", 0, 0), ("b", 0, 0)]
    unproven = with_parts(edition, "branch", "evidenced", a={"applicable": False, "reason": "没有"}, b=met)
    assert (unproven.outcome, unproven.points) == (Outcome.NOT_MET, 0)
    assert [one.code for one in unproven.reasons] == ["branch.unproven"]
    assert dict(unproven.reasons[0].params)["reason"] == "没有"


def test_a_certificate_that_is_not_there(edition: Edition[Any]) -> None:
    made = rule(kind="validity").award(ask(edition, {"state": "not_met", "evidence": ["E01"]}))
    assert (made.outcome, made.points) == (Outcome.NOT_MET, 0)
    assert made.reasons[0].code == "state.not_met"
    endless = rule(kind="validity").award(ask(edition, {"evidence": ["E01"]}))
    assert (endless.outcome, dict(endless.reasons[0].params)["until"]) == (Outcome.MET, "2027-12-31")
