"""Examples of claims, made from what the rules of a standard ask for (``Needs``), as lines of YAML."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.model.fact import base_name
from generator.model.rule import Needs
from generator.model.standard import FactKind, Standard

#: Stands where a person has to write; in a new folder it can be searched for.
PLACEHOLDER = "（待填）"
WIDTH = 104  # columns of a line in a new file

# Text that YAML and the strict parser read as it stands, in brackets as well.
_PLAIN = re.compile(r"[\w（./][\w（）().、·/%@＋—–\- ]*(?<! )")
_WORDS = frozenset({"true", "false", "null"})


@dataclass(frozen=True)
class Examples:
    """What examples are made with: a standard, the years to account for, a typical amount for figures that are claimed
    or compared, and the place (file and list) that each computed one is counted from."""

    standard: Standard[Any]
    years: Sequence[int]
    amounts: Mapping[str, str]
    places: Mapping[str, str]

    def entry(self, kind: str) -> str:
        """The id that the new register plans for a kind of evidence."""
        kinds = list(self.standard.head.evidence_kinds)
        width = max(2, len(str(len(kinds))))
        return f"E{(kinds.index(kind) if kind in kinds else 0) + 1:0{width}d}"

    def claimed(self, needs: Needs) -> list[str]:
        """The figures that a claim states itself; all others are computed."""
        return [name for name in needs.facts if self.kind(name).home == "claimed"]

    def computed(self, needs: Needs) -> dict[str, list[str]]:
        """The titles of the figures that are computed, by the place that they are counted from."""
        found: dict[str, list[str]] = {}
        for name in needs.facts:
            kind, key = self.kind(name), name.partition("[")[2].rstrip("]")
            if kind.home == "computed":
                titles = found.setdefault(self.places.get(base_name(name), ""), [])
                titles.append(f"{kind.title.zh}（{key}）" if key else kind.title.zh)
        return found

    def kind(self, fact: str) -> FactKind:
        return self.standard.head.facts[base_name(fact)]

    def amount(self, fact: str) -> str:
        """A figure in the form that its kind asks for."""
        kind = self.kind(fact)
        plain = {"share": "62.5 %", "count": "3", "flag": "true"}
        return self.amounts.get(base_name(fact)) or plain.get(kind.type) or f"12.5 {kind.unit or 't/万元'}"

    def claim(self, needs: Needs, kinds: Sequence[str]) -> dict[str, Any]:
        """A claim that answers everything a rule asks, and cites evidence where the answer stands."""
        claim: dict[str, Any] = {}
        if needs.state:
            claim["state"] = "met"
        if needs.degree:
            claim |= {"degree": f"{needs.step} %", "statement": f"{PLACEHOLDER}理由"}
        if needs.choices:
            claim["choice"] = needs.choices[0].id
        facts = self.claimed(needs)
        if facts:
            claim["facts"] = {fact: self.amount(fact) for fact in facts}
        if needs.benchmark:
            value = self.amount(needs.facts[0])
            source = f"{PLACEHOLDER}文件名称、条款、年份"
            claim["benchmark"] = {"basis": needs.benchmark[0], "value": value, "source": source}
        if needs.parts:
            claim["parts"] = {part.id: self.claim(part.needs(), part.evidence or kinds) for part in needs.parts}
        elif needs.year:
            claim["years"] = {str(year): self.claim(needs.year, kinds) for year in self.years}
        else:
            claim["evidence"] = [self.entry(kinds[0] if kinds else "")]
        return claim


def yaml_lines(key: str, value: Any, indent: int = 0, width: int = WIDTH - 2) -> list[str]:
    """``key: value`` as lines; a mapping stands in braces where it holds no deeper one and is no wider than that."""
    start = " " * indent + key + ":"
    line = f"{start} {_flow(value)}"
    deep = isinstance(value, dict) and any(isinstance(one, dict) and len(value) > 1 for one in value.values())
    parts = isinstance(value, dict) and {"parts", "years"} & value.keys()
    if not isinstance(value, dict) or (not deep and not parts and columns(line) <= width):
        return [line]
    return [
        start,
        *(line for inner, one in value.items() for line in yaml_lines(scalar(inner), one, indent + 2, width)),
    ]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value)


def scalar(text: str) -> str:
    """A text as YAML, in double quotes where it could be read as something else."""
    return text if _PLAIN.fullmatch(text) and text not in _WORDS else json.dumps(text, ensure_ascii=False)


# ── comments ───────────────────────────────────────────────────────────────────────────────────────────────

# A word with the punctuation that may not begin a line, or one Chinese character with it.
_CLOSING = "，。；：、！？）》】”’…％%.,;:!?)]}"
_PIECES = re.compile(rf"[（《【“‘]*(?:[!-~]+|.)[{re.escape(_CLOSING)}]* *", re.DOTALL)


def note(text: str, indent: int = 0, inset: int = 0) -> str:
    """An explanation as comment lines that begin with ``##``, broken at :data:`WIDTH`.

    ``indent`` stands before the signs, ``inset`` after them; where it is inset, later lines hang in by two more.
    """
    lines = [""]
    for piece in _PIECES.findall(" ".join(text.split())):
        hang = 2 if inset and len(lines) > 1 else 0
        if lines[-1] and columns(lines[-1] + piece.rstrip()) > WIDTH - indent - 3 - inset - hang:
            lines.append("")
        lines[-1] += piece
    start = f"{' ' * indent}## {' ' * inset}"
    return "\n".join(start + ("  " if inset and index else "") + one.rstrip() for index, one in enumerate(lines))


def example(lines: Iterable[str], indent: int = 0) -> str:
    """Lines of YAML as comments that begin with a single ``#``: taken away, the example counts."""
    return "\n".join(f"{' ' * indent}# {line}" for line in lines)


def columns(text: str) -> int:
    """How wide a text is on the screen: Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
