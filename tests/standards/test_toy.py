"""Another table is data only: a toy standard is loaded, checked and scored without touching the program."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from generator.model.city import City
from generator.model.scorecard import Outcome, Verdict
from generator.pipeline import Options, assess
from tests.conftest import ROOT

STANDARD = {
    "standard.yaml": """
        id: toy-green
        edition: 2025
        title: {zh: 玩具标准, en: Toy standard}
        short: {zh: 玩具, en: Toy}
        source:
          title: {zh: 玩具办法, en: Toy rules}
          issuer: {zh: 示例机关, en: Example office}
          edition: 2025
        definition: {zh: 定义, en: definition}
        evaluation:
          full: 10
          pass_mark: 8
          partial: 1/4
          years: 3
          text: {zh: 满分 10 分, en: ten points}
        parameters:
          conduct_months: 36
          recent_years: 3
          footprint_years: 3
          high_gwp: 150
          online_interval: 15 min
        evidence_kinds:
          paper: {title: {zh: 文件, en: Paper}}
          permit: {title: {zh: 许可证, en: Permit}, expires: true}
        facts:
          manufacturer:
            title: {zh: 制造企业, en: Manufacturer}
            type: flag
            home: computed
            definition: {zh: 行业, en: industry}
          efficient_lamp_share:
            title: {zh: 节能灯占比, en: Share of efficient lamps}
            type: share
            home: computed
            definition: {zh: 按盏数, en: by count}
          trees:
            title: {zh: 种树, en: Trees planted}
            type: count
            home: claimed
            definition: {zh: 棵数, en: number}
        """,
    "basic.yaml": """
        basic:
          - no: 1
            title: {zh: 制造企业, en: Manufacturer}
            requirement: {zh: 制造, en: makes things}
            evidence_basis: {zh: 文件, en: paper}
            evidence: [paper]
            rule: {kind: threshold, fact: manufacturer, op: ">=", limit: 1}
            explained: {zh: 是, en: it is}
        """,
    "readings.yaml": """
        readings:
          - id: R-T1
            clause: 1.2.1
            text: {zh: 种多少棵, en: how many trees}
            readings:
              - {id: four, text: {zh: 四棵, en: four}, stance: chosen}
              - {id: eight, text: {zh: 八棵, en: eight}, stance: strict, effect: {items: {1.2.1: {rule: {most: 8}}}}}
            chosen: four
            why: {zh: 四棵, en: four}
        """,
    "groups/1-all.yaml": """
        no: 1
        slug: all
        title: {zh: 全部, en: All}
        indicators:
          - id: 1.1.1
            no: 1
            type: required
            full: 4
            level2: {zh: 照明, en: Light}
            title: {zh: 灯, en: Lamps}
            requirement: {zh: 节能灯, en: efficient lamps}
            evidence_basis: {zh: 文件, en: paper}
            evidence: [paper]
            rule: {kind: proportional, fact: efficient_lamp_share, zero_at: 20 %, full_at: 80 %, mode: rescale}
            explained: {zh: 折算, en: in proportion}
          - id: 1.2.1
            no: 2
            type: optional
            full: 4
            level2: {zh: 绿化, en: Green}
            title: {zh: 树, en: Trees}
            requirement: {zh: 种树, en: plant trees}
            evidence_basis: {zh: 文件, en: paper}
            evidence: [paper]
            rule: {kind: per_count, fact: trees, most: 4}
            explained: {zh: 每棵 1 分, en: one point a tree}
          - id: 1.2.2
            no: 3
            type: required
            full: 2
            level2: {zh: 绿化, en: Green}
            title: {zh: 许可, en: Permit}
            requirement: {zh: 许可证, en: a permit}
            evidence_basis: {zh: 许可证, en: permit}
            evidence: [permit]
            rule:
              kind: composite
              parts:
                - {id: held, title: {zh: 有证, en: held}, points: 1, evidence: [permit], rule: {kind: validity}}
                - {id: posted, title: {zh: 公示, en: posted}, points: 1, partial: true, evidence: [paper]}
            explained: {zh: 各一分, en: one each}
        """,
}
FACTORY = {
    "factory.yaml": """
        slug: tiny
        name: {zh: 常州小小示例厂, en: Tiny Example Works}
        uscc: 91320412MA0DEM0059
        founded: 2010-01-01
        example: true
        """,
    "2025/profile.yaml": """
        legal_person: true
        registered_district: "320412"
        industry: C3451
        address: {district: "320412", text: 示例路 2 号}
        boundary: 厂界以内
        products: [{id: cup, name: {zh: 杯, en: cup}, main: true, output: 100 件}]
        output_value: 100 万元
        site_area: 100 m2
        building_area: 100 m2
        staff: 3
        """,
    "2025/activity/2025.yaml": """
        year: 2025
        electricity: [{source: grid, amount: 1 MWh, factor_year: 2023}]
        absent_gases: [hfcs, pfcs, sf6, nf3]
        """,
    "2025/assets.yaml": """
        lamps:
          - {place: 车间, type: LED, efficient: true, count: 6, evidence: [E01]}
          - {place: 仓库, type: 白炽灯, efficient: false, count: 4, evidence: [E01]}
        """,
    "2025/evidence.yaml": """
        evidence:
          E01: {title: 清单, kind: paper, issuer: 本厂, issued: 2026-01-10, visibility: auditors}
          E02: {title: 许可证, kind: permit, issuer: 局, issued: 2024-01-10, expires: 2027-01-09, visibility: auditors}
        """,
    "2025/assessment.yaml": """
        standard: toy-green@2025
        reference_date: 2026-03-31
        data_year: 2025
        basic:
          "1": {evidence: [E01]}
        indicators:
          1.1.1: {}
          1.2.1: {facts: {trees: 3}, evidence: [E01]}
          1.2.2: {parts: {held: {evidence: [E02]}, posted: {state: partial, evidence: [E01]}}}
        """,
}


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = text.strip("\n").splitlines()
        path.write_text("".join(f"{line[8:]}\n" for line in lines), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the toy standard and a tiny factory, and nothing of the real table."""
    for name in ("i18n", "reference"):
        shutil.copytree(ROOT / "content" / name, tmp_path / "content" / name)
    write(tmp_path / "content/standards/toy-green", STANDARD)
    write(tmp_path / "factories/tiny", FACTORY)
    return tmp_path


