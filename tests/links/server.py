"""An https server on the loopback interface, with every way to answer badly."""

from __future__ import annotations

import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

import trustme

from generator.links.ask import Asker, Pace
from generator.links.policy import Policy

HOST, OTHER = "links.test", "other.test"
#: Names as the tests' resolver knows them; the server answers for the first two.
NAMES = {
    HOST: ["127.0.0.1"],
    OTHER: ["127.0.0.1"],
    "inside.test": ["10.0.0.8"],
    "both.test": ["127.0.0.1", "192.168.0.1"],
    "metadata.test": ["169.254.169.254"],
    "nobody.test": [],
    "wrong-name.test": ["127.0.0.1"],
}


@dataclass
class Server:
    """The running server: its port, and what it was asked."""

    port: int
    authority: trustme.CA
    asked: list[tuple[str, str, str, str]] = field(default_factory=list)  # method, path, Host, User-Agent
    sni: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    resolved: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.resolved.append(host)
        return NAMES[host]

    def asker(self, **given: Any) -> Asker:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        policy = Policy(
            **{
                "connect": 2.0,
                "whole": 4.0,
                "pause": 0.01,
                "between": 0.0,
                "ports": frozenset({self.port}),
                "permitted": (ip_network("127.0.0.1/32"),),
                **given,
            }
        )
        return Asker(policy, Pace(policy.between), self.resolve, context)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_HEAD(self) -> None:  # the name that http.server calls
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        server: Server = self.server.known  # type: ignore[attr-defined]
        server.asked.append((self.command, self.path, self.headers["Host"], self.headers["User-Agent"]))
        server.counts[self.path] += 1
        own, foreign = server.url(""), server.url("", OTHER)
        redirects = {
            "/moved": (301, "/ok"),
            "/moved-twice": (308, f"{foreign}/moved"),
            "/found": (302, "/ok"),
            "/moved-for-now": (301, "/found"),
            "/loop": (302, "/loop"),
            "/to-http": (302, f"http://{HOST}/"),
            "/to-inside": (302, server.url("/", "inside.test")),
            "/to-loopback": (302, f"https://127.1:{server.port}/"),
            "/to-file": (302, "file:///etc/passwd"),
            "/to-port": (302, f"https://{HOST}:22/"),
            "/to-user": (302, own.replace("https://", "https://a:b@")),
            "/to-nothing": (302, "https://["),
        }
        statuses = {"/gone": 410, "/missing": 404, "/secret": 403, "/slow-down": 429, "/broken": 500, "/odd": 304}
        if self.path in redirects:
            status, location = redirects[self.path]
            self._send(status, {"Location": location})
        elif self.path in statuses:
            self._send(statuses[self.path])
        elif self.path == "/get-only":
            self._send(405 if self.command == "HEAD" else 200)
        elif self.path == "/head-lies":
            self._send(404 if self.command == "HEAD" else 200)
        elif self.path == "/second-time":
            self._send(200 if server.counts[self.path] > 2 else 503)
        elif self.path == "/cut":
            self.close_connection = True
        elif self.path == "/drip":
            self._drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 4000)
        elif self.path == "/not-http":
            self.wfile.write(b"HELLO\r\n\r\n")
            self.close_connection = True
        elif self.path == "/endless":
            self._endless()
        else:
            self._send(200 if self.path.startswith("/ok") else 404)

    def _send(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def _drip(self, content: bytes) -> None:
        with suppress(OSError):
            for index in range(len(content)):
                self.wfile.write(content[index : index + 1])
                time.sleep(0.2)

    def _endless(self) -> None:
        """HEAD is refused; the body of GET never ends."""
        if self.command == "HEAD":
            self._send(405)
            return
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        with suppress(OSError):
            while True:
                self.wfile.write(b"x" * 65536)
                self.server.known.counts["sent"] += 65536  # type: ignore[attr-defined]


class _Https(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what some tests are about."""


@contextmanager
def serving() -> Iterator[Server]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST, OTHER).configure_cert(context)
    http = _Https(("127.0.0.1", 0), _Handler)
    known = Server(http.server_address[1], authority)
    context.sni_callback = lambda _sock, name, _context: known.sni.append(name)
    http.socket = context.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
    http.known = known  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        http.shutdown()
        http.server_close()
