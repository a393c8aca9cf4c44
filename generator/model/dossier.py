"""What a factory writes: one model per file of ``factories/<slug>/`` (design contract, section 4).

Descriptions are ``中文 / English``; they are what an editor shows. A fact has one home: what is counted from
these files is never typed again in a claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from generator.model.evidence import StoredFile
from generator.model.finding import Position
from generator.model.footprint import Products
from generator.model.inputs import (
    Amount,
    Area,
    Count,
    CreditCode,
    Day,
    Duration,
    EfficiencyGrade,
    Emission,
    Energy,
    Evidence,
    EvidenceFile,
    EvidenceId,
    Https,
    Input,
    Line,
    Mass,
    Money,
    Month,
    Name,
    Names,
    OrNothing,
    Row,
    Scope3Category,
    Share,
    Slug,
    StandardRef,
    Volume,
    Year,
)
from generator.model.source import Tree

_L = OrNothing(())
_M = OrNothing({})

#: A reduction mode by the code that the standard gives it: ``3a``.
Mode = Annotated[str, Field(pattern=r"^[1-9][a-z]?$")]


# ── factory.yaml ───────────────────────────────────────────────────────────────────────────────────────────


class Factory(Input):
    """``factory.yaml``: what never changes."""

    slug: Slug = Field(description="文件夹名 / folder name")
    name: Names = Field(description="工厂名称 / name of the factory")
    uscc: CreditCode = Field(description="统一社会信用代码 / unified social credit code (GB 32100)")
    founded: Day = Field(description="成立日期 / date of foundation")
    example: bool = Field(default=False, description="示例数据（虚构） / invented example")


# ── <cycle>/profile.yaml ───────────────────────────────────────────────────────────────────────────────────


class Address(Input):
    """Where the factory stands."""

    district: Line = Field(description="辖市区六位代码 / six-digit district code, e.g. 320412")
    text: Line = Field(description="地址 / address")


class Product(Input):
    """A product and its output in the data year."""

    id: Name
    name: Names
    main: bool = Field(default=False, description="主要产品 / main product")
    output: Amount = Field(description="数据年产量 / output in the data year")


#: What an intensity is divided by.
Per = Literal["products", "output_value", "value_added"]


class Intensities(Input):
    """Per what each intensity is stated: the basis of the sector value that it is compared with."""

    carbon: Per = "products"
    energy: Per = "products"
    water: Per = "products"
    material: Per = "products"


class Profile(Input):
    """``profile.yaml``: the factory in this cycle."""

    legal_person: bool = Field(description="独立法人 / independent legal person")
    registered_district: Line = Field(description="注册登记地六位代码 / district code of registration")
    industry: Line = Field(description="GB/T 4754-2017 行业代码 / industry code")
    address: Address
    boundary: Line = Field(description="核算边界 / organisational boundary")
    consolidation: Literal["operational_control", "financial_control", "equity_share"] = "operational_control"
    products: Annotated[tuple[Product, ...], _L]
    output_value: Money = Field(description="数据年产值 / output value of the data year")
    value_added: Money | None = Field(default=None, description="工业增加值 / industrial value added")
    intensities: Intensities = Field(
        default_factory=Intensities,
        description="各强度按什么计：products 产品 · output_value 产值 · value_added 增加值 / per what",
    )
    site_area: Area = Field(description="占地面积 / site area")
    building_area: Area = Field(description="建筑面积 / building area")
    staff: Count = Field(description="员工人数 / number of staff")
    contact: Line | None = Field(default=None, description="公开的联系部门，不写个人 / public department, no person")


# ── <cycle>/assessment.yaml ────────────────────────────────────────────────────────────────────────────────

State = Literal["met", "partial", "not_met"]


class Benchmark(Input):
    """A cited sector value that a figure is compared with."""

    basis: Name = Field(description="依据种类，如 advanced、average / kind of value cited")
    value: Amount = Field(description="行业值 / the cited value")
    source: Line = Field(description="出处：文件、条款、年份 / citation: document, clause, year")


def _as_text(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


#: A claimed figure as it was written; ``true`` and ``false`` too.
Figure = Annotated[
    str,
    BeforeValidator(_as_text),
    StringConstraints(min_length=1, max_length=200),
    WithJsonSchema({"type": ["string", "boolean"], "examples": ["62.5 %"]}),
]


class Claim(Input):
    """An answer: to an indicator, a basic requirement, a part of one, or one year of one."""

    state: State | None = Field(default=None, description="met 满足 · partial 部分 · not_met 不满足")
    degree: Share | None = Field(default=None, description="满足程度（评判项） / degree of fulfilment")
    choice: Name | None = Field(default=None, description="选项（查表项） / option of a look-up")
    facts: Annotated[Mapping[Name, Figure], _M] = Field(
        default_factory=dict, description="不能由其他文件算出的数值 / figures no other file gives"
    )
    benchmark: Benchmark | None = None
    parts: Annotated[Mapping[Name, Claim], _M] = Field(default_factory=dict, description="各部分 / parts")
    years: Annotated[Mapping[Year, Claim], _M] = Field(default_factory=dict, description="各年 / years")
    applicable: bool | None = Field(default=None, description="是否适用 / whether it applies")
    reason: Line | None = Field(default=None, description="不适用的理由 / why it does not apply")
    statement: Line | None = Field(default=None, description="说明 / statement")
    effort: Line | None = Field(default=None, description="补足所需的工作 / effort to gain the rest")
    evidence: Annotated[Evidence, _L] = ()


class Assessment(Input):
    """``assessment.yaml``: the answers."""

    standard: StandardRef
    reference_date: Day = Field(description="基准日 / reference date")
    data_year: Year = Field(description="数据年 / data year")
    basic: Annotated[Mapping[str, Claim], _M] = Field(default_factory=dict)
    indicators: Annotated[Mapping[str, Claim], _M] = Field(default_factory=dict)


# ── <cycle>/evidence.yaml ──────────────────────────────────────────────────────────────────────────────────


class EvidenceEntry(Input):
    """One entry of the register. Non-public evidence has no number, file or address here."""

    title: Line
    title_en: Line | None = None
    kind: Name = Field(description="证据种类，见标准 / kind, see the standard")
    issuer: Line = Field(description="出具单位 / issuer")
    issued: Day
    expires: Day | None = Field(default=None, description="有效期至；无则长期有效 / valid to")
    covers: Annotated[tuple[Year, ...], _L] = Field(default=(), description="覆盖年份 / years covered")
    level: Name | None = Field(default=None, description="级别 national · provincial · municipal")
    visibility: Literal["public", "auditors"]
    number: Line | None = Field(default=None, description="编号，仅公开证据 / number, public evidence only")
    file: EvidenceFile | None = None
    url: Https | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class EvidenceRegister(Input):
    """``evidence.yaml``."""

    evidence: Annotated[Mapping[EvidenceId, EvidenceEntry], _M] = Field(default_factory=dict)


# ── <cycle>/activity/<year>.yaml ───────────────────────────────────────────────────────────────────────────


class Quantified(Row):
    """A row that becomes a line of the ledger; uncertainties are half widths of the 95 % interval."""

    uncertainty: Share | None = Field(default=None, description="活动数据不确定度 / uncertainty of the amount")
    factor_uncertainty: Share | None = Field(default=None, description="因子不确定度 / uncertainty of the factor")


class Electricity(Quantified):
    """Electricity consumed, by where it comes from; ``direct_line`` is renewable power by a line of its own."""

    source: Literal["grid", "pv_self_used", "wind_self_used", "direct_line", "other_self_generated"]
    amount: Energy
    supplier_factor: Amount | None = Field(
        default=None, description="供电方的排放因子，只用于市场法 / supplier's factor, market-based only, kgCO2/kWh"
    )
    factor_year: Year | None = Field(
        default=None, description="固定采用某年数据的电网因子 / pin the grid factor to the data of a year"
    )
    certificates_sold: bool = Field(
        default=False, description="自发自用电量的绿证已卖出 / certificates of self-used power were sold"
    )


class Exported(Quantified):
    """Energy delivered to others."""

    kind: Literal["electricity", "heat"]
    renewable: bool
    amount: Energy


class Fuel(Quantified):
    """A fuel burnt: an amount of it, or its energy; measured values go before the guideline's defaults."""

    fuel: Name = Field(description="燃料，见 content/reference/factors/fuels.yaml / fuel, see there")
    use: Literal["stationary", "mobile"]
    amount: Amount = Field(description="气体用 Nm3，或 m3 并写明温度 / gases in Nm3, or in m3 with the temperature")
    temperature: Amount | None = Field(default=None, description="气体计量温度，如 20 ℃ / temperature of a metered gas")
    pressure: Amount | None = Field(default=None, description="气体计量绝对压力 / absolute pressure of a metered gas")
    net_calorific_value: Amount | None = Field(default=None, description="实测低位发热量 / measured NCV, GJ/t")
    carbon_content: Amount | None = Field(
        default=None, description="实测含碳量，每热值或每质量 / measured carbon, tC/TJ or tC/t"
    )
    oxidation: Share | None = Field(default=None, description="实测碳氧化率 / measured oxidation factor")


