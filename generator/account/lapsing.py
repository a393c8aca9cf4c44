"""The facts that change with the validity of certificates: what an outlook needs of the account on another day."""

from __future__ import annotations

from generator.account.facts import management
from generator.account.facts.base import Basis
from generator.model.city import Reference
from generator.model.dossier import Cycle
from generator.model.fact import Facts, base_name
from generator.model.ledger import Account
from generator.model.standard import Head


def dated_facts(head: Head, cycle: Cycle) -> Facts:
    """Facts of kinds that the standard marks ``lapses``, as they stand on the reference date of ``cycle``.

    They are counted from management.yaml, which alone holds certificates.
    """
    basis = Basis(cycle, head, Reference(), Account())
    kinds = head.facts
    found = ((fact, kinds.get(base_name(fact.name))) for fact in management.facts(basis))
    return {fact.name: fact for fact, kind in found if kind is not None and kind.lapses}
