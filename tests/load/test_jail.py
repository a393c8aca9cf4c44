"""The jail: whatever a factory does to the process that reads it, it is lost alone, and says where it was."""

from __future__ import annotations

import io
import os
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.load import repository, worker
from generator.load.jail import Done, Jail, Limits, Lost, processors
from generator.load.repository import Repository, load_repository, open_jail
from generator.model.finding import Catalogue, Finding
from generator.pipeline import Options, assess
from tests.conftest import ROOT
from tests.load import evil
from tests.test_bad import BAD, imitate, site

LIMITS = Limits(memory=400 << 20, cpu=4, wall=8.0)  # a busy machine is slow


@pytest.fixture
def _evil(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "load_factory", evil.load_factory)


def with_deeds(root: Path, *names: str) -> Path:
    """The base and its neighbour, with copies of the neighbour that are called after what happens to them."""
    site(root)
    for name in names:
        imitate(root, name)
    return root


def load(root: Path, catalogue: Catalogue, workers: int, limits: Limits = LIMITS) -> tuple[Repository, list[Finding]]:
    with open_jail(root, None, workers, limits) as jail:
        return load_repository(root, catalogue, None, jail)


def slugs(read: Repository) -> list[str]:
    return [one.slug for one in read.dossiers]


# ── one folder, one finding ──────────────────────────────────────────────────────────────────────────────────

FATES = {
    "segfault": "load.crashed",
    "leave": "load.crashed",
    "mistake": "load.crashed",
    "recursion": "load.crashed",
    "loop": "load.too-slow",
    "hang": "load.too-slow",
    "two-gigabytes": "load.too-much-memory",
    "small-pieces": "load.too-much-memory",
}


@pytest.mark.usefixtures("_evil")
@pytest.mark.parametrize("name", FATES)
def test_what_happens_to_a_process_costs_one_factory(name: str, tmp_path: Path, catalogue: Catalogue) -> None:
    root = with_deeds(tmp_path, name)
    began = time.monotonic()
    read, findings = load(root, catalogue, 1)
    assert time.monotonic() - began < 90
    (found,) = findings
    assert (found.code, str(found.at)) == (FATES[name], f"factories/{name}/2025/profile.yaml:1:1")
    assert [(one.slug, one.cycle, one.was_public) for one in read.left_out] == [(name, "", True)]
    shutil.rmtree(root / "factories" / name)
    assert read.dossiers == load_repository(root, catalogue)[0].dossiers


@pytest.mark.usefixtures("_evil")
def test_all_of_them_at_once_leave_the_others_alone(tmp_path: Path, catalogue: Catalogue) -> None:
    root = with_deeds(tmp_path, *FATES, "chatter")
    read, findings = load(root, catalogue, 2)
    assert slugs(read) == ["base", "chatter", "neighbour"]
    assert [one.code for one in findings] == [FATES[name] for name in sorted(FATES)]


@pytest.mark.usefixtures("_evil")
def test_who_reads_what_changes_nothing(tmp_path: Path, catalogue: Catalogue) -> None:
    root = with_deeds(tmp_path, "segfault", "two-gigabytes", "chatter")
    assert load(root, catalogue, 1) == load(root, catalogue, 4)


@pytest.mark.usefixtures("_evil")
def test_the_words_say_what_and_how_much(tmp_path: Path, catalogue: Catalogue) -> None:
    root = with_deeds(tmp_path, "loop", "mistake", "segfault", "two-gigabytes")
    _, findings = load(root, catalogue, 2)
    said = [catalogue.describe(one, lang).message for one in findings for lang in ("zh", "en")]
    assert "超过 4 秒" in said[0]
    assert "KeyError: 'a mistake of ours'" in said[2]
    assert "signal 11" in said[4]
    assert "400 MB" in said[6]
    assert not any("Traceback" in one or "{" in one for one in said)


@pytest.mark.usefixtures("_evil")
def test_what_one_leaves_behind_is_not_laid_at_the_next_ones_door(tmp_path: Path, catalogue: Catalogue) -> None:
    root = with_deeds(tmp_path, "hoard", "hoard-2")
    read, findings = load(root, catalogue, 1)
    assert findings == []
    assert slugs(read) == ["base", "hoard", "hoard-2", "neighbour"]


