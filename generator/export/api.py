"""``/api/v1``: the index, the standards, and one file per cycle (design contract, section 8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.export.evidence import evidence_data
from generator.export.footprint import footprint_data
from generator.export.json import SCHEMA_VERSION, dumps, figure, plain
from generator.export.ledger import account_data, inventory_data, ledger_address
from generator.model.city import Assessed, City
from generator.model.dossier import Record
from generator.model.fact import Fact, Term
from generator.model.page import Artifact
from generator.model.scorecard import Award, Gate, Item, Scorecard, Sums
from generator.model.text import Phrases, Reason

BASE = "api/v1"


def index(city: City) -> Iterator[Artifact]:
    """Standards, factories, newest verdicts."""
    factories = []
    for one in city.newest:
        cycle, card = one.cycle, one.scorecard
        factories.append(
            {
                **_factory(one),
                "example": cycle.factory.example,
                "newest": cycle.name,
                "cycles": [
                    {"cycle": other.cycle.name, "url": f"/{address(other)}"} for other in city.cycles_of(cycle.factory)
                ],
                "standard": card.standard,
                "verdict": card.verdict,
                "sensitive": card.sensitive,
                "layer": card.standing,
                **figure("published", card.total.published),
                "public_since": cycle.public_since.isoformat() if cycle.public_since else None,
                "preview": one.draft,
            }
        )
    listed = [
        {
            "id": edition.standard.head.id,
            "edition": edition.standard.head.edition,
            "url": f"/{_standard_path(edition)}",
        }
        for edition in city.editions.values()
    ]
    data = {
        "schema_version": SCHEMA_VERSION,
        "generated": city.as_of.isoformat(),
        "licence": "CC-BY-4.0",
        "standards": listed,
        "factories": factories,
    }
    yield Artifact(f"{BASE}/index.json", dumps(data))


def _standard_path(edition: Any) -> str:
    return f"{BASE}/standards/{edition.standard.head.id}.json"


def standards(city: City) -> Iterator[Artifact]:
    """Each indicator table: text, type, points, rule."""
    for edition in city.editions.values():
        standard = edition.standard
        indicators = [
            {
                "id": row.id,
                "no": row.no,
                "group": group.no,
                "type": row.type,
                **figure("full", row.full),
                "title": plain(row.title),
                "level2": plain(row.level2),
                "requirement": row.requirement.zh,
                "requirement_en": row.requirement.en,
                "evidence_basis": row.evidence_basis.zh,
                "evidence_basis_en": row.evidence_basis.en,
                "evidence_kinds": list(row.evidence),
                "applicable_when": plain(row.applicable_when) if row.applicable_when else None,
                "explained": plain(row.explained),
                "rule": plain(row.rule),
            }
            for group in standard.groups
            for row in group.indicators
        ]
        basic = [
            {
                "no": row.no,
                "title": plain(row.title),
                "requirement": row.requirement.zh,
                "requirement_en": row.requirement.en,
                "evidence_basis": row.evidence_basis.zh,
                "evidence_basis_en": row.evidence_basis.en,
                "applicable_when": plain(row.applicable_when) if row.applicable_when else None,
                "explained": plain(row.explained),
                "rule": plain(row.rule),
            }
            for row in standard.basic
        ]
        groups = [
            {
                "no": group.no,
                "slug": group.slug,
                "title": plain(group.title),
                **figure("full", sum((row.full for row in group.indicators), start=0 * group.indicators[0].full)),
            }
            for group in standard.groups
        ]
        data = {
            "schema_version": SCHEMA_VERSION,
            **plain(standard.head),
            "digest": f"sha256:{edition.digest}",
            "groups": groups,
            "basic": basic,
            "indicators": indicators,
            "readings": plain(standard.readings),
        }
        yield Artifact(_standard_path(edition), dumps(data))


def address(one: Assessed) -> str:
    """The path of a cycle's file below the site."""
    return f"{BASE}/factories/{one.cycle.factory.slug}/{one.cycle.name}.json"


def cycles(city: City) -> Iterator[Artifact]:
    """Each published cycle."""
    for one in city.shown:
        yield Artifact(address(one), dumps(cycle_data(city, one)))


def cycle_data(city: City, one: Assessed) -> dict[str, Any]:
    """One cycle as plain data; ``because`` in Chinese and English."""
    cycle, card = one.cycle, one.scorecard
    standard = one.edition.standard
    return {
        "schema_version": SCHEMA_VERSION,
        "factory": _factory(one),
        "example": cycle.factory.example,
        "preview": one.draft,
        "standard": {
            "id": standard.head.id,
            "edition": standard.head.edition,
            "digest": f"sha256:{one.edition.digest}",
        },
        "cycle": cycle.name,
        "data_year": cycle.data_year,
        "reference_date": cycle.reference_date.isoformat(),
        "public_since": cycle.public_since.isoformat() if cycle.public_since else None,
        "basic": [_gate(city.phrases, gate) for gate in card.gates],
        "indicators": [_item(city.phrases, item) for item in card.items],
        "groups": [
            {"no": group.no, "title": plain(row.title), **_sums(group.sums)}
            for group, row in zip(card.groups, standard.groups, strict=True)
        ],
        "total": {
            **_sums(card.total),
            **figure("strict", card.strict),
            **figure("rescaled", card.rescaled),
            **figure("pass_mark", card.pass_mark),
        },
        "layer": card.standing,
        "blockers": [item.id for item in card.blockers],
        "gates": {
            "passed": all(gate.outcome in ("met", "not_applicable") for gate in card.gates),
            "failed": [gate.no for gate in card.gates_failed],
        },
        "verdict": card.verdict,
        "sensitive": card.sensitive,
        "decision": _record(cycle.decision),
        "readings": _readings(card),
        "inventory": inventory_data(one.account),
        "account": account_data(city.phrases, one.account),
        "ledger": f"/{ledger_address(one)}",
        "footprints": [footprint_data(made) for made in one.account.footprints],
        "facts": {name: _fact(city.phrases, fact) for name, fact in sorted(card.facts.items())},
        "evidence": {id_: evidence_data(cycle, entry) for id_, entry in cycle.evidence.items()},
        "records": [_record(record) for record in cycle.records],
        "findings": [_finding(city, found) for found in one.findings],
    }


