"""Addresses: of every page below the site (design contract), of a line in the repository, of its issue form."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, urlencode

from generator.model.city import History
from generator.model.dossier import Cycle
from generator.model.finding import Position
from generator.model.industry import normalised
from generator.model.standard import Head

REGISTER = "factories/"
REFERENCES = "references/"
FACTORS = f"{REFERENCES}factors/"


OUTLOOK = "outlook/"
#: Addresses that stand in `content/pages/`, written by hand.
METHOD, SUBMIT, DATA, ABOUT = "method/", "submit/", "data/", "about/"
#: The prefilled text of an issue form must fit an address.
_LONGEST_TITLE = 200


def relative(page: str, target: str) -> str:
    """The address of ``target`` as seen from ``page``; both below the site, pages as folders (``a/b/``)."""
    path, mark, rest = _cut(target)
    way = posixpath.relpath(f"/{path}", f"/{page}")
    if path.endswith("/") or not path:
        way = f"{way}/"
    if way == "./" and mark == "#":
        return f"#{rest}"
    return f"{way}{mark}{rest}"


def _cut(target: str) -> tuple[str, str, str]:
    """The path, and what follows it with its sign: a query or a fragment."""
    for sign in ("?", "#"):
        path, mark, rest = target.partition(sign)
        if mark:
            return path, mark, rest
    return target, "", ""


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────


def factory(slug: str) -> str:
    """A factory."""
    return f"{REGISTER}{slug}/"


def cycle(one: Cycle) -> str:
    """A cycle: its scorecard."""
    return f"{factory(one.factory.slug)}{one.name}/"


def group(one: Cycle, no: int) -> str:
    """A group page of a cycle."""
    return f"{cycle(one)}g{no}/"


def clause(one: Cycle, id_: str) -> str:
    """An indicator on the group page of a cycle."""
    return f"{group(one, int(id_.partition('.')[0]))}#{anchor(id_)}"


def basic(one: Cycle, no: int | None = None) -> str:
    """The basic requirements of a cycle, or one of them."""
    return f"{cycle(one)}basic/" + (f"#b-{no}" if no else "")


def evidence(one: Cycle, id_: str = "") -> str:
    """The evidence register of a cycle, or an entry of it."""
    return f"{cycle(one)}evidence/" + (f"#e-{id_}" if id_ else "")


def footprint(one: Cycle) -> str:
    """The product footprints of a cycle."""
    return f"{cycle(one)}footprint/"


def carbon(one: Cycle, section: str = "") -> str:
    """The carbon account of a cycle, or a section of it."""
    return f"{cycle(one)}carbon/" + (f"#{section}" if section else "")


def factor(at: Position) -> str:
    """A factor on the page of the reference data."""
    return f"{FACTORS}#{factor_anchor(at)}"


def evidence_file(one: Cycle, name: str) -> str:
    """A public evidence file of a cycle, as it was handed in."""
    return f"{evidence(one)}files/{quote(name)}"


def outlook(one: Cycle) -> str:
    """How the points of a cycle stand on later days."""
    return f"{cycle(one)}outlook/"


def outlook_month(month: str) -> str:
    """What lapses in the city in a month, ``2027-04``."""
    return f"{OUTLOOK}{month}/"


def standard(head: Head) -> str:
    """The overview of a standard."""
    return f"standards/{head.id}/"


def standard_group(head: Head, no: int) -> str:
    """A group page of a standard."""
    return f"{standard(head)}g{no}/"


def standard_clause(head: Head, id_: str) -> str:
    """An indicator on the page of its group."""
    return f"{standard_group(head, int(id_.partition('.')[0]))}#{anchor(id_)}"


def standard_basic(head: Head, no: int | None = None) -> str:
    """The basic requirements of a standard, or one of them."""
    return f"{standard(head)}basic/" + (f"#b-{no}" if no else "")


def readings(head: Head, id_: str = "") -> str:
    """The open readings of a standard, or one of them."""
    return f"{standard(head)}readings/" + (f"#{reading_anchor(id_)}" if id_ else "")


def district(code: str) -> str:
    """The factories of a district."""
    return f"{REGISTER}districts/{code}/"


def industry(code: str) -> str:
    """The factories of a division of industry."""
    return f"{REGISTER}industries/{code}/"


def register(**query: str) -> str:
    """The register with a filter set."""
    return f"{REGISTER}?{urlencode(query)}" if query else REGISTER


def data_of_cycle(one: Cycle) -> str:
    """The open data of a cycle."""
    return f"api/v1/factories/{one.factory.slug}/{one.name}.json"


def ledger_of_cycle(one: Cycle) -> str:
    """Every line of the carbon account of a cycle, as CSV."""
    return f"api/v1/factories/{one.factory.slug}/{one.name}/ledger.csv"


def data_of_outlook(one: Cycle | None = None) -> str:
    """The open data of the outlook of a cycle, or of the city."""
    return f"api/v1/factories/{one.factory.slug}/{one.name}/outlook.json" if one else "api/v1/outlook.json"


def data_of_standard(head: Head) -> str:
    """The open data of a standard."""
    return f"api/v1/standards/{head.id}.json"


# ── anchors and codes ──────────────────────────────────────────────────────────────────────────────────────


def anchor(id_: str) -> str:
    """``9.9.9`` → ``i-9-9-9``."""
    return "i-" + id_.replace(".", "-")


def reading_anchor(id_: str) -> str:
    """The id of a reading, fit for an address: ``R-9.9.9`` → ``r-9-9-9``."""
    return id_.lower().replace(".", "-")


def line_anchor(year: int, id_: str, scope: str) -> str:
    """A line of a ledger: 2025, ``fuels[0]`` in scope 1 → ``l-2025-1-fuels-0``."""
    return f"l-{year}-{scope.replace('_', '-')}-" + re.sub(r"[^a-z0-9]+", "-", id_.lower()).strip("-")


def factor_anchor(at: Position) -> str:
    """A row of the reference data by its place: line 36 of gwp.yaml → ``gwp-36``."""
    name = posixpath.basename(at.file).partition(".")[0].replace("_", "-")
    return f"{name}-{at.line}"


def division(code: str) -> str:
    """The division of an industry code: ``C3451`` → ``C34``; a code that is none stays."""
    return (normalised(code) or code)[:3]


# ── the repository ─────────────────────────────────────────────────────────────────────────────────────────


def issue(history: History, title: str, page: str, at: Position | None = None) -> str | None:
    """The issue form of the repository, prefilled; None where the repository is not known."""
    if not history.repository:
        return None
    lines = [page] + ([f"{at.file}:{at.line}"] if at else [])
    title, body = title[:_LONGEST_TITLE], "\n".join(lines) + "\n\n"
    if "gitlab" in history.repository:
        return f"{history.repository}/-/issues/new?" + _query({"issue[title]": title, "issue[description]": body})
    return f"{history.repository}/issues/new?" + _query({"title": title, "body": body})


def _query(fields: dict[str, str]) -> str:
    return urlencode(fields, quote_via=quote)
