"""Reference data under ``content/reference/``; it is ours, so a broken file is an error of ours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.load.factors import load_factors
from generator.load.strict_yaml import parse
from generator.model.city import Reference
from generator.model.text import Text
from generator.model.validity import Foresight


def load_reference(root: Path) -> Reference:
    """Districts, industries, how far ahead one looks, and factors. ValueError names the place of an error."""
    folder = root / "content" / "reference"
    districts, industries = _data(folder / "districts.yaml"), _data(folder / "industries.yaml")
    ahead = _data(folder / "evidence.yaml")
    return Reference(
        districts=_texts(districts["districts"]),
        historic_districts=_texts(districts["historic"]),
        industries=_texts(industries["divisions"]) | _texts(industries["classes"]),
        discrete=frozenset(industries["discrete"]),
        factors=load_factors(root),
        foresight=Foresight(int(ahead["expiring_days"]), int(ahead["outlook_months"])),
    )


def _data(path: Path) -> Any:
    tree, findings = parse(path.read_bytes(), path.name)
    if tree is None or findings:
        raise ValueError(f"{path}: {findings}")
    return tree.data


def _texts(rows: Mapping[str, Any]) -> dict[str, Text]:
    return {str(code): Text(zh=row["zh"], en=row["en"]) for code, row in rows.items()}
