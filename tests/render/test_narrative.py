"""Prose enters a page through a list of its own, whatever the loader made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from generator.model.city import City
from generator.model.finding import Position
from generator.render.environment import environment
from generator.render.narrative import cleaned, narratives
from generator.render.pages.scorecard import scorecard
from generator.render.site import Site
from tests.hostile import PAYLOADS, RUN, Seen, prose
from tests.load.test_narrative import ATTRIBUTES, SAFE, both
from tests.render.html import document

#: HTML that no loader of ours makes, as a payload would like to have it.
RAW = (*PAYLOADS, *(f"<p>{one}</p>" for one in PAYLOADS), f"<p onclick={RUN}>x</p>", "<h2 id=x class=y>x</h2>")


def test_what_the_loader_writes_is_kept() -> None:
    text = (
        "# 题\n\n**粗** *斜* `码` <b>\n\n- 一\n\n3. 二\n\n> 引\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
        "    码\n    码\n\n***\n"
        '[x](https://example.com/?a=1&b#c "t") <a@example.com> [y](evidence/plan.pdf) ![z](evidence/photo.png)\n'
    )
    html = both(text)[0]
    before, after = Seen(html), Seen(str(cleaned(html)))
    assert (after.words, without_rel(after)) == (before.words, without_rel(before))
    assert {"a", "img", "table", "ol", "pre", "strong", "hr"} <= {tag for tag, _ in after.elements}
    rels = {values["href"]: values.get("rel") for tag, values in after.elements if tag == "a"}
    assert rels == dict.fromkeys(
        ("https://example.com/?a=1&b#c", "mailto:a@example.com", "evidence/#e-E01"), "nofollow noreferrer ugc"
    )


@settings(max_examples=300, deadline=None)
@given(prose())
def test_nothing_that_the_loader_writes_is_taken_away(text: str) -> None:
    """So that what is not done as it was written is always the loader's finding, and never goes in silence here."""
    html = both(text)[0]
    before, after = Seen(html), Seen(str(cleaned(html)))
    assert after.words.split() == before.words.split()
    assert without_rel(after) == without_rel(before)


@pytest.mark.parametrize("html", RAW)
def test_nothing_but_the_list_gets_in(html: str) -> None:
    made = str(cleaned(html))
    seen = Seen(made)
    assert {tag for tag, _ in seen.elements} <= SAFE
    assert not seen.open
    assert not seen.other
    assert len(made.splitlines()) <= 1
    for _, attributes in seen.elements:
        assert set(attributes) <= {*ATTRIBUTES, "rel"}
        assert attributes.get("href", "https://").startswith(("https://", "mailto:", "evidence/#e-"))
        assert "evil" not in attributes.get("src", "")


@pytest.mark.parametrize(
    "attribute",
    [
        *('href="//evil.example"', 'href="/abs"', 'href="../x"', 'href="evidence/x.html"', 'href="javascript:x"'),
        *('href="https://a@evil.example"', 'href="https:evil"', 'href="mailto:a@b.cn?cc=c@d.cn"', 'href=""'),
    ],
)
def test_links_that_lead_elsewhere_lose_their_address(attribute: str) -> None:
    assert "href" not in cleaned(f"<a {attribute}>x</a>")


@pytest.mark.parametrize(
    "source", ["//e/x.png", "https://e/x.png", "data:image/png,x", "evidence/../x", "/x.png", "x.png"]
)
def test_pictures_come_from_the_evidence(source: str) -> None:
    assert "src" not in cleaned(f'<img src="{source}" alt="x">')


def test_narratives_in_the_order_of_their_names(city: City) -> None:
    cycle = replace(
        city.newest[0].cycle, narrative={"b.md": "<p>b</p>", "a.md": "<p>a<script>x</script></p>", "c.md": " "}
    )
    first, second = narratives(cycle)
    assert (first.name, first.html, first.at) == ("a.md", "<p>a</p>", Position(f"{cycle.folder}/narrative/a.md"))
    assert second.html == "<p>b</p>"


def test_the_page_prints_prose_through_the_list(city: City, root: Path) -> None:
    """Prose that came another way than from the loader gets no further than any other text."""
    one = city.newest[0]
    forged = replace(
        one.cycle, narrative={"x.md": f"<p>字</p></section><script>{RUN}</script><p onclick=x>字</p>\n\n# x"}
    )
    made = replace(city, assessed=(replace(one, cycle=forged),))
    (page,) = scorecard(Site(made, "zh", environment(root, "zh", made.phrases)))
    assert RUN not in page.text
    assert not any(name.startswith("on") for each in document(page.text).elements for name in each.attributes)
    assert document(page.text).one("section", "prose").text.startswith("字字 # x")


def without_rel(seen: Seen) -> list[tuple[str, dict[str, str]]]:
    return [(tag, {name: value for name, value in values.items() if name != "rel"}) for tag, values in seen.elements]
