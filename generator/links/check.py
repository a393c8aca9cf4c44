"""A run of the link check: whom to ask this time, one host after another, and what to make of the answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from urllib.parse import urlsplit

from generator.links.ask import WHY
from generator.links.policy import Policy
from generator.model.finding import Finding, Position, finding
from generator.model.link import Answer, Answered, Asked, LinkReport, Remembered

Places = Mapping[str, tuple[Position, ...]]


def check_links(
    links: Places,
    memory: Mapping[str, Remembered],
    ask: Callable[[str], Answer],
    today: date,
    policy: Policy,
) -> tuple[LinkReport, list[Finding]]:
    """Ask for the links whose turn it is; what is remembered of links that are gone is dropped.

    A link is dead that failed on ``grace_days`` days in a row, the first of them ``grace`` ago; until then it is
    failing, which is a note.
    """
    chosen = choose(links, memory, policy)
    answers = dict(_asked(chosen, ask, policy))
    asked = []
    renewed = {url: memory[url] for url in links if url in memory}
    for url in sorted(answers):
        remembered = remember(memory.get(url, Remembered()), answers[url], today)
        renewed[url] = remembered
        since = remembered.failing_since
        dead = since is not None and today - since >= policy.grace and remembered.failed_days >= policy.grace_days
        asked.append(Asked(url, links[url], answers[url], remembered, dead))
    report = LinkReport(tuple(asked), len(links) - len(asked), renewed)
    return report, [found for one in asked for found in _found(one, policy)]


def choose(links: Places, memory: Mapping[str, Remembered], policy: Policy) -> dict[str, list[str]]:
    """Host → links of this run: those first that were asked longest ago, within the limits."""
    by_turn = sorted(links, key=lambda url: (memory.get(url, Remembered()).asked or date.min, url))
    chosen: defaultdict[str, list[str]] = defaultdict(list)
    count = 0
    for url in by_turn:
        host = _host(url)
        if count < policy.per_run and len(chosen[host]) < policy.per_host:
            chosen[host].append(url)
            count += 1
    return {host: urls for host, urls in chosen.items() if urls}


def _asked(
    chosen: Mapping[str, list[str]], ask: Callable[[str], Answer], policy: Policy
) -> Iterator[tuple[str, Answer]]:
    with ThreadPoolExecutor(policy.workers) as pool:
        for answers in pool.map(lambda urls: [(url, ask(url)) for url in urls], chosen.values()):
            yield from answers


def remember(old: Remembered, answer: Answer, today: date) -> Remembered:
    """What to store after an answer; several failures on one day are one."""
    if answer.answered is not Answered.FAILED:
        return Remembered(asked=today)
    another_day = old.asked != today or old.failing_since is None
    return Remembered(today, old.failing_since or today, old.failed_days + another_day, answer.why)


def _found(one: Asked, policy: Policy) -> Iterator[Finding]:
    why = WHY.get(one.answer.why, one.answer.why)
    since = one.remembered.failing_since
    for at in one.places:
        if one.answer.answered is Answered.REFUSED:
            yield finding("link.refused", at, url=one.url, why=why)
        elif since is not None and one.dead:
            yield finding("link.dead", at, url=one.url, since=since.isoformat(), why=why)
        elif since is not None:
            due = (since + policy.grace).isoformat()
            yield finding("link.failing", at, url=one.url, since=since.isoformat(), why=why, due=due)
        elif one.answer.moved_to:
            yield finding("link.moved", at, url=one.url, to=one.answer.moved_to)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
