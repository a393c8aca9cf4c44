from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.model.finding import Catalogue
from generator.model.variant import Edition
from tests.submit.desk import ROOT, Desk


@pytest.fixture
def desk(tmp_path: Path, catalogue: Catalogue, edition: Edition[Any]) -> Desk:
    """An empty repository that a new factory can be made in."""
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    (tmp_path / "factories").mkdir()
    return Desk(tmp_path, catalogue, edition)
