"""The footprint page: what it shows is what was computed, labelled for what it is; odd data break nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from generator.account.footprint import footprints
from generator.model.city import Assessed, City
from generator.render import figures
from generator.render.environment import environment
from generator.render.pages.footprint import footprint
from generator.render.site import Site
from tests.account.footprints import read, reference, written
from tests.render.html import Document, document


def page(city: City, root: Path, text: str, lang: str = "zh") -> Document:
    """The page of a products.yaml, in the place of an example's."""
    first = city.shown[0]
    made, _ = footprints(read(text), reference())
    shown: Assessed = replace(first, account=replace(first.account, footprints=made))
    one = replace(city, assessed=(shown,))
    return document(next(iter(footprint(Site(one, lang, environment(root, lang, city.phrases))))).text)


def test_every_cycle_has_its_page_with_every_product(site: Mapping[str, Document], city: City) -> None:
    for one in city.shown:
        shown = site[f"factories/{one.cycle.id}/footprint/"]
        assert [id_ for id_ in shown.ids if id_.startswith("p-")] == [
            f"p-{n}" for n in range(1, len(one.account.footprints) + 1)
        ]
        for made in one.account.footprints:
            assert made.title.zh in shown.html
            assert shown.html.count(made.row.standard) >= 1
            decimals = (
                figures.places(made.kg, 4) if made.disclosed else figures.decimals(each.kg for each in made.stages)
            )
            assert f"<b>{figures.fixed(made.kg, decimals)}</b>" in shown.html


def test_the_sidebar_counts_them(site: Mapping[str, Document], city: City) -> None:
    for one in city.shown:
        items = [item for part in site[f"factories/{one.cycle.id}/"].front["sidebar"] for item in part["items"]]
        (own,) = [item for item in items if item["url"].endswith("/footprint/")]
        assert own["value"] == str(len(one.account.footprints))


def test_partial_label_primary_share_and_undisclosed_models(site: Mapping[str, Document], city: City) -> None:
    for one in city.shown:
        html = site[f"factories/{one.cycle.id}/footprint/"].html
        assert html.count("部分碳足迹</span>") == sum(made.partial for made in one.account.footprints)
        assert html.count("完整碳足迹</span>") == sum(not made.partial for made in one.account.footprints)
        assert html.count("模型未公开</span>") == sum(not made.disclosed for made in one.account.footprints)
        for made in one.account.footprints:
            if made.primary is not None:
                assert f"<dd>{figures.tenth(made.primary)}</dd>" in html


def test_what_iso_14067_wants_disclosed(site: Mapping[str, Document], city: City) -> None:
    due = [
        "产品与单位",
        "系统边界",
        "包括的阶段",
        "不计的阶段",
        "取舍准则",
        "数据时期",
        "地域",
        "增温潜势",
        "分配",
        "电力",
    ]
    due += ["数据来源", "不确定度", "数据质量", "标准", "产品种类规则", "核查", "报告日与有效期", "抵消", "可比性"]
    for one in city.shown:
        html = site[f"factories/{one.cycle.id}/footprint/"].html
        for term in due:
            assert html.count(f"<dt>{term}</dt>") == len(one.account.footprints), term
        assert html.count("不可比，除非功能单位（声明单位）和规则相同") == len(one.account.footprints)


def test_every_contribution_has_its_formula(site: Mapping[str, Document], city: City) -> None:
    """Amount × factor × runs = result, with the line of the dossier and that of the factor."""
    for one in city.shown:
        html = site[f"factories/{one.cycle.id}/footprint/"].html
        contributions = [each for made in one.account.footprints for each in made.contributions]
        assert html.count('class="res"') == len(contributions)
        for each in contributions:
            assert f"<b>{figures.quantity(each.amount)}</b>" in html
            assert f"<b>{figures.quantity(each.factor)}</b>" in html
            assert f"未修约 {figures.digits(each.kg)}" in html
            assert f"products.yaml:{each.at.line}</code>" in html
            assert all(f":{factor.at.line}</code>" in html for factor in each.sources)


def test_nothing_filed(city: City, root: Path) -> None:
    shown = page(city, root, "footprints:\n")
    assert "没有填报产品碳足迹" in shown.html


def test_a_footprint_without_results(city: City, root: Path) -> None:
    shown = page(city, root, written("declared_unit: 1 套\n"))
    assert "没有填报各阶段的结果" in shown.html
    assert "模型未公开" in shown.html


def test_odd_figures(city: City, root: Path) -> None:
    """Seven digits, nothing at all, less than nothing, and a name of a hundred characters."""
    name = "超长" * 50
    text = f"""\
declared_unit: 1 套
chain:
  final: furnace
  processes:
    - id: furnace
      name: {{zh: {name}, en: long}}
      stage: production
      output: 1 套
      emissions: [{{gas: co2, amount: 1234567.891 kg, data: primary}}]
    - id: idle
      name: {{zh: 无, en: nothing}}
      stage: packaging
      output: 1 kg
"""
    html = page(city, root, written(text)).html
    assert "<b>1,234,568</b>" in html
    assert "1,234,567.891" in html
    assert name in html
    wood = "declared_unit: 1 套\nstages: {raw_materials: -3.5 kgCO2e, production: 1 kgCO2e}\n"
    html = page(city, root, written(wood)).html
    assert "<b>−2.5</b>" in html
    assert "url(#p-act)" in html
    nothing = "declared_unit: 1 套\nstages: {raw_materials: 0 kgCO2e, production: 0 kgCO2e}\n"
    html = page(city, root, written(nothing)).html
    assert "<b>0</b>" in html
    assert "<rect" in html


def test_in_english(city: City, root: Path) -> None:
    """Names, stages and sources in the language of the site."""
    loop = """\
declared_unit: 1 套
chain:
  final: furnace
  processes:
    - id: furnace
      name: {zh: 炉, en: the furnace}
      stage: production
      output: 1 套
      electricity: [{source: grid, amount: 3 kWh, data: primary}]
"""
    html = page(city, root, written(loop), "en").html
    assert "the furnace" in html
    assert "Production" in html
    assert "Electricity from the grid" in html
    assert "MEE and others" in html


def test_an_expired_footprint_says_so(city: City, root: Path) -> None:
    stated = "declared_unit: 1 套\nstages: {raw_materials: 1 kgCO2e, production: 1 kgCO2e}\nvalid_until: 2025-12-31\n"
    assert "已过有效期" in page(city, root, written(stated)).html


def test_figures_for_people() -> None:
    from fractions import Fraction

    assert [figures.places(Fraction(text), 4) for text in ("0.548", "355.7", "1234567", "0.00123", "9.99", "0")] == [
        4,
        1,
        0,
        6,
        3,
        3,
    ]
    assert figures.significant(Fraction(1, 3)) == "0.33333"
    assert figures.significant(Fraction(1000)) == "1,000"
    assert figures.significant(Fraction(0)) == "0"
    assert figures.column(Fraction(0), 4) == "0"
