"""A product footprint as plain data for the API: figures as decimal strings in kg CO2e for the stated unit."""

from __future__ import annotations

from typing import Any

from generator.export.json import figure, plain
from generator.model.footprint import PARTS, Contribution, ProcessResult, ProductFootprint
from generator.model.quantity import Quantity
from generator.model.reference import Factor
from generator.model.text import Text


def footprint_data(one: ProductFootprint) -> dict[str, Any]:
    """Where the model is not disclosed there are results by stage alone; what follows from a model is null."""
    row, known = one.row, one.disclosed
    return {
        "product": row.product,
        **_text("name", one.title),
        **_quantity("unit", one.unit),
        "functional_unit": plain(row.functional_unit) if row.functional_unit else None,
        "boundary": row.boundary,
        "partial": one.partial,
        "model_disclosed": known,
        **figure("kgco2e", one.kg),
        **figure("excluding_biogenic_uptake", one.excluding if known else None),
        **figure("biogenic_uptake", one.uptake if known else None),
        "stages": [
            {
                "stage": each.stage.id,
                "phase": each.stage.phase,
                **_text("title", each.stage.title),
                **figure("kgco2e", each.kg),
                **figure("stated", each.stated),
                "parts": _parts(one, each.stage.id) if known else None,
            }
            for each in one.stages
        ],
        "parts": _parts(one) if known else None,
        **figure("primary_share", one.primary),
        "electricity_kwh": {key: figure("value", value) for key, value in one.electricity.items()} if known else None,
        "gwp_set": one.gwp_set.id if known or one.gwp_stated else None,
        "gwp_set_stated": one.gwp_stated,
        "to_be_verified": one.to_be_verified,
        "excluded": [{"stage": stage.id, **_text("title", stage.title), "reason": why} for stage, why in one.excluded],
        "cut_off": plain(row.cut_off) if row.cut_off else None,
        "period_from": row.period_from.isoformat(),
        "period_to": row.period_to.isoformat(),
        "geography": plain(row.geography) if row.geography else None,
        "standard": row.standard,
        "pcr": row.pcr,
        "allocation": row.allocation,
        **figure("uncertainty", row.uncertainty),
        "data_quality": row.data_quality,
        "verified": row.verified,
        "verifier": row.verifier,
        "reported": row.reported.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "published_url": row.published_url,
        "comparable": "only_same_unit_and_rules",
        "chain": [_process(process) for process in one.processes] if known else None,
        "evidence": list(row.evidence),
        "at": str(one.at),
    }


def _text(name: str, text: Text) -> dict[str, str]:
    return {name: text.zh, f"{name}_en": text.en}


def _quantity(name: str, value: Quantity) -> dict[str, Any]:
    return {**figure(f"{name}_amount", value.amount), name: value.unit}


def _parts(one: ProductFootprint, stage: str | None = None) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for part in PARTS:
        parts |= figure(part, one.of(part, stage))
    return parts


def _process(process: ProcessResult) -> dict[str, Any]:
    shares = process.row.allocation
    return {
        "id": process.row.id,
        **_text("title", process.title),
        "stage": process.stage,
        **_quantity("output", process.row.output),
        **figure("runs", process.runs),
        **figure("share", process.share),
        "allocation": shares.basis if shares else None,
        "coproducts": [
            {"name": other.name.zh, "name_en": other.name.en, **figure("share", other.share)}
            for other in (shares.coproducts if shares else ())
        ],
        **figure("kgco2e", process.kg),
        "inputs": [
            {"process": one.process, **_quantity("unit", one.amount), "at": str(one.at)} for one in process.supplies
        ],
        "contributions": [_contribution(one) for one in process.contributions],
        "at": str(process.at),
    }


def _contribution(one: Contribution) -> dict[str, Any]:
    return {
        "id": one.id,
        "form": one.form,
        **_text("label", one.label),
        "part": one.part,
        "data": "primary" if one.primary else "secondary",
        **_quantity("unit", one.amount),
        **figure("factor", one.factor.amount),
        "factor_unit": one.factor.unit,
        "sources": [_source(factor) for factor in one.sources],
        "to_be_verified": one.to_be_verified,
        "treatment": one.treatment,
        "instrument": one.instrument or None,
        "method": one.method or None,
        **figure("kgco2e", one.kg),
        "evidence": list(one.evidence),
        "at": str(one.at),
    }


def _source(factor: Factor) -> dict[str, Any]:
    return {
        "id": factor.id,
        **_text("source", factor.source),
        "confidence": factor.confidence,
        "year": factor.year,
        "gap": factor.gap,
        "stated_by_factory": factor.given,
        "at": str(factor.at),
    }
