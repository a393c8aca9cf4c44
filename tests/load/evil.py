"""Loaders that do what no loader should, for the processes of the jail to run; named like the factory they meet."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.load import repository
from generator.model.finding import Catalogue

_REAL = repository.load_factory  # as it is before a test puts ours there
_HOARD: list[bytearray] = []


def segfault() -> None:
    ctypes.string_at(0)


def loop() -> None:
    while True:
        pass


def hang() -> None:
    time.sleep(3600)


def two_gigabytes() -> None:
    bytearray(2 << 30)


def small_pieces() -> None:
    pieces = []
    while True:
        pieces.append(bytearray(1 << 20))


def hoard() -> None:
    """Leaves behind more than half of what a process may hold: the next one to do so finds no room."""
    _HOARD.append(bytearray(200 << 20))


def leave() -> None:
    os._exit(3)


def mistake() -> None:
    raise KeyError("a mistake of ours")


def recursion() -> None:
    recursion()


def chatter() -> None:
    """Harmless: what is printed must not stand between the answers."""
    sys.stdout.write("a" * 100_000)
    sys.stdout.flush()
    os.write(1, b"\x00" * 100_000)


DEEDS: dict[str, Callable[[], None]] = {
    one.__name__.replace("_", "-"): one
    for one in (
        segfault,
        loop,
        hang,
        two_gigabytes,
        small_pieces,
        hoard,
        leave,
        mistake,
        recursion,
        chatter,
    )
}


def load_factory(root: Path, folder: Path, catalogue: Catalogue, tell: Callable[[str], object] = str) -> Any:
    """The real one, with a deed where the profile is about to be read."""

    def told(file: str) -> None:
        tell(file)
        deed = DEEDS.get(folder.name.rstrip("-2"))
        if deed and file.endswith("/profile.yaml"):
            deed()

    return _REAL(root, folder, catalogue, told)
