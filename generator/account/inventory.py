"""The inventories of every year that a cycle has activity data of, and the instruments claimed for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.account.direct import combustion, embedded_carbon, fugitive, process, removals
from generator.account.imported import electricity, exported, heat, market
from generator.account.instruments import claimed
from generator.account.scope3 import scope3
from generator.account.sheet import Sheet, chosen
from generator.model.dossier import Cycle
from generator.model.finding import Finding, finding
from generator.model.ledger import FAMILIES, Claimed, Inventory
from generator.model.reference import Factor, Factors
from generator.model.standard import Head

#: Everything that becomes lines, in the order of the ledger; the market-based lines come after the instruments.
SOURCES = (combustion, process, fugitive, embedded_carbon, heat, exported, removals, scope3)


def inventories(
    cycle: Cycle, head: Head, factors: Factors, lost: frozenset[int]
) -> tuple[dict[int, Inventory], tuple[Claimed, ...], list[Finding]]:
    """The inventories by year; every instrument; and what was found."""
    sheets: dict[int, Sheet] = {}
    found: list[Finding] = []
    for year, activity in cycle.activity.items():
        file = f"activity/{year}.yaml"
        guideline, unknown = chosen(
            factors.guidelines,
            activity.guideline,
            factors.guideline_default,
            "guideline.unknown",
            cycle.at(file, "guideline"),
        )
        gwp_set, unknown_set = chosen(
            factors.gwp_sets, activity.gwp_set, factors.gwp_default, "gwp.unknown-set", cycle.at(file, "gwp_set")
        )
        found += [*unknown, *unknown_set]
        sheets[year] = Sheet(cycle, factors, activity, guideline, gwp_set)
    located: dict[int, Factor] = {}
    for year, sheet in sheets.items():
        factor = electricity(sheet)
        if factor is None and not sheet.buys and any(row.claim_year == year for row in cycle.instruments.instruments):
            factor = sheet.grid(sheet.at("electricity"))
        located |= {year: factor} if factor else {}
    instruments, problems = claimed(cycle, head, lost, located)
    for year, sheet in sheets.items():
        market(sheet, [one for one in instruments if one.year == year])
        for source in SOURCES:
            source(sheet)
        _gases(sheet)
    found += problems
    found += [one for sheet in sheets.values() for one in dict.fromkeys(sheet.findings)]
    found += _mixed_sets(cycle, sheets)
    return {year: _finished(sheet) for year, sheet in sheets.items()}, instruments, found


def _finished(sheet: Sheet) -> Inventory:
    activity = sheet.activity
    return Inventory(
        year=sheet.year,
        file=sheet.file,
        lines=tuple(sheet.lines),
        gaps=tuple(sheet.gaps),
        gwp_set=sheet.gwp_set,
        guideline=sheet.guideline,
        gwp_stated=activity.gwp_set is not None,
        guideline_stated=activity.guideline is not None,
        absent=frozenset(_families(activity.absent_gases)),
        covers=_covers(sheet),
        restatement=activity.restatement or "",
    )


def _covers(sheet: Sheet) -> tuple[date, date] | None:
    """The days that the data cover, where that is not the whole calendar year."""
    first, last = date(sheet.year, 1, 1), date(sheet.year, 12, 31)
    days = (sheet.activity.covers_from or first, sheet.activity.covers_to or last)
    return None if days == (first, last) else days


def _families(names: tuple[str, ...]) -> Iterator[str]:
    known = {family.lower(): family for family in FAMILIES}
    return (known[name] for name in names if name in known)


def _gases(sheet: Sheet) -> None:
    """The seven gases: declared absent, or counted; a declaration that the data contradict is a finding."""
    known = {family.lower(): family for family in FAMILIES}
    for index, name in enumerate(sheet.activity.absent_gases):
        at = sheet.at("absent_gases", index)
        if name not in known:
            sheet.found("gas.unknown-family", at, gas=name, known=", ".join(known))
            continue
        line = next(
            (
                line
                for line in sheet.lines
                if line.scope in ("1", "2_location")
                and any(mass.gas.family == known[name] and mass.kg for mass in line.masses)
            ),
            None,
        )
        if line is not None:
            sheet.found("gas.declared-absent", at, gas=known[name], line=line.at.line)
    counted = {mass.gas.family for line in sheet.lines for mass in line.masses}
    silent = [
        family
        for key, family in known.items()
        if family not in counted and key not in sheet.activity.absent_gases and key not in sheet.guideline.not_counted
    ]
    if silent and sheet.lines and not any(gap.scope == "1" for gap in sheet.gaps):
        sheet.found("gas.undeclared", sheet.at("absent_gases"), gases=", ".join(silent), year=sheet.year)


def _mixed_sets(cycle: Cycle, sheets: Mapping[int, Sheet]) -> Iterator[Finding]:
    """One set of warming potentials for all years of a cycle, so that they can be compared."""
    sets = {year: sheet.gwp_set.id for year, sheet in sheets.items()}
    if len(set(sets.values())) > 1:
        last = max(sets)
        other = max(year for year, name in sets.items() if name != sets[last])
        at = cycle.at(f"activity/{other}.yaml", "gwp_set")
        yield finding("gwp.mixed-sets", at, year=other, given=sets[other], last=last, due=sets[last])