class Heat(Quantified):
    """Heat, steam, hot water or cooling bought: its energy, or the mass of steam or water."""

    kind: Literal["steam", "hot_water", "cooling", "heat"]
    amount: Amount = Field(description="热量，或蒸汽、热水的质量 / energy, or the mass of steam or water")
    enthalpy: Amount | None = Field(default=None, description="蒸汽的焓，kJ/kg / enthalpy of the steam")
    temperature: Amount | None = Field(default=None, description="热水的温度，℃ / temperature of the water")
    factor: Amount | None = Field(default=None, description="供热方因子 / supplier's factor, tCO2/GJ")


class Process(Quantified):
    """A process emission measured or balanced outside combustion."""

    source: Name
    gas: Name = Field(description="气体，见 content/reference/gwp.yaml / gas, see there")
    amount: Mass
    biogenic: bool = Field(default=False, description="生物源二氧化碳，单列 / biogenic CO2, a memo")


class Fugitive(Quantified):
    """Gas that escaped: what was topped up less what was recovered."""

    gas: Name = Field(description="气体，见 content/reference/gwp.yaml / gas, see there")
    use: Literal["cooling", "insulation", "extinguishing", "other"] = Field(
        description="cooling 制冷 · insulation 电气绝缘 · extinguishing 灭火 · other 其他"
    )
    topped_up: Mass = Field(description="补充量 / topped up")
    recovered: Mass | None = Field(default=None, description="回收量 / recovered")


