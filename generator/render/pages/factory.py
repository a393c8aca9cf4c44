"""A factory: its names and codes, its cycles, and how the newest one stands."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.page import Page
from generator.render import links
from generator.render.pages import frame
from generator.render.site import Site


def factory(site: Site) -> Iterator[Page]:
    """``/factories/<slug>/``; canonical is the newest cycle's address."""
    for one in site.city.newest:
        url = links.factory(one.cycle.factory.slug)
        name = site.t(one.cycle.factory.name)
        front = {
            **frame.front(site, one, "factory", name, url),
            "title": name,
            "canonical": links.cycle(one.cycle),
            "crumbs": [
                {"title": site.words("首页"), "url": "./"},
                {"title": site.words("工厂名录"), "url": links.REGISTER},
                {"title": name},
            ],
        }
        cycles = site.city.cycles_of(one.cycle.factory)
        context = frame.context(site, one)
        yield site.page(url, "factory.md.j2", front, cycles=cycles, **context)
