"""What an account needs to be whole: stocks against top-ups, and something to divide an intensity by."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.base import Subject
from generator.model.finding import Finding, finding
from generator.model.industry import normalised

ASSETS, PROFILE = "assets.yaml", "profile.yaml"


def check_stocks(subject: Subject) -> Iterator[Finding]:
    """Gases in stock of which the data year has no record, or more topped up than there is."""
    cycle, factors = subject.cycle, subject.reference.factors
    activity = cycle.activity.get(cycle.data_year)
    if activity is None:
        return
    file = f"activity/{cycle.data_year}.yaml"
    recorded = {_id(subject, row.gas) for row in activity.fugitive}
    recorded |= {_id(subject, row.gas) for row in activity.process}
    stocks = {_id(subject, row.gas): row.stock for row in cycle.assets.refrigerants}
    for index, asset in enumerate(cycle.assets.refrigerants):
        gas = factors.gas(asset.gas)
        if gas is None:
            at = cycle.at(ASSETS, "refrigerants", index, "gas")
            yield finding("gas.unknown", at, gas=asset.gas, near=", ".join(list(factors.gases)[:6]))
        elif gas.id not in recorded and gas.counted and asset.stock.amount:
            at = cycle.at(ASSETS, "refrigerants", index)
            yield finding("fugitive.no-record", at, gas=gas.name, stock=asset.stock, year=cycle.data_year)
    for index, row in enumerate(activity.fugitive):
        stock = stocks.get(_id(subject, row.gas))
        if stock is not None and row.topped_up.base > stock.base:
            at = cycle.at(file, "fugitive", index, "topped_up")
            yield finding("fugitive.above-stock", at, gas=row.gas, topped_up=row.topped_up, stock=stock)


def _id(subject: Subject, name: str) -> str:
    gas = subject.reference.factors.gas(name)
    return gas.id if gas else name


def check_intensities(subject: Subject) -> Iterator[Finding]:
    """Outputs that can be added; value as a basis for discrete manufacturing only."""
    cycle = subject.cycle
    profile, bases = cycle.profile, dict(cycle.profile.intensities)
    dimensions = {row.output.dimension for row in profile.products}
    if "products" in bases.values() and len(dimensions) > 1:
        yield finding("intensity.no-common-output", cycle.at(PROFILE, "products"))
    discrete = subject.reference.discrete
    division = (normalised(profile.industry) or "")[1:3]
    for kind, per in bases.items():
        if per != "products" and kind in ("carbon", "energy") and division and division not in discrete:
            at = cycle.at(PROFILE, "intensities", kind)
            yield finding("intensity.not-discrete", at, industry=profile.industry, kind=KINDS[kind])


KINDS = {"carbon": "碳排放 carbon", "energy": "能耗 energy"}
