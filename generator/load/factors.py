"""``content/reference/``: gwp.yaml and factors/*.yaml, each row strictly read and kept with its place.

The data are ours: a broken row is an error of ours (ValueError that names the place), not a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from generator.load.schema import validate
from generator.load.strict_yaml import parse
from generator.model import reference as ref
from generator.model.finding import Position
from generator.model.inputs import LISTED, Amount, Day, Input, Line, Name, Share, Year
from generator.model.quantity import Quantity, unit
from generator.model.source import Tree
from generator.model.text import Text

M = TypeVar("M", bound=Input)
T = TypeVar("T")
K = TypeVar("K")


class _Row(Input):
    """What every row says of itself; a source is named once in its file and referred to."""

    source: Name
    confidence: ref.Confidence
    valid_from: Day | None = None
    valid_to: Day | None = None
    note: Line | None = None


class _Value(_Row):
    value: Amount


# ── gwp.yaml ───────────────────────────────────────────────────────────────────────────────────────────────


class _GwpSet(Input):
    title: Text
    source: Name


class _Gwp(_Row):
    set: str
    value: Amount


class _Gas(Input):
    name: Line
    title: Text
    family: str
    aliases: Annotated[tuple[str, ...], LISTED] = ()
    gwp: Annotated[tuple[_Gwp, ...], LISTED] = ()
    parts: Mapping[str, Share] = Field(default_factory=dict)


class _GwpFile(Input):
    sources: Mapping[Name, Text]
    default: str
    sets: Mapping[str, _GwpSet]
    gases: Mapping[str, _Gas]


# ── factors/*.yaml ─────────────────────────────────────────────────────────────────────────────────────────


class _Guideline(Input):
    title: Text
    source: Name
    gases: Annotated[tuple[Name, ...], LISTED]
    not_counted: Mapping[Name, Text] = Field(default_factory=dict)
    embedded_carbon: bool
    exported_energy: bool


class _Fuel(Input):
    title: Text
    state: Literal["solid", "liquid", "gas", "energy"]
    biogenic: bool = False


class _Combustion(_Row):
    guideline: str
    fuel: Name
    ncv: Amount | None = None
    carbon: Amount | None = None
    oxidation: Share | None = None
    gases: Mapping[Name, Amount] = Field(default_factory=dict)


class _Fuels(Input):
    sources: Mapping[Name, Text]
    default: str
    guidelines: Mapping[str, _Guideline]
    fuels: Mapping[Name, _Fuel]
    rows: Annotated[tuple[_Combustion, ...], LISTED]


class _Region(Input):
    title: Text
    wider: str = ""


class _Grid(_Value):
    region: str
    year: Year
    gas: Name


class _Electricity(Input):
    sources: Mapping[Name, Text]
    regions: Mapping[str, _Region]
    rows: Annotated[tuple[_Grid, ...], LISTED]
    residual: Annotated[tuple[_Grid, ...], LISTED]


class _Footprint(_Value):
    electricity: Name
    title: Text
    year: Year
    gas: Name


class _FootprintFile(Input):
    sources: Mapping[Name, Text]
    rows: Annotated[tuple[_Footprint, ...], LISTED]


class _Titled(_Value):
    title: Text
    gas: Name = ""


class _Tables(Input):
    sources: Mapping[Name, Text]
    rows: Mapping[Name, _Titled]


class _Scope3(Input):
    title: Text
    iso_category: int | str


class _Scope3File(Input):
    source: Text
    categories: Mapping[str, _Scope3]


class _Spread(Input):
    activity: Share
    factor: Share
    source: Name
    confidence: ref.Confidence


class _SpreadFile(Input):
    sources: Mapping[Name, Text]
    kinds: Mapping[Name, _Spread]


class _Stage(Input):
    title: Text
    phase: Name


class _LifeCycleFile(Input):
    source: Text
    phases: Mapping[Name, Text]
    boundaries: Mapping[Name, Annotated[tuple[Name, ...], LISTED]]
    stages: Mapping[Name, _Stage]


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────


class _Table:
    """A file read into its model, which makes factors of its rows."""

    def __init__(self, root: Path, name: str) -> None:
        path = f"content/reference/{name}"
        tree, found = parse((root / path).read_bytes(), path)
        if tree is None or found:
            raise ValueError(f"{path}: {found}")
        self.tree: Tree = tree
        self.sources: Mapping[str, Text] = {}

    def read(self, model: type[M]) -> M:
        """ValueError names what is wrong and where."""
        value, found = validate(model, self.tree)
        if value is None:
            raise ValueError("; ".join(f"{one.at} {one.code} {dict(one.params)}" for one in found))
        self.sources = getattr(value, "sources", {})
        return value

    def factor(
        self,
        row: _Row,
        path: Iterable[str | int],
        id_: str,
        title: Text,
        value: Quantity,
        gas: str = "",
        *,
        region: str = "",
        year: int | None = None,
        unit_: str = "",
    ) -> ref.Factor:
        """A row as a factor; ``unit_`` is one of the dimension that it must have."""
        if unit_ and unit(unit_).powers != unit(value.unit).powers:
            raise ValueError(f"{self.at(*path, 'value')}: {value} is not in {unit_}")
        return ref.Factor(
            id=id_,
            title=title,
            value=value,
            gas=gas,
            source=self.known(self.sources, row.source, *path, "source"),
            confidence=row.confidence,
            at=self.at(*path),
            region=region,
            year=year,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )

    def at(self, *path: str | int) -> Position:
        return self.tree.at(*path)

    def known(self, table: Mapping[str, T], key: str, *path: str | int) -> T:
        """What a row refers to. ValueError names the place, and what there is, where there is no such thing."""
        if key not in table:
            raise ValueError(f"{self.at(*path)}: {key!r} is none of {', '.join(table)}")
        return table[key]

    def listed(self, table: Mapping[str, object], key: str, *path: str | int) -> str:
        """The key itself, once it is known."""
        self.known(table, key, *path)
        return key


def _unique(rows: Iterable[tuple[K, Position, T]]) -> dict[K, T]:
    """Rows by their key. ValueError names the place of one whose key was there before."""
    found: dict[K, T] = {}
    for key, at, row in rows:
        if key in found:
            raise ValueError(f"{at}: {key} stands here twice")
        found[key] = row
    return found


def load_factors(root: Path) -> ref.Factors:
    """Every table of carbon accounting. ValueError names the place of a row that is broken or refers to nothing."""
    gwp, fuels, electricity = (
        _Table(root, "gwp.yaml"),
        _Table(root, "factors/fuels.yaml"),
        _Table(root, "factors/electricity.yaml"),
    )
    gwp_file, fuel_file, grid_file = gwp.read(_GwpFile), fuels.read(_Fuels), electricity.read(_Electricity)
    gases, aliases = _gases(gwp, gwp_file)
    heat, conventions, coal = (
        _titled(_Table(root, f"factors/{name}.yaml"), name, dimension)
        for name, dimension in (("heat", "co2e/energy"), ("conventions", ""), ("coal_equivalent", "energy/"))
    )
    scope3 = _Table(root, "scope3.yaml").read(_Scope3File)
    cycle = _Table(root, "lifecycle.yaml").read(_LifeCycleFile)
    return ref.Factors(
        gases=gases,
        aliases=aliases,
        gwp_sets={
            id_: ref.GwpSet(id_, one.title, gwp.known(gwp.sources, one.source, "sets", id_, "source"))
            for id_, one in gwp_file.sets.items()
        },
        gwp_default=gwp.listed(gwp_file.sets, gwp_file.default, "default"),
        guidelines={id_: _guideline(fuels, id_, one) for id_, one in fuel_file.guidelines.items()},
        guideline_default=fuels.listed(fuel_file.guidelines, fuel_file.default, "default"),
        fuels={
            id_: ref.Fuel(id_, one.title, one.state, one.biogenic, fuels.at("fuels", id_))
            for id_, one in fuel_file.fuels.items()
        },
        combustion=_unique(
            ((row.guideline, row.fuel), fuels.at("rows", index), _combustion(fuels, fuel_file, gases, index, row))
            for index, row in enumerate(fuel_file.rows)
        ),
        regions={id_: _region(electricity, grid_file, id_, one) for id_, one in grid_file.regions.items()},
        grid=_grid(electricity, grid_file),
        residual=_unique(
            (
                row.year,
                electricity.at("residual", index),
                _grid_factor(electricity, grid_file, ("residual", index), row, _RESIDUAL),
            )
            for index, row in enumerate(grid_file.residual)
        ),
        footprint=_footprint(_Table(root, "factors/electricity_footprint.yaml")),
        heat=heat,
        conventions=conventions,
        coal=coal,
        scope3={
            int(no): ref.Scope3Category(int(no), one.title, int(one.iso_category))
            for no, one in scope3.categories.items()
        },
        spread=_spread(_Table(root, "uncertainty.yaml")),
        phases=cycle.phases,
        stages=_stages(cycle),
        boundaries=cycle.boundaries,
    )


def _gases(table: _Table, file: _GwpFile) -> tuple[dict[str, ref.Gas], dict[str, str]]:
    gases: dict[str, ref.Gas] = {}
    aliases: dict[str, str] = {}
    for id_, one in file.gases.items():
        title = Text(zh=f"{one.name} 全球增温潜势", en=f"Global warming potential of {one.name}")
        values = {
            table.listed(file.sets, row.set, "gases", id_, "gwp", index, "set"): table.factor(
                row, ("gases", id_, "gwp", index), f"gwp/{row.set}/{id_}", title, row.value, id_, unit_="kgCO2e/kg"
            )
            for index, row in enumerate(one.gwp)
        }
        gases[id_] = ref.Gas(id_, one.name, one.title, one.family, values, dict(one.parts))
        aliases |= dict.fromkeys(one.aliases, id_)
    for gas in gases.values():
        if gas.parts and (sum(gas.parts.values()) != 1 or set(gas.parts) - set(gases)):
            raise ValueError(f"{table.at('gases', gas.id)}: the parts of a blend are known gases and sum to 100 %")
    return gases, aliases


def _guideline(table: _Table, id_: str, one: _Guideline) -> ref.Guideline:
    return ref.Guideline(
        id=id_,
        title=one.title,
        source=table.known(table.sources, one.source, "guidelines", id_, "source"),
        gases=one.gases,
        not_counted=one.not_counted,
        embedded_carbon=one.embedded_carbon,
        exported_energy=one.exported_energy,
        at=table.at("guidelines", id_),
    )


_NCV = Text(zh="低位发热量", en="Net calorific value")
_CARBON = Text(zh="单位热值含碳量", en="Carbon content per heat")
_OXIDATION = Text(zh="碳氧化率", en="Oxidation factor")
_PER_GAS = Text(zh="燃烧排放因子", en="Emission factor of combustion")


def _combustion(
    table: _Table, file: _Fuels, gases: Mapping[str, ref.Gas], index: int, row: _Combustion
) -> ref.Combustion:
    table.listed(file.guidelines, row.guideline, "rows", index, "guideline")
    for gas in row.gases:
        table.listed(gases, gas, "rows", index, "gases", gas)
    base, name = f"fuels/{row.guideline}/{row.fuel}", table.known(file.fuels, row.fuel, "rows", index, "fuel").title

    def made(key: str, title: Text, value: Quantity, gas: str = "") -> ref.Factor:
        full = Text(zh=f"{name.zh}{title.zh}", en=f"{title.en}, {name.en}")
        return table.factor(row, ("rows", index, *key.split(".")), f"{base}/{key}", full, value, gas)

    return ref.Combustion(
        guideline=row.guideline,
        fuel=row.fuel,
        ncv=made("ncv", _NCV, row.ncv) if row.ncv else None,
        carbon=made("carbon", _CARBON, row.carbon) if row.carbon else None,
        oxidation=None if row.oxidation is None else made("oxidation", _OXIDATION, Quantity(row.oxidation * 100, "%")),
        gases={gas: made(f"gases.{gas}", _PER_GAS, value, gas) for gas, value in row.gases.items()},
    )


def _grid(table: _Table, file: _Electricity) -> dict[str, dict[int, ref.Factor]]:
    rows = _unique(
        ((row.region, row.year), table.at("rows", index), _grid_factor(table, file, ("rows", index), row))
        for index, row in enumerate(file.rows)
    )
    grid: dict[str, dict[int, ref.Factor]] = {}
    for (region, year), factor in rows.items():
        grid.setdefault(region, {})[year] = factor
    return grid


def _region(table: _Table, file: _Electricity, id_: str, one: _Region) -> ref.Region:
    wider = table.listed(file.regions, one.wider, "regions", id_, "wider") if one.wider else ""
    return ref.Region(id_, one.title, wider)


_AVERAGE = Text(zh="平均", en="average")
_RESIDUAL = Text(
    zh="平均（不包括市场化交易的非化石能源电量，代替剩余电力组合）",
    en="average without market-traded non-fossil electricity (stands in for the residual mix)",
)


def _grid_factor(
    table: _Table, file: _Electricity, path: tuple[str | int, ...], row: _Grid, of: Text = _AVERAGE
) -> ref.Factor:
    where = table.known(file.regions, row.region, *path, "region").title
    title = Text(
        zh=f"{where.zh}{of.zh}电力二氧化碳排放因子，{row.year} 年",
        en=f"CO2 of electricity, {where.en}, {of.en}, {row.year}",
    )
    id_ = f"electricity/{'residual/' if of is _RESIDUAL else ''}{row.region}/{row.year}"
    return table.factor(row, path, id_, title, row.value, row.gas, region=row.region, year=row.year, unit_="kgCO2/kWh")


def _footprint(table: _Table) -> dict[str, dict[int, ref.Factor]]:
    found: dict[str, dict[int, ref.Factor]] = {}
    for index, row in enumerate(table.read(_FootprintFile).rows):
        title = Text(
            zh=f"{row.title.zh} {row.year} 年电力碳足迹因子",
            en=f"Carbon-footprint factor of electricity, {row.title.en}, {row.year}",
        )
        id_ = f"electricity-footprint/{row.electricity}/{row.year}"
        made = table.factor(row, ("rows", index), id_, title, row.value, row.gas, year=row.year, unit_="kgCO2e/kWh")
        found.setdefault(row.electricity, {})[row.year] = made
    return found


def _titled(table: _Table, name: str, dimension: str) -> dict[str, ref.Factor]:
    """ValueError where a value's dimension does not begin with ``dimension``."""
    rows = table.read(_Tables).rows
    for id_, row in rows.items():
        if not unit(row.value.unit).dimension.startswith(dimension):
            raise ValueError(f"{table.at('rows', id_, 'value')}: {row.value} is not of {dimension}…")
    return {
        id_: table.factor(row, ("rows", id_), f"{name}/{id_}", row.title, row.value, row.gas)
        for id_, row in rows.items()
    }


def _stages(file: _LifeCycleFile) -> dict[str, ref.LifeCycleStage]:
    """ValueError where a stage or a boundary names a phase that is not listed."""
    for phase in [one.phase for one in file.stages.values()] + [one for row in file.boundaries.values() for one in row]:
        if phase not in file.phases:
            raise ValueError(f"content/reference/lifecycle.yaml: {phase!r} is none of {', '.join(file.phases)}")
    order = list(file.phases)
    rows = sorted(file.stages.items(), key=lambda row: order.index(row[1].phase))
    return {id_: ref.LifeCycleStage(id_, one.title, one.phase) for id_, one in rows}


def _spread(table: _Table) -> dict[str, ref.Spread]:
    file = table.read(_SpreadFile)
    return {
        kind: ref.Spread(
            one.activity,
            one.factor,
            table.known(table.sources, one.source, "kinds", kind, "source"),
            table.at("kinds", kind),
        )
        for kind, one in file.kinds.items()
    }