def run(root: Path) -> City:
    return assess(root, Options(as_of=date(2026, 6, 1), preview=True))


def test_a_toy_standard_is_loaded_checked_and_scored(root: Path) -> None:
    city = run(root)
    assert [(found.code, str(found.at)) for found in city.findings] == []
    assert list(city.editions) == ["toy-green@2025"]
    (one,) = city.assessed
    card = one.scorecard
    points = {item.id: (item.claimed.points, item.evidenced.points, item.outcome) for item in card.items}
    lamps = Fraction(4) * (Fraction(6, 10) - Fraction(2, 10)) / Fraction(6, 10)  # 60 % between 20 % and 80 %
    assert points == {
        "1.1.1": (lamps, lamps, Outcome.PARTIAL),
        "1.2.1": (3, 3, Outcome.PARTIAL),
        "1.2.2": (Fraction(5, 4), Fraction(5, 4), Outcome.PARTIAL),  # `partial` counts a quarter here
    }
    assert card.total.full == 10
    assert card.total.published == lamps + Fraction(17, 4)
    assert card.verdict is Verdict.NEEDS_DECISION
    assert [gate.outcome for gate in card.gates] == [Outcome.MET]
    readings = {(one.reading, one.alternative): one.total for one in card.readings}
    assert readings["R-T1", "eight"] == lamps + Fraction(5, 4) + Fraction(3, 2)


def test_its_own_pass_mark_decides(root: Path) -> None:
    path = root / "content/standards/toy-green/standard.yaml"
    path.write_text(path.read_text("utf-8").replace("pass_mark: 8", "pass_mark: 6"), "utf-8")
    assert run(root).assessed[0].scorecard.verdict is Verdict.REACHED


def test_a_claim_that_the_toy_does_not_know_is_found(root: Path) -> None:
    path = root / "factories/tiny/2025/assessment.yaml"
    path.write_text(path.read_text("utf-8").replace("trees: 3", "bushes: 3"), "utf-8")
    city = run(root)
    assert [found.code for found in city.findings] == ["claim.unknown-fact"]
    assert city.assessed == ()


def test_a_broken_toy_is_not_used(root: Path) -> None:
    path = root / "content/standards/toy-green/groups/1-all.yaml"
    path.write_text(path.read_text("utf-8").replace("kind: per_count", "kind: per_tree"), "utf-8")
    city = run(root)
    assert city.editions == {}
    assert {found.code for found in city.findings} == {"schema.not-a-choice", "claim.unknown-standard"}
    assert city.assessed == ()