class EmbeddedCarbon(Quantified):
    """Carbon that leaves in products, as CO2: deducted only where the guideline says so."""

    product: Name
    name: Names
    amount: Emission


class Removal(Row):
    """Greenhouse gas removed inside the boundary: shown apart, never deducted."""

    removal: Name
    name: Names
    kind: Literal["sink", "capture"] = Field(description="sink 碳汇 · capture 捕集封存 / capture and storage")
    amount: Emission
    method: Line = Field(description="方法与依据 / method and source")


class Water(Row):
    """Water withdrawn or reused."""

    source: Literal["municipal", "surface", "ground", "recycled", "rain"]
    amount: Volume


class Material(Row):
    """A main raw material."""

    material: Name
    name: Names
    amount: Mass
    recycled: Mass | None = None


class Waste(Row):
    """A solid waste."""

    waste: Name
    name: Names
    kind: Literal["general", "hazardous"]
    amount: Mass
    utilised: Mass


class Allocation(Input):
    """The part of a shared activity that is this factory's."""

    basis: Literal["mass", "area", "volume", "count", "energy", "economic"]
    part: Amount
    whole: Amount


class Scope3(Quantified):
    """An indirect source outside scopes 1 and 2: amount × times × factor × allocation."""

    source: Name
    name: Names
    category: Scope3Category = Field(description="GHG Protocol 范围3类别 1–15 / scope 3 category")
    significant: bool
    amount: Amount | None = Field(default=None, description="未量化则不写 / leave out when not quantified")
    times: Annotated[tuple[Amount, ...], _L] = Field(
        default=(), description="再乘以，如运距、天数、损失率 / multiplied with: distance, days, rate of loss"
    )
    factor: Amount | None = Field(default=None, description="因子，每单位的排放量 / emissions per unit")
    factor_source: Line | None = Field(default=None, description="因子出处 / source of the factor")
    allocation: Allocation | None = None
    biogenic: bool = Field(default=False, description="生物源二氧化碳，单列 / biogenic CO2, a memo")
    primary: bool = Field(default=False, description="供应商实际数据 / the supplier's own data")


