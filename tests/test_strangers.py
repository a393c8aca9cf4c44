"""Strangers' folders beside the examples: one for each known trick, and copies of an earlier factory.

The build ends in normal time with exit status 1 and one readable finding for each; everything else is published byte
for byte as if they were not there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from generator.model.city import City
from generator.pipeline import Options, produce
from tests import rows
from tests.conftest import ROOT
from tests.rows import ROWS
from tests.sites import copy_site

EXAMPLES = sorted(path.name for path in (ROOT / "factories").iterdir())
VICTIM = "jintan-pv"
OPTIONS = Options(as_of=date(2026, 6, 1), workers=2)


def repository(root: Path, examples: list[str]) -> Path:
    """The examples, merged long ago as far as git knows."""
    copy_site(root, examples)
    git = ["git", "-C", str(root), "-c", "user.name=test", "-c", "user.email=test@example.cn"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "the examples"]):
        subprocess.run([*git, *command], check=True)
    return root


def tricks(root: Path) -> dict[str, str]:
    """A folder for each row of the list; slug → the finding that it must give, with its place."""
    due: dict[str, str] = {}
    for number, (slug, row) in enumerate(zip(rows.names().values(), ROWS.values(), strict=True)):
        rows.factory(root / "factories", slug, number, lambda made, row=row: rows.damage(made, row))
        code, _, place = row.found.partition(" ")
        due[slug] = f"{code} factories/{slug}/{row.file}:{place}"
    return due


def copy(root: Path, slug: str, code: str | None = None) -> None:
    """The victim's folder under a name that comes before it, with a history that pretends to be older. One with a
    code of its own is a draft (it would otherwise be published, as any new factory).
    """
    target = root / "factories" / slug
    shutil.copytree(root / "factories" / VICTIM, target, ignore=shutil.ignore_patterns("authority") if code else None)
    for path in target.rglob("*.yaml"):
        text = path.read_text("utf-8").replace(f"slug: {VICTIM}", f"slug: {slug}")
        text = text.replace("91320413MA0DEM005P", code) if code else text
        if path.parent.name == "authority":
            text = re.sub(r"20[0-9]{2}-", "2019-", text)
        path.write_text(text, "utf-8")


@dataclass(frozen=True)
class Output:
    """What a build would publish, and what it found."""

    files: Mapping[str, bytes]
    found: dict[str, list[str]]  # by factory
    seconds: float
    city: City


def output(root: Path) -> Output:
    began = time.monotonic()
    produced = produce(root, OPTIONS)
    seconds = time.monotonic() - began
    files = {page.src: page.text.encode() for page in produced.pages}
    files |= {artifact.path: artifact.content for artifact in produced.artifacts}
    found: dict[str, list[str]] = {}
    for one in sorted(produced.city.findings, key=lambda one: one.at):
        found.setdefault(one.at.file.split("/")[1], []).append(f"{one.code} {one.at}")
    return Output(files, found, seconds, produced.city)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("city") / "all", EXAMPLES)


@pytest.fixture(scope="module")
def before(root: Path) -> Output:
    return output(root)


@pytest.fixture(scope="module")
def attacked(root: Path, before: Output) -> tuple[Output, dict[str, str]]:
    """With every trick, and the copies."""
    due = tricks(root)
    copy(root, "aa-copy")
    copy(root, "ab-copy", rows.credit_code(999))
    return output(root), due


def test_each_trick_gives_one_finding_where_it_stands(attacked: tuple[Output, dict[str, str]]) -> None:
    after, due = attacked
    assert {slug: after.found.get(slug) for slug in due} == {slug: [found] for slug, found in due.items()}


def test_each_copy_gives_findings_of_its_own_and_nothing_of_the_original_changes(
    root: Path, before: Output, attacked: tuple[Output, dict[str, str]]
) -> None:
    after, _ = attacked
    claims = {
        slug: [one for one in after.found[slug] if one.startswith("conflict.")] for slug in ("aa-copy", "ab-copy")
    }
    assert claims["aa-copy"] == ["conflict.credit-code factories/aa-copy/factory.yaml:5:7"]
    assert {one.partition(" ")[0] for one in claims["ab-copy"]} == {"conflict.serial"}
    instruments = (root / "factories" / VICTIM / "2025/instruments.yaml").read_text("utf-8")
    assert len(claims["ab-copy"]) == instruments.count("serial_from"), "each certificate, at its line"
    for slug in EXAMPLES:
        assert after.found.get(slug) == before.found.get(slug)


def test_each_finding_can_be_read(attacked: tuple[Output, dict[str, str]]) -> None:
    after, due = attacked
    own = [one for one in after.city.findings if one.at.file.split("/")[1] in due]
    for one in own:
        for lang in ("zh", "en"):
            said = after.city.catalogue.describe(one, lang)
            assert said.message.strip()
            assert len(said.message) < 400
            assert said.hint.strip()
            assert not re.search(r"Traceback|0x[0-9a-f]{8}|\{\w+\}", said.message)
        assert after.city.catalogue.is_error(one)


def test_everything_else_is_published_as_without_them(before: Output, attacked: tuple[Output, dict[str, str]]) -> None:
    after, due = attacked
    strangers = {*due, "aa-copy", "ab-copy"}
    assert len(before.files) > 50
    for name, content in before.files.items():
        assert after.files[name] == content, name
    more = set(after.files) - set(before.files)
    assert {name for name in more if name.split("/")[1] not in strangers} == set()


def test_the_build_takes_its_normal_time(before: Output, attacked: tuple[Output, dict[str, str]]) -> None:
    after, due = attacked
    assert after.seconds < before.seconds + 1.0 * len(due)  # a busy machine is no reason to fail; bombs take minutes


# ── a real build ─────────────────────────────────────────────────────────────────────────────────────────────


def dossier(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", "--root", str(root), *arguments]
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1780272000", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, cwd=ROOT, check=False)


def digests(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_real_build_ends_with_status_1_and_the_same_site(tmp_path: Path) -> None:
    root = repository(tmp_path / "city", [VICTIM])
    first = dossier(root, "build", "--out", str(tmp_path / "first"))
    assert first.returncode == 0, first.stderr
    due = tricks(root)
    copy(root, "aa-copy")
    began = time.monotonic()
    second = dossier(root, "build", "--out", str(tmp_path / "second"))
    assert time.monotonic() - began < 120
    assert second.returncode == 1, second.stderr
    assert "Traceback" not in second.stderr
    for found in due.values():
        code, _, place = found.partition(" ")
        assert re.search(rf"错误 {re.escape(place)} \[{re.escape(code)}\]", second.stderr), found
    before, after = digests(tmp_path / "first"), digests(tmp_path / "second")
    own = {name for name in before if f"factories/{VICTIM}" in name}
    assert len(own) > 8
    assert {name: before[name] == after.get(name) for name in own} == dict.fromkeys(own, True)
    assert json.loads(after["api/v1/index.json"]) == json.loads(before["api/v1/index.json"])
