"""The process apart: reads files from standard input and answers each with its problems, one line of JSON a file.

Started by :mod:`generator.load.intake.apart`. It gives itself its limits before it reads a byte; breaking one ends
it, and the file it was reading is the one that has no answer.
"""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import asdict
from typing import BinaryIO

from generator.load.intake.inspect import inspect
from generator.model.evidence import Limits

#: Said before the first answer: the process has started, whatever becomes of the files.
READY = b"ready\n"


def limit(seconds: int, memory: int) -> None:
    """Most bytes of memory, and seconds as a second fence behind :func:`serve`'s; Windows has neither."""
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds * 100, seconds * 100))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to no file


def serve(given: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    """First the rules of intake; then for each file its extension and size, and its bytes."""
    limits = Limits(**json.loads(given.readline()))
    answers.write(READY)
    answers.flush()
    while head := given.readline():
        extension, size = json.loads(head)
        data = given.read(size)
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, seconds)  # nobody handles SIGPROF: it ends the process
        problems = [asdict(problem) for problem in inspect(data, extension, limits)]
        answers.write(json.dumps(problems).encode() + b"\n")
        answers.flush()
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    most_seconds, most_memory = map(int, sys.argv[1:])
    limit(most_seconds, most_memory)
    serve(sys.stdin.buffer, sys.stdout.buffer, most_seconds)