class BuildingEnergy(Row):
    """Energy of buildings, for the renewable share of it."""

    total: Energy
    renewable: Energy


class Activity(Input):
    """``activity/<year>.yaml``: one calendar year."""

    year: Year
    guideline: Line | None = Field(
        default=None, description="核算指南@版本，见 content/reference/factors/fuels.yaml / guideline@edition"
    )
    gwp_set: Line | None = Field(default=None, description="增温潜势取值：AR4 · AR5 · AR6 / set of GWPs")
    covers_from: Day | None = Field(
        default=None, description="不足一年时的起始日 / first day, where not the whole year"
    )
    covers_to: Day | None = Field(default=None, description="不足一年时的截止日 / last day")
    restatement: Line | None = Field(
        default=None, description="与以前周期不同时的重述理由 / why it differs from an earlier cycle"
    )
    electricity: Annotated[tuple[Electricity, ...], _L] = ()
    exported: Annotated[tuple[Exported, ...], _L] = ()
    fuels: Annotated[tuple[Fuel, ...], _L] = ()
    heat: Annotated[tuple[Heat, ...], _L] = ()
    process: Annotated[tuple[Process, ...], _L] = ()
    fugitive: Annotated[tuple[Fugitive, ...], _L] = ()
    embedded_carbon: Annotated[tuple[EmbeddedCarbon, ...], _L] = ()
    removals: Annotated[tuple[Removal, ...], _L] = ()
    building_energy: BuildingEnergy | None = None
    water: Annotated[tuple[Water, ...], _L] = ()
    materials: Annotated[tuple[Material, ...], _L] = ()
    waste: Annotated[tuple[Waste, ...], _L] = ()
    scope3: Annotated[tuple[Scope3, ...], _L] = ()
    output_value: Money | None = None
    absent_gases: Annotated[tuple[Name, ...], _L] = Field(
        default=(), description="不涉及的气体：co2 ch4 n2o hfcs pfcs sf6 nf3 / gases that do not occur"
    )


# ── <cycle>/assets.yaml ────────────────────────────────────────────────────────────────────────────────────


class Lamps(Row):
    """Lamps of one type."""

    place: Line
    type: Line
    efficient: bool = Field(description="节能型 / energy-saving type")
    count: Count


class LightingPlace(Row):
    """A place whose lighting power density was measured against GB 55015."""

    place: Line
    measured: Amount = Field(description="实测功率密度 / measured LPD, W/m2")
    limit: Amount = Field(description="限值 / limit, W/m2")


