"""What the pages of one cycle share: the sidebar, the way back, the front matter, the context of the template."""

from __future__ import annotations

from typing import Any

from generator.model.city import Assessed
from generator.render import figures, links
from generator.render.site import Site
from generator.render.views import tally
from generator.render.views.carbon import section_of
from generator.render.views.evidence import register


def front(site: Site, one: Assessed, kind: str, title: str, url: str) -> dict[str, Any]:
    """The front matter of a page of a cycle; ``title`` is what the page is, without the factory's name."""
    name = f"{site.t(one.cycle.factory.name)} {one.cycle.name}"
    return {
        "title": f"{name} · {title}",
        "description": site.words(
            "%(name)s按《%(standard)s》的逐条评价：得分、理由与证据。",
            name=name,
            standard=site.t(one.edition.standard.head.title),
        ),
        "kind": kind,
        "demo": one.cycle.factory.example,
        "preview": one.draft,
        "json": links.data_of_cycle(one.cycle),
        "crumbs": crumbs(site, one, title if kind != "scorecard" else ""),
        "sidebar": sidebar(site, one, url),
    }


def crumbs(site: Site, one: Assessed, title: str) -> list[dict[str, str]]:
    """The way to a page of a cycle; the last entry, the page itself, has no address."""
    here = f"{site.t(one.cycle.factory.name)} {one.cycle.name}"
    way = [
        {"title": site.words("首页"), "url": "./"},
        {"title": site.words("工厂名录"), "url": links.REGISTER},
    ]
    if not title:
        return [*way, {"title": here}]
    return [*way, {"title": here, "url": links.cycle(one.cycle)}, {"title": title}]


def sidebar(site: Site, one: Assessed, url: str) -> list[dict[str, Any]]:
    """The pages of a cycle, with a figure beside each where one says something; then its other cycles."""
    cycle, card = one.cycle, one.scorecard

    def item(title: str, target: str, value: str = "") -> dict[str, Any]:
        made: dict[str, Any] = {"title": title, "url": target}
        if value:
            made["value"] = value
        if target == url:
            made["current"] = True
        return made

    titles = {group.no: site.t(group.title) for group in one.edition.standard.groups}
    gates = f"{tally.gates_met(card.gates)}/{len(card.gates)}"
    pages = [
        item(site.words("评分卡"), links.cycle(cycle)),
        item(site.words("基本要求"), links.basic(cycle), gates),
        *(
            item(
                f"{group.no} {titles[group.no]}",
                links.group(cycle, group.no),
                figures.points(group.sums.published),
            )
            for group in card.groups
        ),
    ]
    material = [
        item(site.words("证据"), links.evidence(cycle), str(len(cycle.evidence))),
        item(site.words("碳账"), links.carbon(cycle)),
        item(site.words("产品碳足迹"), links.footprint(cycle), str(len(one.account.footprints))),
    ]
    if cycle.id in site.city.outlooks:
        material.append(item(site.words("得分展望"), links.outlook(cycle)))
    others = [
        item(other.cycle.name, links.cycle(other.cycle), figures.points(other.scorecard.total.published))
        for other in site.city.cycles_of(cycle.factory)
        if other.cycle.name != cycle.name
    ]
    made = [
        {"title": f"{site.t(cycle.factory.name)} · {cycle.name}", "items": pages},
        {"title": site.words("材料与账目"), "items": material},
    ]
    return [*made, {"title": site.words("其他周期"), "items": others}] if others else made


def context(site: Site, one: Assessed) -> dict[str, Any]:
    """What every template of a cycle's page may use."""
    standard = one.edition.standard
    return {
        "one": one,
        "cycle": one.cycle,
        "factory": one.cycle.factory,
        "card": one.scorecard,
        "standard": standard,
        "head": standard.head,
        "rows": {row.id: row for row in standard.indicators()},
        "evidence": register(one, site.city.as_of, site.city.reference.foresight.expiring_days),
        "carbon_section": section_of,
    }
