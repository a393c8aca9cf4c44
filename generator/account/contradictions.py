"""Claimed figures that differ from the computed ones: a warning, and the computed one counts."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.dossier import Claim, Cycle
from generator.model.fact import Facts
from generator.model.finding import Finding, finding
from generator.model.number import decimal_text, parse_decimal
from generator.model.quantity import QuantityError, parse_quantity
from generator.model.source import Path

FILE = "assessment.yaml"


def contradictions(cycle: Cycle, facts: Facts) -> list[Finding]:
    """One warning for each claimed figure that a computed one replaces and does not equal."""
    sections = {"basic": cycle.assessment.basic, "indicators": cycle.assessment.indicators}
    found = []
    for section, claims in sections.items():
        for id_, claim in claims.items():
            for path, name, text, year in _claimed((section, id_), claim, None):
                computed = facts.get(f"{name}@{year}") or facts.get(name)
                if computed is None or computed.value is None:
                    continue
                try:
                    quantity = parse_quantity(text)
                    same = (quantity.to(computed.unit) if computed.unit else quantity.base) == computed.value
                except (QuantityError, ValueError):
                    same = _plain(text) == computed.value
                if not same:
                    value = decimal_text(computed.value) + (f" {computed.unit}" if computed.unit else "")
                    found.append(
                        finding(
                            "claim.contradicts",
                            cycle.at(FILE, *path),
                            fact=name,
                            claimed=text,
                            computed=value,
                        )
                    )
    return found


def _plain(text: str) -> object:
    try:
        return parse_decimal({"true": "1", "false": "0"}.get(text, text))
    except ValueError:
        return None


def _claimed(path: Path, claim: Claim, year: int | None) -> Iterator[tuple[Path, str, str, int | None]]:
    for name, text in claim.facts.items():
        yield (*path, "facts", name), name, text, year
    for part, inner in claim.parts.items():
        yield from _claimed((*path, "parts", part), inner, year)
    for one, inner in claim.years.items():
        yield from _claimed((*path, "years", str(one)), inner, one)
