"""``dossier new``: what it writes passes as a draft, and every example in it holds when its comment is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml

from generator.check.base import facts_of
from generator.export.schemas import WRITTEN, schema
from generator.load.reference import load_reference
from generator.load.schema import validate
from generator.load.standard import load_standard
from generator.load.strict_yaml import parse
from generator.load.text_policy import check as check_text
from generator.model.fact import base_name
from generator.model.rule import Needs
from generator.model.standard import Standard
from generator.model.uscc import problem
from generator.score.rules import Rule
from generator.submit.canonical import canonical
from generator.submit.claims import PLACEHOLDER, columns, note, scalar
from generator.submit.fmt import format_tree
from generator.submit.layout import kind_of
from generator.submit.new import new_factory, placeholder_code, scaffold
from tests.submit.desk import ROOT, Desk, enabled, examples

REFERENCE = load_reference(ROOT)
EDITION, _ = load_standard(ROOT, ROOT / "content/standards/changzhou-near-zero", Standard[Rule])
assert EDITION is not None
FILES = dict(scaffold(ROOT, "wujin-bearing", 2025, EDITION.standard, REFERENCE))
CYCLE = "factories/wujin-bearing/2025"
ANSWERS = FILES[f"{CYCLE}/assessment.yaml"]
CLAIMS = [run for run in examples(ANSWERS) if re.match(r' *# (?:"[0-9]"|[0-9.]+):', run)]
ROWS = [
    (name, run)
    for name, text in FILES.items()
    if not name.endswith("assessment.yaml") and "/activity/202" not in name.replace("/2025.yaml", "")
    for run in examples(text)
]


def made(desk: Desk, slug: str = "wujin-bearing", year: int = 2025) -> list[str]:
    paths = new_factory(desk.root, slug, year, desk.edition.standard, REFERENCE)
    assert isinstance(paths, list), paths
    return paths


def placed(desk: Desk, every_example: bool = False) -> None:
    """The files of a new factory, as they are made or with every example in use."""
    for name, text in FILES.items():
        path = desk.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(enabled(text) if every_example else text, "utf-8")


def rewrite(desk: Desk, name: str, run: str | None = None) -> None:
    path = desk.root / name
    path.write_text(enabled(path.read_text("utf-8"), run), "utf-8")


def register(desk: Desk, run: str) -> None:
    """Take the entries that a run of examples cites out of their comments as well."""
    name = f"{CYCLE}/evidence.yaml"
    entries = examples(FILES[name])
    for id_ in sorted(set(re.findall(r"\[(E[0-9]{2})\]", run))):
        rewrite(desk, name, next(one for one in entries if one.startswith(f"  # {id_}:")))


def label(value: object) -> str:
    return str(value).strip().removeprefix("# ").partition(":")[0] if isinstance(value, str) else ""


# ── what is written ────────────────────────────────────────────────────────────────────────────────────────


def test_files_of_a_new_factory(desk: Desk) -> None:
    paths = made(desk)
    inside = {path.relative_to(desk.root).as_posix() for path in (desk.root / "factories").rglob("*") if path.is_file()}
    assert set(paths) == inside == set(FILES)
    names = {Path(path).name for path in paths}
    assert names >= {
        "factory.yaml",
        "profile.yaml",
        "assessment.yaml",
        "evidence.yaml",
        "esg.yaml",
        "2023.yaml",
        "2025.yaml",
    }
    assert not (desk.root / CYCLE / "authority").exists()


def test_a_new_factory_is_a_draft_without_errors(desk: Desk) -> None:
    made(desk)
    seen = desk.see()
    assert seen.codes == {"claim.missing"}
    assert len(seen.findings) == 6 + 49
    assert seen.card.total.claimed == 0
    assert seen.cycle.public_since is None


@pytest.mark.parametrize(
    ("year", "electricity"), [(1999, "factor.before-first"), (2024, "factor.vintage-gap"), (2030, "factor.vintage-gap")]
)
def test_a_new_factory_of_another_year(desk: Desk, year: int, electricity: str) -> None:
    """All that is found is how old the factor of electricity is, or that there was none yet."""
    made(desk, year=year)
    for path in sorted((desk.root / "factories").rglob("*.yaml")):
        rewrite(desk, path.relative_to(desk.root).as_posix())
    assert desk.see().codes - {"evidence.unused"} == {electricity}


@pytest.mark.parametrize("name", FILES)
def test_first_line_names_the_schema_by_a_relative_path(name: str) -> None:
    first = FILES[name].partition("\n")[0]
    target = first.removeprefix("# yaml-language-server: $schema=")
    schema = ROOT / "build" / "schemas" / f"{kind_of(PurePosixPath(name))}.json"
    assert (ROOT / name).parent.joinpath(target).resolve() == schema


@pytest.mark.parametrize("name", FILES)
def test_files_stand_in_canonical_form(name: str) -> None:
    assert canonical(FILES[name]) == FILES[name]
    assert canonical(enabled(FILES[name])) == enabled(FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_lines_are_short_enough_to_read(name: str) -> None:
    long = [line for line in FILES[name].splitlines() if columns(line) > 130]
    assert not [line for line in long if "$schema" not in line and not re.match(r" *# E[0-9]", line)]


def test_text_to_be_written_is_marked() -> None:
    assert FILES["factories/wujin-bearing/factory.yaml"].count(f": {PLACEHOLDER}\n") == 2
    assert FILES[f"{CYCLE}/profile.yaml"].count(PLACEHOLDER) == 5


class Editor(yaml.SafeLoader):
    """YAML as an editor reads it (YAML 1.2, core schema)."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


