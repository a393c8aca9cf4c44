"""The carbon account of a cycle: ledger lines, inventories by year, and the blocks that are never netted into them.

A line is activity × factors → mass of each gas × GWP → CO2 equivalents. Everything that multiplies is kept with its
source and its place, so that a figure can be followed to the line, the factor and the GWP behind it.
Units: masses in kg, CO2 equivalents in tonnes. Sources: GHG Protocol Corporate, Scope 2 and Scope 3 Standards,
ISO 14064-1:2018, GB/T 32150.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from generator.model.fact import Facts
from generator.model.finding import Finding, Position
from generator.model.footprint import ProductFootprint
from generator.model.quantity import Quantity
from generator.model.reference import Factor, Gas, Guideline, GwpSet
from generator.model.source import Path
from generator.model.text import Reason, Text

#: Where a line counts: in the inventory (scope 2 by either method), or beside it in a memo that no total holds.
Scope = Literal["1", "2_location", "2_market", "3", "memo_biogenic", "memo_other_gas", "removal"]
#: The scopes of an inventory, in the order in which they are shown.
INVENTORY: tuple[Scope, ...] = ("1", "2_location", "2_market", "3")
#: What the location-based total is made of; the market-based one has the other scope 2.
TOTAL: tuple[Scope, ...] = ("1", "2_location", "3")
#: The seven gases, by family.
FAMILIES = ("CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3")
NOTHING = Fraction(0)


@dataclass(frozen=True)
class Input:
    """Something that an activity is multiplied with: a factor of the reference data, or a figure of the dossier."""

    title: Text | Reason
    value: Quantity
    at: Position
    source: Text | str = ""
    confidence: str = ""
    factor: Factor | None = None

    @classmethod
    def of(cls, factor: Factor) -> Input:
        """A row of the reference data."""
        return cls(factor.title, factor.value, factor.at, factor.source, factor.confidence, factor)

    @property
    def to_be_verified(self) -> bool:
        return self.confidence == "to_be_verified"


@dataclass(frozen=True)
class Mass:
    """The mass of one gas, in kg, its global warming potential, and what follows from them."""

    gas: Gas
    kg_per_unit: Fraction  # of the activity's own unit
    kg: Fraction
    gwp: Fraction
    gwp_from: tuple[Factor, ...]  # several for a blend; none where the factor gave CO2 equivalents itself

    @cached_property
    def tonnes(self) -> Fraction:
        """CO2 equivalents, in t."""
        return self.kg * self.gwp / 1000


@dataclass(frozen=True)
class Line:
    """One line of the ledger. ``id`` is its place in its year: ``fuels[0]``; unique together with ``scope``."""

    id: str
    year: int
    kind: str  # stationary mobile process fugitive embedded_carbon electricity heat exported scope3 removal
    label: Text | Reason | str
    scope: Scope
    iso_category: int
    s3_category: int | None
    activity: Quantity
    inputs: tuple[Input, ...]
    masses: tuple[Mass, ...]
    at: Position
    evidence: tuple[str, ...] = ()
    spread: tuple[Fraction, Fraction] | None = None  # activity and factor, half width of the 95 % interval, as shares
    spread_stated: bool = False  # by the dossier; else a default of the reference data
    primary: bool = False  # a measured or supplier-specific factor

    @cached_property
    def tonnes(self) -> Fraction:
        """CO2 equivalents, in t."""
        return sum((mass.tonnes for mass in self.masses), NOTHING)

    @property
    def to_be_verified(self) -> bool:
        """Whether anything behind it is marked to be verified."""
        gwps = (factor for mass in self.masses for factor in mass.gwp_from)
        return any(one.to_be_verified for one in self.inputs) or any(
            factor.confidence == "to_be_verified" for factor in gwps
        )


@dataclass(frozen=True)
class Gap:
    """A row of the dossier that could not be computed, and why: its scope is not complete."""

    scope: Scope
    finding: Finding


@dataclass(frozen=True)
class Inventory:
    """One calendar year: every line, what is missing, and the rules it was computed by."""

    year: int
    file: str
    lines: tuple[Line, ...]
    gaps: tuple[Gap, ...]
    gwp_set: GwpSet
    guideline: Guideline
    gwp_stated: bool
    guideline_stated: bool
    absent: frozenset[str]  # families declared not to occur
    covers: tuple[date, date] | None = None  # where it is not the whole year
    restatement: str = ""

    def of(self, *scopes: Scope) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.scope in scopes)

    def total(self, *scopes: Scope) -> Fraction:
        """CO2 equivalents of scopes, in t."""
        return tonnes(self.of(*scopes))

    @cached_property
    def by_scope(self) -> Mapping[Scope, Fraction]:
        return {scope: self.total(scope) for scope in INVENTORY}

    @property
    def location(self) -> Fraction:
        """The whole inventory with location-based scope 2, in t."""
        return self.total(*TOTAL)

    @property
    def market_based(self) -> Fraction:
        return self.total("1", "2_market", "3")

    def by_gas(self, *scopes: Scope) -> dict[str, Fraction]:
        """CO2 equivalents by family of gas, and ``CO2e`` for factors that do not tell them apart, in t."""
        found: dict[str, Fraction] = {}
        for line in self.of(*scopes):
            for mass in line.masses:
                found[mass.gas.family] = found.get(mass.gas.family, NOTHING) + mass.tonnes
        return {key: found[key] for key in (*FAMILIES, "CO2e") if key in found}

    def by_category(self) -> dict[int, Fraction]:
        """CO2 equivalents by ISO 14064-1 category (location-based), in t."""
        found: dict[int, Fraction] = {}
        for line in self.of(*TOTAL):
            found[line.iso_category] = found.get(line.iso_category, NOTHING) + line.tonnes
        return dict(sorted(found.items()))

    def complete(self, *scopes: Scope) -> bool:
        """Whether the whole year is covered and nothing of these scopes could not be computed."""
        return self.covers is None and not any(gap.scope in scopes for gap in self.gaps)

    @property
    def vintage_gap(self) -> int:
        """How many years the oldest electricity factor lags behind, 0 where it is the year's own."""
        gaps = (one.factor.gap for line in self.of("2_location") for one in line.inputs if one.factor)
        return max(gaps, default=0)