@pytest.mark.usefixtures("_evil")
def test_through_all_stages_the_lost_factory_keeps_its_address(tmp_path: Path) -> None:
    root = with_deeds(tmp_path, "segfault")
    city = assess(root, Options(as_of=date(2026, 6, 1), workers=2))
    assert [one.code for one in city.findings] == ["load.crashed"]
    assert [(one.slug, one.was_public, len(one.findings)) for one in city.notices] == [("segfault", True, 1)]
    shutil.rmtree(root / "factories/segfault")
    assert city.assessed == assess(root, Options(as_of=date(2026, 6, 1))).assessed


@pytest.mark.usefixtures("_evil")
def test_a_loop_is_ended_by_processor_time_long_before_the_clock(tmp_path: Path, catalogue: Catalogue) -> None:
    pytest.importorskip("resource", reason="Windows has no limits to set")
    root = with_deeds(tmp_path, "loop")
    began = time.monotonic()
    _, findings = load(root, catalogue, 1, Limits(cpu=1, wall=200.0))
    assert time.monotonic() - began < 100
    assert [one.code for one in findings] == ["load.too-slow"]


# ── the same with and without ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("workers", [1, 2])
def test_the_examples_are_read_the_same_in_and_out_of_the_jail(workers: int, catalogue: Catalogue) -> None:
    expected = load_repository(ROOT, catalogue)
    assert len(expected[0].dossiers) >= 6
    assert load(ROOT, catalogue, workers, Limits()) == expected


@pytest.mark.parametrize("code", ["yaml.syntax", "text.mixed-script", "folder.slug", "load.too-many-findings"])
def test_findings_are_the_same_in_and_out_of_the_jail(code: str, tmp_path: Path, catalogue: Catalogue) -> None:
    root = site(tmp_path, BAD / code / "bad")
    make = BAD / code / "make.py"
    if make.exists():
        subprocess.run([sys.executable, str(make), str(root), "bad"], check=True)
    expected = load_repository(root, catalogue)
    assert expected[1]
    assert load(root, catalogue, 2, Limits()) == expected


def test_a_choice_of_factories_is_kept(catalogue: Catalogue) -> None:
    only = frozenset({"jintan-pv", "nobody"})
    with open_jail(ROOT, only, 8) as jail:
        assert jail is not None
        read, findings = load_repository(ROOT, catalogue, only, jail)
    assert (slugs(read), findings) == (["jintan-pv"], [])


def test_no_process_where_there_is_nothing_to_read_or_none_is_wanted(tmp_path: Path, catalogue: Catalogue) -> None:
    assert open_jail(ROOT, None, 0).__enter__() is None
    assert load(tmp_path, catalogue, 4) == (Repository((), ()), [])
    assert 1 <= processors() <= 8


# ── degraded ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("_evil")
def test_without_limits_it_is_said_and_the_rest_holds(tmp_path: Path, catalogue: Catalogue) -> None:
    root = with_deeds(tmp_path, "hang", "segfault")
    with Jail("tests.load.without_limits", 1, LIMITS) as jail:
        read, findings = load_repository(root, catalogue, None, jail)
    assert slugs(read) == ["base", "neighbour"]
    assert [one.code for one in findings] == ["load.too-slow", "load.crashed", "load.not-limited"]
    assert [catalogue.is_error(one) for one in findings] == [True, True, False]
    assert sys.platform in catalogue.describe(findings[-1], "en").message