Editor.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(?:null|~|)$"), ["n", "~", ""])
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))
Editor.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+$"), list("-+0123456789"))
Editor.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789"))


def text_keys(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): text_keys(value) for key, value in data.items()}
    return [text_keys(one) for one in data] if isinstance(data, list) else data


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("all_examples", [False, True])
def test_an_editor_has_no_complaint(name: str, all_examples: bool) -> None:
    kind = kind_of(PurePosixPath(name)) or ""
    text = enabled(FILES[name]) if all_examples else FILES[name]
    data = text_keys(yaml.load(text, Loader=Editor))
    validator = jsonschema.Draft202012Validator(schema(kind, WRITTEN[kind]))
    assert [f"{one.json_path}: {one.message}" for one in validator.iter_errors(data)] == []


# ── claims ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_clause_stands_there_with_its_claim(desk: Desk) -> None:
    standard = desk.edition.standard
    ids = [f'"{row.no}"' for row in standard.basic] + [row.id for row in standard.indicators()]
    assert len(ids) == 6 + 49
    assert [re.match(r" *# (\S+):", run)[1] for run in CLAIMS] == ids  # type: ignore[index]
    for row in [*standard.basic, *standard.indicators()]:
        written = "".join(ANSWERS.replace("\n  ##", "").split())
        assert "".join(row.requirement.zh.split()) in written
        assert "".join(row.explained.zh.split()) in written
        assert row.title.zh in ANSWERS
        for kind in row.evidence:
            assert "".join(f"{standard.head.evidence_kinds[kind].title.zh}（{kind}）".split()) in written


@pytest.mark.parametrize("claim", CLAIMS, ids=label)
def test_each_claim_is_understood(desk: Desk, claim: str) -> None:
    placed(desk)
    rewrite(desk, f"{CYCLE}/assessment.yaml", claim)
    register(desk, claim)
    seen = desk.see()
    assert seen.codes == {"claim.missing"}
    assert len(seen.findings) == 6 + 49 - 1


def test_each_claim_answers_all_that_can_be_answered(desk: Desk) -> None:
    """With every example in use nothing is pending and nothing lacks its evidence."""
    placed(desk, every_example=True)
    seen = desk.see()
    assert seen.codes == {"evidence.unused", "factor.vintage-gap"}
    assert {item.claimed.outcome.value for item in seen.card.items} <= {"met", "partial", "not_met"}
    assert seen.card.total.claimed == seen.card.total.evidenced > 80


def compared_in(needs: Needs) -> Iterator[str]:
    """The figures for which a rule asks for a sector value."""
    yield from needs.facts[:1] if needs.benchmark else ()
    for part in needs.parts:
        yield from compared_in(part.needs())


# ── rows of the other files ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "row"), ROWS, ids=label)
def test_each_example_row_is_valid(name: str, row: str) -> None:
    tree, findings = parse(enabled(FILES[name], row).encode(), name)
    assert tree is not None
    value, found = validate(WRITTEN[kind_of(PurePosixPath(name)) or ""], tree)
    assert value is not None
    assert [*findings, *check_text(tree), *found] == []


def test_every_list_has_an_example() -> None:
    for name, text in FILES.items():
        tree, findings = parse(text.encode(), name)
        assert tree is not None
        assert not findings
        filled = parse(enabled(text).encode(), name)[0]
        assert filled is not None
        assert isinstance(filled.data, dict)
        model = WRITTEN[kind_of(PurePosixPath(name)) or ""]
        keys = {field.alias or key for key, field in model.model_fields.items()}
        assert set(filled.data) == keys
        empty = {key for key, value in filled.data.items() if value in (None, [], {})}
        assert empty == ({"embedded_carbon"} if "activity" in name else set())  # the guideline given forbids it


