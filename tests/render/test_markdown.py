"""Front matter, headings, and lines that nothing but a heading may begin."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from markdown import Markdown
from markupsafe import Markup

from generator.model.text import Phrases
from generator.render.environment import environment
from generator.render.markdown import clean, front_matter, heading, inline, settled
from tests.render.html import MORE, document


def test_a_heading_stands_alone_and_other_lines_begin_with_a_tag() -> None:
    body = f"<p>one</p>{heading(2, 'a', 'Title')}\n\n<div>\n\n  # no heading\n\ntext\n</div>"
    assert settled(body) == "<p>one</p>\n\n## Title {#a}\n\n<div> # no heading text\n</div>\n"


def test_text_that_looks_like_a_heading_stays_text() -> None:
    assert settled("<p>\n## x {#y}\n</p>") == "<p> ## x {#y}\n</p>\n"


def test_white_space_is_one_space_and_the_mark_of_headings_goes() -> None:
    assert clean("a \n\t b\x00## c\u2028d\x85e") == "a b## c d e"
    assert clean("全角\u3000空格") == "全角\u3000空格"


@pytest.mark.parametrize(
    "text", ["a*b*", "[x](y)", "`c`", "<b>", "&amp;", "x {#y .z}", "1_2_3", "![i](j)", "~~s~~", "a # b"]
)
def test_a_heading_shows_its_text_as_it_is(text: str) -> None:
    page = document(front_matter({"kind": "x"}) + settled(str(heading(2, "own", text))), MORE)
    assert [(one.tag, one["id"], one.text) for one in page.elements[1:]] == [("h2", "own", text)]


def test_number_and_classes_of_a_heading() -> None:
    html = Markdown(extensions=["toc", "attr_list"]).convert(
        settled(str(heading(2, "i-1-1-1", "题", number="1.1.1", classes="ch is-block")))
    )
    assert html == '<h2 class="ch is-block" id="i-1-1-1"><span class="num">1.1.1</span> 题</h2>'


def test_front_matter_is_yaml_of_escaped_text() -> None:
    front = {
        "title": "a\n---\nb: <script>\"'&",
        "sidebar": [{"title": "x: y # z", "items": [{"current": True}]}],
        "demo": False,
        "report": None,
        "odd": "\x7f\u2028\ufeff#",
    }
    text = front_matter(front)
    assert text.count("---\n") == 2
    read = yaml.safe_load(text.split("---\n")[1])
    assert read["title"] == "a --- b: &lt;script&gt;&#34;&#39;&amp;"
    assert read["sidebar"] == [{"title": "x: y # z", "items": [{"current": True}]}]
    assert set(read) == {"title", "sidebar", "odd"}


def test_inline_escapes_html_and_markdown() -> None:
    assert inline("<a> *b*") == Markup("&lt;a&gt; &#42;b&#42;")


def test_no_text_printed_by_a_template_begins_a_line_or_forges_a_heading(root: Path, phrases: Phrases) -> None:
    """Not even with the mark that :func:`heading` sets, which the text policy would have refused before."""
    text = "a\n\x00## forged {#x}\n\n    code\u2028\x00# forged"
    made = (
        environment(root, "zh", phrases)
        .from_string("<p>{{ text }}</p><p>{{ _('%(a)s', a=text) }}</p>")
        .render(text=text)
    )
    assert "\x00" not in made
    assert settled(made).count("\n") == 1
    assert not document(front_matter({"kind": "x"}) + settled(made), MORE).all("h2")
