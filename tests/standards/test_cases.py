"""Every expert case earns what it says; every row of the table has its cases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator.model.standard import Indicator
from generator.model.variant import Edition
from tests.conftest import ROOT
from tests.standards.cases import ExpertCase, blocks, read_cases, row_of, run_case

FOLDER = ROOT / "content/standards/changzhou-near-zero/cases"
CASES = list(read_cases(FOLDER))


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for _, case in CASES])
def test_case(edition: Edition[Any], case: ExpertCase) -> None:
    claimed, evidenced = run_case(edition, case)
    row = row_of(edition.standard, case)
    said = [reason.code for reason in evidenced.reasons]
    assert claimed.points == case.expect.claimed, f"claimed: {case.title.zh} {said}"
    assert evidenced.points == case.expect.evidenced, f"evidenced: {case.title.zh} {said}"
    assert evidenced.outcome == case.expect.outcome, f"{case.title.zh} {said}"
    assert blocks(evidenced, required=isinstance(row, Indicator) and row.required) is case.expect.blocks


def test_ids_are_unique_and_name_their_row() -> None:
    assert [id_ for id_, count in Counter(case.id for _, case in CASES).items() if count > 1] == []
    for path, case in CASES:
        key = case.key.replace(" ", "-")
        assert case.id.startswith(f"{key}-"), case.id
        assert path.name == ("basic.yaml" if case.basic else f"group-{key[0]}.yaml"), case.id


def test_every_row_has_two_cases_one_of_them_full(edition: Edition[Any]) -> None:
    chosen = [case for _, case in CASES if case.reading is None]
    for key, row in edition.standard.rows().items():
        own = [case for case in chosen if case.key == key]
        full = row.full if isinstance(row, Indicator) else 1
        assert len(own) >= 2, key
        assert any(case.expect.evidenced == full and case.expect.outcome == "met" for case in own), (
            f"{key}: no full one"
        )
        assert any(case.expect.evidenced < full for case in own), f"{key}: none that earns less"


def test_every_required_item_has_a_case_that_blocks(edition: Edition[Any]) -> None:
    blocking = {case.key for _, case in CASES if case.expect.blocks and case.reading is None}
    assert blocking == {row.id for row in edition.standard.indicators() if row.required}


def test_everything_that_may_not_apply_is_shown_with_and_without_grounds(edition: Edition[Any]) -> None:
    """Items that may not apply as a whole: full with a reason and evidence, nothing evidenced without."""
    shown = {
        (case.key, case.expect.evidenced == case.expect.claimed)
        for _, case in CASES
        if case.expect.outcome == "not_applicable" and case.reading is None
    }
    for row in edition.standard.indicators():
        if row.applicable_when is not None:
            assert {(row.key, True), (row.key, False)} <= shown, row.key


def test_claimed_above_evidenced_in_every_group() -> None:
    groups = {Path(path).stem for path, case in CASES if case.expect.claimed > case.expect.evidenced}
    assert groups == {"basic", *(f"group-{number}" for number in range(1, 7))}


def test_titles_are_in_both_languages_and_differ() -> None:
    titles = Counter((case.key, case.reading, case.title.zh) for _, case in CASES)
    assert [title for title, count in titles.items() if count > 1] == []
    assert all(case.title.zh != case.title.en for _, case in CASES)
