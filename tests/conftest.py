"""Fixtures that many tests share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from generator.load.catalogue import load_findings, load_phrases
from generator.load.standard import load_standard
from generator.model.finding import Catalogue
from generator.model.standard import Standard
from generator.model.text import Phrases
from generator.model.variant import Edition
from generator.score.rules import Rule

ROOT = Path(__file__).resolve().parents[1]

# How long an example takes says how busy the machine is; pytest-timeout ends what hangs.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def edition() -> Edition[Any]:
    """The indicator table with every alternative reading."""
    edition, findings = load_standard(ROOT, ROOT / "content/standards/changzhou-near-zero", Standard[Rule])
    assert edition is not None, findings
    assert not findings
    return edition


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_findings(ROOT / "content/i18n/findings.yaml")


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return load_phrases(ROOT / "content/i18n/reasons.yaml")
