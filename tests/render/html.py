"""Pages as a browser would see them: converted the way MkDocs converts, then parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

import yaml
from markdown import Markdown

#: What mkdocs.yml asks for, and what MkDocs adds of itself.
EXTENSIONS = ("toc", "tables", "fenced_code", "admonition", "attr_list")
#: The same and the more dangerous ones of those that themes recommend: nothing of ours may depend on their absence.
MORE = (
    *EXTENSIONS,
    *("abbr", "def_list", "footnotes", "md_in_html", "smarty"),
    *("pymdownx.snippets", "pymdownx.superfences", "pymdownx.emoji", "pymdownx.tasklist", "pymdownx.magiclink"),
)
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass
class Element:
    """One element; ``text`` is all text inside it."""

    tag: str
    attributes: Mapping[str, str | None]
    depth: int
    path: tuple[str, ...]
    text: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name) or ""

    @property
    def classes(self) -> set[str]:
        return set(self["class"].split())


@dataclass
class Document:
    """A page: its front matter, its body in Markdown, its elements in order."""

    front: Mapping[str, Any]
    body: str
    html: str
    elements: list[Element] = field(default_factory=list)

    def all(self, tag: str = "", class_: str = "") -> list[Element]:
        return [one for one in self.elements if (not tag or one.tag == tag) and (not class_ or class_ in one.classes)]

    def one(self, tag: str = "", class_: str = "") -> Element:
        found = self.all(tag, class_)
        assert found, (tag, class_)
        return found[0]

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in self.elements if one["id"]]

    @property
    def text(self) -> str:
        return self.elements[0].text if self.elements else ""


def split(text: str) -> tuple[Mapping[str, Any], str]:
    """The front matter and the body of a page on disk, as MkDocs splits them."""
    match = re.match(r"^-{3}[ \t]*\n(.*?\n)(?:-{3}|\.{3})[ \t]*(?:\n|$)", text, re.DOTALL)
    assert match, text[:200]
    return yaml.safe_load(match[1]) or {}, text[match.end() :].lstrip("\n")


def document(text: str, extensions: Sequence[str] = EXTENSIONS) -> Document:
    front, body = split(text)
    html = _markdown(tuple(extensions)).reset().convert(body)
    parser = _Parser()
    parser.feed(f"<main>{html}</main>")
    parser.close()
    return Document(front, body, html, parser.elements)


@lru_cache(maxsize=4)
def _markdown(extensions: tuple[str, ...]) -> Markdown:
    return Markdown(extensions=list(extensions))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.unbalanced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, dict(attrs), len(self.open), tuple(parent.tag for parent in self.open))
        self.elements.append(one)
        if tag not in VOID:
            self.open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), len(self.open), tuple(one.tag for one in self.open)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}> ({self.open[-1].text[-80:]!r})"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one.text += data


def skeleton(page: Document) -> list[tuple[str, ...]]:
    """The structure of a page without its words: tags with the attributes that do something."""
    return list(_bones(page))


def _bones(page: Document) -> Iterator[tuple[str, ...]]:
    for one in page.elements:
        kept = (one[name].split("?")[0] for name in ("class", "id", "href", "src", "action", "type", "name"))
        yield (one.tag, str(one.depth), *kept, *sorted(one.attributes))
