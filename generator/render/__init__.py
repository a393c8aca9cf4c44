"""From a city to Markdown pages: one function for each kind of page, all of them in one tuple.

A page kind is a function ``(Site) → pages``, a template in ``templates/pages/`` and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from generator.model.city import City
from generator.model.page import Page
from generator.render.environment import environment
from generator.render.pages.basic import basic
from generator.render.pages.carbon import carbon
from generator.render.pages.evidence import evidence
from generator.render.pages.factors import factors
from generator.render.pages.factory import factory
from generator.render.pages.footprint import footprint
from generator.render.pages.group import group
from generator.render.pages.home import home
from generator.render.pages.notice import notice
from generator.render.pages.outlook import city_outlook, outlook, outlook_month
from generator.render.pages.references import references
from generator.render.pages.register import districts, industries, register
from generator.render.pages.scorecard import scorecard
from generator.render.pages.standard import (
    standard,
    standard_basic,
    standard_group,
    standard_readings,
)
from generator.render.site import Site

Kind = Callable[[Site], Iterable[Page]]

#: Every kind of page.
KINDS: tuple[Kind, ...] = (
    home,
    register,
    districts,
    industries,
    factory,
    scorecard,
    group,
    basic,
    evidence,
    carbon,
    footprint,
    notice,
    standard,
    standard_group,
    standard_basic,
    standard_readings,
    references,
    factors,
    outlook,
    city_outlook,
    outlook_month,
)


def render(city: City, root: Path, lang: str = "zh") -> list[Page]:
    """Every page of the site in one language; ``root`` holds ``templates/`` and ``content/i18n/``."""
    site = Site(city, lang, environment(root, lang, city.phrases))
    return [page for kind in KINDS for page in kind(site)]
