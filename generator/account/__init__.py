"""The account: ledger, instruments, energy and facts, computed from a dossier's data, each traceable to its lines."""

from __future__ import annotations

from dataclasses import replace

from generator.account.contradictions import contradictions, unknown_targets
from generator.account.energy import energy
from generator.account.facts import compute
from generator.account.facts.base import Basis
from generator.account.footprint import footprints
from generator.account.inventory import inventories
from generator.account.uncertainty import combined
from generator.model.city import Reference
from generator.model.dossier import Cycle
from generator.model.finding import Finding
from generator.model.ledger import NOTHING, Account, Claimed, Inventory, OffsetStatement
from generator.model.standard import Head


def account(
    cycle: Cycle, head: Head, reference: Reference, lost: frozenset[int] = frozenset()
) -> tuple[Account, list[Finding]]:
    """Everything that is computed of a cycle, and what was found on the way.

    ``lost`` are the instruments that another claim took first: they do not count.
    """
    years, instruments, found = inventories(cycle, head, reference.factors, lost)
    used = {}
    for year, inventory in years.items():
        used[year], problems = energy(cycle, year, inventory, reference.factors, instruments)
        found += problems
    products, in_products = footprints(cycle, reference.factors)
    found += in_products
    reductions = {mode.code for mode in head.reduction_modes if mode.block == "reduction"}
    own = tuple(one for one in instruments if one.mode in reductions and one.year == cycle.data_year)
    made = Account(
        inventories=years,
        reductions=own,
        offsets=_offsets(cycle, years.get(cycle.data_year), own, instruments, reductions),
        instruments=instruments,
        energy=used,
        footprints=products,
        uncertainty={year: combined(inventory) for year, inventory in years.items()},
    )
    facts = compute(Basis(cycle, head, reference, made))
    found += [*contradictions(cycle, head, facts), *unknown_targets(cycle, head, facts)]
    return replace(made, facts=facts), found


def _offsets(
    cycle: Cycle,
    inventory: Inventory | None,
    own: tuple[Claimed, ...],
    instruments: tuple[Claimed, ...],
    reductions: set[str],
) -> OffsetStatement | None:
    """The offset statement of the data year; None without an inventory of it."""
    if inventory is None:
        return None
    bought = [line for line in inventory.of("2_location") if line.kind == "electricity"]
    return OffsetStatement(
        year=cycle.data_year,
        gross=inventory.total("1", "2_location"),
        reductions=sum((one.tonnes for one in own if one.counts), NOTHING),
        offsets=tuple(one for one in instruments if one.mode not in reductions and one.year == cycle.data_year),
        electricity=sum((line.tonnes for line in bought), NOTHING),
    )