def _factory(one: Assessed) -> dict[str, Any]:
    factory, profile = one.cycle.factory, one.cycle.profile
    return {
        "slug": factory.slug,
        "name": factory.name.zh,
        "name_en": factory.name.en,
        "uscc": factory.uscc,
        "district": profile.address.district,
        "industry": profile.industry,
    }


def _sums(sums: Sums) -> dict[str, Any]:
    return {
        **figure("full", sums.full),
        **figure("claimed", sums.claimed),
        **figure("evidenced", sums.evidenced),
        **figure("confirmed", sums.confirmed),
        **figure("published", sums.published),
    }


def _item(phrases: Phrases, item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "no": item.no,
        "group": item.group,
        "type": "required" if item.required else "optional",
        **figure("full", item.full),
        **figure("claimed", item.claimed.points),
        **figure("evidenced", item.evidenced.points),
        **figure("confirmed", item.confirmed.points if item.confirmed else None),
        **figure("published", item.published),
        "outcome": item.outcome,
        "blocks": item.blocks,
        "because": _award(phrases, item.standing),
        "evidence": [cited.id for cited in _cited(item.claimed)],
    }


def _gate(phrases: Phrases, gate: Gate) -> dict[str, Any]:
    return {
        "no": gate.no,
        "claimed": gate.claimed.outcome,
        "evidenced": gate.evidenced.outcome,
        "confirmed": gate.confirmed.outcome if gate.confirmed else None,
        "outcome": gate.outcome,
        "because": _award(phrases, gate.standing),
        "evidence": [cited.id for cited in _cited(gate.claimed)],
    }


def _award(phrases: Phrases, award: Award) -> dict[str, Any]:
    """Why: the reasons in both languages, the facts with the places of their inputs, the parts."""
    data: dict[str, Any] = {
        "outcome": award.outcome,
        **figure("points", award.points),
        **figure("full", award.full),
        "reasons": [_say(phrases, said) for said in award.reasons],
        "at": str(award.at) if award.at else None,
    }
    if award.title is not None:
        data["title"] = plain(award.title)
    if award.part:
        data["part"] = award.part
    if award.facts:
        data["facts"] = [
            {
                "fact": used.fact.name,
                **figure("value", used.value),
                "shown": used.shown,
                "limit": used.limit or None,
            }
            for used in award.facts
        ]
    if award.parts:
        data["parts"] = [_award(phrases, part) for part in award.parts]
    return data


def _say(phrases: Phrases, said: Reason) -> dict[str, str]:
    return {"zh": phrases.say(said, "zh"), "en": phrases.say(said, "en")}


def _cited(award: Award) -> list[Any]:
    found = {cited.id: cited for cited in award.cited}
    for part in award.parts:
        found |= {cited.id: cited for cited in _cited(part)}
    return list(found.values())


def _fact(phrases: Phrases, fact: Fact) -> dict[str, Any]:
    data: dict[str, Any] = {**figure("value", fact.value), "unit": fact.unit}
    data["numerator"] = [_term(phrases, term) for term in fact.numerator]
    if fact.denominator is not None:
        data["denominator"] = [_term(phrases, term) for term in fact.denominator]
    return data


def _term(phrases: Phrases, term: Term) -> dict[str, Any]:
    return {
        **figure("amount", term.amount),
        "label": phrases.word(term.label, "zh"),
        "label_en": phrases.word(term.label, "en"),
        "at": str(term.at),
        "evidence": list(term.evidence),
    }


def _readings(card: Scorecard) -> list[dict[str, Any]]:
    return [
        {
            "id": result.reading,
            "reading": result.alternative,
            **figure("total", result.total),
            "verdict": result.verdict,
            "changed": list(result.changed),
        }
        for result in card.readings
    ]


def _record(record: Record | None) -> dict[str, Any] | None:
    return record.model_dump(mode="json", exclude_none=True) if record else None


def _finding(city: City, found: Any) -> dict[str, Any]:
    zh, en = city.catalogue.describe(found, "zh"), city.catalogue.describe(found, "en")
    return {
        "code": found.code,
        "severity": zh.severity,
        "at": str(found.at),
        "message": zh.message,
        "message_en": en.message,
    }
