"""The stages, in order, on one screen: load → check → account → score → render → publish.

Every stage is a plain function of what the stage before returned, and returns its findings beside its result.
This is the only place that knows them all; none of them knows another (import-linter holds that in CI).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from generator.account import account
from generator.account.lapsing import dated_facts
from generator.check import check_cycle
from generator.check.base import Subject
from generator.check.conflicts import Conflicts, check_conflicts
from generator.check.files import check_vault
from generator.check.restatements import check_restatements
from generator.export import export
from generator.export.evidence import evidence_files
from generator.load.catalogue import load_findings, load_phrases
from generator.load.history import load_history
from generator.load.reference import load_reference
from generator.load.repository import LeftOut, load_repository, open_jail
from generator.load.standard import load_standard
from generator.load.vault import read_vault
from generator.model.city import Assessed, City, Notice, Reference
from generator.model.dossier import Cycle, Dossier
from generator.model.finding import Catalogue, Finding, finding
from generator.model.produced import Produced
from generator.model.standard import Standard
from generator.model.text import Text
from generator.model.variant import Edition
from generator.render import render
from generator.score.engine import score
from generator.score.outlook import outlook
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
    city = foresee(assess(root, options))
    files = tuple(evidence_files(city))
    return Produced(city, tuple(render(city, root, lang)), tuple(export(city, Standard[Rule])), files)


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
    found_between += [found for dossier in repository.dossiers for found in check_restatements(dossier)]

    assessed: list[Assessed] = []
    left_out = list(repository.left_out)
    inside = [one for one in found_between if not one.at.file.endswith("/factory.yaml")]
    findings = [*found_in_standards, *found_in_files, *(one for one in found_between if one not in inside)]
    for dossier in repository.dossiers:
        for cycle in dossier.cycles:
            between = [found for found in found_between if found.at.file.startswith(f"{cycle.folder}/")]
            one, found = assess_cycle(dossier, cycle, editions, reference, conflicts, catalogue, between)
            findings += found
            if one is None:
                left_out.append(_left_out(cycle))
            else:
                assessed.append(one)
    return City(
        editions=editions,
        assessed=tuple(assessed),
        notices=tuple(_notice(one, findings, catalogue) for one in left_out),
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
    between: list[Finding],
) -> tuple[Assessed | None, list[Finding]]:
    """check → account → score for one cycle; None where a finding is an error.

    ``between`` are the findings of this cycle that come from looking at several.
    """
    edition = editions.get(cycle.assessment.standard)
    if edition is None:
        at = cycle.at("assessment.yaml", "standard")
        known = ", ".join(editions) or "—"
        return None, [*between, finding("claim.unknown-standard", at, standard=cycle.assessment.standard, known=known)]
    found = _capped([*between, *check_cycle(Subject(cycle, edition, reference))], cycle)
    if dossier.slug in conflicts.left_out or catalogue.errors(found):
        return None, found
    lost = frozenset(index for id_, index in conflicts.lost if id_ == cycle.id)
    accounted, more = account(cycle, edition.standard.head, reference, lost)
    found = _capped([*found, *more], cycle)
    if catalogue.errors(more):
        return None, found
    told = tuple(one for one in found if not catalogue.is_private(one))
    return Assessed(cycle, edition, accounted, score(cycle, accounted.facts, edition), told), found


def compare_originals(city: City, vault: Path) -> tuple[City, int]:
    """The city with what an auditor's own copies say, and how many of them could not be read.

    For ``dossier check --vault`` alone: nothing that builds a page or the open data ever sees a vault.
    """
    originals = read_vault(vault)
    alone = len(city.assessed) == 1
    found = [one for each in city.assessed for one in check_vault(each.cycle, originals, alone=alone)]
    return replace(city, findings=(*city.findings, *found)), originals.unreadable


def foresee(city: City, months: int | None = None) -> City:
    """The city with the outlook of every shown cycle; ``months`` ahead, by the reference data where None."""
    ahead = city.reference.foresight.outlook_months if months is None else months
    outlooks = {
        one.cycle.id: outlook(one, partial(dated_facts, one.edition.standard.head), city.as_of, ahead)
        for one in city.shown
    }
    return replace(city, outlooks=outlooks)


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


def _notice(one: LeftOut, findings: list[Finding], catalogue: Catalogue) -> Notice:
    """What stands at the address of something that was left out; what is for the submitter only is counted."""
    folder = f"factories/{one.slug}/{one.cycle}".rstrip("/")
    own = tuple(
        found for found in findings if found.at.file.startswith((f"{folder}/", f"factories/{one.slug}/factory"))
    )
    zh, en = one.names or (one.slug, one.slug)
    told = tuple(found for found in own if not catalogue.is_private(found))
    return Notice(one.slug, one.cycle, Text(zh=zh, en=en), one.was_public, told, len(own) - len(told))
