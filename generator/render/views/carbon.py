"""The carbon account as its page shows it: years on one scale, blocks on one ruler, every line with its derivation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from generator.model.city import Assessed
from generator.model.dossier import Cycle, EvidenceEntry
from generator.model.fact import Fact, base_name
from generator.model.finding import Position
from generator.model.inputs import Row
from generator.model.ledger import (
    FAMILIES,
    NOTHING,
    TOTAL,
    Account,
    Claimed,
    Energy,
    Inventory,
    Line,
    Scope,
    tonnes,
)
from generator.model.reference import Factor, Factors
from generator.model.scorecard import Item
from generator.model.standard import EvidenceKind, Head, ReductionMode
from generator.model.text import Text
from generator.render.views import awards

LOCATION: tuple[Scope, ...] = ("1", "2_location")
#: Of a group of lines so many are listed at once; the smaller ones of a longer group stand behind a fold.
LISTED, LONGEST = 8, 10
#: Kinds of evidence by which a third party stands behind an inventory.
VERIFYING = frozenset({"verification_statement"})
#: Facts that this page explains, and the section that does.
SECTIONS = {
    "emissions": "years",
    "scope1_complete": "years",
    "scope2_complete": "years",
    "carbon_intensity": "intensity",
    "carbon_intensity_market": "intensity",
    "energy_intensity": "intensity",
    "renewable_electricity_share": "energy",
    "renewable_electricity_share_physical": "energy",
    "renewable_generation": "energy",
    "ccer_retired": "offsets",
}
INTENSITIES = ("carbon_intensity", "carbon_intensity_market", "energy_intensity")
RATIO = "offset_ratio"


def section_of(fact: str) -> str:
    """The section of the page that explains a fact; empty where none does."""
    name = base_name(fact)
    return "offsets" if name.startswith(RATIO) else SECTIONS.get(name, "")


# ── the head ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Change:
    """The total of a year against the first year that can be compared."""

    base: int
    share: Fraction  # of the base year's total
    direct: Fraction | None  # the same of scopes 1 and 2 alone; None where they were 0
    sources: tuple[int, int] | None  # how many scope 3 sources either year counts, where they are not the same ones


def change(one: Assessed) -> Change | None:
    """Against the first complete year; None without one, or where this year is not complete itself."""
    own = one.account.inventories.get(one.cycle.data_year)
    if own is None or not own.complete(*TOTAL):
        return None
    earlier = (year for year, inventory in sorted(one.account.inventories.items()) if inventory.complete(*TOTAL))
    first = next(earlier, own.year)
    base = one.account.inventories[first]
    if first >= own.year or base.location <= 0:
        return None
    before, now = scope3_sources(one.cycle, first), scope3_sources(one.cycle, own.year)
    direct = base.total(*LOCATION)
    return Change(
        base=first,
        share=own.location / base.location - 1,
        direct=own.total(*LOCATION) / direct - 1 if direct > 0 else None,
        sources=(len(before), len(now)) if before != now else None,
    )


def scope3_sources(cycle: Cycle, year: int) -> frozenset[str]:
    """The scope 3 sources that a year quantifies."""
    return frozenset(row.source for row in cycle.activity[year].scope3 if row.amount is not None)


# ── lengths ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Segment:
    """A piece of a stacked bar: where it begins and how long it is, in the unit of the ruler."""

    name: str
    start: Fraction
    length: Fraction


def stacked(parts: Iterable[tuple[str, Fraction]]) -> list[Segment]:
    """Pieces one after the other; what is not above zero has no length and is left out."""
    made: list[Segment] = []
    at = NOTHING
    for name, amount in parts:
        if amount > 0:
            made.append(Segment(name, at, amount))
            at += amount
    return made


def by_scope(inventory: Inventory) -> list[Segment]:
    """Scopes 1, 2 (location) and 3."""
    return stacked((f"s{scope[0]}", inventory.by_scope[scope]) for scope in TOTAL)


def years_scale(inventories: Iterable[Inventory]) -> Fraction:
    """The longest bar, or market-based mark, of all years."""
    found = [NOTHING]
    for one in inventories:
        found += [sum((part.length for part in by_scope(one)), NOTHING), one.market_based]
    return max(found)


# ── the four blocks ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Blocks:
    """The four blocks of the data year. There is no fifth: nothing here is a difference of two of them."""

    gross: Fraction
    segments: list[Segment]
    removals: tuple[Line, ...]
    removed: Fraction
    reductions: tuple[Claimed, ...]
    reduced: Fraction
    offsets: tuple[Claimed, ...]
    offset: Fraction
    by_mode: list[tuple[str, Fraction]]  # of what counts, in the order of the standard

    @property
    def ruler(self) -> Fraction:
        return max(
            self.gross, self.removed, self.reduced, self.offset, *(one.start + one.length for one in self.segments)
        )


def blocks(account: Account, inventory: Inventory, head: Head) -> Blocks:
    """What stands in each block."""
    offsets = account.offsets.offsets if account.offsets else ()
    modes: dict[str, Fraction] = {mode.code: NOTHING for mode in head.reduction_modes}
    for one in offsets:
        if one.counts:
            modes[one.mode] = modes.get(one.mode, NOTHING) + one.tonnes
    removals = inventory.of("removal")
    return Blocks(
        gross=inventory.location,
        segments=by_scope(inventory),
        removals=removals,
        removed=tonnes(removals),
        reductions=account.reductions,
        reduced=sum((one.tonnes for one in account.reductions if one.counts), NOTHING),
        offsets=offsets,
        offset=account.offsets.offset if account.offsets else NOTHING,
        by_mode=[(code, amount) for code, amount in modes.items() if amount],
    )


@dataclass(frozen=True)
class Instrument:
    """A row of instruments.yaml with the standard's words for it."""

    claimed: Claimed
    mode: ReductionMode | None

    @property
    def failed(self) -> tuple[int, ...]:
        return tuple(one.no for one in self.claimed.criteria if not one.met)


