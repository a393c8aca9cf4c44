"""The evidence register of a cycle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.model.page import Page
from generator.render import links
from generator.render.pages import frame
from generator.render.site import Site


def evidence(site: Site) -> Iterator[Page]:
    """``/factories/<slug>/<cycle>/evidence/``; each entry has an anchor, ``e-E01``."""
    for one in site.city.shown:
        url = links.evidence(one.cycle)
        context = frame.context(site, one)
        states = Counter(shown.now for shown in context["evidence"].values())
        yield site.page(
            url,
            "evidence.md.j2",
            frame.front(site, one, "evidence", site.words("证据"), url),
            **context,
            soon=site.city.reference.foresight.expiring_days,
            states=sorted(states.items()),
            originals=sum(shown.file is not None for shown in context["evidence"].values()),
            public=sum(shown.entry.visibility == "public" for shown in context["evidence"].values()),
        )
