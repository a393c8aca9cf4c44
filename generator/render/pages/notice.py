"""What stands at the address of a public cycle, or factory, that is left out: never a page that is not found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.city import Notice
from generator.model.page import Page
from generator.render import links
from generator.render.site import Site


def notice(site: Site) -> Iterator[Page]:
    """``/factories/<slug>/<cycle>/``, and ``/factories/<slug>/`` where no cycle of the factory is shown."""
    standing = {one.cycle.factory.slug for one in site.city.shown}
    done: set[str] = set()
    for left in site.city.notices:
        if not (left.was_public or site.city.preview):
            continue
        addresses = [links.factory(left.slug)] if left.slug not in standing else []
        addresses += [f"{links.factory(left.slug)}{left.cycle}/"] if left.cycle else []
        for url in addresses:
            if url not in done:
                done.add(url)
                yield _page(site, left, url)


def _page(site: Site, left: Notice, url: str) -> Page:
    title = f"{site.t(left.names)} {left.cycle}".strip()
    front: dict[str, Any] = {
        "title": title,
        "kind": "notice",
        "preview": not left.was_public,
        "crumbs": [
            {"title": site.words("首页"), "url": "./"},
            {"title": site.words("工厂名录"), "url": links.REGISTER},
            {"title": title},
        ],
    }
    found = [site.city.catalogue.describe(one, site.lang) for one in left.findings]
    return site.page(url, "notice.md.j2", front, left=left, found=found)
