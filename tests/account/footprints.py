"""Product footprints for tests: YAML text → strict reader → model → account, as a factory's."""

from __future__ import annotations

from functools import cache
from textwrap import dedent, indent
from typing import Any

from generator.account.footprint import footprints
from generator.load.factors import load_factors
from generator.load.schema import validate
from generator.load.strict_yaml import parse
from generator.model.dossier import Cycle
from generator.model.finding import Finding
from generator.model.footprint import ProductFootprint, Products
from generator.model.reference import Factors
from tests.conftest import ROOT
from tests.making import make_cycle

FILE = "products.yaml"
HEAD = """\
product: bearing
boundary: cradle_to_gate
standard: ISO 14067:2018
period_from: 2024-01-01
period_to: 2024-12-31
reported: 2025-10-24
"""


@cache
def reference() -> Factors:
    return load_factors(ROOT)


def read(text: str, **files: Any) -> Cycle:
    """A cycle with a products.yaml of this text; AssertionError where it cannot be read."""
    tree, found = parse(text.encode(), FILE)
    assert tree is not None, found
    products, found = validate(Products, tree)
    assert products is not None, found
    return make_cycle(products=products, trees={FILE: tree}, **files)


def unread(text: str) -> list[Finding]:
    """What the reader says of a products.yaml that cannot be read."""
    tree, found = parse(text.encode(), FILE)
    return found if tree is None else validate(Products, tree)[1]


def written(*rows: str) -> str:
    """A products.yaml of footprints, each in lines of its own on top of the usual ones; a repeated key is replaced."""
    text = "footprints:\n"
    for row in rows:
        own = dedent(row)
        keys = {line.partition(":")[0] for line in own.splitlines()}
        lines = "".join(f"{line}\n" for line in HEAD.splitlines() if line.partition(":")[0] not in keys) + own
        text += "  - " + indent(lines, "    ").lstrip()
    return text


def of(*rows: str, **files: Any) -> tuple[tuple[ProductFootprint, ...], list[Finding]]:
    return footprints(read(written(*rows), **files), reference())


def one(row: str, **files: Any) -> ProductFootprint:
    """The only footprint, in which nothing but notes was found."""
    made, found = of(row, **files)
    assert {each.code for each in found} <= {"footprint.vintage", "footprint.stage-missing"}, found
    return made[0]


def codes(*rows: str, **files: Any) -> list[str]:
    return [each.code for each in of(*rows, **files)[1]]
