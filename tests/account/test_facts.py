"""Every figure that is computed from a dossier's files: from small files in memory, at its edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from generator.account import account
from generator.account.facts.base import Basis
from generator.model.dossier import Activity, Assets, Cycle, Instruments, Management, Plan, Products, Profile
from generator.model.fact import Fact, base_name
from generator.model.ledger import Account
from generator.model.quantity import Quantity
from generator.model.reference import Factor, Gas
from generator.model.text import Text
from generator.model.variant import Edition
from generator.score.rules.years_present import years_due
from tests.making import PROFILE, SOMEWHERE, make_account, make_cycle, reference

MODELS = {
    "assets": Assets,
    "management": Management,
    "plan": Plan,
    "instruments": Instruments,
    "products": Products,
    "profile": Profile,
}


def cycle_of(files: Mapping[str, Any], **given: Any) -> Cycle:
    """A cycle with these files; ``activity`` is a list of years."""
    made: dict[str, Any] = {name: MODELS[name].model_validate(data) for name, data in files.items() if name in MODELS}
    years = [Activity.model_validate(one) for one in files.get("activity", [])]
    return make_cycle(activity={one.year: one for one in years}, **made, **given)


def facts_of(
    edition: Edition[Any], files: Mapping[str, Any], lost: tuple[int, ...] = (), **given: Any
) -> dict[str, Fact]:
    return dict(make_account(cycle_of(files, **given), edition.standard.head, lost).facts)


def row(name: str, **given: Any) -> dict[str, Any]:
    """A row with the keys that rows of its kind need beside those given."""
    names = {"name": {"zh": "名称", "en": "name"}}
    return ROWS[name] | (names if name in NAMED else {}) | given


NAMED = {"target", "measure", "project", "material", "waste", "scope3"}
ROWS: dict[str, dict[str, Any]] = {
    "lamp": {"place": "车间", "type": "LED"},
    "place": {"place": "车间", "limit": "7 W/m2"},
    "vehicle": {"type": "叉车"},
    "roof": {"roof": "1 号"},
    "equipment": {"equipment": "a", "name": "设备", "count": "1", "commissioned": "2015"},
    "meter": {"carrier": "electricity", "level": "equipment", "required": "100", "fitted": "100", "calibrated": "100"},
    "fitting": {"baseline": "同类器具"},
    "refrigerant": {"gas": "r410a"},
    "meeting": {"held": "2025-06-01", "topic": "调度"},
    "training": {"held": "2025-06-01", "topic": "培训", "attendants": "10"},
    "incident": {"description": "记录"},
    "monitoring": {"item": "指标", "measured_on": "2025-06-01"},
    "system": {"standard": "GB/T 24001"},
    "target": {"target": "t", "year": "2025"},
    "measure": {"measure": "m", "kind": "electrification", "class": "reduction"},
    "project": {"project": "p", "kind": "saving"},
    "instrument": {"instrument": "i", "mode": "3a", "registry": "平台", "claim_year": "2025"},
    "footprint": {
        "product": "bearing",
        "declared_unit": "1 套",
        "stages": {},
        "boundary": "cradle_to_gate",
        "standard": "ISO 14067",
        "period_from": "2024-01-01",
        "period_to": "2024-12-31",
    },
    "material": {"material": "steel"},
    "waste": {"waste": "chips", "kind": "general"},
    "scope3": {"source": "transport", "category": "4"},
}


def assets(**lists: Any) -> dict[str, Any]:
    return {"assets": lists}


def management(**lists: Any) -> dict[str, Any]:
    return {"management": lists}


def plan(**lists: Any) -> dict[str, Any]:
    return {"plan": lists}


def online(**given: Any) -> dict[str, Any]:
    return assets(meters=[row("meter", **{"online": "100", **given})])


def instruments(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"instruments": {"instruments": list(rows)}}


def year(number: str = "2025", **lists: Any) -> dict[str, Any]:
    return {"activity": [{"year": number, **lists}]}


#: In Jiangsu, on the reference date, 2025 is computed with the factor of 2023: 600 MWh × 0.5827 t/MWh = 349.62 t.
GRID = {"source": "grid", "amount": "600 MWh"}
PV = {"source": "pv_self_used", "amount": "400 MWh"}
GEC = row("instrument", amount="300 MWh", retired="2026-03-31")
CCER = row("instrument", mode="3b", amount="300 tCO2e", retired="2026-03-31")
SYSTEM = "management_system[GB/T 24001]"
ZERO = {"class": "zero", "implemented": "2024-01-01"}
SUPPLIES = year(
    electricity=[
        {"source": "grid", "amount": "50 MWh"},
        {"source": "wind_self_used", "amount": "400 MWh"},
        {"source": "direct_line", "amount": "550 MWh"},
    ]
)
CERTIFIED = instruments(row("instrument", amount="90 MWh", retired="2026-03-31"))
CERTIFIED_LATE = instruments(row("instrument", amount="50 MWh", retired="2026-04-01"))
GAS = {"fuel": "natural_gas", "use": "stationary", "amount": "10 万Nm3"}
OWN = row("instrument", mode="1a", amount="49.62 tCO2e")
FUGITIVE = {"gas": "r410a", "use": "cooling", "topped_up": "0 kg"}
BASES = {"carbon": "output_value", "energy": "output_value", "water": "output_value", "material": "output_value"}


def product(id_: str, output: str, **given: Any) -> dict[str, Any]:
    return {"id": id_, "name": {"zh": id_, "en": id_}, "output": output} | given


def making(*products: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A profile with these products."""
    return {"profile": PROFILE | {"products": list(products)} | given}


