"""Reference data of carbon accounting: factors with value, unit, gas, region, year, source and confidence.

Rows live in ``content/reference/``; nothing here is a figure. An inventory factor and a footprint factor of
electricity are different things and stand in different tables, so that neither can be taken for the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from generator.model.finding import Position
from generator.model.quantity import Quantity
from generator.model.text import Text

#: How sure a row is: found in a named source; and checked against a second; or remembered, to be verified.
Confidence = Literal["found", "cross_checked", "to_be_verified"]
#: The gas of a factor that gives CO2 equivalents and does not tell the gases apart.
CO2E = "co2e"
CO2 = "co2"


@dataclass(frozen=True)
class Factor:
    """One factor and where it comes from. ``gap`` is how many years its data are older than the year asked for."""

    id: str
    title: Text
    value: Quantity
    gas: str
    source: Text
    confidence: Confidence
    at: Position
    region: str = ""
    year: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    given: bool = False  # stated by the factory, not taken from the reference data
    gap: int = 0


@dataclass(frozen=True)
class Gas:
    """A greenhouse gas: its family among the seven (empty: none of them, then a memo line) and its GWPs by set."""

    id: str
    name: str
    title: Text
    family: str
    gwp: Mapping[str, Factor] = field(default_factory=dict)
    parts: Mapping[str, Fraction] = field(default_factory=dict)  # of a blend: gas id → mass fraction

    @property
    def counted(self) -> bool:
        """Whether it is one of the seven gases, so that it counts in the inventory."""
        return bool(self.family)


@dataclass(frozen=True)
class GwpSet:
    """A set of global warming potentials over 100 years; one inventory uses one."""

    id: str
    title: Text
    source: Text


@dataclass(frozen=True)
class Guideline:
    """Rules of quantification: what it counts, and which figures it allows to be negative."""

    id: str
    title: Text
    source: Text
    gases: tuple[str, ...]  # the gases of combustion that it counts
    not_counted: Mapping[str, Text]  # gases of combustion that it leaves out, and why
    embedded_carbon: bool  # carbon that leaves in products is deducted
    exported_energy: bool  # energy delivered to others, if not renewable, is deducted
    at: Position


@dataclass(frozen=True)
class Fuel:
    """A fuel: its name, its state and whether its carbon is biogenic."""

    id: str
    title: Text
    state: Literal["solid", "liquid", "gas", "energy"]
    biogenic: bool
    at: Position


@dataclass(frozen=True)
class Combustion:
    """How one guideline computes one fuel: by NCV, carbon content and oxidation, or directly per gas."""

    guideline: str
    fuel: str
    ncv: Factor | None
    carbon: Factor | None
    oxidation: Factor | None
    gases: Mapping[str, Factor]


@dataclass(frozen=True)
class Region:
    """A region of the electricity factors and the wider one that stands in for it."""

    code: str
    title: Text
    wider: str


@dataclass(frozen=True)
class Scope3Category:
    """A category of the GHG Protocol's Scope 3 Standard and the ISO 14064-1 category that it belongs to."""

    no: int
    title: Text
    iso_category: int


@dataclass(frozen=True)
class LifeCycleStage:
    """A stage of a product's life cycle as reports name it, and the one of the five phases that it belongs to."""

    id: str
    title: Text
    phase: str


@dataclass(frozen=True)
class Spread:
    """Default uncertainty (95 %, half width as a share) of the activity and the factor of a kind of line."""

    activity: Fraction
    factor: Fraction
    source: Text
    at: Position


@dataclass(frozen=True)
class Factors:
    """Every table of carbon accounting."""

    gases: Mapping[str, Gas] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    gwp_sets: Mapping[str, GwpSet] = field(default_factory=dict)
    gwp_default: str = ""
    guidelines: Mapping[str, Guideline] = field(default_factory=dict)
    guideline_default: str = ""
    fuels: Mapping[str, Fuel] = field(default_factory=dict)
    combustion: Mapping[tuple[str, str], Combustion] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    grid: Mapping[str, Mapping[int, Factor]] = field(default_factory=dict)  # region → data year
    residual: Mapping[int, Factor] = field(default_factory=dict)
    footprint: Mapping[str, Mapping[int, Factor]] = field(default_factory=dict)  # source of electricity → data year
    heat: Mapping[str, Factor] = field(default_factory=dict)  # kind of heat
    conventions: Mapping[str, Factor] = field(default_factory=dict)  # 44/12, standard state, enthalpy of the condensate
    coal: Mapping[str, Factor] = field(default_factory=dict)  # energy carrier → coal equivalent
    scope3: Mapping[int, Scope3Category] = field(default_factory=dict)
    spread: Mapping[str, Spread] = field(default_factory=dict)  # kind of line
    phases: Mapping[str, Text] = field(default_factory=dict)  # of a life cycle, in order
    stages: Mapping[str, LifeCycleStage] = field(default_factory=dict)  # in the order of the life cycle
    boundaries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of a footprint → phases that it covers

    def gas(self, name: str) -> Gas | None:
        """A gas by its id or one of its other names."""
        return self.gases.get(self.aliases.get(name, name))

    def potential(self, gas: Gas, set_id: str) -> tuple[Fraction, tuple[Factor, ...]] | None:
        """kg CO2e per kg of a gas in a set, and the rows it comes from; of a blend by its mass fractions, exactly."""
        if not gas.parts:
            row = gas.gwp.get(set_id)
            return (row.value.to("kgCO2e/kg"), (row,)) if row else None
        total, rows = Fraction(0), tuple[Factor, ...]()
        for name, share in gas.parts.items():
            part = self.potential(self.gases[name], set_id)
            if part is None:
                return None
            total, rows = total + share * part[0], (*rows, *part[1])
        return total, rows

    def all(self) -> list[Factor]:
        """Every factor of every table, in the order of the tables."""
        found = [gwp for gas in self.gases.values() for gwp in gas.gwp.values()]
        for row in self.combustion.values():
            found += [one for one in (row.ncv, row.carbon, row.oxidation, *row.gases.values()) if one]
        for table in (*self.grid.values(), self.residual, *self.footprint.values()):
            found += table.values()
        return [*found, *self.heat.values(), *self.conventions.values(), *self.coal.values()]


def for_year(table: Mapping[int, Factor], year: int, as_of: date) -> Factor | None:
    """The factor of a data year as it was published on a day; None where there is none of that year or before it.

    A year that was not published yet takes the last one before it, with its gap: so a figure does not move when a new
    factor appears after the day that it was computed for.
    """
    known = [one for one, row in table.items() if one <= year and (row.valid_from is None or row.valid_from <= as_of)]
    if not known:
        return None
    last = max(known)
    return replace(table[last], gap=year - last)
