"""Asking one link, against a real https server on the loopback: never an outside address."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from generator.links import ask as asking
from generator.links.ask import WHY, Asker, Failed, Pace, Refused, target
from generator.links.policy import Policy
from generator.model.link import Answer, Answered
from tests.links.server import HOST, OTHER, Server, serving


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture
def server(running: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server with nothing asked yet; whoever connects elsewhere than to the loopback fails the test."""
    for kept in (running.asked, running.sni, running.counts, running.resolved):
        kept.clear()
    connect = socket.create_connection

    def only_here(address: tuple[str, int], *rest: object) -> socket.socket:
        assert address[0] == "127.0.0.1", f"connects to {address}"
        return connect(address, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", only_here)
    return running


ANSWERS = {
    "/ok": ("alive", "HTTP 200"),
    "/ok?q=a b&c=%20": ("alive", "HTTP 200"),
    "/ok/文": ("alive", "HTTP 200"),
    "/get-only": ("alive", "HTTP 200"),
    "/head-lies": ("alive", "HTTP 200"),
    "/second-time": ("alive", "HTTP 200"),
    "/found": ("alive", "HTTP 200"),
    "/endless": ("alive", "HTTP 200"),
    "/secret": ("restricted", "HTTP 403"),
    "/slow-down": ("restricted", "HTTP 429"),
    "/missing": ("failed", "HTTP 404"),
    "/gone": ("failed", "HTTP 410"),
    "/broken": ("failed", "HTTP 500"),
    "/odd": ("failed", "HTTP 304"),
    "/loop": ("failed", "redirects"),
    "/cut": ("failed", "connection"),
    "/not-http": ("failed", "protocol"),
    "/to-nothing": ("failed", "protocol"),
    "/to-http": ("refused", "scheme"),
    "/to-file": ("refused", "scheme"),
    "/to-inside": ("refused", "address"),
    "/to-loopback": ("refused", "address"),
    "/to-port": ("refused", "port"),
    "/to-user": ("refused", "user"),
}


@pytest.mark.parametrize("path", ANSWERS)
def test_answers(path: str, server: Server) -> None:
    answer = server.asker().ask(server.url(path))
    assert (answer.answered, answer.why) == ANSWERS[path]
    assert answer.why.startswith("HTTP ") or answer.why in WHY


def test_the_name_stays_and_we_say_who_we_are(server: Server) -> None:
    server.asker().ask(server.url("/ok"))
    (asked,) = server.asked
    assert asked[:3] == ("HEAD", "/ok", f"{HOST}:{server.port}")
    assert asked[3].startswith("nearzero-dossiers/")
    assert server.sni == [HOST]


def test_moved_for_good(server: Server) -> None:
    assert server.asker().ask(server.url("/moved")).moved_to == server.url("/ok")
    assert server.asker().ask(server.url("/moved-twice")).moved_to == server.url("/ok", OTHER)
    assert server.asker().ask(server.url("/found")).moved_to == ""
    assert server.asker().ask(server.url("/moved-for-now")).moved_to == server.url("/found")


def test_each_host_on_the_way_is_resolved_and_looked_at(server: Server) -> None:
    server.asker().ask(server.url("/moved-twice"))
    assert server.resolved == [HOST, OTHER, OTHER]
    answer = server.asker().ask(server.url("/to-inside"))
    assert answer == Answer(Answered.REFUSED, "address")
    assert server.resolved[-1] == "inside.test"


def test_a_name_is_resolved_once_for_a_request(server: Server) -> None:
    """A resolver that says a public address first and a private one next is asked only once: no rebinding."""
    answers = iter([["127.0.0.1"], ["10.0.0.8"]])
    asker = server.asker()
    rebinding = Asker(asker.policy, asker.pace, lambda host, port: next(answers), asker.context)
    assert rebinding.ask(server.url("/head-lies")).answered is Answered.ALIVE  # HEAD, then GET
    assert next(answers) == ["10.0.0.8"]


@pytest.mark.parametrize("host", ["inside.test", "both.test", "metadata.test"])
def test_every_address_must_be_public(host: str, server: Server) -> None:
    assert server.asker().ask(server.url("/ok", host)) == Answer(Answered.REFUSED, "address")
    assert server.asked == []


def test_the_loopback_is_refused_by_the_real_policy(server: Server) -> None:
    assert server.asker(permitted=()).ask(server.url("/ok")) == Answer(Answered.REFUSED, "address")
    assert server.asked == []


LITERALS = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0", "100.100.100.200", "169.254.169.254"),
    *("[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "192.0.0.8", "１２７.1", "0x08080808"),
    *("[fe80::1%25eth0]", "8.8.8.8."),
]


@pytest.mark.parametrize("host", LITERALS)
def test_addresses_in_any_disguise_are_refused(host: str, server: Server) -> None:
    asker = server.asker(permitted=())
    answer = asker.ask(f"https://{host}:{server.port}/")
    assert answer.answered is Answered.REFUSED
    assert answer.why in ("address", "form")
    assert server.resolved == []
    assert server.asked == []


def test_a_public_address_may_be_written_out(server: Server) -> None:
    asker = server.asker()
    assert asker.addresses("8.8.8.8", 443) == ("8.8.8.8",)
    assert asker.addresses("2606:4700:0:0:0:0:0:1111", 443) == ("2606:4700::1111",)


REFUSED = {
    "http://links.test/": "scheme",
    "ftp://links.test/": "scheme",
    "//links.test/": "scheme",
    "https://": "form",
    "https:///path": "form",
    "https://[::1": "form",
    "https://links.test:99999/": "form",
    "https://links.test:0/": "port",
    "https://links.test:22/": "port",
    "https://a@links.test/": "user",
    "https://links.test@10.0.0.8/": "user",
    "https://256.256.256.256/": "form",
    f"https://{'a' * 64}.test/": "form",
}


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_not_asked_for(url: str, server: Server) -> None:
    asker = server.asker(ports=frozenset({443}))
    assert asker.ask(url) == Answer(Answered.REFUSED, REFUSED[url])
    assert server.asked == []


def test_no_line_of_a_request_can_be_injected() -> None:
    host, _, path = target("https://links.test/a\r\nX: y?q=\r\nZ: b", frozenset({443}))
    assert host == "links.test"
    assert not set(path) & set("\r\n ")


def test_a_host_in_chinese_is_asked_by_its_ascii_name() -> None:
    assert target("https://例子.测试/x", frozenset({443}))[0] == "xn--fsqu00a.xn--0zwm56d"


def test_a_certificate_for_another_name(server: Server) -> None:
    assert server.asker().ask(server.url("/ok", "wrong-name.test")) == Answer(Answered.FAILED, "certificate")
    assert server.asked == []


def test_no_such_name(server: Server) -> None:
    assert server.asker().ask(server.url("/ok", "nobody.test")) == Answer(Answered.FAILED, "dns")


def test_nobody_listens(server: Server) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        asker = server.asker(ports=frozenset({port}))
        assert asker.ask(f"https://{HOST}:{port}/") == Answer(Answered.FAILED, "connection")


def test_a_host_that_accepts_and_says_nothing(server: Server) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        asker = server.asker(ports=frozenset({port}), connect=0.3, tries=1)
        began = time.monotonic()
        assert asker.ask(f"https://{HOST}:{port}/") == Answer(Answered.FAILED, "timeout")
        assert time.monotonic() - began < 5


@pytest.mark.timeout(30)
def test_a_host_that_drips_is_cut_off(server: Server) -> None:
    """A byte every 0.2 s never runs into the time limit of a silence; the limit of the whole ends it."""
    asker = server.asker(whole=1.0, tries=1)
    began = time.monotonic()
    assert asker.ask(server.url("/drip")) == Answer(Answered.FAILED, "timeout")
    assert time.monotonic() - began < 4


def test_no_more_of_a_body_is_read_than_allowed(server: Server) -> None:
    assert server.asker(most_bytes=1000).ask(server.url("/endless")).answered is Answered.ALIVE
    time.sleep(0.3)
    assert server.counts["sent"] < 30_000_000, "the rest is what the kernel's buffers hold"


def test_tries(server: Server) -> None:
    server.asker(tries=3).ask(server.url("/broken"))
    assert server.counts["/broken"] == 6, "three times HEAD and GET"
    server.asker(tries=3).ask(server.url("/missing"))
    assert server.counts["/missing"] == 2, "what is not there need not be asked for again"
    server.asker(tries=3).ask(server.url("/to-inside"))
    assert server.counts["/to-inside"] == 1, "nor what is refused"


def test_redirects_have_a_limit(server: Server) -> None:
    server.asker(redirects=3, tries=1).ask(server.url("/loop"))
    assert server.counts["/loop"] == 4


def test_requests_to_one_address_keep_their_distance(server: Server) -> None:
    """Whatever name or redirect leads to it: four requests to one address wait three times."""
    slept: list[float] = []
    asker = server.asker()
    paced = replace(asker, pace=Pace(1.0, clock=lambda: 100.0, sleep=slept.append))
    for path in ("/ok", "/ok2", "/moved"):
        paced.ask(server.url(path, OTHER if path == "/ok2" else HOST))
    assert len(server.asked) == 4
    assert slept == [1.0, 2.0, 3.0]


def test_pace_counts_for_each_address() -> None:
    slept: list[float] = []
    pace = Pace(1.0, clock=lambda: 100.0, sleep=slept.append)
    for address in ("a", "a", "b", "a"):
        pace.wait(address)
    assert slept == [1.0, 2.0]


def test_the_resolver_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(host: str, port: int, **_: object) -> list[object]:
        if host == "none.test":
            raise socket.gaierror
        return [(2, 1, 6, "", ("203.0.113.1", port)), (10, 1, 6, "", ("2001:db8::1", port, 0, 0))]

    monkeypatch.setattr(asking.socket, "getaddrinfo", found)
    assert asking.resolve("x.test", 443) == ["203.0.113.1", "2001:db8::1"]
    with pytest.raises(Failed, match="dns"):
        asking.resolve("none.test", 443)


def test_the_second_address_is_tried(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.create_connection

    def first_is_down(address: tuple[str, int], *rest: object) -> socket.socket:
        if address[0] == "127.0.0.2":
            raise ConnectionRefusedError
        return connect(address, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", first_is_down)
    asker = server.asker(permitted=(ip_network("127.0.0.0/30"),))
    two = Asker(asker.policy, asker.pace, lambda host, port: ["127.0.0.2", "127.0.0.1"], asker.context)
    assert two.ask(server.url("/ok")).answered is Answered.ALIVE


def test_what_a_resolver_says_must_be_an_address(server: Server) -> None:
    asker = server.asker()
    odd = Asker(asker.policy, asker.pace, lambda host, port: ["not-an-address"], asker.context)
    assert odd.ask(server.url("/ok")) == Answer(Answered.REFUSED, "address")


def test_words() -> None:
    assert str(Refused("address")) in WHY
    assert Policy().ports == frozenset({443})
    assert Policy().permitted == ()