def test_a_promise_of_the_system_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS takes the limit and does not hold it."""

    class Promises:
        RLIMIT_CORE = RLIMIT_AS = RLIM_INFINITY = 0

        @staticmethod
        def getrlimit(_: int) -> tuple[int, int]:
            return 0, 0

        @staticmethod
        def setrlimit(*_: Any) -> None:
            pass

    class Refuses(Promises):
        @staticmethod
        def setrlimit(*_: Any) -> None:
            raise ValueError("current limit exceeds maximum limit")

    for system in (None, Promises, Refuses):
        monkeypatch.setattr(worker, "_resource", system)
        assert not worker.limit_memory(1 << 20)
        worker.limit_time(1) if system is None else None


def test_a_stricter_limit_from_outside_stays(catalogue: Catalogue) -> None:
    """A limit that the caller has set already, lower than ours, is no reason to fail."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (800 << 20, 800 << 20));"
        "from pathlib import Path; from generator.load.repository import *;"
        "from generator.load.catalogue import load_findings;"
        "root = Path(sys.argv[1]); c = load_findings(root / 'content/i18n/findings.yaml')\n"
        "with open_jail(root, None, 1) as jail: print([f.code for f in load_repository(root, c, None, jail)[1]])"
    )
    pytest.importorskip("resource", reason="Windows has no limits to set")
    done = subprocess.run([sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"


# ── the processes ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def jail() -> Iterator[Jail]:
    with Jail("tests.load.test_jail", 2, LIMITS) as made:
        yield made


def late(number: int, tell: Any) -> tuple[int, int]:
    time.sleep(0.3 if number == 0 else 0)
    return number, os.getpid()


def test_answers_come_in_the_order_of_the_tasks(jail: Jail) -> None:
    done = jail.run(late, [(number,) for number in range(8)])
    assert [one.result[0] for one in done if isinstance(one, Done)] == list(range(8))
    assert all(isinstance(one, Done) and one.limited for one in done)


def test_a_process_that_was_killed_while_it_waited_is_replaced(jail: Jail) -> None:
    first = jail.run(late, [(number,) for number in range(8)])
    for one in first:
        assert isinstance(one, Done)
        with_pid = one.result[1]
        if Path(f"/proc/{with_pid}").exists():
            os.kill(with_pid, 9)
    assert [one.result[0] for one in jail.run(late, [(1,), (2,), (3,)]) if isinstance(one, Done)] == [1, 2, 3]


def test_a_process_ends_with_its_input() -> None:
    """As it does when the program that started it is killed; and it answers without the jail's help."""
    command = [sys.executable, "-m", "generator.load.worker", "tests.load.test_jail", str(1 << 30), "10"]
    task = io.BytesIO()
    worker.send(task, worker.ANSWER, pickle.dumps((late, (7,))))
    done = subprocess.run(command, input=task.getvalue() + b"a", capture_output=True, cwd=ROOT, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    answers = io.BytesIO(done.stdout)
    assert worker.receive(answers) == (worker.READY, b"")
    message = worker.receive(answers)
    assert message is not None
    kind, content = message
    assert kind == worker.ANSWER
    assert pickle.loads(content)[1][0] == 7


def test_a_process_that_never_gets_ready_is_given_up() -> None:
    began = time.monotonic()
    with Jail("tests.load.never_ready", 1, Limits(start=3.0)) as jail:
        (lost,) = jail.run(late, [(1,)])
    assert isinstance(lost, Lost)
    assert lost.code == "load.too-slow"
    assert time.monotonic() - began < 60


def test_no_process_is_left_behind_even_by_an_error() -> None:
    processes = []

    def fail() -> None:
        with Jail("tests.load.test_jail", 2, LIMITS) as jail:
            jail.run(late, [(1,)])
            processes.extend(one._process for one in jail._all)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(processes) == 2
    assert all(one.returncode is not None for one in processes)


def test_the_current_folder_is_no_place_to_import_from(tmp_path: Path) -> None:
    """A stranger's clone may hold a file called like a library."""
    for name in ("yaml", "pydantic", "pickle", "resource", "generator"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('code of a stranger ran')\n", "utf-8")
    old = Path.cwd()
    os.chdir(tmp_path)
    try:
        with Jail("generator.load.repository", 1, LIMITS) as jail:
            (done,) = jail.run(late, [(1,)])
    finally:
        os.chdir(old)
    assert isinstance(done, Done), done


def test_a_program_that_cannot_start_is_a_finding_not_a_traceback(tmp_path: Path) -> None:
    with Jail("no.such.module", 1, LIMITS) as jail:
        (lost,) = jail.run(late, [(1,)])
    assert isinstance(lost, Lost)
    assert (lost.code, lost.detail) == ("load.crashed", "ModuleNotFoundError: No module named 'no'")
