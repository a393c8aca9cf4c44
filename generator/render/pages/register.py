"""The register, and the lists by district and by industry, which need no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator.model.city import Assessed
from generator.model.dossier import Profile
from generator.model.number import decimal_text
from generator.model.page import Page
from generator.model.text import Text
from generator.render import links
from generator.render.site import Site
from generator.render.views import tally

LAYERS = ("confirmed", "mixed", "evidenced")


def register(site: Site) -> Iterator[Page]:
    """``/factories/``: the newest shown cycle of every factory, filtered and sorted in the browser."""
    shown = site.city.newest
    front = _front(site, site.words("工厂名录"), shown)
    yield site.page(
        links.REGISTER,
        "register.md.j2",
        front,
        rows=rows(site, shown),
        shown=shown,
        layers=LAYERS,
        outcomes=tally.OUTCOMES,
        verdicts=tally.verdicts(shown),
        districts=_named(site, shown, _district, site.district),
        industries=_named(site, shown, _industry, site.industry),
        standards=list(site.standards.values()),
    )


def districts(site: Site) -> Iterator[Page]:
    """``/factories/districts/<code>/``."""
    yield from _lists(site, _district, site.district, links.district, site.words("辖区"))


def industries(site: Site) -> Iterator[Page]:
    """``/factories/industries/<code>/``, by division of GB/T 4754."""
    yield from _lists(site, _industry, site.industry, links.industry, site.words("行业"))


def rows(site: Site, shown: tuple[Assessed, ...]) -> list[dict[str, Any]]:
    """One row for each cycle: what the table shows and what the script filters by."""
    return [_row(site, one) for one in shown]


def _row(site: Site, one: Assessed) -> dict[str, Any]:
    cycle, card, profile = one.cycle, one.scorecard, one.cycle.profile
    name, district, industry = cycle.factory.name, _district(profile), _industry(profile)
    words = (
        *(name.zh, name.en, cycle.factory.slug, profile.industry),
        *(
            site.t(site.district(district)),
            site.t(site.industry(profile.industry)),
            site.t(site.industry(industry)),
        ),
    )
    return {
        "one": one,
        "name": site.t(name),
        "district": district,
        "district_name": site.t(site.district(district)),
        "industry": industry,
        "industry_name": site.t(site.industry(profile.industry)),
        "total": decimal_text(card.total.published),
        "since": cycle.public_since.isoformat() if cycle.public_since else "",
        "text": " ".join(words).lower(),
        "outcomes": " ".join(f"{item.id}:{tally.outcome_of(item)}" for item in card.items),
    }


def _lists(
    site: Site,
    key: Callable[[Profile], str],
    name: Callable[[str], Text],
    address: Callable[[str], str],
    what: str,
) -> Iterator[Page]:
    shown = site.city.newest
    every = _named(site, shown, key, name)
    for code, title, _ in every:
        own = tuple(one for one in shown if key(one.cycle.profile) == code)
        front = _front(site, f"{title} · {site.words('工厂名录')}", own)
        yield site.page(
            address(code),
            "list.md.j2",
            front,
            rows=rows(site, own),
            shown=own,
            title=title,
            what=what,
            code=code,
            every=every,
            address=address,
        )


def _named(
    site: Site, shown: tuple[Assessed, ...], key: Callable[[Profile], str], name: Callable[[str], Text]
) -> list[tuple[str, str, int]]:
    """(code, name, number of factories) of every code that occurs."""
    codes = [key(one.cycle.profile) for one in shown]
    return [(code, site.t(name(code)), codes.count(code)) for code in sorted(set(codes))]


def _district(profile: Profile) -> str:
    return profile.address.district


def _industry(profile: Profile) -> str:
    return links.division(profile.industry)


def _front(site: Site, title: str, shown: tuple[Assessed, ...]) -> dict[str, Any]:
    return {
        "title": title,
        "description": site.words("每座工厂最新一个周期的公布结果：判定、总分、层级。"),
        "kind": "register",
        "demo": site.all_examples(shown),
        "preview": any(one.draft for one in shown),
        "hide": ["navigation", "toc"],
        "crumbs": [{"title": site.words("首页"), "url": "./"}, {"title": title}],
    }
