"""The unit-process chain behind a footprint: checked, solved, and multiplied out to contributions.

Process j runs s_j times for the declared unit, where for every process i: output_i · s_i − Σ_j share_j · input_ij · s_j
is what the product takes from it (the declared unit from the final process, else 0). A contribution is
amount × factor × s_j × share_j. Only what the final process needs, directly or through others, takes part.
Sources: ISO 14067:2018; Heijungs & Suh (2002), The Computational Structure of Life Cycle Assessment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from generator.account.elimination import solve
from generator.model.dossier import Cycle
from generator.model.finding import Finding, Position, finding
from generator.model.footprint import (
    MOST_PROCESSES,
    Chain,
    Contribution,
    Direct,
    Flow,
    Footprint,
    Kind,
    Power,
    ProcessResult,
    Supplied,
    Treatment,
    UnitProcess,
)
from generator.model.inputs import Names
from generator.model.number import decimal_text
from generator.model.quantity import DimensionError, Quantity, multiply, unit
from generator.model.reference import CO2E, Confidence, Factor, Factors, GwpSet, for_year
from generator.model.source import Path
from generator.model.text import Text

FILE = "products.yaml"
GRID = "grid"
KG_CO2E, GWP, PER_KWH = "kgCO2e", "kgCO2e/kg", "kgCO2e/kWh"
#: Electricity in words, by how it was treated.
ELECTRICITY: Mapping[Treatment, Text] = {
    "grid": Text(zh="电网电力", en="Electricity from the grid"),
    "on_site": Text(zh="自发自用电力", en="Electricity generated on site"),
    "contract": Text(zh="合同电力", en="Electricity by contract"),
}
ONE, NOTHING = Fraction(1), Fraction(0)


@dataclass
class Sheet:
    """One footprint while it is computed. A fault is a finding that leaves it without a result."""

    cycle: Cycle
    factors: Factors
    row: Footprint
    index: int
    gwp_set: GwpSet
    findings: list[Finding] = field(default_factory=list)
    faulty: bool = False

    def at(self, *path: str | int) -> Position:
        return self.cycle.at(FILE, "footprints", self.index, *path)

    def found(self, code: str, path: Path, **params: object) -> None:
        """Enter a finding; the same one only once."""
        made = finding(code, self.at(*path), **params)
        if made not in self.findings:
            self.findings.append(made)

    def fault(self, code: str, path: Path, **params: object) -> None:
        self.found(code, path, **params)
        self.faulty = True


def compute(sheet: Sheet, chain: Chain, demand: Quantity) -> tuple[ProcessResult, ...]:
    """Every process with its runs and contributions, as written; nothing where the sheet is faulty."""
    rows = chain.processes
    if len(rows) > MOST_PROCESSES:
        sheet.fault("footprint.too-large", ("chain", "processes"), count=len(rows), most=MOST_PROCESSES)
        return ()
    known = _known(sheet, chain)
    _final(sheet, chain, known, demand)
    for index, row in enumerate(rows):
        _allocation(sheet, index, row)
        _supplies(sheet, index, row, known)
    once = [tuple(_contributions(sheet, index, row)) for index, row in enumerate(rows)]
    runs = {} if sheet.faulty else _runs(sheet, chain, known, demand)
    if sheet.faulty:
        return ()
    for index, row in enumerate(rows):
        if row.id not in runs:
            sheet.found("footprint.unused-process", (*_to(index), "id"), id=row.id, final=chain.final)
    return tuple(
        _result(sheet, index, row, known, runs.get(row.id, NOTHING), once[index]) for index, row in enumerate(rows)
    )


def _to(index: int) -> Path:
    """The way to a process within its footprint."""
    return ("chain", "processes", index)


def _result(
    sheet: Sheet,
    index: int,
    row: UnitProcess,
    known: Mapping[str, UnitProcess],
    runs: Fraction,
    once: Iterable[Contribution],
) -> ProcessResult:
    supplies = (
        Supplied(one.process, text(known[one.process].name), one.amount, sheet.at(*_to(index), "inputs", at))
        for at, one in enumerate(row.inputs)
    )
    return ProcessResult(
        row=row,
        title=text(row.name),
        stage=row.stage,
        runs=runs,
        share=_share(row),
        supplies=tuple(supplies),
        contributions=tuple(replace(one, runs=runs, kg=one.kg * runs) for one in once),
        at=sheet.at(*_to(index)),
    )


# ── the processes and how they hang together ───────────────────────────────────────────────────────────────


def _known(sheet: Sheet, chain: Chain) -> dict[str, UnitProcess]:
    """The processes by id; two of one id would be two equations for one unknown."""
    known: dict[str, UnitProcess] = {}
    for index, row in enumerate(chain.processes):
        if row.id in known:
            sheet.fault("footprint.duplicate-process", (*_to(index), "id"), id=row.id)
        if row.stage not in sheet.factors.stages:
            unknown_stage(sheet, row.stage, (*_to(index), "stage"))
        known.setdefault(row.id, row)
    return known


def unknown_stage(sheet: Sheet, stage: str, path: Path) -> None:
    """Enter that a stage is none of the listed ones."""
    sheet.fault("footprint.unknown-stage", path, stage=stage, near=near(stage, sheet.factors.stages))


def _final(sheet: Sheet, chain: Chain, known: Mapping[str, UnitProcess], demand: Quantity) -> None:
    """The process that delivers the product, in the dimension of the unit that the footprint is stated for."""
    final = known.get(chain.final)
    if final is None:
        sheet.fault("footprint.unknown-process", ("chain", "final"), id=chain.final, near=near(chain.final, known))
    elif demand.dimension != final.output.dimension:
        path = ("declared_unit",) if sheet.row.declared_unit else ("functional_unit", "amount")
        _wrong(sheet, path, demand, final.output.unit)


def _wrong(sheet: Sheet, path: Path, given: Quantity, expected: str) -> None:
    sheet.fault("footprint.wrong-dimension", path, text=given, expected=expected)


def _share(row: UnitProcess) -> Fraction:
    return row.allocation.share if row.allocation else ONE


def _allocation(sheet: Sheet, index: int, row: UnitProcess) -> None:
    """Shares that sum to exactly 100 %."""
    if row.allocation is None:
        return
    whole = row.allocation.share + sum((one.share for one in row.allocation.coproducts), NOTHING)
    if whole != 1:
        path = (*_to(index), "allocation")
        sheet.fault("footprint.allocation", path, id=row.id, sum=f"{decimal_text(whole * 100)} %")


def _supplies(sheet: Sheet, index: int, row: UnitProcess, known: Mapping[str, UnitProcess]) -> None:
    """What it takes from others: they exist, and deliver in that dimension."""
    for at, one in enumerate(row.inputs):
        path = (*_to(index), "inputs", at)
        other = known.get(one.process)
        if other is None:
            others = [id_ for id_ in known if id_ != row.id] or list(known)
            sheet.fault("footprint.unknown-process", (*path, "process"), id=one.process, near=near(one.process, others))
        elif one.amount.dimension != other.output.dimension:
            _wrong(sheet, (*path, "amount"), one.amount, other.output.unit)


def _needed(start: str, known: Mapping[str, UnitProcess]) -> dict[str, None]:
    """The processes that one needs, directly or through others, in the order in which they are met."""
    met: dict[str, None] = {}
    ahead = [one.process for one in known[start].inputs]
    while ahead:
        id_ = ahead.pop()
        if id_ not in met:
            met[id_] = None
            ahead += [one.process for one in known[id_].inputs]
    return met


def _runs(sheet: Sheet, chain: Chain, known: Mapping[str, UnitProcess], demand: Quantity) -> dict[str, Fraction]:
    """The scaling vector of the processes that take part. A fault where the chain cannot deliver."""
    needed = {chain.final, *_needed(chain.final, known)}
    part = [id_ for id_ in known if id_ in needed]
    place = {id_: index for index, id_ in enumerate(part)}
    rows: list[dict[int, Fraction]] = [{place[id_]: known[id_].output.base} for id_ in part]
    for id_ in part:
        for one in known[id_].inputs:
            row, column = rows[place[one.process]], place[id_]
            row[column] = row.get(column, NOTHING) - one.amount.base * _share(known[id_])
    solved = solve(rows, [demand.base if id_ == chain.final else NOTHING for id_ in part])
    if solved is None or min(solved) < 0:
        loops = [id_ for id_ in part if id_ in _needed(id_, known) or not known[id_].output.amount]
        first = next(index for index, row in enumerate(chain.processes) if row.id in (loops or part))
        sheet.fault("footprint.no-solution", _to(first), ids=", ".join(loops or part))
        return {}
    return dict(zip(part, solved, strict=True))


# ── what a process takes from outside, and emits ───────────────────────────────────────────────────────────


def _contributions(sheet: Sheet, index: int, row: UnitProcess) -> Iterator[Contribution]:
    """Of one run, after allocation."""
    for key, make in (("flows", _flow), ("electricity", _power), ("emissions", _direct)):
        for at, one in enumerate(getattr(row, key)):
            path = (*_to(index), key, at)
            found = make(sheet, path, one)
            if found is None:
                continue
            try:
                kg = multiply(KG_CO2E, found.amount, found.factor, _share(row))
            except DimensionError:
                _wrong(sheet, (*path, "factor"), found.factor, f"{KG_CO2E}/{found.amount.unit}")
                continue
            yield replace(found, process=row.id, stage=row.stage, share=_share(row), kg=kg, evidence=one.evidence)


def _draft(sheet: Sheet, path: Path, one: Flow | Power | Direct, **given: Any) -> Contribution:
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]
    return Contribution(
        id=place,
        process="",
        stage="",
        amount=one.amount,
        runs=ONE,
        share=ONE,
        kg=NOTHING,
        primary=one.data == "primary",
        at=sheet.at(*path),
        **given,
    )


def _no_offset(sheet: Sheet, path: Path, kind: Kind, value: Quantity) -> bool:
    """Only what is biogenic, or carbon of the land, can be taken up; anything else below 0 is an offset."""
    if value.amount < 0 and kind in ("fossil", "aircraft"):
        sheet.fault("footprint.offset", path, text=value)
        return False
    return True


def _flow(sheet: Sheet, path: Path, one: Flow) -> Contribution | None:
    if not _no_offset(sheet, (*path, "factor"), one.kind, one.factor) or _is_inventory(sheet, path, one.factor):
        return None
    title, source = text(one.name), Text(zh=one.factor_source, en=one.factor_source)
    confidence: Confidence = "to_be_verified" if one.to_be_verified else "found"
    factor = Factor(one.flow, title, one.factor, CO2E, source, confidence, sheet.at(*path, "factor"), given=True)
    return _draft(sheet, path, one, form="flow", label=title, kind=one.kind, factor=one.factor, sources=(factor,))


def _is_inventory(sheet: Sheet, path: Path, factor: Quantity) -> bool:
    """Whether a factor is one for inventories: CO2 alone per energy, or equal to a published grid factor."""
    if factor.dimension != unit(PER_KWH).dimension:
        return False
    rows = [row for table in (*sheet.factors.grid.values(), sheet.factors.residual) for row in table.values()]
    same = next((row for row in rows if row.value.base == factor.base), None)
    only_co2 = not factor.unit.partition("/")[0].endswith("CO2e")
    if same is not None or only_co2:
        what = f"{same.title.zh} {same.title.en}" if same else "只计二氧化碳 CO2 only"
        known = ", ".join(sheet.factors.footprint)
        sheet.fault("footprint.inventory-factor", (*path, "factor"), text=factor, what=what, known=known)
    return same is not None or only_co2


def _power(sheet: Sheet, path: Path, one: Power) -> Contribution | None:
    table, year = sheet.factors.footprint.get(one.source), sheet.row.period_to.year
    if not table:
        known = ", ".join(sheet.factors.footprint)
        sheet.fault("footprint.unknown-electricity", (*path, "source"), source=one.source, known=known)
        return None
    factor = for_year(table, year, sheet.cycle.reference_date)
    if factor is None:
        sheet.fault("footprint.too-early", (*path, "source"), source=one.source, year=year, first=min(table))
        return None
    if factor.gap:
        _vintage(sheet, (*path, "source"), one.source, factor)
    treatment: Treatment = "grid" if one.source == GRID else "on_site" if one.on_site else "contract"
    if treatment == "contract" and not _contracted(sheet, path, one):
        return None
    return _draft(
        sheet,
        path,
        one,
        form="electricity",
        label=ELECTRICITY[treatment],
        kind="fossil",
        factor=factor.value,
        sources=(factor,),
        treatment=treatment,
        instrument=one.instrument or "",
    )


def _vintage(sheet: Sheet, path: Path, source: str, factor: Factor) -> None:
    """A note that the factor is older than the data: once for each source of electricity."""
    year = sheet.row.period_to.year
    made = {"source": source, "year": year, "used": factor.year, "gap": factor.gap}
    if finding("footprint.vintage", sheet.at(), **made).params not in {one.params for one in sheet.findings}:
        sheet.found("footprint.vintage", path, **made)


def _contracted(sheet: Sheet, path: Path, one: Power) -> bool:
    """Whether an instrument of the dossier, or evidence, stands behind electricity by contract."""
    known = [row.instrument for row in sheet.cycle.instruments.instruments]
    if one.instrument in known or (one.instrument is None and one.evidence):
        return True
    sheet.fault(
        "footprint.contract",
        (*path, "instrument") if one.instrument else path,
        source=one.source,
        instrument=one.instrument or "—",
        known=", ".join(known) or "—",
    )
    return False


def _direct(sheet: Sheet, path: Path, one: Direct) -> Contribution | None:
    if not _no_offset(sheet, (*path, "amount"), one.kind, one.amount):
        return None
    gas = sheet.factors.gas(one.gas)
    found = sheet.factors.potential(gas, sheet.gwp_set.id) if gas else None
    if gas is None or found is None:
        names = [id_ for id_, row in sheet.factors.gases.items() if sheet.factors.potential(row, sheet.gwp_set.id)]
        close = near(one.gas, [*names, *sheet.factors.aliases])
        sheet.fault("footprint.unknown-gas", (*path, "gas"), gas=one.gas, near=close, set=sheet.gwp_set.id)
        return None
    potential, sources = found
    return _draft(
        sheet,
        path,
        one,
        form="emission",
        label=gas.title,
        kind=one.kind,
        factor=Quantity(potential, GWP),
        sources=sources,
        method=one.method or "",
    )


# ── words ──────────────────────────────────────────────────────────────────────────────────────────────────


def text(names: Names) -> Text:
    """A name of the dossier as text."""
    return Text(zh=names.zh, en=names.en)


def near(word: str, known: Iterable[str]) -> str:
    """The names that are like a word, else the first few."""
    names = list(known)
    return ", ".join(get_close_matches(word, names, 3) or names[:6]) or "—"
