"""Scope 3: amount × times × factor × allocation, for all 15 categories (GHG Protocol Scope 3 Standard).

Quantity- and spend-based, tonne-kilometres, rates and days are one formula: the units decide whether it holds.
"""

from __future__ import annotations

from generator.account.sheet import EQUIVALENTS, Sheet, given
from generator.model.dossier import Scope3
from generator.model.ledger import Input
from generator.model.quantity import DIMENSIONS, Quantity, unit
from generator.model.reference import CO2
from generator.model.text import Text

_FACTOR = Text(zh="排放因子", en="Emission factor")
_TIMES = Text(zh="再乘以", en="Multiplied with")
_ALLOCATION = Text(zh="分摊比例", en="Allocation")


def scope3(sheet: Sheet) -> None:
    """One line for each source that is quantified."""
    for index, row in enumerate(sheet.activity.scope3):
        if row.amount is not None:
            _source(sheet, index, row)


def _source(sheet: Sheet, index: int, row: Scope3) -> None:
    here = ("scope3", index)
    if row.amount is None:
        return
    if row.factor is None and row.amount.dimension != "co2e":
        sheet.gap("3", "scope3.no-factor", sheet.at(*here), source=row.name.zh, unit=row.amount.unit)
        return
    inputs = [given(_TIMES, one, sheet.at(*here, "times", number)) for number, one in enumerate(row.times)]
    share = _share(sheet, index, row)
    if share is False:
        return
    if row.factor is not None:
        inputs.append(given(_FACTOR, row.factor, sheet.at(*here, "factor"), row.factor_source or ""))
    inputs += [share] if isinstance(share, Input) else []
    biogenic = row.biogenic
    gas = sheet.factors.gases[CO2] if biogenic else EQUIVALENTS
    category = sheet.factors.scope3[row.category]
    sheet.line(
        row,
        here,
        kind="scope3",
        label=Text(zh=row.name.zh, en=row.name.en),
        scope="memo_biogenic" if biogenic else "3",
        iso=category.iso_category,
        s3=row.category,
        activity=row.amount,
        per_gas=[(gas, tuple(inputs))],
        primary=row.primary,
    )


def _share(sheet: Sheet, index: int, row: Scope3) -> Input | bool:
    """The part ÷ the whole; True where nothing is shared, False where it cannot be (a gap then)."""
    if row.allocation is None:
        return True
    part, whole = row.allocation.part, row.allocation.whole
    at = sheet.at("scope3", index, "allocation")
    if part.dimension != whole.dimension:
        sheet.gap("3", "quantity.wrong-dimension", at, text=part, expected=whole.unit)
    elif row.allocation.basis in DIMENSIONS and unit(part.unit).dimension not in (
        row.allocation.basis,
        "normal volume",
    ):
        sheet.gap("3", "quantity.wrong-dimension", at, text=part, expected=DIMENSIONS[row.allocation.basis])
    elif not whole.amount or part.base > whole.base:
        sheet.gap("3", "allocation.above-whole", at, part=part, whole=whole)
    else:
        return given(_ALLOCATION, Quantity(part.base / whole.base * 100, "%"), at)
    return False
