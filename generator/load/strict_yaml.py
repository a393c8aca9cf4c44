"""YAML without its surprises: text, ``true``, ``false``, ``null``, lists and mappings, each with its place.

The events of libyaml are streamed and the tree is built here, so that size, depth and number of nodes are
checked before anything is built from them. Nothing of YAML that hides, repeats or converts is let through: no
aliases, anchors, tags, directives or second documents, no merge or duplicate keys, no numbers, no dates, no
``yes`` and ``no``. What clerks type by mistake (full-width punctuation, a comment that cuts a value short) is
found and named.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from generator.load.text_policy import MAX_FINDINGS, capped, check_source
from generator.model.finding import Finding, Position, finding
from generator.model.source import Path, Tree

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MAX_NODES = 50_000

# A yaml.Event; the stubs call its marks optional, the parsers always set them.
_Event = Any
# The parser in C where PyYAML was built with it; the one in Python is slower and stricter about tabs.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_CONSTANTS: Mapping[str, bool | None] = {"": None, "null": None, "true": True, "false": False}
# Where a slip of the pen may be, if it stands in plain text; what precedes a colon on its line if it is one.
_SLIPS = re.compile(r"(?<=[ \t])#|:(?=[^\s/])|[：，\u3000\xa0]")
_ENTRY = re.compile(r"[ \t]*(?:- +)*(?:[a-z][a-z0-9_]*|[0-9]+(?:\.[0-9]+)+)")
_TIGHT_ENTRY = re.compile(r"[ \t]*[a-z][a-z0-9_]*")
_LONGEST_ENTRY = 100


def parse(text: bytes, file: str) -> tuple[Tree | None, list[Finding]]:
    """The tree of a YAML file, or None where it cannot be read in one certain way; and what is wrong with it.

    ``file`` is the name that findings carry. A tree is given beside findings where only a slip of the pen is
    likely (a value cut by a comment, full-width punctuation): so the schema's findings can be shown as well.
    """
    source, problems = _decoded(text, file)
    if problems:
        return None, problems
    reader = _Reader(source, file)
    try:
        reader.read()
    except _RefusedError as refused:
        reader.findings.append(refused.finding)
        reader.certain = False
    found = capped(dict.fromkeys(reader.findings), file)
    if not reader.certain:
        return None, found
    return Tree(file, reader.data, reader.values, reader.keys), found


def _decoded(text: bytes, file: str) -> tuple[str, list[Finding]]:
    """The file as text without a byte order mark (Excel writes one), or why it is none."""
    if len(text) > MAX_BYTES:
        return "", [finding("yaml.too-large", Position(file), size=len(text), limit=MAX_BYTES)]
    text = text.removeprefix(codecs.BOM_UTF8)
    try:
        source = text.decode()
    except UnicodeDecodeError as error:
        before = text[: error.start].decode()
        at = _place(before, len(before), file)
        return "", [finding("yaml.encoding", at, byte=f"0x{text[error.start]:02X}")]
    return source, check_source(source, file)


def _place(source: str, index: int, file: str) -> Position:
    """The position of a character, given by its index."""
    line_start = source.rfind("\n", 0, index) + 1
    return Position(file, source.count("\n", 0, index) + 1, index - line_start + 1)


class _RefusedError(Exception):
    """Ends the reading of a file; carries the finding that says why. It never leaves this module."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.code)
        self.finding = found


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; ``key`` is the one that waits for its value."""

    node: list[object] | dict[str, object]
    path: Path
    flow: bool
    key: str | None = None


class _Reader:
    """Builds the data of one file from parser events, and remembers the place of everything."""

    def __init__(self, source: str, file: str) -> None:
        self.source, self.file = source, file
        self.data: object = None
        self.values: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.findings: list[Finding] = []
        self.certain = True
        self._open: list[_Open] = []
        self._nodes = self._documents = 0
        self._slips = _possible_slips(source)
        self._on: Mapping[type[yaml.Event], Callable[..., None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def read(self) -> None:
        """Reads the whole file. :class:`_RefusedError` where it cannot be read on."""
        on = self._on
        last: _Event = None
        try:
            for event in yaml.parse(self.source, Loader=_LOADER):
                last = event
                handle = on.get(type(event))
                if handle is not None:
                    handle(event)
        except yaml.MarkedYAMLError as error:
            raise _RefusedError(_explained(error, self.source, self.file)) from None
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # The reader's own errors, and an escape beyond Unicode in the parser in Python, bear no mark.
            index = last.end_mark.index if last else 0
            at = _place(self.source, index, self.file)
            raise _RefusedError(finding("yaml.syntax", at, problem=_one_line(str(error)))) from None
        if self.data is None:
            raise _RefusedError(finding("yaml.empty", Position(self.file)))

    # -- events --------------------------------------------------------------------------------------------

    def _document(self, event: _Event) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._refused("yaml.second-document", event)
        directive = re.search("^%.*", self.source[: event.end_mark.index], re.MULTILINE)
        if directive:
            at = _place(self.source, directive.start(), self.file)
            raise _RefusedError(finding("yaml.directive", at, text=directive[0].strip()[:40]))

    def _alias(self, event: _Event) -> None:
        raise self._refused("yaml.alias", event, name=event.anchor)

    def _scalar(self, event: _Event) -> None:
        self._admit(event)
        value, plain = event.value, not event.style
        if plain and self._slips and self._slips[-1] <= event.end_mark.index:
            self._judge_slips(event)
        parent = self._open[-1] if self._open else None
        if parent is not None and parent.key is None and type(parent.node) is dict:
            parent.key = self._key(event, parent, plain=plain)
        else:
            self._place_value(_CONSTANTS.get(value, value) if plain else value, event)

    def _start(self, event: _Event) -> None:
        self._admit(event)
        if len(self._open) >= MAX_DEPTH:
            raise self._refused("yaml.too-deep", event, limit=MAX_DEPTH)
        parent = self._open[-1] if self._open else None
        if parent is not None and parent.key is None and type(parent.node) is dict:
            raise self._refused("yaml.key-not-text", event, key="[…]" if _is_list(event) else "{…}")
        node: list[object] | dict[str, object] = [] if _is_list(event) else {}
        path = self._place_value(node, event)
        self._open.append(_Open(node, path, bool(event.flow_style)))

    def _end(self, _: _Event) -> None:
        self._open.pop()

    # -- building ------------------------------------------------------------------------------------------

    def _admit(self, event: _Event) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._refused("yaml.too-many-nodes", event, limit=MAX_NODES)
        if event.anchor is not None:
            raise self._refused("yaml.anchor", event, name=event.anchor)
        if event.tag is not None:
            raise self._refused("yaml.tag", event, tag=event.tag)

    def _place_value(self, value: object, event: _Event) -> Path:
        """Puts a value where it belongs and returns its path."""
        path: Path = ()
        if not self._open:
            self.data = value
        else:
            parent = self._open[-1]
            if isinstance(parent.node, list):
                path = (*parent.path, len(parent.node))
                parent.node.append(value)
            elif parent.key is not None:
                path = (*parent.path, parent.key)
                parent.node[parent.key] = value
                parent.key = None
        mark = event.start_mark
        self.values[path] = (mark.line + 1, mark.column + 1)
        return path

    def _key(self, event: _Event, parent: _Open, *, plain: bool) -> str:
        key: str = event.value
        mark, path = event.start_mark, (*parent.path, key)
        if plain and key in _CONSTANTS:
            self._doubt("yaml.key-not-text", event, key=key)
        if key == "<<":
            self._doubt("yaml.merge-key", event)
        if path in self.keys and key in parent.node:
            self._doubt("yaml.duplicate-key", event, key=key[:80], first=self.keys[path][0])
        else:
            self.keys[path] = (mark.line + 1, mark.column + 1)
        return key

    # -- findings ------------------------------------------------------------------------------------------

    def _judge_slips(self, event: _Event) -> None:
        """Reports those possible slips that this plain text makes real; uses up all to its end."""
        start, end = event.start_mark.index, event.end_mark.index
        while self._slips and self._slips[-1] <= end:
            index = self._slips.pop()
            if len(self.findings) > MAX_FINDINGS or index < start:
                continue
            character = self.source[index]
            if character in " \t":
                self.findings += [self._cut(event)] if index == end > start else []
            elif index < end and self._is_slip(character, index, start):
                self.findings.append(_slip(self.source, index, self.file))

    def _is_slip(self, character: str, index: int, start: int) -> bool:
        if character in _BLANKS:
            return index == start
        parent = self._open[-1] if self._open else None
        if parent is not None and parent.flow:
            is_key = type(parent.node) is dict and parent.key is None
            return character == "，" or (character == "：" and is_key)
        line_end = self.source.rfind("\n", max(0, index - _LONGEST_ENTRY), index)
        if line_end < 0 and index > _LONGEST_ENTRY:
            return False
        entry = {":": _TIGHT_ENTRY, "：": _ENTRY}.get(character)
        return entry is not None and entry.fullmatch(self.source, line_end + 1, index) is not None

    def _cut(self, event: _Event) -> Finding:
        mark = event.end_mark
        index = self.source.index("#", mark.index)
        at = Position(self.file, mark.line + 1, mark.column + 1 + index - mark.index)
        rest = self.source[index : index + 200].partition("\n")[0]
        return finding("yaml.cut-by-comment", at, kept=_one_line(event.value), lost=_one_line(rest))

    def _doubt(self, code: str, event: _Event, **params: object) -> None:
        """A finding after which the data cannot be taken in one certain way; the reading goes on."""
        self.certain = False
        if len(self.findings) <= MAX_FINDINGS:
            self.findings.append(self._refused(code, event, **params).finding)

    def _refused(self, code: str, event: _Event, **params: object) -> _RefusedError:
        mark = event.start_mark
        return _RefusedError(finding(code, Position(self.file, mark.line + 1, mark.column + 1), **params))


def _is_list(event: _Event) -> bool:
    return isinstance(event, yaml.SequenceStartEvent)


def _one_line(text: str, limit: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


# -- what clerks type ----------------------------------------------------------------------------------

_BLANKS = "\u3000\xa0"  # typed or pasted where YAML wants a space
_DUE = {"：": ":", "，": ",", "］": "]", "｝": "}", **dict.fromkeys(_BLANKS, "空格 (space)")}


def _possible_slips(source: str) -> list[int]:
    """Where slips may be, the first one last, to be popped; a comment counts from the blanks before it."""
    return [_before_blanks(source, match.start()) for match in _SLIPS.finditer(source)][::-1]


def _before_blanks(source: str, index: int) -> int:
    if source[index] == "#":
        while index and source[index - 1] in " \t":
            index -= 1
    return index


def _slip(source: str, index: int, file: str) -> Finding:
    """The finding for a character that was typed by mistake."""
    at, character = _place(source, index, file), source[index]
    if character in _DUE:
        shown = f"U+{ord(character):04X}" if character in _BLANKS else character
        return finding("yaml.full-width", at, character=shown, due=_DUE[character])
    return finding("yaml.tab" if character == "\t" else "yaml.no-space", at, text=_line(source, index))


def _line(source: str, index: int) -> str:
    """The line of a character, for quoting."""
    start = source.rfind("\n", 0, index) + 1
    return _one_line(source[start : start + 200].partition("\n")[0])


@dataclass(frozen=True, slots=True)
class _Broken:
    """A syntax error of the parser: its words, where it was noticed and where what it concerns began."""

    source: str
    file: str
    problem: str
    context: str
    index: int
    began: int

    @property
    def at(self) -> Position:
        return _place(self.source, self.index, self.file)

    @property
    def character(self) -> str:
        return self.source[self.index : self.index + 1]


# What to look for around a syntax error, most telling first; group 1 is the place.
_KEY = r"^[ \t]*(?:- +)*[^\s：:#\"']+"
_SUSPECTS = (
    re.compile(rf"{_KEY}(：)", re.MULTILINE),
    re.compile(rf"{_KEY}:([\u3000\xa0])", re.MULTILINE),
    re.compile(r"[\[{][^\[\]{}\n\"']*?([，：］｝])"),
    re.compile(r"^ *([\u3000\xa0])", re.MULTILINE),
    re.compile(r"^ *(\t)", re.MULTILINE),
    re.compile(rf"{_KEY}(:)[^\s/:]", re.MULTILINE),
)
_COLON_IN_TEXT = re.compile(rf"{_KEY}:[ \t]+\S.*:")


def _open_quote(error: _Broken) -> Finding | None:
    """A quotation that does not end; the place is where it begins."""
    if "quoted scalar" in error.context and "unexpected" in error.problem:
        return _unclosed(error)
    return None


def _suspect(error: _Broken) -> Finding | None:
    """A slip of the pen on the line of the error or the two before it, within what the error concerns."""
    start = error.index
    for _ in range(3):
        start = max(0, error.source.rfind("\n", 0, start))
    start = max(start, error.source.rfind("\n", 0, error.began) + 1)
    end = error.source.find("\n", error.index, error.index + 1000)
    for pattern in _SUSPECTS:
        match = pattern.search(error.source, start, end if end >= 0 else error.index + 1000)
        if match:
            return _slip(error.source, match.start(1), error.file)
    return None


def _open_bracket(error: _Broken) -> Finding | None:
    """A list or mapping in brackets that lacks its end or a comma; the place is where it begins."""
    return _unclosed(error) if "flow" in error.context else None


def _unclosed(error: _Broken) -> Finding:
    at, noticed = _place(error.source, error.began, error.file), error.at.line
    return finding("yaml.unclosed", at, opening=error.source[error.began : error.began + 1], line=noticed)


def _directive(error: _Broken) -> Finding | None:
    line = _line(error.source, error.index)
    return finding("yaml.directive", error.at, text=line) if line.startswith("%") else None


def _special_character(error: _Broken) -> Finding | None:
    """``@``, a backtick or ``%`` at the start of a value, or a backslash in double quotes."""
    if "cannot start any token" in error.problem:
        return finding("yaml.special-character", error.at, character=error.character)
    return finding("yaml.special-character", error.at, character="\\") if "escape" in error.problem else None


def _colon_in_text(error: _Broken) -> Finding | None:
    line_start = error.source.rfind("\n", 0, error.index) + 1
    if "mapping values" in error.problem and _COLON_IN_TEXT.match(error.source[line_start : error.index + 1]):
        return finding("yaml.colon-in-text", error.at, text=_line(error.source, error.index))
    return None


_EXPLANATIONS = (_open_quote, _suspect, _open_bracket, _directive, _special_character, _colon_in_text)


def _explained(error: yaml.MarkedYAMLError, source: str, file: str) -> Finding:
    """A syntax error as one finding: its likely cause where the text shows one, else what the parser says."""
    noticed = error.problem_mark or error.context_mark
    index = noticed.index if noticed else 0
    began = error.context_mark.index if error.context_mark else index
    problem = _one_line(error.problem or str(error), 200)
    broken = _Broken(source, file, problem, error.context or "", index, began)
    causes = (explain(broken) for explain in _EXPLANATIONS)
    found = next((cause for cause in causes if cause), None)
    return found or finding("yaml.syntax", broken.at, problem=problem)
