"""Every link to another host that the site shows, with its places: in dossiers, their prose, our own pages and data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urldefrag

from generator.model.city import City
from generator.model.finding import Position
from generator.model.source import Path as Way
from generator.model.source import Tree

WEB = re.compile(r"https?://[!-~]+", re.IGNORECASE)
#: What ends a link in prose rather than belongs to it.
AFTER = ".,;:!?'\"*_`>"
#: Ours, written by hand; what is generated from them needs no second look.
OWN = ("content/pages/**/*.md", "content/standards/**/*.yaml", "content/reference/**/*.yaml")


def collect(city: City, root: Path) -> Mapping[str, tuple[Position, ...]]:
    """Link → its places, without fragment, in order. Example factories are invented, and so are their links."""
    found: defaultdict[str, dict[Position, None]] = defaultdict(dict)
    for url, at in _all(city, root):
        found[urldefrag(url).url][at] = None
    own = city.history.repository
    return {url: tuple(found[url]) for url in sorted(found) if not (own and f"{url}/".startswith(f"{own}/"))}


def _all(city: City, root: Path) -> Iterator[tuple[str, Position]]:
    for one in city.shown:
        if one.cycle.factory.example:
            continue
        for tree in one.cycle.trees.values():
            yield from _in_data(tree, tree.data, ())
        for name, text in one.cycle.narrative.items():
            yield from _in_text(text, f"{one.cycle.folder}/narrative/{name}")
    for pattern in OWN:
        for path in sorted(root.glob(pattern)):
            yield from _in_text(path.read_text("utf-8"), path.relative_to(root).as_posix())


def _in_data(tree: Tree, data: object, way: Way) -> Iterator[tuple[str, Position]]:
    if isinstance(data, str):
        for match in WEB.finditer(data):
            yield _trimmed(match[0]), tree.at(*way)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _in_data(tree, value, (*way, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _in_data(tree, value, (*way, index))


def _in_text(text: str, file: str) -> Iterator[tuple[str, Position]]:
    for number, line in enumerate(text.split("\n"), 1):
        for match in WEB.finditer(line):
            yield _trimmed(match[0]), Position(file, number, match.start() + 1)


def _trimmed(url: str) -> str:
    """Without what prose puts after it; a bracket belongs to it only where it was opened in it."""
    while url:
        last = url[-1]
        opener = {")": "(", "]": "[", "}": "{"}.get(last, "")
        if last not in AFTER and not (opener and url.count(last) > url.count(opener)):
            break
        url = url[:-1]
    if "](" in url:  # [text](https://…): the text was a link too
        url = url.partition("](")[0]
    return url
