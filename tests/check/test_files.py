"""The register against files, and against an auditor's copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from generator.check.files import check_files, check_vault
from generator.model.dossier import EvidenceEntry
from generator.model.evidence import StoredFile, Vault
from generator.model.finding import Finding, Position

A, B = "a" * 64, "b" * 64
NAME = "evidence/E05.pdf"


def entry(**given: Any) -> EvidenceEntry:
    made = {"title": "t", "kind": "photo", "issuer": "i", "issued": date(2025, 1, 1), "visibility": "public"}
    return EvidenceEntry(**{**made, **given})


def cycle(entries: dict[str, EvidenceEntry], *files: str) -> Any:
    def at(file: str, *path: str) -> Position:
        return Position("/".join((file, *path)))

    stored = {name: StoredFile(f"f/2025/{name}", 1, A) for name in files}
    return SimpleNamespace(id="f/2025", evidence=entries, files=stored, at=at)


def codes(found: Any) -> list[str]:
    return [f"{one.code} {one.at.file}" for one in found]


def checked(entries: dict[str, EvidenceEntry], *files: str) -> list[str]:
    return codes(check_files(SimpleNamespace(cycle=cycle(entries, *files))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "files", "expected"),
    [
        ({}, [], []),
        ({"file": NAME, "sha256": A}, [NAME], []),
        ({"sha256": A}, [], []),
        ({"file": NAME, "sha256": A}, [], ["evidence.file-missing evidence.yaml/evidence/E05/file"]),
        ({"file": NAME}, [NAME], ["evidence.no-hash evidence.yaml/evidence/E05/file"]),
        ({"file": NAME, "sha256": B}, [NAME], ["evidence.hash-differs evidence.yaml/evidence/E05/sha256"]),
        ({}, [NAME], [f"evidence.not-listed f/2025/{NAME}"]),
        ({"file": NAME, "sha256": A, "visibility": "auditors"}, [NAME], [f"evidence.not-listed f/2025/{NAME}"]),
        ({"file": NAME, "visibility": "auditors"}, [], []),  # evidence.not-public says it
    ],
)
def test_the_register_and_the_files(given: dict[str, Any], files: list[str], expected: list[str]) -> None:
    assert checked({"E05": entry(**given)}, *files) == expected


def test_one_public_entry_is_enough() -> None:
    both = {"E05": entry(file=NAME, sha256=A), "E06": entry(file=NAME, visibility="auditors")}
    assert checked(both, NAME) == []


HIDDEN = {"E05": entry(visibility="auditors", sha256=A)}


def compared(vault: Vault, entries: dict[str, EvidenceEntry] = HIDDEN, *, alone: bool = False) -> list[Finding]:
    return list(check_vault(cycle(entries), vault, alone=alone))


@pytest.mark.parametrize(
    ("vault", "alone", "expected"),
    [
        (Vault(), False, "missing"),
        (Vault(frozenset({B})), True, "missing"),
        (Vault(frozenset({A, B})), False, "matched"),
        (Vault(frozenset({A, B}), {("f/2025", "E05"): frozenset({B})}), False, "matched"),
        (Vault(frozenset({B}), {("f/2025", "E05"): frozenset({B})}), False, "differs"),
        (Vault(frozenset({B}), {("g/2025", "E05"): frozenset({B})}), True, "missing"),
        (Vault(frozenset({B}), {("f/2024", "E05"): frozenset({B})}), True, "missing"),
        (Vault(frozenset({B}), {("", "E05"): frozenset({B})}), False, "missing"),
        (Vault(frozenset({B}), {("", "E05"): frozenset({B})}), True, "differs"),
    ],
)
def test_a_copy_matches_differs_or_is_missing(vault: Vault, alone: bool, expected: str) -> None:
    (one,) = compared(vault, alone=alone)
    assert one.code == f"vault.{expected}"
    assert one.params == (("id", "E05"),)  # the id, and nothing of the vault


def test_what_is_asked_for() -> None:
    assert [one.code for one in compared(Vault(), {"E05": entry(visibility="auditors")})] == ["vault.no-hash"]
    assert compared(Vault(), {"E05": entry()}) == []
    assert [one.code for one in compared(Vault(), {"E05": entry(sha256=A)})] == ["vault.missing"]
    here = cycle({"E05": entry(file=NAME, sha256=A)}, NAME)
    assert list(check_vault(here, Vault(), alone=False)) == []
    assert replace(Vault(), unreadable=1).hashes == frozenset()
