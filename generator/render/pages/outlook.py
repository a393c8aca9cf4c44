"""What lapses and which points fall with it: of a cycle, of the city, and of the city in one month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from generator.model.page import Page
from generator.render import links
from generator.render.pages import frame
from generator.render.site import Site
from generator.render.views import outlook as views


def outlook(site: Site) -> Iterator[Page]:
    """``/factories/<slug>/<cycle>/outlook/``."""
    for one in site.city.shown:
        seen = site.city.outlooks.get(one.cycle.id)
        if seen is None:
            continue
        url = links.outlook(one.cycle)
        front = {
            **frame.front(site, one, "outlook", site.words("得分展望"), url),
            "description": site.words("证据在哪一天到期、哪一天起少哪些分：逐日重算，不是估计。"),
            "json": links.data_of_outlook(one.cycle),
        }
        line = views.line(seen, one.scorecard.total.full)
        yield site.page(url, "outlook.md.j2", front, **frame.context(site, one), seen=seen, line=line)


def city_outlook(site: Site) -> Iterator[Page]:
    """``/outlook/``: who falls, what is due soon, and how much each month."""
    if not site.city.outlooks:
        return
    found, days = views.renewals(site.city), site.city.reference.foresight.expiring_days
    today = site.city.as_of
    ahead = tuple(one for one in found if one.step.on > today)
    front = _front(site, site.words("全市到期与续期"), None)
    yield site.page(
        links.OUTLOOK,
        "city_outlook.md.j2",
        front,
        rows_of=_rows_of(site),
        falling=views.falling(site.city),
        soon=tuple(one for one in ahead if one.step.on <= today + timedelta(days=days)),
        gone=tuple(one for one in found if one.step.on <= today),
        days=days,
        months=views.months(ahead),
        until=max(seen.until for seen in site.city.outlooks.values()),
        count=len(tuple(views.of_newest(site.city))),
    )


def outlook_month(site: Site) -> Iterator[Page]:
    """``/outlook/<month>/``: everything whose last valid day lies in a month to come."""
    ahead = tuple(one for one in views.renewals(site.city) if one.step.on > site.city.as_of)
    every = views.months(ahead)
    for index, month in enumerate(every):
        front = _front(site, site.words("%(month)s 到期", month=month.name), month.name)
        yield site.page(
            links.outlook_month(month.name),
            "outlook_month.md.j2",
            front,
            rows_of=_rows_of(site),
            month=month,
            before=every[index - 1] if index else None,
            after=every[index + 1] if index + 1 < len(every) else None,
        )


def _rows_of(site: Site) -> Any:
    """The rows of a cycle's standard, by id; made once for each standard."""
    rows = {ref: {row.id: row for row in standard.indicators()} for ref, standard in site.standards.items()}
    return lambda one: rows[one.edition.standard.ref]


def _front(site: Site, title: str, month: str | None) -> dict[str, Any]:
    home, own = {"title": site.words("首页"), "url": "./"}, site.words("全市到期与续期")
    crumbs = [home, {"title": own, "url": links.OUTLOOK}, {"title": title}] if month else [home, {"title": own}]
    return {
        "title": title,
        "description": site.words("各工厂的证据何时到期，到期后判定与得分怎样变化。"),
        "kind": "city-outlook",
        "demo": site.all_examples(site.city.newest),
        "preview": any(one.draft for one in site.city.newest),
        "json": links.data_of_outlook(),
        "hide": ["navigation", "toc"],
        "crumbs": crumbs,
    }
