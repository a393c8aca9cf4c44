"""Scope 1 (ISO 14064-1 category 1): combustion, process, fugitive, embedded carbon; and removals beside it.

Combustion: amount × NCV × carbon content × oxidation × 44/12, or the guideline's factor per gas; a measured value goes
before a default (发改办气候〔2015〕1722号). Biogenic CO2 stands in a memo, its CH4 and N2O in the total (ISO 14064-1).
"""

from __future__ import annotations

from difflib import get_close_matches
from fractions import Fraction

from generator.account.sheet import EQUIVALENTS, MEASURED, Sheet, given
from generator.model.dossier import Fuel
from generator.model.ledger import Input, Scope
from generator.model.quantity import Quantity, unit
from generator.model.reference import CO2, Combustion, Factor, Gas
from generator.model.text import Text, reason

_NCV = Text(zh="低位发热量（实测）", en="Net calorific value (measured)")
_CARBON = Text(zh="含碳量（实测）", en="Carbon content (measured)")
_OXIDATION = Text(zh="碳氧化率（实测）", en="Oxidation factor (measured)")
_RATIO = Text(zh="碳到二氧化碳 44/12", en="Carbon to carbon dioxide, 44/12")
_STATE = Text(zh="换算为标准状态", en="Converted to the standard state")
#: Dimensions in which a fuel of each state is measured.
_MEASURED_IN = {
    "solid": ("mass", "energy"),
    "liquid": ("mass", "energy"),
    "gas": ("normal volume", "energy"),
    "energy": ("energy",),
}
_EXAMPLE = {"solid": "t", "liquid": "t", "gas": "万Nm3", "energy": "GJ"}


def combustion(sheet: Sheet) -> None:
    """Stationary and mobile combustion."""
    for index, row in enumerate(sheet.activity.fuels):
        _burn(sheet, index, row)


def _burn(sheet: Sheet, index: int, row: Fuel) -> None:
    factors, here = sheet.factors, ("fuels", index)
    fuel = factors.fuels.get(row.fuel)
    if fuel is None:
        near = ", ".join(get_close_matches(row.fuel, factors.fuels, 3)) or "natural_gas, diesel, gasoline"
        sheet.gap("1", "fuel.unknown", sheet.at(*here, "fuel"), fuel=row.fuel, near=near)
        return
    table = factors.combustion.get((sheet.guideline.id, row.fuel)) or Combustion(
        sheet.guideline.id, row.fuel, None, None, None, {}
    )
    state = _normal(sheet, index, row) if fuel.state == "gas" else ()
    if state is None:
        return
    measured = "normal volume" if state else row.amount.dimension
    if measured not in _MEASURED_IN[fuel.state]:
        at = sheet.at(*here, "amount")
        sheet.gap("1", "fuel.wrong-dimension", at, fuel=fuel.title.zh, text=row.amount, due=_EXAMPLE[fuel.state])
        return
    co2 = factors.gases[CO2]
    carbon = _carbon(sheet, index, row, table, by_energy=measured == "energy")
    per_gas: list[tuple[Gas, tuple[Input, ...]]] = [(co2, (*state, *carbon))] if carbon else []
    per_gas += [
        (factors.gases[id_], (*state, *_heat_of(sheet, index, row, table, factor), Input.of(factor)))
        for id_, factor in table.gases.items()
        if not (carbon and id_ == CO2)
    ]
    if not per_gas:
        at = sheet.at(*here, "fuel")
        sheet.gap("1", "fuel.no-default", at, fuel=fuel.title.zh, guideline=sheet.guideline.id)
        return
    biogenic = [entry for entry in per_gas if fuel.biogenic and entry[0].id == CO2]
    fossil = [entry for entry in per_gas if entry not in biogenic]
    split: tuple[tuple[Scope, list[tuple[Gas, tuple[Input, ...]]]], ...] = (("1", fossil), ("memo_biogenic", biogenic))
    for scope, gases in split:
        if gases:
            sheet.line(
                row,
                here,
                kind=row.use,
                label=fuel.title,
                scope=scope,
                iso=1,
                activity=row.amount,
                per_gas=gases,
                primary=row.net_calorific_value is not None or row.carbon_content is not None,
            )


def _carbon(sheet: Sheet, index: int, row: Fuel, table: Combustion, *, by_energy: bool) -> tuple[Input, ...]:
    """NCV × carbon × oxidation × 44/12, as far as they are needed; nothing where the carbon is not known."""
    here = ("fuels", index)
    content = _value(sheet, (*here, "carbon_content"), _CARBON, row.carbon_content, table.carbon)
    if content is None:
        return ()
    oxidised = None if row.oxidation is None else Quantity(row.oxidation * 100, "%")
    oxidation = _value(sheet, (*here, "oxidation"), _OXIDATION, oxidised, table.oxidation)
    per_heat = unit(content.value.unit).dimension.endswith("/energy")
    heat = _value(sheet, (*here, "net_calorific_value"), _NCV, row.net_calorific_value, table.ncv)
    heats = (heat,) if heat is not None and per_heat and not by_energy else ()
    return (*heats, content, *((oxidation,) if oxidation else ()), to_co2(sheet))


