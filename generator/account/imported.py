"""Scope 2 (ISO 14064-1 category 2), twice: location-based and market-based; purchased heat; energy delivered.

GHG Protocol Scope 2 Guidance (2015). Location: province → region → nation. Market: certificates and contracts →
supplier's factor → residual mix → grid average. Certificates never reduce the location-based figure. The Chinese
factors are of CO2 alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from generator.account.sheet import Sheet, given
from generator.model.dossier import Electricity, Heat
from generator.model.finding import Position
from generator.model.ledger import Claimed, Input, Scope
from generator.model.quantity import Quantity, unit
from generator.model.reference import CO2, Factor, for_year
from generator.model.text import Reason, Text, reason

#: Heat counts the same by either method.
BOTH: tuple[Scope, ...] = ("2_location", "2_market")
_SUPPLIER = Text(zh="供电方排放因子", en="Supplier's emission factor")
_HEAT = Text(zh="供热方排放因子", en="Supplier's heat factor")
_CERTIFICATE = Text(zh="绿证、绿电的排放因子（风、光、水等）", en="Factor of the certificate (wind, solar, hydro …)")
_RULE = Text(
    zh="发改能源〔2023〕1044号：绿证是可再生能源电量环境属性的唯一证明",
    en="发改能源〔2023〕1044号: the certificate is the only proof of the attribute",
)
_ENTHALPY = Text(
    zh="每吨蒸汽的热量：焓 − 回水焓", en="Heat per tonne of steam: enthalpy less that of the water returned"
)
_WATER = Text(
    zh="每吨热水的热量：比热 ×（温度 − 基准温度）",
    en="Heat per tonne of hot water: specific heat × temperature above the base",
)


def electricity(sheet: Sheet) -> Factor | None:
    """The location-based lines; the factor of what was bought, None where nothing was or no factor is known."""
    bought = [(index, row) for index, row in enumerate(sheet.activity.electricity) if row.source == "grid"]
    if not bought:
        return None
    used: dict[int | None, Factor] = {}
    for index, row in bought:
        here = ("electricity", index)
        pinned_at = _pinned_at(sheet, index)
        factor = used.get(row.factor_year) or sheet.grid(sheet.at(*here), row.factor_year, pinned_at)
        if factor is None:
            return None
        used[row.factor_year] = factor
        _line(sheet, index, "2_location", row.amount, Input.of(factor), reason("electricity.grid"))
    vintages = {factor.year for factor in used.values()}
    first = next(iter(used.values()))
    if len(vintages) > 1:
        row_at = sheet.at("electricity", bought[-1][0], "factor_year")
        sheet.gap(
            "2_location", "factor.mixed-vintage", row_at, years=", ".join(map(str, sorted(filter(None, vintages))))
        )
    if first.gap:
        where = sheet.at("electricity", bought[0][0])
        sheet.found("factor.vintage-gap", where, year=sheet.year, last=first.year, gap=first.gap)
    return first


def _pinned_at(sheet: Sheet, index: int) -> Position | None:
    """Where a row pins the year of its factor."""
    pinned = sheet.activity.electricity[index].factor_year is not None
    return sheet.at("electricity", index, "factor_year") if pinned else None


def _line(
    sheet: Sheet,
    index: int,
    scope: Scope,
    amount: Quantity,
    factor: Input,
    label: Reason,
    suffix: str = "",
) -> None:
    sheet.line(
        sheet.activity.electricity[index],
        ("electricity", index),
        kind="electricity",
        label=label,
        scope=scope,
        iso=2,
        activity=amount,
        per_gas=[(sheet.factors.gases[CO2], (factor,))],
        suffix=suffix,
    )


def market(sheet: Sheet, certificates: Iterable[Claimed]) -> None:
    """The market-based lines: what certificates cover, then a supplier's factor, the rest at the residual mix."""
    left = [(one, one.mwh) for one in certificates if one.counts and one.mwh]
    rows = [
        (index, row)
        for index, row in enumerate(sheet.activity.electricity)
        if row.source == "grid" or row.certificates_sold
    ]
    for index, row in rows:
        open_ = row.amount.to("MWh")
        if row.source == "grid":
            number = 0
            while left and open_:
                one, mwh = left.pop(0)
                taken = min(mwh, open_)
                open_ -= taken
                zero = given(_CERTIFICATE, Quantity(Fraction(0), "kgCO2/kWh"), one.at, _RULE)
                label = reason("market.certificate", name=one.name)
                amount = Quantity(taken, "MWh")
                _line(sheet, index, "2_market", amount, zero, label, suffix=f".certificate{number}")
                number += 1
                if mwh > taken:
                    left.insert(0, (one, mwh - taken))
        if open_:
            factor = _uncovered(sheet, index, row)
            if factor is not None:
                label = reason("market.uncovered" if row.source == "grid" else "market.sold")
                amount = Quantity(open_, "MWh") if open_ != row.amount.to("MWh") else row.amount
                _line(sheet, index, "2_market", amount, factor, label)


