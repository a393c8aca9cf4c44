"""The scalar types of contributed files: text in, exact values out, each with the schema an editor shows.

Every type reads text (YAML gives text only) and answers bad text with a finding code of the catalogue.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    InstanceOf,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.model.number import parse_share
from generator.model.quantity import Quantity, QuantityError, dimension_words, parse_quantity


class Input(BaseModel):
    """Base of everything a contributor writes: immutable, no conversion, no unknown key."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


#: For ``tuple`` fields: what YAML gives is a list.
LISTED = BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)


class OrNothing:
    """A list or mapping whose key may stand with nothing but comments below it: then it is empty."""

    def __init__(self, nothing: object) -> None:
        self.nothing = nothing

    def read(self, value: object) -> object:
        if value is None:
            return self.nothing
        return tuple(value) if isinstance(value, list) else value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [handler(schema), {"type": "null"}]}


def _wrong(code: str, **params: Any) -> PydanticCustomError:
    return PydanticCustomError(code, code, params)


def _quantity_of(*dimensions: str, negative: bool = False) -> BeforeValidator:
    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            quantity = parse_quantity(value)
        except QuantityError as error:
            raise _wrong(error.code, **error.params) from None
        if dimensions and quantity.dimension not in dimensions:
            words = " / ".join(map(dimension_words, dimensions))
            raise _wrong("quantity.wrong-dimension", text=value, expected=words)
        if quantity.amount < 0 and not negative:
            raise _wrong("quantity.negative", text=value)
        return quantity

    return BeforeValidator(read)


def _quantity_schema(example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)? ?[^0-9\s].*$", "examples": [example]})


Amount = Annotated[InstanceOf[Quantity], _quantity_of(), _quantity_schema("1234.5 MWh")]
SignedAmount = Annotated[InstanceOf[Quantity], _quantity_of(negative=True), _quantity_schema("-12 tCO2e")]
Energy = Annotated[InstanceOf[Quantity], _quantity_of("energy"), _quantity_schema("1234.5 MWh")]
Power = Annotated[InstanceOf[Quantity], _quantity_of("power"), _quantity_schema("75 kW")]
Mass = Annotated[InstanceOf[Quantity], _quantity_of("mass"), _quantity_schema("12.5 t")]
SignedMass = Annotated[InstanceOf[Quantity], _quantity_of("mass", negative=True), _quantity_schema("-1.5 kg")]
Emission = Annotated[InstanceOf[Quantity], _quantity_of("co2e"), _quantity_schema("120.5 tCO2e")]
Volume = Annotated[InstanceOf[Quantity], _quantity_of("volume", "normal volume"), _quantity_schema("3200 m3")]
Area = Annotated[InstanceOf[Quantity], _quantity_of("area"), _quantity_schema("18000 m2")]
Money = Annotated[InstanceOf[Quantity], _quantity_of("money"), _quantity_schema("53000 万元")]
Duration = Annotated[InstanceOf[Quantity], _quantity_of("time"), _quantity_schema("15 min")]


def _share(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        share = parse_share(value)
    except ValueError:
        raise _wrong("quantity.not-a-number", text=value) from None
    if "%" not in value and value not in ("0", "1"):
        raise _wrong("quantity.no-unit", text=value)
    if not 0 <= share <= 1:
        raise _wrong("share.out-of-range", text=value)
    return share


#: A part of a whole, written as a percentage, 0–100 %.
Share = Annotated[
    InstanceOf[Fraction],
    BeforeValidator(_share),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)? ?%$", "examples": ["75 %"]}),
]

_COUNT = re.compile(r"0|[1-9][0-9]{0,8}")


def _count(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not _COUNT.fullmatch(value):
        raise _wrong("number.not-a-count", text=value)
    return int(value)


#: How many: a whole number from 0.
Count = Annotated[
    int,
    BeforeValidator(_count),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 0, "pattern": "^(0|[1-9][0-9]{0,8})$"}),
]


