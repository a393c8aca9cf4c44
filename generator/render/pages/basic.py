"""The basic requirements of a cycle: judged, without points."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.page import Page
from generator.render import links
from generator.render.pages import frame
from generator.render.pages.group import made
from generator.render.site import Site
from generator.render.views import readings, tally


def basic(site: Site) -> Iterator[Page]:
    """``/factories/<slug>/<cycle>/basic/``."""
    for one in site.city.shown:
        url = links.basic(one.cycle)
        tried = readings.tried(one.scorecard, one.edition.standard)
        gates = {gate.no: gate for gate in one.scorecard.gates}
        yield site.page(
            url,
            "basic.md.j2",
            frame.front(site, one, "basic", site.words("基本要求"), url),
            **frame.context(site, one),
            clauses=[made(one, row, gates[row.no], tried, "basic", str(row.no)) for row in one.edition.standard.basic],
            met=tally.gates_met(one.scorecard.gates),
        )