# What it shows; the files; the figure; its value, None where there is none (then the item is pending, never 0).
TABLE: list[tuple[str, dict[str, Any], str, str | None]] = [
    # ── profile.yaml
    ("a legal person", {}, "legal_person", "1"),
    ("no legal person", {"profile": {**PROFILE, "legal_person": False}}, "legal_person", "0"),
    ("registered in the city", {}, "registered_in_city", "1"),
    ("registered elsewhere", {"profile": {**PROFILE, "registered_district": "320505"}}, "registered_in_city", "0"),
    ("manufacturer", {}, "manufacturer", "1"),
    ("C13, the first division", {"profile": {**PROFILE, "industry": "C1311"}}, "manufacturer", "1"),
    ("C43, the last division", {"profile": {**PROFILE, "industry": "C43"}}, "manufacturer", "1"),
    ("a service", {"profile": {**PROFILE, "industry": "D4411"}}, "manufacturer", "0"),
    # ── assets.yaml · counts
    (
        "lamps by count",
        assets(lamps=[row("lamp", efficient=True, count="7"), row("lamp", efficient=False, count="3")]),
        "efficient_lamp_share",
        "7/10",
    ),
    ("no lamps listed", {}, "efficient_lamp_share", None),
    ("only empty rows", assets(lamps=[row("lamp", efficient=True, count="0")]), "efficient_lamp_share", None),
    (
        "places at the limit comply",
        assets(lighting_places=[row("place", measured="7 W/m2"), row("place", measured="7.01 W/m2")]),
        "lighting_places_compliant",
        "1/2",
    ),
    (
        "places in another unit",
        assets(lighting_places=[row("place", measured="0.0069 kW/m2")]),
        "lighting_places_compliant",
        "1",
    ),
    (
        "vehicles by count",
        assets(vehicles=[row("vehicle", non_fossil=True, count="1"), row("vehicle", non_fossil=False, count="1")]),
        "non_fossil_vehicles",
        "1/2",
    ),
    ("no vehicle at all", assets(vehicles=[row("vehicle", non_fossil=False, count="0")]), "non_fossil_vehicles", None),
    (
        "roofs by area, in any unit",
        assets(
            roofs=[
                row("roof", usable="1 ha", covered="5000 m2"),
                row("roof", usable="10000 m2", covered="0 m2"),
            ]
        ),
        "roof_pv_cover",
        "1/4",
    ),
    ("no usable roof is no share", assets(roofs=[row("roof", usable="0 m2", covered="0 m2")]), "roof_pv_cover", None),
    (
        "cover without usable roof is no share either",
        assets(roofs=[row("roof", usable="0 m2", covered="100 m2")]),
        "roof_pv_cover",
        None,
    ),
    (
        "water saved",
        assets(water_fittings=[row("fitting", baseline_use="100 m3", actual_use="90 m3")]),
        "water_saving_rate",
        "1/10",
    ),
    (
        "more used than the baseline counts against it",
        assets(
            water_fittings=[
                row("fitting", baseline_use="100 m3", actual_use="70 m3"),
                row("fitting", baseline_use="100 m3", actual_use="120 m3"),
            ]
        ),
        "water_saving_rate",
        "1/20",
    ),
    (
        "a GWP of 164 is high, one below 1 is not",
        assets(
            refrigerants=[
                row("refrigerant", gas="r1234yf", stock="20 kg"),
                row("refrigerant", gas="r152a", stock="0.0125 t"),
            ]
        ),
        "high_gwp_stock",
        "12.5",
    ),
    (
        "the set of the data year decides: 124 in AR4",
        assets(refrigerants=[row("refrigerant", gas="r152a", stock="12.5 kg")]) | year(gwp_set="AR4"),
        "high_gwp_stock",
        "0",
    ),
    (
        "a gas that is none of the seven is high all the same",
        assets(refrigerants=[row("refrigerant", gas="r22", stock="3 kg")]),
        "high_gwp_stock",
        "3",
    ),
    (
        "none of it high",
        assets(refrigerants=[row("refrigerant", gas="r290", stock="20 kg")]),
        "high_gwp_stock",
        "0",
    ),
    ("no ledger", {}, "high_gwp_stock", None),
    # ── assets.yaml · equipment
    (
        "prohibited and eliminated units count alike",
        assets(
            equipment=[
                row("equipment", type="special", count="2", status="prohibited"),
                row("equipment", type="general", count="1", status="eliminated"),
                row("equipment", type="general", status="restricted"),
            ]
        ),
        "prohibited_units",
        "3",
    ),
    ("none prohibited", assets(equipment=[row("equipment", type="office")]), "prohibited_units", "0"),
    ("no equipment listed", {}, "prohibited_units", None),
    (
        "restricted units",
        assets(equipment=[row("equipment", type="special", count="4", status="restricted")]),
        "restricted_units",
        "4",
    ),
    (
        "restricted units with a plan, by count",
        assets(
            equipment=[
                row("equipment", type="special", count="3", status="restricted", upgrade_plan="2027 年"),
                row("equipment", type="special", count="1", status="restricted"),
            ]
        ),
        "restricted_units_planned",
        "3/4",
    ),
    (
        "no restricted unit is no share",
        assets(equipment=[row("equipment", type="office")]),
        "restricted_units_planned",
        None,
    ),
    (
        "new is the three calendar years up to the data year",
        assets(
            equipment=[
                row("equipment", type="general", count="1", commissioned=first)
                for first in ("2022", "2023", "2025", "2026")
            ]
        ),
        "new_general_equipment",
        "2",
    ),
    (
        "new special equipment is not general",
        assets(equipment=[row("equipment", type="special", commissioned="2025")]),
        "new_general_equipment",
        "0",
    ),
    (
        "grades 1 and 2 are high, an unknown grade is not",
        assets(
            equipment=[
                row("equipment", type="general", commissioned="2024", efficiency_grade="1"),
                row("equipment", type="general", commissioned="2024", efficiency_grade="2"),
                row("equipment", type="general", commissioned="2024", efficiency_grade="3"),
                row("equipment", type="general", commissioned="2024"),
                row("equipment", type="general", commissioned="2010", efficiency_grade="5"),
            ]
        ),
        "new_general_grade2",
        "1/2",
    ),
    (
        "economical, of all general equipment",
        assets(
            equipment=[
                row("equipment", type="general", count="9", economical=True),
                row("equipment", type="general", count="1"),
                row("equipment", type="special", count="5", economical=False),
            ]
        ),
        "economical_equipment",
        "9/10",
    ),
    (
        "office equipment",
        assets(
            equipment=[
                row("equipment", type="office", count="3", efficiency_grade="1"),
                row("equipment", type="office", count="1"),
            ]
        ),
        "office_equipment_efficient",
        "3/4",
    ),
    # ── assets.yaml · meters
    (
        "95 of 100 is the rate for equipment",
        assets(meters=[row("meter", fitted="95", online="0")]),
        "meter_groups_fitted",
        "1",
    ),
    ("94 of 100 is not", assets(meters=[row("meter", fitted="94", online="0")]), "meter_groups_fitted", "0"),
    (
        "nothing required is fitted",
        assets(meters=[row("meter", required="0", fitted="0", online="0")]),
        "meter_groups_fitted",
        "1",
    ),
    (
        "each carrier and level has its rate",
        assets(
            meters=[
                row("meter", carrier="heat", level="unit", fitted="80", online="0"),
                row("meter", carrier="water", level="unit", fitted="94", online="0"),
                row("meter", carrier="gas", level="site", fitted="99", online="0"),
            ]
        ),
        "meter_groups_fitted",
        "1/3",
    ),
    (
        "calibrated of fitted",
        assets(meters=[row("meter", fitted="50", calibrated="40", online="0")]),
        "meters_calibrated",
        "4/5",
    ),
    (
        "none fitted is no share",
        assets(meters=[row("meter", fitted="0", calibrated="3", online="0")]),
        "meters_calibrated",
        None,
    ),
    ("read every 15 minutes exactly", online(interval="15 min"), "online_equipment", "1"),
    ("a quarter of an hour", online(interval="0.25 h"), "online_equipment", "1"),
    ("a little slower", online(interval="15.01 min"), "online_equipment", "0"),
    ("no interval stated", online(), "online_equipment", "0"),
    ("more online than required do not make up", online(interval="1 min", required="50"), "online_equipment", "1"),
    ("by level", online(interval="1 min", level="site", online="50"), "online_site", "1/2"),
    ("sub-units", online(interval="1 min", level="unit", online="0"), "online_unit", "0"),
    ("another level", online(interval="1 min", level="site"), "online_unit", None),
    ("water is not energy", online(interval="1 min", carrier="water"), "online_equipment", None),
    # ── management.yaml · systems
    (
        "certificate valid on its last day",
        management(systems=[row("system", certificate_from="2023-04-01", certificate_to="2026-03-31")]),
        SYSTEM,
        "1",
    ),
    (
        "expired the day before",
        management(systems=[row("system", certificate_from="2023-04-01", certificate_to="2026-03-30")]),
        SYSTEM,
        "0",
    ),
    (
        "valid from the next day",
        management(systems=[row("system", certificate_from="2026-04-01", certificate_to="2029-03-31")]),
        SYSTEM,
        "0",
    ),
    (
        "built, audited and reviewed by the reference date",
        management(
            systems=[row("system", documents=True, internal_audit="2025-09-01", management_review="2026-03-31")]
        ),
        SYSTEM,
        "1",
    ),
    (
        "reviewed a day late",
        management(
            systems=[row("system", documents=True, internal_audit="2025-09-01", management_review="2026-04-01")]
        ),
        SYSTEM,
        "0",
    ),
    (
        "audited without documents",
        management(systems=[row("system", internal_audit="2025-09-01", management_review="2025-11-01")]),
        SYSTEM,
        "0",
    ),
    (
        "an expired certificate, but the system is built",
        management(
            systems=[
                row(
                    "system",
                    certificate_from="2020-01-01",
                    certificate_to="2022-12-31",
                    documents=True,
                    internal_audit="2025-09-01",
                    management_review="2025-11-01",
                )
            ]
        ),
        SYSTEM,
        "1",
    ),
    (
        "the successor counts for the standard that it replaced",
        management(
            systems=[
                row("system", standard="GB/T 45001", certificate_from="2024-01-01", certificate_to="2026-12-31"),
            ]
        ),
        "management_system[GB/T 28001]",
        "1",
    ),
    (
        "of an old certificate and a new one, the one that stands counts",
        management(
            systems=[
                row("system", standard="GB/T 45001", certificate_from="2024-01-01", certificate_to="2026-12-31"),
                row("system", standard="GB/T 28001", certificate_from="2017-01-01", certificate_to="2019-12-31"),
            ]
        ),
        "management_system[GB/T 28001]",
        "1",
    ),
    ("a system that is not listed", {}, SYSTEM, None),
    # ── management.yaml · meetings and trainings
    (
        "meetings of the data year alone",
        management(
            meetings=[row("meeting", held=day) for day in ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01")]
        ),
        "meetings_held",
        "2",
    ),
    ("meetings of other years only", management(meetings=[row("meeting", held="2024-12-31")]), "meetings_held", "0"),
    ("no meetings listed", {}, "meetings_held", None),
    (
        "reports to the top",
        management(meetings=[row("meeting", reported_to_top=True), row("meeting")]),
        "reports_to_top",
        "1",
    ),
    (
        "results quantified",
        management(
            meetings=[
                row("meeting", results_quantified=True),
                row("meeting", held="2024-06-01", results_quantified=True),
            ]
        ),
        "meetings_quantified",
        "1",
    ),
    (
        "improvements",
        management(meetings=[row("meeting", improvement="修订制度"), row("meeting")]),
        "meetings_improving",
        "1",
    ),
    (
        "trainings of the data year",
        management(trainings=[row("training", assessed=False), row("training", held="2026-01-05", assessed=True)]),
        "trainings_held",
        "1",
    ),
    (
        "trainings assessed",
        management(trainings=[row("training", assessed=True), row("training", assessed=False)]),
        "trainings_assessed",
        "1",
    ),
    ("no trainings listed", {}, "trainings_assessed", None),
    # ── management.yaml · conduct, 36 months to the reference date 2026-03-31
    ("records consulted, none found", management(incidents_reviewed=True), "penalties", "0"),
    ("records not consulted", {}, "penalties", None),
    (
        "36 months ago to the day is outside",
        management(incidents_reviewed=True, incidents=[row("incident", kind="penalty", occurred="2023-03-31")]),
        "penalties",
        "0",
    ),
    (
        "the day after is inside",
        management(incidents_reviewed=True, incidents=[row("incident", kind="penalty", occurred="2023-04-01")]),
        "penalties",
        "1",
    ),
    (
        "the reference date is inside",
        management(incidents_reviewed=True, incidents=[row("incident", kind="penalty", occurred="2026-03-31")]),
        "penalties",
        "1",
    ),
    (
        "the day after it is not",
        management(incidents_reviewed=True, incidents=[row("incident", kind="penalty", occurred="2026-04-01")]),
        "penalties",
        "0",
    ),
    (
        "a repaired record counts",
        management(incidents=[row("incident", kind="dishonesty", occurred="2025-01-01", repaired=True)]),
        "dishonesty_records",
        "1",
    ),
    *[
        (
            f"one of {kind} does not count as another",
            management(incidents_reviewed=True, incidents=[row("incident", kind=kind, occurred="2025-01-01")]),
            f"incidents_{other}",
            "1" if kind == other else "0",
        )
        for kind in ("safety", "cyber", "data", "quality", "environment")
        for other in ("safety", "cyber", "data", "quality", "environment")
        if kind in (other, "safety")
    ],
    # ── management.yaml · monitoring and archive
    *[
        (
            "two breaches",
            management(monitoring=[row("monitoring", medium=medium, compliant=False)] * 2),
            f"breaches_{medium}",
            "2",
        )
        for medium in ("air", "water", "solid_waste", "noise")
    ],
    (
        "monitored, no breach",
        management(monitoring=[row("monitoring", medium="air", compliant=True)]),
        "breaches_air",
        "0",
    ),
    (
        "breaches of the data year",
        management(
            monitoring=[
                row("monitoring", medium="water", compliant=False),
                row("monitoring", medium="water", compliant=True),
                row("monitoring", medium="water", compliant=False, measured_on="2024-12-31"),
            ]
        ),
        "breaches_water",
        "1",
    ),
    (
        "monitored in another year only",
        management(monitoring=[row("monitoring", medium="noise", compliant=True, measured_on="2024-12-31")]),
        "breaches_noise",
        None,
    ),
    (
        "another medium",
        management(monitoring=[row("monitoring", medium="noise", compliant=True)]),
        "breaches_solid_waste",
        None,
    ),
    ("archive", management(archive={"since": "2018-01-01", "kept_years": "5"}), "archive_years", "5"),
    ("archive of no years", management(archive={"since": "2018-01-01", "kept_years": "0"}), "archive_years", "0"),
    ("no archive stated", {}, "archive_years", None),
    # ── plan.yaml · goal, targets
    ("a goal", plan(goal={"year": "2030", "text": "近零碳"}), "plan_goal", "1"),
    ("no goal", plan(), "plan_goal", None),
    (
        "targets for the data year and later",
        plan(targets=[row("target", year=y, planned="1 t", better="higher") for y in ("2024", "2025", "2030")]),
        "plan_targets",
        "2",
    ),
    (
        "target reached in part",
        plan(targets=[row("target", planned="200 MWh", actual="150 MWh", better="higher")]),
        "target_completion",
        "3/4",
    ),
    (
        "target exceeded counts once",
        plan(
            targets=[
                row("target", planned="100 MWh", actual="300 MWh", better="higher"),
                row("target", planned="100 MWh", actual="50 MWh", better="higher"),
            ]
        ),
        "target_completion",
        "3/4",
    ),
    (
        "lower is better, missed",
        plan(targets=[row("target", planned="400 t", actual="500 t", better="lower")]),
        "target_completion",
        "4/5",
    ),
    (
        "lower is better, reached",
        plan(targets=[row("target", planned="400 t", actual="399 t", better="lower")]),
        "target_completion",
        "1",
    ),
    (
        "lower is better, down to nothing",
        plan(targets=[row("target", planned="400 t", actual="0 t", better="lower")]),
        "target_completion",
        "1",
    ),
    (
        "a target of zero that is kept",
        plan(targets=[row("target", planned="0 t", actual="0 t", better="lower")]),
        "target_completion",
        "1",
    ),
    (
        "a target of zero that is missed",
        plan(targets=[row("target", planned="0 t", actual="5 t", better="lower")]),
        "target_completion",
        "0",
    ),
    (
        "nothing done",
        plan(targets=[row("target", planned="10 t", actual="0 t", better="higher")]),
        "target_completion",
        "0",
    ),
    (
        "in different units of one kind",
        plan(targets=[row("target", planned="1 GWh", actual="500 MWh", better="higher")]),
        "target_completion",
        "1/2",
    ),
    ("no actual value", plan(targets=[row("target", planned="10 t", better="higher")]), "target_completion", "0"),
    (
        "no target for the data year",
        plan(targets=[row("target", year="2026", planned="10 t", better="higher")]),
        "target_completion",
        "0",
    ),
    ("a goal and no targets", plan(goal={"year": "2030", "text": "近零碳"}), "target_completion", "0"),
    ("no plan", {}, "target_completion", None),
    # ── plan.yaml · measures
    ("measures", plan(measures=[row("measure"), row("measure", **{"class": "zero"})]), "plan_measures", "2"),
    (
        "measures with a reduction; 0 is none",
        plan(measures=[row("measure", reduction="5 tCO2e"), row("measure", reduction="0 tCO2e"), row("measure")]),
        "plan_measures_quantified",
        "1/3",
    ),
    ("no measures", plan(), "plan_measures_quantified", None),
    (
        "negative measures",
        plan(measures=[row("measure", **{"class": "negative"}), row("measure")]),
        "negative_measures",
        "1",
    ),
    (
        "negative measures with a reduction",
        plan(
            measures=[row("measure", **{"class": "negative"}, reduction="5 tCO2e"), row("measure", reduction="5 tCO2e")]
        ),
        "negative_measures_quantified",
        "1",
    ),
    (
        "negative measures implemented by the reference date",
        plan(
            measures=[
                row("measure", **{"class": "negative"}, implemented="2026-03-31"),
                row("measure", **{"class": "negative"}, implemented="2026-04-01"),
            ]
        ),
        "negative_measures_implemented",
        "1",
    ),
    (
        "kinds of reduction, implemented and quantified",
        plan(
            measures=[
                row("measure", implemented="2024-01-01", reduction="5 tCO2e"),
                row("measure", implemented="2024-01-01", reduction="7 tCO2e"),
                row("measure", kind="recycling", implemented="2024-01-01", reduction="7 tCO2e"),
                row("measure", kind="cleaner_production", implemented="2024-01-01"),
                row("measure", kind="process_optimisation", reduction="7 tCO2e"),
                row("measure", **{"class": "zero"}, kind="renewables", implemented="2024-01-01", reduction="7 tCO2e"),
            ]
        ),
        "reduction_measure_kinds",
        "2",
    ),
    (
        "the largest zero-carbon measure that is implemented",
        plan(
            measures=[
                row("measure", **{"class": "zero"}, implemented="2024-01-01", electricity=["wind_self_used"]),
                row("measure", **{"class": "zero"}, implemented="2024-01-01", electricity=["direct_line"]),
                row("measure", **{"class": "zero"}, electricity=["wind_self_used", "direct_line"]),
                row("measure", implemented="2024-01-01", electricity=["wind_self_used", "direct_line"]),
            ]
        )
        | SUPPLIES,
        "zero_measure_electricity_share",
        "55/100",
    ),
    (
        "one measure may supply several, each counted once",
        plan(measures=[row("measure", **ZERO, electricity=["i", "wind_self_used", "i"])]) | SUPPLIES | CERTIFIED,
        "zero_measure_electricity_share",
        "45/100",
    ),
    (
        "certificates that do not count supply nothing",
        plan(measures=[row("measure", **ZERO, electricity=["i", "wind_self_used"])]) | SUPPLIES | CERTIFIED_LATE,
        "zero_measure_electricity_share",
        "40/100",
    ),
    (
        "power whose certificates were sold supplies nothing",
        plan(measures=[row("measure", **ZERO, electricity=["pv_self_used"])])
        | year(electricity=[GRID, PV | {"certificates_sold": True}]),
        "zero_measure_electricity_share",
        None,
    ),
    (
        "without activity data no share is known",
        plan(measures=[row("measure", **ZERO, electricity=["pv_self_used"])]),
        "zero_measure_electricity_share",
        None,
    ),
    ("no zero-carbon measure", plan(measures=[row("measure")]), "zero_measure_electricity_share", None),
    ("planned offsets", plan(offsets=[{"mode": "3a"}, {"mode": "3b", "amount": "5 tCO2e"}]), "plan_offsets", "2"),
    ("no offsets listed", plan(), "plan_offsets", None),
    # ── plan.yaml · projects, three years and 36 months to the reference date
    (
        "completed within three years",
        plan(projects=[row("project", completed=d) for d in ("2023-03-31", "2023-04-01", "2026-03-31", "2026-04-01")]),
        "projects_completed",
        "2",
    ),
    (
        "quantified by a saving or a reduction, with its basis",
        plan(
            projects=[
                row("project", completed="2025-01-01", saving="5 MWh", basis="GB/T 13234"),
                row("project", completed="2025-01-01", reduction="5 tCO2e", basis="GB/T 33760"),
                row("project", completed="2025-01-01", saving="5 MWh"),
                row("project", completed="2025-01-01", basis="GB/T 13234"),
            ]
        ),
        "projects_quantified",
        "2",
    ),
    (
        "verified, of the quantified ones",
        plan(
            projects=[
                row("project", completed="2025-01-01", saving="5 MWh", basis="GB/T 13234", verified=True),
                row("project", completed="2025-01-01", verified=True),
            ]
        ),
        "projects_verified",
        "1",
    ),
    ("no projects listed", plan(), "projects_completed", None),
    ("construction: none", plan(), "construction_projects", "0"),
    (
        "construction: under way, or completed in the window",
        plan(
            projects=[
                row("project", kind="construction"),
                row("project", kind="construction", completed="2023-04-01"),
                row("project", kind="construction", completed="2023-03-31"),
                row("project", completed="2025-01-01"),
            ]
        ),
        "construction_projects",
        "2",
    ),
    # ── activity/<year>.yaml
    ("own renewable electricity", year(electricity=[GRID, PV]), "renewable_electricity_share", "2/5"),
    ("physical share", year(electricity=[GRID, PV]) | instruments(GEC), "renewable_electricity_share_physical", "2/5"),
    ("certificates retired", year(electricity=[GRID, PV]) | instruments(GEC), "renewable_electricity_share", "7/10"),
    (
        "certificates not retired",
        year(electricity=[GRID, PV]) | instruments(row("instrument", amount="300 MWh")),
        "renewable_electricity_share",
        "2/5",
    ),
    (
        "retired after the reference date",
        year(electricity=[GRID, PV]) | instruments(GEC | {"retired": "2026-04-01"}),
        "renewable_electricity_share",
        "2/5",
    ),
    (
        "claimed for another year",
        year(electricity=[GRID, PV]) | instruments(GEC | {"claim_year": "2024"}),
        "renewable_electricity_share",
        "2/5",
    ),
    (
        "credits are not electricity",
        year(electricity=[GRID, PV]) | instruments(CCER),
        "renewable_electricity_share",
        "2/5",
    ),
    (
        "no electricity at all",
        year(electricity=[{"source": "grid", "amount": "0 MWh"}]),
        "renewable_electricity_share",
        None,
    ),
    (
        "certificates without electricity are no share",
        year(electricity=[{"source": "grid", "amount": "0 MWh"}]) | instruments(GEC),
        "renewable_electricity_share",
        None,
    ),
    ("another year's electricity", year("2024", electricity=[GRID, PV]), "renewable_electricity_share", None),
    ("CCER retired", year(electricity=[GRID]) | instruments(CCER), "ccer_retired", "300"),
    ("CCER for a year without an inventory", instruments(CCER), "ccer_retired", "0"),
    (
        "CCER retired late",
        year(electricity=[GRID]) | instruments(CCER | {"retired": "2026-04-01"}),
        "ccer_retired",
        "0",
    ),
    ("certificates are no CCER", year(electricity=[GRID]) | instruments(GEC), "ccer_retired", "0"),
    ("no instruments", {}, "ccer_retired", None),
    (
        "renewable share of building energy",
        year(building_energy={"total": "1 GWh", "renewable": "100 MWh"}),
        "building_renewable_share",
        "1/10",
    ),
    (
        "a building without energy has no share",
        year(building_energy={"total": "0 MWh", "renewable": "5 MWh"}),
        "building_renewable_share",
        None,
    ),
    (
        "recycled material",
        year(materials=[row("material", amount="90 t"), row("material", amount="10000 kg", recycled="5 t")]),
        "recycled_material_share",
        "1/20",
    ),
    (
        "general waste",
        year(
            waste=[
                row("waste", amount="100 t", utilised="95 t"),
                row("waste", kind="hazardous", amount="50 t", utilised="50 t"),
            ]
        ),
        "general_waste",
        "100",
    ),
    (
        "waste utilisation, hazardous waste left out",
        year(
            waste=[
                row("waste", amount="100 t", utilised="95 t"),
                row("waste", kind="hazardous", amount="50 t", utilised="0 t"),
            ]
        ),
        "waste_utilisation",
        "19/20",
    ),
    (
        "hazardous waste only",
        year(waste=[row("waste", kind="hazardous", amount="50 t", utilised="0 t")]),
        "waste_utilisation",
        None,
    ),
    (
        "significant scope 3 sources quantified",
        year(
            "2023",
            scope3=[
                row("scope3", significant=True, amount="5 tkm", factor="0.1 kgCO2e/tkm"),
                row("scope3", significant=True),
                row("scope3", significant=False, amount="5 tkm"),
            ],
        ),
        "scope3_quantified@2023",
        "1/2",
    ),
    (
        "an amount without a factor is not quantified",
        year("2023", scope3=[row("scope3", significant=True, amount="5 tkm")]),
        "scope3_quantified@2023",
        "0",
    ),
    ("no significant source", year("2023", scope3=[row("scope3", significant=False)]), "scope3_quantified@2023", None),
    # ── the account · complete years
    ("scope 1 quantified", year(fuels=[GAS]), "scope1_complete@2025", "1"),
    ("scope 1 of another year", year("2023", fuels=[GAS]), "scope1_complete@2023", "1"),
    ("nothing recorded of scope 1", year(electricity=[GRID]), "scope1_complete@2025", "0"),
    ("no file, no answer", {}, "scope1_complete@2025", None),
    (
        "a fuel that cannot be computed",
        year(fuels=[GAS, GAS | {"fuel": "measured_fuel", "amount": "1 t"}]),
        "scope1_complete@2025",
        "0",
    ),
    (
        "half a year is no year",
        year(fuels=[GAS], covers_from="2025-07-01"),
        "scope1_complete@2025",
        "0",
    ),
    (
        "the whole year, said in days",
        year(fuels=[GAS], covers_from="2025-01-01", covers_to="2025-12-31"),
        "scope1_complete@2025",
        "1",
    ),
    ("no gas topped up, but looked at", year(fugitive=[FUGITIVE]), "scope1_complete@2025", "1"),
    ("scope 2 quantified", year(electricity=[GRID]), "scope2_complete@2025", "1"),
    ("nothing recorded of scope 2", year(fuels=[GAS]), "scope2_complete@2025", "0"),
    (
        "cooling without a factor",
        year(electricity=[GRID], heat=[{"kind": "cooling", "amount": "5 GJ"}]),
        "scope2_complete@2025",
        "0",
    ),
    (
        "a year before the first factor",
        year("2020", electricity=[GRID]),
        "scope2_complete@2020",
        "0",
    ),
    # ── the account · emissions and intensities
    ("scope 1 and location-based scope 2", year(electricity=[GRID, PV]), "emissions", "349.62"),
    ("certificates take nothing off", year(electricity=[GRID]) | instruments(GEC), "emissions", "349.62"),
    ("own reductions take nothing off", year(electricity=[GRID]) | instruments(OWN), "emissions", "349.62"),
    ("an incomplete year has no figure", year(electricity=[GRID], covers_to="2025-06-30"), "emissions", None),
    (
        "of seven gases",
        year(fugitive=[FUGITIVE | {"topped_up": "100 kg"}, FUGITIVE | {"gas": "r22", "topped_up": "5 kg"}]),
        "emissions",
        "225.55",
    ),
    ("per product", year(electricity=[GRID]), "carbon_intensity", "0.29135"),
    (
        "products in one unit add up",
        year(electricity=[GRID]) | making(product("a", "500 套"), product("b", "0.1 万套", main=True)),
        "carbon_intensity",
        "2330.8",
    ),
    (
        "products in units of two kinds do not",
        year(electricity=[GRID]) | making(product("a", "500 套", main=True), product("b", "3 t")),
        "carbon_intensity",
        None,
    ),
    (
        "an output of nothing is divided by by nobody",
        year(electricity=[GRID]) | making(product("a", "0 套", main=True)),
        "carbon_intensity",
        None,
    ),
    (
        "per output value",
        year(electricity=[GRID]) | {"profile": PROFILE | {"intensities": BASES}},
        "carbon_intensity",
        "34962/5300000",
    ),
    (
        "per value added, not stated",
        year(electricity=[GRID]) | {"profile": PROFILE | {"intensities": BASES | {"carbon": "value_added"}}},
        "carbon_intensity",
        None,
    ),
    (
        "per value added",
        year(electricity=[GRID])
        | {"profile": PROFILE | {"value_added": "1000 万元", "intensities": {"carbon": "value_added"}}},
        "carbon_intensity",
        "0.34962",
    ),
    # 300 MWh are covered, the other 300 take the residual mix of 2023: 300 × 0.6096 = 182.88 t
    ("market-based", year(electricity=[GRID]) | instruments(GEC), "carbon_intensity_market", "0.1524"),
    ("electricity as coal equivalent", year(electricity=[GRID]), "energy_intensity", "0.06145"),
    (
        "own electricity is energy too",
        year(electricity=[GRID, PV]) | {"profile": PROFILE | {"intensities": BASES}},
        "energy_intensity",
        "1229/530000",
    ),
    ("half a year of energy", year(electricity=[GRID], covers_to="2025-06-30"), "energy_intensity", None),
    (
        "water withdrawn, not reused",
        year(
            water=[
                {"source": source, "amount": "400 m3"}
                for source in ("municipal", "surface", "ground", "recycled", "rain")
            ]
        ),
        "water_intensity",
        "1",
    ),
    ("no water recorded", year(electricity=[GRID]), "water_intensity", None),
    (
        "material",
        year(materials=[row("material", amount="2000 t"), row("material", amount="400000 kg", recycled="5 t")]),
        "material_intensity",
        "2",
    ),
    # ── the account · the offset statement: 600 MWh are 349.62 t
    ("no offsets", year(electricity=[GRID]), "offset_ratio", "0"),
    ("half the electricity", year(electricity=[GRID]) | instruments(GEC), "offset_ratio", "1/2"),
    ("credits", year(electricity=[GRID]) | instruments(CCER | {"amount": "87.405 tCO2e"}), "offset_ratio", "1/4"),
    (
        "own reductions come off what is left to offset",
        year(electricity=[GRID]) | instruments(OWN, CCER | {"amount": "75 tCO2e"}),
        "offset_ratio",
        "1/4",
    ),
    (
        "not retired by the reference date",
        year(electricity=[GRID]) | instruments(CCER | {"retired": "2026-04-01"}),
        "offset_ratio",
        "0",
    ),
    (
        "for another year",
        year(electricity=[GRID]) | instruments(CCER | {"claim_year": "2024"}),
        "offset_ratio",
        "0",
    ),
    ("no activity data, no ratio", instruments(CCER), "offset_ratio", None),
    (
        "no emissions, no ratio",
        year(electricity=[{"source": "grid", "amount": "0 MWh"}]) | instruments(CCER),
        "offset_ratio",
        None,
    ),
    (
        "gross: own reductions stay in",
        year(electricity=[GRID]) | instruments(OWN, CCER | {"amount": "87.405 tCO2e"}),
        "offset_ratio_gross",
        "1/4",
    ),
    (
        "market-based: certificates count there, not again here",
        year(electricity=[GRID]) | instruments(GEC, CCER | {"amount": "91.44 tCO2e"}),
        "offset_ratio_market",
        "1/2",
    ),
    (
        "with scope 3",
        year(
            electricity=[GRID],
            scope3=[row("scope3", significant=True, amount="100.38 tCO2e")],
        )
        | instruments(CCER | {"amount": "45 tCO2e"}),
        "offset_ratio_scope3",
        "1/10",
    ),
    (
        "without allowances and international credits",
        year(electricity=[GRID])
        | instruments(
            CCER | {"amount": "87.405 tCO2e"},
            CCER | {"mode": "3d", "amount": "50 tCO2e"},
            CCER | {"mode": "3e", "amount": "50 tCO2e"},
        ),
        "offset_ratio_without_allowances",
        "1/4",
    ),
    (
        "green power up to the electricity bought",
        year(electricity=[GRID, PV]) | instruments(GEC | {"amount": "900 MWh"}),
        "offset_ratio",
        "1",
    ),
    (
        "green power without a cap",
        year(electricity=[GRID, PV]) | instruments(GEC | {"amount": "900 MWh"}),
        "offset_ratio_uncapped",
        "3/2",
    ),
    (
        "generated on the site, used there or fed in",
        year(
            electricity=[GRID, PV],
            exported=[
                {"kind": "electricity", "renewable": True, "amount": "100 MWh"},
                {"kind": "electricity", "renewable": False, "amount": "7 MWh"},
                {"kind": "heat", "renewable": True, "amount": "7 MWh"},
            ],
        ),
        "renewable_generation",
        "500",
    ),
    (
        "certificates of own power that were sold take its attribute away",
        year(electricity=[GRID, PV | {"certificates_sold": True}]),
        "renewable_electricity_share",
        "0",
    ),
    (
        "by a line of its own",
        year(electricity=[GRID, {"source": "direct_line", "amount": "200 MWh"}]),
        "renewable_electricity_share_physical",
        "1/4",
    ),
    (
        "other own generation is not renewable",
        year(electricity=[GRID, {"source": "other_self_generated", "amount": "200 MWh"}]),
        "renewable_electricity_share",
        "0",
    ),
    (
        "certificates beyond the electricity bought are none",
        year(electricity=[GRID, PV]) | instruments(GEC | {"amount": "900 MWh"}),
        "renewable_electricity_share",
        "1",
    ),
    # ── plan.yaml · targets that name a computed figure
    (
        "reached as far as the account says, whatever is stated",
        plan(
            targets=[row("target", planned="80 %", actual="80 %", better="higher", fact="renewable_electricity_share")]
        )
        | year(electricity=[GRID, PV]),
        "target_completion",
        "1/2",
    ),
    (
        "an intensity in another unit of its kind",
        plan(targets=[row("target", planned="174.81 kgCO2e/套", better="lower", fact="carbon_intensity")])
        | year(electricity=[GRID])
        | making(product("a", "1000 套", main=True)),
        "target_completion",
        "1/2",
    ),
    (
        "a figure that is not known",
        plan(targets=[row("target", planned="80 %", better="higher", fact="renewable_electricity_share")]),
        "target_completion",
        "0",
    ),
    # ── products.yaml · main products, three years to the reference date
    (
        "reports of main products within three years",
        {
            "products": {
                "footprints": [row("footprint", reported=d) for d in ("2023-03-31", "2023-04-01", "2026-03-31")]
            }
        },
        "footprint_reports",
        "2",
    ),
    (
        "not a main product",
        {"products": {"footprints": [row("footprint", product="other", reported="2025-01-01")]}},
        "footprint_reports",
        "0",
    ),
    (
        "verified",
        {
            "products": {
                "footprints": [
                    row("footprint", reported="2025-01-01", verified=True),
                    row("footprint", reported="2025-01-01"),
                    row("footprint", reported="2020-01-01", verified=True),
                ]
            }
        },
        "footprint_verified",
        "1",
    ),
    (
        "published",
        {"products": {"footprints": [row("footprint", reported="2025-01-01", published_url="https://example.org/a")]}},
        "footprint_published",
        "1",
    ),
    ("no footprints", {}, "footprint_reports", None),
]


@pytest.mark.parametrize(
    ("files", "name", "expected"),
    [pytest.param(*case[1:], id=f"{case[2]}: {case[0]}") for case in TABLE],
)
def test_fact(edition: Edition[Any], files: dict[str, Any], name: str, expected: str | None) -> None:
    fact = facts_of(edition, files).get(name)
    value = None if fact is None else fact.value
    assert value == (None if expected is None else Fraction(expected))


def test_every_computed_figure_of_the_standard_is_in_the_table(edition: Edition[Any]) -> None:
    tested = {base_name(name) for _, _, name, expected in TABLE if expected is not None}
    computed = {name for name, kind in edition.standard.head.facts.items() if kind.home == "computed"}
    assert tested == computed


def test_every_figure_is_declared_with_its_unit(edition: Edition[Any]) -> None:
    declared = edition.standard.head.facts
    for _, files, _, _ in TABLE:
        for fact in facts_of(edition, files).values():
            kind = declared[base_name(fact.name)]
            assert kind.home == "computed", fact.name
            quotient = kind.type == "share" and fact.name not in SUMS
            if fact.name in INTENSITIES:
                assert kind.unit is None
                assert (fact.unit or "").startswith(f"{INTENSITIES[fact.name]}/"), fact.name
            else:
                assert fact.unit == kind.unit, fact.name
            assert (fact.denominator is not None) is (quotient or fact.name in INTENSITIES), fact.name


#: Quotients in the unit that the profile divides by, and the unit above the stroke.
INTENSITIES = {
    "carbon_intensity": "tCO2e",
    "carbon_intensity_market": "tCO2e",
    "energy_intensity": "tce",
    "water_intensity": "m3",
    "material_intensity": "t",
}
#: Shares that are no quotient of two sums: a mean over targets, the largest of several.
SUMS = ("target_completion", "zero_measure_electricity_share")


@pytest.mark.parametrize(("gwp", "stock"), [(150, 0), (Fraction("150.01"), 20)])
def test_a_potential_at_the_limit_is_not_high_above_it_is(edition: Edition[Any], gwp: Fraction, stock: int) -> None:
    title = Text(zh="", en="")
    row_ = Factor("edge", title, Quantity(Fraction(gwp), "kgCO2e/kg"), "edge", title, "found", SOMEWHERE)
    factors = reference().factors
    edge = replace(factors, gases={**factors.gases, "edge": Gas("edge", "edge", title, "HFCs", {"AR6": row_})})
    cycle = cycle_of(assets(refrigerants=[row("refrigerant", gas="edge", stock="20 kg")]))
    made, _ = account(cycle, edition.standard.head, replace(reference(), factors=edge))
    value = made.facts["high_gwp_stock"].value
    assert value == stock


def test_terms_name_their_evidence(edition: Edition[Any]) -> None:
    lamps = [
        row("lamp", efficient=True, count="5", evidence=["E01"]),
        row("lamp", efficient=True, count="3"),
        row("lamp", efficient=False, count="2", evidence=["E02"]),
    ]
    fact = facts_of(edition, assets(lamps=lamps))["efficient_lamp_share"]
    assert [(term.amount, term.evidence) for term in fact.numerator] == [(5, ("E01",)), (3, ())]
    assert fact.carried_value(lambda term: "E01" in term.evidence) == Fraction(1, 2)
    assert fact.carried_value(lambda term: False) == 0


def test_evidence_of_every_measure_of_a_kind_carries_it(edition: Edition[Any]) -> None:
    done = {"implemented": "2024-01-01", "reduction": "5 tCO2e"}
    rows = [row("measure", **done), row("measure", **done, evidence=["E01"])]
    (term,) = facts_of(edition, plan(measures=rows))["reduction_measure_kinds"].numerator
    assert term.evidence == ("E01",)


def test_a_smaller_measure_with_evidence_carries_where_the_largest_has_none(edition: Edition[Any]) -> None:
    """55 % with evidence is more than half, whatever else is said to be there."""
    rows = [
        row("measure", **ZERO, electricity=["direct_line", "i"]),
        row("measure", **ZERO, electricity=["direct_line"], evidence=["E01"]),
    ]
    for order in (rows, rows[::-1]):
        fact = facts_of(edition, plan(measures=order) | SUPPLIES | CERTIFIED)["zero_measure_electricity_share"]
        assert fact.value == Fraction(60, 100)
        assert fact.carried_value(lambda term: "E01" in term.evidence) == Fraction(55, 100)


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_equal_measures_the_one_with_evidence_carries(edition: Edition[Any], turned: bool) -> None:
    zero = ZERO | {"electricity": ["direct_line"]}
    rows = [row("measure", **zero), row("measure", **zero, evidence=["E01"])]
    files = plan(measures=rows[::-1] if turned else rows) | SUPPLIES
    fact = facts_of(edition, files)["zero_measure_electricity_share"]
    assert fact.carried_value(lambda term: "E01" in term.evidence) == Fraction(55, 100)


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_systems_that_stand_the_evidence_of_either_carries(edition: Edition[Any], turned: bool) -> None:
    valid = {"certificate_from": "2024-01-01", "certificate_to": "2026-12-31"}
    rows = [row("system", **valid), row("system", **valid, evidence=["E01"])]
    fact = facts_of(edition, management(systems=rows[::-1] if turned else rows))[SYSTEM]
    assert fact.value == 1
    assert fact.carried_value(lambda term: "E01" in term.evidence) == 1


@pytest.mark.parametrize(("lost", "share"), [((), "7/10"), ((0,), "2/5")])
def test_what_another_factory_claimed_first_does_not_count(
    edition: Edition[Any], lost: tuple[int, ...], share: str
) -> None:
    files = year(electricity=[GRID, PV]) | instruments(GEC)
    assert facts_of(edition, files, lost)["renewable_electricity_share"].value == Fraction(share)


def test_only_the_instrument_that_is_lost_is_lost(edition: Edition[Any]) -> None:
    """Two rows that read the same are two rows."""
    files = year(electricity=[GRID, PV]) | instruments(GEC, GEC)
    assert facts_of(edition, files, (1,))["renewable_electricity_share"].value == Fraction(7, 10)


# ── days and years ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "months", "since"),
    [
        ("2026-03-31", 36, "2023-03-31"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2028-02-29", 36, "2025-02-28"),
        ("2028-02-29", 48, "2024-02-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-01-31", 12, "2025-01-31"),
        ("2025-12-31", 0, "2025-12-31"),
        ("2026-05-30", 3, "2026-02-28"),
        ("2026-07-31", 1, "2026-06-30"),
    ],
)
def test_months_before_the_reference_date(edition: Edition[Any], day: str, months: int, since: str) -> None:
    cycle = make_cycle(reference_date=day, data_year=str(int(day[:4]) - 1))
    basis = Basis(cycle, edition.standard.head, reference(), Account())
    assert basis.since(Fraction(months)) == date.fromisoformat(since)


@pytest.mark.parametrize(
    ("occurred", "counts"), [("2025-02-28", False), ("2025-03-01", True), ("2028-02-29", True), ("2028-03-01", False)]
)
def test_the_window_from_a_leap_day(edition: Edition[Any], occurred: str, counts: bool) -> None:
    incidents = [row("incident", kind="penalty", occurred=occurred)]
    files = management(incidents_reviewed=True, incidents=incidents)
    facts = facts_of(edition, files, reference_date="2028-02-29", data_year="2027")
    assert facts["penalties"].value == int(counts)


@pytest.mark.parametrize(
    ("founded", "due"),
    [
        ("2005-03-01", (2023, 2024, 2025)),
        ("2022-12-31", (2023, 2024, 2025)),
        ("2023-01-01", (2023, 2024, 2025)),
        ("2023-01-02", (2024, 2025)),
        ("2024-01-01", (2024, 2025)),
        ("2024-02-29", (2025,)),
        ("2024-12-31", (2025,)),
        ("2025-01-01", (2025,)),
        ("2025-01-02", (2025,)),
        ("2026-02-01", (2025,)),
    ],
)
def test_years_due(founded: str, due: tuple[int, ...]) -> None:
    assert years_due(make_cycle(founded=founded), 3) == due
