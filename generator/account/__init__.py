"""The account: figures computed from a dossier's data, each traceable to its lines."""

from __future__ import annotations

from generator.account.contradictions import contradictions
from generator.account.facts import compute
from generator.model.city import Reference
from generator.model.dossier import Cycle
from generator.model.fact import Facts
from generator.model.finding import Finding
from generator.model.standard import Head


def account(cycle: Cycle, head: Head, reference: Reference, lost: frozenset[int]) -> tuple[Facts, list[Finding]]:
    """The facts of a cycle, and the claims that they contradict.

    ``lost`` are the instruments that another factory claimed first: they do not count.
    """
    facts = compute(cycle, head, frozenset(reference.districts), lost)
    return facts, contradictions(cycle, head, facts)
