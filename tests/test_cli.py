"""The command line: exit status, languages, formats, and words a person can act on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli
from tests.conftest import ROOT
from tests.test_bad import BAD, site


def run(*arguments: str, root: Path = ROOT) -> Result:
    return CliRunner().invoke(cli, ["--root", str(root), *arguments])


def test_check_of_one_factory_is_clean() -> None:
    done = run("check", "jintan-pv")
    assert done.exit_code == 0
    assert "错误 0" in done.output


def test_check_names_file_line_and_column(tmp_path: Path) -> None:
    root = site(tmp_path, BAD / "quantity.no-unit" / "bad")
    (root / "mkdocs.yml").touch()
    done = run("check", root=root)
    first = (BAD / "quantity.no-unit" / "expected.txt").read_text("utf-8").split()[1]
    assert done.exit_code == 1
    assert first in done.output
    assert "例" in done.output
    english = run("--lang", "en", "check", root=root)
    assert english.exit_code == 1
    assert "1 error," in english.output


def test_check_as_data(tmp_path: Path) -> None:
    root = site(tmp_path, BAD / "quantity.no-unit" / "bad")
    (root / "mkdocs.yml").touch()
    listed = json.loads(run("check", "--format", "json", root=root).output)
    assert {"code", "severity", "file", "line", "column", "message", "hint", "example"} == listed[0].keys()
    annotation = run("check", "--format", "github", root=root).output
    assert annotation.startswith("::error file=factories/base/")


def test_score_as_table_and_data() -> None:
    table = run("score", "jintan-pv")
    assert table.exit_code == 0
    assert "6.4.1" in table.output
    assert "未达标" in table.output
    data = json.loads(run("score", "jintan-pv", "2025", "--format", "json").output)
    assert data["verdict"] == "blocked"
    assert data["blockers"] == ["6.4.1"]


def test_account_shows_every_input_with_its_place() -> None:
    done = run("account", "jintan-pv")
    assert done.exit_code == 0
    assert "renewable_electricity_share" in done.output
    assert "factories/jintan-pv/2025/activity/2025.yaml:" in done.output
    data = json.loads(run("account", "jintan-pv", "--format", "json").output)
    assert data["facts"]["renewable_electricity_share"]["inputs"]


@pytest.mark.parametrize("arguments", [("score", "nobody"), ("check", "nobody"), ("colour",), ("score",)])
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_cycle_that_is_not_there() -> None:
    done = run("score", "jintan-pv", "1999")
    assert done.exit_code == 1
    assert "jintan-pv/1999" in done.output


def test_no_repository(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["--root", str(tmp_path), "check"])
    assert done.exit_code == 2
    assert "mkdocs.yml" in done.output


def test_help_shows_an_example_for_every_command() -> None:
    for name in cli.commands:
        done = run(name, "--help")
        assert done.exit_code == 0
        assert f"dossier {name}" in done.output.split("Example")[1], name
