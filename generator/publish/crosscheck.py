"""The built site against itself: links lead to files, anchors to ids, and nothing is loaded from elsewhere.

It reads what a visitor gets: the HTML, style sheets and SVG drawings that MkDocs wrote, whoever made them. Parsed with
Lexbor (docs/adr/*-links.md), as a browser would.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.model.finding import Finding, Position, finding

#: The site in a finding, wherever it was written to.
SITE = "site"
MOST_FINDINGS = 300
#: What a `link` may name without a browser fetching it.
FOLLOWED_RELATIONS = frozenset(
    {"alternate", "author", "bookmark", "canonical", "help", "license", "me", "next", "prev", "up"}
)
#: Where an attribute is a resource: loaded, or sent to, without the reader having asked for another page.
RESOURCES = (
    *("src", "srcset", "imagesrcset", "poster", "background", "data", "action", "formaction", "ping"),
    *("manifest", "xlink:href"),
)
LISTS = {"srcset", "imagesrcset", "ping"}
DRAWN = {"use", "image", "feimage"}
SELECTOR = ",".join(
    [
        *("[id]", "a[name]", "[href]", "[style]", "style", "meta[http-equiv]", "use", "image", "feImage"),
        *(f"[{name}]" for name in RESOURCES if ":" not in name),
    ]
)
IN_STYLE = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
REFRESH = re.compile(r"^\s*[\d.]+\s*[;,]\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)
#: Schemes that a link may have beside none.
ALLOWED = ("https", "mailto", "tel")
#: Fragments that stand for themselves.
OF_THE_BROWSER = ("", "top")
IGNORED_IN_ADDRESSES = re.compile(r"[\t\n\r]")


@dataclass(frozen=True, slots=True)
class Link:
    """An address as a file holds it; ``loaded`` where no click is needed for the browser to ask for it."""

    value: str
    loaded: bool


@lru_cache(maxsize=100_000)
def _link(value: str, *, loaded: bool) -> Link:
    """One object for all equal links: the pages of a site repeat most of theirs."""
    return Link(value, loaded)


@dataclass
class Read:
    """What one file of the site holds."""

    links: list[Link] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


class _Problem(NamedTuple):
    """What is wrong with a link: the code of the finding, and what it needs beside the link."""

    code: str
    params: dict[str, str]


def crosscheck(files: Mapping[str, bytes], address: str = "") -> list[Finding]:
    """Everything wrong with the links of a site (path → content) that is published at ``address``.

    ``address`` may be empty; absolute links to it are links to the site. Findings name the file, the line and the
    link, each once, at most MOST_FINDINGS of them.
    """
    read = {path: parsed for path, content in files.items() if (parsed := _read(path, content))}
    site = _Site(files, {path: one.ids for path, one in read.items() if path.endswith((".html", ".svg"))}, address)
    found = [
        finding(code, _place(path, link, files[path]), link=link.value.strip() or '""', **params)
        for path, one in sorted(read.items())
        for link in dict.fromkeys(one.links)
        for code, params in site.problems(path, link)
    ]
    if len(found) > MOST_FINDINGS:
        return [*found[:MOST_FINDINGS], finding("load.too-many-findings", Position(SITE), shown=MOST_FINDINGS)]
    return found


class _Site:
    """Where links lead; what one folder asked already is remembered, for its pages repeat most of their links."""

    def __init__(self, files: Mapping[str, bytes], ids: Mapping[str, set[str]], address: str) -> None:
        self.files, self.ids = files, ids
        own = urlsplit(address)
        self.origin = (own.scheme, own.netloc) if own.netloc else None
        self.base = own.path.rstrip("/") + "/"
        self.known: dict[tuple[str, Link], tuple[_Problem, ...]] = {}

    def problems(self, page: str, link: Link) -> tuple[_Problem, ...]:
        """Each thing wrong with a link on a page."""
        here = page if link.value.lstrip()[:1] in ("", "#", "?") else posixpath.dirname(page)
        key = (here, link)
        if key not in self.known:
            self.known[key] = tuple(self._problems(page, link))
        return self.known[key]

    def _problems(self, page: str, link: Link) -> Iterator[_Problem]:
        value = IGNORED_IN_ADDRESSES.sub("", link.value.strip())
        try:
            parts = urlsplit(value)
            host = parts.netloc
        except ValueError:
            yield _Problem("site.link-form", {})
            return
        if "\\" in value and parts.scheme != "data":  # a browser reads a backslash as a slash: `/\host` is a host
            yield _Problem("site.link-form", {})
            return
        if host or value.startswith("//"):
            if (parts.scheme, host) != self.origin:
                yield from _foreign(parts.scheme, link)
                return
            path = parts.path or "/"
        elif parts.scheme:
            if not (link.loaded and parts.scheme == "data") and (link.loaded or parts.scheme not in ALLOWED):
                yield _Problem("site.link-form", {})
            return
        else:
            path = parts.path
        yield from self._inside(page, path, parts.fragment)

    def _inside(self, page: str, path: str, fragment: str) -> Iterator[_Problem]:
        target = self._file(page, unquote(path))
        if target not in self.files:
            yield _Problem("site.dead-link", {"target": target})
            return
        name = unquote(fragment.partition(":~:")[0])
        if name not in OF_THE_BROWSER and target in self.ids and name not in self.ids[target]:
            yield _Problem("site.dead-anchor", {"target": target, "anchor": name})

    def _file(self, page: str, path: str) -> str:
        """The file of the site that a path leads to, as seen from a page; one outside it begins with ``..``."""
        if not path:
            return page
        if path.startswith("/"):
            if not f"{path}/".startswith(self.base):
                return f"..{path}"
            way = path[len(self.base) :]
        else:
            way = posixpath.join(posixpath.dirname(page), path)
        folder = way.endswith(("/", "/.", "/..")) or way in ("", ".", "..")
        clean = posixpath.normpath(way) if way else "."
        if folder:
            return "index.html" if clean == "." else f"{clean}/index.html"
        return clean


def _foreign(scheme: str, link: Link) -> Iterator[_Problem]:
    """Another host may be followed, by https, and never loaded from."""
    if link.loaded:
        yield _Problem("site.foreign-resource", {})
    elif scheme != "https":
        yield _Problem("site.link-form", {})


# ── reading ────────────────────────────────────────────────────────────────────────────────────────────────


def _read(path: str, content: bytes) -> Read | None:
    """Links and ids of a file; None for a kind of file that has neither."""
    if path.endswith(".css"):
        return Read(list(_in_style(content.decode("utf-8", "replace"))))
    if not path.endswith((".html", ".svg")):
        return None
    read = Read()
    for node in LexborHTMLParser(content).css(SELECTOR):
        _note(node, read)
    return read


def _note(node: LexborNode, read: Read) -> None:
    tag, attributes = (node.tag or "").lower(), node.attributes
    for name, given in attributes.items():
        value = given or ""
        if name == "id" or (name == "name" and tag == "a"):
            read.ids.add(intern(value))
        elif name == "href":
            read.links.append(_link(value, loaded=_loads(tag, attributes)))
        elif name in RESOURCES and (name != "data" or tag == "object"):
            read.links += [_link(one, loaded=True) for one in (_listed(value, name) if name in LISTS else (value,))]
        elif name == "style":
            read.links += _in_style(value)
        elif name == "content" and tag == "meta" and (away := REFRESH.match(value)):
            read.links.append(_link(away[1], loaded=False))
    if tag == "style":
        read.links += _in_style(node.text() or "")


def _loads(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether the `href` of an element is fetched by itself; `base` moves every other link, so it counts too."""
    if tag == "link":
        return not set((attributes.get("rel") or "").lower().split()) <= FOLLOWED_RELATIONS
    return tag in DRAWN or tag == "base"


def _listed(value: str, name: str) -> Iterable[str]:
    """The addresses of a list: `srcset` separates by commas and adds a size, `ping` separates by spaces."""
    return value.split() if name == "ping" else [one.split()[0] for one in value.split(",") if one.strip()]


def _in_style(text: str) -> Iterator[Link]:
    """What a style sheet loads; ``url(#…)`` names a part of the drawing that it is used in."""
    for match in IN_STYLE.finditer(text):
        value = next((group for group in match.groups() if group is not None), "")
        if not value.startswith("#"):
            yield _link(value, loaded=True)


def _place(path: str, link: Link, content: bytes) -> Position:
    """The first line that holds the link as it is written; the first line of the file where it is written otherwise."""
    text = content.decode("utf-8", "replace")
    written = (f'="{html.escape(link.value)}"', f'="{link.value}"', html.escape(link.value), link.value)
    at = next((index for one in written if one and (index := text.find(one)) >= 0), 0)
    return Position(f"{SITE}/{path}", text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
