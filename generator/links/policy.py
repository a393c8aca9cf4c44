"""How other hosts are asked: limits, patience, and what is never done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from generator import __version__
from generator.links.addresses import Network


@dataclass(frozen=True)
class Policy:
    """Seconds, bytes and counts; the defaults are those of the command."""

    connect: float = 10.0  # to connect, and for every silence after
    whole: float = 30.0  # one request, from connecting to the last byte read
    most_bytes: int = 64 * 1024  # of a body; more is not read
    redirects: int = 5
    tries: int = 3
    pause: float = 3.0  # before the second try, then twice as long each time
    between: float = 1.0  # between two requests to one address
    per_host: int = 50  # links of one host in a run; the rest waits for the next
    per_run: int = 1000
    workers: int = 4  # hosts asked at a time
    ports: frozenset[int] = frozenset({443})
    permitted: tuple[Network, ...] = ()  # exempt from the deny list: tests on the loopback
    grace: timedelta = timedelta(days=14)  # a link is dead that failed for so long …
    grace_days: int = 3  # … on so many days on which it was asked for
    agent: str = f"nearzero-dossiers/{__version__} (link check)"