def instruments(account: Account, head: Head, year: int) -> tuple[list[Instrument], list[Instrument]]:
    """Those claimed for a year, and those of the other years."""
    modes = {mode.code: mode for mode in head.reduction_modes}
    made = [Instrument(one, modes.get(one.mode)) for one in account.instruments]
    return [one for one in made if one.claimed.year == year], [one for one in made if one.claimed.year != year]


def ratios(account: Account) -> list[Fact]:
    """The offset ratio under each reading, the table's own first."""
    found = [fact for name, fact in account.facts.items() if base_name(name).startswith(RATIO)]
    return sorted(found, key=lambda fact: fact.name != RATIO)


def using(items: Iterable[Item], fact: str) -> list[str]:
    """The ids of the indicators that are judged by a fact."""
    return [item.id for item in items if any(base_name(used.fact.name) == fact for used in awards.facts(item.standing))]


# ── the ledger ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Derived:
    """A line with what its derivation shows beside the line itself."""

    line: Line
    share: Fraction | None  # of the location-based total, for what is part of it
    note: str  # the factory's own, of the row it comes from
    spread: Fraction | None  # √(activity² + factor²)
    deducted: bool
    stated: bool  # the dossier gives tonnes of CO2e: there is nothing to multiply
    potentials: tuple[Factor, ...]  # GWP rows, once each
    sources: tuple[Text | str, ...]  # of the inputs, once each


@dataclass(frozen=True)
class Group:
    """The lines of one scope, largest first, and their sum."""

    scope: Scope
    lines: tuple[Derived, ...]
    total: Fraction

    @property
    def listed(self) -> tuple[Derived, ...]:
        return self.lines if len(self.lines) <= LONGEST else self.lines[:LISTED]

    @property
    def folded(self) -> tuple[Derived, ...]:
        return self.lines[len(self.listed) :]

    @property
    def rest(self) -> Fraction:
        return tonnes(one.line for one in self.folded)


#: The inventory first, then what stands beside it.
ORDER: tuple[Scope, ...] = (*TOTAL, "2_market", "memo_biogenic", "memo_other_gas", "removal")


def groups(cycle: Cycle, inventory: Inventory) -> list[Group]:
    """Every line of a year, by scope; scopes without a line are left out."""
    made = []
    for scope in ORDER:
        lines = sorted(inventory.of(scope), key=lambda line: -line.tonnes)
        if lines:
            derived = tuple(_derived(cycle, inventory, line) for line in lines)
            made.append(Group(scope, derived, tonnes(lines)))
    return made


