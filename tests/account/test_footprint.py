"""Product footprints: from products.yaml to results, by the same way as a factory's."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.account.footprint import footprints
from generator.load.strict_yaml import parse
from generator.model.dossier import Instruments
from generator.model.footprint import Products
from generator.model.number import decimal_text
from tests.account import footprints as example
from tests.account.footprints import codes, of, one, reference, unread, written
from tests.conftest import ROOT
from tests.making import make_cycle

#: Heijungs & Suh (2002): 10 kWh from 2 l of fuel and 1 kg CO2; 100 l of fuel with 10 kg CO2; 1000 kWh are wanted.
HEIJUNGS = """\
declared_unit: 1000 kWh
chain:
  final: power
  processes:
    - id: power
      name: {zh: 发电, en: electricity production}
      stage: production
      output: 10 kWh
      inputs: [{process: fuel, amount: 2 L}]
      emissions: [{gas: co2, amount: 1 kg, data: primary}]
    - id: fuel
      name: {zh: 燃料生产, en: fuel production}
      stage: raw_materials
      output: 100 L
      emissions: [{gas: co2, amount: 10 kg, data: secondary}]
"""
#: A loop, shares, every kind and every source of a factor.
FULL = """\
declared_unit: 10 套
chain:
  final: assembly
  processes:
    - id: steel
      name: {zh: 钢材, en: steel}
      stage: raw_materials
      output: 1 t
      inputs: [{process: heat, amount: 3 GJ}]
      flows:
        - {flow: ore, name: {zh: 矿, en: ore}, amount: 1.6 t, factor: 41.5 kgCO2e/t, factor_source: 库, data: secondary}
        - flow: land
          name: {zh: 采矿占地, en: mine}
          amount: 2 m2
          factor: 0.7 kgCO2e/m2
          factor_source: 数据库
          data: secondary
          kind: land_use
      allocation: {basis: mass, share: 87.5 %, coproducts: [{name: {zh: 炉渣, en: slag}, share: 12.5 %}]}
    - id: heat
      name: {zh: 热, en: heat}
      stage: production
      output: 30 GJ
      inputs: [{process: steel, amount: 2 kg}]
      emissions:
        - {gas: co2, amount: 1700 kg, data: primary}
        - {gas: ch4_non_fossil, amount: 3 kg, data: primary, kind: biogenic}
        - {gas: co2, amount: -40 kg, data: primary, kind: biogenic}
    - id: assembly
      name: {zh: 装配, en: assembly}
      stage: production
      output: 300 套
      inputs: [{process: steel, amount: 41 kg}]
      flows:
        - flow: flight
          name: {zh: 空运, en: air freight}
          amount: 7 tkm
          factor: 0.8 kgCO2e/tkm
          factor_source: 数据库
          data: secondary
          kind: aircraft
      electricity:
        - {source: grid, amount: 90 kWh, data: primary}
        - {source: pv, amount: 30 kWh, data: primary, on_site: true}
      emissions:
        - {gas: r410a, amount: 0.001 kg, data: secondary}
