"""Every kind of page: what it shows is the scorecard's, where it leads exists, and its HTML is sound."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from generator.export.evidence import evidence_files
from generator.model.city import Assessed, City, Notice
from generator.model.finding import Position, finding
from generator.model.page import Page
from generator.model.text import Text
from generator.render import render
from generator.render.figures import points
from generator.render.views import tally
from generator.score.rules import KINDS as RULE_KINDS
from tests.render.html import Document, document

SHOWN = ["factories/wujin-bearing/2025/", "factories/zhonglou-coating/2025/", "factories/liyang-motor/2025/"]


def card(city: City, url: str) -> Assessed:
    return next(one for one in city.assessed if f"factories/{one.cycle.id}/" == url)


# ── all pages ──────────────────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_page_is_there(site: Mapping[str, Document]) -> None:
    assert {page.front["kind"] for page in site.values()} == {
        *("home", "register", "factory", "scorecard", "group", "basic", "evidence", "carbon", "footprint"),
        *("standard", "standard-group", "references", "factors", "outlook", "city-outlook"),
    }
    for one in (
        "",
        "factories/",
        "standards/changzhou-near-zero/readings/",
        "references/",
        "factories/districts/320412/",
    ):
        assert one in site


def test_no_address_twice(pages: list[Page]) -> None:
    assert [src for src, count in Counter(page.src for page in pages).items() if count > 1] == []


def test_lines_begin_with_a_tag_or_are_our_headings(pages: list[Page]) -> None:
    """No blank line inside an HTML block, no line that Markdown could read."""
    for page in pages:
        body = page.text.split("\n---\n", 1)[1]
        for block in body.strip().split("\n\n"):
            lines = block.splitlines()
            if re.fullmatch(r"## .* \{#[a-z0-9-]+( \.[a-z-]+)*\}", lines[0]):
                assert len(lines) == 1, (page.src, lines)
            else:
                assert all(line.startswith("<") for line in lines), (page.src, lines)


def test_markdown_adds_nothing_of_its_own(site: Mapping[str, Document]) -> None:
    """Each HTML block comes through as it is: no paragraph or code block made by Markdown around it."""
    for url, page in site.items():
        made = re.sub(r"\s+", "", page.html)
        for block in page.body.strip().split("\n\n"):
            if not block.startswith("## "):
                assert re.sub(r"\s+", "", block) in made, (url, block[:200])


def test_ids_are_unique(site: Mapping[str, Document]) -> None:
    for url, page in site.items():
        twice = [id_ for id_, count in Counter(page.ids).items() if count > 1]
        assert not twice, (url, twice)


def test_links_lead_somewhere(site: Mapping[str, Document], city: City, root: Path) -> None:
    """To a page of this render, a hand-written one, or a file of the open data; an anchor is there too."""
    by_hand = {f"{path.stem}/" for path in (root / "content/pages/zh").glob("*.md")}
    data = {f"api/v1/factories/{one.cycle.id}{end}" for one in city.shown for end in (".json", "/ledger.csv")}
    data |= {f"api/v1/factories/{one.cycle.id}/outlook.json" for one in city.shown} | {"api/v1/outlook.json"}
    data |= {f"api/v1/standards/{edition.standard.head.id}.json" for edition in city.editions.values()}
    data |= {quote(one.path) for one in evidence_files(city)}
    for url, page in site.items():
        for one in page.all("a") + page.all("form"):
            href = one["href"] or one["action"]
            parts = urlsplit(href)
            if parts.scheme:
                assert parts.scheme in ("https", "mailto"), (url, href)
                continue
            path = posixpath.normpath(posixpath.join("/", url, parts.path or "."))[1:]
            target = path if path in data else f"{path}/" if path else ""
            assert target in site or target in by_hand or target in data, (url, href, target)
            if parts.fragment:
                assert parts.fragment in site[target].ids, (url, href)


def test_addresses_in_front_matter_lead_somewhere(site: Mapping[str, Document], city: City) -> None:
    data = {f"api/v1/factories/{one.cycle.id}.json" for one in city.shown}
    data |= {f"api/v1/factories/{one.cycle.id}/outlook.json" for one in city.shown} | {"api/v1/outlook.json"}
    data |= {f"api/v1/standards/{edition.standard.head.id}.json" for edition in city.editions.values()}
    for url, page in site.items():
        sidebar = [item for part in page.front.get("sidebar", []) for item in part["items"]]
        for item in [*page.front.get("crumbs", []), *sidebar]:
            assert item.get("url", "").removeprefix("./") in site, (url, item)
        if "sidebar" in page.front and page.front["kind"] != "factory":
            assert [item["url"] for item in sidebar if item.get("current")] == [url]
        if "json" in page.front:
            assert page.front["json"] in data
        if "canonical" in page.front:
            assert page.front["canonical"] in site


def test_nothing_that_the_security_policy_forbids(site: Mapping[str, Document]) -> None:
    for url, page in site.items():
        for one in page.elements:
            assert one.tag not in ("script", "style", "iframe", "object", "embed", "img", "link", "base"), (url, one)
            bad = [name for name in one.attributes if name == "style" or name.startswith("on")]
            assert not bad, (url, one)


def test_what_a_screen_reader_needs(site: Mapping[str, Document]) -> None:
    for url, page in site.items():
        assert len(page.all("h1")) == 1, url
        for one in page.all("th"):
            assert one["scope"] in ("col", "row", "rowgroup"), (url, one)
        for one in page.all("svg"):
            hidden = one["aria-hidden"] == "true"
            assert hidden or (one["role"] == "img" and one["aria-label"]), (url, one)
        labelled = {one["for"] for one in page.all("label")}
        for one in page.all("input") + page.all("select"):
            assert one["id"] in labelled or "label" in one.path, (url, one)
        for one in page.all("li"):
            assert one.path[-1] in ("ul", "ol"), (url, one)
        for one in page.elements:
            for name in ("aria-labelledby",):
                assert not one[name] or one[name] in page.ids, (url, one)


def test_headings_do_not_skip_a_level(site: Mapping[str, Document]) -> None:
    for url, page in site.items():
        levels = [int(one.tag[1]) for one in page.elements if re.fullmatch("h[1-6]", one.tag)]
        assert levels[0] == 1, url
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (url, levels)


def test_two_renders_are_the_same(city: City, root: Path, pages: list[Page]) -> None:
    assert render(city, root) == pages


def test_the_english_tree_has_the_same_pages(city: City, root: Path, pages: list[Page]) -> None:
    english = render(city, root, "en")
    assert [page.src for page in english] == [page.src for page in pages]
    first = next(page for page in english if page.src == "factories/wujin-bearing/2025/g1/index.md")
    row = next(city.assessed[0].edition.standard.indicators())
    assert row.title.en in document(first.text).text


def test_every_rule_kind_is_explained(root: Path) -> None:
    kinds = {kind.model_fields["kind"].annotation.__args__[0] for kind in RULE_KINDS}  # type: ignore[union-attr]
    assert {path.name.removesuffix(".html.j2") for path in (root / "templates/macros/rules").iterdir()} == kinds


# ── scorecard ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("url", SHOWN)
def test_the_scorecard_shows_the_scorecards_figures(url: str, city: City, site: Mapping[str, Document]) -> None:
    one, page = card(city, url), site[url]
    total = one.scorecard.total
    assert points(total.published) in page.one("div", "hero-n").text
    tri = page.one("dl", "tri").text
    assert points(total.claimed) in tri
    assert points(total.evidenced) in tri
    for group in one.scorecard.groups:
        row = page.one("ul", "gb").text
        assert f"{points(group.sums.published)} / {group.sums.full}" in row
    assert points(one.scorecard.strict) in page.one("dl", "kv").text
    assert points(one.scorecard.rescaled) in page.one("dl", "kv").text


def test_one_cell_for_each_indicator(city: City, site: Mapping[str, Document]) -> None:
    for one in city.shown:
        page = site[f"factories/{one.cycle.id}/"]
        cells = page.all("a", "cell")
        assert [cell.text.split()[0][:5] for cell in cells] == [item.id for item in one.scorecard.items]
        for cell, item in zip(cells, one.scorecard.items, strict=True):
            assert points(item.published) in cell["aria-label"]
            assert ("c-block" in cell.classes) == item.blocks
            assert ("opt" in cell.classes) != item.required


def test_every_alternative_is_listed_with_its_total(city: City, site: Mapping[str, Document]) -> None:
    one = card(city, SHOWN[0])
    page = site[SHOWN[0]]
    rows = [row for row in page.all("tr") if "rd" in "".join(t["class"] for t in page.all("table", "rd")) and row.text]
    for result in one.scorecard.readings:
        assert any(points(result.total) in row.text for row in rows), result


def test_a_sensitive_verdict_says_so(city: City, site: Mapping[str, Document]) -> None:
    for one in city.shown:
        badges = site[f"factories/{one.cycle.id}/"].one("div", "verdict-top").text
        assert ("结论对解释敏感" in badges) == one.scorecard.sensitive
        assert "未经核证" in badges


def test_what_is_missing_adds_up_to_the_claimed_total(city: City, site: Mapping[str, Document]) -> None:
    for one in city.shown:
        steps = site[f"factories/{one.cycle.id}/"].all("ol", "steps")
        total = one.scorecard.total
        assert bool(steps) == (total.claimed > total.published)
        if steps:
            assert steps[0].text.rstrip().endswith(points(total.claimed))


def test_a_total_that_rounding_lifts_over_the_mark_says_so(city: City, root: Path) -> None:
    from fractions import Fraction

    one = card(city, "factories/liyang-motor/2025/")
    total = replace(one.scorecard.total, published=Fraction("84.996"))
    lifted = replace(one, scorecard=replace(one.scorecard, total=total))
    made = render(replace(city, assessed=(lifted,)), root)
    page = document(next(page.text for page in made if page.src == "factories/liyang-motor/2025/index.md"))
    shown = page.one("div", "hero-n").text
    assert "85.00" in shown
    assert "84.996" in shown
    assert "没有达到 85" in shown


def test_a_decision_is_shown_beside_the_verdict(city: City, root: Path) -> None:
    one = card(city, "factories/liyang-motor/2025/")
    record = one.cycle.records[0].model_copy(update={"decision": "recognise", "reasons": "整改到位"})
    decided = replace(one, cycle=replace(one.cycle, records=(*one.cycle.records, record)))
    made = render(replace(city, assessed=(decided,)), root)
    page = document(next(page.text for page in made if page.src == "factories/liyang-motor/2025/index.md"))
    assert "予以认定" in page.one("div", "verdict-top").text
    assert "需决定" in page.one("div", "verdict-top").text


def test_confirmed_points_are_published_as_such(city: City, root: Path) -> None:
    """Not yet made by the engine: an award of an auditor on one item shows in all three places."""
    one = card(city, SHOWN[0])
    first, *rest = one.scorecard.items
    first = replace(first, confirmed=replace(first.evidenced, points=first.full / 2))
    sums = replace(one.scorecard.total, confirmed=first.full / 2)
    changed = replace(one, scorecard=replace(one.scorecard, items=(first, *rest), total=sums, standing="mixed"))
    made = {page.src: page for page in render(replace(city, assessed=(changed,)), root)}
    page = document(made["factories/wujin-bearing/2025/g1/index.md"].text)
    assert page.all("div", "pts")[1].text == f"{points(first.full / 2)} / {first.full}核证得分"
    assert "部分核证" in document(made["factories/wujin-bearing/2025/index.md"].text).one("div", "verdict-top").text


# ── clauses, evidence ──────────────────────────────────────────────────────────────────────────────────────


def test_each_clause_stands_on_its_group_page_with_its_points(city: City, site: Mapping[str, Document]) -> None:
    for one in city.shown:
        for group in one.edition.standard.groups:
            page = site[f"factories/{one.cycle.id}/g{group.no}/"]
            articles = page.all("article", "clause")
            assert len(articles) == len(group.indicators)
            for article, row in zip(articles, group.indicators, strict=True):
                item = one.scorecard.item(row.id)
                assert f"{points(item.published)} / {row.full}" in article.text
                assert " ".join(row.requirement.zh.split()) in " ".join(article.text.split())


def test_every_entry_of_the_register_has_its_anchor_and_its_uses(city: City, site: Mapping[str, Document]) -> None:
    for one in city.shown:
        page = site[f"factories/{one.cycle.id}/evidence/"]
        for id_, entry in one.cycle.evidence.items():
            assert f"e-{id_}" in page.ids
            if entry.visibility == "auditors":
                row = next(row for row in page.all("tr") if row["id"] == f"e-{id_}")
                assert "未核对原件" in row.text


def test_gates_are_judged_without_points(site: Mapping[str, Document]) -> None:
    page = site["factories/zhonglou-coating/2025/basic/"]
    assert len(page.all("article", "clause")) == 6
    assert not page.all("div", "pts")
    assert page.all("article", "is-block")


# ── register, home, standard ───────────────────────────────────────────────────────────────────────────────


def test_rows_of_the_register_carry_what_is_filtered_by(city: City, site: Mapping[str, Document]) -> None:
    rows = [row for row in site["factories/"].all("tr") if row["data-name"]]
    assert [row["data-name"] for row in rows] == [one.cycle.factory.name.zh for one in city.newest]
    for row, one in zip(rows, city.newest, strict=True):
        assert row["data-verdict"] == one.scorecard.verdict.value
        outcomes = dict(pair.split(":") for pair in row["data-outcomes"].split())
        assert outcomes == {item.id: tally.outcome_of(item) for item in one.scorecard.items}
        assert one.cycle.factory.name.en.lower() in row["data-text"]
    options = {one["value"] for one in site["factories/"].all("option")}
    assert {row[f"data-{name}"] for row in rows for name in ("district", "industry", "layer")} <= options


def test_counts_of_a_clause_are_the_rows_that_its_link_filters(site: Mapping[str, Document]) -> None:
    rows = [
        dict(pair.split(":") for pair in row["data-outcomes"].split())
        for row in site["factories/"].all("tr")
        if row["data-name"]
    ]
    page = site["standards/changzhou-near-zero/g6/"]
    links = [one for one in page.all("a") if "?clause=" in one["href"]]
    assert links
    for one in links:
        query = parse_qs(urlsplit(one["href"]).query)
        expected = sum(row[query["clause"][0]] == query["outcome"][0] for row in rows)
        assert one.text.split()[-1] == str(expected)


def test_home_counts_each_factory_once(city: City, site: Mapping[str, Document]) -> None:
    page = site[""]
    counts = [int(one.text) for one in page.all("span", "big")]
    assert sum(counts) == len(city.newest)
    squares = [one for one in page.all("i") if "units" in "".join(one.path) or one.classes]
    assert len(squares) == len(city.newest)


def test_the_standard_is_shown_verbatim_in_full(city: City, site: Mapping[str, Document]) -> None:
    standard = next(iter(city.editions.values())).standard
    base = "standards/changzhou-near-zero/"
    overview = site[base]
    assert "30" in overview.one("tfoot").text
    for line in standard.head.definition.zh.splitlines() + standard.head.evaluation.text.zh.splitlines():
        assert line.strip() in overview.text
    for group in standard.groups:
        text = site[f"{base}g{group.no}/"].text
        for row in group.indicators:
            assert " ".join(row.requirement.zh.split()) in " ".join(text.split())
            assert row.evidence_basis.zh in text
    assert len(site["references/"].all("tr")) == 31
    assert len(site[f"{base}readings/"].all("article", "reading")) == len(standard.readings)


# ── notices ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_public_cycle_that_is_left_out_keeps_its_address(city: City, root: Path) -> None:
    found = finding("claim.unknown-item", Position("factories/gone/2025/assessment.yaml", 7), id="9.9.9", near="1.1.1")
    names = Text(zh="<b>去者</b>厂", en="Gone")
    public = Notice("gone", "2025", names, was_public=True, findings=(found,))
    draft = Notice("never", "2025", names, was_public=False, findings=())
    made = render(replace(city, notices=(public, draft), preview=False), root)
    urls = {page.url for page in made}
    assert {"factories/gone/", "factories/gone/2025/"} <= urls
    assert not any("never" in url for url in urls)
    page = document(next(page.text for page in made if page.url == "factories/gone/2025/"))
    assert page.front["kind"] == "notice"
    assert "9.9.9" in page.text
    assert "2025/assessment.yaml:7" in page.text
    assert not page.all("b")


def test_drafts_are_shown_in_the_preview_only_and_marked(city: City, root: Path, site: Mapping[str, Document]) -> None:
    drafts = [one for one in city.assessed if one.draft]
    assert drafts
    without = {page.url for page in render(replace(city, preview=False), root)}
    for one in drafts:
        url = f"factories/{one.cycle.id}/"
        assert url not in without
        assert site[url].front["preview"] is True
        assert "尚未公示" in site[url].text


def test_a_site_without_factories_renders(city: City, root: Path) -> None:
    made = render(replace(city, assessed=(), notices=()), root)
    assert "还没有公布的工厂" in document(next(page.text for page in made if page.url == "")).text


def test_a_site_without_standards_renders(city: City, root: Path) -> None:
    assert render(replace(city, assessed=(), editions={}), root)
