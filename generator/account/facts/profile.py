"""Facts from profile.yaml: who the factory is."""

from __future__ import annotations

from collections.abc import Iterator

from generator.account.facts.base import Basis, flag
from generator.model.fact import Fact
from generator.model.finding import Position
from generator.model.industry import is_manufacturing
from generator.model.text import reason


def facts(basis: Basis) -> Iterator[Fact]:
    """Legal person, registration in the city, manufacturing (GB/T 4754 C13–C43)."""
    cycle, profile = basis.cycle, basis.cycle.profile

    def at(key: str) -> Position:
        return cycle.at("profile.yaml", key)

    registered = profile.registered_district
    yield flag("legal_person", reason("profile.legal_person"), at("legal_person"), value=profile.legal_person)
    yield flag(
        "registered_in_city", registered, at("registered_district"), value=registered in basis.reference.districts
    )
    yield flag("manufacturer", profile.industry, at("industry"), value=is_manufacturing(profile.industry))
