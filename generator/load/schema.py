"""A parsed file against its schema: what pydantic says, as findings of ours, each with its place.

Types that read text raise ``PydanticCustomError("group.code", "…", {params})``: a type with a dot is a code
of the catalogue and passes through with its parameters.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from generator.load.text_policy import capped
from generator.model.finding import Finding, Position, finding
from generator.model.source import Path, Tree

M = TypeVar("M", bound=BaseModel)

_NONE = "—"


def validate(model: type[M], tree: Tree, context: dict[str, Any] | None = None) -> tuple[M | None, list[Finding]]:
    """The file as ``model``, or None and what is wrong, one finding per fault, each at its value or key."""
    try:
        return model.model_validate(tree.data, context=context), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems = (_problem(one, _locate(model, one["loc"], tree.data), tree) for one in details)
    found = (finding(one.code, one.at, **one.params) for one in _without_other_arms(list(problems)))
    return None, capped(sorted(dict.fromkeys(found), key=lambda one: one.at), tree.file)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type that may stand at a place, with the key that tells it from its alternatives if there is one."""

    type: Any
    discriminator: str | None = None


@dataclass(frozen=True, slots=True)
class _Spot:
    """What an error points at: its path in the data, the types expected there, and those of what holds it."""

    path: Path
    kinds: tuple[_Kind, ...]
    holders: tuple[_Kind, ...]


@dataclass(frozen=True, slots=True)
class _Problem:
    """A finding in the making; ``path`` is that of the value (of the lacking one, where a key lacks)."""

    code: str
    path: Path
    at: Position
    params: Mapping[str, str]


# -- from pydantic's words to ours -------------------------------------------------------------------------


def _problem(error: ErrorDetails, spot: _Spot, tree: Tree) -> _Problem:
    code = error["type"]
    if "." in code:
        params = {key: _short(str(value), 200) for key, value in error.get("ctx", {}).items()}
        return _Problem(code, spot.path, _at(error, spot, tree), params)
    if code in _ABOUT_KEYS:
        return _ABOUT_KEYS[code](error, spot, tree)
    own, params = _about_value(error)
    return _Problem(own, spot.path, _at(error, spot, tree), {"key": _label(spot.path), **params})


def _at(error: ErrorDetails, spot: _Spot, tree: Tree) -> Position:
    return tree.key_at(*spot.path) if error["loc"][-1:] == ("[key]",) else tree.at(*spot.path)


def _unknown_key(_: ErrorDetails, spot: _Spot, tree: Tree) -> _Problem:
    key, allowed = str(spot.path[-1]), _keys(spot.holders)
    near = get_close_matches(key[:60], allowed, n=2)
    params = {
        "key": _short(key),
        "near": ", ".join(near) or _NONE,
        "allowed": ", ".join(allowed) or _NONE,
    }
    return _Problem("schema.unknown-key", spot.path, tree.key_at(*spot.path), params)


def _missing_key(error: ErrorDetails, spot: _Spot, tree: Tree) -> _Problem:
    key = str(error["loc"][-1])
    return _Problem("schema.missing-key", (*spot.path, key), tree.at(*spot.path), {"key": key})


def _wrong_tag(error: ErrorDetails, spot: _Spot, tree: Tree) -> _Problem:
    """The key that says which of several shapes a mapping has is wrong or lacks."""
    context = error.get("ctx", {})
    key = str(context["discriminator"]).strip("'")
    tags = str(context.get("expected_tags", "")) or ", ".join(f"'{tag}'" for tag in _tags(spot.kinds, key))
    params = {"key": key, "text": _short(str(context.get("tag", _NONE))), "choices": _choices(tags)}
    path = (*spot.path, key)
    return _Problem("schema.not-a-choice", path, tree.at(*path), params)


_ABOUT_KEYS: Mapping[str, Callable[[ErrorDetails, _Spot, Tree], _Problem]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
    "union_tag_invalid": _wrong_tag,
    "union_tag_not_found": _wrong_tag,
}

_TEXT, _BOOL, _LIST, _MAPPING = "文本 text", "true/false", "列表 list", "映射 mapping"
_EXPECTED = {
    "string_type": _TEXT,
    "bool_type": _BOOL,
    "bool_parsing": _BOOL,
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type"), _LIST),
    **dict.fromkeys(("dict_type", "mapping_type", "model_type", "model_attributes_type"), _MAPPING),
    **dict.fromkeys(("dataclass_type", "typed_dict_type"), _MAPPING),
    "none_required": "空 null",
}
_TOO_SHORT = frozenset({"string_too_short", "too_short"})


def _about_value(error: ErrorDetails) -> tuple[str, dict[str, str]]:
    """Our code for an error about a value, and its parameters."""
    code, value, context = error["type"], error["input"], error.get("ctx", {})
    if value is None or (code in _TOO_SHORT and not value):
        return "schema.empty", {}
    if code == "string_too_long":
        return "text.too-long", {"length": str(len(value)), "limit": str(context["max_length"])}
    if code in _EXPECTED:
        return "schema.wrong-type", {"expected": _EXPECTED[code], "found": _found(value)}
    if code in {"literal_error", "enum"}:
        return "schema.not-a-choice", {"text": _shown(value), "choices": _choices(context["expected"])}
    if code == "string_pattern_mismatch":
        return "schema.wrong-form", {"text": _shown(value), "pattern": str(context["pattern"])}
    if (code == "is_instance_of" or code.endswith("_type")) and not isinstance(value, str):
        # A type of ours, which reads text, was given something else.
        return "schema.wrong-type", {"expected": _TEXT, "found": _found(value)}
    problem = str(context["error"]) if code in {"value_error", "assertion_error"} else error["msg"]
    return "schema.invalid", {"text": _shown(value), "problem": _short(problem, 200)}


