"""The home page: what this is, how the factories stand, where to type a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from generator.model.city import Assessed
from generator.model.page import Page
from generator.model.scorecard import Item
from generator.render.site import Site
from generator.render.views import awards, tally

#: How many of the latest results are listed.
LATEST = 5
#: Below the pass mark by less than two decimals show.
JUST_BELOW = Fraction(4, 1000)


@dataclass(frozen=True)
class Layers:
    """A clause of a real factory whose layers differ."""

    one: Assessed
    row: Any  # Indicator
    item: Item
    gaps: tuple[awards.Gap, ...]


def home(site: Site) -> Iterator[Page]:
    """``/``."""
    shown = site.city.newest
    public = tuple(one for one in shown if one.public)
    standards = list(site.standards.values())
    front = {
        "title": site.words("常州近零碳工厂评价公开"),
        "description": site.words("常州市近零碳工厂的逐条评价：每一分写明理由、证据和由谁核证。"),
        "kind": "home",
        "demo": site.all_examples(shown),
        "preview": any(one.draft for one in shown),
        "hide": ["navigation", "toc"],
    }
    yield site.page(
        "",
        "home.md.j2",
        front,
        shown=shown,
        latest=public[:LATEST],
        verdicts=tally.verdicts(shown),
        example=example(public) or example(shown),
        standard=standards[-1] if standards else None,
        near=standards[-1].head.evaluation.pass_mark - JUST_BELOW if standards else None,
    )


def example(shown: tuple[Assessed, ...]) -> Layers | None:
    """The clause whose claim loses most in proof, of the latest factory that has one; it shows what layers are."""
    for one in shown:
        rows = {row.id: row for row in one.edition.standard.indicators()}
        lost = [item for item in one.scorecard.items if item.claimed.points > item.published > 0]
        lost = lost or [item for item in one.scorecard.items if item.claimed.points > item.published]
        if lost:
            item = max(lost, key=lambda item: (item.claimed.points - item.published, -item.no))
            return Layers(one, rows[item.id], item, awards.gaps(item.claimed, item.standing))
    return None
