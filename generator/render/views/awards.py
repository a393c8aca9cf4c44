"""Walks over awards: what lost points on the way from one layer to the next, what is still open, what was cited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from generator.model.dossier import Claim
from generator.model.scorecard import Award, Cited, Item, Outcome, UsedFact
from generator.model.standard import Indicator
from generator.model.text import Reason, Text


@dataclass(frozen=True)
class Gap:
    """Points that are not there, of an item or one of its parts, and why."""

    title: Text | None  # of the part; None where it is the item itself
    points: Fraction
    outcome: Outcome
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Open:
    """What one item still lacks of its full marks."""

    row: Indicator[object]  # type: ignore[type-var]  # a rule of whatever kind
    item: Item
    unproven: tuple[Gap, ...]  # claimed, but not published
    unclaimed: tuple[Gap, ...]  # not even claimed
    efforts: tuple[str, ...]  # what the factory says it would take

    @property
    def by_evidence(self) -> Fraction:
        """What proof of the claim as it stands would earn."""
        return max(self.item.claimed.points - self.item.published, Fraction(0))

    @property
    def beyond(self) -> Fraction:
        """What only a better performance, or an answer, would earn."""
        return self.item.full - max(self.item.claimed.points, self.item.published)


def walk(award: Award) -> Iterator[Award]:
    """An award and every part of it, from the top."""
    yield award
    for part in award.parts:
        yield from walk(part)


def said(award: Award) -> tuple[Reason, ...]:
    """The reasons of an award without the factory's own statement, which is shown apart."""
    return tuple(one for one in award.reasons if one.code != "statement")


def statements(award: Award, claim: Claim | None) -> tuple[str, ...]:
    """What the factory says to an item as a whole, where no reason repeats it."""
    repeated = any(one.code == "statement" for one in award.reasons)
    return (claim.statement,) if claim and claim.statement and not repeated else ()


def gaps(claimed: Award, standing: Award) -> tuple[Gap, ...]:
    """Where the points of a claim are lost in the layer that stands."""
    if claimed.points <= standing.points:
        return ()
    matching = {part.part: part for part in standing.parts}
    inner = tuple(gap for part in claimed.parts if part.part in matching for gap in gaps(part, matching[part.part]))
    title = claimed.title if claimed.part else None
    return inner or (Gap(title, claimed.points - standing.points, standing.outcome, said(standing)),)


def lacking(award: Award) -> tuple[Gap, ...]:
    """The smallest parts that are short of their full marks (of alternatives only the best one)."""
    applying = [part for part in award.parts if part.outcome is not Outcome.NOT_APPLICABLE]
    alternatives = sum((part.full for part in award.parts), Fraction(0)) > award.full
    if alternatives and len(applying) > 1:
        best = max(applying, key=lambda part: part.points)
        applying = [best] if best.points else []
    inner = tuple(gap for part in applying for gap in lacking(part))
    if inner:
        return inner
    short = award.full - award.points
    if short <= 0 and not (award.veto and award.outcome not in (Outcome.MET, Outcome.NOT_APPLICABLE)):
        return ()
    return (Gap(award.title if award.part else None, short, award.outcome, said(award)),)


def open_of(row: Indicator[object], item: Item, claim: Claim | None) -> Open | None:  # type: ignore[type-var]
    """What an item lacks; None where it has its full marks."""
    if item.published >= item.full:
        return None
    unclaimed = lacking(item.claimed) if item.claimed.points < item.full else ()
    return Open(row, item, gaps(item.claimed, item.standing), unclaimed, tuple(efforts(claim)))


def efforts(claim: Claim | None) -> Iterator[str]:
    """Every effort that a claim names, its parts' and years' included."""
    if claim is None:
        return
    if claim.effort:
        yield claim.effort
    for inner in (*claim.parts.values(), *claim.years.values()):
        yield from efforts(inner)


def facts(award: Award) -> tuple[UsedFact, ...]:
    """Every fact that an award or a part of it used, once each."""
    return tuple({used.fact.name: used for one in walk(award) for used in one.facts}.values())


@dataclass(frozen=True)
class Use:
    """An entry of the register as an item uses it: whether it carries anywhere, and what speaks against it."""

    id: str
    carries: bool
    problems: tuple[Reason, ...] = ()
    by_data: bool = False  # cited by rows of the data, not by the claim


def uses(award: Award) -> tuple[Use, ...]:
    """Every entry that an item rests on: cited in the claim (whether it carries), or by the data it counts."""
    cited: dict[str, list[Cited]] = {}
    for one in walk(award):
        for entry in one.cited:
            cited.setdefault(entry.id, []).append(entry)
    found = {id_: _use(id_, entries) for id_, entries in cited.items()}
    for used in facts(award):
        for term in used.fact.terms:
            for id_ in term.evidence:
                found.setdefault(id_, Use(id_, carries=False, by_data=True))
    return tuple(found[id_] for id_ in sorted(found, key=lambda id_: (len(id_), id_)))


def _use(id_: str, entries: list[Cited]) -> Use:
    problems = tuple(dict.fromkeys(one.problem for one in entries if one.problem))
    carries = any(one.carries for one in entries)
    return Use(id_, carries, () if carries else problems)
