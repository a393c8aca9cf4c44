"""The product carbon footprints of a cycle."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.page import Page
from generator.render import links
from generator.render.pages import frame
from generator.render.site import Site


def footprint(site: Site) -> Iterator[Page]:
    """``/factories/<slug>/<cycle>/footprint/``; each product has an anchor, ``p-1``."""
    for one in site.city.shown:
        url = links.footprint(one.cycle)
        yield site.page(
            url,
            "footprint.md.j2",
            frame.front(site, one, "footprint", site.words("产品碳足迹"), url),
            **frame.context(site, one),
            footprints=one.account.footprints,
            factors=site.city.reference.factors,
        )
