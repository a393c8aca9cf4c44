"""Facts from a dossier's files: one module per file that they are counted from.

A fact is left out where nothing was recorded that it could be counted from: then it is pending, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.account.facts import activity, assets, management, plan, products, profile
from generator.account.facts.base import Basis
from generator.model.dossier import Cycle
from generator.model.fact import Fact
from generator.model.standard import Head

SOURCES: tuple[Callable[[Basis], Iterator[Fact]], ...] = (
    profile.facts,
    assets.facts,
    management.facts,
    plan.facts,
    activity.facts,
    products.facts,
)


def compute(cycle: Cycle, head: Head, districts: frozenset[str], lost: frozenset[int] = frozenset()) -> dict[str, Fact]:
    """Every fact that the files of a cycle give, by name; instruments in ``lost`` do not count."""
    basis = Basis(cycle, head, districts, lost)
    return {fact.name: fact for source in SOURCES for fact in source(basis)}