def _uncovered(sheet: Sheet, index: int, row: Electricity) -> Input | None:
    """The factor of what no certificate covers: the supplier's, the residual mix, else the grid's."""
    at = sheet.at("electricity", index)
    if row.supplier_factor is not None and row.source == "grid":
        where = sheet.at("electricity", index, "supplier_factor")
        if "CO2e" in row.supplier_factor.unit or _is_footprint(sheet, row.supplier_factor):
            sheet.gap("2_market", "factor.footprint-in-inventory", where, text=row.supplier_factor)
            return None
        return given(_SUPPLIER, row.supplier_factor, where)
    residual = for_year(sheet.factors.residual, row.factor_year or sheet.year, sheet.cycle.reference_date)
    if residual is not None:
        return Input.of(residual)
    factor = sheet.grid(at, row.factor_year, _pinned_at(sheet, index))
    if factor is not None:
        sheet.found("factor.no-residual-mix", at, year=sheet.year)
    return Input.of(factor) if factor else None


def _is_footprint(sheet: Sheet, value: Quantity) -> bool:
    """Whether a figure is one of the electricity footprint factors."""
    rows = (row for table in sheet.factors.footprint.values() for row in table.values())
    return any(value.dimension == row.value.dimension and value.base == row.value.base for row in rows)


# ── heat ───────────────────────────────────────────────────────────────────────────────────────────────────


def heat(sheet: Sheet) -> None:
    """Purchased steam, hot water, heat and cooling; the same by either method."""
    for index, row in enumerate(sheet.activity.heat):
        here = ("heat", index)
        content = list(_content(sheet, index, row))
        if row.amount.dimension != "energy" and not content:
            continue
        factor = _heat_factor(sheet, index, row)
        if factor is None:
            continue
        for scope in BOTH:
            sheet.line(
                row,
                here,
                kind="heat",
                label=reason(f"heat.{row.kind}"),
                scope=scope,
                iso=2,
                activity=row.amount,
                per_gas=[(sheet.factors.gases[CO2], (*content, factor))],
                primary=row.factor is not None,
            )


def _heat_factor(sheet: Sheet, index: int, row: Heat) -> Input | None:
    if row.factor is not None:
        return given(_HEAT, row.factor, sheet.at("heat", index, "factor"))
    default = sheet.factors.heat.get(row.kind)
    if default is None:
        sheet.gap("2_location", "heat.no-factor", sheet.at("heat", index), kind=row.kind)
        return None
    return Input.of(default)


def _content(sheet: Sheet, index: int, row: Heat) -> Iterator[Input]:
    """The heat of a mass of steam or hot water; nothing for an amount of energy; a gap where it cannot be told."""
    here, conventions = ("heat", index), sheet.factors.conventions
    if row.amount.dimension == "energy":
        return
    if row.amount.dimension != "mass" or row.kind not in ("steam", "hot_water"):
        at = sheet.at(*here, "amount")
        sheet.gap("2_location", "quantity.wrong-dimension", at, text=row.amount, expected="GJ")
    elif row.kind == "steam":
        base = conventions["condensate_enthalpy"]
        if row.enthalpy is None or row.enthalpy.dimension != unit("kJ/kg").dimension:
            sheet.gap("2_location", "heat.no-enthalpy", sheet.at(*here), key="enthalpy", example="2768 kJ/kg")
            return
        value = Quantity(row.enthalpy.to("kJ/kg") - base.value.to("kJ/kg"), "kJ/kg")
        if _below(sheet, index, "enthalpy", value, row.enthalpy, base):
            return
        yield Input(_ENTHALPY, value, sheet.at(*here, "enthalpy"), base.source, base.confidence)
    else:
        base, specific = conventions["water_temperature"], conventions["water_heat"]
        if row.temperature is None or row.temperature.dimension != "temperature":
            sheet.gap("2_location", "heat.no-enthalpy", sheet.at(*here), key="temperature", example="95 ℃")
            return
        value = Quantity((row.temperature.amount - base.value.amount) * specific.value.amount, "kJ/kg")
        if _below(sheet, index, "temperature", value, row.temperature, base):
            return
        yield Input(_WATER, value, sheet.at(*here, "temperature"), specific.source, specific.confidence)


def _below(sheet: Sheet, index: int, key: str, content: Quantity, given_: Quantity, base: Factor) -> bool:
    """A gap where steam or water brings no heat above the base: what was bought is never negative."""
    if content.amount > 0:
        return False
    sheet.gap("2_location", "heat.below-base", sheet.at("heat", index, key), text=given_, base=base.value)
    return True


# ── energy delivered to others ─────────────────────────────────────────────────────────────────────────────


def exported(sheet: Sheet) -> None:
    """Energy delivered that is not renewable, deducted where the guideline says so; else it stands apart."""
    if not sheet.guideline.exported_energy:
        return
    for index, row in enumerate(sheet.activity.exported):
        if row.renewable:
            continue
        if row.kind == "heat":
            factor: Factor | None = sheet.factors.heat["heat"]
        else:
            factor = sheet.grid(sheet.at("exported", index))
        if factor is None:
            continue
        for scope in BOTH:
            sheet.line(
                row,
                ("exported", index),
                kind="exported",
                label=reason(f"exported.{row.kind}"),
                scope=scope,
                iso=2,
                activity=row.amount,
                per_gas=[(sheet.factors.gases[CO2], (Input.of(factor),))],
                part=Fraction(-1),
            )