class Equipment(Row):
    """A machine or a group of equal machines."""

    equipment: Name
    name: Line
    type: Literal["special", "general", "office"]
    count: Count
    commissioned: Year
    status: Literal["current", "restricted", "prohibited", "eliminated"] = Field(
        default="current", description="产业目录状态 / status in the industrial catalogue"
    )
    upgrade_plan: Line | None = Field(default=None, description="限制类改造计划 / upgrade plan of a restricted unit")
    advanced: bool = Field(default=False, description="列入先进绿色技术装备目录 / listed as advanced green equipment")
    efficiency_grade: EfficiencyGrade | None = Field(default=None, description="能效等级 / energy-efficiency grade")
    economical: bool | None = Field(default=None, description="经济运行 / runs economically")


class Vehicles(Row):
    """Vehicles for storage and transport on the site."""

    type: Line
    non_fossil: bool
    count: Count


class Roof(Row):
    """A roof."""

    roof: Line
    usable: Area
    covered: Area = Field(description="光伏覆盖面积 / area covered by PV")


class Meters(Row):
    """Meters of one energy or water type at one level."""

    carrier: Literal["electricity", "gas", "heat", "water", "fuel"]
    level: Literal["site", "unit", "equipment"] = Field(description="进出用能单位 · 次级 · 主要设备")
    required: Count
    fitted: Count
    calibrated: Count
    online: Count = Field(description="接入在线监测 / read online")
    interval: Duration | None = Field(default=None, description="采集间隔 / reading interval")


class Refrigerant(Row):
    """A refrigerant or another fluorinated gas in stock."""

    gas: Name = Field(description="气体，见 content/reference/gwp.yaml / gas, see there")
    stock: Mass


class WaterFittings(Row):
    """Water-saving fittings against a stated baseline."""

    baseline: Line = Field(description="基准方法 / how the baseline was taken")
    baseline_use: Volume
    actual_use: Volume


class Assets(Input):
    """``assets.yaml``: counted things."""

    equipment: Annotated[tuple[Equipment, ...], _L] = ()
    lamps: Annotated[tuple[Lamps, ...], _L] = ()
    lighting_places: Annotated[tuple[LightingPlace, ...], _L] = ()
    vehicles: Annotated[tuple[Vehicles, ...], _L] = ()
    roofs: Annotated[tuple[Roof, ...], _L] = ()
    meters: Annotated[tuple[Meters, ...], _L] = ()
    refrigerants: Annotated[tuple[Refrigerant, ...], _L] = ()
    water_fittings: Annotated[tuple[WaterFittings, ...], _L] = ()


# ── <cycle>/management.yaml ────────────────────────────────────────────────────────────────────────────────


class ManagementSystem(Row):
    """A management system, certified or built."""

    standard: Line = Field(description="标准号，如 GB/T 24001 / number of the standard")
    certificate_from: Day | None = None
    certificate_to: Day | None = None
    documents: bool = False
    internal_audit: Day | None = None
    management_review: Day | None = None


class Meeting(Row):
    """A meeting on carbon management."""

    held: Day
    topic: Line
    reported_to_top: bool = False
    results_quantified: bool = False
    improvement: Line | None = None


class Training(Row):
    """A training on greenhouse gases and their reduction."""

    held: Day
    topic: Line
    attendants: Count
    assessed: bool


class Incident(Row):
    """An accident, a penalty or a record of dishonesty."""

    kind: Literal["safety", "cyber", "data", "quality", "environment", "penalty", "dishonesty"]
    occurred: Day
    description: Line
    amount: Money | None = None
    repaired: bool = Field(default=False, description="已信用修复 / record repaired")


class Monitoring(Row):
    """A monitored discharge to one medium."""

    medium: Literal["air", "water", "solid_waste", "noise"]
    item: Line
    measured_on: Day
    compliant: bool


class Archive(Row):
    """How long raw data are kept."""

    since: Day
    kept_years: Count


