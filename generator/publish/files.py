"""Write folders so that only what changed is touched and only what we wrote is ever removed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from generator.model.evidence import Published

MANIFEST = ".dossiers.json"


def write_folder(folder: Path, files: Mapping[str, bytes]) -> int:
    """Make ``folder`` hold ``files`` (path → content); returns how many were written.

    Unchanged files keep their time; a file of an earlier run that is no longer wanted goes, by the manifest;
    anything else in the folder is not ours and stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = sum(_write(folder / name, content) for name, content in files.items())
    prune(folder, files)
    return written


def prune(folder: Path, keep: Iterable[str]) -> None:
    """Remove what the manifest says we wrote and ``keep`` does not name; then renew the manifest."""
    manifest = folder / MANIFEST
    kept = sorted(set(keep))
    wanted = set(kept)
    for name in _manifest(manifest):
        path = (folder / name).resolve()
        if name not in wanted and path.is_relative_to(folder.resolve()) and path.is_file():
            path.unlink()
            _remove_empty(path.parent, folder.resolve())
    _write(manifest, json.dumps(kept, ensure_ascii=False, indent=0).encode())


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: path → content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


class Folder(Mapping[str, bytes]):
    """Every file below a folder, read when it is asked for: a whole site need not fit into memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
        self.names = [path.relative_to(folder).as_posix() for path in paths]

    def __getitem__(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def unchanged(root: Path, files: Iterable[Published]) -> Iterator[tuple[str, bytes]]:
    """(path below the site, content) of files that are published as they are, one at a time.

    One that is no longer what was checked (changed meanwhile, or a link by now) is left out.
    """
    for one in files:
        path = root / one.source
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        if sha256(content).hexdigest() == one.sha256:
            yield one.path, content


def copy_unchanged(folder: Path, root: Path, files: Iterable[Published]) -> list[str]:
    """Make ``folder`` hold :func:`unchanged`, and nothing of an earlier run; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    copied: list[str] = []
    for name, content in unchanged(root, files):
        _write(folder / name, content)
        copied.append(name)
    prune(folder, copied)
    return copied


def _manifest(path: Path) -> list[str]:
    try:
        listed = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    return [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def _remove_empty(folder: Path, stop: Path) -> None:
    while folder != stop and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
