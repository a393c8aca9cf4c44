"""Public lists of hostile strings through every sink: pages, prose, JSON, JSON in HTML, CSV, the terminal."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from html.parser import HTMLParser
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.export import accounts, export, terminal
from generator.export.csv import write
from generator.export.json import dumps
from generator.load.narrative import read
from generator.load.text_policy import forbidden
from generator.model.city import City
from generator.model.standard import Standard
from generator.model.text import Phrases
from generator.render import render
from generator.render.environment import environment
from generator.render.narrative import cleaned
from generator.score.rules import Rule
from tests import corpora
from tests.conftest import ROOT
from tests.drawn import hostile_text
from tests.render.html import EXTENSIONS, document, skeleton, split
from tests.render.test_hostile import site

#: Longer than any text of ours, and what a prose renderer must never write.
DEADLY = {"script", "iframe", "object", "embed", "style", "link", "meta", "base", "form", "svg", "math", "input"}


def allowed() -> list[str]:
    """The naughty strings that the text policy lets through, which is what every sink must bear."""
    return [text for text in corpora.blns() if text.strip() and not any(map(forbidden, text))]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> City:
    return site(ROOT, tmp_path_factory.mktemp("plain") / "site", lambda text: text)


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory) -> City:
    strings = cycle(allowed())
    used: list[str] = []

    def change(text: str) -> str:
        used.append(text + "".join(next(strings) for _ in range(2)))
        return used[-1]

    made = site(ROOT, tmp_path_factory.mktemp("naughty") / "site", change)
    assert len(used) * 2 > len(allowed()), "each is used"
    return made


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_naughty_strings_never_become_structure_of_a_page(plain: City, naughty: City) -> None:
    before, after = render(plain, ROOT), render(naughty, ROOT)
    assert [page.src for page in before] == [page.src for page in after]
    changed = 0
    for old, new in zip(before, after, strict=True):
        if old.text != new.text and changed < 15:
            expected, got = document(old.text, EXTENSIONS), document(new.text, EXTENSIONS)
            assert skeleton(got) == skeleton(expected), new.src
            assert set(split(new.text)[0]) == set(split(old.text)[0])
            changed += 1
    assert changed > 10
    assert not any("<script" in page.text.lower() for page in after)


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_naughty_strings_come_back_from_the_open_data(naughty: City) -> None:
    made = [one for one in export(naughty, Standard[Rule]) if one.path.endswith(".json")]
    assert made
    for one in made:
        data = json.loads(one.content, parse_constant=pytest.fail)
        assert dumps(data) == one.content
    strings = corpora.blns()
    assert json.loads(dumps(strings)) == strings


def test_json_in_a_page_ends_no_script_and_no_line(phrases: Phrases) -> None:
    made = environment(ROOT, "zh", phrases)
    template = made.from_string('<script type="application/json">{{ data | tojson }}</script>')
    for text in [*corpora.blns(), "</script><script>", "<!--<script>", "a\u2028b\u2029c", "]]>", "&lt;", "'\""]:
        written = template.render(data={"a": text})
        inside = written.removeprefix('<script type="application/json">').removesuffix("</script>")
        assert not re.search("[<>&'\u2028\u2029]", inside)
        assert json.loads(inside) == {"a": text}
    for number in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="JSON compliant"):
            template.render(data=number)


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────────


def read_back(content: bytes) -> list[list[str]]:
    """The rows below the names of the columns, as another program reads them."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]


def test_naughty_strings_are_no_formulas() -> None:
    strings = corpora.blns()
    got = [row[0] if row else "" for row in read_back(write(["a"], [[one] for one in strings]))]
    assert len(got) == len(strings)
    for text, cell in zip(strings, got, strict=True):
        assert cell in (text, f"'{text}")
        if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", text):
            assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠") or not cell


# ── the terminal ─────────────────────────────────────────────────────────────────────────────────────────────


def test_naughty_strings_do_not_steer_the_terminal(naughty: City) -> None:
    for one in naughty.assessed:
        for lang in ("zh", "en"):
            said = terminal.scorecard(naughty, one, "table", lang, color=False)
            said += accounts.account(naughty.phrases, one, "table", lang, color=False)
            assert not any(forbidden(character) for character in said)


# ── prose ────────────────────────────────────────────────────────────────────────────────────────────────────


def html(text: str) -> str:
    return str(cleaned(read(text, "factories/x/2025/narrative/a.md", {}, frozenset())[0]))


class _Seen(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in DEADLY, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in ("href", "src"):
                assert re.match(r"https://|mailto:|[a-z0-9]", value or ""), value
                assert not re.match(r"(?!https|mailto)[a-z]+:", value or ""), value


def safe(text: str) -> None:
    made = html(text)
    assert "\n\n" not in made
    _Seen().feed(made)


def test_no_example_of_commonmark_and_no_naughty_string_becomes_dangerous_prose() -> None:
    examples = corpora.commonmark()
    assert len(examples) > 600
    for text in [*examples, *corpora.blns(), *(f"[a]({one})" for one in corpora.blns())]:
        safe(text)


@pytest.mark.parametrize("size", [4_000, 20_000])
@pytest.mark.parametrize("name", corpora.pathological(1_000))
def test_pathological_prose_ends_soon(name: str, size: int) -> None:
    text = corpora.pathological(size)[name]
    began = time.process_time()
    safe(text)
    assert time.process_time() - began < 10


@given(hostile_text())
def test_drawn_prose_is_harmless(text: str) -> None:
    safe(text)


@given(st.lists(hostile_text(), min_size=1, max_size=4))
def test_drawn_text_passes_every_sink(texts: list[str]) -> None:
    assert json.loads(dumps(texts)) == texts
    (row,) = list(csv.reader(io.StringIO(write(list("abcd")[: len(texts)], [texts]).decode("utf-8-sig"), newline="")))[
        1:
    ]
    assert [cell in (text, f"'{text}") for cell, text in zip(row, texts, strict=True)] == [True] * len(texts)
