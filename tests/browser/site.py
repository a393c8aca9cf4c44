"""The built site as the tests see it: where it stands, which page is of which kind, and a server for it."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

KIND = re.compile(r'class="pg (?:pg-)?([\w-]+)"')


@dataclass(frozen=True)
class Site:
    """A built site, served on the loopback interface."""

    folder: Path
    address: str

    def url(self, path: str) -> str:
        return f"{self.address}/{path}"

    def page_of(self, kind: str) -> str:
        """The longest page of a kind: the one that shows most. A page may also go by its address."""
        if (self.folder / kind / "index.html").is_file():
            return f"{kind}/"
        found = [path for path in self.pages() if kind in kinds_of(path)]
        assert found, f"no page of the kind {kind}"
        longest = max(found, key=lambda path: (path.stat().st_size, path.as_posix()))
        return longest.relative_to(self.folder).as_posix().removesuffix("index.html")

    def pages(self) -> list[Path]:
        return sorted(self.folder.rglob("index.html"))


@functools.cache
def kinds_of(path: Path) -> frozenset[str]:
    return frozenset(KIND.findall(path.read_text("utf-8")))


class _Handler(SimpleHTTPRequestHandler):
    """Quiet, and with the site's own page for what is not there."""

    def log_message(self, *_: Any) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The folder on a free port of the loopback interface."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(folder, f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
