"""Small dossiers for tests, made from the real models."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from generator.account import account
from generator.load.reference import load_reference
from generator.model.city import Reference
from generator.model.dossier import Assessment, Claim, Cycle, EvidenceEntry, Factory, Profile
from generator.model.fact import Fact, Term
from generator.model.finding import Position
from generator.model.ledger import Account
from generator.model.standard import Head
from tests.conftest import ROOT

SOMEWHERE = Position("given.yaml")

FACTORY = {
    "slug": "example",
    "name": {"zh": "示例工厂", "en": "Example factory"},
    "uscc": "91320412MA0DEM0059",
    "founded": "2005-03-01",
    "example": True,
}
PROFILE = {
    "legal_person": True,
    "registered_district": "320412",
    "industry": "C3451",
    "address": {"district": "320412", "text": "示例路 1 号"},
    "boundary": "厂界以内",
    "products": [{"id": "bearing", "name": {"zh": "轴承", "en": "bearing"}, "main": True, "output": "1200 万套"}],
    "output_value": "53000 万元",
    "site_area": "60000 m2",
    "building_area": "35000 m2",
    "staff": "420",
}


@cache
def reference() -> Reference:
    """The reference data of the repository, read once."""
    return load_reference(ROOT)


def make_account(cycle: Cycle, head: Head, lost: tuple[int, ...] = ()) -> Account:
    """The account of a cycle over the real reference data."""
    return account(cycle, head, reference(), frozenset(lost))[0]


def make_cycle(
    *,
    claims: Mapping[str, Any] | None = None,
    basic: Mapping[str, Any] | None = None,
    evidence: Mapping[str, Any] | None = None,
    reference_date: str = "2026-03-31",
    data_year: str = "2025",
    founded: str = "2005-03-01",
    standard: str = "changzhou-near-zero@2024",
    **files: Any,
) -> Cycle:
    """A cycle in memory: claims and evidence as they would stand in YAML, other files as models."""
    assessment = Assessment.model_validate(
        {
            "standard": standard,
            "reference_date": reference_date,
            "data_year": data_year,
            "indicators": dict(claims or {}),
            "basic": dict(basic or {}),
        }
    )
    return Cycle(
        factory=Factory.model_validate({**FACTORY, "founded": founded}),
        name=data_year,
        folder=f"factories/example/{data_year}",
        profile=files.pop("profile", None) or Profile.model_validate(PROFILE),
        assessment=assessment,
        evidence={id_: make_evidence(**entry) for id_, entry in (evidence or {}).items()},
        **files,
    )


def make_evidence(**given: Any) -> EvidenceEntry:
    """An entry of the register; what is not given makes it valid in 2026 and covering three years."""
    entry = {
        "title": "证据",
        "kind": "photo",
        "issuer": "示例公司",
        "issued": "2026-01-10",
        "expires": "2027-12-31",
        "covers": ["2023", "2024", "2025"],
        "visibility": "auditors",
    }
    return EvidenceEntry.model_validate(entry | given)


def make_fact(name: str, value: Fraction | str | int, unit: str | None = None, evidence: tuple[str, ...] = ()) -> Fact:
    """A computed fact with one term."""
    return Fact(name, (Term(Fraction(value), name, SOMEWHERE, evidence),), unit=unit)


def make_claim(data: Any) -> Claim:
    return Claim.model_validate(data)


def day(text: str) -> date:
    return date.fromisoformat(text)
