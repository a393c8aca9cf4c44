"""Prose that a factory wrote, as it may enter a page.

It was read from Markdown by the loader, which wrote no other element than those below. That is not trusted here: the
page allows what it can show and nothing else, so that neither an error there nor prose that came another way can
bring in more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3
from markupsafe import Markup

from generator.model.dossier import Cycle
from generator.model.finding import Position

_TAGS = {
    *("h3", "h4", "h5", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td", "a", "img"),
}
#: Element and attribute → what it may hold; `//host`, `/abs` and what leaves the cycle's pages match nothing.
_VALUES = {
    (
        "a",
        "href",
    ): r"https://[A-Za-z0-9.-]+(:[0-9]+)?([/?#].*)?|mailto:[^?&%/]+@[A-Za-z0-9.-]+|evidence/#e-[A-Za-z0-9]+",
    ("a", "title"): r".*",
    ("img", "src"): r"evidence/files/[^/\\?#]+",
    ("img", "alt"): r".*",
    ("ol", "start"): r"[0-9]{1,9}",
    ("th", "scope"): r"col|row",
    ("th", "align"): r"left|center|right",
    ("td", "align"): r"left|center|right",
}
#: What every link says of itself; nh3 writes it and then asks for it as for any other attribute.
_REL = "nofollow noreferrer ugc"
_ALLOWED = {key: re.compile(value) for key, value in _VALUES.items()}
#: Line ends of every kind: a page holds each block of HTML on lines that begin with a tag.
_BREAKS = re.compile(r"[\n-\r\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Narrative:
    """One file of ``narrative/``, safe to print; ``html`` is empty where nothing of it can be shown."""

    name: str
    html: Markup
    at: Position


def narratives(cycle: Cycle) -> tuple[Narrative, ...]:
    """The prose of a cycle, in the order of the file names; what is empty is left out."""
    return tuple(
        Narrative(name, cleaned(html), Position(f"{cycle.folder}/narrative/{name}"))
        for name, html in sorted(cycle.narrative.items())
        if html.strip()
    )


def cleaned(html: str) -> Markup:
    """HTML cut down to the list, on one line. Its addresses are seen from the cycle's page."""
    made = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes=_attributes(),
        attribute_filter=_filtered,
        url_schemes={"https", "mailto"},
        link_rel=_REL,
        strip_comments=True,
    )
    return Markup(_BREAKS.sub(" ", made))  # noqa: S704  # cleaned just above; an entity may have been a line end


def _attributes() -> dict[str, set[str]]:
    return {tag: {name for owner, name in _ALLOWED if owner == tag} for tag, _ in _ALLOWED}


def _filtered(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("a", "rel"):
        return _REL
    pattern = _ALLOWED.get((tag, name))
    return value if pattern is not None and pattern.fullmatch(value) else None