"""


def plain(text: str) -> Any:
    """The lines of a footprint as data."""
    tree, found = parse(text.encode(), "footprint.yaml")
    assert tree is not None, found
    return tree.data


def computed(data: Any) -> Any:
    """A footprint given as data, with the usual lines."""
    row = plain(example.HEAD) | data
    made, found = footprints(make_cycle(products=Products.model_validate({"footprints": [row]})), reference())
    assert made, found
    return made[0]


# ── figures ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_published_chain_is_exact() -> None:
    made = one(HEIJUNGS)
    assert dict(made.runs) == {"power": 100, "fuel": 2}
    assert made.kg == 120
    assert [(each.stage.id, each.kg) for each in made.stages] == [("raw_materials", 20), ("production", 100)]
    assert made.primary == Fraction(100, 120)


def test_a_loop_gives_fractions_not_decimals() -> None:
    """With 5 kWh for 100 l of fuel: s₁ = 1000 / (10 − 2·5/100) = 10000/99."""
    made = one(HEIJUNGS.replace("output: 100 L\n", "output: 100 L\n      inputs: [{process: power, amount: 5 kWh}]\n"))
    assert dict(made.runs) == {"power": Fraction(10000, 99), "fuel": Fraction(200, 99)}
    assert made.kg == Fraction(12000, 99)


def test_every_contribution_is_amount_times_factor_times_runs_times_share() -> None:
    made = one(FULL)
    factors = reference()
    grid = factors.footprint["grid"][2024].value.amount
    pv = factors.footprint["pv"][2023].value.amount
    r410a = sum(
        share * factors.gases[gas].gwp["AR6"].value.amount for gas, share in factors.gases["r410a"].parts.items()
    )
    # per run, after allocation
    by_hand = {
        "steel": [Fraction("1.6") * Fraction("41.5") * Fraction(7, 8), 2 * Fraction("0.7") * Fraction(7, 8)],
        "heat": [Fraction(1700), 3 * factors.gases["ch4_non_fossil"].gwp["AR6"].value.amount, Fraction(-40)],
        "assembly": [7 * Fraction("0.8"), 90 * grid, 30 * pv, r410a / 1000],
    }
    runs = made.runs
    # 300 sets a run; steel and heat take from each other, steel with its share
    assembly = Fraction(10, 300)
    steel = assembly * Fraction("0.041") / (1 - Fraction(7, 8) * Fraction(3, 30) * Fraction("0.002"))
    assert dict(runs) == {"steel": steel, "heat": steel * Fraction(7, 8) * 3 / 30, "assembly": assembly}
    for process in made.processes:
        assert [each.kg for each in process.contributions] == [
            value * runs[process.row.id] for value in by_hand[process.row.id]
        ]
    assert made.kg == sum(sum(values) * runs[id_] for id_, values in by_hand.items())


def test_parts_stages_and_processes_all_sum_to_the_whole() -> None:
    made = one(FULL)
    assert sum(made.parts.values()) == made.kg
    assert sum(process.kg for process in made.processes) == made.kg
    assert all(sum(made.of(part, each.stage.id) for part in made.parts) == each.kg for each in made.stages)
    assert made.uptake < 0
    assert made.excluding + made.uptake == made.kg
    assert all(made.parts[part] > 0 for part in ("fossil", "biogenic_emissions", "land_use", "aircraft"))


def test_primary_share_is_by_absolute_values() -> None:
    made = one(FULL)
    own = [abs(each.kg) for each in made.contributions if each.primary]
    assert made.primary == sum(own) / sum(abs(each.kg) for each in made.contributions)
    assert 0 < made.primary < 1


def test_electricity_is_told_apart() -> None:
    made = one(FULL)
    assert dict(made.electricity) == {"grid": 3, "on_site": 1}
    assert [each.treatment for each in made.contributions if each.treatment] == ["grid", "on_site"]


def test_a_partial_footprint_is_called_so() -> None:
    assert one(HEIJUNGS).partial
    full = """\
        boundary: cradle_to_grave
        functional_unit: {zh: 一套轴承运行十年, en: a bearing for ten years, amount: 1 套}
        stages: {raw_materials: 1 kgCO2e, production: 1 kgCO2e, distribution: 1 kgCO2e, use: 9 kgCO2e}
        excluded: [{stage: end_of_life, reason: 全部回炉}]
    """
    made, found = of(full)
    assert not made[0].partial
    assert found == []


def test_the_gwp_set_is_the_default_unless_stated() -> None:
    gas = HEIJUNGS.replace("{gas: co2, amount: 1 kg", "{gas: ch4_fossil, amount: 1 kg")
    ar6, ar4 = one(gas), one(gas + "gwp_set: AR4\n")
    assert (ar6.gwp_set.id, ar6.gwp_stated, ar6.kg) == ("AR6", False, 100 * Fraction("29.8") + 20)
    assert (ar4.gwp_set.id, ar4.gwp_stated, ar4.kg) == ("AR4", True, 100 * 25 + 20)


def test_every_input_says_where_it_and_its_factor_stand() -> None:
    made = one(FULL)
    lines = written(FULL).splitlines()
    for each in made.contributions:
        place = " ".join(lines[each.at.line - 1 : each.at.line + 2])  # in one line, or a key a line
        assert f"amount: {each.amount}" in place
        for factor in each.sources:
            assert factor.source.zh
            assert (
                factor.at.file == "products.yaml" if factor.given else factor.at.file.startswith("content/reference/")
            )


def test_what_is_to_be_verified_is_labelled() -> None:
    assert not one(FULL).to_be_verified
    marked = one(FULL.replace("factor: 41.5 kgCO2e/t", "to_be_verified: true, factor: 41.5 kgCO2e/t"))
    assert marked.to_be_verified
    assert [each.label.en for each in marked.contributions if each.to_be_verified] == ["ore"]


def test_results_alone_stand_as_stated() -> None:
    made, found = of("declared_unit: 1 套\nstages: {production: 600 gCO2e, raw_materials: 1.8 kgCO2e}\n")
    assert found == []
    assert not made[0].disclosed
    assert [(each.stage.id, each.kg) for each in made[0].stages] == [
        ("raw_materials", Fraction("1.8")),
        ("production", Fraction("0.6")),
    ]
    assert made[0].primary is None


def test_a_stated_stage_beside_a_chain_counts_for_nothing() -> None:
    made, found = of(HEIJUNGS + "stages: {raw_materials: 20 kgCO2e, production: 101 kgCO2e}\n")
    assert [(each.code, dict(each.params)["stated"], dict(each.params)["computed"]) for each in found] == [
        ("footprint.differs", "101 kgCO2e", "100 kgCO2e")
    ]
    assert made[0].kg == 120


def test_a_stated_stage_may_be_rounded() -> None:
    loop = HEIJUNGS.replace("output: 100 L\n", "output: 100 L\n      inputs: [{process: power, amount: 5 kWh}]\n")
    assert codes(loop + "stages: {raw_materials: 20.2 kgCO2e, production: 101.01 kgCO2e}\n") == []
    assert codes(loop + "stages: {raw_materials: 20.2 kgCO2e, production: 101.02 kgCO2e}\n") == ["footprint.differs"]


# ── properties ─────────────────────────────────────────────────────────────────────────────────────────────

THOUSANDTHS = st.integers(1, 5_000_000).map(lambda number: Fraction(number, 1000))


@settings(max_examples=20, deadline=None)
@given(THOUSANDTHS, THOUSANDTHS)
def test_linear_in_the_demand(first: Fraction, second: Fraction) -> None:
    data = plain(FULL)

    def of_unit(amount: Fraction) -> Fraction:
        return computed(data | {"declared_unit": f"{decimal_text(amount)} 套"}).kg

    assert of_unit(first) + of_unit(second) == of_unit(first + second)
    assert of_unit(first) == of_unit(Fraction(1)) * first


UNITS = [("1.6 t", "1600 kg"), ("90 kWh", "0.09 MWh"), ("30 GJ", "30000 MJ"), ("3 GJ", "0.003 TJ")]
UNITS += [("41 kg", "0.041 t"), ("1 t", "1000 kg"), ("0.001 kg", "1 g"), ("0.8 kgCO2e/tkm", "0.0008 tCO2e/tkm")]
UNITS += [("41.5 kgCO2e/t", "0.0415 kgCO2e/kg"), ("300 套", "0.03 万套")]


@pytest.mark.parametrize(("written_so", "or_so"), UNITS)
def test_a_change_of_unit_changes_nothing(written_so: str, or_so: str) -> None:
    assert f" {written_so}" in FULL
    changed = one(FULL.replace(f" {written_so}", f" {or_so}"))
    assert changed.kg == one(FULL).kg
    assert changed.parts == one(FULL).parts


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_processes_and_inputs_changes_nothing(rng: random.Random) -> None:
    data = plain(FULL)
    expected = computed(data)
    for process in data["chain"]["processes"]:
        for key in ("inputs", "flows", "electricity", "emissions"):
            if key in process:
                rng.shuffle(process[key])
    rng.shuffle(data["chain"]["processes"])
    made = computed(data)
    assert (made.kg, made.parts, made.primary) == (expected.kg, expected.parts, expected.primary)
    assert dict(made.runs) == dict(expected.runs)
    assert [(each.stage.id, each.kg) for each in made.stages] == [(each.stage.id, each.kg) for each in expected.stages]


PRESS = """\
declared_unit: 1 套
chain:
  final: press
  processes:
    - id: press
      name: {zh: 冲压, en: press}
      stage: production
      output: 3 套
      flows:
        - {flow: oil, name: {zh: 油, en: oil}, amount: 7 kg, factor: 2.3 kgCO2e/kg, factor_source: 库, data: primary}
