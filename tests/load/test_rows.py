"""Every known trick gives one finding at its place, in little time and memory, in a process with limits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.model.finding import Catalogue
from tests import rows
from tests.conftest import ROOT
from tests.rows import ROWS

SECONDS, MEGABYTES = 0.2, 100
#: Reads files as the loader does (bytes, YAML, text policy, schema), each in a process of its own that is forked from
#: a warm one. Limits first: a trick that works ends there.
MEASURE = """
import json, os, pathlib, re, resource, sys, time
from generator.load.repository import _Reader
from generator.model.dossier import Factory, Profile

def measure(root, path, _=None):
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    reader = _Reader(root)
    began = time.process_time()
    reader.read(path, Factory if path.name == "factory.yaml" else Profile, required=True)
    took = time.process_time() - began
    # Not ru_maxrss, which a process inherits from the one that started it.
    peak = int(re.search(r"VmHWM:\\s+([0-9]+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
    return [[f"{one.code} {one.at.line}:{one.at.column}" for one in reader.findings], took, peak]

sound = pathlib.Path(sys.argv[1])
_Reader(sound.parent).read(sound, Profile, required=True)
for root, path in json.load(sys.stdin):
    child = os.fork()
    if not child:
        print(json.dumps(measure(pathlib.Path(root), pathlib.Path(path))), flush=True)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status:
        print(json.dumps(f"died with status {status}"), flush=True)
"""
#: What only all files together show: the check of a whole factory finds it (tests/test_strangers.py).
LATER = {"uscc.check-digit", "district.unknown"}
Measured = tuple[list[str], float, float]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measured]:
    """Findings, seconds of the processor and megabytes at the peak, for each row."""
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of a process is read from /proc")
    root = tmp_path_factory.mktemp("rows")
    tasks = []
    for number, row in enumerate(ROWS.values()):
        folder = rows.factory(root / "factories", f"x{number}", number, lambda made, row=row: rows.damage(made, row))
        tasks.append([str(root), str(folder / row.file)])
    command = [sys.executable, "-c", MEASURE, str(rows.BASE / "2025/profile.yaml")]
    given = json.dumps(tasks)
    done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, timeout=200, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return dict(zip(ROWS, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", ROWS)
def test_a_trick_costs_a_moment_and_one_finding(name: str, measured: dict[str, Measured], catalogue: Catalogue) -> None:
    row, result = ROWS[name], measured[name]
    assert not isinstance(result, str), result
    found, took, peak = result
    assert found == ([] if row.code in LATER else [row.found])
    # A file of 1 MB is decoded and looked through before it is refused; a busy machine is no reason to fail.
    assert took < (SECONDS if len(row.new) < 100_000 else 5 * SECONDS)
    assert peak < MEGABYTES
    assert catalogue.kinds[row.code].message.zh


def test_every_kind_of_trick_is_there() -> None:
    assert len(ROWS) > 40
    assert len({row.code for row in ROWS.values()}) > 20
