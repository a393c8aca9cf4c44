"""A parsed file with the place of everything in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.finding import Position

#: The way to a value: mapping keys and list indexes from the root.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """One YAML file: its data (text, booleans, null, lists, mappings with text keys; never a number or a date)
    and (line, column) of each value and of each mapping key, by path."""

    file: str
    data: object
    values: Mapping[Path, tuple[int, int]] = field(default_factory=dict)
    keys: Mapping[Path, tuple[int, int]] = field(default_factory=dict)

    def at(self, *path: str | int) -> Position:
        """The place of a value, or of its nearest existing ancestor."""
        return self._nearest(self.values, path)

    def key_at(self, *path: str | int) -> Position:
        """The place of a mapping key (of the value where the path ends in a list index)."""
        if path in self.keys:
            return Position(self.file, *self.keys[path])
        return self._nearest(self.values, path)

    def _nearest(self, places: Mapping[Path, tuple[int, int]], path: Path) -> Position:
        while path and path not in places:
            path = path[:-1]
        return Position(self.file, *places.get(path, (1, 1)))
