"""The open data: what the contract says stands there, exact, and equal to the scorecards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.export import export
from generator.export.evidence import evidence_files
from generator.export.schemas import WRITTEN
from generator.load.strict_yaml import parse
from generator.model.city import City
from generator.model.standard import Standard
from generator.pipeline import Options, assess, foresee
from generator.score.rules import Rule
from tests.conftest import ROOT

SOURCE = ROOT.parent / "shared" / "source" / "indicator-system.txt"
FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")
FIGURES = {"claimed", "evidenced", "confirmed", "published", "full", "strict", "rescaled", "total", "value", "amount"}
FIGURES |= {"before", "after", "difference", "pass_mark"}


@pytest.fixture(scope="module")
def city() -> City:
    return foresee(assess(ROOT, Options(as_of=date(2026, 6, 1), preview=True)))


@pytest.fixture(scope="module")
def files(city: City) -> dict[str, Any]:
    made = export(city, Standard[Rule])
    return {one.path: json.loads(one.content) for one in made if one.path.endswith(".json")}


def walk(data: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    yield key, data
    if isinstance(data, dict):
        for inner, value in data.items():
            yield from walk(value, inner)
    elif isinstance(data, list):
        for value in data:
            yield from walk(value, key)


def test_no_float_anywhere(files: dict[str, Any]) -> None:
    for path, data in files.items():
        assert not [key for key, value in walk(data) if isinstance(value, float)], path


def test_figures_are_decimal_strings_with_exact_twins(files: dict[str, Any]) -> None:
    seen = 0
    for path, data in files.items():
        if not path.startswith("api/v1/factories/"):
            continue
        for _, value in walk(data):
            if not isinstance(value, dict):
                continue
            for key in FIGURES & value.keys():
                text = value[key]
                if text is None or not isinstance(text, str) or text in ("met", "not_met", "pending", "not_applicable"):
                    continue
                seen += 1
                if f"{key}_exact" in value:
                    exact = Fraction(value[f"{key}_exact"])
                    assert abs(exact - Fraction(text)) <= Fraction(1, 2 * 10**12)
                elif text != "partial":
                    assert FIGURE.fullmatch(text), (path, key, text)
    assert seen > 1000


def test_sums_agree(files: dict[str, Any]) -> None:
    for path, data in files.items():
        if not path.startswith("api/v1/factories/") or path.endswith("/outlook.json"):
            continue
        for layer in ("claimed", "evidenced", "published"):
            total = exact(data["total"], layer)
            assert sum(exact(row, layer) for row in data["indicators"]) == total, path
            assert sum(exact(row, layer) for row in data["groups"]) == total, path


def exact(row: dict[str, Any], key: str) -> Fraction:
    return Fraction(row.get(f"{key}_exact") or row[key])


def test_the_contract_keys_are_there(files: dict[str, Any], city: City) -> None:
    assert files["api/v1/index.json"]["schema_version"]
    for one in city.shown:
        data = files[f"api/v1/factories/{one.cycle.factory.slug}/{one.cycle.name}.json"]
        assert {
            "factory",
            "standard",
            "cycle",
            "reference_date",
            "basic",
            "indicators",
            "groups",
            "total",
        } <= data.keys()
        assert {"layer", "blockers", "gates", "verdict", "decision", "readings", "inventory", "facts"} <= data.keys()
        assert data["verdict"] == one.scorecard.verdict
        assert len(data["indicators"]) == 49
        assert len(data["basic"]) == 6
        for row in data["indicators"]:
            assert {"id", "no", "group", "type", "full", "claimed", "evidenced", "confirmed", "published"} <= row.keys()
            assert {"outcome", "because", "evidence"} <= row.keys()


def test_the_published_table(files: dict[str, Any]) -> None:
    data = files["api/v1/standards/changzhou-near-zero.json"]
    rows = data["indicators"]
    required = [row for row in rows if row["type"] == "required"]
    assert len(rows) == 49
    assert sum(Fraction(row["full"]) for row in rows) == 100
    assert len(required) == 30
    assert sum(Fraction(row["full"]) for row in required) == 69
    assert len(rows) - len(required) == 19
    assert {"id", "no", "group", "type", "full", "requirement", "evidence_basis", "rule"} <= rows[0].keys()


@pytest.mark.skipif(not SOURCE.is_file(), reason="the source document is not part of the repository; its digests are")
def test_the_published_table_equals_the_source(files: dict[str, Any]) -> None:
    text = "".join(SOURCE.read_text("utf-8").split())
    data = files["api/v1/standards/changzhou-near-zero.json"]
    for row in data["basic"] + data["indicators"]:
        for key in ("requirement", "evidence_basis"):
            assert "".join(row[key].split()) in text, row["title"]


def test_a_draft_is_published_only_in_the_preview(city: City) -> None:
    public = City(**{**vars(city), "preview": False})
    paths = {artifact.path for artifact in export(public, Standard[Rule])}
    assert "api/v1/factories/tianning-textile/2025.json" not in paths
    assert "api/v1/factories/wujin-bearing/2025.json" in paths


def test_confidential_evidence_shows_no_number_or_file(files: dict[str, Any]) -> None:
    for path, data in files.items():
        for entry in data.get("evidence", {}).values() if path.startswith("api/v1/factories/") else ():
            if entry["visibility"] != "public":
                assert not {"number", "file", "url", "download", "bytes"} & entry.keys(), path
                assert entry["original"] == "not_checked"


def test_a_public_original_has_its_address_and_size(files: dict[str, Any], city: City) -> None:
    published = {one.path: one for one in evidence_files(city)}
    listed = {
        entry["download"]: entry
        for path, data in files.items()
        if path.startswith("api/v1/factories/")
        for entry in data["evidence"].values()
        if "download" in entry
    }
    assert listed.keys() == published.keys()
    assert len(listed) == 4
    for address, entry in listed.items():
        one = published[address]
        assert (entry["bytes"], entry["sha256"], entry["original"]) == (one.size, one.sha256, "matches")
        assert one.source.endswith(entry["file"])


def test_schemas_accept_the_examples_as_editors_read_them(files: dict[str, Any]) -> None:
    """An editor types plain scalars: 2025 is a number there. What passes our check passes the schema."""
    for kind in WRITTEN:
        validator = Draft202012Validator(files[f"schemas/{kind}.json"])
        Draft202012Validator.check_schema(files[f"schemas/{kind}.json"])
        pattern = {"activity": "*/*/activity/*.yaml", "authority": "*/*/authority/*.yaml", "factory": "*/factory.yaml"}
        paths = sorted((ROOT / "factories").glob(pattern.get(kind, f"*/*/{kind}.yaml")))
        assert paths, kind
        for path in paths:
            tree, _ = parse(path.read_bytes(), path.name)
            assert tree is not None
            errors = [
                f"{path.name} {list(error.path)} {error.message[:120]}" for error in validator.iter_errors(tree.data)
            ]
            assert not errors[:3], path


def test_schemas_refuse_what_check_refuses(files: dict[str, Any]) -> None:
    validator = Draft202012Validator(files["schemas/assessment.json"])
    good = {"standard": "changzhou-near-zero@2024", "reference_date": "2026-03-31", "data_year": "2025"}
    assert validator.is_valid(good)
    assert not validator.is_valid({**good, "colour": "green"})
    assert not validator.is_valid({**good, "standard": "x"})
    assert not validator.is_valid({**good, "indicators": {"1.1.1": {"state": "perhaps"}}})
    assert not validator.is_valid({**good, "indicators": {"1.1.1": {"evidence": ["one"]}}})


def test_the_standard_schema_is_valid(files: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(files["schemas/standard.json"])


def test_paths(files: dict[str, Any]) -> None:
    assert all(not Path(path).is_absolute() and ".." not in path for path in files)


# ── product footprints ─────────────────────────────────────────────────────────────────────────────────────


def test_footprints_are_those_of_the_account(city: City, files: dict[str, Any]) -> None:
    """To the last digit: the whole, its stages and parts, every process and contribution."""
    seen = 0
    for one in city.shown:
        listed = files[f"api/v1/factories/{one.cycle.id}.json"]["footprints"]
        assert [row["product"] for row in listed] == [made.row.product for made in one.account.footprints]
        for row, made in zip(listed, one.account.footprints, strict=True):
            assert exact(row, "kgco2e") == made.kg == sum(exact(stage, "kgco2e") for stage in row["stages"])
            assert row["partial"] == (row["boundary"] == "cradle_to_gate")
            assert row["model_disclosed"] == bool(row["chain"])
            if not row["chain"]:
                assert row["primary_share"] is row["parts"] is row["excluding_biogenic_uptake"] is None
                continue
            seen += 1
            assert sum(exact(row["parts"], part) for part in made.parts) == made.kg
            assert exact(row, "excluding_biogenic_uptake") + exact(row, "biogenic_uptake") == made.kg
            assert exact(row, "primary_share") == made.primary
            assert {each["id"]: exact(each, "runs") for each in row["chain"]} == made.runs
            for process in row["chain"]:
                for each in process["contributions"]:
                    product = Fraction(each["unit_amount"]) * Fraction(each["factor"]) * exact(process, "runs")
                    scale = exact(each, "kgco2e") / (product * exact(process, "share"))
                    assert scale in (1, Fraction(1, 1000), 1000), each  # t per kg and the like
    assert seen >= 4


def test_outlooks(files: dict[str, Any], city: City) -> None:
    """Each shown cycle has one; its steps add up to the exact published total, and the city's file agrees."""
    whole = {row["factory"]["slug"]: row for row in files["api/v1/outlook.json"]["factories"]}
    assert set(whole) == {one.cycle.factory.slug for one in city.newest}
    for one in city.shown:
        data = files[f"api/v1/factories/{one.cycle.id}/outlook.json"]
        assert exact(data["reference"], "total") == one.scorecard.total.published
        total = exact(data["reference"], "total")
        for step in data["steps"]:
            total += sum(exact(row, "difference") for row in step["indicators"])
            assert exact(step, "total") == total
            assert all(set(row) >= {"what", "id", "change", "at", "indicators", "basic"} for row in step["turns"])
        assert exact(data["end"], "total") == total
        if one in city.newest:
            row = whole[one.cycle.factory.slug]
            assert f"/api/v1/factories/{one.cycle.id}/outlook.json" == row["url"]
            assert all(row[key] == data[key] for key in ("reference", "now", "end", "until", "falls_on", "below_on"))
