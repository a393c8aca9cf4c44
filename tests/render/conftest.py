"""The example factories, rendered; and pages as a browser would see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.model.city import City, History
from generator.model.page import Page
from generator.pipeline import Options, assess, foresee
from generator.render import render
from tests.render.html import Document, document

TODAY = date(2026, 11, 22)
REPOSITORY = "https://git.example/nearzero"


@pytest.fixture(scope="session")
def city(root: Path) -> City:
    """Every example, drafts too; of version control only the address, so that nothing depends on commits."""
    made = foresee(assess(root, Options(as_of=TODAY, preview=True)))
    return replace(made, history=History(repository=REPOSITORY))


@pytest.fixture(scope="session")
def pages(city: City, root: Path) -> list[Page]:
    return render(city, root)


@pytest.fixture(scope="session")
def site(pages: list[Page]) -> Mapping[str, Document]:
    """Every page, by its address, as its HTML."""
    return {page.url: document(page.text) for page in pages}
