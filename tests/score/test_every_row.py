"""Every row of the table, answered as well as can be: full marks on good evidence, nothing on worthless evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from generator.model.dossier import EvidenceEntry
from generator.model.fact import Fact, base_name
from generator.model.scorecard import Award, Outcome
from generator.model.standard import Indicator
from generator.score.ask import Case
from generator.score.engine import award_gate, award_item
from generator.score.rules.base import LOWER
from tests.making import make_cycle, make_evidence, make_fact
from tests.score.drawn import load_edition

EDITION = load_edition()
ROWS = list(EDITION.standard.rows())
YEARS = ("2023", "2024", "2025")
Register = dict[str, EvidenceEntry]


class Answer:
    """The best answer to a row: a claim that cites an entry of every kind allowed, and the figures it needs."""

    def __init__(self, key: str) -> None:
        self.head = EDITION.standard.head
        self.kinds = list(self.head.evidence_kinds)
        self.row = EDITION.standard.rows()[key]
        self.facts: dict[str, Fact] = {}
        self.claim = self._rule(self.row.rule, self.row.evidence, "")

    def cites(self, kinds: tuple[str, ...]) -> list[str]:
        return [f"E{self.kinds.index(kind):02d}" for kind in kinds]

    def _part(self, part: Any, kinds: tuple[str, ...], year: str) -> dict[str, Any]:
        own = part.evidence or kinds
        return self._rule(part.rule, own, year) if part.rule else {"state": "met", "evidence": self.cites(own)}

    def _rule(self, rule: Any, kinds: tuple[str, ...], year: str) -> dict[str, Any]:
        answers: dict[str, Callable[[Any, tuple[str, ...], str], dict[str, Any]]] = {
            "judgement": lambda rule, *_: {"degree": "100 %", "statement": "说明"},
            "lookup": lambda rule, *_: {"choice": max(rule.options, key=lambda option: option.share).id},
            "validity": lambda *_: {"state": "met"},
            "benchmark": self._benchmark,
            "years_present": lambda rule, kinds, _: {"years": {y: self._rule(rule.year, kinds, y) for y in YEARS}},
        }
        if hasattr(rule, "parts"):
            parts = rule.parts[:1] if rule.kind == "branch" else rule.parts
            return {"parts": {part.id: self._part(part, kinds, year) for part in parts}}
        answer = answers.get(rule.kind, self._figures)(rule, kinds, year)
        return answer if "years" in answer else answer | {"evidence": self.cites(kinds)}

    def _figures(self, rule: Any, _: tuple[str, ...], year: str) -> dict[str, Any]:
        if rule.kind == "none_of":
            wanted = dict.fromkeys(rule.facts, Fraction(0))
        elif rule.kind == "threshold":
            step = {"==": 0, "<": -1, "<=": 0}.get(rule.op, 1)
            wanted = {rule.fact: rule.limit + step}
        else:
            wanted = {rule.fact: Fraction(rule.most if rule.kind == "per_count" else 1)}
        for name, value in wanted.items():
            key = f"{name}@{year}" if year else name
            unit = self.head.facts[base_name(name)].unit
            self.facts[key] = make_fact(key, value, unit)
        return {}

    def _benchmark(self, rule: Any, *_: Any) -> dict[str, Any]:
        tier = max(rule.tiers, key=lambda one: one.share)
        share = self.head.facts[rule.fact].type == "share"
        own, cited = ("1", "2") if tier.op in LOWER else ("2", "1")
        unit = "%" if share else "t/t"
        answer: dict[str, Any] = {"benchmark": {"basis": tier.basis, "value": f"{cited} {unit}", "source": "出处"}}
        if self.head.facts[rule.fact].home == "claimed":
            answer["facts"] = {rule.fact: f"{own} {unit}"}
        else:
            self.facts[rule.fact] = make_fact(rule.fact, Fraction(own) / 100)
        return answer

    def scored(self, register: Register) -> tuple[Award, Award]:
        if isinstance(self.row, Indicator):
            cycle = make_cycle(claims={self.row.id: self.claim})
            case = Case(replace(cycle, evidence=register), self.head, self.facts)
            return award_item(case, self.row, "claimed"), award_item(case, self.row, "evidenced")
        cycle = make_cycle(basic={str(self.row.no): self.claim})
        case = Case(replace(cycle, evidence=register), self.head, self.facts)
        return award_gate(case, self.row, "claimed"), award_gate(case, self.row, "evidenced")

    @property
    def full(self) -> Fraction | int:
        return self.row.full if isinstance(self.row, Indicator) else 1

    def register(self, given: Callable[[Any], dict[str, Any] | None]) -> Register:
        """One entry of every kind, with what ``given`` says of the kind; none of a kind for None."""
        entries: Register = {}
        for number, (name, kind) in enumerate(self.head.evidence_kinds.items()):
            changes = given(kind)
            if changes is not None:
                entries[f"E{number:02d}"] = make_evidence(**{"kind": name, "level": "national"} | changes)
        return entries


ANSWERS = {key: Answer(key) for key in ROWS}


@pytest.mark.parametrize("key", ROWS)
def test_the_best_answer_earns_full_marks(key: str) -> None:
    answer = ANSWERS[key]
    for award in answer.scored(answer.register(lambda kind: {})):
        assert (award.points, award.outcome) == (answer.full, Outcome.MET)


def _expired(kind: Any) -> dict[str, Any] | None:
    """Expired where the kind expires, of another year where it is periodic; without the undated kinds."""
    if kind.expires:
        return {"issued": "2022-01-01", "expires": "2026-03-30"}
    return {"covers": ["2019"]} if kind.periodic else None


WORTHLESS: dict[str, Callable[[Any], dict[str, Any] | None]] = {
    "none": lambda kind: None,
    "expired or of another year": _expired,
    "issued after the reference date": lambda kind: {"issued": "2026-04-01"},
}


@pytest.mark.parametrize("why", WORTHLESS)
@pytest.mark.parametrize("key", ROWS)
def test_worthless_evidence_carries_nothing(key: str, why: str) -> None:
    answer = ANSWERS[key]
    claimed, evidenced = answer.scored(answer.register(WORTHLESS[why]))
    assert (claimed.points, claimed.outcome) == (answer.full, Outcome.MET)
    assert (evidenced.points, evidenced.outcome) == (0, Outcome.NOT_MET)


@pytest.mark.parametrize("key", ROWS)
def test_evidence_that_is_valid_on_the_last_day_carries(key: str) -> None:
    answer = ANSWERS[key]
    last_day = {"issued": "2026-03-31", "expires": "2026-03-31"}
    _, evidenced = answer.scored(answer.register(lambda kind: last_day))
    assert evidenced.points == answer.full


@pytest.mark.parametrize("key", ROWS)
def test_evidence_of_a_kind_that_is_not_asked_for_carries_nothing(key: str) -> None:
    answer = ANSWERS[key]
    register = answer.register(lambda kind: {})
    others = {id_: make_evidence(kind="other", level="national") for id_ in register}
    _, evidenced = answer.scored(others)
    assert evidenced.points == 0
