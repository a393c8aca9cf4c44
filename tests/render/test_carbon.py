"""The carbon page against the account: every figure, every place, and odd data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.account import account
from generator.model.city import Assessed, City
from generator.model.dossier import Activity, Instruments
from generator.model.ledger import NOTHING, TOTAL, Inventory, Line
from generator.model.quantity import Quantity, parse_quantity
from generator.render import figures, links
from generator.render.environment import environment
from generator.render.pages.carbon import carbon
from generator.render.site import Site
from generator.render.views import carbon as views
from generator.render.views.factors import tables
from generator.score.engine import score
from tests.making import make_cycle
from tests.render.html import Document, Element, document

GRID = {"source": "grid", "amount": "1000 MWh"}
DIESEL = {"fuel": "diesel", "use": "mobile", "amount": "10 t"}
STEEL = {
    "source": "steel",
    "name": {"zh": "钢材", "en": "Steel"},
    "category": "1",
    "significant": True,
    "amount": "100 t",
    "factor": "2 tCO2e/t",
}


def assessed(city: City, *years: Mapping[str, Any], instruments: tuple[Mapping[str, Any], ...] = ()) -> Assessed:
    """A cycle of these years of activity data, accounted and scored as the pipeline does."""
    activity = [Activity.model_validate(one) for one in years]
    cycle = make_cycle(
        activity={one.year: one for one in activity},
        instruments=Instruments.model_validate({"instruments": list(instruments)}),
    )
    edition = city.editions[cycle.assessment.standard]
    made, found = account(cycle, edition.standard.head, city.reference)
    return Assessed(cycle, edition, made, score(cycle, made.facts, edition), tuple(found))


def page_of(city: City, root: Path, *shown: Assessed, lang: str = "zh") -> Document:
    """The carbon page of the first of some cycles."""
    site = Site(replace(city, assessed=shown, preview=True), lang, environment(root, lang, city.phrases))
    wanted = links.carbon(shown[0].cycle)
    return document(next(page.text for page in carbon(site) if page.url == wanted))


def year(number: str = "2025", **lists: Any) -> dict[str, Any]:
    return {"year": number, "gwp_set": "AR6", **lists}


def own(city: City, url: str) -> Assessed:
    return next(one for one in city.assessed if links.carbon(one.cycle) == url)


def data_year(one: Assessed) -> Inventory:
    return one.account.inventories[one.cycle.data_year]


def derivation(page: Document, line: Line) -> tuple[Element, Element]:
    """The <details> of a line and what it opens."""
    id_ = links.line_anchor(line.year, line.id, line.scope)
    place = next(index for index, one in enumerate(page.elements) if one["id"] == id_)
    outer = next(one for one in reversed(page.elements[:place]) if "deriv" in one.classes)
    return outer, page.elements[place]


def table(page: Document, class_: str) -> Element:
    return page.one("table", class_)


def examples(city: City) -> list[Assessed]:
    return [one for one in city.shown if one.account.inventories]


# ── the page against the account ───────────────────────────────────────────────────────────────────────────


def test_every_cycle_has_its_page_and_leads_to_it(city: City, site: Mapping[str, Document]) -> None:
    for one in city.shown:
        url = links.carbon(one.cycle)
        assert site[url].front["kind"] == "carbon"
        assert any(item["href"] == "carbon/" for item in site[links.cycle(one.cycle)].all("a"))
        assert any(item["href"].endswith("ledger.csv") for item in site[url].all("a"))


def test_the_head_says_this_years_tonnes_and_the_change(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        lede = site[links.carbon(one.cycle)].one("p", "lede").text
        inventory = data_year(one)
        assert figures.tonnes(inventory.location) in lede
        assert "减排、清除和抵消另列，不从中扣除" in lede
        first = one.account.inventories[min(one.account.inventories)]
        share = inventory.location / first.location - 1
        assert f"比 {first.year} 年{'少' if share < 0 else '多'} {figures.tenth(abs(share))}" in lede


def test_every_year_and_scope_stands_in_the_table(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        page = site[links.carbon(one.cycle)]
        rows = [row.text for row in page.all("tr")]
        for number, inventory in one.account.inventories.items():
            row = next(text for text in rows if text.startswith(str(number)))
            for scope, amount in inventory.by_scope.items():
                assert figures.tonnes(amount) in row or (scope == "3" and "未量化" in row)
            assert row.endswith(figures.tonnes(inventory.location))
            label = next(svg["aria-label"] for svg in page.all("svg") if svg["aria-label"].startswith(f"{number} 年"))
            assert figures.tonnes(inventory.market_based) in label


def test_every_line_opens_to_its_derivation(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        page = site[links.carbon(one.cycle)]
        for line in data_year(one).lines:
            outer, inner = derivation(page, line)
            assert f"{figures.tonnes(line.tonnes)} t" in outer.text, line.id
            assert f"未修约 {figures.unrounded(line.tonnes)} t" in inner.text, line.id
            assert figures.quantity(line.activity) in inner.text
            for used in line.inputs:
                assert figures.quantity(used.value) in inner.text
                assert (
                    f"{used.at.file.removeprefix('content/reference/').split('/', 2)[-1]}:{used.at.line}" in inner.text
                )
                assert ("待核" in inner.text) or not used.to_be_verified
            for id_ in line.evidence:
                assert id_ in inner.text
            for mass in line.masses:
                assert figures.number(mass.gwp) in inner.text


def test_earlier_years_show_every_line_with_its_formula(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        folds = site[links.carbon(one.cycle)].all("details", "year")
        earlier = [number for number in one.account.inventories if number != one.cycle.data_year]
        assert len(folds) == len(earlier)
        for number, fold in zip(sorted(earlier, reverse=True), folds, strict=True):
            for line in one.account.inventories[number].lines:
                assert f"{figures.quantity(line.activity)}" in fold.text
                assert f"= {figures.unrounded(line.tonnes)} t" in fold.text


def test_sums_are_those_of_the_inventory(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        page, inventory = site[links.carbon(one.cycle)], data_year(one)
        total = figures.tonnes(inventory.location)
        assert total in page.one("p", "sum").text
        assert figures.unrounded(inventory.location) in page.one("p", "sum").text
        for name in ("pt", "gs", "ct"):
            assert total in table(page, name).text.split("合计")[-1]
        sources = views.sources(inventory, city.reference.factors)
        assert sum((source.total for source in sources), NOTHING) == inventory.location
        assert sum(source.lines for source in sources) == len(inventory.of(*TOTAL))
        gases = views.gases(inventory)
        assert [gas.family for gas in gases][:7] == ["CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3"]
        assert sum((gas.total for gas in gases), NOTHING) == inventory.location
        found = views.categories(inventory, one.edition.standard.head)
        assert len(found) == 6
        assert sum((amount or NOTHING for _, _, amount in found), NOTHING) == inventory.location
        assert sum((group.total for group in views.groups(one.cycle, inventory) if group.scope in TOTAL), NOTHING) == (
            inventory.location
        )


def test_four_blocks_and_never_one_figure(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        page, offsets = site[links.carbon(one.cycle)], one.account.offsets
        assert offsets is not None
        cards = page.all("p", "fig")
        amounts = [data_year(one).location, data_year(one).total("removal"), offsets.reductions, offsets.offset]
        assert [card.text.removesuffix("tCO2e") for card in cards] == [figures.tonnes(amount) for amount in amounts]
        assert "净排放" not in page.text
        assert "net" not in page.text.lower().split()
        left = data_year(one).location - offsets.reductions - offsets.offset
        if offsets.offset:
            assert figures.tonnes(left) not in page.text


def test_the_ratio_stands_in_the_offset_statement_alone(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        page, head = site[links.carbon(one.cycle)], one.edition.standard.head
        found = [fact for name, fact in one.account.facts.items() if name.startswith("offset_ratio")]
        assert len(found) == 6
        text = table(page, "rt").text
        for fact in found:
            assert head.facts[fact.name].title.zh in text
            assert figures.figure(fact.value, fact.name, fact.unit, head) in text
        rest = page.text.replace(text, "")
        assert rest.count("抵消比例") == 1  # the sentence that says so


def test_every_instrument_is_listed_and_what_does_not_count_says_why(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        page = site[links.carbon(one.cycle)]
        rows = {row["id"]: row.text for row in page.all("tr") if row["id"].startswith("i-")}
        assert len(rows) == len(one.account.instruments)
        for claimed in one.account.instruments:
            row = rows[f"i-{claimed.index}"]
            assert claimed.registry in row
            assert claimed.serials in row
            assert figures.quantity(claimed.amount) in row
            assert (figures.tonnes(claimed.tonnes) in row) if claimed.counts else ("不计入" in row)
            assert claimed.why is None or city.phrases.say(claimed.why) in row
            for test in claimed.criteria:
                assert f"{test.no}{'✓' if test.met else '✗'}" in row


def test_scope_2_twice_with_what_has_to_be_disclosed(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        page = site[links.carbon(one.cycle)]
        located, marketed = page.all("table", "im")
        assert located.text.endswith(figures.tonnes(data_year(one).by_scope["2_location"]))
        assert marketed.text.endswith(figures.tonnes(data_year(one).by_scope["2_market"]))
        assert "没有官方发布的剩余电力因子" in page.text
        assert "只含 CO2" in page.text
        assert "代替剩余电力因子" in marketed.text
        assert "代替剩余电力因子" not in located.text


def test_energy_and_intensities(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        page, energy = site[links.carbon(one.cycle)], one.account.energy[one.cycle.data_year]
        for carrier in energy.carriers:
            assert figures.quantity(carrier.amount) in table(page, "en").text
        assert figures.tonnes(energy.tce) in table(page, "en").text
        share = (energy.self_used + energy.direct + energy.certificates) / energy.consumed
        assert any(f"可再生电力 {figures.tenth(share)}" in svg["aria-label"] for svg in page.all("svg"))
        for fact in views.intensities(one.account):
            assert fact.value is not None
            assert f"{figures.number(fact.value)} {figures.glyphs(fact.unit or '')}" in page.text


def test_uncertainty_and_its_defaults(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        page, found = site[links.carbon(one.cycle)], one.account.uncertainty[one.cycle.data_year]
        assert found.share is not None
        assert f"±{figures.tenth(found.share)}" in page.text
        assert f"{found.lines} 行中有 {found.defaults} 行没有给出不确定度" in page.text


def test_what_iso_14064_1_wants_is_there(city: City, site: Mapping[str, Document]) -> None:
    for one in examples(city):
        page = site[links.carbon(one.cycle)]
        text = page.one("dl", "wide").text
        assert one.cycle.profile.boundary in text
        assert data_year(one).guideline.id in text
        assert data_year(one).gwp_set.title.zh in text
        assert "档案没有声明基准年" in text
        for source in views.factor_sources(data_year(one)):
            assert (source.source if isinstance(source.source, str) else source.source.zh) in text
        for why in data_year(one).guideline.not_counted.values():
            assert why.zh in text
        for row in one.cycle.activity[one.cycle.data_year].scope3:
            assert row.name.zh in text


def test_a_year_that_two_cycles_tell_is_compared(city: City, site: Mapping[str, Document]) -> None:
    newer = own(city, "factories/wujin-bearing/2025/carbon/")
    older = own(city, "factories/wujin-bearing/2024/carbon/")
    told = views.retold(newer, city.cycles_of(newer.cycle.factory))
    assert [each.year for each in told] == [2023, 2024]
    for each in told:
        before, after = older.account.inventories[each.year], newer.account.inventories[each.year]
        assert (each.before, each.after, each.later) == (before.location, after.location, False)
        assert each.same_data
        for page in (site[links.carbon(newer.cycle)], site[links.carbon(older.cycle)]):
            text = page.one("dl", "wide").text
            assert figures.tonnes(before.location) in text
            assert figures.tonnes(after.location) in text
            assert "活动数据相同，只是因子更新" in text
    assert all(each.later for each in views.retold(older, city.cycles_of(older.cycle.factory)))


def test_changed_data_are_a_restatement_with_its_reason(city: City, root: Path) -> None:
    before = assessed(city, year("2024", electricity=[GRID]))
    before = replace(before, cycle=replace(before.cycle, name="2024"))
    changed = year("2024", electricity=[{**GRID, "amount": "900 MWh"}], restatement="电表倍率更正")
    after = assessed(city, changed, year(electricity=[GRID]))
    page = page_of(city, root, after, before)
    assert "活动数据有改动" in page.text
    assert "重述理由： 电表倍率更正" in page.text or "重述理由：电表倍率更正" in page.text


def test_who_verified_is_named(city: City, site: Mapping[str, Document]) -> None:
    named = [one for one in examples(city) if views.verification(one)]
    assert named
    for one in examples(city):
        text = site[links.carbon(one.cycle)].one("dl", "wide").text
        for id_, entry, _ in views.verification(one):
            assert f"{id_} {entry.title}" in text
        assert ("没有登记第三方核查声明" in text) != bool(views.verification(one))


def test_a_clause_leads_to_the_section_that_explains_its_figure(site: Mapping[str, Document]) -> None:
    hrefs = {one["href"] for page in ("g5", "g6") for one in site[f"factories/wujin-bearing/2025/{page}/"].all("a")}
    assert {"../carbon/#offsets", "../carbon/#energy", "../carbon/#intensity"} <= hrefs


# ── odd data ───────────────────────────────────────────────────────────────────────────────────────────────


def test_without_any_data(city: City, root: Path) -> None:
    page = page_of(city, root, assessed(city))
    assert "没有 2025 年的活动数据" in page.one("p", "lede").text
    assert not page.all("p", "fig")
    assert "没有数据" in page.one("dl", "wide").text


def test_an_earlier_year_alone(city: City, root: Path) -> None:
    page = page_of(city, root, assessed(city, year("2024", electricity=[GRID])))
    assert "没有 2025 年的活动数据" in page.one("p", "lede").text
    assert page.one("ul", "yr").text.strip().startswith("2024")


def test_one_year_only_compares_with_none(city: City, root: Path) -> None:
    page = page_of(city, root, assessed(city, year(electricity=[GRID], scope3=[STEEL])))
    assert "比 2" not in page.one("p", "lede").text
    assert "只有这一年的数据" in page.text
    assert not page.all("details", "year")


def test_no_scope_3_is_not_zero(city: City, root: Path) -> None:
    page = page_of(city, root, assessed(city, year(electricity=[GRID])))
    assert "范围 3 没有量化，不等于没有排放" in page.text
    assert "未量化" in next(row.text for row in page.all("tr") if row.text.startswith("2025"))


def test_no_electricity(city: City, root: Path) -> None:
    page = page_of(city, root, assessed(city, year(fuels=[DIESEL])))
    assert page.text.count("没有外购电力或热力") == 2
    assert not any("可再生电力" in svg["aria-label"] for svg in page.all("svg"))


def test_sixty_lines_are_folded_largest_first(city: City, root: Path) -> None:
    rows = [{**STEEL, "source": f"s{number}", "amount": f"{number} t"} for number in range(1, 61)]
    one = assessed(city, year(electricity=[GRID], scope3=rows))
    page, inventory = page_of(city, root, one), data_year(one)
    group = next(group for group in views.groups(one.cycle, inventory) if group.scope == "3")
    assert (len(group.listed), len(group.folded)) == (8, 52)
    assert group.listed[0].line.tonnes == 120
    assert f"另有较小的 52 行，共 {figures.tonnes(group.rest)} t" in page.one("details", "rest").text
    for line in inventory.lines:
        assert figures.tonnes(line.tonnes) in derivation(page, line)[0].text
    assert len(page.html) < 200_000


def test_ten_lines_are_not_folded(city: City) -> None:
    rows = [{**STEEL, "source": f"s{number}"} for number in range(10)]
    one = assessed(city, year(scope3=rows))
    assert [len(group.folded) for group in views.groups(one.cycle, data_year(one))] == [0]


def test_a_long_label_and_figures_of_all_sizes(city: City, root: Path) -> None:
    name = {"zh": "某" * 60, "en": "n" * 60}
    big = {**STEEL, "source": "big", "name": name, "amount": "1234567 t"}
    small = {**STEEL, "source": "small", "amount": "123.4 t"}
    one = assessed(city, year(scope3=[big, small]))
    page = page_of(city, root, one)
    assert "2,469,134.0" in page.text
    assert "246.8" in page.text
    assert name["zh"] in page.text
    assert "< 0.1 %" in page.text


def test_a_total_of_zero(city: City, root: Path) -> None:
    one = assessed(city, year("2024", fuels=[{**DIESEL, "amount": "0 t"}]), year(fuels=[{**DIESEL, "amount": "0 t"}]))
    page = page_of(city, root, one)
    assert "排放 0.0" in page.one("p", "lede").text
    assert "没有合计，不计算不确定度" in page.text
    assert views.change(one) is None


def test_embedded_carbon_is_deducted_and_says_so(city: City, root: Path) -> None:
    row = {"product": "steel", "name": {"zh": "钢坯", "en": "Billet"}, "amount": "500 tCO2"}
    one = assessed(city, year(guideline="gbt-32151-5@2015", fuels=[DIESEL], embedded_carbon=[row], electricity=[GRID]))
    page = page_of(city, root, one)
    line = next(line for line in data_year(one).lines if line.kind == "embedded_carbon")
    assert line.tonnes == -500
    outer, inner = derivation(page, line)
    assert "−500.0" in outer.text
    assert "按指南从总量中扣减" in inner.text
    assert "范围 1 为负" in page.text
    assert "-" not in page.one("ul", "yr").text


def test_an_incomplete_year_says_what_is_missing(city: City, root: Path) -> None:
    unknown = {"fuel": "peat_of_mars", "use": "stationary", "amount": "1 t"}
    one = assessed(city, year("2024", electricity=[GRID]), year(electricity=[GRID], fuels=[DIESEL, unknown]))
    page = page_of(city, root, one)
    assert views.change(one) is None
    assert "1 行数据没有算出" in page.text
    gap = data_year(one).gaps[0].finding
    assert city.catalogue.describe(gap).message in page.one("dl", "wide").text
    assert "不完整" in next(row.text for row in page.all("tr") if row.text.startswith("2025"))
    assert "不计算抵消比例" in page.text
    frames = [one for one in page.all("rect") if "c-frame" in one.classes]
    assert len(frames) == 1


def test_part_of_a_year_is_not_compared(city: City, root: Path) -> None:
    part = year("2023", electricity=[GRID], covers_from="2023-07-01")
    one = assessed(city, part, year("2024", electricity=[GRID]), year(electricity=[{**GRID, "amount": "500 MWh"}]))
    change = views.change(one)
    assert change is not None
    assert change.base == 2024
    page = page_of(city, root, one)
    assert "只覆盖 2023-07-01 至 2023-12-31" in page.text
    assert "不足一年" in page.one("ul", "yr").text


def test_memo_lines_and_removals_stand_apart(city: City, root: Path) -> None:
    wood = {"fuel": "wood", "use": "stationary", "amount": "1000 mmBtu"}
    hcfc = {"gas": "r22", "use": "cooling", "topped_up": "5 kg"}
    sink = {"removal": "trees", "name": {"zh": "林", "en": "Trees"}, "kind": "sink", "amount": "7 tCO2e", "method": "m"}
    data = year(guideline="epa-40cfr98@2024", fuels=[wood], fugitive=[hcfc], removals=[sink], electricity=[GRID])
    one = assessed(city, data)
    page, inventory = page_of(city, root, one), data_year(one)
    memo = inventory.total("memo_biogenic")
    assert memo
    facts = page.one("ul", "facts").text
    assert f"2025 年 {figures.tonnes(memo)} t" in facts
    assert f"2025 年 {figures.tonnes(inventory.total('memo_other_gas'))} t" in facts
    assert "2025 年 7.0 t" in facts
    assert [card.text for card in page.all("p", "fig")][1].startswith("7.0")
    burnt = next(line for line in inventory.of("1") if line.kind == "stationary")
    assert len(burnt.masses) == 2
    for mass in burnt.masses:
        assert figures.unrounded(mass.tonnes) in derivation(page, burnt)[1].text


def test_no_residual_mix_of_the_year_is_disclosed(city: City, root: Path) -> None:
    without = replace(city.reference, factors=replace(city.reference.factors, residual={}))
    page = page_of(
        replace(city, reference=without), root, assessed(replace(city, reference=without), year(electricity=[GRID]))
    )
    assert "也没有可代替的全国数据" in page.text


def test_a_figure_given_as_tonnes_says_that_nothing_can_be_checked(city: City, root: Path) -> None:
    given = {key: value for key, value in STEEL.items() if key != "factor"} | {"amount": "55 tCO2e"}
    one = assessed(city, year(scope3=[given]))
    outer, inner = derivation(page_of(city, root, one), data_year(one).lines[0])
    assert "直接填报的排放量" in outer.text
    assert "没有活动数据和因子可以复算" in inner.text


def test_it_renders_in_english(city: City, root: Path) -> None:
    page = page_of(city, root, assessed(city, year(electricity=[GRID], scope3=[STEEL])), lang="en")
    assert "Steel" in page.text


# ── views ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_other_scope_3_sources_are_not_compared_in_silence(city: City) -> None:
    one = assessed(city, year("2024", electricity=[GRID]), year(electricity=[GRID], scope3=[STEEL]))
    change = views.change(one)
    assert change is not None
    assert change.sources == (0, 1)
    assert change.direct == 0
    same = assessed(city, year("2024", scope3=[STEEL]), year(scope3=[STEEL]))
    assert (found := views.change(same)) is not None
    assert found.sources is None
    assert found.direct is None


def test_pieces_follow_one_another_and_negative_ones_have_no_length() -> None:
    pieces = views.stacked([("a", Fraction(3)), ("b", Fraction(-2)), ("c", NOTHING), ("d", Fraction(1))])
    assert [(one.name, one.start, one.length) for one in pieces] == [("a", 0, 3), ("d", 3, 1)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tCO2e/m3", "tCO₂e/m³"),
        ("kgCO2/kWh", "kgCO₂/kWh"),
        ("万Nm3", "万Nm³"),
        ("m2", "m²"),
        ("N2O", "N₂O"),
        ("HFC-32", "HFC-32"),
        ("mmBtu", "mmBtu"),
        ("SF6", "SF₆"),
        ("NF3", "NF₃"),
        ("CH4 (fossil)", "CH₄ (fossil)"),
    ],
)
def test_glyphs(text: str, shown: str) -> None:
    assert figures.glyphs(text) == shown


def test_quantities_keep_every_digit() -> None:
    assert figures.quantity(parse_quantity("1234567.50 t")) == "1,234,567.5 t"
    assert figures.quantity(Quantity(Fraction(11, 3), "kgCO2/kgC")) == "11/3 kgCO₂/kgC"
    assert figures.quantity(Quantity(Fraction(1, 1001), "t")) == "≈ 0.000999 t"
    assert figures.unrounded(Fraction(1, 3)) == "0.333333333333…"
    assert figures.unrounded(Fraction("-0.5")) == "−0.5"
    assert figures.tenth(Fraction(1, 10000)) == "< 0.1 %"
    assert figures.tenth(Fraction(0)) == "0.0 %"


# ── factors ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_factor_stands_on_the_page_with_its_place(city: City, site: Mapping[str, Document]) -> None:
    page, factors = site[links.FACTORS], city.reference.factors
    cells = list(tables(factors).every)
    assert {cell.factor.at for cell in cells} == {factor.at for factor in factors.all()}
    ids = set(page.ids)
    for factor in factors.all():
        assert links.factor_anchor(factor.at) in ids, factor.id
        assert factor.source.zh in page.text, factor.id
    rows = {row["id"]: row.text for row in page.all("tr") + page.all("td") + page.all("span") if row["id"]}
    for cell in cells:
        if cell.anchor:
            value = cell.factor.value
            shown = {figures.quantity(value), figures.number(value.amount), figures.fixed(value.amount, 4)}
            assert any(text in rows[cell.anchor] for text in shown), cell.factor.id
            assert ("待核" in rows[cell.anchor]) or cell.factor.confidence != "to_be_verified"
    assert f"{len(factors.all())} 个数" in page.one("p", "lede").text
