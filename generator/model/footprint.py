"""A product's carbon footprint (ISO 14067): what a factory writes of it, and what is computed from that.

A footprint is a chain of unit processes that supply one another, or, where the model behind a report is not
disclosed, its results by life-cycle stage alone. A chain holds for each process what one run of it delivers, takes and
emits; how many runs the declared unit needs follows from the chain itself.
Units: results in kg CO2e for the declared or functional unit. Sources: ISO 14067:2018, GB/T 24067-2024.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from generator.model.finding import Position
from generator.model.inputs import (
    Amount,
    Day,
    Energy,
    Https,
    Input,
    Line,
    Name,
    Names,
    OrNothing,
    Row,
    Share,
    SignedAmount,
    SignedMass,
)
from generator.model.quantity import Quantity
from generator.model.reference import Factor, GwpSet, LifeCycleStage
from generator.model.text import Text

_L = OrNothing(())
_M = OrNothing({})
NOTHING = Fraction(0)
#: A longer chain is a background database, not the account of one product.
MOST_PROCESSES = 40

# ── what a factory writes ──────────────────────────────────────────────────────────────────────────────────

#: Words that name an offset: ISO 14067 leaves offsetting out of the footprint altogether.
_OFFSETS = frozenset(("offset", "offsets", "credit", "credits", "certificate", "certificates", "ccer", "gec", "cer"))


def _no_offset(value: object) -> object:
    if isinstance(value, str) and _OFFSETS & set(value.lower().split("_")):
        raise PydanticCustomError("footprint.offset", "footprint.offset", {"text": value})
    return value


#: What the carbon of a contribution is: each is reported apart.
Kind = Literal["fossil", "biogenic", "land_use", "aircraft"]
WrittenKind = Annotated[Kind, BeforeValidator(_no_offset)]
#: Measured or supplier-specific, or taken from a database or the literature.
Data = Literal["primary", "secondary"]
Boundary = Literal["cradle_to_gate", "cradle_to_grave"]

_KIND = "fossil 化石 · biogenic 生物源 · land_use 土地利用 · aircraft 航空 / what the carbon is"
_DATA = "primary 初级（实测或供应商实际数据） · secondary 次级（数据库、文献） / where the data come from"


class FunctionalUnit(Input):
    """What a full footprint is stated for: a function and how much of it."""

    zh: Line
    en: Line
    amount: Amount


class Excluded(Input):
    """A life-cycle stage that is left out, and why."""

    stage: Name
    reason: Line


class CutOff(Input):
    """Flows that are left out as insignificant: their share of the whole at most, and why."""

    share: Share
    reason: Line


class Supply(Row):
    """What one run takes from another process of the chain; loops are allowed."""

    process: Name
    amount: Amount


class Flow(Row):
    """A material, fuel, service or uptake from outside the chain, with its life-cycle factor."""

    flow: Annotated[Name, BeforeValidator(_no_offset)]
    name: Names
    amount: Amount
    factor: SignedAmount = Field(
        description="生命周期因子；生物源吸收为负 / life-cycle factor; biogenic uptake is negative"
    )
    factor_source: Line = Field(description="因子出处 / source of the factor")
    data: Data = Field(description=_DATA)
    kind: WrittenKind = Field(default="fossil", description=_KIND)
    to_be_verified: bool = Field(default=False, description="因子待核 / the factor is still to be verified")


class Power(Row):
    """Electricity that one run takes; its factor comes from the footprint table, never from the dossier."""

    source: Name = Field(description="grid 电网 · pv 光伏 · wind 风电 · biomass 生物质 / footprint table")
    amount: Energy
    data: Data = Field(description=_DATA)
    on_site: bool = Field(default=False, description="自发自用，绿证未售 / generated on site, certificates not sold")
    instrument: Name | None = Field(
        default=None, description="合同电力的凭证，见 instruments.yaml / contract behind it"
    )


class Direct(Row):
    """A gas that one run emits, or takes up from the air where it is biogenic (then negative)."""

    gas: Name = Field(description="气体，见 content/reference/gwp.yaml / gas, see there")
    amount: SignedMass
    data: Data = Field(description=_DATA)
    kind: WrittenKind = Field(default="fossil", description=_KIND)
    method: Line | None = Field(default=None, description="测算方法 / how it was found")


class Coproduct(Input):
    """Something else that leaves the process, and its share of the burden."""

    name: Names
    share: Share


class Shares(Input):
    """How the burden of a process is shared out; the shares sum to exactly 100 %."""

    basis: Literal["subdivision", "mass", "energy", "volume", "pieces", "economic"] = Field(
        description="subdivision 细分 · mass 质量 · energy 能量 · volume 体积 · pieces 数量 · economic 经济价值"
    )
    share: Share = Field(description="本链产出所占份额 / share of what the chain uses")
    coproducts: Annotated[tuple[Coproduct, ...], _L]
    reason: Line | None = Field(default=None, description="为何这样分配 / why this basis")


class UnitProcess(Row):
    """A unit process: what one run delivers, takes and emits."""

    id: Name
    name: Names
    stage: Name = Field(description="生命周期阶段，见 content/reference/lifecycle.yaml / stage, see there")
    output: Amount = Field(description="一次运行的产出 / what one run delivers")
    inputs: Annotated[tuple[Supply, ...], _L] = ()
    flows: Annotated[tuple[Flow, ...], _L] = ()
    electricity: Annotated[tuple[Power, ...], _L] = ()
    emissions: Annotated[tuple[Direct, ...], _L] = ()
    allocation: Shares | None = None


class Chain(Input):
    """The unit processes behind a product; ``final`` is the one that delivers the declared unit."""

    final: Name
    processes: Annotated[tuple[UnitProcess, ...], _L]


class Footprint(Row):
    """A product carbon footprint: a chain, or the results by stage of a model that is not disclosed."""

    product: Name
    declared_unit: Amount | None = Field(default=None, description="声明单位（部分碳足迹） / of a partial footprint")
    functional_unit: FunctionalUnit | None = Field(
        default=None, description="功能单位（完整碳足迹） / of a full footprint"
    )
    boundary: Boundary = Field(description="cradle_to_gate 摇篮到大门 · cradle_to_grave 摇篮到坟墓")
    stages: Annotated[Mapping[Name, SignedAmount], _M] = Field(
        default_factory=dict,
        description="各阶段结果；写了 chain 就不必写 / results by stage, not needed beside a chain",
    )
    chain: Chain | None = Field(default=None, description="单元过程链 / chain of unit processes")
    excluded: Annotated[tuple[Excluded, ...], _L] = Field(default=(), description="不计的阶段 / stages left out")
    cut_off: CutOff | None = Field(default=None, description="取舍准则 / cut-off")
    period_from: Day
    period_to: Day
    geography: Names | None = Field(default=None, description="地域 / geography")
    gwp_set: Line | None = Field(default=None, description="增温潜势取值，缺省为最新一套 / set of GWPs")
    standard: Line
    pcr: Line | None = Field(default=None, description="产品种类规则 / product category rules")
    allocation: Line | None = Field(default=None, description="分配方法 / rules of allocation")
    uncertainty: Share | None = Field(
        default=None, description="不确定度（95 %，半宽） / half width of the 95 % interval"
    )
    data_quality: Line | None = Field(default=None, description="数据质量评价 / data quality rating")
    reported: Day
    valid_until: Day | None = None
    verified: bool = False
    verifier: Line | None = Field(default=None, description="核查机构 / verifier")
    published_url: Https | None = None


class Products(Input):
    """``products.yaml``."""

    footprints: Annotated[tuple[Footprint, ...], _L] = ()


# ── what is computed ───────────────────────────────────────────────────────────────────────────────────────

#: What is reported apart; the removals alone are negative.
Part = Literal["fossil", "biogenic_emissions", "biogenic_removals", "land_use", "aircraft"]
PARTS: tuple[Part, ...] = ("fossil", "biogenic_emissions", "biogenic_removals", "land_use", "aircraft")
#: How electricity was treated, in the order of ISO 14067: own, by contract, the average of the grid.
Treatment = Literal["on_site", "contract", "grid"]


@dataclass(frozen=True)
class Contribution:
    """One input or emission of one process: amount × factor × runs × share = kg CO2e."""

    id: str  # its place in the footprint: chain.processes[0].flows[1]
    form: Literal["flow", "electricity", "emission"]
    process: str
    stage: str
    label: Text
    kind: Kind
    amount: Quantity  # of one run, as written
    factor: Quantity  # life-cycle factor, or GWP of the gas
    sources: tuple[Factor, ...]  # where the factor comes from; several for a blend of gases
    runs: Fraction
    share: Fraction  # after allocation, 0–1
    kg: Fraction
    primary: bool
    at: Position
    evidence: tuple[str, ...] = ()
    method: str = ""
    treatment: Treatment | None = None
    instrument: str = ""

    @property
    def part(self) -> Part:
        """What it is reported under."""
        if self.kind == "biogenic":
            return "biogenic_removals" if self.kg < 0 else "biogenic_emissions"
        return self.kind

    @property
    def to_be_verified(self) -> bool:
        return any(factor.confidence == "to_be_verified" for factor in self.sources)

    @property
    def gap(self) -> int:
        """How many years the factor is older than the data."""
        return max((factor.gap for factor in self.sources), default=0)


@dataclass(frozen=True)
class Supplied:
    """What one run takes from another process."""

    process: str
    title: Text
    amount: Quantity
    at: Position


@dataclass(frozen=True)
class ProcessResult:
    """A unit process in the chain: how often it runs for the declared unit, and what comes of it."""

    row: UnitProcess
    title: Text
    stage: str
    runs: Fraction  # its component of the scaling vector
    share: Fraction
    supplies: tuple[Supplied, ...]
    contributions: tuple[Contribution, ...]
    at: Position

    @property
    def kg(self) -> Fraction:
        return total(self.contributions)


@dataclass(frozen=True)
class StageResult:
    """What a life-cycle stage contributes; ``stated`` is the factory's own figure where it gave one."""

    stage: LifeCycleStage
    kg: Fraction
    stated: Fraction | None = None


