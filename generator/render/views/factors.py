"""The reference data of carbon accounting as tables: every figure once, with its place, source and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.reference import Combustion, Factor, Factors, Fuel, Gas, Guideline, GwpSet, Region
from generator.model.text import Text
from generator.render import links


@dataclass(frozen=True)
class Cell:
    """A factor in a table; ``anchor`` is empty where an earlier cell of the same place has it."""

    factor: Factor
    anchor: str


class Anchors:
    """Gives each place its anchor once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def cell(self, factor: Factor | None) -> Cell | None:
        if factor is None:
            return None
        anchor = links.factor_anchor(factor.at)
        if anchor in self._given:
            return Cell(factor, "")
        self._given.add(anchor)
        return Cell(factor, anchor)


@dataclass(frozen=True)
class Potentials:
    """A gas with its GWP in each set, None where a set has none; a blend has none of its own."""

    gas: Gas
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Burnt:
    """A fuel under a guideline."""

    fuel: Fuel
    ncv: Cell | None
    carbon: Cell | None
    oxidation: Cell | None
    gases: tuple[tuple[str, Cell], ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(filter(None, (self.ncv, self.carbon, self.oxidation, *(cell for _, cell in self.gases))))


@dataclass(frozen=True)
class OfGuideline:
    """The fuels of one guideline."""

    guideline: Guideline
    rows: tuple[Burnt, ...]


@dataclass(frozen=True)
class Grid:
    """A region's electricity factors by data year, None where there is none of that year."""

    region: Region
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Tables:
    """Every table of the reference data."""

    sets: tuple[GwpSet, ...]
    potentials: tuple[Potentials, ...]
    guidelines: tuple[OfGuideline, ...]
    grid_years: tuple[int, ...]
    grid: tuple[Grid, ...]
    residual: tuple[Cell, ...]
    heat: tuple[Cell, ...]
    conventions: tuple[Cell, ...]
    coal: tuple[Cell, ...]
    footprint: tuple[Cell, ...]

    @property
    def every(self) -> Iterator[Cell]:
        for row in self.potentials:
            yield from filter(None, row.cells)
        for table in self.guidelines:
            for burnt in table.rows:
                yield from burnt.cells
        for line in self.grid:
            yield from filter(None, line.cells)
        for cells in (self.residual, self.heat, self.conventions, self.coal, self.footprint):
            yield from cells


def tables(factors: Factors) -> Tables:
    """The tables in the order of the page."""
    anchors = Anchors()
    sets = tuple(factors.gwp_sets.values())
    years = tuple(sorted({year for table in factors.grid.values() for year in table}))

    def cells(found: Iterable[Factor]) -> tuple[Cell, ...]:
        return tuple(filter(None, map(anchors.cell, found)))

    return Tables(
        sets=sets,
        potentials=tuple(
            Potentials(gas, tuple(anchors.cell(gas.gwp.get(one.id)) for one in sets)) for gas in factors.gases.values()
        ),
        guidelines=tuple(
            OfGuideline(
                own, tuple(_burnt(factors, row, anchors) for row in factors.combustion.values() if row.guideline == id_)
            )
            for id_, own in factors.guidelines.items()
        ),
        grid_years=years,
        grid=tuple(
            Grid(region, tuple(anchors.cell(factors.grid[code].get(year)) for year in years))
            for code, region in factors.regions.items()
            if code in factors.grid
        ),
        residual=cells(factors.residual.values()),
        heat=cells(factors.heat.values()),
        conventions=cells(factors.conventions.values()),
        coal=cells(factors.coal.values()),
        footprint=cells(row for table in factors.footprint.values() for row in table.values()),
    )


def _burnt(factors: Factors, row: Combustion, anchors: Anchors) -> Burnt:
    gases = tuple((factors.gases[id_].name, anchors.cell(factor)) for id_, factor in row.gases.items())
    return Burnt(
        fuel=factors.fuels[row.fuel],
        ncv=anchors.cell(row.ncv),
        carbon=anchors.cell(row.carbon),
        oxidation=anchors.cell(row.oxidation),
        gases=tuple((name, cell) for name, cell in gases if cell),
    )


def sources(cells: Iterable[Cell | None]) -> list[Text]:
    """The sources of some cells, once each, in their order."""
    return list(dict.fromkeys(cell.factor.source for cell in cells if cell))
