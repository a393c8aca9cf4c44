"""The expert cases of a standard: ``cases/*.yaml``, each an input and the points that it must earn.

A case is written in the words of a dossier:

    - id: 5.4.1-half
      indicator: 5.4.1            # or `basic: 3`
      title: {zh: 抵消比例正好 50 %, en: an offset ratio of exactly 50 %}
      facts: {offset_ratio: 50 %}                 # figures as if computed from the files; `name@2024` for one year
      files: {plan: {…}, activity: [{…}]}         # the dossier's files, where the figures are to be computed from them
      claim: {evidence: [E01]}                    # as it would stand in assessment.yaml
      evidence: {E01: {kind: offset_certificate}} # what is not given makes it valid and covering 2023–2025
      founded: 2005-03-01                         # default
      expect: {claimed: 0, evidenced: 0, outcome: not_met}     # outcome and blocks: of the evidenced points
      reading: R-5.4.1-formula/rescaled           # optional: under this alternative reading
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from generator.load.schema import validate
from generator.load.strict_yaml import parse
from generator.model.dossier import Activity, Assets, Cycle, Figure, Instruments, Management, Plan, Products
from generator.model.fact import Fact, base_name
from generator.model.inputs import Input
from generator.model.scorecard import Award, Outcome
from generator.model.standard import Basic, Exact, Indicator, Standard
from generator.model.text import Text
from generator.model.variant import Edition
from generator.score.ask import Case, read_fact
from generator.score.engine import award_gate, award_item
from tests.making import make_account, make_cycle, make_fact


class Expect(Input):
    claimed: Exact
    evidenced: Exact
    outcome: Literal["met", "partial", "not_met", "not_applicable", "pending"]
    blocks: bool = False


class Files(Input):
    """Files of the dossier that facts are computed from."""

    activity: list[Activity] = Field(default_factory=list)
    assets: Assets = Field(default_factory=Assets)
    management: Management = Field(default_factory=Management)
    plan: Plan = Field(default_factory=Plan)
    instruments: Instruments = Field(default_factory=Instruments)
    products: Products = Field(default_factory=Products)


class ExpertCase(Input):
    id: str
    indicator: str | None = None
    basic: str | None = None
    title: Text
    facts: Mapping[str, Figure] = Field(default_factory=dict)
    files: Files | None = None
    claim: Mapping[str, Any] = Field(default_factory=dict)
    evidence: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)
    founded: str = "2005-03-01"
    reading: str | None = None
    expect: Expect

    @model_validator(mode="after")
    def _about_one_row(self) -> Self:
        if (self.indicator is None) == (self.basic is None):
            raise ValueError("a case is about an indicator or about a basic requirement")
        return self

    @property
    def key(self) -> str:
        """The row of the table that it is about: ``5.4.1`` or ``basic 3``."""
        return self.indicator or f"basic {self.basic}"


class CaseFile(Input):
    cases: list[ExpertCase]


def read_cases(folder: Path) -> Iterator[tuple[Path, ExpertCase]]:
    """Every case below ``folder``. AssertionError with the finding where a file is broken."""
    for path in sorted(folder.glob("*.yaml")):
        tree, findings = parse(path.read_bytes(), path.name)
        assert tree is not None, findings
        assert not findings, findings
        file, findings = validate(CaseFile, tree)
        assert file is not None, findings
        for case in file.cases:
            yield path, case


def row_of(standard: Standard[Any], case: ExpertCase) -> Indicator[Any] | Basic[Any]:
    """The row that a case is about."""
    return standard.rows()[case.key]


def run_case(edition: Edition[Any], case: ExpertCase) -> tuple[Award, Award]:
    """(claimed, evidenced) award of a case."""
    standard = _standard(edition, case.reading)
    cycle = _cycle(case)
    facts = dict(make_account(cycle, standard.head).facts) if case.files else {}
    facts |= {name: _fact(standard, name, text) for name, text in case.facts.items()}
    scored = Case(cycle, standard.head, facts)
    row = row_of(standard, case)
    if isinstance(row, Indicator):
        return award_item(scored, row, "claimed"), award_item(scored, row, "evidenced")
    return award_gate(scored, row, "claimed"), award_gate(scored, row, "evidenced")


def _cycle(case: ExpertCase) -> Cycle:
    claims = {case.indicator: case.claim} if case.indicator else {}
    basic = {case.basic: case.claim} if case.basic else {}
    files = dict(case.files or ())
    files["activity"] = {one.year: one for one in files.pop("activity", ())}
    return make_cycle(claims=claims, basic=basic, evidence=case.evidence, founded=case.founded, **files)


def _standard(edition: Edition[Any], reading: str | None) -> Standard[Any]:
    if reading is None:
        return edition.standard
    found = {f"{one.reading}/{one.alternative}": one.standard for one in edition.variants}
    return found[reading]


def _fact(standard: Standard[Any], name: str, text: str) -> Fact:
    read = read_fact(text, standard.head.facts[base_name(name)])
    assert read is not None, f"{name}: {text}"
    return make_fact(name, *read)


def blocks(award: Award, *, required: bool) -> bool:
    """Whether an item with this award is a blocker."""
    free = (Outcome.PENDING, Outcome.NOT_APPLICABLE)
    return required and award.points == Fraction(0) and award.outcome not in free