class Management(Input):
    """``management.yaml``."""

    systems: Annotated[tuple[ManagementSystem, ...], _L] = ()
    meetings: Annotated[tuple[Meeting, ...], _L] = ()
    trainings: Annotated[tuple[Training, ...], _L] = ()
    incidents: Annotated[tuple[Incident, ...], _L] = ()
    incidents_reviewed: bool = Field(default=False, description="已查询近三年记录 / records of three years consulted")
    monitoring: Annotated[tuple[Monitoring, ...], _L] = ()
    archive: Archive | None = None


# ── <cycle>/plan.yaml ──────────────────────────────────────────────────────────────────────────────────────


class Goal(Row):
    """The overall goal of the plan."""

    year: Year
    text: Line


class Target(Row):
    """A target of one year and what was reached."""

    target: Name
    name: Names
    year: Year
    planned: Amount
    actual: Amount | None = Field(default=None, description="实际值；能算出的写 fact / actual; or fact, where computed")
    fact: Name | None = Field(default=None, description="由系统计算的实际值，如 carbon_intensity / computed figure")
    better: Literal["higher", "lower"]


class Measure(Row):
    """A measure of the plan."""

    measure: Name
    name: Names
    kind: Name = Field(description="措施种类，见标准 / kind, see the standard")
    class_: Literal["reduction", "zero", "negative"] = Field(alias="class")
    implemented: Day | None = Field(default=None, description="实施完成日 / date of completion")
    reduction: Emission | None = Field(default=None, description="年减排量 / reduction a year")
    basis: Line | None = Field(default=None, description="计算依据，如 GB/T 13234 / basis of calculation")
    electricity: Annotated[tuple[Name, ...], _L] = Field(
        default=(),
        description="所供零碳电力：电力来源或绿证名 / what it supplies: a source of electricity, instruments",
    )


class Project(Row):
    """An energy-saving or carbon-reduction project, or a construction project."""

    project: Name
    name: Names
    kind: Literal["saving", "construction"]
    completed: Day | None = None
    saving: Energy | None = None
    reduction: Emission | None = None
    basis: Line | None = None
    verified: bool = False


class OffsetPlan(Row):
    """How the rest is to be offset."""

    mode: Mode = Field(description="碳减排方式，见标准 / reduction mode, see the standard")
    amount: Emission | None = None


class Plan(Input):
    """``plan.yaml``."""

    goal: Goal | None = None
    targets: Annotated[tuple[Target, ...], _L] = ()
    measures: Annotated[tuple[Measure, ...], _L] = ()
    projects: Annotated[tuple[Project, ...], _L] = ()
    offsets: Annotated[tuple[OffsetPlan, ...], _L] = ()


# ── <cycle>/instruments.yaml, esg.yaml; products.yaml stands in footprint.py ───────────────────────────────


class Instrument(Row):
    """Green power, a certificate, a credit, an allowance or an own project."""

    instrument: Name
    mode: Mode = Field(description="碳减排方式代号，见标准 / code of the reduction mode, see the standard")
    registry: Line
    serial_from: Line | None = None
    serial_to: Line | None = None
    amount: Amount = Field(description="MWh 或 tCO2e / MWh or tCO2e")
    generated: Month | None = Field(default=None, description="生产年月 / month of generation, 2025-06")
    vintage: Year | None = None
    tradable: bool = Field(default=True, description="可交易绿证；存量水电、自用电量为否 / tradable certificate")
    market: Line | None = Field(
        default=None, description="所属市场，缺省为中国大陆 / market, mainland China if left out"
    )
    retired: Day | None = Field(default=None, description="注销日 / date of retirement")
    claim_year: Year


class Instruments(Input):
    """``instruments.yaml``."""

    instruments: Annotated[tuple[Instrument, ...], _L] = ()


class Metric(Row):
    """Values of one ESG metric that nothing else computes."""

    values: Mapping[Year, Amount | Line]
    estimated: bool = False


