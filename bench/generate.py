"""Make a repository with N realistic factories: the examples' structure, figures and prose of their own.

Six industries in turn, 35 and more evidence entries each, three years, narratives. Every text is strict YAML that
passes ``dossier check`` without an error; the same N and seed give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bench import prose
from generator.load.strict_yaml import parse
from generator.model.uscc import ALPHABET, check_character, organisation_check_character

ROOT = Path(__file__).resolve().parents[1]
DISTRICTS = ("320402", "320404", "320411", "320412", "320413", "320481")
#: Figures that belong together keep their proportion: these keys hold amounts that grow with the factory.
SCALED = frozenset(
    "amount recycled utilised total renewable output output_value value_added site_area building_area stock topped_up"
    " recovered usable covered baseline_use actual_use planned actual reduction saving part whole".split()
)
SENTENCES = frozenset({"statement", "note", "reason", "improvement", "reasons"})
SHORTS = frozenset({"topic", "place", "item"})
_SERIAL = re.compile(r"(?P<prefix>.*?)(?P<digits>[0-9]+)")
_AMOUNT = re.compile(r"(?P<number>[0-9]+(?:\.(?P<decimals>[0-9]+))?) (?P<unit>\S+)")


@dataclass(frozen=True)
class Source:
    """An example cycle: its files as plain data."""

    slug: str
    cycle: str
    factory: dict[str, Any]
    files: dict[str, Any]


def generate(count: int, target: Path, *, seed: int = 1) -> None:
    """Write ``count`` factories and everything a build needs into ``target``."""
    sources = examples()
    for name in ("content", "templates", "mkdocs.yml"):
        place = target / name
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(ROOT / name)
    shutil.rmtree(target / "factories", ignore_errors=True)
    (target / "factories").mkdir(parents=True)
    for index in range(count):
        write_factory(sources[index % len(sources)], index, target / "factories", Random(f"{seed}:{index}"))


def examples() -> list[Source]:
    """The newest public cycle of each example factory."""
    found = []
    for folder in sorted((ROOT / "factories").iterdir()):
        cycles = sorted(path for path in folder.glob("[12]*") if (path / "authority").is_dir())
        if cycles:
            files = {path.relative_to(cycles[-1]).as_posix(): read(path) for path in sorted(cycles[-1].rglob("*.yaml"))}
            found.append(Source(folder.name, cycles[-1].name, read(folder / "factory.yaml"), files))
    return found


def read(path: Path) -> Any:
    """The data of one of our own YAML files."""
    tree, findings = parse(path.read_bytes(), path.name)
    if tree is None:
        raise ValueError(f"{path}: {findings}")
    return tree.data


def write_factory(source: Source, index: int, target: Path, rng: Random) -> None:
    """One factory: an example's structure with a size, figures, names and words of its own."""
    slug = f"{source.slug.partition('-')[2]}-{index:05d}"
    folder = target / slug
    zh = f"示例{prose.name(rng)}{index}号工厂"
    size = rng.randint(40, 260)
    district = DISTRICTS[index % len(DISTRICTS)]
    edits = Edits(rng, size, source.slug, slug, hashes(slug))
    factory = {
        **source.factory,
        "slug": slug,
        "name": {"zh": zh, "en": f"Example factory {index}"},
        "uscc": credit_code(rng, district, index),
    }
    _write(folder / "factory.yaml", factory)
    for name, data in source.files.items():
        edited = edits.value(data, ())
        if name == "profile.yaml":
            edited["address"] = {"district": district, "text": f"示例路 {rng.randint(1, 999)} 号"}
            edited["boundary"] = prose.sentence(rng)
        _write(folder / source.cycle / name, edited)
    for chapter in ("profile", "energy", "plan"):
        path = folder / source.cycle / "narrative" / f"{chapter}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(prose.chapter(rng, f"{zh} {chapter}"), "utf-8")


def hashes(slug: str) -> Iterator[str]:
    number = 0
    while True:
        yield hashlib.sha256(f"{slug}:{number}".encode()).hexdigest()
        number += 1


def credit_code(rng: Random, district: str, index: int) -> str:
    """A credit code with both check characters right; the index keeps codes apart."""
    first = f"MA{rng.choice(ALPHABET[:10])}{index:05d}"
    head = f"91{district}{first}{organisation_check_character(first)}"
    return head + check_character(head)


@dataclass(frozen=True)
class Edits:
    """What is changed in the data of an example."""

    rng: Random
    size: int  # per cent of the example
    old_slug: str
    slug: str
    digests: Iterator[str]

    def value(self, value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, dict):
            return numbered({key: self.value(inner, (*path, key)) for key, inner in value.items()})
        if isinstance(value, list):
            return [self.value(inner, path) for inner in value]
        return self.text(value, path) if isinstance(value, str) else value

    def text(self, text: str, path: tuple[str, ...]) -> str:
        key = path[-1] if path else ""
        edit: dict[bool, Callable[[], str]] = {
            key in SENTENCES: lambda: prose.sentence(self.rng),
            key in SHORTS: lambda: prose.short(self.rng),
            key == "sha256": lambda: next(self.digests),
            key in ("serial_from", "serial_to"): lambda: text.replace(self.old_slug, self.slug),
            key in SCALED and "footprints" not in path: lambda: self.scaled(text),  # a chain is per unit
            key == "title": lambda: f"{text} {self.rng.randint(1000, 9999)}",
        }
        return edit[True]() if True in edit else text

    def scaled(self, text: str) -> str:
        """The amount at this factory's size, with as many decimals as before."""
        match = _AMOUNT.fullmatch(text)
        if match is None or match["unit"] == "%" or "/" in match["unit"]:
            return text  # a share or an intensity does not grow
        places = len(match["decimals"] or "")
        units = int(match["number"].replace(".", "")) * self.size * (1000 + self.rng.randint(-8, 8)) // 100_000
        digits = str(units).rjust(places + 1, "0")
        number = f"{digits[:-places]}.{digits[-places:]}" if places else digits
        return f"{number} {match['unit']}"


def numbered(row: dict[str, Any]) -> dict[str, Any]:
    """A row of instruments.yaml with a series of its own, as many numbers as its amount; any other as it is."""
    first = _SERIAL.fullmatch(str(row.get("serial_from", "")))
    amount = _AMOUNT.fullmatch(str(row.get("amount", "")))
    if first is None or amount is None or "serial_to" not in row:
        return row
    last = max(int(amount["number"].partition(".")[0]), 1)
    return row | {"serial_from": f"{row['serial_from']}-000001", "serial_to": f"{row['serial_from']}-{last:06d}"}


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    body = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(body, "utf-8")
