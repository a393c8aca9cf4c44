"""What a stranger names a file, and what a finding quotes of it: no sink breaks on it, and none lets it through."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from generator.cli import Settings, cli
from generator.export import terminal
from generator.load.text_policy import forbidden
from generator.model.finding import Position, finding, visible
from generator.render import render
from tests.conftest import ROOT
from tests.test_bad import run, site, slugs

#: Bytes that are no UTF-8, a sequence that steers a terminal, a line of its own, an order of reading turned round.
NAMES = (b"\xff\xfe", b"\x1b[31m\x1b]0;x\x07", b"a\nfactories/neighbour/2025/x.yaml:1:1", "a\u202eb".encode())
#: Where they may stand; in the second row they leave the factory out.
PLACES = (
    ("base/2025/{}.txt", "base/2025/{}.yaml", "base/2025/narrative/{}.md", "base/2025/evidence/{}.pdf", "base/{}.yaml"),
    ("base/2025/activity/{}.yaml", "base/2025/authority/{}.yaml", "base/{}/profile.yaml", "{}/x"),
)


def put(root: Path, place: str, name: bytes) -> None:
    path = root / "factories" / place.format(os.fsdecode(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# x\n")


def printed(root: Path, *arguments: str) -> Result:
    (root / "mkdocs.yml").touch()
    return CliRunner().invoke(cli, ["--root", str(root), "--lang", "zh", *arguments])


@pytest.mark.parametrize("places", PLACES, ids=["shown", "left out"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_no_text_breaks_no_sink(name: bytes, places: tuple[str, ...], tmp_path: Path) -> None:
    root = site(tmp_path)
    for place in places:
        put(root, place, name)
    city = run(root)
    assert "neighbour" in slugs(city)
    assert len({found.at.file for found in city.findings}) >= 3
    assert not [found for found in city.findings if found.at.file.startswith("factories/neighbour")]
    texts = [terminal.findings(city, form, "zh", color=False) for form in ("text", "json", "github")]
    texts += [page.text for page in render(city, ROOT)]
    for text in texts:
        assert text.encode()
        assert not [one for one in set(text) if forbidden(one)]


def test_what_a_finding_quotes_steers_no_terminal(tmp_path: Path) -> None:
    root = site(tmp_path)
    profile = root / "factories/base/2025/profile.yaml"
    profile.write_text(profile.read_text("utf-8") + '"\\e[31mkey\\e]0;t\\a\\n::error::x [bold]": 1\n', "utf-8")
    for form in ("text", "json", "github"):
        result = printed(root, "check", "base", "--format", form)
        assert result.exit_code == 1
        assert not [one for one in result.output if forbidden(one)]
        assert "[bold]" in result.output
        assert not [line for line in result.output.splitlines() if line.startswith("::error::x")]


def test_a_parameter_of_a_finding_can_be_printed() -> None:
    made = finding("x", Position("f"), a="\x1b[1m\n厂　a\u202e\udcff", b=1)
    assert made.params == (("a", "\ufffd[1m\ufffd厂　a\ufffd\ufffd"), ("b", "1"))
    assert visible("常州示例（“×”）") == "常州示例（“×”）"


def test_a_message_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(Path(), "zh")
    settings.err = Console(highlight=False, soft_wrap=True, force_terminal=False)
    settings.say("[bold]a[/bold] [link=x]", "")
    assert capsys.readouterr().out == "[bold]a[/bold] [link=x]\n"


def test_json_of_findings_is_json(tmp_path: Path) -> None:
    root = site(tmp_path)
    put(root, "base/2025/{}.txt", NAMES[1])
    found = json.loads(printed(root, "check", "base", "--format", "json").stdout)
    assert "folder.unexpected" in {one["code"] for one in found}
