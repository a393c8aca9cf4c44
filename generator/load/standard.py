"""Read an indicator table, and work out every alternative reading of it.

The rule type comes from outside, as a type parameter (docs/adr/0006). A standard is ours, not a stranger's: its
errors are findings all the same, and a standard with an error is not used.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from generator.load.schema import validate
from generator.load.strict_yaml import parse
from generator.model.finding import Finding, Position, finding
from generator.model.source import Path as Place
from generator.model.source import Tree
from generator.model.standard import Effect, RuleT, Standard
from generator.model.variant import CHOSEN, Edition, Variant

COMBINED = {"all-strict": "strict", "all-lenient": "lenient"}


def load_standard(
    root: Path, folder: Path, model: type[Standard[RuleT]]
) -> tuple[Edition[RuleT] | None, list[Finding]]:
    """The standard in ``folder`` (``content/standards/<id>``), validated as ``model``, with its variants."""
    findings: list[Finding] = []
    trees: dict[str, Tree] = {}
    digest = hashlib.sha256()
    for path in _files(folder):
        raw = path.read_bytes()
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + raw)
        tree, found = parse(raw, path.relative_to(root).as_posix())
        findings += found
        if tree is not None:
            trees[path.relative_to(folder).as_posix()] = tree
    data = assemble(trees)
    standard, found = validate(model, _whole(root, folder, trees, data))
    findings += found
    if standard is None:
        return None, findings
    variants, found = _variants(standard, data, _readings_tree(trees, folder, root))
    findings += found
    return Edition(standard, variants, digest.hexdigest(), _places(trees)), findings


def _files(folder: Path) -> list[Path]:
    named = [folder / name for name in ("standard.yaml", "basic.yaml", "readings.yaml")]
    return [path for path in named if path.is_file()] + sorted((folder / "groups").glob("*.yaml"))


def assemble(trees: Mapping[str, Tree]) -> dict[str, Any]:
    """One mapping of the whole standard from its files."""

    def part(name: str, key: str) -> Any:
        tree = trees.get(name)
        return tree.data.get(key, []) if tree and isinstance(tree.data, dict) else []

    groups = [tree.data for name, tree in sorted(trees.items()) if name.startswith("groups/")]
    head = trees["standard.yaml"].data if "standard.yaml" in trees else None
    return {
        "head": head,
        "basic": part("basic.yaml", "basic"),
        "groups": groups,
        "readings": part("readings.yaml", "readings"),
    }


def _whole(root: Path, folder: Path, trees: Mapping[str, Tree], data: dict[str, Any]) -> Tree:
    """The assembled standard as one tree: places of every file under the path they have in the whole."""
    groups = [tree for name, tree in sorted(trees.items()) if name.startswith("groups/")]
    parts: list[tuple[Place, Tree | None, Place]] = [(("head",), trees.get("standard.yaml"), ())]
    parts += [((key,), trees.get(f"{key}.yaml"), (key,)) for key in ("basic", "readings")]
    parts += [(("groups", index), tree, ()) for index, tree in enumerate(groups)]
    file = f"{folder.relative_to(root).as_posix()}/standard.yaml"
    return _Joined(file, data, parts=tuple((start, tree, inner) for start, tree, inner in parts if tree))


@dataclass(frozen=True, slots=True)
class _Joined(Tree):
    """A tree of several files: a path is looked up in the file that its beginning belongs to."""

    parts: tuple[tuple[Place, Tree, Place], ...] = ()

    def at(self, *path: str | int) -> Position:
        tree, inner = self._part(path)
        return tree.at(*inner) if tree else Position(self.file)

    def key_at(self, *path: str | int) -> Position:
        tree, inner = self._part(path)
        return tree.key_at(*inner) if tree else Position(self.file)

    def _part(self, path: Place) -> tuple[Tree | None, Place]:
        for start, tree, inner in self.parts:
            if path[: len(start)] == start:
                return tree, (*inner, *path[len(start) :])
        return None, path


def _places(trees: Mapping[str, Tree]) -> dict[str, Position]:
    """Where each row of the table stands: by indicator id, and by ``basic N``."""
    places: dict[str, Position] = {}
    for name, tree in trees.items():
        data: Any = tree.data
        key = "indicators" if name.startswith("groups/") else "basic" if name == "basic.yaml" else ""
        rows = data.get(key, []) if key and isinstance(data, dict) else []
        for index, row in enumerate(rows):
            label = row.get("id") if key == "indicators" else f"basic {row.get('no')}"
            places[str(label)] = tree.at(key, index)
    return places


# ── readings ───────────────────────────────────────────────────────────────────────────────────────────────


def _readings_tree(trees: Mapping[str, Tree], folder: Path, root: Path) -> Tree:
    return trees.get("readings.yaml") or Tree(f"{folder.relative_to(root).as_posix()}/readings.yaml", {})


def _variants(
    standard: Standard[RuleT], data: dict[str, Any], tree: Tree
) -> tuple[tuple[Variant[RuleT], ...], list[Finding]]:
    variants: list[Variant[RuleT]] = []
    findings: list[Finding] = []
    for reading, alternative, effects, at in _alternatives(standard, data, tree):
        try:
            variants.append(_variant(standard, data, reading, alternative, effects))
        except (KeyError, ValidationError) as error:
            findings.append(finding("standard.effect", at, reading=reading, alternative=alternative, problem=error))
    return tuple(variants), findings


def _alternatives(
    standard: Standard[RuleT], data: dict[str, Any], tree: Tree
) -> Iterator[tuple[str, str, list[dict[str, Any]], Position]]:
    """Each alternative that is not chosen and has an effect; then all strict and all lenient ones together."""
    combined: dict[str, list[dict[str, Any]]] = {name: [] for name in COMBINED}
    for index, reading in enumerate(standard.readings):
        for number, alternative in enumerate(reading.readings):
            if alternative.id == reading.chosen or alternative.effect is None:
                continue
            effect = data["readings"][index]["readings"][number]["effect"]
            for name, stance in COMBINED.items():
                combined[name] += [effect] if alternative.stance == stance else []
            yield (
                reading.id,
                alternative.id,
                [effect],
                tree.at("readings", index, "readings", number, "effect"),
            )
    for name, effects in combined.items():
        if effects:
            yield name, name, effects, tree.at()


def _variant(
    standard: Standard[RuleT], data: dict[str, Any], reading: str, alternative: str, effects: Iterable[dict[str, Any]]
) -> Variant[RuleT]:
    """The standard with the effects merged into its rows; only those rows are read again."""
    raw = {row["id"]: row for group in data["groups"] for row in group["indicators"]}
    raw |= {f"basic {row['no']}": row for row in data["basic"]}
    patched: dict[str, dict[str, Any]] = {}
    counting = CHOSEN
    for effect in effects:
        for key, patch in effect.get("items", {}).items():
            merge(patched.setdefault(key, copy.deepcopy(raw[key])), patch)
        counting = replace(counting, **_counting(effect))
    rows = standard.rows()
    changed = {key: type(rows[key]).model_validate(row) for key, row in patched.items()}
    return Variant(reading, alternative, _with_rows(standard, changed), frozenset(changed), counting)


def _counting(effect: dict[str, Any]) -> dict[str, Any]:
    """The keys of an effect that act on the total and the verdict."""
    chosen = Effect.model_validate({key: value for key, value in effect.items() if key != "items"})
    return chosen.model_dump(exclude_none=True, exclude={"items"})


def _with_rows(standard: Standard[RuleT], changed: Mapping[str, Any]) -> Standard[RuleT]:
    """The standard with some of its rows replaced; without its readings, which are read already."""
    groups = tuple(
        group.model_copy(update={"indicators": tuple(changed.get(row.key, row) for row in group.indicators)})
        for group in standard.groups
    )
    basic = tuple(changed.get(row.key, row) for row in standard.basic)
    return standard.model_copy(update={"groups": groups, "basic": basic, "readings": ()})


def merge(target: dict[str, Any], patch: Mapping[str, Any]) -> None:
    """Merge a patch into a row: mappings merge, lists of parts merge by id, a patch that names ``kind`` replaces.

    A null takes a key away. KeyError when a part is named that is not there.
    """
    for key, value in patch.items():
        old = target.get(key)
        if value is None:
            target.pop(key, None)
        elif isinstance(value, dict) and isinstance(old, dict) and "kind" not in value:
            merge(old, value)
        elif isinstance(value, dict) and isinstance(old, list):
            by_id = {row["id"]: row for row in old}
            for id_, inner in value.items():
                merge(by_id[id_], inner)
        else:
            target[key] = copy.deepcopy(value)
