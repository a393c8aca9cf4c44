"""The working sheet of one year: where its lines, gaps and findings are gathered, and how a line is made.

Every line of every scope is made by :meth:`Sheet.line`: activity × inputs → mass of each gas × GWP.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from generator.model.dossier import Activity, Cycle, Quantified
from generator.model.finding import Finding, Position, finding
from generator.model.inputs import Row
from generator.model.ledger import Gap, Input, Line, Mass, Scope
from generator.model.quantity import DimensionError, Quantity, multiply
from generator.model.reference import CO2, CO2E, Factor, Factors, Gas, Guideline, GwpSet, Region, for_year
from generator.model.text import Reason, Text

#: What a factor of CO2 equivalents gives: no gas of its own, and nothing to be multiplied with.
EQUIVALENTS = Gas(CO2E, "CO2e", Text(zh="二氧化碳当量", en="CO2 equivalents"), "CO2e")
GIVEN = Text(zh="工厂给出", en="stated by the factory")
MEASURED = Text(zh="工厂实测", en="measured by the factory")


@dataclass
class Sheet:
    """One year of one cycle, while it is computed."""

    cycle: Cycle
    factors: Factors
    activity: Activity
    guideline: Guideline
    gwp_set: GwpSet
    lines: list[Line] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def year(self) -> int:
        return self.activity.year

    @property
    def buys(self) -> bool:
        """Whether electricity was bought from the grid."""
        return any(row.source == "grid" for row in self.activity.electricity)

    @property
    def file(self) -> str:
        return f"activity/{self.year}.yaml"

    def at(self, *path: str | int) -> Position:
        return self.cycle.at(self.file, *path)

    def found(self, code: str, at: Position, /, **params: object) -> Finding:
        """Enter a finding."""
        made = finding(code, at, **params)
        self.findings.append(made)
        return made

    def gap(self, scope: Scope, code: str, at: Position, /, **params: object) -> None:
        """Enter a finding that leaves a scope incomplete."""
        self.gaps.append(Gap(scope, self.found(code, at, **params)))

    # ── gases ───────────────────────────────────────────────────────────────────────────────────────────

    def gas(self, name: str, at: Position, scope: Scope) -> Gas | None:
        """A gas by name; a gap, with the names that are near, where there is none."""
        gas = self.factors.gas(name)
        if gas is None:
            known = [*self.factors.gases, *self.factors.aliases]
            near = ", ".join(get_close_matches(name, known, 3)) or ", ".join(list(self.factors.gases)[:6])
            self.gap(scope, "gas.unknown", at, gas=name, near=near)
        elif self.potential(gas) is None:
            self.gap(scope, "gas.no-gwp", at, gas=gas.name, set=self.gwp_set.id)
        else:
            return gas
        return None

    def potential(self, gas: Gas) -> tuple[Fraction, tuple[Factor, ...]] | None:
        """kg CO2e per kg in the set of this year; of a blend by mass fractions. None where the set has none."""
        return self.factors.potential(gas, self.gwp_set.id)

    # ── electricity ─────────────────────────────────────────────────────────────────────────────────────

    def grid(self, at: Position, pinned: int | None = None, pinned_at: Position | None = None) -> Factor | None:
        """The location-based factor: of the province, else the wider region, for the year or the last before it."""
        region = self.factors.regions.get(self.cycle.profile.address.district[:2])
        first = region
        while region is not None:
            table = self.factors.grid.get(region.code)
            if table:
                factor = for_year(table, pinned or self.year, self.cycle.reference_date)
                if factor is None:
                    year, first_year = pinned or self.year, min(table)
                    day = self.cycle.reference_date.isoformat()
                    where = pinned_at or at
                    self.gap("2_location", "factor.before-first", where, year=year, first=first_year, date=day)
                elif first is not None and region is not first:
                    self.found("factor.wider-region", at, region=first.title.zh, wider=region.title.zh)
                return factor
            region = self._wider(region)
        district = self.cycle.at("profile.yaml", "address", "district")
        self.gap("2_location", "factor.no-region", district, code=self.cycle.profile.address.district)
        return None

    def _wider(self, region: Region) -> Region | None:
        return self.factors.regions.get(region.wider)

    # ── lines ───────────────────────────────────────────────────────────────────────────────────────────

    def line(
        self,
        row: Row,
        path: tuple[str | int, ...],
        *,
        kind: str,
        label: Text | Reason | str,
        scope: Scope,
        iso: int,
        activity: Quantity,
        per_gas: Iterable[tuple[Gas, tuple[Input, ...]]],
        s3: int | None = None,
        part: Fraction = Fraction(1),
        suffix: str = "",
        primary: bool = False,
    ) -> None:
        """Enter a line, or the gap where its units do not give a mass. ``part`` is a plain number: 44/12, −1."""
        inputs: dict[Input, None] = {}
        masses: list[Mass] = []
        for gas, used in per_gas:
            inputs |= dict.fromkeys(used)
            per_unit = self._per_unit(scope, gas, activity, used)
            if per_unit is None:
                return
            gwp, gwp_from = (Fraction(1), ()) if gas is EQUIVALENTS else (self.potential(gas) or (Fraction(0), ()))
            kg = per_unit * part * activity.amount
            masses.append(Mass(gas, per_unit * part, kg, gwp, gwp_from))
        spread, stated = self._spread(row, kind)
        self.lines.append(
            Line(
                id=f"{path[0]}[{path[1]}]{suffix}" if len(path) > 1 else f"{path[0]}{suffix}",
                year=self.year,
                kind=kind,
                label=label,
                scope=scope,
                iso_category=iso,
                s3_category=s3,
                activity=activity,
                inputs=tuple(inputs),
                masses=tuple(masses),
                at=self.at(*path),
                evidence=row.evidence,
                spread=spread,
                spread_stated=stated,
                primary=primary,
            )
        )

    def _per_unit(self, scope: Scope, gas: Gas, activity: Quantity, used: tuple[Input, ...]) -> Fraction | None:
        """kg of a gas per unit of the activity; a gap where the units do not give that."""
        one = Quantity(Fraction(1), activity.unit)
        values = [entry.value for entry in used]
        masses = ("kgCO2e", "kg") if gas is EQUIVALENTS or gas.id == CO2 else ("kg",)
        for symbol in masses:
            try:
                return multiply(symbol, one, *values)
            except DimensionError:
                continue
        wrong = next((entry for entry in reversed(used) if not entry.factor), used[-1])
        due = f"{masses[0]}/{activity.unit}"
        self.gap(scope, "factor.wrong-dimension", wrong.at, text=wrong.value, activity=activity.unit, due=due)
        return None

    def _spread(self, row: Row, kind: str) -> tuple[tuple[Fraction, Fraction] | None, bool]:
        """Uncertainties of activity and factor: stated by the row, else the default of its kind."""
        default = self.factors.spread.get(kind)
        stated = isinstance(row, Quantified) and (row.uncertainty is not None or row.factor_uncertainty is not None)
        if not isinstance(row, Quantified) or default is None:
            return None, False
        activity = default.activity if row.uncertainty is None else row.uncertainty
        factor = default.factor if row.factor_uncertainty is None else row.factor_uncertainty
        return (activity, factor), stated


def given(title: Text, value: Quantity, at: Position, source: Text | str = GIVEN) -> Input:
    """A figure of the dossier that an activity is multiplied with."""
    return Input(title, value, at, source)


def chosen(
    table: Mapping[str, Any], name: str | None, default: str, code: str, at: Position
) -> tuple[Any, list[Finding]]:
    """A guideline or a set by its name; the default where none is named, and a finding where it is not known."""
    if name is None:
        return table[default], []
    if name in table:
        return table[name], []
    return table[default], [finding(code, at, given=name, known=", ".join(table))]