def _whole_number(low: int, high: int) -> tuple[BeforeValidator, WithJsonSchema]:
    """A whole number within limits; what lies outside them is no such number."""

    def read(value: object) -> object:
        if isinstance(value, str) and not (_COUNT.fullmatch(value) and low <= int(value) <= high):
            raise _wrong("number.out-of-range", text=value, low=str(low), high=str(high))
        return int(value) if isinstance(value, str) else value

    schema = {"type": ["integer", "string"], "minimum": low, "maximum": high, "pattern": "^[0-9]+$"}
    return BeforeValidator(read), WithJsonSchema(schema)


#: Energy-efficiency grade 1 (best) to 5.
EfficiencyGrade = Annotated[int, *_whole_number(1, 5)]
#: Category of GHG Protocol's Scope 3 Standard.
Scope3Category = Annotated[int, *_whole_number(1, 15)]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"(19|20)[0-9]{2}")


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if not _DAY.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        raise _wrong("date.invalid", text=value) from None


def _year(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not _YEAR.fullmatch(value):
        raise _wrong("date.year", text=value)
    return int(value)


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-31"]}),
]
Year = Annotated[
    int,
    BeforeValidator(_year),
    WithJsonSchema({"type": ["integer", "string"], "pattern": "^(19|20)[0-9]{2}$", "examples": ["2025"]}),
]


def _form(pattern: str, expected: str) -> BeforeValidator:
    compiled = re.compile(pattern)

    def read(value: object) -> object:
        if isinstance(value, str) and not compiled.fullmatch(value):
            raise _wrong("id.form", text=value, expected=expected)
        return value

    return BeforeValidator(read)


def _form_schema(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern})$", "examples": [example]})


_MONTH = r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
_SLUG, _EVIDENCE, _NAME = r"[a-z][a-z0-9]*(-[a-z0-9]+)*", r"E[0-9]{2,4}", r"[a-z][a-z0-9_]*"
_CODE, _STANDARD = r"[0-9A-Z]{18}", r"[a-z][a-z0-9-]*@[0-9]{4}"

#: A month, ``2025-06``.
Month = Annotated[str, _form(_MONTH, "2025-06"), _form_schema(_MONTH, "2025-06")]
Slug = Annotated[str, _form(_SLUG, "changzhou-bearing"), _form_schema(_SLUG, "changzhou-bearing")]
EvidenceId = Annotated[str, _form(_EVIDENCE, "E01"), _form_schema(_EVIDENCE, "E01")]
Name = Annotated[str, _form(_NAME, "energy_meter"), _form_schema(_NAME, "energy_meter")]
CreditCode = Annotated[str, _form(_CODE, "91320411MA0DEM005T"), _form_schema(_CODE, "91320411MA0DEM005T")]
StandardRef = Annotated[
    str, _form(_STANDARD, "changzhou-near-zero@2024"), _form_schema(_STANDARD, "changzhou-near-zero@2024")
]
_HTTPS, _EVIDENCE_FILE = r"https://[!-~]{3,2000}", r"evidence/[^/\\.][^/\\]{0,200}"
Https = Annotated[str, _form(_HTTPS, "https://…"), _form_schema(_HTTPS, "https://example.cn/report")]
#: A public evidence file, in the folder ``evidence/`` of the cycle and nowhere else.
EvidenceFile = Annotated[
    str, _form(_EVIDENCE_FILE, "evidence/E05.pdf"), _form_schema(_EVIDENCE_FILE, "evidence/E05.pdf")
]
#: One line or a paragraph written by a contributor; never empty.
Line = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Evidence = tuple[EvidenceId, ...]


class Names(Input):
    """A name in both languages."""

    zh: Line
    en: Line


class Row(Input):
    """A row of data that may carry its own evidence."""

    evidence: Annotated[Evidence, OrNothing(())] = ()
    note: Line | None = None
