"""The scorecard of a cycle: the verdict, why, what is missing, every clause at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.city import Assessed
from generator.model.finding import Described, Severity
from generator.model.page import Page
from generator.render import links
from generator.render.narrative import narratives
from generator.render.pages import frame
from generator.render.site import Site
from generator.render.views import awards, readings, tally


def scorecard(site: Site) -> Iterator[Page]:
    """``/factories/<slug>/<cycle>/``."""
    for one in site.city.shown:
        url = links.cycle(one.cycle)
        front = frame.front(site, one, "scorecard", site.words("评分卡"), url)
        yield site.page(
            url,
            "scorecard.md.j2",
            front,
            **frame.context(site, one),
            open=open_points(one),
            lacking=awards.lacking,
            tried=readings.tried(one.scorecard, one.edition.standard),
            outcomes=tally.outcomes(one.scorecard.items),
            outcome_of=tally.outcome_of,
            found=described(site, one),
            narratives=narratives(one.cycle),
            longest=max((group.sums.full for group in one.scorecard.groups), default=0),
        )


def open_points(one: Assessed) -> tuple[awards.Open, ...]:
    """Every item short of full marks: first those that proof alone would mend, by how much; then the others."""
    claims = one.cycle.assessment.indicators
    rows = {row.id: row for row in one.edition.standard.indicators()}
    found = (awards.open_of(rows[item.id], item, claims.get(item.id)) for item in one.scorecard.items)
    return tuple(sorted(filter(None, found), key=lambda open_: (-open_.by_evidence, -open_.beyond, open_.item.no)))


def described(site: Site, one: Assessed) -> tuple[Described, ...]:
    """The findings of a cycle in words, warnings first."""
    words = (site.city.catalogue.describe(found, site.lang) for found in dict.fromkeys(one.findings))
    return tuple(sorted(words, key=lambda found: (found.severity is not Severity.WARNING, found.at, found.code)))
