"""Bad input: every finding code has a folder whose input raises it, at the place it says, at nobody else's cost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator import pipeline
from generator.cli import cli
from generator.load.strict_yaml import parse
from generator.model.city import City
from generator.model.finding import Catalogue
from generator.pipeline import Options, assess
from tests.conftest import ROOT

BAD = ROOT / "tests" / "bad"
CODES = sorted(path.name for path in BAD.iterdir() if path.is_dir() and path.name != "_base")


# ── a site from the base and an overlay ──────────────────────────────────────────────────────────────────────


def lay_over(target: Path, overlay: Path) -> None:
    """Lay the files of an overlay over a folder; DELETE names what to take away, CHANGE which lines to replace."""
    for path in sorted(overlay.rglob("*")):
        place = target / path.relative_to(overlay)
        if path == overlay / "DELETE":
            for name in path.read_text("utf-8").split():
                gone = target / name
                shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
        elif path == overlay / "CHANGE":
            change(target, path.read_bytes())
        elif path.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def change(target: Path, changes: bytes) -> None:
    """``= file``, then lines to find (``-``), each run of them followed by those that stand there instead (``+``).

    The lines to find stand in the file exactly once; where there are none, the new ones go to its end. Bytes, not
    text: a fixture may hold any encoding.
    """
    lines = changes.removesuffix(b"\n").split(b"\n")
    place = target
    while lines:
        if lines[0].startswith(b"= "):
            place = target / lines.pop(0)[2:].decode()
            continue
        old, lines = taken(lines, b"-")
        new, lines = taken(lines, b"+")
        assert old or new, f"no sign: {lines[0]!r}"
        text = b"\n" + place.read_bytes()
        if old:
            assert text.count(b"\n" + old) == 1, f"{place.name} does not hold these lines once: {old!r}"
            text = text.replace(b"\n" + old, b"\n" + new)
        else:
            text += new
        place.write_bytes(text[1:])


def taken(lines: list[bytes], sign: bytes) -> tuple[bytes, list[bytes]]:
    """The run of lines with a sign at the beginning, without the sign, and what follows them."""
    count = next((index for index, line in enumerate(lines) if line[:1] != sign), len(lines))
    return b"".join(line[1:] + b"\n" for line in lines[:count]), lines[count:]


def site(tmp_path: Path, *overlays: Path) -> Path:
    """A repository of the base with overlays, on the real content."""
    if any(touches_content(overlay) for overlay in overlays):
        shutil.copytree(ROOT / "content", tmp_path / "content")
    else:
        (tmp_path / "content").symlink_to(ROOT / "content")
    for overlay in (BAD / "_base", *overlays):
        lay_over(tmp_path, overlay)
    return tmp_path


def touches_content(overlay: Path) -> bool:
    """Whether an overlay holds content of its own, or changes lines of the real one (in a copy)."""
    changes = overlay / "CHANGE"
    return (overlay / "content").exists() or (changes.exists() and b"= content/" in changes.read_bytes())


def example(tmp_path: Path, code: str, which: str) -> Path:
    """The site of one side of a folder: ``bad`` or ``good``, laid over the base, and made by make.py if it has one."""
    root, make = site(tmp_path, BAD / code / which), BAD / code / "make.py"
    if make.exists():
        subprocess.run([sys.executable, str(make), str(root), which], check=True)
    return root


def run(root: Path) -> City:
    city = assess(root, Options(as_of=date(2026, 6, 1), preview=True))
    return pipeline.compare_originals(city, root / "vault")[0] if (root / "vault").is_dir() else city


def listed(city: City) -> list[str]:
    return [f"{found.code} {found.at}" for found in sorted(city.findings, key=lambda one: (one.at, one.code))]


@pytest.fixture(scope="session", autouse=True)
def _content_read_once() -> Iterator[None]:
    """Most of the time would go into reading the same content again; where a site brings its own, that is read."""
    kept: dict[tuple[str, Path], Any] = {}

    def once(load: Callable[[Path], Any], where: str) -> Callable[[Path], Any]:
        def read(root: Path) -> Any:
            key = load.__name__, (root / where).resolve()
            kept[key] = kept[key] if key in kept else load(root)
            return kept[key]

        return read

    with pytest.MonkeyPatch.context() as patch:
        for name, where in (("findings", ""), ("phrases", ""), ("reference", "content"), ("editions", "content")):
            patch.setattr(pipeline, f"load_{name}", once(getattr(pipeline, f"load_{name}"), where))
        yield


@pytest.fixture(autouse=True)
def _unreadable_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything; for everyone else a file without any permission cannot be read."""
    read = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if not path.stat().st_mode & 0o777:
            raise PermissionError(13, os.strerror(13), str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> City:
    return run(site(tmp_path_factory.mktemp("base")))


def slugs(city: City) -> set[str]:
    return {one.cycle.factory.slug for one in city.assessed}


def neighbour(city: City) -> Any:
    return next(one for one in city.assessed if one.cycle.factory.slug == "neighbour")


# ── every code ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_base_is_clean(base: City) -> None:
    assert listed(base) == []
    assert slugs(base) == {"base", "neighbour"}


@pytest.mark.parametrize("code", CODES)
def test_bad_input_is_found_where_it_stands(code: str, base: City, tmp_path: Path) -> None:
    city = run(example(tmp_path, code, "bad"))
    found = listed(city)
    expected = BAD / code / "expected.txt"
    if os.environ.get("UPDATE_BAD"):
        expected.write_text("".join(f"{line}\n" for line in found), "utf-8")
    assert found == expected.read_text("utf-8").splitlines()
    assert any(line.startswith(f"{code} ") for line in found)
    for one in city.findings:  # words in both languages, with every parameter filled
        for lang in ("zh", "en"):
            said = city.catalogue.describe(one, lang)
            assert said.message
            assert said.hint
    broken = any(
        one.at.file.startswith("factories/base/") and not one.code.startswith("vault.")  # said to the auditor alone
        for one in city.catalogue.errors(city.findings)
    )
    assert ("base" in slugs(city)) != broken
    assert neighbour(city).scorecard == neighbour(base).scorecard


@pytest.mark.parametrize("code", CODES)
def test_the_same_done_right_passes(code: str, tmp_path: Path) -> None:
    good = BAD / code / "good"
    assert any(good.rglob("*")) or (BAD / code / "make.py").exists(), f"{code}: nothing in good/"
    city = run(example(tmp_path, code, "good"))
    assert code not in {found.code for found in city.findings}


def test_an_error_leaves_the_factory_out_with_a_notice(tmp_path: Path) -> None:
    city = run(example(tmp_path, "yaml.syntax", "bad"))
    assert slugs(city) == {"neighbour"}
    assert [(one.slug, one.cycle, one.was_public) for one in city.notices] == [("base", "2025", True)]


#: Codes that no input raises, each with the reason.
WITHOUT_INPUT = {
    "evidence.too-heavy": "its limits are 20 s and 1 GB; with lower ones: tests/load/test_intake_apart.py",
    "schema.invalid": "the net below models with a check of their own, of which the files have none: test_schema.py",
    # of the built site and of the world outside: no file of a factory reaches them
    **dict.fromkeys(
        ("site.dead-link", "site.dead-anchor", "site.foreign-resource", "site.link-form"),
        "found in the built site: publish/test_crosscheck.py",
    ),
    **dict.fromkeys(
        ("link.dead", "link.refused", "link.failing", "link.moved"),
        "found by asking other hosts, which `dossier links` alone does: links/",
    ),
    "load.crashed": "no file is known that crashes the loader: tests/load/test_jail.py makes its processes crash",
    "load.too-slow": "nor one that keeps it busy",
    "load.too-much-memory": "nor one that takes a gigabyte",
    "load.not-limited": "it is the machine that cannot",
}


def test_every_code_has_a_folder(catalogue: Catalogue) -> None:
    assert sorted(catalogue.kinds) == sorted([*CODES, *WITHOUT_INPUT])


def test_every_example_is_good_yaml(catalogue: Catalogue) -> None:
    for code, kind in catalogue.kinds.items():
        tree, findings = parse(kind.example.encode(), code)
        assert tree is not None, code
        assert not findings


# ── hostile files, through the whole pipeline, in a process of their own ─────────────────────────────────────

ALIAS_BOMB = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in pairwise("abcdefghi"))
MERGE_BOMB = "a: &a {x: 1}\n" + "".join(
    f"{new}: &{new} {{<<: [*{old}, *{old}]}}\n" for old, new in pairwise("abcdefghi")
)
#: name: (line of profile.yaml, what stands there instead, the code and the place that must be found)
HOSTILE = {
    "alias bomb": ("legal_person: true", ALIAS_BOMB, "yaml.anchor 1:4"),
    "merge-key bomb": ("legal_person: true", MERGE_BOMB, "yaml.anchor 1:4"),
    "50 KB of [": ("legal_person: true", "[" * 50_000, "yaml.too-deep 1:33"),
    "50 KB of {": ("legal_person: true", "{a: " * 12_500, "yaml.too-deep 1:129"),
    "duplicate key": ("staff: 320", "staff: 320\nstaff: 1", "yaml.duplicate-key 14:1"),
    "hidden key, U+2028": ("staff: 320", "staff: 320\u2028value_added: 1 元", "yaml.hidden-line-break 13:11"),
    "hidden key, U+0085": ("staff: 320", "staff: 320\x85value_added: 1 元", "yaml.hidden-line-break 13:11"),
    "5,000-digit amount": ("site_area: 18000 m2", f"site_area: {'9' * 5000} m2", "quantity.not-a-number 11:12"),
    "5,000-digit count": ("staff: 320", f"staff: {'9' * 5000}", "number.not-a-count 13:8"),
    "no such month": ("legal_person: true", "legal_person: 2023-13-01", "schema.wrong-type 1:15"),
    "not a number": ("site_area: 18000 m2", "site_area: .nan m2", "quantity.not-a-number 11:12"),
    "infinity": ("site_area: 18000 m2", "site_area: Infinity m2", "quantity.not-a-number 11:12"),
    "python tag": ("boundary: 厂界以内全部设施", "boundary: !!python/object/apply:os.system [id]", "yaml.tag 7:11"),
    "link to /etc/passwd": ("", "/etc/passwd", "file.not-regular 1:1"),
}
PROCESS = """
import json, sys, time
from datetime import date
from pathlib import Path
from generator.pipeline import Options, assess
began = time.process_time()
city = assess(Path(sys.argv[1]), Options(as_of=date(2026, 6, 1), preview=True))
seconds = time.process_time() - began
cards = {one.cycle.factory.slug: repr(one.scorecard) for one in city.assessed}
found = [f"{one.code} {one.at}" for one in city.findings]
print(json.dumps({"seconds": seconds, "found": found, "cards": cards}))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_costs_its_own_factory_only(name: str, base: City, tmp_path: Path) -> None:
    line, instead, expected = HOSTILE[name]
    root = site(tmp_path)
    place = root / "factories/base/2025/profile.yaml"
    text = place.read_text("utf-8")
    if line:
        place.write_text(text.replace(f"{line}\n", f"{instead}\n"), "utf-8")
        assert place.read_text("utf-8") != text
    else:
        place.unlink()
        place.symlink_to(instead)
    command = [sys.executable, "-c", PROCESS, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    result = json.loads(done.stdout)
    code, _, at = expected.partition(" ")
    assert result["found"] == [f"{code} factories/base/2025/profile.yaml:{at}"]
    assert result["seconds"] < 2  # of processor time: a busy machine is no reason to fail
    assert result["cards"] == {"neighbour": repr(neighbour(base).scorecard)}


INSTRUMENTS = "factories/base/2025/instruments.yaml"


def huge(root: Path) -> None:
    os.truncate(root / "factories/base/2025/plan.yaml", 1 << 40)


def other_unit(root: Path) -> None:
    change(root, f"= {INSTRUMENTS}\n-    amount: 300 MWh\n+    amount: 300 tCO2e\n".encode())


@pytest.mark.parametrize(
    "spoil",
    [
        huge,
        other_unit,
    ],
)
def test_what_cannot_be_used_costs_its_own_factory_only(
    spoil: Callable[[Path], None], base: City, tmp_path: Path
) -> None:
    root = site(tmp_path)
    spoil(root)
    city = run(root)
    assert city.findings
    assert all(found.at.file.startswith("factories/base/") for found in city.findings)
    assert neighbour(city).scorecard == neighbour(base).scorecard


def test_a_linked_cycle_is_not_read(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "factories/base/2025").rename(tmp_path / "elsewhere")
    (root / "factories/base/2025").symlink_to(tmp_path / "elsewhere")
    city = run(root)
    assert city.findings
    assert slugs(city) == {"neighbour"}


# ── one folder against another ───────────────────────────────────────────────────────────────────────────────


def imitate(root: Path, slug: str, **given: str) -> None:
    """A copy of the neighbour's whole folder under another name, with some words replaced in every file."""
    shutil.copytree(root / "factories/neighbour", root / "factories" / slug)
    for path in (root / "factories" / slug).rglob("*.yaml"):
        text = path.read_text("utf-8").replace("slug: neighbour", f"slug: {slug}")
        for old, new in given.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8")


