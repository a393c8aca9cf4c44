"""What rendering returns: Markdown pages, and files that stand beside them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page with its front matter; ``src`` is its path below the language's folder (``…/index.md``)."""

    src: str
    text: str

    @property
    def url(self) -> str:
        """Its address below the site, with directory URLs: ``factories/x/2025/`` for ``factories/x/2025/index.md``."""
        return self.src.removesuffix("index.md")


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the open data; ``path`` is below the site."""

    path: str
    content: bytes
