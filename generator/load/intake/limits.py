"""The rules of intake, ``content/reference/intake.yaml``; ours, so a broken file is an error of ours."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from generator.load.intake.inspect import READERS
from generator.load.strict_yaml import parse
from generator.model.evidence import Limits


def load_limits(root: Path) -> Limits:
    """Formats and limits. ValueError names what is wrong: a limit that is missing, or a format nobody can read."""
    path = root / "content" / "reference" / "intake.yaml"
    tree, findings = parse(path.read_bytes(), path.name)
    if tree is None or findings:
        raise ValueError(f"{path}: {findings}")
    data: Any = tree.data
    formats = {extension: str(row["media"]) for extension, row in data["formats"].items()}
    unknown = sorted(set(formats) - set(READERS))
    wanted = {one.name for one in fields(Limits)} - {"formats"}
    if unknown or wanted != set(data["limits"]):
        raise ValueError(f"{path}: formats {unknown}, limits {sorted(wanted ^ set(data['limits']))}")
    return Limits(formats=formats, **{name: int(row["value"]) for name, row in data["limits"].items()})
