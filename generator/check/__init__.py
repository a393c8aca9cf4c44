"""Checks: what is wrong or doubtful in a dossier that can be read. Each is a pure function in a visible list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.check.account import check_intensities, check_stocks
from generator.check.base import Subject
from generator.check.claims import check_claims
from generator.check.dates import check_dates
from generator.check.files import check_files
from generator.check.identity import check_identity
from generator.check.plan import check_codes, check_serials, check_units
from generator.check.register import check_register
from generator.model.finding import Finding

CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    check_identity,
    check_dates,
    check_register,
    check_files,
    check_claims,
    check_codes,
    check_units,
    check_serials,
    check_stocks,
    check_intensities,
)


def check_cycle(subject: Subject) -> list[Finding]:
    """Everything that is wrong with one cycle, in the order of the list and of the files."""
    return [found for check in CHECKS for found in check(subject)]
