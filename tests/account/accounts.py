"""Small accounts for tests: the files of a dossier in memory, over the real reference data or a changed one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.account import account
from generator.model.city import Reference
from generator.model.dossier import Activity, Cycle, Instruments, Profile
from generator.model.finding import Finding
from generator.model.ledger import Account, Inventory
from generator.model.standard import Head
from tests.making import PROFILE, make_cycle, reference


def cycle_of(*years: Mapping[str, Any], instruments: Any = (), profile: Any = None, **given: Any) -> Cycle:
    """A cycle with these activity files and rows of instruments.yaml; 2025 where a file names no year."""
    files = [Activity.model_validate({"year": "2025", **one}) for one in years]
    return make_cycle(
        activity={one.year: one for one in files},
        instruments=Instruments.model_validate({"instruments": list(instruments)}),
        profile=Profile.model_validate({**PROFILE, **(profile or {})}),
        **given,
    )


def account_of(
    head: Head, cycle: Cycle, lost: tuple[int, ...] = (), over: Reference | None = None
) -> tuple[Account, list[Finding]]:
    return account(cycle, head, over or reference(), frozenset(lost))


def inventory_of(head: Head, over: Reference | None = None, **activity: Any) -> Inventory:
    """The inventory of 2025."""
    return account_of(head, cycle_of(activity), over=over)[0].inventories[2025]


def codes_of(found: list[Finding]) -> list[str]:
    return [one.code for one in found if one.code not in ("gas.undeclared", "factor.vintage-gap")]
