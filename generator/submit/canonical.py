"""One canonical form for a YAML file, by its text: what is written is moved, not written anew (docs/adr/0009).

The parser's events say where each key and value stands. Between them there is nothing but blanks, indicators and
comments, so that scalars stay as they were typed (``017``, ``1:30``, ``no``) and no comment can be lost.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import yaml

WIDTH = 160  # columns; a flow mapping or list that is longer is broken up

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SCHEMA_LINE = re.compile(r"# *yaml-language-server:")
_OWN_SCHEMA = re.compile(r"# *yaml-language-server: *\$schema=(?!https?:)")
_BETWEEN = re.compile(r"#[^\n]*|-")
_TRAILING = re.compile(r"[ \t]*(#[^\n]*)")
_FOLD = re.compile(r"[ \t]*\n[ \t]*")


@dataclass(frozen=True, slots=True)
class _Scalar:
    """A key or value as it stands in the text, from ``start`` to ``end``."""

    start: int
    end: int
    style: str  # one of ``'``, ``"``, ``|``, ``>``; empty where it is plain

    @property
    def empty(self) -> bool:
        return self.start == self.end


@dataclass(slots=True)
class _Collection:
    """A list (keys are None) or a mapping, with indentation or, where ``flow``, in brackets."""

    start: int
    column: int
    flow: bool
    mapping: bool
    end: int = 0
    entries: list[tuple[_Scalar | None, _Node]] = field(default_factory=list)


_Node = _Scalar | _Collection
#: Lines between two keys or values: None for a blank one, else (column, comment).
_Lines = list[tuple[int, str] | None]


def canonical(source: str, schema: str | None = None) -> str:
    """The canonical form of ``source``, which the strict parser must have accepted.

    The schema line stands first; where there is none, or one that names another file, ``schema`` becomes it.
    """
    text = source.removeprefix("\ufeff").replace("\r\n", "\n")
    root = _tree(text)
    if isinstance(root, _Scalar):
        return text
    lines = _Writer(text).written(root)
    return "\n".join(_schema_first(lines, schema)) + "\n"


def _schema_first(lines: list[str], schema: str | None) -> list[str]:
    """The lines with the schema line before all others."""
    found = next((index for index, line in enumerate(lines) if SCHEMA_LINE.match(line)), None)
    if found is not None:
        schema = schema if schema and _OWN_SCHEMA.match(lines[found]) else lines[found]
        alone = not any(lines[found - 1 : found] + lines[found + 1 : found + 2])
        lines = lines[:found] + lines[found + 1 + alone :]
    return [schema, *lines] if schema else lines


def comments(source: str) -> Counter[str]:
    """How often each comment occurs, found from the parser's tokens."""
    found: Counter[str] = Counter()
    text, end = source.removeprefix("\ufeff").replace("\r\n", "\n"), 0
    for token in yaml.scan(text, Loader=_LOADER):
        first, last = token.start_mark.index, token.end_mark.index
        _count(text[end:first], found)
        end = max(end, last)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            _count(_header(text, first)[1], found)
    return found


def _count(between: str, found: Counter[str]) -> None:
    found.update(_comment(line)[1] for line in between.split("\n") if "#" in line)


# ── what stands where ──────────────────────────────────────────────────────────────────────────────────────


