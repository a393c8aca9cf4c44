"""Workers for what touches a stranger's bytes: each factory is read in a process with limits on memory and time.

A process that crashes, loops or asks for gigabytes is replaced; the factory that it was reading is lost, with the
reason and the file it had come to, and no other. Processes are started anew (no fork of a process with threads),
each talks over pipes of its own (no lock that a dead one could hold), and answers come in the order of the tasks,
whoever was quicker. Why not a library: docs/adr/0018.

It is a defence against exhaustion and crashes, not against code that runs: nothing that a factory writes is run.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Timer
from types import TracebackType
from typing import IO, Any, Literal, Self, TypeAlias, cast

from generator.load.worker import ANSWER, receive, send


@dataclass(frozen=True)
class Limits:
    """What one worker, or one task, may take. Reading an example factory takes 40 ms and 60 MB."""

    #: Address space in bytes. The program takes 150 MB of it; the files of a factory at their caps some hundred more.
    memory: int = 1 << 30
    #: Processor seconds of one task. A file at its cap of 1 MB takes a second; a factory has a dozen files.
    cpu: int = 30
    #: Seconds of one task by the clock, where the machine is busy or a file system hangs.
    wall: float = 90.0
    #: Seconds by the clock until a process is ready; it takes a quarter of one on an idle machine.
    start: float = 60.0


Code: TypeAlias = Literal["load.crashed", "load.too-slow", "load.too-much-memory"]


@dataclass(frozen=True)
class Lost:
    """A task that did not come back: the code that says why, the file being read, the last words of the process."""

    code: Code
    reading: str
    detail: str


@dataclass(frozen=True)
class Done:
    """What a task returned, and whether the limits held while it ran."""

    result: Any
    limited: bool


def processors() -> int:
    """How many this process may use, where the system says; eight at most, each worker has its memory."""
    usable = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(usable, 8)


class Jail:
    """A number of workers; a context manager, which starts them all at once and leaves none behind."""

    def __init__(self, module: str, workers: int, limits: Limits | None = None) -> None:
        """``module`` is imported by each process as it starts: the one that has the function to :meth:`run`."""
        self._module = module
        self.limits = limits or Limits()
        self._threads = ThreadPoolExecutor(workers)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all: list[_Worker] = []
        self._closed = False
        for _ in range(workers):
            self._idle.put(self._start())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closed = True
        for worker in self._all:
            worker.stop()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.close()

    def run(self, function: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]) -> list[Done | Lost]:
        """``function(*task, tell)`` for each task, in their order; ``tell(file)`` says what is read next.

        The function must be one that another process can import; tasks and results must be picklable.
        """
        return list(self._threads.map(lambda task: self._one(pickle.dumps((function, task))), tasks))

    def _one(self, task: bytes) -> Done | Lost:
        """One task. One that a process was lost over which had served others is tried again by a new one: another
        factory's leavings, or a process killed from outside, must not be laid at this one's door.
        """
        worker = self._idle.get()
        done = worker.ask(task)
        perhaps_innocent = worker.tasks > 1 and isinstance(done, Lost) and done.code != "load.too-slow"
        if perhaps_innocent and not self._closed:
            worker = self._start()
            done = worker.ask(task)
        if not worker.usable and not self._closed:
            worker = self._start()
        self._idle.put(worker)
        return done

    def _start(self) -> _Worker:
        worker = _Worker(self._module, self.limits)
        self._all.append(worker)
        return worker


class _Worker:
    """One process, and the end of its pipes that is ours."""

    def __init__(self, module: str, limits: Limits) -> None:
        self._limits = limits
        self.tasks = 0
        self.usable = True
        self._overdue = False
        # -P: the current folder, which may be a stranger's, is no place to import from.
        command = [sys.executable, "-P", "-m", "generator.load.worker", module, str(limits.memory), str(limits.cpu)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(  # noqa: S603  # this interpreter, two numbers
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=_environment()
        )
        pipes = (self._process.stdin, self._process.stdout, self._process.stderr)
        self._tasks, self._answers, self._words = cast("tuple[IO[bytes], IO[bytes], IO[bytes]]", pipes)

    def ask(self, task: bytes) -> Done | Lost:
        """What the process answers, or why it does not; after a :class:`Lost` it is of no more use."""
        self.tasks += 1
        if self.tasks == 1:
            with self._within(self._limits.start):
                receive(self._answers)  # that it is ready: how long a process takes to start is no task's fault
        reading = ""
        with self._within(self._limits.wall):
            with suppress(OSError):  # a process that is gone takes no task; what ended it is told below
                send(self._tasks, ANSWER, task)
            while (message := receive(self._answers)) is not None:
                kind, content = message
                if kind == ANSWER:
                    limited, result = pickle.loads(content)  # noqa: S301  # our own process; see the module
                    return Done(result, limited)
                reading = content.decode()
        return self._lost(reading)

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Ends the process where what is done takes longer by the clock."""
        timer = Timer(seconds, self._too_late)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            self.usable = not self._overdue

    def _too_late(self) -> None:
        self._overdue = True
        self.stop()

    def _lost(self, reading: str) -> Lost:
        self.usable = False
        words = self._words.read().decode(errors="replace")
        status = self._process.wait()
        last = next((line.strip() for line in reversed(words.splitlines()) if line.strip()), "")
        if self._overdue or status == _OUT_OF_TIME:
            return Lost("load.too-slow", reading, "")
        if last.startswith("MemoryError") or "memory allocation of" in last:
            return Lost("load.too-much-memory", reading, "")
        return Lost(
            "load.crashed", reading, last[:200] or (f"signal {-status}" if status < 0 else f"exit status {status}")
        )

    def stop(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()

    def close(self) -> None:
        """Gives back what a stopped process held; nobody may be waiting for it any more."""
        self._process.wait()
        for pipe in (self._answers, self._words, self._tasks):
            with suppress(OSError):  # what could not be written to a process that is gone
                pipe.close()


_OUT_OF_TIME = -signal.SIGXCPU if sys.platform != "win32" else None


def _environment() -> dict[str, str]:
    """Ours, and where this very program lies: it need not be installed to be run."""
    here = str(Path(__file__).parents[2])
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{path}" if path else here}
