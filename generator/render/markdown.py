"""Markdown on disk: front matter, and a body that means the same to every Markdown program.

A body is HTML blocks and headings, nothing else. Inside a block there is no blank line and every line begins
with a tag; a heading is a line of its own. What a template or a factory's text did to the lines is undone here,
in one place, so that nothing but :func:`heading` can ever begin a line of Markdown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

#: Stands before a heading until the lines are settled; :func:`clean` takes it out of everything else.
_MARK = "\x00"
#: White space that breaks or pads lines; the ideographic space U+3000 is text and stays.
_SPACE = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
#: What YAML does not allow, even between quotes.
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
#: What Markdown reads between words.
_MARKDOWN = re.compile(r"[\\`*_{}\[\]()+!|~^=:$]")

Front = Mapping[str, Any]


def clean(text: str) -> str:
    """One line: every run of white space is one space, and no NUL."""
    return _SPACE.sub(" ", text.replace(_MARK, ""))


def inline(text: str) -> Markup:
    """Trusted text for a heading, with what HTML and Markdown would read in it escaped."""
    return Markup(_MARKDOWN.sub(lambda match: f"&#{ord(match[0])};", str(escape(clean(text)))))  # noqa: S704  # just here


def heading(level: int, id_: str, text: str, *, number: str = "", classes: str = "") -> Markup:
    """A heading with its id; ``text`` is ours or the standard's, never a factory's."""
    attributes = " ".join([f"#{id_}", *(f".{name}" for name in classes.split())])
    before = Markup('<span class="num">%s</span> ') % number if number else ""
    return Markup(f"\n{_MARK}{'#' * level} {before}{inline(text)} {{{attributes}}}\n")  # noqa: S704


def settled(body: str) -> str:
    """The body with every heading alone between blank lines and every other line beginning with a tag."""
    blocks: list[list[str]] = [[]]
    for line in filter(None, map(str.strip, body.splitlines())):
        if line.startswith(_MARK):
            blocks += [[line.removeprefix(_MARK)], []]
        elif line.startswith("<") or not blocks[-1]:
            blocks[-1].append(line)
        else:
            blocks[-1][-1] += f" {line}"
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def front_matter(front: Front) -> str:
    """YAML of JSON values, one key a line. All text is HTML-escaped: themes print it as it is."""
    lines = (f"{key}: {_json(value)}\n" for key, value in front.items() if value not in (None, False, "", [], ()))
    return f"---\n{''.join(lines)}---\n\n"


def _json(value: Any) -> str:
    text = json.dumps(_escaped(value), ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return str(escape(clean(value)))
    if isinstance(value, Mapping):
        return {key: _escaped(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_escaped(inner) for inner in value]
    return value
