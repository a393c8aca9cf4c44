"""The account as open data: ``ledger.csv`` of each cycle, and the inventories, energy and offsets of its JSON.

The ledger is the inventory: its rows, summed by ``scope``, are the totals of the JSON and of the page. A figure that
does not terminate has 12 decimals and its exact value beside it (``…_exact``), so that sums hold to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from generator.export.csv import Cell, write
from generator.export.json import figure
from generator.model.city import Assessed, City
from generator.model.ledger import Account, Claimed, Energy, Inventory, Line, Mass, OffsetStatement
from generator.model.number import exact_text
from generator.model.page import Artifact
from generator.model.text import Phrases, Reason, Text

COLUMNS = (
    "year",
    "line",
    "scope",
    "iso_category",
    "s3_category",
    "activity",
    "unit",
    "factor",
    "factor_unit",
    "factor_source",
    "gas",
    "mass_kg",
    "gwp",
    "tco2e",
    "file",
    "file_line",
    "label",
    "label_en",
    "factor_exact",
    "mass_kg_exact",
    "tco2e_exact",
)


def ledger_address(one: Assessed) -> str:
    """The path of a cycle's ledger below the site."""
    return f"api/v1/factories/{one.cycle.factory.slug}/{one.cycle.name}/ledger.csv"


def ledgers(city: City) -> Iterator[Artifact]:
    """The ledger of each published cycle, one row per line and gas."""
    for one in city.shown:
        yield Artifact(ledger_address(one), ledger_csv(city.phrases, one.account))


def ledger_csv(phrases: Phrases, account: Account) -> bytes:
    """Every line of every year; ``factor`` is the mass of the gas per unit of the activity."""
    return write(
        COLUMNS,
        (
            _row(phrases, line, mass)
            for inventory in account.inventories.values()
            for line in inventory.lines
            for mass in line.masses
        ),
    )


def _row(phrases: Phrases, line: Line, mass: Mass) -> list[Cell]:
    equivalents = not mass.gwp_from
    sources = dict.fromkeys(_source(one.source) for one in line.inputs if one.source)
    return [
        line.year,
        line.id,
        line.scope,
        line.iso_category,
        line.s3_category,
        line.activity.amount,
        line.activity.unit,
        mass.kg_per_unit,
        f"kg{'CO2e' if equivalents else ''}/{line.activity.unit}",
        "; ".join(sources),
        mass.gas.name,
        mass.kg,
        mass.gwp,
        mass.tonnes,
        line.at.file,
        line.at.line,
        phrases.word(line.label, "zh"),
        phrases.word(line.label, "en"),
        exact_text(mass.kg_per_unit),
        exact_text(mass.kg),
        exact_text(mass.tonnes),
    ]


def _source(source: Text | str) -> str:
    return source if isinstance(source, str) else source.zh


# ── in the JSON of the cycle ───────────────────────────────────────────────────────────────────────────────


def inventory_data(account: Account) -> dict[str, Any]:
    """``{"2025": {"scope1": …}}``: every figure in t CO2e."""
    return {str(year): _inventory(account, one) for year, one in account.inventories.items()}


def _inventory(account: Account, one: Inventory) -> dict[str, Any]:
    uncertainty = account.uncertainty[one.year]
    figures = {f"scope{scope}": total for scope, total in one.by_scope.items()}
    figures |= {"total_location": one.location, "total_market": one.market_based}
    figures |= {
        "biogenic_co2": one.total("memo_biogenic"),
        "other_gases": one.total("memo_other_gas"),
        "removals": one.total("removal"),
    }
    return {
        **_figures(figures),
        "by_gas": _figures(one.by_gas("1", "2_location", "3")),
        "by_gas_scope1": _figures(one.by_gas("1")),
        "by_iso_category": _figures({str(key): value for key, value in one.by_category().items()}),
        "absent_gases": sorted(one.absent),
        "gwp_set": one.gwp_set.id,
        "guideline": one.guideline.id,
        "complete": {
            "scope1": one.complete("1"),
            "scope2_location": one.complete("2_location"),
            "scope2_market": one.complete("2_market"),
            "scope3": one.complete("3"),
        },
        "covers": [day.isoformat() for day in one.covers] if one.covers else None,
        "vintage_gap": one.vintage_gap,
        "restatement": one.restatement or None,
        "uncertainty": {
            "method": "IPCC approach 1",
            **figure("share", uncertainty.share),
            "lines": uncertainty.lines,
            "lines_with_default": uncertainty.defaults,
        },
    }


def account_data(phrases: Phrases, account: Account) -> dict[str, Any]:
    """What stands beside the inventories and is never netted into them; and the energy behind them."""
    return {
        "reductions": [_claimed(phrases, one) for one in account.reductions],
        "offsets": _offsets(phrases, account.offsets) if account.offsets else None,
        "instruments": [_claimed(phrases, one) for one in account.instruments],
        "energy": {str(year): _energy(phrases, one) for year, one in account.energy.items()},
    }


def _offsets(phrases: Phrases, one: OffsetStatement) -> dict[str, Any]:
    totals = {"gross": one.gross, "reductions": one.reductions, "residual": one.residual, "offset": one.offset}
    return {"year": one.year, **_figures(totals), "instruments": [_claimed(phrases, row) for row in one.offsets]}


def _claimed(phrases: Phrases, one: Claimed) -> dict[str, Any]:
    return {
        "instrument": one.name,
        "mode": one.mode,
        "registry": one.registry,
        "serials": one.serials or None,
        **figure("amount", one.amount.amount),
        "unit": one.amount.unit,
        "claim_year": one.year,
        "generated": one.generated or None,
        "vintage": one.vintage,
        "retired": one.retired.isoformat() if one.retired else None,
        "counts": one.counts,
        "why_not": _said(phrases, one.why),
        **figure("tco2e", one.tonnes),
        **figure("tco2e_capped", one.capped),
        "factor": one.factor.id if one.factor else None,
        "criteria": [{"no": each.no, "met": each.met} for each in one.criteria],
        "at": str(one.at),
        "evidence": list(one.evidence),
    }


def _said(phrases: Phrases, said: Reason | None) -> dict[str, str] | None:
    return {lang: phrases.say(said, lang) for lang in ("zh", "en")} if said else None


def _energy(phrases: Phrases, one: Energy) -> dict[str, Any]:
    totals = {
        "consumed_mwh": one.consumed,
        "purchased_mwh": one.purchased,
        "self_used_renewable_mwh": one.self_used,
        "direct_line_mwh": one.direct,
        "generated_renewable_mwh": one.generated,
        "exported_renewable_mwh": one.exported,
        "certificates_mwh": one.certificates,
        "tce": one.tce,
    }
    return {
        **_figures(totals),
        "carriers": [
            {
                "carrier": carrier.id,
                "title": {lang: phrases.word(carrier.title, lang) for lang in ("zh", "en")},
                **figure("amount", carrier.amount.amount),
                "unit": carrier.amount.unit,
                **figure("tce", carrier.tce),
                "renewable": carrier.renewable,
            }
            for carrier in one.carriers
        ],
    }


def _figures(values: dict[str, Fraction]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        found |= figure(name, value)
    return found
