"""Rules by themselves: what each asks of a claim, and what the table's own rows do not reach."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from generator.model.rule import Choice, Needs
from generator.model.scorecard import Award, Outcome
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