"""


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000))
def test_what_is_allocated_to_all_products_is_the_whole(tenths: int) -> None:
    """The product with a share and with the rest of it: together what it is without allocation."""

    def of_share(own: int) -> Fraction:
        shares = [f"{decimal_text(Fraction(one, 10))} %" for one in (own, 1000 - own)]
        coproduct = {"name": {"zh": "料", "en": "scrap"}, "share": shares[1]}
        data = plain(PRESS)
        data["chain"]["processes"][0]["allocation"] = {"basis": "mass", "share": shares[0], "coproducts": [coproduct]}
        return computed(data).kg

    assert of_share(tenths) + of_share(1000 - tenths) == one(PRESS).kg


def test_splitting_a_flow_changes_nothing() -> None:
    """Additive over inputs."""
    data = plain(FULL)
    expected = computed(data).kg
    flow = data["chain"]["processes"][0]["flows"][0]
    data["chain"]["processes"][0]["flows"] += [flow | {"amount": "0.9 t"}]
    flow["amount"] = "0.7 t"
    assert computed(data).kg == expected


# ── what is refused ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("word", "offset"),
    [
        ("kind: aircraft", "kind: offset"),
        ("flow: flight", "flow: carbon_credit"),
        ("flow: flight", "flow: certificate"),
    ],
)
def test_offsets_are_refused_where_they_stand(word: str, offset: str) -> None:
    text = written(FULL.replace(word, offset))
    found = unread(text)
    assert [each.code for each in found] == ["footprint.offset"]
    line = text.splitlines()[found[0].at.line - 1]
    assert line[found[0].at.column - 1 :].startswith(offset.partition(": ")[2])


@pytest.mark.parametrize("negative", ["factor: -41.5 kgCO2e/t", "factor: -0.8 kgCO2e/tkm"])
def test_only_biogenic_and_land_carbon_can_be_negative(negative: str) -> None:
    made, found = of(FULL.replace(negative.replace("-", ""), negative))
    assert made == ()
    assert [each.code for each in found if each.code != "footprint.vintage"] == ["footprint.offset"]


def test_negative_land_carbon_is_no_offset() -> None:
    assert one(FULL.replace("0.7 kgCO2e/m2", "-0.7 kgCO2e/m2")).parts["land_use"] < 0


def test_an_unknown_kind_is_no_offset() -> None:
    assert [each.code for each in unread(written(FULL.replace("kind: aircraft", "kind: sea")))] == [
        "schema.not-a-choice"
    ]


def test_every_fault_is_found_at_once() -> None:
    bad = FULL.replace("gas: r410a", "gas: r411a").replace("source: grid", "source: hydro").replace("87.5 %", "87 %")
    made, found = of(bad)
    assert made == ()
    assert {each.code for each in found} == {
        "footprint.allocation",
        "footprint.unknown-electricity",
        "footprint.unknown-gas",
        "footprint.vintage",
    }


def test_a_faulty_footprint_leaves_the_others_alone() -> None:
    made, _ = of(FULL.replace("gas: r410a", "gas: r411a"), HEIJUNGS)
    assert [each.index for each in made] == [1]


@pytest.mark.parametrize(
    ("amount", "solvable"),
    [("499 kWh", True), ("500 kWh", False), ("501 kWh", False)],
)
def test_a_loop_that_eats_itself_up_has_no_solution(amount: str, solvable: bool) -> None:
    """100 l of fuel make 500 kWh: from there on nothing is left, and beyond that runs would be negative."""
    loop = HEIJUNGS.replace("output: 100 L\n", f"output: 100 L\n      inputs: [{{process: power, amount: {amount}}}]\n")
    made, found = of(loop)
    assert bool(made) is solvable
    assert [each.code for each in found] == ([] if solvable else ["footprint.no-solution"])


def test_an_output_of_nothing_has_no_solution() -> None:
    assert codes(HEIJUNGS.replace("output: 100 L", "output: 0 L")) == ["footprint.no-solution"]


def test_a_broken_loop_that_nobody_needs_is_only_unused() -> None:
    """It takes no part: the result stands."""
    idle = """\
    - {id: a, name: {zh: 甲, en: a}, stage: production, output: 1 kg, inputs: [{process: b, amount: 1 kg}]}
    - {id: b, name: {zh: 乙, en: b}, stage: production, output: 1 kg, inputs: [{process: a, amount: 1 kg}]}
