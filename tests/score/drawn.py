"""Random claims, facts and evidence, drawn from what the rules of a standard say that they need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from generator.check.base import facts_of
from generator.load.standard import load_standard
from generator.model.dossier import Cycle, EvidenceEntry
from generator.model.fact import Fact, Facts, Term, base_name
from generator.model.finding import Position
from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.standard import Basic, Condition, FactKind, Head, Indicator, Standard
from generator.model.variant import Edition
from generator.score.ask import Case
from generator.score.engine import award_gate, award_item
from generator.score.rules import Rule
from tests.conftest import ROOT
from tests.making import make_cycle, make_evidence

Row = Indicator[Any] | Basic[Any]
YEARS = (2023, 2024, 2025)
FOUNDED = ("2005-03-01", "2023-06-01", "2024-01-01", "2024-06-30", "2025-05-01")
EXPIRED = {"issued": "2022-01-01", "expires": "2024-12-31", "covers": ["2022", "2023", "2024"]}
OTHER_YEAR = {"covers": ["2024"]}
LATER = {"issued": "2026-05-01"}
SOMEWHERE = Position("drawn.yaml")
#: At and around every limit that the table has.
SHARES = [
    Fraction(text)
    for text in (
        "0 0.05 0.0999 0.1 0.1001 0.35 0.4999 0.5 0.5001 0.6 0.6999 0.7 0.75 0.8 0.94 0.95 0.999 1 1.2".split()  # noqa: SIM905
    )
]
#: Of one fact: a unit that compares, then one that does not.
UNITS = {
    "energy_intensity": ("kgce/t", "tce/万元"),
    "water_intensity": ("m3/t", "m3/万元"),
    "carbon_intensity": ("tCO2e/t", "tCO2e/万元"),
    "material_intensity": ("t/t", "t/万元"),
    "waste_utilisation": ("%", "t"),
}


@cache
def load_edition() -> Edition[Any]:
    """The indicator table, for strategies and parameters that are made before a test runs."""
    edition, findings = load_standard(ROOT, ROOT / "content/standards/changzhou-near-zero", Standard[Rule])
    assert edition is not None, findings
    return edition


@dataclass(frozen=True)
class Drawn:
    """A row of the table with an answer to it, and everything that may carry it."""

    row: Row
    claim: dict[str, Any]
    facts: Facts
    founded: str

    def cycle(self, **changes: Any) -> Cycle:
        given = replace(self, **changes)
        claims = {given.row.id: given.claim} if isinstance(given.row, Indicator) else {}
        basic = {str(given.row.no): given.claim} if isinstance(given.row, Basic) else {}
        return make_cycle(claims=claims, basic=basic, founded=given.founded)


# ── evidence ──────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _register(kinds: tuple[str, ...], levels: tuple[str, ...]) -> dict[str, EvidenceEntry]:
    entries: dict[str, EvidenceEntry] = {}
    for number, kind in enumerate(kinds):
        for letter, given in enumerate(({}, EXPIRED, OTHER_YEAR, LATER, {"level": levels[0]} if levels else {})):
            entries[f"E{number:02d}{letter}"] = make_evidence(kind=kind, **given)
    return entries


def register(head: Head) -> dict[str, EvidenceEntry]:
    """Of every kind: E..0 valid, E..1 expired, E..2 of another year, E..3 issued later, E..4 valid with a level."""
    return _register(tuple(head.evidence_kinds), tuple(head.evidence_levels))


def valid(head: Head, kinds: tuple[str, ...]) -> list[str]:
    """The ids of the entries of some kinds that are valid whatever is asked, a level included."""
    order = list(head.evidence_kinds)
    return [f"E{order.index(kind):02d}4" for kind in kinds if kind in order]


def cites(head: Head, kinds: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """None, or some: mostly of an allowed kind, valid or not, at times of any kind."""
    order = list(head.evidence_kinds)
    own = [f"E{order.index(kind):02d}{letter}" for kind in kinds for letter in "00012344"]
    every = list(register(head))
    one = st.one_of(st.sampled_from(own or every), st.sampled_from(own or every), st.sampled_from(every))
    return st.lists(one, max_size=2, unique=True)


# ── claims ────────────────────────────────────────────────────────────────────────────────────────────────────


def fact_text(name: str, kind: FactKind) -> st.SearchStrategy[str]:
    """A claimed figure as it would be typed."""
    if kind.type == "flag":
        return st.sampled_from(["true", "false"])
    if kind.type == "count":
        return st.integers(0, 8).map(str)
    if kind.type == "share":
        return st.sampled_from(SHARES).map(lambda share: f"{float(share * 100):g} %")
    unit = kind.unit or UNITS[base_name(name)][0]
    return st.integers(0, 6).map(lambda number: f"{number} {unit}")


@st.composite
def citations(draw: st.DrawFn, needs: Needs) -> dict[str, str]:
    """A cited sector value, mostly in a unit that compares."""
    fits, other = UNITS[needs.facts[0]]
    unit, number = draw(st.sampled_from([fits, fits, fits, other])), draw(st.sampled_from([0, 1, 2, 3, 5, 50, 95]))
    return {"basis": draw(st.sampled_from(needs.benchmark)), "value": f"{number} {unit}", "source": "出处"}


@st.composite
def stated(draw: st.DrawFn, head: Head, needs: Needs) -> dict[str, Any]:
    """What an answer itself says: a state, a degree, a choice, figures, a citation."""
    claim: dict[str, Any] = {}
    if needs.state and (state := draw(st.sampled_from(["met", "met", "not_met", "", *["partial"] * needs.partial]))):
        claim["state"] = state
    if needs.degree:
        claim["degree"] = draw(st.sampled_from(["0 %", "25 %", "40 %", "50 %", "75 %", "100 %"]))
        if draw(st.integers(0, 3)):
            claim["statement"] = "说明"
    if needs.choices:
        claim["choice"] = draw(st.sampled_from([choice.id for choice in needs.choices]))
    typed = [name for name in needs.facts if "[" not in name and draw(st.booleans())]
    if typed:
        claim["facts"] = {name: draw(fact_text(name, head.facts[name])) for name in typed}
    if needs.benchmark and draw(st.integers(0, 3)):
        claim["benchmark"] = draw(citations(needs))
    return claim


@st.composite
def claims(draw: st.DrawFn, head: Head, needs: Needs, kinds: tuple[str, ...], condition: Condition | None) -> Any:
    """An answer, whole or with holes."""
    claim: dict[str, Any] = draw(stated(head, needs))
    if condition is not None and draw(st.integers(0, 2)) == 0:
        claim["applicable"] = False
        if draw(st.booleans()):
            claim["reason"] = "没有"
    parts: dict[str, Any] = {}
    for part in needs.parts:
        if draw(st.integers(0, 4)):
            parts[part.id] = draw(claims(head, part.needs(), part.evidence or kinds, part.applicable_when))
    claim |= {"parts": parts} if parts else {}
    if needs.year is not None:
        years = draw(st.lists(st.sampled_from(YEARS), unique=True))
        claim["years"] = {str(year): draw(claims(head, needs.year, kinds, None)) for year in years}
    if draw(st.booleans()):
        claim["evidence"] = draw(cites(head, kinds))
    return claim


# ── facts ─────────────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def computed(draw: st.DrawFn, head: Head, name: str, kinds: tuple[str, ...]) -> Fact:
    """A fact of some terms, each with its own evidence or none; now and then a term that lowers it."""
    kind = head.facts[base_name(name)]

    def term(amount: Fraction) -> Term:
        return Term(amount, name, SOMEWHERE, tuple(draw(cites(head, kinds))))

    if kind.type == "flag":
        return Fact(name, (term(Fraction(draw(st.integers(0, 1)))),))
    if kind.type == "share" and draw(st.booleans()):
        return Fact(name, (term(draw(st.sampled_from(SHARES))),), (term(Fraction(1)),))
    amounts = draw(st.lists(st.integers(-3 if draw(st.integers(0, 9)) == 0 else 1, 8), max_size=3))
    numerator = tuple(term(Fraction(amount)) for amount in amounts if amount)
    if kind.type == "share":
        whole = draw(st.integers(1, 20))
        return Fact(name, numerator, (term(Fraction(whole)),))
    positive = tuple(one for one in numerator if one.amount > 0)
    return Fact(name, positive, unit=kind.unit)


@st.composite
def facts(draw: st.DrawFn, head: Head, row: Row) -> dict[str, Fact]:
    """Some of the facts that a row may look up, computed."""
    names: list[str] = []
    for name in dict.fromkeys([*facts_of(row.rule.needs()), *_conditions(row)]):
        names += [f"{name}@{year}" for year in YEARS] if _yearly(row, name) else [name]
    chosen = [name for name in names if head.facts[base_name(name)].unit or _plain(head, name)]
    return {name: draw(computed(head, name, row.evidence)) for name in chosen if draw(st.integers(0, 3))}


def _plain(head: Head, name: str) -> bool:
    return head.facts[base_name(name)].type != "quantity"


def _yearly(row: Row, name: str) -> bool:
    year = row.rule.needs().year
    return year is not None and name in set(facts_of(year))


def _conditions(row: Row) -> Iterator[str]:
    for condition in [row.applicable_when, *(part.applicable_when for part in row.rule.needs().parts)]:
        if condition is not None:
            for value in condition.model_dump(exclude={"when", "reading"}, exclude_none=True).values():
                yield from [value] if isinstance(value, str) else value


# ── together ──────────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def drawn(draw: st.DrawFn, standard: Standard[Any], keys: tuple[str, ...] = ()) -> Drawn:
    """A row of the table with a random answer and random facts."""
    row = draw(st.sampled_from([row for key, row in standard.rows().items() if not keys or key in keys]))
    claim = draw(claims(standard.head, row.rule.needs(), row.evidence, row.applicable_when))
    given = draw(facts(standard.head, row))
    return Drawn(row, claim, given, draw(st.sampled_from(FOUNDED)))


def score_row(
    standard: Standard[Any], given: Drawn, entries: Mapping[str, EvidenceEntry] | None = None, **changes: Any
) -> tuple[Award, Award]:
    """The row's (claimed, evidenced) award, with another register or other parts where they are given."""
    cycle = given.cycle(**changes)
    cycle = replace(cycle, evidence=register(standard.head) if entries is None else entries)
    case = Case(cycle, standard.head, changes.get("facts", given.facts))
    award = award_item if isinstance(given.row, Indicator) else award_gate
    return award(case, given.row, "claimed"), award(case, given.row, "evidenced")  # type: ignore[operator]
