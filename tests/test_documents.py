"""The documents say what is there, and what they say is there."""

from __future__ import annotations

import re
import typing
from pathlib import Path

from generator.account.contradictions import contradictions, unknown_targets
from generator.check import CHECKS
from generator.check.conflicts import check_conflicts
from generator.check.files import check_vault
from generator.check.restatements import check_restatements
from generator.cli import cli
from generator.export import EXPORTS
from generator.export.evidence import evidence_files
from generator.export.schemas import schemas
from generator.render import KINDS as PAGES
from generator.score.rules import KINDS as RULES
from tests.conftest import ROOT


def table(heading: str) -> set[str]:
    """The first column of a table of docs/reference.md."""
    section = (ROOT / "docs/reference.md").read_text("utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_rule_kinds() -> None:
    kinds = {typing.get_args(rule.model_fields["kind"].annotation)[0] for rule in RULES}
    assert table("规则") == kinds
    assert kinds == {path.stem for path in (ROOT / "generator/score/rules").glob("*.py")} - {"__init__", "base"}


def test_checks() -> None:
    others = (check_vault, check_conflicts, check_restatements, contradictions, unknown_targets)
    assert table("检查") == {check.__name__ for check in (*CHECKS, *others)}


def test_page_kinds() -> None:
    assert table("页面") == {page.__name__ for page in PAGES}


def test_exports() -> None:
    assert table("导出") == {one.__name__ for one in (*EXPORTS, schemas, evidence_files)}


def test_commands_in_both_readmes() -> None:
    for name in ("README.md", "README.en.md"):
        listed = set(re.findall(r"^\| `dossier (\w+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        assert listed == set(cli.commands), name


def test_every_local_link_leads_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_decision_records_are_numbered() -> None:
    names = sorted(path.name for path in Path(ROOT / "docs/adr").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
