"""A group of indicators of a cycle: each clause with its points, why, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.model.city import Assessed
from generator.model.dossier import Claim
from generator.model.finding import Position
from generator.model.page import Page
from generator.model.scorecard import Award, Gate, Item
from generator.render import links
from generator.render.pages import frame
from generator.render.site import Site
from generator.render.views import awards, readings


@dataclass(frozen=True)
class Clause:
    """An indicator or a basic requirement as a cycle answers it."""

    row: Any  # Indicator or Basic
    judged: Item | Gate
    claim: Claim | None
    at: Position  # of the claim
    gaps: tuple[awards.Gap, ...]
    uses: tuple[awards.Use, ...]
    statements: tuple[str, ...]
    shifting: tuple[readings.Tried, ...]  # other readings under which its points differ

    @property
    def standing(self) -> Award:
        return self.judged.standing


def group(site: Site) -> Iterator[Page]:
    """``/factories/<slug>/<cycle>/g1/`` …"""
    for one in site.city.shown:
        groups = list(one.edition.standard.groups)
        context = frame.context(site, one)
        tried = readings.tried(one.scorecard, one.edition.standard)
        for index, own in enumerate(groups):
            url = links.group(one.cycle, own.no)
            title = f"{own.no} {site.t(own.title)}"
            yield site.page(
                url,
                "group.md.j2",
                frame.front(site, one, "group", title, url),
                **context,
                group=own,
                sums=next(sums.sums for sums in one.scorecard.groups if sums.no == own.no),
                clauses=[
                    made(one, row, one.scorecard.item(row.id), tried, "indicators", row.id) for row in own.indicators
                ],
                before=groups[index - 1] if index else None,
                after=groups[index + 1] if index + 1 < len(groups) else None,
            )


def made(one: Assessed, row: Any, judged: Item | Gate, tried: tuple[readings.Tried, ...], *path: str) -> Clause:
    """A clause with all that its article shows; ``path`` is the place of its claim in assessment.yaml."""
    claims = one.cycle.assessment.indicators if path[0] == "indicators" else one.cycle.assessment.basic
    claim = claims.get(path[1])
    return Clause(
        row=row,
        judged=judged,
        claim=claim,
        at=one.cycle.key_at("assessment.yaml", *path),
        gaps=awards.gaps(judged.claimed, judged.standing),
        uses=awards.uses(judged.standing),
        statements=awards.statements(judged.standing, claim),
        shifting=readings.shifting(tried, path[1]),
    )
