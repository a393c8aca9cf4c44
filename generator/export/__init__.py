"""Open data: files for other programs, under ``/api/v1/`` and ``/schemas/``. Figures are decimal strings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator.export.api import cycles, index, standards
from generator.export.ledger import ledgers
from generator.export.outlook import outlooks
from generator.export.schemas import schemas
from generator.model.city import City
from generator.model.page import Artifact
from generator.model.standard import Standard

EXPORTS: tuple[Callable[[City], Iterator[Artifact]], ...] = (index, standards, cycles, ledgers, outlooks)


def export(city: City, standard_model: type[Standard[Any]]) -> list[Artifact]:
    """Every file of the open data, by address."""
    artifacts = [artifact for one in EXPORTS for artifact in one(city)]
    return artifacts + list(schemas(standard_model))
