"""A run: whose turn it is, what is remembered, when a link is dead; and the command."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import cli as command
from generator.cli import cli
from generator.links.check import check_links, choose, remember
from generator.links.collect import collect
from generator.links.memory import load_memory, save_memory
from generator.links.policy import Policy
from generator.model.city import History
from generator.model.finding import Catalogue, Position
from generator.model.link import Answer, Answered, Remembered
from generator.pipeline import Options, assess
from tests.links.server import HOST, Server, serving
from tests.sites import copy_site

TODAY = date(2026, 11, 24)
HERE = (Position("factories/x/2025/evidence.yaml", 7, 10),)
FAILED, ALIVE = Answer(Answered.FAILED, "HTTP 404"), Answer(Answered.ALIVE, "HTTP 200")
URL = "https://a.example/x"


# ── grace ────────────────────────────────────────────────────────────────────────────────────────────────────


def over(days: Mapping[int, Answer]) -> Iterator[tuple[int, list[str]]]:
    """The codes found on each day (days after TODAY), what is remembered being handed on."""
    memory: Mapping[str, Remembered] = {}
    for day, answer in days.items():
        report, found = check_links({URL: HERE}, memory, lambda _, a=answer: a, TODAY + timedelta(days=day), Policy())
        memory = report.memory
        yield day, [one.code for one in found]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ({0: FAILED, 7: FAILED, 13: FAILED}, {0: "link.failing", 7: "link.failing", 13: "link.failing"}),
        ({0: FAILED, 7: FAILED, 14: FAILED}, {0: "link.failing", 7: "link.failing", 14: "link.dead"}),
        ({0: FAILED, 14: FAILED, 15: FAILED}, {0: "link.failing", 14: "link.failing", 15: "link.dead"}),
        ({0: FAILED, 7: ALIVE, 14: FAILED, 21: FAILED}, {0: "link.failing", 14: "link.failing", 21: "link.failing"}),
        ({0: FAILED, 7: FAILED, 14: ALIVE, 15: FAILED}, {0: "link.failing", 7: "link.failing", 15: "link.failing"}),
        ({0: Answer(Answered.RESTRICTED, "HTTP 403")}, {}),
        ({0: Answer(Answered.REFUSED, "address")}, {0: "link.refused"}),
        ({0: replace(ALIVE, moved_to="https://b.example/")}, {0: "link.moved"}),
    ],
)
def test_grace(days: dict[int, Answer], found: dict[int, str]) -> None:
    assert {day: codes[0] for day, codes in over(days) if codes} == found


def test_many_runs_on_one_day_are_one() -> None:
    first = remember(Remembered(), FAILED, TODAY)
    assert first == Remembered(TODAY, TODAY, 1, "HTTP 404")
    assert remember(first, FAILED, TODAY).failed_days == 1
    assert remember(first, FAILED, TODAY + timedelta(days=1)).failed_days == 2
    assert remember(first, ALIVE, TODAY) == Remembered(asked=TODAY)


def test_every_place_is_named_with_words(catalogue: Catalogue) -> None:
    two = (*HERE, Position("content/pages/zh/about.md", 3, 1))
    _, found = check_links({URL: two}, {}, lambda _: Answer(Answered.FAILED, "timeout"), TODAY, Policy())
    assert [one.at for one in found] == list(two)
    said = catalogue.describe(found[0], "zh").message
    assert said == f"{URL} 自 2026-11-24 起打不开（超时 timed out）；到 2026-12-08 仍打不开，即视为失效。"
    for code in ("link.dead", "link.refused", "link.failing", "link.moved"):
        assert code in catalogue.kinds


# ── whose turn ───────────────────────────────────────────────────────────────────────────────────────────────


def test_no_host_is_asked_for_more_than_its_share() -> None:
    links = {f"https://{host}.example/{index}": HERE for host in "ab" for index in range(80)}
    chosen = choose(links, {}, Policy())
    assert {host: len(urls) for host, urls in chosen.items()} == {"a.example": 50, "b.example": 50}
    assert sum(map(len, choose(links, {}, Policy(per_run=60)).values())) == 60


def test_the_rest_has_its_turn_next() -> None:
    links = {f"https://a.example/{index:02}": HERE for index in range(80)}
    first, _ = check_links(links, {}, lambda _: ALIVE, TODAY, Policy())
    assert (len(first.asked), first.left) == (50, 30)
    second, _ = check_links(links, first.memory, lambda _: ALIVE, TODAY + timedelta(days=1), Policy())
    assert {one.url for one in first.asked} | {one.url for one in second.asked} == set(links)


def test_a_link_that_is_gone_is_forgotten() -> None:
    memory = {"https://gone.example/": Remembered(TODAY, TODAY, 9, "HTTP 404"), URL: Remembered(TODAY)}
    report, _ = check_links({URL: HERE}, memory, lambda _: ALIVE, TODAY, Policy())
    assert set(report.memory) == {URL}


# ── memory ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_memory_comes_back_as_it_was(tmp_path: Path) -> None:
    memory = {
        URL: Remembered(TODAY, TODAY, 2, "超时"),
        "https://b.example/": Remembered(TODAY),
        "https://c/": Remembered(),
    }
    place = tmp_path / "deep" / "links.json"
    save_memory(place, memory)
    assert load_memory(place) == memory
    assert [path.name for path in place.parent.iterdir()] == ["links.json"]
    before = place.read_bytes()
    save_memory(place, dict(reversed(memory.items())))
    assert place.read_bytes() == before


def test_no_memory_is_an_empty_one(tmp_path: Path) -> None:
    assert load_memory(tmp_path / "none.json") == {}


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{", "null", '{"version": 2, "links": {}}', '{"version": 1}', '{"version": 1, "links": []}'),
        *('{"version": 1, "links": {"u": {"asked": "x"}}}', '{"version": 1, "links": {"u": {"failed_days": -1}}}'),
        *('{"version": 1, "links": {"u": {"failed_days": "1"}}}', '{"version": 1, "links": {"u": 1}}', "[" * 99999),
    ],
)
def test_a_spoilt_memory_is_not_used(text: str, tmp_path: Path) -> None:
    (tmp_path / "links.json").write_text(text, "utf-8")
    assert load_memory(tmp_path / "links.json") is None


# ── which links ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A factory that is no example, with a link in its register and its prose, on a page of ours only this one."""
    root = copy_site(tmp_path_factory.mktemp("links") / "clone", ["wujin-bearing", "tianning-textile"])
    for path in (root / "content/pages/zh").glob("*.md"):
        path.unlink()
    for slug in ("wujin-bearing", "tianning-textile"):
        factory = root / "factories" / slug / "factory.yaml"
        factory.write_text(factory.read_text("utf-8").replace("example: true", "example: false"), "utf-8")
    (root / "content/pages/zh/about.md").write_text(
        "# x\n\n见 <https://own.example/a#b>、[书](https://own.example/(c)) 与 https://own.example/d。\n", "utf-8"
    )
    prose = root / "factories/wujin-bearing/2025/narrative/more.md"
    prose.parent.mkdir(exist_ok=True)
    prose.write_text("来源：[年报](https://prose.example/r?x=1)。\n\nhttp://plain.example/\n", "utf-8")
    return root


