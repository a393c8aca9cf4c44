"""The reference data of carbon accounting: every factor with its source."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.page import Page
from generator.render import links
from generator.render.site import Site
from generator.render.views import factors as views


def factors(site: Site) -> Iterator[Page]:
    """``/references/factors/``; each row has an anchor that names its line, ``gwp-36``."""
    own = site.city.reference.factors
    tables = views.tables(own)
    title = site.words("排放因子")
    front = {
        "title": title,
        "description": site.words("碳核算所用的全部因子：数值、单位、年份、来源与可信程度，每个都指到仓库里的一行。"),
        "kind": "factors",
        "crumbs": [
            {"title": site.words("首页"), "url": "./"},
            {"title": site.words("规范性引用文件"), "url": links.REFERENCES},
            {"title": title},
        ],
    }
    every = list(tables.every)
    yield site.page(
        links.FACTORS,
        "factors.md.j2",
        front,
        tables=tables,
        factors=own,
        sources_of=views.sources,
        every=len(every),
        unsure=sum(cell.factor.confidence == "to_be_verified" for cell in every),
    )