def test_figures_are_said_to_come_from_where_they_come(desk: Desk) -> None:
    """templates/scaffold/facts.yaml names every computed figure, and the list that its terms stand in."""
    words = yaml.safe_load((ROOT / "templates/scaffold/facts.yaml").read_text("utf-8"))
    said = {
        fact: (file, key) for file, keys in words["computed"].items() for key, facts in keys.items() for fact in facts
    }
    kinds = desk.edition.standard.head.facts
    rows = [*desk.edition.standard.basic, *desk.edition.standard.indicators()]
    asked = {base_name(fact) for row in rows for fact in facts_of(row.rule.needs())}
    assert {fact for fact in asked if kinds[fact].home == "computed"} <= set(said) <= set(kinds)
    assert {kinds[fact].home for fact in said} == {"computed"}
    compared = {base_name(fact) for row in rows for fact in compared_in(row.rule.needs())}
    assert set(words["amounts"]) == {fact for fact in compared if kinds[fact].type != "share"}
    placed(desk, every_example=True)
    seen = desk.see()
    checked = set()
    for name, fact in seen.facts.items():
        places = set()
        for term in fact.terms:
            inner = term.at.file.partition(f"{CYCLE}/")[2]
            tree = seen.cycle.trees[inner]
            tops = [(line, path[0]) for path, (line, _) in tree.keys.items() if len(path) == 1]
            places.add((inner, max(top for top in tops if top[0] <= term.at.line)[1]))
        if places and base_name(name) in said:
            file, key = said[base_name(name)]
            assert (re.sub("activity/.*", "activity/<年份>.yaml", file), key) in {
                (re.sub("activity/[0-9]+", "activity/<年份>", one), top) for one, top in places
            }
            checked.add(base_name(name))
    assert len(checked) > 45


# ── what is refused ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "Wujin",
        "wujin_bearing",
        "-a",
        "a-",
        "a--b",
        "9a",
        "常州",
        "a b",
        "../up",
        "a/b",
        "con",
        "com1",
        "a" * 61,
        "a\n",
    ],
)
def test_a_bad_name_is_refused(desk: Desk, slug: str) -> None:
    said = new_factory(desk.root, slug, 2025, desk.edition.standard, REFERENCE)
    assert isinstance(said, str)
    assert " / " in said
    assert not list((desk.root / "factories").iterdir())


@pytest.mark.parametrize("year", [0, 1989, 2100])
def test_a_bad_year_is_refused(desk: Desk, year: int) -> None:
    assert isinstance(new_factory(desk.root, "a", year, desk.edition.standard, REFERENCE), str)


@pytest.mark.parametrize("what", ["empty folder", "file", "dangling link", "made before"])
def test_nothing_that_exists_is_touched(desk: Desk, what: str) -> None:
    place = desk.root / "factories" / "wujin-bearing"
    {
        "empty folder": place.mkdir,
        "file": place.touch,
        "dangling link": lambda: place.symlink_to(desk.root / "nowhere"),
        "made before": lambda: made(desk),
    }[what]()
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    said = new_factory(desk.root, "wujin-bearing", 2024, desk.edition.standard, REFERENCE)
    assert isinstance(said, str)
    assert "wujin-bearing" in said
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    assert not (desk.root / "nowhere").exists()


# ── small things ───────────────────────────────────────────────────────────────────────────────────────────


def test_placeholder_codes_are_valid_and_differ() -> None:
    codes = {placeholder_code(f"factory-{index}", "320412") for index in range(500)}
    assert len(codes) == 500
    assert {problem(code) for code in codes} == {None}
    assert placeholder_code("a", "320411") == placeholder_code("a", "320411")


def test_formatting_a_new_factory_changes_nothing(desk: Desk) -> None:
    made(desk)
    done = format_tree(desk.root, ["wujin-bearing"], parse, write=True)
    assert (done.changed, done.left) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "示例",
        "（待填）理由",
        "a, b",
        "a: b",
        "时间：2025",
        "#x",
        "true",
        "3a",
        "12.5 t",
        "- x",
        "x ",
        "it's",
        "{a}",
        "GB/T 1",
        "",
    ],
)
def test_scalars_read_as_they_were_meant(text: str) -> None:
    for line, read in (
        (f"a: {scalar(text)}", lambda data: data["a"]),
        (f"a: [{scalar(text)}, b]", lambda data: data["a"][0]),
    ):
        tree, findings = parse(line.encode(), "f.yaml")
        assert tree is not None
        assert not findings
        assert read(tree.data) == text


def test_notes_are_broken_where_chinese_may_be() -> None:
    lines = note("基准日前三年内，management.yaml 登记的安全事故次数（须已查询记录）。" * 5, 2, 2).splitlines()
    assert len(lines) > 3
    assert all(line.startswith("  ##   ") and columns(line) <= 104 for line in lines)
    assert not [line for line in lines if line.removeprefix("  ##").strip()[0] in "，。；）"]
    assert "management.yaml" in "".join(lines)
