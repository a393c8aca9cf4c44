"""Claimed figures that differ from the computed ones: a warning, and the computed one counts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from generator.model.dossier import Claim, Cycle
from generator.model.fact import Facts, base_name
from generator.model.finding import Finding, finding
from generator.model.number import grouped, parse_decimal
from generator.model.quantity import QuantityError, parse_quantity, unit
from generator.model.source import Path
from generator.model.standard import FactKind, Head

FILE = "assessment.yaml"


def contradictions(cycle: Cycle, head: Head, facts: Facts) -> list[Finding]:
    """One warning for each claimed figure that a computed one replaces and does not equal."""
    sections = {"basic": cycle.assessment.basic, "indicators": cycle.assessment.indicators}
    found: list[Finding] = []
    for section, claims in sections.items():
        for id_, claim in claims.items():
            for path, name, text, year in _claimed((section, id_), claim, None):
                computed = facts.get(f"{name}@{year}") or facts.get(name)
                if computed is None or computed.value is None:
                    found += _homeless(cycle, head, path, name, text)
                    continue
                try:
                    quantity = parse_quantity(text)
                    same = (quantity.to(computed.unit) if computed.unit else quantity.base) == computed.value
                except (QuantityError, ValueError):
                    same = _plain(text) == computed.value
                if not same:
                    value = _shown(computed.value, computed.unit, head.facts.get(base_name(name)))
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


def unknown_targets(cycle: Cycle, head: Head, facts: Facts) -> Iterator[Finding]:
    """Targets that name a figure which nobody computes, or one of another kind than what was planned."""
    for index, target in enumerate(cycle.plan.targets):
        if target.fact is None:
            continue
        fact, kind = facts.get(target.fact), head.facts.get(base_name(target.fact))
        known = kind is not None and kind.home == "computed"
        measured = unit(fact.unit or "%").dimension if fact is not None else target.planned.dimension
        if not known or measured != target.planned.dimension:
            at = cycle.at("plan.yaml", "targets", index, "fact")
            yield finding("target.unknown-fact", at, target=target.target, fact=target.fact)


def _homeless(cycle: Cycle, head: Head, path: Path, name: str, text: str) -> Iterator[Finding]:
    """A claimed figure whose home is another file, which does not give it: it does not count."""
    kind = head.facts.get(base_name(name))
    if kind is not None and kind.home == "computed":
        yield finding("claim.computed-elsewhere", cycle.at(FILE, *path), fact=kind.title.zh, text=text)


def _shown(value: Fraction, unit: str | None, kind: FactKind | None) -> str:
    """A computed figure in the form in which it would be claimed, to four decimals."""
    if kind and kind.type == "share":
        return f"{grouped(value * 100, 4)} %"
    return f"{grouped(value, 4)} {unit or ''}".rstrip()


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
