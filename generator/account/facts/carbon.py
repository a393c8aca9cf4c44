"""Facts from the account: complete years, intensities, offset ratios, renewable electricity.

A ratio keeps its ledger lines as terms, so that each can be followed and is carried as far as its inputs are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from generator.account.energy import physical
from generator.account.facts.base import Basis, Rows
from generator.model.dossier import Electricity, Per
from generator.model.fact import Fact, Term
from generator.model.ledger import Claimed, Inventory, Line, Scope
from generator.model.text import Reason, Text, reason

#: Water that is withdrawn; what is recycled or rain is not (GB/T 18916).
WITHDRAWN = ("municipal", "surface", "ground")
LOCATION: tuple[Scope, ...] = ("1", "2_location")
MARKET: tuple[Scope, ...] = ("1", "2_market")


def facts(basis: Basis) -> Iterator[Fact]:
    """What the ledger gives to the rules."""
    for of_year in basis.account.inventories.values():
        yield from _complete(of_year, basis)
    yield from _renewable(basis)
    inventory = basis.account.inventories.get(basis.cycle.data_year)
    if inventory is not None:
        yield from _intensities(basis, inventory)
        yield from _offsets(basis, inventory)
    yield from _credits(basis)


def _terms(lines: Iterable[Line]) -> tuple[Term, ...]:
    return tuple(Term(line.tonnes, line.label, line.at, line.evidence) for line in lines if line.tonnes)


# ── complete years ─────────────────────────────────────────────────────────────────────────────────────────


def _complete(inventory: Inventory, basis: Basis) -> Iterator[Fact]:
    """1 where a scope is quantified for the whole year, 0 where something of it is missing, for each year."""
    activity = basis.cycle.activity[inventory.year]
    for name, scopes, sources in (
        ("scope1_complete", ("1",), ("fuels", "process", "fugitive")),
        ("scope2_complete", ("2_location",), ("electricity", "heat")),
    ):
        recorded = [key for key in sources if getattr(activity, key)]
        whole = bool(recorded) and inventory.complete(*scopes)  # type: ignore[arg-type]
        why = "year.complete" if whole else "year.incomplete"
        at = basis.cycle.key_at(inventory.file, *recorded[:1])
        yield Fact(f"{name}@{inventory.year}", (Term(Fraction(whole), reason(why, year=str(inventory.year)), at),))


# ── renewable electricity ──────────────────────────────────────────────────────────────────────────────────


def source(row: Electricity) -> Reason:
    """What a row of electricity is called."""
    return reason(f"electricity.{row.source}")


def _renewable(basis: Basis) -> Iterator[Fact]:
    cycle, year = basis.cycle, basis.cycle.data_year
    activity = cycle.activity.get(year)
    if activity is None or not activity.electricity:
        return
    rows = Rows(cycle, f"activity/{year}.yaml", "electricity")
    used = rows.terms(activity.electricity, lambda row: row.amount.to("MWh"), source)
    own = rows.terms(activity.electricity, lambda row: row.amount.to("MWh") if physical(row) else 0, source)
    yield Fact("renewable_electricity_share", own + _green(basis), used)
    yield Fact("renewable_electricity_share_physical", own, used)
    generated = rows.terms(
        activity.electricity,
        lambda row: row.amount.to("MWh") if row.source in ("pv_self_used", "wind_self_used") else 0,
        source,
    )
    sold = Rows(cycle, f"activity/{year}.yaml", "exported").terms(
        activity.exported,
        lambda row: row.amount.to("MWh") if row.renewable and row.kind == "electricity" else 0,
        lambda row: reason("exported.electricity"),
    )
    yield Fact("renewable_generation", generated + sold, unit="MWh")


def _green(basis: Basis) -> tuple[Term, ...]:
    """Certificates and green power of the data year, MWh, as far as they are capped."""
    year = basis.cycle.data_year
    return tuple(
        Term(one.mwh, one.name, one.at, one.evidence)
        for one in basis.account.instruments
        if one.counts and one.year == year and one.mwh
    )


# ── intensities ────────────────────────────────────────────────────────────────────────────────────────────


def _intensities(basis: Basis, inventory: Inventory) -> Iterator[Fact]:
    """Per product, output value or value added, as the profile chooses; none where there is nothing to divide by."""
    per, cycle = basis.cycle.profile.intensities, basis.cycle
    activity, file = cycle.activity[inventory.year], inventory.file
    if inventory.complete(*LOCATION):
        yield Fact("emissions", _terms(inventory.of(*LOCATION)), unit="tCO2e")
        yield from _per(basis, "carbon_intensity", "tCO2e", _terms(inventory.of(*LOCATION)), per.carbon)
    if inventory.complete(*MARKET):
        yield from _per(basis, "carbon_intensity_market", "tCO2e", _terms(inventory.of(*MARKET)), per.carbon)
    energy = basis.account.energy.get(inventory.year)
    if energy is not None and energy.complete and inventory.covers is None:
        tce = tuple(
            Term(amount, carrier.title, at, evidence)
            for carrier in energy.carriers
            for amount, at, evidence in carrier.lines
        )
        yield from _per(basis, "energy_intensity", "tce", tce, per.energy)
    water = Rows(cycle, file, "water").terms(
        activity.water,
        lambda row: row.amount.to("m3") if row.source in WITHDRAWN else 0,
        lambda row: reason(f"water.{row.source}"),
    )
    yield from _per(basis, "water_intensity", "m3", water, per.water)
    material = Rows(cycle, file, "materials").terms(
        activity.materials, lambda row: row.amount.to("t"), lambda row: Text(zh=row.name.zh, en=row.name.en)
    )
    yield from _per(basis, "material_intensity", "t", material, per.material)


def _per(basis: Basis, name: str, symbol: str, numerator: tuple[Term, ...], per: Per) -> Iterator[Fact]:
    divided = _denominator(basis, per)
    if numerator and divided is not None:
        yield Fact(name, numerator, divided[0], unit=f"{symbol}/{divided[1]}")


def _denominator(basis: Basis, per: Per) -> tuple[tuple[Term, ...], str] | None:
    """Terms and unit of what an intensity is divided by; None where products cannot be summed or nothing is stated."""
    cycle, profile = basis.cycle, basis.cycle.profile
    if per != "products":
        value = getattr(profile, per)
        if value is None:
            return None
        return (Term(value.amount, reason(f"per.{per}"), cycle.at("profile.yaml", per)),), value.unit
    main = next((row for row in profile.products if row.main), profile.products[0] if profile.products else None)
    if main is None or any(row.output.dimension != main.output.dimension for row in profile.products):
        return None
    symbol = main.output.unit
    terms = tuple(
        Term(
            row.output.to(symbol),
            Text(zh=row.name.zh, en=row.name.en),
            cycle.at("profile.yaml", "products", index, "output"),
        )
        for index, row in enumerate(profile.products)
        if row.output.amount
    )
    return terms, symbol


# ── the offset statement ───────────────────────────────────────────────────────────────────────────────────


def _offsets(basis: Basis, inventory: Inventory) -> Iterator[Fact]:
    """Offsets ÷ residual under the readings of the table; the inventory itself is never touched."""
    statement = basis.account.offsets
    if statement is None or not inventory.complete(*LOCATION):
        return
    modes = {mode.code: mode for mode in basis.head.reduction_modes}
    gross = _terms(inventory.of(*LOCATION))
    own = tuple(
        Term(-one.tonnes, reason("offset.own", name=one.name), one.at, one.evidence)
        for one in basis.account.reductions
        if one.counts and one.tonnes
    )

    def offsets(chosen: Callable[[Claimed], bool], *, capped: bool = True) -> tuple[Term, ...]:
        return tuple(
            Term(one.tonnes + (0 if capped else one.capped), one.name, one.at, one.evidence)
            for one in statement.offsets
            if one.counts and chosen(one) and one.tonnes + one.capped
        )

    every = offsets(lambda one: True)
    yield Fact("offset_ratio", every, gross + own)
    yield Fact("offset_ratio_gross", every, gross)
    if inventory.complete(*MARKET):
        credits_ = offsets(lambda one: not modes[one.mode].certificate)
        yield Fact("offset_ratio_market", credits_, _terms(inventory.of(*MARKET)))
    yield Fact("offset_ratio_scope3", every, gross + _terms(inventory.of("3")) + own)
    yield Fact(
        "offset_ratio_without_allowances",
        offsets(lambda one: modes[one.mode].credit not in ("allowance", "international")),
        gross + own,
    )
    yield Fact("offset_ratio_uncapped", offsets(lambda one: True, capped=False), gross + own)


def _credits(basis: Basis) -> Iterator[Fact]:
    """Credits of the kind that the table names among negative-emission projects, retired for the data year."""
    if not basis.cycle.instruments.instruments:
        return
    kinds = {mode.code for mode in basis.head.reduction_modes if mode.credit == "ccer"}
    terms = tuple(
        Term(one.tonnes, one.name, one.at, one.evidence)
        for one in basis.account.instruments
        if one.mode in kinds and one.counts and one.year == basis.cycle.data_year and one.tonnes
    )
    yield Fact("ccer_retired", terms, unit="tCO2e")
