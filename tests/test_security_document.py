"""SECURITY.md argues from tests that exist, for defences that exist, in both languages."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in TEXT.partition("## 保证 · Assurance")[2].splitlines()
    if re.match(r"\| *\d", line)
]
NAMED = re.findall(r"`((?:tests|bench)/[\w/]+\.py)::(\w+)`", TEXT)


@cache
def functions(path: str) -> set[str]:
    """The tests that a file defines."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED)))
def test_every_test_that_is_named_exists(path: str, name: str) -> None:
    assert name.startswith("test_")
    assert name in functions(path)


def test_every_row_argues_from_claim_to_test() -> None:
    """Claim, where the defence stands, the test that holds it, and what was taken out to see that test fail."""
    assert len(ROWS) > 40
    assert len({row[0] for row in ROWS}) == len(ROWS)  # each has a number of its own
    for row in ROWS:
        assert len(row) == 5, row
        no, claim, defence, test, removed = row
        assert re.fullmatch(r"\d+\.\d+", no), row
        assert all(re.search(r"[一-鿿]", cell) and re.search(r"[A-Za-z]{3}", cell) for cell in (claim, removed)), row
        assert re.findall(r"`[^`]+`", defence), row
        assert re.fullmatch(r"`tests/[\w/]+\.py::\w+`(<br>`tests/[\w/]+\.py::\w+`)*", test), row


def test_every_defence_is_where_it_is_said_to_be() -> None:
    for row in ROWS:
        for path in re.findall(r"`([\w./-]+)`", row[2]):
            assert (ROOT / path).exists(), row


def test_both_languages_have_the_same_sections() -> None:
    zh, _, rest = TEXT.partition("\n## English\n")
    en = rest.partition("\n## 保证 · Assurance\n")[0]
    assert len(re.findall("^### ", zh, re.MULTILINE)) == len(re.findall("^### ", en, re.MULTILINE)) >= 4
    assert len(re.findall(r"^\|", zh, re.MULTILINE)) == len(re.findall(r"^\|", en, re.MULTILINE))


def test_both_readmes_and_the_guide_lead_to_it() -> None:
    for name in ("README.md", "README.en.md", "CONTRIBUTING.md"):
        assert "](SECURITY.md)" in (ROOT / name).read_text("utf-8"), name
