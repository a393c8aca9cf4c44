"""Prose that a factory wrote: Markdown without raw HTML, an allow-list behind it, and a policy for links.

The three steps are independent on purpose: Markdown is made without raw HTML, attributes and inclusions; whatever it
made is cut down to a short list of elements; and every address is judged again. Then blank lines go, so that the
result is one HTML block of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from markdown import Markdown
from markupsafe import Markup

from generator.model.city import History
from generator.model.dossier import Cycle
from generator.model.finding import Position

MAX_BYTES = 64 * 1024
#: Deeper nesting than prose needs; Python-Markdown answers some kinds of it with quadratic time or recursion.
_DEEPEST = 60
_NESTED = re.compile(rf"(?:[ \t]*[>*+-]){{{_DEEPEST},}}")
_MOST_MARKS = 500
_MOST_READING = 1_000_000
_TAGS = {
    *("h3", "h4", "h5", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td", "a"),
}
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
_HEADING = re.compile(r"<(/?)h([1-6])>")


@dataclass(frozen=True)
class Narrative:
    """One file of ``narrative/``, safe to print; ``html`` is empty where the text is beyond the limits."""

    name: str
    html: Markup
    at: Position


def narratives(cycle: Cycle, history: History) -> tuple[Narrative, ...]:
    """The prose of a cycle, in the order of the file names; what is empty is left out."""
    return tuple(
        Narrative(name, prose(text, cycle.folder, history), Position(f"{cycle.folder}/narrative/{name}"))
        for name, text in sorted(cycle.narrative.items())
        if text.strip()
    )


def prose(text: str, folder: str, history: History) -> Markup:
    """Safe HTML of a factory's Markdown, without a blank line; nothing for what is too large or too deep."""
    if len(text.encode()) > MAX_BYTES or _too_deep(text):
        return Markup("")
    try:
        raw = _markdown().reset().convert(text)
    except RecursionError:
        return Markup("")
    lowered = _HEADING.sub(lambda match: f"<{match[1]}h{min(int(match[2]) + 2, 5)}>", raw)
    cleaned = nh3.clean(
        lowered,
        tags=_TAGS,
        attributes={"a": {"href"}, "th": {"scope"}},
        attribute_filter=lambda tag, name, value: _allowed(tag, name, value, folder, history),
        url_schemes={"https", "mailto"},
        link_rel="nofollow noreferrer ugc",
        strip_comments=True,
    )
    return Markup(_one_block(cleaned))  # noqa: S704  # cleaned just above


def _allowed(tag: str, name: str, value: str, folder: str, history: History) -> str | None:
    """An attribute as it may stand: https and mailto as they are, a path of the folder as its file."""
    if tag == "th":
        return value if value in {"col", "row"} else None
    if name != "href":
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    if parts.scheme == "https" and parts.netloc and "@" not in parts.netloc:
        return value
    if parts.scheme == "mailto" and not parts.netloc:
        return value
    inside = not parts.scheme and not parts.netloc and _PLAIN_PATH.fullmatch(parts.path)
    return history.link(Position(f"{folder}/{parts.path}")) if inside else None


def _one_block(html: str) -> str:
    """The HTML with no blank line and every line beginning with a tag; lines of code keep their breaks."""
    kept = re.sub(r"<pre>.*?</pre>", lambda match: match[0].replace("\n", "<br>"), html, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", " ", kept).strip()


def _too_deep(text: str) -> bool:
    """Whether prose opens more than prose ever does: quotes on a line, marks on a line, brackets in a block.

    For every ``[`` without its ``]`` Python-Markdown reads on to the end of the block.
    """
    lines = text.splitlines()
    if any(_NESTED.match(line) or max(map(line.count, "(*_`<!")) > _MOST_MARKS for line in lines):
        return True
    return any(_reading(block) > _MOST_READING for block in re.split(r"\n[ \t]*\n", text))


def _reading(block: str) -> int:
    """How many characters are read in search of the ends of links."""
    return sum(len(block) - match.start() for match in re.finditer(r"\[", block))


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    """Python-Markdown with tables and nothing else; raw HTML is text."""
    made = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    made.preprocessors.deregister("html_block")
    made.inlinePatterns.deregister("html")
    return made
