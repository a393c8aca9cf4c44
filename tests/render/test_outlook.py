"""The pages of what lapses: what they say is the outlook's, to the day and the point."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from generator.model.city import City
from generator.model.outlook import Outlook
from generator.render.figures import points
from generator.render.views import outlook as views
from tests.render.html import Document


def seen(city: City, id_: str) -> Outlook:
    return city.outlooks[id_]


def test_every_shown_cycle_has_its_page(site: Mapping[str, Document], city: City) -> None:
    for one in city.shown:
        page, ahead = site[f"factories/{one.cycle.id}/outlook/"], seen(city, one.cycle.id)
        rows = [row for row in page.all("tr") if "tbody" in row.path]
        assert len(rows) == len(ahead.steps)
        for row, step in zip(rows, (*ahead.coming, *ahead.past), strict=True):
            assert step.on.isoformat() in row.text
            assert points(step.total) in row.text
            for change in step.items:
                assert change.id in row.text
                assert points(change.difference) in row.text
            for turn in step.turns:
                assert turn.name in row.text
        assert "假定什么都不续" in page.text


def test_the_first_sentence_says_when_and_why(site: Mapping[str, Document]) -> None:
    lede = site["factories/xinbei-battery/2025/outlook/"].one("div", "lede").text
    assert "2026-12-01 起不再达标：E47 " in lede
    assert "必选指标 3.2.3 降为 0 分" in lede
    assert "2027-10-22 起总分低于 85 分，为 81.01 分：E18 " in lede
    calm = site["factories/zhonglou-coating/2025/outlook/"].one("div", "lede").text
    assert "判定不变；什么都不续，总分从 71.48 变为 65.98" in calm


def test_the_city_names_who_falls_and_what_is_due(site: Mapping[str, Document], city: City) -> None:
    page = site["outlook/"]
    falls = [one.text for one in page.all("li") if one.path[-1] == "ul" and "起" in one.text and "→" in one.text]
    assert len(falls) == 4
    assert "常州示例精密轴承" in falls[0]
    assert "已发生" in falls[0]
    assert "85.51 → 81.01" in falls[2]
    due = [renewal for renewal in views.renewals(city) if renewal.step.on > city.as_of]
    linked = [one["href"] for one in page.all("a") if one.path[-1] == "th"]
    assert linked == [f"{month.name}/" for month in views.months(due)]
    assert sum(len(month.renewals) for month in views.months(due)) == len(due)


def test_months_hold_every_renewal_once(site: Mapping[str, Document], city: City) -> None:
    for month in views.months(one for one in views.renewals(city) if one.step.on > city.as_of):
        page = site[f"outlook/{month.name}/"]
        rows = [row for row in page.all("tr") if "tbody" in row.path]
        assert len(rows) == len(month.renewals)
        assert all(row.text.strip().startswith(month.name) for row in rows)


def test_a_renewal_is_due_on_the_last_valid_day(city: City) -> None:
    last_of_year = [one for one in views.renewals(city) if one.step.on.isoformat() == "2027-01-01"]
    assert last_of_year
    assert {one.month for one in last_of_year} == {"2026-12"}


def test_only_the_newest_cycle_counts_for_the_city(city: City) -> None:
    assert "wujin-bearing/2024" in city.outlooks
    assert all(one.one.cycle.id != "wujin-bearing/2024" for one in views.renewals(city))


def test_the_line_is_to_scale(city: City) -> None:
    ahead = seen(city, "xinbei-battery/2025")
    line = views.line(ahead, Fraction(100))
    assert line is not None
    assert (line.floor, line.ceiling) == (70, 90)
    assert line.treads[0].x == "0.000%"
    assert line.treads[-1].end == "100.000%"
    assert all(
        before.end == after.x and before.y == after.before
        for before, after in zip(line.treads, line.treads[1:], strict=False)
    )
    assert line.mark == "57.0"  # 85 of 70–90: a quarter of the 124 px below the top
    heights = [Fraction(tread.y) for tread in line.treads]
    assert heights == sorted(heights), "points only fall"
