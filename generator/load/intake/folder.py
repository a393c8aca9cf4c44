"""The folder ``evidence/`` of a cycle, and files of evidence that lie where none belongs."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from generator.load.intake import names
from generator.load.intake.apart import Inspector
from generator.load.intake.limits import load_limits
from generator.load.intake.notes import Problem
from generator.model.evidence import Limits, StoredFile
from generator.model.finding import Finding, Position, finding

#: Kinds of files that a dossier consists of; every other kind is evidence, and belongs into ``evidence/``.
_DOSSIER = frozenset({".yaml", ".yml", ".md", ".json", ".sig"})
_EDITORS = frozenset({".swp", ".idea", ".vscode"})
#: Most entries of a factory's folders that are looked at.
_MOST_ENTRIES = 10_000

#: The one that asks the process apart, and remembers.
INSPECTOR = Inspector()


def read_evidence(root: Path, folder: Path) -> tuple[dict[str, StoredFile], list[Finding]]:
    """The files of ``folder/evidence/`` by the name that the register gives them (``evidence/E05.pdf``)."""
    base = folder / "evidence"
    try:
        if not stat.S_ISDIR(base.lstat().st_mode):
            return {}, []  # a link, or a file of that name, has its finding already
    except FileNotFoundError:
        return {}, []
    return _Intake(root, base, load_limits(root)).read()


class _Intake:
    """Reads one folder: what may not come in is found before it is opened."""

    def __init__(self, root: Path, base: Path, limits: Limits) -> None:
        self.root, self.base, self.limits = root, base, limits
        self.findings: list[Finding] = []
        self.total = 0

    def read(self) -> tuple[dict[str, StoredFile], list[Finding]]:
        """Name by name; then the content of those that were read, in the process apart."""
        try:
            listed = sorted(path.name for path in self.base.iterdir() if not self._ours(path))
        except OSError as error:
            self._find("file.unreadable", "", name=self.base.name, problem=error.strerror or error)
            return {}, self.findings
        if len(listed) > self.limits.files:
            at = self._at("")
            return {}, [finding("evidence.too-many-files", at, count=len(listed), limit=self.limits.files)]
        twins = names.twins(listed)
        files: dict[str, tuple[StoredFile, bytes]] = {}
        for name in listed:
            if (self.base / name).is_dir() and not (self.base / name).is_symlink():
                self._find("evidence.subfolder", name, name=names.visible(name))
            elif name in twins:
                self._find("evidence.twin", name, name=names.visible(name), other=names.visible(twins[name]))
            elif code := names.problem(name):
                self._find(code, name, name=names.visible(name))
            elif data := self._content(name):
                stored = StoredFile(self._at(name).file, len(data), sha256(data).hexdigest())
                files[f"evidence/{name}"] = stored, data
        asked = [(one.sha256, one.extension, data) for one, data in files.values()]
        for (stored, _), problems in zip(files.values(), INSPECTOR.problems(asked, self.limits), strict=True):
            self.findings += [_finding(stored, problem) for problem in problems]
        return {name: stored for name, (stored, _) in files.items()}, self.findings

    def _ours(self, path: Path) -> bool:
        """Files that keep an empty folder in git, and those that systems put everywhere."""
        return path.name in names.LITTER or _keeps_folder(path)

    def _at(self, name: str) -> Position:
        """The place of a file; a name that is none for an address is shown as its codes."""
        folder = self.base.relative_to(self.root).as_posix()
        return Position(f"{folder}/{names.visible(name)}" if name else folder)

    def _find(self, code: str, entry: str, /, **params: object) -> None:
        self.findings.append(finding(code, self._at(entry), **params))

    def _content(self, name: str) -> bytes | None:
        """The bytes of an ordinary file with no other name, of an allowed format and size."""
        extension = name.rpartition(".")[2]
        try:
            status = (self.base / name).lstat()
            if not stat.S_ISREG(status.st_mode):
                self._find("file.not-regular", name, name=name)
            elif status.st_nlink > 1:
                self._find("evidence.linked", name, name=name)
            elif extension not in self.limits.formats:
                self._find("evidence.unknown-format", name, extension=extension, known=", ".join(self.limits.formats))
            elif self._fits(name, status.st_size):
                return self._bytes(name, status)
        except OSError as error:
            self._find("file.unreadable", name, name=name, problem=error.strerror or error)
        return None

    def _fits(self, name: str, size: int) -> bool:
        if size > self.limits.file_bytes:
            self._find("evidence.file-too-large", name, size=size, limit=self.limits.file_bytes)
            return False
        before, self.total = self.total, self.total + size
        if before <= self.limits.cycle_bytes < self.total:
            self._find("evidence.folder-too-large", "", limit=self.limits.cycle_bytes)
        if size == 0:
            self._find("evidence.other-content", name, extension=name.rpartition(".")[2], found="0 bytes")
        return self.total <= self.limits.cycle_bytes and size > 0

    def _bytes(self, name: str, status: os.stat_result) -> bytes | None:
        """The content, if what is opened is what was looked at: no link is followed, no pipe waited for."""
        flags = os.O_RDONLY
        for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
            flags |= getattr(os, flag, 0)
        with os.fdopen(os.open(self.base / name, flags), "rb") as file:
            opened = os.fstat(file.fileno())
            if (opened.st_dev, opened.st_ino, opened.st_size) != (status.st_dev, status.st_ino, status.st_size):
                self._find("file.not-regular", name, name=name)
                return None
            return file.read(status.st_size)


def _finding(stored: StoredFile, problem: Problem) -> Finding:
    return Finding(problem.code, Position(stored.path, problem.line, problem.column), problem.params)


def stray_files(root: Path, folder: Path, skip: frozenset[str]) -> Iterator[Finding]:
    """Files that are no part of a dossier, anywhere below a folder but in its folders ``skip``.

    A contract in the wrong folder is public all the same, once it is in the repository.
    """
    entries = 0
    for here, folders, files in os.walk(folder):
        place = Path(here)
        if place == folder:
            folders[:] = [name for name in folders if name not in skip]
        folders[:] = sorted(name for name in folders if name not in _EDITORS)
        for name in sorted(files):
            entries += 1
            if entries > _MOST_ENTRIES:
                yield finding(
                    "load.too-many-findings", Position(folder.relative_to(root).as_posix()), shown=entries - 1
                )
                return
            if not _belongs(place / name):
                where = Position(f"{place.relative_to(root).as_posix()}/{names.visible(name)}")
                yield finding("evidence.outside-folder", where, name=names.visible(name))


def _belongs(path: Path) -> bool:
    if path.name in names.LITTER or path.name.endswith("~") or path.suffix.casefold() in _EDITORS:
        return True
    return path.suffix.casefold() in _DOSSIER or _keeps_folder(path)


def _keeps_folder(path: Path) -> bool:
    return path.name == ".gitkeep" and path.lstat().st_size == 0
