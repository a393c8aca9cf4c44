"""``dossier fmt``: every YAML file of a factory in one form. What cannot be formatted in safety is left as it is."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.model.finding import Finding
from generator.model.source import Tree
from generator.model.text import Text
from generator.submit.canonical import SCHEMA_LINE, canonical, comments
from generator.submit.layout import schema_line

#: The strict parser (``generator.load.strict_yaml.parse``), handed in: submit knows no other stage.
Parse = Callable[[bytes, str], tuple[Tree | None, Sequence[Finding]]]

REFUSED = Text(
    zh="读不懂或有疑问，未改动；先运行 dossier check",
    en="not changed: it cannot be read with certainty; run dossier check first",
)
SEALED = Text(
    zh="已封存（audit/seal.json），未改动：改动一个字节，封条就失效",
    en="not changed: it is sealed (audit/seal.json), and one changed byte breaks the seal",
)
UNSAFE = Text(
    zh="改写后内容会变，未改动；请反馈这个文件",
    en="not changed: its content would not stay the same; please report this file",
)


@dataclass(frozen=True, slots=True)
class Left:
    """A file that was left as it is, and why."""

    path: str
    why: Text


@dataclass(frozen=True, slots=True)
class Formatted:
    """Files that were changed (or would be, where nothing is written) and files that were left; relative paths."""

    changed: tuple[str, ...]
    left: tuple[Left, ...]


def format_tree(root: Path, slugs: Iterable[str], parse: Parse, *, write: bool) -> Formatted:
    """Every YAML file of the factories named, of all where none is named, in its canonical form."""
    changed: list[str] = []
    left: list[Left] = []
    for path in _files(root, sorted(set(slugs))):
        name = path.relative_to(root).as_posix()
        raw = path.read_bytes()
        new = format_file(raw, name, parse)
        if isinstance(new, Text):
            left.append(Left(name, new))
        elif new != raw and _sealed(root, path):
            left.append(Left(name, SEALED))
        elif new != raw:
            changed.append(name)
            if write:
                _replace(path, new)
    return Formatted(tuple(changed), tuple(left))


def format_file(raw: bytes, name: str, parse: Parse) -> bytes | Text:
    """The canonical bytes of one file, or why it is left; ``name`` is its path in the repository."""
    tree, findings = parse(raw, name)
    if tree is None or findings:
        return REFUSED
    source = raw.decode("utf-8-sig")
    new = canonical(source, schema_line(PurePosixPath(name)))
    again, found = parse(new.encode(), name)
    if again is None or found or again.data != tree.data or not _same_comments(source, new):
        return UNSAFE
    return new.encode()


def _same_comments(old: str, new: str) -> bool:
    """Whether every comment is kept and none is added; the schema line is the formatter's own."""
    before, after = (
        {text: count for text, count in comments(one).items() if not SCHEMA_LINE.match(text)} for one in (old, new)
    )
    return before == after


def _files(root: Path, slugs: Sequence[str]) -> Iterator[Path]:
    """The YAML files below the factories' folders; links and the files of the evidence, which are hashed, stay out."""
    base = root / "factories"
    folders = [base / slug for slug in slugs] if slugs else sorted(base.iterdir()) if base.is_dir() else []
    for folder in folders:
        if folder.is_symlink() or not folder.is_dir():
            continue
        for here, inner, names in os.walk(folder):
            inner[:] = sorted(one for one in inner if not (one == "evidence" or one.startswith(".")))
            files = (Path(here) / name for name in sorted(names) if name.endswith(".yaml"))
            yield from (path for path in files if stat.S_ISREG(path.lstat().st_mode))


def _sealed(root: Path, path: Path) -> bool:
    """Whether a seal stands over the cycle that a file belongs to; the authority's records lie outside of it."""
    _, slug, *inner = path.relative_to(root).parts
    if len(inner) < 2 or inner[1] == "authority":
        return False
    return (root / "factories" / slug / inner[0] / "audit" / "seal.json").exists()


def _replace(path: Path, content: bytes) -> None:
    """Writes beside the file and puts it in its place in one step, so that no half of it is ever left."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
    shutil.copymode(path, file.name)
    Path(file.name).replace(path)
