"""Evidence files: what is known of one, what is allowed of them, and what an auditor's own copies are.

Nothing here imports more than the standard library: the process that opens strangers' files starts with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in a cycle's folder ``evidence/``, as it was read: ``path`` is relative to the repository."""

    path: str
    size: int  # bytes
    sha256: str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Limits:
    """``content/reference/intake.yaml``: which formats may be handed in (by extension, with their media type),
    and how much of each; each limit is the most that is allowed."""

    formats: Mapping[str, str]
    file_bytes: int
    cycle_bytes: int
    files: int
    pages: int
    pixels: int
    unpacked_bytes: int
    cells: int


@dataclass(frozen=True, slots=True)
class Published:
    """A file that the site shows as it is: ``path`` below the site, ``source`` below the repository; what is
    copied must still have this hash."""

    path: str
    source: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Vault:
    """An auditor's own copies, as nothing but hashes; no name of a file is kept.

    ``named`` has those of files that are named after an evidence id, by (factory/cycle, id); the first is empty
    where the file does not lie in a folder of a factory and a cycle.
    """

    hashes: frozenset[str] = frozenset()
    named: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    unreadable: int = 0
