"""The normative references of every standard, and the clauses that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.page import Page
from generator.model.standard import Standard
from generator.render import links
from generator.render.site import Site


def references(site: Site) -> Iterator[Page]:
    """``/references/``."""
    standards = list(site.standards.values())
    front = {
        "title": site.words("规范性引用文件"),
        "description": site.words("评价指标体系引用的国家标准、行业标准与国际标准，以及引用它们的条款。"),
        "kind": "references",
        "crumbs": [{"title": site.words("首页"), "url": "./"}, {"title": site.words("规范性引用文件")}],
    }
    named = {own.ref: mentions(own) for own in standards}
    yield site.page(links.REFERENCES, "references.md.j2", front, standards=standards, mentions=named)


def mentions(own: Standard[Any]) -> Mapping[str, tuple[str, ...]]:
    """For each reference, the clauses whose text names its number (``basic N`` for basic requirements)."""
    texts = {row.id: row.requirement.zh + row.evidence_basis.zh for row in own.indicators()}
    texts |= {f"basic {row.no}": row.requirement.zh + row.evidence_basis.zh for row in own.basic}
    return {
        reference.number: tuple(clause for clause, text in texts.items() if _names(text, reference.number))
        for reference in own.head.references
    }


def _names(text: str, number: str) -> bool:
    """Whether a text names a number, whatever the spaces in it, and not merely a longer number."""
    pattern = r"\s*".join(map(re.escape, re.split(r"[\s]+", number)))
    return re.search(rf"{pattern}(?![0-9])", text) is not None
