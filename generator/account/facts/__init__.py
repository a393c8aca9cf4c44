"""Facts from a dossier's files and its ledger: one module per file that they are counted from.

A fact is left out where nothing was recorded that it could be counted from: then it is pending, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.account.facts import activity, assets, carbon, management, plan, products, profile
from generator.account.facts.base import Basis
from generator.model.fact import Fact

SOURCES: tuple[Callable[[Basis], Iterator[Fact]], ...] = (
    profile.facts,
    assets.facts,
    management.facts,
    activity.facts,
    carbon.facts,
    products.facts,
)


def compute(basis: Basis) -> dict[str, Fact]:
    """Every fact that the files and the ledger of a cycle give, by name; the plan's last, its targets name others."""
    facts = {fact.name: fact for source in SOURCES for fact in source(basis)}
    return facts | {fact.name: fact for fact in plan.facts(basis, facts)}
