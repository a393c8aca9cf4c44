"""The carbon account of a cycle: what was emitted, what stands beside it, and where every figure comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.city import Assessed
from generator.model.finding import Described
from generator.model.page import Page
from generator.render import links
from generator.render.pages import frame
from generator.render.site import Site
from generator.render.views import carbon as views


def carbon(site: Site) -> Iterator[Page]:
    """``/factories/<slug>/<cycle>/carbon/``; each line of the ledger has an anchor, ``l-2025-1-fuels-0``."""
    for one in site.city.shown:
        url = links.carbon(one.cycle)
        yield site.page(
            url,
            "carbon.md.j2",
            frame.front(site, one, "carbon", site.words("碳账"), url),
            **frame.context(site, one),
            **_account(site, one),
        )


def _account(site: Site, one: Assessed) -> dict[str, Any]:
    """What the template shows; ``inventory`` is the data year's, None where there is none."""
    account, cycle, head = one.account, one.cycle, one.edition.standard.head
    inventory = account.inventories.get(cycle.data_year)
    years = [account.inventories[year] for year in sorted(account.inventories)]
    made, other = views.instruments(account, head, cycle.data_year)
    context: dict[str, Any] = {
        "account": account,
        "inventory": inventory,
        "years": years,
        "scale": views.years_scale(years),
        "views": views,
        "change": views.change(one),
        "gaps": _gaps(site, one),
        "instruments": made,
        "other_instruments": other,
        "ratios": views.ratios(account),
        "told": views.retold(one, site.city.cycles_of(cycle.factory)),
        "verification": views.verification(one),
        "factors": site.city.reference.factors,
        "proxies": views.proxies(site.city.reference.factors),
    }
    if inventory is None:
        return context
    return context | {
        "blocks": views.blocks(account, inventory, head),
        "groups": views.groups(cycle, inventory),
        "methods": views.scope2(inventory, site.city.reference.factors),
        "notes": _described(site, one, inventory.file),
        "energy": account.energy.get(inventory.year),
        "uncertainty": account.uncertainty.get(inventory.year),
    }


def _gaps(site: Site, one: Assessed) -> list[tuple[int, str, Described]]:
    """(year, scope, words) of every row that could not be computed."""
    return [
        (year, gap.scope, site.city.catalogue.describe(gap.finding, site.lang))
        for year, inventory in sorted(one.account.inventories.items())
        for gap in inventory.gaps
    ]


def _described(site: Site, one: Assessed, file: str) -> list[Described]:
    """What was found about the factors of a year: fall-backs and vintages."""
    found = (each for each in dict.fromkeys(one.findings) if each.code.startswith("factor."))
    at = one.cycle.at(file).file
    return [site.city.catalogue.describe(each, site.lang) for each in found if each.at.file == at]
