"""A clerk's desk: a repository in a folder of its own, and the stages up to the scorecard run over it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.account import account
from generator.check import Subject, check_cycle
from generator.load.reference import load_reference
from generator.load.repository import load_repository
from generator.model.dossier import Cycle
from generator.model.fact import Facts
from generator.model.finding import Catalogue, Finding
from generator.model.scorecard import Scorecard
from generator.model.variant import Edition
from generator.score.engine import score

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = re.compile(r"^( *)# (?!yaml-language-server:)(.*)$", re.MULTILINE)
RUN = re.compile(r"(?:^ *# (?!yaml-language-server:).*\n)+", re.MULTILINE)


@dataclass(frozen=True)
class Seen:
    """What became of the one cycle."""

    cycle: Cycle
    findings: list[Finding]
    facts: Facts
    card: Scorecard

    @property
    def codes(self) -> set[str]:
        return {one.code for one in self.findings}


@dataclass(frozen=True)
class Desk:
    """A repository with the scaffold's templates and, later, factories."""

    root: Path
    catalogue: Catalogue
    edition: Edition[Any]

    def see(self) -> Seen:
        """Load, check, account and score, as the pipeline does; an error is a failure of the test."""
        repository, findings = load_repository(self.root, self.catalogue)
        self.refuse_errors(findings)
        (dossier,) = repository.dossiers
        (cycle,) = dossier.cycles
        reference = load_reference(ROOT)
        findings += check_cycle(Subject(cycle, self.edition, reference))
        self.refuse_errors(findings)
        made, found = account(cycle, self.edition.standard.head, reference)
        return Seen(cycle, [*findings, *found], made.facts, score(cycle, made.facts, self.edition))

    def refuse_errors(self, findings: Iterable[Finding]) -> None:
        errors = [f"{one.at} {one.code} {dict(one.params)}" for one in findings if self.catalogue.is_error(one)]
        assert not errors, "\n".join(errors)


def examples(text: str) -> list[str]:
    """The runs of example lines; a run of list entries is taken apart."""
    found: list[str] = []
    for run in RUN.findall(text):
        found += [part for part in re.split(r"(?m)^(?= *# - )", run) if part]
    return found


def enabled(text: str, run: str | None = None) -> str:
    """The text with one run of examples, or with all of them, taken out of its comments."""
    if run is None:
        return EXAMPLE.sub(r"\1\2", text)
    assert text.count(run) >= 1
    return text.replace(run, EXAMPLE.sub(r"\1\2", run), 1)
