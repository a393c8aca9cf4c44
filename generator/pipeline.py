"""The stages, in order, on one screen: load → check → account → score → render → publish.

Every stage is a plain function of what the stage before returned, and returns its findings beside its result.
This is the only place that knows them all; none of them knows another (import-linter holds that in CI).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator.account import account
from generator.check import check_cycle
from generator.check.base import Subject
from generator.check.conflicts import Conflicts, check_conflicts
from generator.export import export
from generator.load.catalogue import load_findings, load_phrases
from generator.load.history import load_history
from generator.load.reference import load_reference
from generator.load.repository import LeftOut, load_repository, open_jail
from generator.load.standard import load_standard
from generator.model.city import Assessed, City, Notice, Reference
from generator.model.dossier import Cycle, Dossier
from generator.model.finding import Catalogue, Finding, finding
from generator.model.produced import Produced
from generator.model.standard import Standard
from generator.model.text import Text
from generator.model.variant import Edition
from generator.render import render
from generator.score.engine import score
from generator.score.rules import Rule

MOST_FINDINGS = 300


@dataclass(frozen=True)
class Options:
    """How to run: which factories (all where None), as of which day, drafts shown or not."""

    as_of: date
    only: frozenset[str] | None = None
    preview: bool = False
    workers: int | None = 0  # processes that read the factories, within limits; None: one a processor; 0: this one
    repository: str = ""  # address of the repository's web pages; found out from git where it is empty


def produce(root: Path, options: Options, lang: str = "zh") -> Produced:
    """From the files to the pages and the open data: all stages but the last."""
    city = assess(root, options)
    return Produced(city, tuple(render(city, root, lang)), tuple(export(city, Standard[Rule])))


def assess(root: Path, options: Options) -> City:
    """Everything up to the scorecards: what the pages and the open data are made from."""
    with open_jail(root, options.only, options.workers) as jail:  # its processes start while the content is read
        catalogue = load_findings(root / "content/i18n/findings.yaml")
        phrases = load_phrases(root / "content/i18n/reasons.yaml")
        reference = load_reference(root)
        editions, found_in_standards = load_editions(root)
        repository, found_in_files = load_repository(root, catalogue, options.only, jail)
    history = load_history(root, options.repository)
    conflicts, found_between = check_conflicts(repository.dossiers, history)

    assessed: list[Assessed] = []
    left_out = list(repository.left_out)
    findings = [*found_in_standards, *found_in_files, *found_between]
    for dossier in repository.dossiers:
        for cycle in dossier.cycles:
            one, found = assess_cycle(dossier, cycle, editions, reference, conflicts, catalogue)
            findings += found
            if one is None:
                left_out.append(_left_out(cycle))
            else:
                assessed.append(one)
    return City(
        editions=editions,
        assessed=tuple(assessed),
        notices=tuple(_notice(one, findings) for one in left_out),
        findings=tuple(findings),
        reference=reference,
        history=history,
        catalogue=catalogue,
        phrases=phrases,
        as_of=options.as_of,
        preview=options.preview,
    )


def assess_cycle(
    dossier: Dossier,
    cycle: Cycle,
    editions: dict[str, Edition[Any]],
    reference: Reference,
    conflicts: Conflicts,
    catalogue: Catalogue,
) -> tuple[Assessed | None, list[Finding]]:
    """check → account → score for one cycle; None where a finding is an error."""
    edition = editions.get(cycle.assessment.standard)
    if edition is None:
        at = cycle.at("assessment.yaml", "standard")
        known = ", ".join(editions) or "—"
        return None, [finding("claim.unknown-standard", at, standard=cycle.assessment.standard, known=known)]
    found = _capped(check_cycle(Subject(cycle, edition, reference)), cycle)
    if dossier.slug in conflicts.left_out or catalogue.errors(found):
        return None, found
    lost = frozenset(index for id_, index in conflicts.lost if id_ == cycle.id)
    facts, contradicted = account(cycle, edition.standard.head, reference, lost)
    found += contradicted
    return Assessed(cycle, edition, score(cycle, facts, edition), tuple(found)), found


def load_editions(root: Path) -> tuple[dict[str, Edition[Any]], list[Finding]]:
    """Every standard under ``content/standards/``, by ``id@edition``."""
    editions: dict[str, Edition[Any]] = {}
    findings: list[Finding] = []
    for folder in sorted((root / "content/standards").glob("*/")):
        edition, found = load_standard(root, folder, Standard[Rule])
        findings += found
        if edition is not None:
            editions[edition.standard.ref] = edition
    return editions, findings


def _capped(found: list[Finding], cycle: Cycle) -> list[Finding]:
    """No more findings of one cycle than a person reads; the rest is one finding."""
    if len(found) <= MOST_FINDINGS:
        return found
    more = finding("load.too-many-findings", cycle.at("assessment.yaml"), shown=MOST_FINDINGS)
    return [*found[:MOST_FINDINGS], more]


def _left_out(cycle: Cycle) -> LeftOut:
    names = (cycle.factory.name.zh, cycle.factory.name.en)
    return LeftOut(cycle.factory.slug, cycle.name, cycle.public_since is not None, names)


def _notice(one: LeftOut, findings: list[Finding]) -> Notice:
    """What stands at the address of something that was left out."""
    folder = f"factories/{one.slug}/{one.cycle}".rstrip("/")
    own = tuple(
        found for found in findings if found.at.file.startswith((f"{folder}/", f"factories/{one.slug}/factory"))
    )
    zh, en = one.names or (one.slug, one.slug)
    return Notice(one.slug, one.cycle, Text(zh=zh, en=en), one.was_public, own)
