"""What is not public is shown by title, issuer and dates, even where a check had let more of it through."""

from __future__ import annotations

from typing import Any

import pytest

from generator.export.evidence import evidence_data, evidence_files
from generator.model.dossier import Cycle
from generator.model.evidence import StoredFile
from tests.making import make_cycle

FILE = "evidence/E01.pdf"
HIDDEN = {"file": FILE, "number": "粤字-81726354", "url": "https://hidden.example/81726354"}


def cycle_of(visibility: str) -> Cycle:
    stored = StoredFile(f"factories/example/2025/{FILE}", 9, "a" * 64)
    evidence = {"E01": {**HIDDEN, "sha256": "a" * 64, "visibility": visibility}}
    return make_cycle(evidence=evidence, files={FILE: stored})


class One:
    """As much of an assessment as the files of a city ask for."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle


class Shown:
    def __init__(self, *cycles: Cycle) -> None:
        self.shown = [One(cycle) for cycle in cycles]


@pytest.mark.parametrize(("visibility", "files"), [("public", 1), ("auditors", 0)])
def test_only_a_public_entry_has_its_file_published(visibility: str, files: int) -> None:
    city: Any = Shown(cycle_of(visibility))
    assert len(list(evidence_files(city))) == files


def test_the_data_of_a_public_entry_lead_to_its_original() -> None:
    cycle = cycle_of("public")
    data = evidence_data(cycle, cycle.evidence["E01"])
    assert HIDDEN.items() <= data.items()
    assert data["original"] == "matches"
    assert data["download"].endswith("/evidence/files/E01.pdf")


def test_the_data_of_any_other_entry_do_not() -> None:
    cycle = cycle_of("auditors")
    data = evidence_data(cycle, cycle.evidence["E01"])
    assert not {*HIDDEN, "download", "bytes"} & set(data)
    assert "81726354" not in str(data)
    assert data["original"] == "not_checked"