def _derived(cycle: Cycle, inventory: Inventory, line: Line) -> Derived:
    row = row_of(cycle, line)
    whole = inventory.location
    potentials = {factor.id: factor for mass in line.masses for factor in mass.gwp_from}
    return Derived(
        line=line,
        share=line.tonnes / whole if line.scope in TOTAL and whole > 0 else None,
        note=(row.note or "") if row else "",
        spread=_root(line.spread[0] ** 2 + line.spread[1] ** 2) if line.spread else None,
        deducted=any(mass.kg_per_unit < 0 for mass in line.masses),
        stated=not line.inputs and line.activity.dimension == "co2e",
        potentials=tuple(potentials.values()),
        sources=tuple(dict.fromkeys(one.source for one in line.inputs if one.source)),
    )


def row_of(cycle: Cycle, line: Line) -> Row | None:
    """The row of activity data that a line comes from: its id begins with the list and the place in it."""
    name, _, rest = line.id.partition("[")
    rows = getattr(cycle.activity.get(line.year), name, None)
    number = rest.partition("]")[0]
    if not isinstance(rows, tuple) or not number.isdigit() or int(number) >= len(rows):
        return None
    row = rows[int(number)]
    return row if isinstance(row, Row) else None


def _root(value: Fraction) -> Fraction:
    """A square root, cut to six decimals; integers only."""
    scale = 10**6
    return Fraction(isqrt(value.numerator * scale * scale // value.denominator), scale)


# ── what it is made of ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class GasRow:
    """One of the seven gases in an inventory, and what is said where it is not counted."""

    family: str
    counted: bool
    by_scope: Mapping[Scope, Fraction]
    absent: bool  # declared not to occur
    not_counted: Text | None  # left out by the guideline, and why

    @property
    def total(self) -> Fraction:
        return sum(self.by_scope.values(), NOTHING)


def gases(inventory: Inventory) -> list[GasRow]:
    """All seven, then what factors give as CO2e without telling the gases apart (where there is such a line)."""
    found = {scope: inventory.by_gas(scope) for scope in TOTAL}
    named = [*FAMILIES, *(["CO2e"] if any("CO2e" in one for one in found.values()) else [])]
    return [
        GasRow(
            family=family,
            counted=any(family in one for one in found.values()),
            by_scope={scope: one[family] for scope, one in found.items() if family in one},
            absent=family in inventory.absent,
            not_counted=inventory.guideline.not_counted.get(family.lower()),
        )
        for family in named
    ]


def categories(inventory: Inventory, head: Head) -> list[tuple[int, Text | None, Fraction | None]]:
    """(number, title, tonnes) of every category of ISO 14064-1; None where nothing is quantified."""
    found = inventory.by_category()
    titles = {int(one.code): one.text for one in head.iso_categories if one.code.isdigit()}
    return [(no, titles.get(no), found.get(no)) for no in sorted({*titles, *found})]


@dataclass(frozen=True)
class Source:
    """Lines of one kind: what they are called is the template's business, except for categories of scope 3."""

    scope: Scope
    kind: str
    category: int | None
    title: Text | None
    lines: int
    total: Fraction
    share: Fraction | None


def sources(inventory: Inventory, factors: Factors) -> list[Source]:
    """The location-based total by kind of source, scope by scope, largest first in each."""
    found: dict[tuple[Scope, str, int | None], list[Line]] = {}
    for line in inventory.of(*TOTAL):
        found.setdefault((line.scope, line.kind, line.s3_category), []).append(line)
    whole = inventory.location
    made = []
    for (scope, kind, number), lines in found.items():
        category = factors.scope3.get(number) if number else None
        total = tonnes(lines)
        share = total / whole if whole > 0 else None
        made.append(Source(scope, kind, number, category.title if category else None, len(lines), total, share))
    return sorted(made, key=lambda one: (TOTAL.index(one.scope), -one.total))


# ── scope 2 ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Imported:
    """Scope 2 by one method: its lines, and what the electricity that no certificate covers was multiplied with."""

    lines: tuple[Line, ...]
    total: Fraction
    proxy: bool  # the residual-mix proxy was used
    average: bool  # the grid average was, for want of it


def scope2(inventory: Inventory, factors: Factors) -> tuple[Imported, Imported]:
    """By location and by market."""
    residual = proxies(factors)
    grid = {row.at for table in factors.grid.values() for row in table.values()}
    return _imported(inventory.of("2_location"), residual, grid), _imported(inventory.of("2_market"), residual, grid)


def proxies(factors: Factors) -> frozenset[Position]:
    """Where the factors stand that take the place of a residual mix."""
    return frozenset(row.at for row in factors.residual.values())


def _imported(lines: tuple[Line, ...], residual: frozenset[Position], grid: set[Position]) -> Imported:
    used = {one.at for line in lines if line.kind == "electricity" for one in line.inputs}
    return Imported(lines, tonnes(lines), bool(used & residual), bool(used & grid))


# ── energy ─────────────────────────────────────────────────────────────────────────────────────────────────


def mix(energy: Energy) -> list[Segment]:
    """The electricity of a year: renewable by physical supply, by certificate, and the rest."""
    physical = energy.self_used + energy.direct
    rest = energy.consumed - physical - energy.certificates
    return stacked((("physical", physical), ("certificate", energy.certificates), ("rest", rest)))


def intensities(account: Account) -> list[Fact]:
    """Emissions and energy per what the profile chooses."""
    return [account.facts[name] for name in INTENSITIES if name in account.facts]


# ── what has to be disclosed ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class FactorSource:
    """One source of factors: how many figures of a year came from it, and whether any is to be verified."""

    source: Text | str
    inputs: int
    to_be_verified: bool


def factor_sources(inventory: Inventory) -> list[FactorSource]:
    """Every source behind the lines of a year, in the order in which they appear."""
    found: dict[Text | str, dict[Position, bool]] = {}
    for line in inventory.lines:
        for one in line.inputs:
            if one.source:
                found.setdefault(one.source, {})[one.at] = one.to_be_verified
    return [FactorSource(source, len(used), any(used.values())) for source, used in found.items()]


@dataclass(frozen=True)
class Told:
    """A year as another cycle of the same factory tells it."""

    year: int
    other: Assessed
    before: Fraction  # the earlier cycle's total
    after: Fraction  # the later cycle's
    later: bool  # the other cycle is the later one
    same_data: bool  # the activity data agree: only factors can differ
    reason: str  # of the later cycle

    @property
    def same(self) -> bool:
        return self.before == self.after


def retold(one: Assessed, cycles: Iterable[Assessed]) -> list[Told]:
    """Years that the nearest earlier and later shown cycle tell as well."""
    others = sorted((other for other in cycles if other.cycle.name != one.cycle.name), key=lambda each: each.cycle.name)
    earlier = [other for other in others if other.cycle.name < one.cycle.name]
    later = [other for other in others if other.cycle.name > one.cycle.name]
    found = []
    for year, inventory in sorted(one.account.inventories.items()):
        for other in (*(_holding(reversed(earlier), year)), *_holding(iter(later), year)):
            theirs = other.account.inventories[year]
            after = other.cycle.name > one.cycle.name
            old, new = (inventory, theirs) if after else (theirs, inventory)
            found.append(
                Told(
                    year=year,
                    other=other,
                    before=old.location,
                    after=new.location,
                    later=after,
                    same_data=_amounts(old) == _amounts(new),
                    reason=new.restatement,
                )
            )
    return found


def _holding(cycles: Iterator[Assessed], year: int) -> list[Assessed]:
    """The first of some cycles that has an inventory of a year, if any."""
    return [one for one in cycles if year in one.account.inventories][:1]


def _amounts(inventory: Inventory) -> dict[tuple[str, Scope], tuple[str, Fraction]]:
    """The activity behind each line of the total."""
    return {(line.id, line.scope): (line.activity.dimension, line.activity.base) for line in inventory.of(*TOTAL)}


def verification(one: Assessed) -> list[tuple[str, EvidenceEntry, EvidenceKind | None]]:
    """The entries of the register by which a third party stands behind the inventory."""
    kinds = one.edition.standard.head.evidence_kinds
    return [(id_, entry, kinds.get(entry.kind)) for id_, entry in one.cycle.evidence.items() if entry.kind in VERIFYING]