def _tree(text: str) -> _Node:
    """Where every key and value of the (only) document stands."""
    opened: list[tuple[_Collection, list[_Node]]] = []
    root: _Node = _Scalar(0, 0, "")
    for event in yaml.parse(text, Loader=_LOADER):
        first: Any = event.start_mark
        last: Any = event.end_mark
        if isinstance(event, yaml.ScalarEvent):
            root = _placed(_Scalar(first.index, last.index, event.style or ""), opened, root)
        elif isinstance(event, yaml.CollectionStartEvent):
            mapping = isinstance(event, yaml.MappingStartEvent)
            node = _Collection(first.index, first.column, bool(event.flow_style), mapping)
            root = _placed(node, opened, root)
            opened.append((node, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            node, inner = opened.pop()
            node.end = last.index
            keys: list[Any] = inner[::2] if node.mapping else [None] * len(inner)
            node.entries = list(zip(keys, inner[1::2] if node.mapping else inner, strict=True))
    return root


def _placed(node: _Node, opened: list[tuple[_Collection, list[_Node]]], root: _Node) -> _Node:
    """Enter a node into what is open; the root stays the first of all."""
    if opened:
        opened[-1][1].append(node)
        return root
    return node


# ── writing ────────────────────────────────────────────────────────────────────────────────────────────────


class _Writer:
    """Writes the nodes in order; ``at`` is how far the text has been used up, ``line`` the line in the making."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: list[str] = []
        self.line = ""
        # Columns of the blocks that are open, as they were and as they are written: now, and at the key before.
        self.open: list[tuple[int, int]] = []
        self.before: list[tuple[int, int]] = []
        self.limit: int | None = None  # after a literal text a comment must not stand as deep as it

    def written(self, root: _Collection) -> list[str]:
        """The lines of the whole file."""
        if root.flow:
            trailing, between = self._between(root.start)
            self._between_lines(trailing, between)
            self._flow(root, -2)
        else:
            self._block(root, 0)
        trailing, between = self._between(len(self.text))
        while between and between[-1] is None:
            between.pop()
        self._between_lines(trailing, between)
        return self.lines

    # ── between keys and values ─────────────────────────────────────────────────────────────────────────

    def _between(self, end: int) -> tuple[str, _Lines]:
        """Uses up the text to ``end``: the comment that ends the line in the making, and the lines after it."""
        begins_line = self.at == 0 or self.text[self.at - 1] == "\n"
        whole = self.text[self.at : end].split("\n")
        self.at = end
        rest = [] if begins_line else [whole.pop(0)]
        if end < len(self.text) and whole:
            whole.pop()  # what stands before the next key or value on its own line
        trailing = _comment(rest[0])[1] if rest and "#" in rest[0] else ""
        lines = [_comment(one) if "#" in one else None for one in whole if "#" in one or not one.strip()]
        if end == len(self.text) and lines and lines[-1] is None:
            lines.pop()
        return trailing, lines

    def _between_lines(self, trailing: str, between: _Lines) -> None:
        """Ends the line in the making and writes the comments and blank lines that come after it."""
        if trailing:
            self.line += f"  {trailing}" if self.line else trailing
        self._end_line()
        for one in between:
            if one is not None:
                self.lines.append(" " * self._column(one[0]) + one[1])
            elif self.lines and self.lines[-1]:
                self.lines.append("")

    def _end_line(self) -> None:
        if self.line:
            self.lines.append(self.line)
        self.line = ""

    def _column(self, column: int) -> int:
        """Where a comment goes that stood at ``column``: with the block that it stood with, or two further in."""
        known = [(old, True, new) for old, new in [(0, 0), *self.open]]
        known += [(old, False, new) for old, new in self.before]
        old, _, new = max(one for one in known if one[0] <= column)
        place = new if old == column else new + 2
        return place if self.limit is None else min(place, self.limit)

    def _wrote(self, end: int) -> None:
        """A key or value is written that ended at ``end``."""
        self.at, self.before, self.limit = end, list(self.open), None

    def _add(self, text: str) -> None:
        self.line += f" {text}" if self.line.strip(" ") else text

    # ── blocks ──────────────────────────────────────────────────────────────────────────────────────────

    def _block(self, block: _Collection, indent: int, *, after_dash: bool = False) -> None:
        self.open.append((block.column, indent))
        for index, (key, value) in enumerate(block.entries):
            start = key.start if key else block.start if index == 0 else self._dash(value.start)
            trailing, between = self._between(start)
            if index == 0 and after_dash and not trailing and not any(between):
                self.line += " "
            else:
                self._between_lines(trailing, between)
                self.line = " " * indent
            self.line += f"{self._one_line_text(key)}:" if key else "-"
            self._wrote(key.end if key else start + 1)
            self._value(value, indent, after_dash=key is None)
        self.open.pop()

    def _dash(self, end: int) -> int:
        """The place of the dash before an entry of a list."""
        dashes = (match for match in _BETWEEN.finditer(self.text, self.at, end) if match[0] == "-")
        return next(dashes).start()

    def _value(self, node: _Node, indent: int, *, after_dash: bool) -> None:
        if isinstance(node, _Collection) and not node.flow:
            self._block(node, indent + 2, after_dash=after_dash)
            return
        if isinstance(node, _Scalar) and node.empty:
            return
        trailing, between = self._between(node.start)
        if trailing or any(between):
            self._between_lines(trailing, between)
            self.line = " " * (indent + 2)
        if isinstance(node, _Collection):
            self._flow(node, indent)
        elif node.style in ("|", ">"):
            self._literal(node, indent)
        else:
            self._text_lines(self._text(node).split("\n"), indent + 2, escapes=node.style == '"')
            self._wrote(node.end)

    def _text(self, node: _Scalar) -> str:
        """A scalar as it stands; single quotes become double ones where nothing in them would change."""
        raw = self.text[node.start : node.end]
        if node.style == "'" and '"' not in raw and "\\" not in raw:
            return '"' + raw[1:-1].replace("''", "'") + '"'
        return raw

    def _one_line_text(self, node: _Scalar) -> str:
        return _FOLD.sub(" ", self._text(node))

    def _text_lines(self, lines: list[str], indent: int, *, escapes: bool) -> None:
        """A text of several lines: how far they are indented is no part of it."""
        last = len(lines) - 1
        for index, line in enumerate(lines):
            kept = line if index == last else _stripped(line, escapes=escapes)
            if index == 0:
                self._add(kept)
            else:
                self.lines.append(self.line)
                kept = kept.lstrip(" \t")
                self.line = " " * indent + kept if kept else ""

    def _literal(self, node: _Scalar, indent: int) -> None:
        """A literal or folded text: its own lines are its content, blanks included."""
        header, comment = _header(self.text, node.start)
        parent = self.open[-1][0] if self.open else -1
        content, end = self._content(self.text.find("\n", node.start), header, parent)
        shown = re.sub("[0-9]", "2", header)
        if content and end == len(self.text) and not self.text.endswith("\n"):
            shown = shown.rstrip("+-") + "-"  # the line break that ends the file would become part of the text
        self._add(shown)
        self._between_lines(comment, [])
        self.lines += [" " * (indent + 2) + line if line else "" for line in content]
        self._wrote(end)
        self.limit = max(indent, 0)

    def _content(self, at: int, header: str, parent: int) -> tuple[list[str], int]:
        """The lines of a literal text without their indentation, and where they end; ``at`` ends its first line."""
        digit = re.search("[0-9]", header)
        depth = parent + int(digit[0]) if digit else None
        content: list[str] = []
        end = start = at + 1 if at >= 0 else len(self.text)
        while end < len(self.text):
            line_end = self.text.find("\n", end)
            line = self.text[end : line_end if line_end >= 0 else len(self.text)]
            column = len(line) - len(line.lstrip(" "))
            if column < len(line):  # the first line that is not blank says how deep the text stands
                if column <= parent or column < (depth or 0):
                    break
                depth = depth or column
            content.append(line)
            end += len(line) + (line_end >= 0)
        whole = len(self.text) if depth is None else depth
        cut = end == len(self.text) and not self.text.endswith("\n")  # a last line without its end
        while content and not content[-1].strip(" ") and len(content[-1]) <= whole and (cut or "+" not in header):
            content.pop()
            cut = False
        last = start + sum(len(line) + 1 for line in content)
        return [line[whole:] for line in content], min(last, len(self.text))

    # ── in brackets ─────────────────────────────────────────────────────────────────────────────────────

    def _flow(self, node: _Collection, indent: int) -> None:
        """A list or mapping in brackets: on one line, or broken up where that is too long."""
        line = self._one_line(node)
        if line is None:
            for index, one in enumerate(self._bracket_lines(node, indent + 2)):
                if index:
                    self.lines.append(self.line)
                    self.line = one
                else:
                    self._add(one)
        elif _columns(self.line) + 1 + _columns(line) <= WIDTH or not node.entries:
            self._add(line)
        elif node.mapping:
            self._unfold(node, indent + 2)
            return
        else:
            self._fill([self._one_line(value) or "" for _, value in node.entries], indent + 2)
        self._wrote(node.end)

    def _one_line(self, node: _Node) -> str | None:
        """A node on one line, or None where a comment or a break within a text forbids it."""
        if isinstance(node, _Scalar):
            text = self._text(node)
            hard = "\\\n" in text or re.search(r"\n[ \t]*\n", text)
            return None if hard else _FOLD.sub(" ", text) or "null"
        at, items = node.start, []
        for key, value in node.entries:
            for one in (key, value):
                if one is not None and "#" in self.text[at : one.start]:
                    return None
                at = max(at, one.end) if one is not None else at
            item, name = self._one_line(value), self._one_line(key) if key else None
            if item is None or (key is not None and (name is None or key.empty)):
                return None
            items.append(item if key is None else f"{name}: {item}")
        if "#" in self.text[at : node.end]:
            return None
        return f"{{{', '.join(items)}}}" if node.mapping else f"[{', '.join(items)}]"

    def _unfold(self, node: _Collection, indent: int) -> None:
        """A mapping that is too long for one line becomes one line for each key."""
        after = _TRAILING.match(self.text, node.end)
        own_line = not self.line.strip(" ")
        if after and own_line:
            self.lines.append(self.line + _tidy(after[1]))
        elif after:
            self.line += f"  {_tidy(after[1])}"
        here = own_line or (self.line.rstrip().endswith("-") and not after)
        for index, (key, value) in enumerate(node.entries):
            if index or not here:
                self._end_line()
                self.line = " " * indent
            self._add(f"{self._one_line(key) if key else ''}:")
            if isinstance(value, _Collection):
                self._flow(value, indent)
            elif not value.empty:
                self._add(self._one_line(value) or "")
        self._wrote(after.end() if after else node.end)

    def _fill(self, items: list[str], indent: int) -> None:
        """A list that is too long for one line is filled up line by line; it stays in its brackets."""
        self._add("[")
        for index, item in enumerate(items):
            piece = item + ("]" if index == len(items) - 1 else ",")
            begins = self.line.endswith("[")
            if not begins and _columns(self.line) + 1 + _columns(piece) > WIDTH:
                self._end_line()
                self.line = " " * indent + piece
            else:
                self.line += piece if begins else f" {piece}"

    def _bracket_lines(self, node: _Collection, indent: int) -> list[str]:
        """Brackets that hold comments: their lines stay, each indented by how deep it is."""
        brackets = _brackets(node)
        opening, closing = sorted(one.start for one in brackets), sorted(one.end - 1 for one in brackets)
        lines: list[str] = []
        at = node.start
        for line in self.text[node.start : node.end].split("\n"):
            stripped = line.strip(" \t")
            first = at + len(line) - len(line.lstrip(" \t"))
            depth = bisect_left(opening, first) - bisect_right(closing, first)
            lines.append(" " * (indent + 2 * depth) + stripped if lines and stripped else stripped)
            at += len(line) + 1
        return lines


def _brackets(node: _Node) -> list[_Collection]:
    if isinstance(node, _Scalar):
        return []
    return [node, *(one for _, value in node.entries for one in _brackets(value))]


def _comment(line: str) -> tuple[int, str]:
    """The column and the text of the comment in a line of a gap."""
    column = line.index("#")
    return column, _tidy(line[column:])


def _header(text: str, start: int) -> tuple[str, str]:
    """The first line of a literal text: its signs, and the comment after them."""
    end = text.find("\n", start)
    signs, sharp, rest = text[start : end if end >= 0 else len(text)].partition("#")
    return signs.strip(" \t"), _tidy(sharp + rest)


def _tidy(comment: str) -> str:
    return comment.rstrip(" \t")


def _stripped(line: str, *, escapes: bool) -> str:
    """A line without blanks at its end, but for one that a backslash keeps."""
    kept = line.rstrip(" \t")
    slashes = len(kept) - len(kept.rstrip("\\"))
    return line[: len(kept) + 1] if escapes and slashes % 2 else kept


def _columns(text: str) -> int:
    """How wide a text is on the screen: Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
