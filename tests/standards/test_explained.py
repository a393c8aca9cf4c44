"""How every expert case is explained, in words: points, outcome, reasons, figures and evidence, part by part.

``explained.txt`` is written with ``UPDATE_EXPLAINED=1 pytest tests/standards/test_explained.py``; a difference is to be
read, like any change of what a factory is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.model.scorecard import Award
from generator.model.text import Phrases
from generator.model.variant import Edition
from tests.conftest import ROOT
from tests.standards.cases import read_cases, run_case

EXPLAINED = Path(__file__).with_name("explained.txt")
CASES = ROOT / "content/standards/changzhou-near-zero/cases"


def lines(award: Award, phrases: Phrases, depth: int = 1) -> Iterator[str]:
    """One line for an award and each of its parts."""
    words = [phrases.say(one) for one in award.reasons]
    words += [f"{one.fact.name}={one.shown}{one.limit and f' [{one.limit}]'}" for one in award.facts]
    words += [
        one.id + ("" if one.carries else f" ×{phrases.say(one.problem) if one.problem else ''}") for one in award.cited
    ]
    title = award.title.zh if award.title else ""
    marks = ((award.vacuous and f" 不适用 {award.vacuous}") or "") + (" 否决" if award.veto else "")
    head = f"{award.part} {title} {award.points} / {award.full} {award.outcome}{marks}".strip()
    yield f"{'  ' * depth}{head}｜{'；'.join(words)}".rstrip("｜")
    for part in award.parts:
        yield from lines(part, phrases, depth + 1)


def explained(edition: Edition[Any], phrases: Phrases) -> Iterator[str]:
    for _, case in read_cases(CASES):
        claimed, evidenced = run_case(edition, case)
        yield case.id
        yield from lines(claimed, phrases)
        if list(lines(evidenced, phrases)) != list(lines(claimed, phrases)):
            yield from lines(evidenced, phrases)


def test_every_case_is_explained_as_it_was(edition: Edition[Any], phrases: Phrases) -> None:
    made = list(explained(edition, phrases))
    if os.environ.get("UPDATE_EXPLAINED"):
        EXPLAINED.write_text("".join(f"{line}\n" for line in made), "utf-8")
    assert made == EXPLAINED.read_text("utf-8").splitlines()
