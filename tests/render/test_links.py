"""Addresses between pages, and of the repository."""

from __future__ import annotations

import pytest

from generator.model.city import History
from generator.model.finding import Position
from generator.render import links


@pytest.mark.parametrize(
    ("page", "target", "expected"),
    [
        ("", "factories/", "factories/"),
        ("", "", "./"),
        ("factories/", "", "../"),
        ("factories/x/2025/", "factories/x/2025/g1/#i-1-1-1", "g1/#i-1-1-1"),
        ("factories/x/2025/g1/", "factories/x/2025/g1/#i-1-1-1", "#i-1-1-1"),
        ("factories/x/2025/g1/", "factories/?clause=1.1.1&outcome=met", "../../../?clause=1.1.1&outcome=met"),
        ("factories/x/2025/", "api/v1/factories/x/2025.json", "../../../api/v1/factories/x/2025.json"),
        ("a/", "a/", "./"),
    ],
)
def test_relative(page: str, target: str, expected: str) -> None:
    assert links.relative(page, target) == expected


def test_an_issue_form_needs_a_repository() -> None:
    assert links.issue(History(), "x", "factories/") is None


def test_an_issue_form_carries_title_and_place_escaped() -> None:
    at = Position("factories/x/2025/assessment.yaml", 12)
    made = links.issue(History(repository="https://git.example/a"), 'A & "B"#?', "factories/x/", at)
    assert made is not None
    assert made.startswith("https://git.example/a/issues/new?title=A%20%26%20%22B%22%23%3F&body=")
    assert "assessment.yaml%3A12" in made


def test_gitlab_names_its_fields_otherwise() -> None:
    made = links.issue(History(repository="https://gitlab.com/a"), "t", "p")
    assert made == "https://gitlab.com/a/-/issues/new?issue%5Btitle%5D=t&issue%5Bdescription%5D=p%0A%0A"


def test_anchors_and_divisions() -> None:
    assert links.anchor("6.4.1") == "i-6-4-1"
    assert links.reading_anchor("R-6.4.1-formula") == "r-6-4-1-formula"
    assert links.division("3451") == links.division("C3451") == "C34"
    assert links.division("??") == "??"
