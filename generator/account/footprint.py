"""Product carbon footprints (ISO 14067) of a cycle, each computed from its chain or taken from its results by stage."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from generator.account import chain
from generator.account.chain import FILE, KG_CO2E, Sheet, near, text, unknown_stage
from generator.model.dossier import Cycle
from generator.model.finding import Finding, finding
from generator.model.footprint import Footprint, ProcessResult, ProductFootprint, StageResult
from generator.model.number import decimal_text, rounded
from generator.model.quantity import Quantity
from generator.model.reference import Factors
from generator.model.source import Path
from generator.model.text import Text

NOTHING = Fraction(0)


def footprints(cycle: Cycle, factors: Factors) -> tuple[tuple[ProductFootprint, ...], list[Finding]]:
    """The footprints of a cycle in the order of products.yaml, and what was found in them."""
    made: list[ProductFootprint] = []
    findings: list[Finding] = []
    for index, row in enumerate(cycle.products.footprints):
        one, found = _footprint(cycle, factors, index, row)
        findings += found
        made += [one] if one else []
    return tuple(made), findings


def _footprint(
    cycle: Cycle, factors: Factors, index: int, row: Footprint
) -> tuple[ProductFootprint | None, list[Finding]]:
    """One footprint; None where a finding says why it has no result."""
    set_id = row.gwp_set or factors.gwp_default
    gwp_set = factors.gwp_sets.get(set_id)
    if gwp_set is None:
        at = cycle.at(FILE, "footprints", index, "gwp_set")
        return None, [finding("footprint.unknown-gwp-set", at, set=set_id, known=", ".join(factors.gwp_sets))]
    sheet = Sheet(cycle, factors, row, index, gwp_set)
    title, unit = _product(sheet), _unit(sheet)
    processes = chain.compute(sheet, row.chain, unit) if row.chain else ()
    stated = _stated(sheet)
    stages = _stages(sheet, processes, stated)
    excluded = _excluded(sheet)
    if not sheet.faulty:
        _compared(sheet, processes, stages)
        _covered(sheet, stages)
    if sheet.faulty:
        return None, sheet.findings
    made = ProductFootprint(
        index=index,
        row=row,
        title=title,
        unit=unit,
        gwp_set=gwp_set,
        stages=stages,
        processes=processes,
        excluded=tuple((factors.stages[id_], reason) for id_, reason in excluded),
        at=sheet.at(),
    )
    return made, sheet.findings


# ── what it is a footprint of ──────────────────────────────────────────────────────────────────────────────


def _product(sheet: Sheet) -> Text:
    """The product's name in profile.yaml."""
    products = {product.id: text(product.name) for product in sheet.cycle.profile.products}
    id_ = sheet.row.product
    if id_ not in products:
        sheet.found("footprint.unknown-product", ("product",), product=id_, near=near(id_, products))
    return products.get(id_, Text(zh=id_, en=id_))


def _unit(sheet: Sheet) -> Quantity:
    """The declared unit of a partial footprint, the functional unit of a full one: one of the two."""
    row = sheet.row
    given = [one for one in (row.declared_unit, row.functional_unit and row.functional_unit.amount) if one]
    if len(given) != 1 or not given[0].amount:
        sheet.fault("footprint.unit", ("functional_unit",) if len(given) == 2 else ("declared_unit",) if given else ())
    elif (row.functional_unit is None) != (row.boundary == "cradle_to_gate"):
        sheet.found("footprint.other-unit", ("boundary",), boundary=row.boundary)
    return given[0] if given else Quantity(NOTHING, "%")


# ── stages ─────────────────────────────────────────────────────────────────────────────────────────────────


def _stated(sheet: Sheet) -> dict[str, Quantity]:
    """Results by stage as the factory states them, those that read as CO2 equivalents of a known stage."""
    stated: dict[str, Quantity] = {}
    for id_, value in sheet.row.stages.items():
        if id_ not in sheet.factors.stages:
            near_ = near(id_, sheet.factors.stages)
            at = sheet.cycle.key_at(FILE, "footprints", sheet.index, "stages", id_)
            sheet.findings.append(finding("footprint.unknown-stage", at, stage=id_, near=near_))
            sheet.faulty = True
        elif value.dimension != "co2e":
            sheet.fault("footprint.wrong-dimension", ("stages", id_), text=value, expected=KG_CO2E)
        else:
            stated[id_] = value
    if not sheet.row.stages and sheet.row.chain is None:
        sheet.found("footprint.no-result", ())
    return stated


def _stages(sheet: Sheet, processes: tuple[ProcessResult, ...], stated: dict[str, Quantity]) -> tuple[StageResult, ...]:
    """The result of every stage that has a process or a stated figure, in the order of the life cycle."""
    computed: dict[str, Fraction] = {}
    for process in processes:
        computed[process.stage] = computed.get(process.stage, NOTHING) + process.kg
    own = {id_: value.to(KG_CO2E) for id_, value in stated.items()}
    chosen = computed if processes else own
    return tuple(
        StageResult(stage, chosen.get(id_, NOTHING), own.get(id_) if processes else None)
        for id_, stage in sheet.factors.stages.items()
        if id_ in chosen or id_ in own
    )


def _compared(sheet: Sheet, processes: tuple[ProcessResult, ...], stages: tuple[StageResult, ...]) -> None:
    """Stated figures beside computed ones: equal when rounded to as many decimals as were stated."""
    if not processes or not sheet.row.stages:
        return
    for one in stages:
        stated = sheet.row.stages.get(one.stage.id)
        computed = Quantity(one.kg, KG_CO2E)
        if stated is None:
            _differs(sheet, ("stages",), one, "—", computed)
            continue
        value = computed.to(stated.unit)
        places = len(decimal_text(stated.amount).partition(".")[2])
        if rounded(value, places) != rounded(stated.amount, places):
            _differs(sheet, ("stages", one.stage.id), one, str(stated), computed)


def _differs(sheet: Sheet, path: Path, one: StageResult, stated: str, computed: Quantity) -> None:
    sheet.found("footprint.differs", path, stage=_both([one.stage.title]), stated=stated, computed=computed)


def _excluded(sheet: Sheet) -> list[tuple[str, str]]:
    """Stages left out, with the reason."""
    found = []
    for index, one in enumerate(sheet.row.excluded):
        if one.stage in sheet.factors.stages:
            found.append((one.stage, one.reason))
        else:
            unknown_stage(sheet, one.stage, ("excluded", index, "stage"))
    return found


def _covered(sheet: Sheet, stages: tuple[StageResult, ...]) -> None:
    """The phases of the boundary are there or left out with a reason; what lies beyond it is not there."""
    factors, boundary = sheet.factors, sheet.row.boundary
    due = factors.boundaries[boundary]
    there = {one.stage.phase for one in stages}
    out = {factors.stages[one.stage].phase for one in sheet.row.excluded}
    missing = [factors.phases[phase] for phase in due if phase not in there | out]
    if missing and stages:
        sheet.found("footprint.stage-missing", ("boundary",), boundary=boundary, stages=_both(missing))
    beyond = [one.stage.title for one in stages if one.stage.phase not in due]
    if beyond:
        sheet.found("footprint.stage-beyond", ("boundary",), boundary=boundary, stages=_both(beyond))


def _both(titles: Iterable[Text]) -> str:
    """Titles in both languages, for a message: ``使用 Use、生命末期 End of life``."""
    return "、".join(f"{title.zh} {title.en}" for title in titles)