class Esg(Input):
    """``esg.yaml``."""

    metrics: Annotated[Mapping[Name, Metric], _M] = Field(default_factory=dict)


# ── <cycle>/authority/*.yaml ───────────────────────────────────────────────────────────────────────────────

Stage = Literal[
    "submitted",
    "third_party_assessed",
    "recommended",
    "reviewed",
    "public_notice",
    "recognised",
    "follow_up",
    "rectification",
    "revoked",
    "withdrawn",
    "rejected",
]


class Record(Input):
    """A dated step in the life of an assessment, recorded by the authority."""

    stage: Stage
    on: Day
    by: Line = Field(description="作出机关 / authority")
    document: Line | None = Field(default=None, description="文号 / document number")
    decision: Literal["recognise", "decline"] | None = Field(
        default=None, description="低于 85 分时的决定 / decision on a total below the pass mark"
    )
    reasons: Line | None = None


class Authority(Input):
    """``authority/*.yaml``."""

    records: Annotated[tuple[Record, ...], _L] = ()


#: The files of a cycle's folder; those that may be left out are empty then.
REQUIRED: dict[str, type[Input]] = {
    "profile.yaml": Profile,
    "assessment.yaml": Assessment,
    "evidence.yaml": EvidenceRegister,
}
OPTIONAL: dict[str, type[Input]] = {
    "assets.yaml": Assets,
    "management.yaml": Management,
    "plan.yaml": Plan,
    "instruments.yaml": Instruments,
    "products.yaml": Products,
    "esg.yaml": Esg,
}


# ── the whole ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Cycle:
    """One assessment of one factory, every file read; ``trees`` knows where each value stands."""

    factory: Factory
    name: str
    folder: str
    profile: Profile
    assessment: Assessment
    evidence: Mapping[str, EvidenceEntry]
    activity: Mapping[int, Activity] = field(default_factory=dict)
    assets: Assets = field(default_factory=Assets)
    management: Management = field(default_factory=Management)
    plan: Plan = field(default_factory=Plan)
    instruments: Instruments = field(default_factory=Instruments)
    products: Products = field(default_factory=Products)
    esg: Esg = field(default_factory=Esg)
    records: tuple[Record, ...] = ()  # of every file in authority/, by date
    narrative: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, StoredFile] = field(default_factory=dict)  # what lies in evidence/, as the register names it
    trees: Mapping[str, Tree] = field(default_factory=dict)

    def at(self, file: str, *path: str | int) -> Position:
        """The place of a value; ``file`` is relative to the cycle's folder."""
        tree = self.trees.get(file)
        return tree.at(*path) if tree else Position(f"{self.folder}/{file}")

    def key_at(self, file: str, *path: str | int) -> Position:
        """The place of a key."""
        tree = self.trees.get(file)
        return tree.key_at(*path) if tree else Position(f"{self.folder}/{file}")

    def public_file(self, entry: EvidenceEntry) -> StoredFile | None:
        """The file of an entry that everybody may see; None for every other one, even where it lies there."""
        return self.files.get(entry.file) if entry.file and entry.visibility == "public" else None

    @property
    def data_year(self) -> int:
        return self.assessment.data_year

    @property
    def reference_date(self) -> date:
        return self.assessment.reference_date

    @property
    def id(self) -> str:
        return f"{self.factory.slug}/{self.name}"

    @property
    def public_since(self) -> date | None:
        """The day of its public notice; None while it is a draft."""
        return next((record.on for record in self.records if record.stage == "public_notice"), None)

    @property
    def decision(self) -> Record | None:
        """The authority's recorded decision on a total below the pass mark, if there is one."""
        return next((record for record in reversed(self.records) if record.decision), None)


@dataclass(frozen=True)
class Dossier:
    """A factory with its cycles, oldest first."""

    factory: Factory
    cycles: tuple[Cycle, ...]
    tree: Tree

    @property
    def slug(self) -> str:
        return self.factory.slug
