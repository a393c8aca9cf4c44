"""The pre-commit hooks: what is staged decides which factories are checked, by the same code as ever."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import cli
from tests.conftest import ROOT
from tests.originals import hand_in, pdf, put
from tests.test_bad import site

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook
    for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    for hook in repo["hooks"]
}


def committed(root: Path, staged: list[str]) -> tuple[int, str]:
    """What the hooks say to a commit: the highest exit status, and everything that is printed."""
    (root / "mkdocs.yml").touch()
    status, said = 0, ""
    for name in ("dossier-check", "dossier-check-all"):
        hook = HOOKS[name]
        assert hook["types"] == []  # links and whatever else is staged
        program, *arguments = hook["entry"].split()
        assert program == ".venv/bin/dossier"
        paths = [path for path in staged if re.search(hook["files"], path)]
        if paths:
            given = paths if hook.get("pass_filenames", True) else []
            done = CliRunner().invoke(cli, ["--root", str(root), "--lang", "zh", *arguments, *given])
            status, said = max(status, done.exit_code), said + done.output
    return status, said


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return site(tmp_path)


def test_a_file_that_the_register_does_not_call_public_is_refused(root: Path) -> None:
    place = put(root, "E09.pdf", pdf()).relative_to(root).as_posix()
    status, said = committed(root, [place])
    assert status == 1
    assert "evidence.not-listed" in said


def test_one_that_is_public_passes(root: Path) -> None:
    place = hand_in(root, "E09.pdf", pdf()).relative_to(root).as_posix()
    assert committed(root, [place, "factories/base/2025/evidence.yaml"])[0] == 0


def test_only_the_factories_that_are_touched_are_checked(root: Path) -> None:
    put(root, "E09.pdf", pdf())
    assert committed(root, ["factories/neighbour/2025/profile.yaml"])[0] == 0
    assert committed(root, ["README.md", "generator/cli.py"]) == (0, "")


@pytest.mark.parametrize("path", ["factories/contract.pdf", "content/reference/intake.yaml"])
def test_what_concerns_all_checks_all(path: str, root: Path) -> None:
    put(root, "E09.pdf", pdf())
    assert committed(root, [path])[0] == 1


def test_a_file_beside_the_factories_is_refused(root: Path) -> None:
    (root / "factories/contract.pdf").write_bytes(pdf())
    status, said = committed(root, ["factories/contract.pdf"])
    assert status == 1
    assert "evidence.outside-folder" in said


@pytest.mark.skipif(shutil.which("git") is None, reason="git")
def test_git_leaves_the_vault_out(root: Path) -> None:
    shutil.copyfile(ROOT / ".gitignore", root / ".gitignore")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / "vault/base/2025").mkdir(parents=True)
    (root / "vault/base/2025/E04.pdf").write_bytes(pdf())
    command = ["git", "-C", str(root), "ls-files", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "factories/base/factory.yaml" in listed.stdout
    assert "vault" not in listed.stdout
