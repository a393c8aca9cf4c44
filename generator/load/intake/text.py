"""Personal data and keys in what is written: data files and prose, comments included."""

from __future__ import annotations

from collections.abc import Iterator

from generator.load.intake.notes import Notes
from generator.model.finding import Finding, Position, finding
from generator.model.source import Path, Tree


def check_personal(source: str, file: str, tree: Tree | None = None) -> list[Finding]:
    """Everything of :mod:`personal` in a text as it was written; in its values too, where escapes may hide it."""
    notes = Notes()
    notes.text("", source)
    found = [Finding(one.code, Position(file, one.line, one.column), one.params) for one in notes.found()]
    if tree is not None and "\\" in source:
        for path, text in _texts(tree):
            at, before = tree.at(*path), len(notes.problems)
            notes.text(f"{at.line}:{at.column}", text)
            found += [finding(one.code, at, **dict(one.params)) for one in notes.problems[before:]]
    return found


def _texts(tree: Tree) -> Iterator[tuple[Path, str]]:
    todo: list[tuple[Path, object]] = [((), tree.data)]
    while todo:
        path, node = todo.pop()
        if isinstance(node, str):
            yield path, node
        elif isinstance(node, dict):
            todo.extend(((*path, key), value) for key, value in node.items())
        elif isinstance(node, list):
            todo.extend(((*path, index), value) for index, value in enumerate(node))