"""
    made, found = of(HEIJUNGS + idle)
    assert made[0].kg == 120
    assert [each.code for each in found] == ["footprint.unused-process"] * 2


def test_electricity_by_contract_needs_what_stands_behind_it() -> None:
    wind = FULL.replace(
        "source: pv, amount: 30 kWh, data: primary, on_site: true", "source: wind, amount: 30 kWh, data: primary"
    )
    assert codes(wind) == ["footprint.vintage", "footprint.contract"]
    instrument = {"instrument": "gec_wind", "mode": "3a", "registry": "平台", "amount": "30 MWh", "claim_year": "2024"}
    own = Instruments.model_validate({"instruments": [instrument]})
    named = wind.replace(
        "data: primary}\n      emissions:\n        - {gas: r410a",
        "data: primary, instrument: gec_wind}\n      emissions:\n        - {gas: r410a",
    )
    assert codes(named) == ["footprint.vintage", "footprint.contract"]
    made = one(named, instruments=own)
    assert [each.instrument for each in made.contributions if each.treatment == "contract"] == ["gec_wind"]


def test_no_factor_is_carried_back_and_an_old_one_is_a_note() -> None:
    def of_year(year: int) -> list[str]:
        return codes(FULL + f"period_from: {year}-01-01\nperiod_to: {year}-12-31\n")

    assert of_year(2022) == ["footprint.too-early", "footprint.too-early"]
    assert of_year(2023) == []
    assert of_year(2024) == ["footprint.vintage"]  # photovoltaics
    assert of_year(2026) == ["footprint.vintage", "footprint.vintage"]
    spanning = one(FULL + "period_from: 2023-07-01\nperiod_to: 2024-06-30\n")  # the year in which the period ends
    assert [each.sources[0].year for each in spanning.contributions if each.treatment == "grid"] == [2024]


def test_an_inventory_factor_is_refused_and_the_footprint_factor_is_not() -> None:
    def of_factor(factor: str) -> list[str]:
        data = plain(FULL)
        steam = {"flow": "steam", "name": {"zh": "蒸汽", "en": "steam"}, "factor_source": "文件", "data": "secondary"}
        data["chain"]["processes"][2]["flows"] += [steam | {"amount": "2 GJ", "factor": factor}]
        row = plain(example.HEAD) | data
        cycle = make_cycle(products=Products.model_validate({"footprints": [row]}))
        return [each.code for each in footprints(cycle, reference())[1] if each.code != "footprint.vintage"]

    grid = reference().grid["32"][2023].value
    assert of_factor("110 kgCO2/GJ") == ["footprint.inventory-factor"]
    assert of_factor(f"{decimal_text(grid.amount)} kgCO2e/kWh") == ["footprint.inventory-factor"]
    assert of_factor(f"{decimal_text(grid.amount * 1000)} gCO2e/kWh") == ["footprint.inventory-factor"]
    assert of_factor("78.5 kgCO2e/GJ") == []


def test_the_examples_compute_without_a_fault() -> None:
    from generator.load.catalogue import load_findings
    from generator.load.repository import load_repository

    catalogue = load_findings(ROOT / "content/i18n/findings.yaml")
    repository, _ = load_repository(ROOT, catalogue)
    disclosed = stated = 0
    for dossier in repository.dossiers:
        for cycle in dossier.cycles:
            made, found = footprints(cycle, reference())
            assert catalogue.errors(found) == []
            assert len(made) == len(cycle.products.footprints)
            disclosed += sum(each.disclosed for each in made)
            stated += sum(not each.disclosed for each in made)
    assert disclosed >= 4
    assert stated >= 1
