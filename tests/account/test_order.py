"""The order in which rows and files were written changes no figure and no point."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from generator.load.catalogue import load_findings
from generator.load.repository import load_repository
from generator.model.dossier import Activity, Cycle, Management, Plan
from generator.model.scorecard import Award, Layer
from generator.score.ask import Case
from generator.score.engine import award_item, score
from tests.conftest import ROOT
from tests.making import make_account, make_cycle
from tests.score.drawn import load_edition

FILES = ("assets", "management", "plan", "instruments", "products", "profile")
SOME = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def edition() -> Any:
    return replace(load_edition(), variants=())


@cache
def examples() -> tuple[Cycle, ...]:
    """The cycles of the example factories."""
    repository, _ = load_repository(ROOT, load_findings(ROOT / "content/i18n/findings.yaml"))
    return tuple(cycle for dossier in repository.dossiers for cycle in dossier.cycles)


def shuffled(value: Any, random: Any) -> Any:
    """The same value with every list and mapping in it in another order."""
    if isinstance(value, BaseModel):
        return value.model_copy(
            update={name: shuffled(getattr(value, name), random) for name in type(value).model_fields}
        )
    if isinstance(value, tuple):
        return tuple(shuffled(one, random) for one in random.sample(value, len(value)))
    if isinstance(value, dict):
        return {key: shuffled(value[key], random) for key in random.sample(list(value), len(value))}
    return value


def mixed(cycle: Cycle, random: Any) -> Cycle:
    """A cycle whose files hold the same in another order; where values stand is forgotten, as it must differ."""
    files = {name: shuffled(getattr(cycle, name), random) for name in FILES}
    return replace(
        cycle,
        **files,
        activity=shuffled(dict(cycle.activity), random),
        evidence=shuffled(dict(cycle.evidence), random),
        assessment=shuffled(cycle.assessment, random),
        trees={},
    )


def figures(award: Award) -> Any:
    return award.part, award.points, award.full, award.outcome, [figures(part) for part in award.parts]


def results(cycle: Cycle) -> Any:
    """Every figure and every point of a cycle."""
    head = edition().standard.head
    facts = make_account(cycle, head).facts
    card = score(cycle, facts, edition())
    items = [(item.id, figures(item.claimed), figures(item.evidenced)) for item in card.items]
    gates = [(gate.no, figures(gate.claimed), figures(gate.evidenced)) for gate in card.gates]
    return {name: fact.value for name, fact in facts.items()}, items, gates, card.total, card.verdict


@SOME
@given(data=st.data(), random=st.randoms(use_true_random=False))
def test_of_the_example_factories(data: st.DataObject, random: Any) -> None:
    cycle = data.draw(st.sampled_from(examples()))
    assert results(mixed(cycle, random)) == results(cycle)


def test_there_are_example_factories() -> None:
    assert len(examples()) >= 6


def points(cycle: Cycle, *ids: str) -> Any:
    """The points of some items in both layers."""
    standard = edition().standard
    case = Case(cycle, standard.head, make_account(cycle, standard.head).facts)
    rows = [row for row in standard.indicators() if row.id in ids]
    assert len(rows) == len(ids)
    layers: tuple[Layer, ...] = ("claimed", "evidenced")
    return [figures(award_item(case, row, layer)) for row in rows for layer in layers]


# ── rows that compete ─────────────────────────────────────────────────────────────────────────────────────────

DAYS = ("2022-05-01", "2024-06-30", "2025-03-01", "2026-03-31", "2026-04-01")
CITES = st.lists(st.sampled_from(["E01", "E02"]), max_size=1)
BUILT = {"internal_audit": "2025-02-01", "management_review": "2025-03-01"}
OTHERS = ("GB/T 19001", "GB/T 24001", "GB/T 23331")
#: What a zero-carbon measure may supply: 40 %, 20 % and 20 % of the electricity.
SUPPLIED = ("pv_self_used", "wind_self_used", "direct_line")
POWER = [
    {"source": source, "amount": amount}
    for source, amount in zip(("grid", *SUPPLIED), ("200 MWh", "400 MWh", "200 MWh", "200 MWh"), strict=True)
]
EVIDENCE = {"E01": {"kind": "system_certificate"}, "E02": {"kind": "measure_proof"}}


@st.composite
def systems(draw: st.DrawFn) -> dict[str, Any]:
    """A management system; several of one standard compete for one figure."""
    row: dict[str, Any] = {
        "standard": draw(st.sampled_from(["GB/T 28001", "GB/T 45001"])),
        "evidence": draw(CITES),
    }
    if draw(st.booleans()):
        row |= {"certificate_from": "2023-05-01", "certificate_to": draw(st.sampled_from(DAYS))}
    if draw(st.booleans()):
        row |= {"documents": True, "internal_audit": "2025-02-01", "management_review": draw(st.sampled_from(DAYS))}
    return row


@st.composite
def measures(draw: st.DrawFn) -> dict[str, Any]:
    """A measure; those of one kind count once, and of the zero-carbon ones the largest."""
    name = draw(st.sampled_from(["a", "b"]))
    row: dict[str, Any] = {
        "measure": name,
        "name": {"zh": name, "en": name},
        "kind": draw(st.sampled_from(["electrification", "recycling", "renewables"])),
        "class": draw(st.sampled_from(["reduction", "zero"])),
        "evidence": draw(CITES),
    }
    if draw(st.booleans()):
        row["implemented"] = draw(st.sampled_from(DAYS))
    if draw(st.booleans()):
        row["reduction"] = f"{draw(st.integers(0, 3))} tCO2e"
    if draw(st.booleans()):
        row["electricity"] = draw(st.lists(st.sampled_from(SUPPLIED), min_size=1, max_size=2))
    return row


@settings(SOME, max_examples=100)
@given(rows=st.lists(systems(), max_size=5), random=st.randoms(use_true_random=False))
def test_of_management_systems(rows: list[dict[str, Any]], random: Any) -> None:
    rows += [{"standard": number, "documents": True, **BUILT, "evidence": ["E01"]} for number in OTHERS]
    cycle = make_cycle(evidence=EVIDENCE, management=Management.model_validate({"systems": rows}))
    assert points(mixed(cycle, random), "1.2.2") == points(cycle, "1.2.2")


@settings(SOME, max_examples=100)
@given(rows=st.lists(measures(), max_size=5), random=st.randoms(use_true_random=False))
def test_of_measures(rows: list[dict[str, Any]], random: Any) -> None:
    activity = {2025: Activity.model_validate({"year": "2025", "electricity": POWER})}
    cycle = make_cycle(evidence=EVIDENCE, plan=Plan.model_validate({"measures": rows}), activity=activity)
    ids = ("1.3.1", "5.3.1", "5.3.2")
    assert points(mixed(cycle, random), *ids) == points(cycle, *ids)
