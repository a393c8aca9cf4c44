"""JSON Schemas of everything a contributor writes, generated from the models, under ``/schemas/``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from generator.export.json import SCHEMA_VERSION, dumps
from generator.model.dossier import OPTIONAL, REQUIRED, Activity, Authority, Factory
from generator.model.page import Artifact
from generator.model.standard import Standard

#: Every kind of file that is written under ``factories/``.
WRITTEN: dict[str, type[BaseModel]] = {
    "factory": Factory,
    **{name.removesuffix(".yaml"): model for name, model in (REQUIRED | OPTIONAL).items()},
    "activity": Activity,
    "authority": Authority,
}


def schemas(standard_model: type[Standard[Any]]) -> Iterator[Artifact]:
    """One schema per kind of file; ``standard`` is the whole table as the loader puts it together."""
    for name, model in (WRITTEN | {"standard": standard_model}).items():
        yield Artifact(f"schemas/{name}.json", dumps(schema(name, model)))


def schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a model."""
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"/schemas/{name}.json",
        "x-schema-version": SCHEMA_VERSION,
        **model.model_json_schema(by_alias=True),
    }