def _heat_of(sheet: Sheet, index: int, row: Fuel, table: Combustion, factor: Factor) -> tuple[Input, ...]:
    """The NCV, where a factor is per heat and the amount is not."""
    if not unit(factor.value.unit).dimension.endswith("/energy") or row.amount.dimension == "energy":
        return ()
    heat = _value(sheet, ("fuels", index, "net_calorific_value"), _NCV, row.net_calorific_value, table.ncv)
    return (heat,) if heat else ()


def _value(
    sheet: Sheet, path: tuple[str | int, ...], title: Text, measured: Quantity | None, default: Factor | None
) -> Input | None:
    if measured is not None:
        return given(title, measured, sheet.at(*path), MEASURED)
    return Input.of(default) if default else None


def to_co2(sheet: Sheet) -> Input:
    """The mass of carbon dioxide that a mass of carbon gives."""
    top, bottom = sheet.factors.conventions["co2_molar"], sheet.factors.conventions["carbon_molar"]
    ratio = Quantity(top.value.to("kgCO2") / bottom.value.to("kgC"), "kgCO2/kgC")
    return Input(_RATIO, ratio, top.at, top.source, top.confidence)


def _normal(sheet: Sheet, index: int, row: Fuel) -> tuple[Input, ...] | None:
    """From the metered state to the standard state; nothing for Nm3; a gap where the state is not stated."""
    here = ("fuels", index)
    if row.amount.dimension != "volume":
        return ()
    if row.temperature is None:
        sheet.gap("1", "fuel.no-state", sheet.at(*here, "amount"), text=row.amount)
        return None
    zero = sheet.factors.conventions["standard_temperature"]
    standard = sheet.factors.conventions["standard_pressure"]
    for key, value, due in (("temperature", row.temperature, "temperature"), ("pressure", row.pressure, "pressure")):
        if value is not None and value.dimension != due:
            example = "20 ℃" if due == "temperature" else "101.325 kPa"
            sheet.gap("1", "quantity.wrong-dimension", sheet.at(*here, key), text=value, expected=example)
            return None
    kelvin = zero.value.amount + row.temperature.amount
    pressure = standard.value.base if row.pressure is None else row.pressure.base
    if kelvin <= 0:
        sheet.gap(
            "1", "quantity.wrong-dimension", sheet.at(*here, "temperature"), text=row.temperature, expected="20 ℃"
        )
        return None
    ratio = zero.value.amount / kelvin * pressure / standard.value.base
    at = sheet.at(*here, "temperature")
    return (Input(_STATE, Quantity(ratio, "Nm3/m3"), at, zero.source, zero.confidence),)


def process(sheet: Sheet) -> None:
    """Process emissions, stated as a mass of gas."""
    for index, row in enumerate(sheet.activity.process):
        here = ("process", index)
        gas = sheet.gas(row.gas, sheet.at(*here, "gas"), "1")
        if gas is None:
            continue
        biogenic = row.biogenic and gas.id == CO2
        sheet.line(
            row,
            here,
            kind="process",
            label=reason("ledger.process", source=row.source, gas=gas.name),
            scope="memo_biogenic" if biogenic else "1" if gas.counted else "memo_other_gas",
            iso=1,
            activity=row.amount,
            per_gas=[(gas, ())],
            primary=True,
        )


def fugitive(sheet: Sheet) -> None:
    """Gas topped up less gas recovered; one that is none of the seven stands in a memo."""
    for index, row in enumerate(sheet.activity.fugitive):
        here = ("fugitive", index)
        gas = sheet.gas(row.gas, sheet.at(*here, "gas"), "1")
        if gas is None:
            continue
        recovered = row.recovered.to(row.topped_up.unit) if row.recovered else Fraction(0)
        if recovered > row.topped_up.amount:
            at = sheet.at(*here, "recovered")
            sheet.gap("1", "fugitive.recovered-more", at, recovered=row.recovered, topped_up=row.topped_up)
            continue
        sheet.line(
            row,
            here,
            kind="fugitive",
            label=reason("ledger.fugitive", gas=gas.name, use=reason(f"fugitive.{row.use}")),
            scope="1" if gas.counted else "memo_other_gas",
            iso=1,
            activity=Quantity(row.topped_up.amount - recovered, row.topped_up.unit),
            per_gas=[(gas, ())],
        )


def embedded_carbon(sheet: Sheet) -> None:
    """Carbon embedded in products, deducted where the guideline says so and refused where it does not."""
    for index, row in enumerate(sheet.activity.embedded_carbon):
        here = ("embedded_carbon", index)
        if not sheet.guideline.embedded_carbon:
            sheet.gap("1", "embedded.not-allowed", sheet.at(*here), guideline=sheet.guideline.id)
            continue
        sheet.line(
            row,
            here,
            kind="embedded_carbon",
            label=reason("ledger.embedded_carbon", product=_names(row.name)),
            scope="1",
            iso=1,
            activity=row.amount,
            per_gas=[(sheet.factors.gases[CO2], ())],
            part=Fraction(-1),
        )


def removals(sheet: Sheet) -> None:
    """Removals inside the boundary: a block of their own."""
    for index, row in enumerate(sheet.activity.removals):
        sheet.line(
            row,
            ("removals", index),
            kind="removal",
            label=_names(row.name),
            scope="removal",
            iso=1,
            activity=row.amount,
            per_gas=[(EQUIVALENTS, ())],
        )


def _names(names: object) -> Text:
    return Text(zh=names.zh, en=names.en)  # type: ignore[attr-defined]
