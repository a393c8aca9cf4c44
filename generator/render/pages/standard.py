"""The table itself: overview, groups with every clause, basic requirements, open readings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.page import Page
from generator.model.standard import Standard
from generator.render import links
from generator.render.site import Site
from generator.render.views import readings, tally


def standard(site: Site) -> Iterator[Page]:
    """``/standards/<id>/``."""
    for own in site.standards.values():
        yield _page(site, own, links.standard(own.head), "standard.md.j2", "standard", site.t(own.head.title), "")


def standard_group(site: Site) -> Iterator[Page]:
    """``/standards/<id>/g1/`` …"""
    for own in site.standards.values():
        groups = list(own.groups)
        for index, group in enumerate(groups):
            yield _page(
                site,
                own,
                links.standard_group(own.head, group.no),
                "standard_group.md.j2",
                "standard-group",
                site.t(own.head.short),
                f"{group.no} {site.t(group.title)}",
                group=group,
                before=groups[index - 1] if index else None,
                after=groups[index + 1] if index + 1 < len(groups) else None,
            )


def standard_basic(site: Site) -> Iterator[Page]:
    """``/standards/<id>/basic/``."""
    for own in site.standards.values():
        url, title = links.standard_basic(own.head), site.words("基本要求")
        yield _page(site, own, url, "standard_basic.md.j2", "standard-group", site.t(own.head.short), title)


def standard_readings(site: Site) -> Iterator[Page]:
    """``/standards/<id>/readings/``: every open reading, with an anchor."""
    for own in site.standards.values():
        url, title = links.readings(own.head), site.words("解释与取舍")
        sections = readings.sections(own)
        yield _page(
            site, own, url, "readings.md.j2", "standard-group", site.t(own.head.short), title, sections=sections
        )


def _page(
    site: Site, own: Standard[Any], url: str, template: str, kind: str, name: str, title: str, **context: Any
) -> Page:
    """A page of a standard; the overview has no ``title`` of its own."""
    front = {
        "title": f"{title} · {name}" if title else name,
        "description": site.words("《%(title)s》的条文、评分规则与解释。", title=site.t(own.head.title)),
        "kind": kind,
        "json": links.data_of_standard(own.head),
        "crumbs": _crumbs(site, own, title),
        "sidebar": _sidebar(site, own, url),
    }
    edition = site.city.editions[own.ref]
    return site.page(
        url,
        template,
        front,
        standard=own,
        head=own.head,
        places=edition.places or {},
        rows={row.id: row for row in own.indicators()},
        tallies=tally.by_clause(site.city.newest, own.ref),
        readings_of=lambda clause: readings.of_clause(own, clause),
        touching=lambda clause: readings.touching(own, clause),
        **context,
    )


def _crumbs(site: Site, own: Standard[Any], title: str) -> list[dict[str, str]]:
    home = {"title": site.words("首页"), "url": "./"}
    if not title:
        return [home, {"title": site.t(own.head.short)}]
    return [home, {"title": site.t(own.head.short), "url": links.standard(own.head)}, {"title": title}]


def _sidebar(site: Site, own: Standard[Any], url: str) -> list[dict[str, Any]]:
    """The pages of a standard, with the full marks of each group."""
    pages = [
        (site.words("总览"), links.standard(own.head), ""),
        (site.words("基本要求"), links.standard_basic(own.head), str(len(own.basic))),
        *(
            (
                f"{group.no} {site.t(group.title)}",
                links.standard_group(own.head, group.no),
                str(sum(row.full for row in group.indicators)),
            )
            for group in own.groups
        ),
        (site.words("解释与取舍"), links.readings(own.head), str(len(own.readings))),
        (site.words("规范性引用文件"), links.REFERENCES, str(len(own.head.references))),
    ]
    items = [
        {
            "title": title,
            "url": target,
            **({"value": value} if value else {}),
            **({"current": True} if target == url else {}),
        }
        for title, target, value in pages
    ]
    return [{"title": f"{site.t(own.head.short)} {own.head.edition}", "items": items}]