def _found(value: object) -> str:
    """What a value is, in words."""
    if isinstance(value, bool):
        return _BOOL
    return _MAPPING if isinstance(value, dict) else _LIST if isinstance(value, list) else _TEXT


def _shown(value: object) -> str:
    return _short(value) if isinstance(value, str) else _found(value)


def _short(text: str, limit: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def _choices(expected: str) -> str:
    """``met, partial`` from pydantic's ``'met' or 'partial'``."""
    return ", ".join(re.findall(r"'([^']*)'", expected)) or expected or _NONE


def _label(path: Path) -> str:
    """The last key of a path; an entry of a list as ``covers #2``."""
    if not path:
        return _NONE
    if isinstance(path[-1], int):
        return f"{_label(path[:-1])} #{path[-1] + 1}"
    return _short(path[-1])


def _without_other_arms(problems: list[_Problem]) -> Iterator[_Problem]:
    """Every arm of a union reports: wrong types of one value become one, and it is left out where another arm
    took the value and found a fault in it or below it.
    """
    taken = {
        problem.path[:length]
        for problem in problems
        for length in range(len(problem.path) + (problem.code != "schema.wrong-type"))
    }
    expected: dict[Path, list[str]] = {}
    for problem in problems:
        if problem.code == "schema.wrong-type":
            expected.setdefault(problem.path, []).append(problem.params["expected"])
    for problem in problems:
        if problem.code != "schema.wrong-type":
            yield problem
        elif problem.path not in taken:
            all_expected = " / ".join(dict.fromkeys(expected[problem.path]))
            params = {**problem.params, "expected": all_expected}
            yield _Problem(problem.code, problem.path, problem.at, params)


# -- from pydantic's location to a path in the data --------------------------------------------------------


def _locate(model: type[BaseModel], loc: Iterable[str | int], data: Any) -> _Spot:
    """Follows a location through data and types at once: what pydantic adds to it is no step in the data.

    Added are the tag of a tagged union, the name of a union's member, ``[key]`` and the names of validators.
    """
    path: Path = ()
    kinds = holders = tuple(_kinds(model))
    for step in loc:
        tagged = tuple(_tagged(kinds, step, data))
        if tagged:
            kinds = tagged
        elif _holds(data, step):
            data, path = data[step], (*path, step)
            kinds, holders = tuple(_inside(kinds, step)), kinds
        else:
            kinds = tuple(kind for kind in kinds if getattr(kind.type, "__name__", None) == step) or kinds
    return _Spot(path, kinds, holders)


def _holds(data: object, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)


def _tagged(kinds: Iterable[_Kind], tag: str | int, data: object) -> Iterator[_Kind]:
    """The member of a tagged union that a mapping names with ``tag``."""
    for kind in kinds:
        key = kind.discriminator
        if key and isinstance(data, dict) and data.get(key) == tag and tag in _tags([kind], key):
            yield _Kind(kind.type)


def _tags(kinds: Iterable[_Kind], key: str) -> list[str]:
    """The values that ``key`` may have to tell the types apart."""
    fields = (kind.type.model_fields[key] for kind in kinds if _is_model(kind.type))
    return [str(value) for field in fields for value in get_args(field.annotation)]


def _inside(kinds: Iterable[_Kind], step: str | int) -> Iterator[_Kind]:
    """The types that may stand under one key or index of the given ones."""
    for kind in kinds:
        if _is_model(kind.type):
            for name, field in kind.type.model_fields.items():
                if step == (field.alias or name):
                    yield from _kinds(field.annotation, _discriminator(field))
        else:
            inner = [one for one in get_args(kind.type) if one is not Ellipsis]
            yield from _kinds(inner[-1]) if inner else ()  # list[X], tuple[X, ...], dict[str, X]


def _kinds(annotation: Any, discriminator: str | None = None) -> Iterator[_Kind]:
    """The alternatives of an annotation, without ``Annotated``, ``None`` and unions."""
    origin = get_origin(annotation)
    if origin is Annotated:
        own = (_discriminator(one) for one in annotation.__metadata__ if isinstance(one, FieldInfo))
        yield from _kinds(annotation.__origin__, next(own, None) or discriminator)
    elif origin in {typing.Union, types.UnionType}:
        for member in get_args(annotation):
            yield from _kinds(member, discriminator)
    elif isinstance(annotation, type) and issubclass(annotation, RootModel):
        yield from _kinds(annotation.model_fields["root"].annotation)
    elif annotation is not types.NoneType:
        yield _Kind(annotation, discriminator)


def _discriminator(field: FieldInfo) -> str | None:
    return field.discriminator if isinstance(field.discriminator, str) else None


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _keys(kinds: Iterable[_Kind]) -> list[str]:
    """The keys that a mapping of the given types may have."""
    models = (kind.type for kind in kinds if _is_model(kind.type))
    return list(dict.fromkeys(field.alias or name for one in models for name, field in one.model_fields.items()))
