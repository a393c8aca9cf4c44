"""``dossier new``: the folder of a factory, every field explained and every clause with an example to uncomment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import TypeAdapter, ValidationError

from generator.model.city import Reference
from generator.model.industry import is_manufacturing
from generator.model.inputs import Slug
from generator.model.number import decimal_text, terminates
from generator.model.standard import Standard
from generator.model.uscc import ALPHABET, check_character, organisation_check_character
from generator.submit.claims import PLACEHOLDER, Examples, columns, example, note, scalar, yaml_lines
from generator.submit.layout import CYCLE, schema_line

TEMPLATES = "templates/scaffold"
LONGEST_SLUG = 60
#: Names that Windows keeps for itself: a folder of such a name cannot be checked out there.
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)


def new_factory(root: Path, slug: str, year: int, standard: Standard[Any], reference: Reference) -> list[str] | str:
    """Makes ``factories/<slug>/`` for the data year; the paths written, or why not (``中文 / English``).

    Nothing that exists is touched. ``standard`` is the one to be assessed by, ``reference`` names the districts.
    """
    problem = _problem(root, slug, year)
    if problem:
        return problem
    files = dict(scaffold(root, slug, year, standard, reference))
    (root / "factories" / slug).mkdir(parents=True)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return list(files)


def _problem(root: Path, slug: str, year: int) -> str | None:
    try:
        TypeAdapter(Slug).validate_python(slug)
    except ValidationError:
        return (
            f"文件夹名“{slug}”不可用：只用小写字母、数字和连字符，以字母开头，例如 wujin-bearing / "
            f"“{slug}” cannot be a folder name: lower-case letters, digits and hyphens, a letter first, "
            "such as wujin-bearing"
        )
    if len(slug) > LONGEST_SLUG or slug in RESERVED:
        return (
            f"文件夹名“{slug}”不可用：太长（上限 {LONGEST_SLUG} 个字符）或为系统保留名 / "
            f"“{slug}” cannot be a folder name: longer than {LONGEST_SLUG} characters, or reserved by Windows"
        )
    if not 1990 <= year <= 2099:
        return f"数据年 {year} 不可用：应在 1990 至 2099 之间 / the data year {year} is not between 1990 and 2099"
    folder = root / "factories" / slug
    if folder.exists() or folder.is_symlink():
        return (
            f"factories/{slug} 已经存在，未改动任何文件；请换一个名称，或直接修改其中的文件 / "
            f"factories/{slug} exists already and nothing was changed; choose another name or edit its files"
        )
    return None


def scaffold(
    root: Path, slug: str, year: int, standard: Standard[Any], reference: Reference
) -> Iterator[tuple[str, str]]:
    """The text of every file of a new folder, by its path in the repository."""
    years = list(range(year - int(standard.head.evaluation.years) + 1, year + 1))
    templates = root / TEMPLATES
    words = yaml.safe_load((templates / "facts.yaml").read_text("utf-8"))
    places = {
        fact: f"{file} {key}"
        for file, keys in words["computed"].items()
        for key, facts in keys.items()
        for fact in facts
    }
    environment = _environment(templates, Examples(standard, years, words["amounts"], places))
    district = next(iter(reference.districts))
    given = {
        "slug": slug,
        "year": year,
        "years": years,
        "standard": standard,
        "districts": reference.districts,
        "factors": reference.factors,
        "district": district,
        "industry": next(code for code in reference.industries if is_manufacturing(code)),
        "uscc": placeholder_code(slug, district),
        "levels": dict(_levels(standard)),
    }
    folder = f"factories/{slug}"
    files = [(f"{folder}/factory.yaml", "factory", year)]
    files += [(f"{folder}/{year}/{kind}.yaml", kind, year) for kind in CYCLE]
    files += [(f"{folder}/{year}/activity/{one}.yaml", "activity", one) for one in years]
    for path, kind, own in files:
        text = environment.get_template(f"{kind}.yaml.j2").render(given | {"own": own})
        yield path, f"{schema_line(PurePosixPath(path))}\n{text}"


def _environment(templates: Path, examples: Examples) -> Environment:
    """Jinja for YAML: plain text, and an error for anything that a template asks for and nobody gave."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  # the output is YAML, and scalar() quotes what needs it
    )
    environment.filters |= {"note": note, "example": example, "scalar": scalar, "points": _points}
    environment.globals |= {
        "todo": PLACEHOLDER,
        "ask": examples,
        "cite": lambda kind: f"[{examples.entry(kind)}]",
        "yaml_lines": yaml_lines,
        "rule_line": _rule_line,
    }
    return environment


def _points(value: Any) -> str:
    return decimal_text(value) if terminates(value) else f"{value.numerator}/{value.denominator}"


def _rule_line(text: str, indent: int) -> str:
    """A heading: the text, and a line drawn to the margin."""
    start = f"{' ' * indent}## ── {text} "
    return start + "─" * max(3, 100 - columns(start))


def _levels(standard: Standard[Any]) -> Iterator[tuple[str, str]]:
    """Kinds of evidence of which a rule asks a level, with the level asked."""
    rows = [(row.rule, row.evidence) for row in standard.basic]
    rows += [(row.rule, row.evidence) for row in standard.indicators()]
    for rule, kinds in rows:
        level = getattr(rule, "level", None)
        if level:
            yield from ((kind, level) for kind in kinds)


def placeholder_code(slug: str, district: str) -> str:
    """A credit code with correct check characters that nobody was given; another one for another slug."""
    digest = int.from_bytes(hashlib.sha256(slug.encode()).digest(), "big")
    organisation = "000" + "".join(ALPHABET[digest // 31**place % 31] for place in range(5))
    code = f"91{district}{organisation}{organisation_check_character(organisation)}"
    return code + check_character(code)
