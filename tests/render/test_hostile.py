"""No text of a factory becomes an element, a heading, a link or an attribute of its own.

Two sites are made from the same dossiers, one of them with a hostile text in every free-text field. Their pages must
have the same skeleton: only words may differ.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

from markupsafe import escape

from generator.load.strict_yaml import parse
from generator.model.city import City, History
from generator.model.finding import Severity
from generator.model.page import Page
from generator.pipeline import Options, assess
from generator.render import render
from generator.render.environment import environment
from generator.render.pages.factory import factory
from generator.render.site import Site
from tests.render.conftest import REPOSITORY, TODAY
from tests.render.html import EXTENSIONS, MORE, document, skeleton, split

#: A draft with everything missing, and a public factory with two cycles.
FACTORIES = ("tianning-textile", "wujin-bearing")

PAYLOADS = (
    "<script>alert(1)</script>",
    "</div></section></article><h2 id=x>H</h2>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "\n\n# heading {#forged}\n\n",
    "\n## 1.1.1 forged {#i-1-1-1 .ch}\n",
    "\n\n    indented code\n\n",
    "\n```\nfence\n```\n",
    "\n~~~ {.html onclick=alert(1)}\nx\n~~~\n",
    '\n--8<-- "mkdocs.yml"\n',
    '\n!!! danger "<b>title</b>"\n    text\n',
    "{{ 7 * 7 }}{% raw %}{% include 'x' %}",
    "{: onclick=alert(1) }",
    "{#forged .class onclick=alert(1)}",
    "[link](javascript:alert(1))",
    "![image](https://evil.example/x.png)",
    "<https://evil.example>",
    "https://evil.example/path",
    "[^1]\n\n[^1]: footnote",
    "\n\n*[HTML]: abbreviation\n",
    "\n\n- list\n- list\n",
    "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "\n---\ntitle: forged\n---\n",
    "\n\n[TOC]\n\n",
    "`code` **bold** _em_ ~~s~~ ==m==",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "<!-- comment --><![CDATA[x]]><?php x ?>",
    "\\<b\\> \\` \\[x\\]",
    "</title></textarea></style></svg><svg onload=alert(1)>",
    "%(name)s %s {0} {title} ${x}",
    ":smile: (c) (tm) -> x^2^ H~2~O",
    '<div markdown="1">\n\n# in div\n\n</div>',
    "’>“<b>＜script＞",
)

#: How many of them each field bears; the next field begins one further.
AT_ONCE = 4

#: File, or folder, → the keys of its free texts.
FIELDS = {
    "factory.yaml": {"zh", "en"},
    "profile.yaml": {"zh", "en", "text", "boundary", "contact"},
    "assessment.yaml": {"statement", "reason", "effort"},
    "evidence.yaml": {"title", "title_en", "issuer", "number"},
    "activity": {"zh", "en", "note"},
    "assets.yaml": {"place", "roof", "baseline", "upgrade_plan", "note", "name"},
    "management.yaml": {"topic", "improvement", "description", "item", "note"},
    "plan.yaml": {"text", "zh", "en", "basis", "note"},
    "instruments.yaml": {"registry", "note"},
    "products.yaml": {
        *("standard", "note", "zh", "en", "reason", "factor_source", "method", "pcr", "allocation"),
        *("data_quality", "verifier"),
    },
    "authority": {"by", "document", "reasons"},
}


#: Free text in one place and a word of a closed list in another, under the same key.
#: ``file`` is the name of a file that is there: which characters it may have, see tests/load/test_intake.py.
EXEMPT = {("assessment.yaml", "source"), ("assets.yaml", "type"), ("evidence.yaml", "file")}


def test_the_words_of_a_factory_never_become_structure(root: Path, tmp_path: Path) -> None:
    starts = cycle(range(len(PAYLOADS)))
    plain = site(root, tmp_path / "plain", lambda text: text)
    used: list[str] = []

    def hostile(text: str) -> str:
        start = next(starts)
        used.append("".join((PAYLOADS * 2)[start : start + AT_ONCE]))
        return text + used[-1]

    forged = site(root, tmp_path / "forged", hostile)
    assert len(used) > len(PAYLOADS) * 10
    assert len(plain.assessed) == len(forged.assessed) == 3
    before, after = render(plain, root), render(forged, root)
    assert [page.src for page in before] == [page.src for page in after]
    kinds: set[str] = set()
    for old, new in zip(before, after, strict=True):
        if old.text == new.text:
            continue  # a page of the standard's
        kind = str(split(new.text)[0]["kind"])
        for extensions in (MORE,) if kind in kinds else (MORE, EXTENSIONS):
            expected, got = document(old.text, extensions), document(new.text, extensions)
            assert set(got.front) == set(expected.front)
            assert skeleton(got) == skeleton(expected), (new.src, extensions, _first_difference(expected, got))
            for one in got.elements:
                assert not any(name.startswith("on") for name in one.attributes), (new.src, one)
        kinds.add(kind)
    assert kinds >= {"home", "register", "factory", "scorecard", "group", "basic", "evidence", "carbon", "footprint"}
    text = "".join(page.text for page in after)
    assert "<script" not in text
    assert "alert(1)&lt;/script&gt;" in text  # it is shown, as words


def test_every_free_text_field_of_the_examples_is_attacked(root: Path, tmp_path: Path) -> None:
    """A new field must be added above: what is not attacked is an identifier, a number or a date."""
    harmless = re.compile(r"[A-Za-z0-9_.@:/%?=&+ -]*|[0-9.]+ ?[^0-9\s].*|GB.*|true|false")
    for slug in FACTORIES:
        for path in sorted((root / "factories" / slug).rglob("*.yaml")):
            for key, text in _texts(_read(path)):
                if key not in _fields(path):
                    exempt = (path.name, key) in EXEMPT or path.name == "esg.yaml"
                    assert harmless.fullmatch(text) or exempt, (path, key, text)


def test_a_name_is_shown_as_it_is_written(city: City, root: Path) -> None:
    """The title of the page, the heading and the front matter bear the name and nothing else."""
    one = city.newest[0]
    assessed = []
    for number, payload in enumerate(PAYLOADS):
        names = one.cycle.factory.name.model_copy(update={"zh": f"厂{payload}"})
        own = one.cycle.factory.model_copy(update={"name": names, "slug": f"x{number}"})
        assessed.append(replace(one, cycle=replace(one.cycle, factory=own)))
    made = {page.url: page for page in factory_pages(replace(city, assessed=tuple(assessed)), root)}
    for number, payload in enumerate(PAYLOADS):
        page = document(made[f"factories/x{number}/"].text)
        name = re.sub(r"[\s\x00]+", " ", f"厂{payload}")
        assert page.one("h1").text.strip() == name.strip()
        assert page.front["title"] == str(escape(name))


def factory_pages(city: City, root: Path) -> list[Page]:
    """The pages of factories alone: the others would be the same every time."""
    return list(factory(Site(city, "zh", environment(root, "zh", city.phrases))))


def site(root: Path, folder: Path, change: Callable[[str], str]) -> City:
    """The examples with every free text changed, assessed, without their findings (which tell names apart)."""
    forge(root, folder, change)
    made = assess(folder, Options(as_of=TODAY, preview=True))
    errors = [one for one in made.findings if made.catalogue.severity(one) is Severity.ERROR]
    assert not errors, [(str(one.at), one.code, one.params) for one in errors[:5]]
    assessed = tuple(replace(one, findings=()) for one in made.assessed)
    return replace(made, assessed=assessed, history=History(repository=REPOSITORY))


def forge(root: Path, folder: Path, change: Callable[[str], str], narrative: Mapping[str, str] | None = None) -> None:
    """A repository of the examples with every free text changed, and with other prose."""
    folder.mkdir()
    for name in ("content", "templates"):
        (folder / name).symlink_to(root / name)
    for slug in FACTORIES:
        shutil.copytree(
            root / "factories" / slug, folder / "factories" / slug, ignore=shutil.ignore_patterns("narrative")
        )
    for path in sorted((folder / "factories").rglob("*.yaml")):
        data = _changed(_read(path), _fields(path), change)
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    for cycle_folder in sorted((folder / "factories").glob("*/[0-9]*/")):
        for name, text in (narrative or {}).items():
            (cycle_folder / "narrative").mkdir(exist_ok=True)
            (cycle_folder / "narrative" / name).write_text(text, "utf-8")


def _read(path: Path) -> Any:
    tree, findings = parse(path.read_bytes(), path.name)
    assert tree is not None, findings
    return tree.data


def _fields(path: Path) -> set[str]:
    return FIELDS.get(path.name) or FIELDS.get(path.parent.name) or set()


def _changed(data: Any, fields: set[str], change: Callable[[str], str], key: str = "") -> Any:
    if isinstance(data, dict):
        return {name: _changed(value, fields, change, name) for name, value in data.items()}
    if isinstance(data, list):
        return [_changed(value, fields, change, key) for value in data]
    return change(data) if key in fields and isinstance(data, str) else data


def _texts(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, key)
    elif isinstance(data, str):
        yield key, data


def _first_difference(expected: Any, got: Any) -> object:
    pairs = zip(skeleton(expected), skeleton(got), strict=False)
    return next((pair for pair in pairs if pair[0] != pair[1]), "length")
