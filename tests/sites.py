"""Repositories for tests: the real content with factories of choice, in a folder of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from tests.conftest import ROOT

PARTS = ("content", "templates", "mkdocs.yml", "en.yml")


def copy_site(target: Path, factories: Iterable[str]) -> Path:
    """A repository at ``target`` with copies of everything a build reads and of the named example factories."""
    target.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copyfile(source, target / name)
    for slug in factories:
        shutil.copytree(ROOT / "factories" / slug, target / "factories" / slug)
    return target
