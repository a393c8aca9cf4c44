"""Reading in a process apart: what crashes, loops or eats memory is one finding of one file."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import pytest

from generator.load.intake import apart, worker
from generator.load.intake.apart import Answer, Inspector
from generator.load.intake.limits import load_limits
from generator.load.intake.notes import Problem
from tests.conftest import ROOT
from tests.originals import CSV, MOBILE, jpg, pdf, xlsx

LIMITS = load_limits(ROOT)
HEAVY = Problem("evidence.too-heavy")
#: What each file asks for, when it is read by the worker that :func:`hostile` makes.
WORKER = """
import os, sys, time
from generator.load.intake import inspect, worker
def read(data, limits, notes):
    if data == b"crash": os.abort()
    if data == b"loop":
        while True: pass
    if data == b"sleep": time.sleep(600)
    if data == b"memory": bytearray(2 << 30)
    if data == b"write": open(sys.argv[3] + "/written", "wb", 0).write(b"x")
    if data == b"print": print("words of the file", file=sys.stderr)
inspect.READERS["csv"] = read
worker.limit(int(sys.argv[1]), int(sys.argv[2]))
worker.serve(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]))
"""


def asked(inspector: Inspector, *files: tuple[str, bytes]) -> list[Answer]:
    return inspector.problems([(sha256(data).hexdigest(), extension, data) for extension, data in files], LIMITS)


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Inspector:
    """An inspector whose worker does what the file says."""
    run = subprocess.run

    def other(command: list[str], **given: object) -> object:
        assert command[-3:-2] == ["generator.load.intake.worker"]
        return run([sys.executable, "-c", WORKER, *command[-2:], str(tmp_path)], **given)  # type: ignore[call-overload]

    monkeypatch.setattr(apart.subprocess, "run", other)
    return Inspector(seconds=1, memory=1 << 30)


def test_each_file_has_its_answer() -> None:
    found = asked(Inspector(), ("pdf", pdf()), ("csv", CSV + MOBILE.encode()), ("jpg", jpg()), ("png", pdf()))
    assert [[one.code for one in answer] for answer in found] == [
        [],
        ["personal.mobile"],
        [],
        ["evidence.other-content"],
    ]
    assert found[1][0].line == 4


def test_nothing_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    inspector = Inspector()
    first = asked(inspector, ("csv", CSV), ("csv", b"=1"), ("csv", CSV))
    monkeypatch.setattr(Inspector, "_run", None)
    assert asked(inspector, ("csv", b"=1"), ("csv", CSV)) == [first[1], first[0]]


def test_what_is_kept_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_KEPT", 2)
    inspector = Inspector()
    asked(inspector, *(("csv", b"%d" % no) for no in range(5)))
    assert len(inspector._known) == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
@pytest.mark.parametrize("deed", [b"crash", b"loop", b"memory"])
def test_one_file_costs_itself_only(deed: bytes, hostile: Inspector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PATIENCE", 100)  # the worker's own limits are what ends it
    began = time.monotonic()
    assert asked(hostile, ("csv", b"a"), ("csv", deed), ("csv", b"b")) == [(), (HEAVY,), ()]
    assert time.monotonic() - began < 60


def test_a_file_that_waits_is_ended_from_outside(hostile: Inspector) -> None:
    assert asked(hostile, ("csv", b"a"), ("csv", b"sleep"), ("csv", b"b")) == [(), (HEAVY,), ()]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
def test_the_worker_writes_no_file(hostile: Inspector, tmp_path: Path) -> None:
    ((one,),) = asked(hostile, ("csv", b"write"))
    assert one.code == "evidence.damaged"
    assert (tmp_path / "written").read_bytes() == b""


def test_what_a_library_prints_reaches_nobody(hostile: Inspector, capfd: pytest.CaptureFixture[str]) -> None:
    assert asked(hostile, ("csv", b"print")) == [()]
    assert "words" not in "".join(capfd.readouterr())


def test_a_worker_that_does_not_start_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_HERE", Path("/"))
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match="does not start"):
        asked(Inspector(), ("csv", CSV))


def test_a_bomb_against_the_real_worker() -> None:
    """30 MB of elements, none of them cells, in a workbook of 300 KB."""
    wide = f"<a><!--{os.urandom(150_000).hex()}-->{'<b/>' * 7_000_000}</a>"
    ((one,),) = asked(Inspector(), ("xlsx", xlsx({"xl/styles.xml": wide})))
    assert one.code in ("evidence.too-big-inside", "evidence.too-heavy")


# ── the worker, from inside ──────────────────────────────────────────────────────────────────────────────────


def test_the_protocol() -> None:
    sent = json.dumps(asdict(LIMITS)).encode() + b"\n"
    for data in (CSV, b"=1\n"):
        sent += json.dumps(["csv", len(data)]).encode() + b"\n" + data
    answers = io.BytesIO()
    worker.serve(io.BytesIO(sent), answers, 20)
    ready, first, second = answers.getvalue().splitlines()
    assert ready + b"\n" == worker.READY
    assert json.loads(first) == []
    assert json.loads(second)[0]["code"] == "evidence.formula"


def test_the_limits_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    kept: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", kept.__setitem__)
    worker.limit(7, 1 << 30)
    assert kept[resource.RLIMIT_AS] == (1 << 30, 1 << 30)
    assert kept[resource.RLIMIT_CPU] == (700, 700)
    assert kept[resource.RLIMIT_FSIZE] == kept[resource.RLIMIT_CORE] == (0, 0)


def test_without_limits_it_reads_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    worker.limit(7, 1 << 30)
    monkeypatch.delattr(worker.signal, "setitimer")
    answers = io.BytesIO()
    worker.serve(io.BytesIO(json.dumps(asdict(LIMITS)).encode() + b'\n["csv", 1]\na'), answers, 1)
    assert answers.getvalue() == worker.READY + b"[]\n"


def test_the_worker_starts_fast() -> None:
    """It imports what reads files, and nothing of the models, which take three times as long."""
    code = "import sys; import generator.load.intake.worker; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "False"