@dataclass(frozen=True)
class ProductFootprint:
    """The footprint of one product, in kg CO2e for ``unit``."""

    index: int  # in products.yaml
    row: Footprint
    title: Text
    unit: Quantity
    gwp_set: GwpSet
    stages: tuple[StageResult, ...]  # in the order of the life cycle
    processes: tuple[ProcessResult, ...]  # as written; empty where the model is not disclosed
    excluded: tuple[tuple[LifeCycleStage, str], ...]
    at: Position

    @property
    def disclosed(self) -> bool:
        """Whether the model is there, so that the result is computed and not only stated."""
        return bool(self.processes)

    @property
    def partial(self) -> bool:
        """Whether it is a partial footprint (部分碳足迹): it does not cover the whole life cycle."""
        return self.row.boundary == "cradle_to_gate"

    @property
    def gwp_stated(self) -> bool:
        return self.row.gwp_set is not None

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        return tuple(one for process in self.processes for one in process.contributions)

    @cached_property
    def kg(self) -> Fraction:
        """The whole, biogenic removals included."""
        return sum((one.kg for one in self.stages), NOTHING)

    @property
    def uptake(self) -> Fraction:
        """Biogenic removals: never positive."""
        return self.of("biogenic_removals")

    @property
    def excluding(self) -> Fraction:
        """The whole without biogenic removals."""
        return self.kg - self.uptake

    def of(self, part: Part, stage: str | None = None) -> Fraction:
        """One part of the whole, or of one stage."""
        return total(one for one in self.contributions if one.part == part and stage in (None, one.stage))

    @cached_property
    def parts(self) -> Mapping[Part, Fraction]:
        return {part: self.of(part) for part in PARTS}

    @cached_property
    def primary(self) -> Fraction | None:
        """Share of primary data: Σ |primary| ÷ Σ |all|; None where there is nothing to share."""
        whole = sum((abs(one.kg) for one in self.contributions), NOTHING)
        own = sum((abs(one.kg) for one in self.contributions if one.primary), NOTHING)
        return own / whole if whole else None

    @property
    def runs(self) -> Mapping[str, Fraction]:
        """The scaling vector: how often each process runs for the declared unit."""
        return {process.row.id: process.runs for process in self.processes}

    @property
    def to_be_verified(self) -> bool:
        return any(one.to_be_verified for one in self.contributions)

    @property
    def factor_sources(self) -> tuple[Text, ...]:
        """Where its factors come from, each once, in the order in which they are met."""
        found = {factor.source.zh: factor.source for one in self.contributions for factor in one.sources}
        return tuple(found.values())

    @property
    def electricity(self) -> Mapping[Treatment, Fraction]:
        """Electricity of the whole chain in kWh, by how it was treated."""
        used: dict[Treatment, Fraction] = {}
        for one in self.contributions:
            if one.treatment:
                kwh = one.amount.to("kWh") * one.runs * one.share
                used[one.treatment] = used.get(one.treatment, NOTHING) + kwh
        return used


def total(contributions: Iterable[Contribution]) -> Fraction:
    """Their sum, in kg CO2e."""
    return sum((one.kg for one in contributions), NOTHING)
