"""An auditor's own copies of evidence: hashed where they lie, never copied, never opened for anything else."""

from __future__ import annotations

import os
import re
import stat
from hashlib import file_digest
from pathlib import Path

from generator.model.evidence import Vault

#: ``E07.pdf``, ``E07 合同.pdf``: a name that begins with an evidence id.
_NAMED = re.compile(r"(E[0-9]{2,4})(?![0-9A-Za-z])")

_CYCLE = re.compile(r"[a-z][a-z0-9-]*/(?:19|20)[0-9]{2}")


def read_vault(folder: Path) -> Vault:
    """The hashes of every ordinary file below a folder; links are not followed, names are not kept.

    What cannot be read is counted, and not named: nothing of a vault may reach a page, a log or a message.
    """
    hashes: set[str] = set()
    named: dict[tuple[str, str], set[str]] = {}
    unreadable: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=unreadable.append):
        folders.sort()
        way = Path(here).relative_to(folder).parts
        cycle = "/".join(way[-2:])
        cycle = cycle if _CYCLE.fullmatch(cycle) else ""
        for name in sorted(files):
            try:
                digest = _digest(Path(here) / name)
            except OSError as error:
                unreadable.append(error)
                continue
            if digest is None:
                continue
            hashes.add(digest)
            id_ = _NAMED.match(name)
            if id_:
                named.setdefault((cycle, id_[1]), set()).add(digest)
    return Vault(frozenset(hashes), {key: frozenset(one) for key, one in named.items()}, len(unreadable))


def _digest(path: Path) -> str | None:
    """The SHA-256 of an ordinary file; None for anything else."""
    if not stat.S_ISREG(path.lstat().st_mode):
        return None
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
