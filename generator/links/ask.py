"""Ask for one link: resolve once, look at every address, connect to one of just those, and again at each redirect."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, ip_address
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from generator.links.addresses import Address, denied, literal
from generator.links.policy import Policy
from generator.model.link import Answer, Answered

Resolve = Callable[[str, int], Sequence[str]]
#: Words for what went wrong, in both languages; a status speaks for itself.
WHY = {
    "form": "写法不可用 malformed",
    "scheme": "不是 https not https",
    "port": "端口不是 443 another port",
    "user": "地址含用户名 names a user",
    "address": "不是公网地址 not a public address",
    "dns": "域名无法解析 no such host",
    "timeout": "超时 timed out",
    "certificate": "证书无效 bad certificate",
    "connection": "无法连接 no connection",
    "protocol": "应答有误 bad answer",
    "redirects": "跳转太多 too many redirects",
}
MOVED, MOVED_FOR_GOOD = (301, 302, 303, 307, 308), (301, 308)
#: Somebody answers there, who wants to know more of us than a link check tells.
RESTRICTED = (401, 402, 403, 407, 429, 451)
#: Where a HEAD says less than a GET would.
ASK_AGAIN = (400, 403, 404, 405, 406, 410, 501)
SERVER_ERROR = 500
HTTPS = 443
#: What may stand in the path and the query of a request as it is.
SAFE = "/%:@!$&'()*+,;=-._~?[]"


class Refused(Exception):  # noqa: N818  # not an error of ours
    """A link that is not asked for, with the word for it."""


class Failed(Exception):  # noqa: N818
    """A link that does not answer, with the word for it."""


@dataclass
class Pace:
    """At most one request to an address every so many seconds, whoever asks."""

    between: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, address: str) -> None:
        with self._lock:
            now = self.clock()
            at = max(now, self._next.get(address, now))
            self._next[address] = at + self.between
        if at > now:
            self.sleep(at - now)


@dataclass(frozen=True)
class Asker:
    """Everything that asking needs; ``resolve`` and ``context`` are other ones in tests."""

    policy: Policy
    pace: Pace
    resolve: Resolve
    context: ssl.SSLContext

    def ask(self, url: str) -> Answer:
        """The answer, tried again where another try may help."""
        answer = Answer(Answered.FAILED)
        for attempt in range(self.policy.tries):
            if attempt:
                self.pace.sleep(self.policy.pause * 2 ** (attempt - 1))
            answer = self._once(url)
            if answer.answered is not Answered.FAILED or answer.why in ("HTTP 404", "HTTP 410"):
                break
        return answer

    def _once(self, url: str) -> Answer:
        moved_to, for_good, here = "", True, url
        try:
            for _ in range(self.policy.redirects + 1):
                status, location = self._request(here)
                if status not in MOVED or not location:
                    break
                here = _joined(here, location)
                for_good = for_good and status in MOVED_FOR_GOOD
                moved_to = here if for_good else moved_to
            else:
                raise Failed("redirects")
        except Refused as refused:
            return Answer(Answered.REFUSED, str(refused))
        except Failed as failed:
            return Answer(Answered.FAILED, str(failed))
        if status in RESTRICTED:
            return Answer(Answered.RESTRICTED, f"HTTP {status}")
        if not 200 <= status < 300:
            return Answer(Answered.FAILED, f"HTTP {status}")
        return Answer(Answered.ALIVE, f"HTTP {status}", moved_to)

    def _request(self, url: str) -> tuple[int, str]:
        """Status and Location of one page, by HEAD, and by GET where HEAD is not to be believed."""
        host, port, path = target(url, self.policy.ports)
        addresses = self.addresses(host, port)
        status, location = self._sent("HEAD", host, port, path, addresses)
        if status in ASK_AGAIN or status >= SERVER_ERROR:
            status, location = self._sent("GET", host, port, path, addresses)
        return status, location

    def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """What a host resolves to, once; Refused where any of it is not public."""
        try:
            found = literal(host)
        except ValueError:
            raise Refused("form") from None
        if found is not None:
            if (
                isinstance(found, IPv4Address) and str(found) != host
            ):  # 0x8.8 and the like: nobody writes so for readers
                raise Refused("address")
            resolved: Sequence[str] = (str(found),)
        else:
            resolved = self.resolve(host, port)
        if not resolved:
            raise Failed("dns")
        if any(denied(_parsed(address), self.policy.permitted) for address in resolved):
            raise Refused("address")
        return tuple(dict.fromkeys(resolved))

    def _sent(self, method: str, host: str, port: int, path: str, addresses: Sequence[str]) -> tuple[int, str]:
        last = Failed("connection")
        for address in addresses:
            self.pace.wait(address)
            try:
                return self._exchange(method, host, port, path, address)
            except Failed as failed:
                last = failed
                if str(failed) not in ("connection", "timeout"):
                    break
        raise last

    def _exchange(self, method: str, host: str, port: int, path: str, address: str) -> tuple[int, str]:
        """One request to one address; Failed with the word for whatever goes wrong."""
        connection = _Connection(host, port, address, self.context, self.policy)
        headers = {"User-Agent": self.policy.agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        try:
            with connection.within(self.policy.whole):
                connection.request(method, path, headers=headers)
                answer = connection.getresponse()
                if method != "HEAD":
                    answer.read(self.policy.most_bytes)
                return answer.status, answer.getheader("Location") or ""
        except ssl.SSLCertVerificationError:
            raise Failed("certificate") from None
        except TimeoutError:
            raise Failed("timeout") from None
        except http.client.RemoteDisconnected:
            raise Failed("timeout" if connection.late else "connection") from None
        except http.client.HTTPException:
            raise Failed("timeout" if connection.late else "protocol") from None
        except (OSError, ValueError):  # ssl says ValueError of a connection that was cut
            raise Failed("timeout" if connection.late else "connection") from None
        finally:
            connection.close()


class _Connection(http.client.HTTPSConnection):
    """To one address, whatever the name resolves to by now; the name stays in SNI, certificate and Host."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext, policy: Policy) -> None:
        super().__init__(host, port, timeout=policy.connect, context=context)
        self.address, self.wrapping = address, context
        self.late = False

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        try:
            self.sock = self.wrapping.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        except (OSError, ValueError):
            plain.close()
            raise
        if self.late:  # the time was up while there was nothing to cut
            raise TimeoutError
        self.sock.do_handshake()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Cut the connection when the time is up: a host that sends a byte now and then holds nobody."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.late = True
        sock: Any = self.sock
        if sock is not None:
            try:
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # below TLS, which is not to be waited for
            except OSError:
                self.late = True  # closed in the meantime


def target(url: str, ports: frozenset[int]) -> tuple[str, int, str]:
    """Host, port and request path of a link; Refused where it is not one that we ask for."""
    try:
        parts = urlsplit(url)
        port = HTTPS if parts.port is None else parts.port
        host = parts.hostname or ""
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError too
        raise Refused("form") from None
    if parts.scheme != "https":
        raise Refused("scheme")
    if "@" in parts.netloc:
        raise Refused("user")
    if not host:
        raise Refused("form")
    if port not in ports:
        raise Refused("port")
    path = quote(parts.path or "/", safe=SAFE)
    return host, port, f"{path}?{quote(parts.query, safe=SAFE)}" if parts.query else path


def resolve(host: str, port: int) -> Sequence[str]:
    """Every address of a name, in the resolver's order; Failed where there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Failed("dns") from None
    return [str(row[4][0]) for row in found]


def _joined(base: str, location: str) -> str:
    try:
        parts = urlsplit(urljoin(base, location))
        return urlunsplit(parts._replace(fragment=""))
    except ValueError:
        raise Failed("protocol") from None


def _parsed(address: str) -> Address:
    try:
        return ip_address(address)
    except ValueError:
        raise Refused("address") from None