def tonnes(lines: Iterable[Line]) -> Fraction:
    """CO2 equivalents of lines, in t."""
    return sum((line.tonnes for line in lines), NOTHING)


# ── beside the inventory ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Criterion:
    """One of the eight quality criteria of the Scope 2 Guidance (table 7.1) for one instrument."""

    no: int
    met: bool
    why: Reason


@dataclass(frozen=True)
class Claimed:
    """An instrument or own project: what it is worth, whether it counts and, if not, why."""

    index: int  # in instruments.yaml
    name: str
    mode: str
    registry: str
    serials: str
    amount: Quantity
    tonnes: Fraction  # in t CO2e; MWh by the location-based factor; 0 where it does not count
    mwh: Fraction  # counted against electricity, after the cap; 0 for what is not electricity
    counts: bool
    why: Reason | None
    at: Position
    evidence: tuple[str, ...]
    year: int  # the claim year
    factor: Factor | None = None
    vintage: int | None = None
    generated: str = ""
    retired: date | None = None
    capped: Fraction = NOTHING  # t CO2e (3a) that the cap took away
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True)
class OffsetStatement:
    """抵消说明 of the data year: the one place where an offset ratio stands. Nothing of it touches the inventory."""

    year: int
    gross: Fraction  # scope 1 + location-based scope 2, t
    reductions: Fraction  # own projects inside the boundary, t
    offsets: tuple[Claimed, ...]
    electricity: Fraction  # t of purchased electricity, the cap of green power

    @property
    def residual(self) -> Fraction:
        return self.gross - self.reductions

    @property
    def offset(self) -> Fraction:
        return sum((one.tonnes for one in self.offsets if one.counts), NOTHING)


@dataclass(frozen=True)
class Carrier:
    """One energy carrier of a year: the amount, its coal equivalent (t, 当量值) and whether it is renewable."""

    id: str
    title: Text | Reason
    amount: Quantity
    tce: Fraction
    factor: Input
    renewable: bool
    lines: tuple[tuple[Fraction, Position, tuple[str, ...]], ...]  # tce of each row, its place, its evidence


@dataclass(frozen=True)
class Energy:
    """Energy of one year. Electricity in MWh."""

    year: int
    carriers: tuple[Carrier, ...]
    consumed: Fraction  # electricity, all sources
    purchased: Fraction
    self_used: Fraction  # renewable, generated on the site and used there
    direct: Fraction  # renewable by a line of its own
    exported: Fraction  # renewable, delivered to others
    certificates: Fraction  # retired for the year, after the cap
    complete: bool = True  # whether every carrier could be converted

    @property
    def tce(self) -> Fraction:
        """Comprehensive energy consumption, t of coal equivalent."""
        return sum((one.tce for one in self.carriers), NOTHING)

    @property
    def generated(self) -> Fraction:
        """Renewable electricity generated on the site, MWh."""
        return self.self_used + self.exported

    def share(self, part: Fraction) -> Fraction | None:
        return part / self.consumed if self.consumed else None


@dataclass(frozen=True)
class Uncertainty:
    """Combined by IPCC approach 1 (error propagation): half width of the 95 % interval as a share of the total."""

    total: Fraction
    share: Fraction | None
    defaults: int  # lines that took a default
    lines: int


@dataclass(frozen=True)
class Restatement:
    """A year that a cycle tells otherwise than an earlier cycle: where it first differs, and why."""

    year: int
    cycle: str
    before_in: str
    path: Path
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Account:
    """Everything that was computed of a cycle beside its facts."""

    inventories: Mapping[int, Inventory] = field(default_factory=dict)
    reductions: tuple[Claimed, ...] = ()
    offsets: OffsetStatement | None = None
    instruments: tuple[Claimed, ...] = ()  # every row of instruments.yaml, of every claim year
    energy: Mapping[int, Energy] = field(default_factory=dict)
    uncertainty: Mapping[int, Uncertainty] = field(default_factory=dict)
    footprints: tuple[ProductFootprint, ...] = ()
    facts: Facts = field(default_factory=dict)
