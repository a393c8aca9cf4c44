"""The process inside the jail: limits itself, then takes tasks on standard input and answers on standard output.

Run by ``generator.load.jail`` as ``python -P -m generator.load.worker MODULE MEMORY CPU``; ends with its input.
"""

from __future__ import annotations

import importlib
import math
import mmap
import os
import pickle
import struct
import sys
import time
from types import ModuleType
from typing import IO

try:
    import resource
except ImportError:  # Windows
    _resource: ModuleType | None = None
else:
    _resource = resource

READY, READING, ANSWER = b"s", b"r", b"a"
_HEAD = struct.Struct("!cQ")


def send(stream: IO[bytes], kind: bytes, content: bytes) -> None:
    """One message: its kind, its length, its content."""
    stream.write(_HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The next message, or None where the stream ends before its end."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    content = stream.read(length)
    return (kind, content) if len(content) == length else None


def main(module: str, memory: int, cpu: int) -> None:
    """Serve until there is no more input; whatever goes wrong ends the process, and the jail tells."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library might print must not stand between the answers
    importlib.import_module(module)  # what the tasks will need, while nobody waits yet
    limited = limit_memory(memory)
    send(answers, READY, b"")
    while (message := receive(sys.stdin.buffer)) is not None:
        limit_time(cpu)
        function, task = pickle.loads(message[1])  # noqa: S301  # from the jail, over a pipe that nobody else has
        result = function(*task, lambda file: send(answers, READING, file.encode()))
        send(answers, ANSWER, pickle.dumps((limited, result), pickle.HIGHEST_PROTOCOL))


def limit_memory(limit: int) -> bool:
    """Whether the system holds this process to so much address space: asked for, then tried (macOS only promises)."""
    if _resource is None:
        return False
    try:
        _lower(_resource.RLIMIT_CORE, 0)  # a crash leaves no copy of a factory's data behind
        _lower(_resource.RLIMIT_AS, limit)
    except (OSError, ValueError):
        return False
    try:
        mmap.mmap(-1, limit).close()
    except OSError:
        return True
    return False


def limit_time(seconds: int) -> None:
    """So many seconds of the processor from now on; then the system ends the process."""
    if _resource is not None:
        _lower(_resource.RLIMIT_CPU, math.ceil(time.process_time()) + seconds)


def _lower(kind: int, limit: int) -> None:
    """Sets a limit, or leaves the stricter one that is there already."""
    if _resource is not None:
        hard = _resource.getrlimit(kind)[1]
        _resource.setrlimit(kind, (limit if hard == _resource.RLIM_INFINITY else min(limit, hard), hard))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