def test_links_are_collected_with_their_places(repository: Path) -> None:
    city = assess(repository, Options(as_of=TODAY))
    found = collect(city, repository)
    about = "content/pages/zh/about.md"
    assert found["https://own.example/a"] == (Position(about, 3, 4),)
    assert found["https://own.example/(c)"] == (Position(about, 3, 33),)
    assert found["https://own.example/d"][0].line == 3
    more = "factories/wujin-bearing/2025/narrative/more.md"
    assert found["https://prose.example/r?x=1"] == (Position(more, 1, 9),)
    assert found["http://plain.example/"] == (Position(more, 3, 1),)
    (register,) = found["https://www.example.com/wujin-bearing/esg-2025"]
    assert register.file == "factories/wujin-bearing/2025/evidence.yaml"
    line = (repository / register.file).read_text("utf-8").splitlines()[register.line - 1]
    assert line[register.column - 1 :].startswith("https://www.example.com/wujin-bearing/esg-2025")


def test_drafts_examples_and_the_repository_itself_are_left_out(repository: Path) -> None:
    city = assess(repository, Options(as_of=TODAY))
    assert all("tianning-textile" not in at.file for places in collect(city, repository).values() for at in places)
    preview = assess(repository, Options(as_of=TODAY, preview=True))
    assert len(collect(preview, repository)) >= len(collect(city, repository))
    own = replace(city, history=History(repository="https://own.example"))
    assert not [url for url in collect(own, repository) if url.startswith("https://own.example/")]
    invented = [
        replace(one, cycle=replace(one.cycle, factory=one.cycle.factory.model_copy(update={"example": True})))
        for one in city.assessed
    ]
    kept = collect(replace(city, assessed=tuple(invented)), repository)
    assert all(at.file.startswith("content/") for places in kept.values() for at in places)


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture
def here(running: Server, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The command with its asker on the loopback, and only links of the test's server to ask for."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795478400")  # TODAY
    for name in command.PROPOSED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(command, "Asker", lambda *_: running.asker())
    monkeypatch.setattr(
        command, "collect", lambda *_: {running.url(path): HERE for path in ("/ok", "/missing", "/moved", "/secret")}
    )
    return running


def run(repository: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--root", str(repository), "--lang", "zh", "links", *arguments])


def test_the_command_remembers_and_says_what_is_dead(here: Server, repository: Path, tmp_path: Path) -> None:
    state = tmp_path / "links.json"
    done = run(repository, "--state", str(state))
    assert done.exit_code == 0, done.output
    assert "[link.failing]" in done.output
    assert "[link.moved]" in done.output
    missing = here.url("/missing")
    memory = dict(load_memory(state) or {})
    assert memory[missing] == Remembered(TODAY, TODAY, 1, "HTTP 404")
    memory[missing] = Remembered(TODAY - timedelta(days=1), TODAY - timedelta(days=20), 4, "HTTP 404")
    save_memory(state, memory)
    done = run(repository, "--state", str(state), "--format", "json")
    assert done.exit_code == 1
    data = json.loads(done.stdout)
    assert {one["url"].rpartition("/")[2]: (one["answered"], one["dead"]) for one in data["links"]} == {
        "ok": ("alive", False),
        "missing": ("failed", True),
        "moved": ("alive", False),
        "secret": ("restricted", False),
    }
    assert "4 个链接已核对，0 个留待下次" in done.stderr


def test_a_spoilt_state_is_said_and_replaced(here: Server, repository: Path, tmp_path: Path) -> None:
    state = tmp_path / "links.json"
    state.write_text("spoilt", "utf-8")
    done = run(repository, "--state", str(state))
    assert done.exit_code == 0
    assert "重新开始记录" in done.stderr
    assert load_memory(state)


def test_a_place_that_cannot_be_written_is_wrong_usage(here: Server, repository: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(repository, "--state", str(tmp_path / "file" / "links.json"))
    assert done.exit_code == 2
    assert "不能写入" in done.output + done.stderr


@pytest.mark.parametrize("name", command.PROPOSED)
def test_never_for_a_pull_request(name: str, here: Server, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    here.asked.clear()
    done = run(repository)
    assert done.exit_code == 2
    assert here.asked == []


def test_no_other_command_asks_anybody(here: Server, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("connects")

    monkeypatch.setattr("socket.socket.connect", never)
    monkeypatch.setattr("socket.getaddrinfo", never)
    for arguments in (["check"], ["score", "wujin-bearing"], ["outlook"]):
        done = CliRunner().invoke(cli, ["--root", str(repository), *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), arguments


def test_the_server_is_where_the_tests_say() -> None:
    assert HOST.endswith(".test")