#: A credit code of its own, and the notice pretends to be older than the neighbour's.
OWN_CODE = {"91320413MA0DEM005P": "91320411MA0DEM005T"}
BACKDATED = {"2026-05-07": "2020-01-01"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["conflict.credit-code factories/neighbour-2/factory.yaml:3:7"]),
        (OWN_CODE, ["conflict.serial factories/neighbour-2/2025/instruments.yaml:5:18"]),
    ],
    ids=["credit code", "serial numbers"],
)
def test_a_copy_changes_nothing_of_the_original(
    given: dict[str, str], expected: list[str], base: City, tmp_path: Path
) -> None:
    root = site(tmp_path)
    imitate(root, "neighbour-2", **given)
    city = run(root)
    assert listed(city) == expected
    assert [one.scorecard for one in city.assessed][:2] == [one.scorecard for one in base.assessed]
    assert ("neighbour-2" in slugs(city)) == bool(given)


#: Ways to write the same certificates of the neighbour so that they look like others.
DISGUISES = {
    "registry in small letters": {"registry: GEC": "registry: gec"},
    "registry in full-width letters": {"registry: GEC": "registry: ＧＥＣ"},
    "numbers in small letters": {"GEC-2025-B": "gec-2025-b"},
    "a range across two series": {"serial_to: GEC-2025-B": "serial_to: GEC-2025-C"},
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_same_certificates_written_otherwise_are_the_same(disguise: str, tmp_path: Path) -> None:
    root = site(tmp_path)
    imitate(root, "neighbour-2", **OWN_CODE, **DISGUISES[disguise])
    assert "conflict.serial" in {found.code for found in run(root).findings}


def test_the_same_certificates_twice_in_one_cycle_count_once(base: City, tmp_path: Path) -> None:
    root = site(tmp_path)
    place = root / INSTRUMENTS
    place.write_text(place.read_text("utf-8") + place.read_text("utf-8").partition("\n")[2], "utf-8")

    def share(city: City) -> Any:
        mine = next(one for one in city.assessed if one.cycle.factory.slug == "base")
        return mine.scorecard.facts["renewable_electricity_share"].value

    assert share(run(root)) == share(base)


@pytest.mark.skipif(shutil.which("git") is None, reason="git")
@pytest.mark.parametrize("given", [BACKDATED, OWN_CODE | BACKDATED], ids=["credit code", "serial numbers"])
def test_a_copy_cannot_pretend_to_be_older(given: dict[str, str], base: City, tmp_path: Path) -> None:
    root = site(tmp_path)
    git = ["git", "-C", str(root), "-c", "user.name=test", "-c", "user.email=test@example.cn"]
    for command in (["init", "-q"], ["add", "factories"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    imitate(root, "a-copy", **given)  # the first by name, and by its notice
    city = run(root)
    assert city.findings
    assert all(one.at.file.startswith("factories/a-copy/") for one in city.findings)
    originals = [one.scorecard for one in city.assessed if one.cycle.factory.slug != "a-copy"]
    assert originals == [one.scorecard for one in base.assessed]


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────


def dossier(root: Path, *arguments: str) -> Result:
    (root / "mkdocs.yml").touch()
    return CliRunner().invoke(cli, ["--root", str(root), "--lang", "zh", *arguments])


def said(result: Result) -> str:
    """Everything that was printed; whatever went wrong, no traceback reaches a person."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output + result.stderr
    return result.output + result.stderr


def test_check_exits_0_for_a_clean_repository(tmp_path: Path) -> None:
    result = dossier(site(tmp_path), "check")
    assert "错误 0，警告 0，提示 0" in said(result)
    assert result.exit_code == 0


def test_check_exits_0_for_warnings(tmp_path: Path) -> None:
    result = dossier(example(tmp_path, "evidence.expired", "bad"), "check")
    assert "factories/base/2025/evidence.yaml:4:" in said(result)
    assert result.exit_code == 0


@pytest.mark.parametrize("form", ["text", "json", "github"])
@pytest.mark.parametrize("code", ["yaml.encoding", "file.not-regular", "conflict.credit-code"])
def test_check_exits_1_for_errors(code: str, form: str, tmp_path: Path) -> None:
    result = dossier(example(tmp_path, code, "bad"), "check", "--format", form)
    assert code in said(result)
    assert result.exit_code == 1


def test_check_looks_at_the_named_factory_only(tmp_path: Path) -> None:
    root = example(tmp_path, "yaml.encoding", "bad")
    assert dossier(root, "check", "base").exit_code == 1
    assert dossier(root, "check", "neighbour").exit_code == 0


USAGE = [["check", "nobody"], ["check", "--format", "pdf"], ["chek"], ["check", "2025"]]


@pytest.mark.parametrize("arguments", USAGE)
def test_wrong_usage_exits_2(arguments: list[str], tmp_path: Path) -> None:
    result = dossier(site(tmp_path), *arguments)
    assert said(result)
    assert result.exit_code == 2


def test_outside_a_repository_exits_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["--root", str(tmp_path), "check"])
    assert "--root" in said(result)
    assert result.exit_code == 2


@pytest.mark.parametrize("path", [".", "..", "/etc", "factories/../.."])
def test_a_path_that_names_no_factory_is_wrong_usage(path: str, tmp_path: Path) -> None:
    result = dossier(site(tmp_path), "check", path)
    assert said(result)
    assert result.exit_code == 2
