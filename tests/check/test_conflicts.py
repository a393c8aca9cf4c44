"""Conflicts between factories: the later claimant loses, an earlier one is never touched."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check.conflicts import LAST, Conflicts, check_conflicts, precedence, serials
from generator.model.city import History
from generator.model.dossier import Dossier, Factory, Instrument, Instruments, Record
from generator.model.finding import Finding
from generator.model.source import Tree
from tests.making import FACTORY, make_cycle

CODES = ("91320412MA0DEM0059", "91320402MA0DEM005R", "91320413MA0DEM005P")


def instrument(first: str | None, last: str | None = None, **given: Any) -> Instrument:
    row = {
        "instrument": "gec",
        "mode": "3a",
        "registry": "绿证平台",
        "amount": "10 MWh",
        "retired": "2026-02-01",
        "claim_year": "2025",
        "serial_from": first,
        "serial_to": last,
    }
    return Instrument.model_validate(row | given)


def dossier(
    slug: str, *rows: Instrument, code: str = "", public: str = "", **cycles: tuple[Instrument, ...]
) -> Dossier:
    """A factory with one cycle, 2025, or with those given as y2024=(…)."""
    own = code or CODES[sum(map(ord, slug)) % len(CODES)]
    factory = Factory.model_validate({**FACTORY, "slug": slug, "uscc": own})
    made = []
    for name, lists in (cycles or {"y2025": rows}).items():
        cycle = make_cycle(
            data_year=name[1:],
            reference_date=f"{int(name[1:]) + 1}-03-31",
            instruments=Instruments(instruments=tuple(lists)),
            records=(Record(stage="public_notice", on=date.fromisoformat(public), by="局"),) if public else (),
        )
        made.append(cycle.__class__(**{**cycle.__dict__, "factory": factory}))
    return Dossier(factory, tuple(made), Tree(f"factories/{slug}/factory.yaml", {}))


def merged(**seconds: int) -> History:
    """Git's memory: slug (with _ for -) → seconds of its first merge."""
    return History(first={slug.replace("_", "-"): time for slug, time in seconds.items()})


def run(*dossiers: Dossier, history: History | None = None) -> tuple[Conflicts, list[Finding]]:
    return check_conflicts(dossiers, history or History())


# ── credit codes ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "second", "history", "loser"),
    [
        pytest.param("", "", {"a": 200, "b": 100}, "a", id="merged first wins, whatever the name"),
        pytest.param("", "2026-01-01", {"a": 100, "b": 200}, "b", id="a notice does not beat an earlier merge"),
        pytest.param("2020-01-01", "", {"b": 100}, "a", id="what git does not know is later than what it knows"),
        pytest.param("2026-02-01", "2026-01-01", {}, "a", id="without git, the first public notice wins"),
        pytest.param("", "2026-01-01", {}, "a", id="without git, a draft is later than what is public"),
        pytest.param("", "", {}, "b", id="with neither, the name of the folder decides"),
        pytest.param("2026-01-01", "2026-01-01", {"a": 100, "b": 100}, "b", id="all equal: the name again"),
    ],
)
def test_a_credit_code_used_twice(first: str, second: str, history: dict[str, int], loser: str) -> None:
    pair = dossier("a", code=CODES[0], public=first), dossier("b", code=CODES[0], public=second)
    winner = {"a": "b", "b": "a"}[loser]
    for order in (pair, pair[::-1]):
        conflicts, findings = run(*order, history=merged(**history))
        assert conflicts.left_out == {loser}
        (found,) = findings
        assert found.code == "conflict.credit-code"
        assert found.at.file == f"factories/{loser}/factory.yaml"
        assert dict(found.params) == {"code": CODES[0], "first": winner}


def test_three_with_one_code_lose_to_the_first() -> None:
    three = [dossier(slug, code=CODES[0]) for slug in ("a", "b", "c")]
    conflicts, findings = run(*three, history=merged(c=1, a=2, b=3))
    assert conflicts.left_out == {"a", "b"}
    assert [dict(found.params)["first"] for found in findings] == ["c", "c"]


def test_different_codes_are_no_conflict() -> None:
    conflicts, findings = run(dossier("a", code=CODES[0]), dossier("b", code=CODES[1]))
    assert (conflicts.left_out, conflicts.lost, findings) == (frozenset(), frozenset(), [])


def test_what_is_left_out_claims_no_serials() -> None:
    """The one with the stolen code takes nothing from others, though it came before them."""
    first = dossier("a", code=CODES[0])
    thief = dossier("b", instrument("GEC-1", "GEC-9"), code=CODES[0])
    honest = dossier("c", instrument("GEC-1", "GEC-9"), code=CODES[1])
    conflicts, findings = run(first, thief, honest)
    assert conflicts.left_out == {"b"}
    assert conflicts.lost == frozenset()
    assert [found.code for found in findings] == ["conflict.credit-code"]


# ── serial numbers ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        pytest.param(("GEC-001", "GEC-100"), ("GEC-050", "GEC-150"), True, id="they overlap"),
        pytest.param(("GEC-001", "GEC-100"), ("GEC-100", "GEC-200"), True, id="they share one number"),
        pytest.param(("GEC-001", "GEC-100"), ("GEC-101", "GEC-200"), False, id="one ends where the other begins"),
        pytest.param(("GEC-001", "GEC-100"), ("GEC-010", "GEC-020"), True, id="one lies within the other"),
        pytest.param(("GEC-010", "GEC-020"), ("GEC-001", "GEC-100"), True, id="and the other way round"),
        pytest.param(("GEC-050", None), ("GEC-001", "GEC-100"), True, id="a single one within a range"),
        pytest.param(("GEC-050", None), ("GEC-051", None), False, id="two single ones"),
        pytest.param(("GEC-100", "GEC-001"), ("GEC-050", "GEC-060"), True, id="a range written backwards"),
        pytest.param(("GEC-001", "GEC-100"), ("REC-001", "REC-100"), False, id="another prefix"),
        pytest.param(("GEC-1", "GEC-9"), ("GEC-001", "GEC-009"), True, id="leading zeros are no difference"),
        pytest.param(("GEC-1", None), ("gec－１ ", None), True, id="the same, written otherwise"),
        pytest.param(("ABC", None), ("ABC", None), True, id="no digits, the same text"),
        pytest.param(("ABC", None), ("ABD", None), False, id="no digits, another text"),
        pytest.param(("GEC-1", "REC-9"), ("GEC-1", "REC-9"), True, id="a range of two prefixes, written twice"),
        pytest.param((None, None), (None, None), False, id="without a serial nothing can be compared"),
        pytest.param(("9" * 18, None), ("9" * 18, None), True, id="eighteen digits"),
        pytest.param(("2025" + "0" * 20 + "1", None), ("2025" + "0" * 20 + "1", None), True, id="more digits"),
    ],
)
def test_serial_numbers_of_two_factories(
    one: tuple[str, str | None], other: tuple[str, str | None], clash: bool
) -> None:
    first, second = dossier("a", instrument(*one), code=CODES[0]), dossier("b", instrument(*other), code=CODES[1])
    conflicts, findings = run(first, second, history=merged(a=1, b=2))
    assert conflicts.lost == ({("b/2025", 0)} if clash else set())
    assert conflicts.left_out == frozenset()
    assert [found.code for found in findings] == ["conflict.serial"] * clash
    for found in findings:
        assert dict(found.params)["first"] == "a"
        assert found.at.file.endswith("instruments.yaml")
    conflicts, _ = run(first, second, history=merged(a=2, b=1))
    assert conflicts.lost == ({("a/2025", 0)} if clash else set()), "the first merged keeps it"


def test_another_registry_has_its_own_numbers() -> None:
    other = instrument("GEC-1", registry="另一平台")
    conflicts, findings = run(dossier("a", instrument("GEC-1"), code=CODES[0]), dossier("b", other, code=CODES[1]))
    assert (conflicts.lost, findings) == (frozenset(), [])


def test_another_claim_year_of_another_factory_clashes_all_the_same() -> None:
    later = instrument("GEC-1", claim_year="2024")
    conflicts, _ = run(dossier("a", instrument("GEC-1"), code=CODES[0]), dossier("b", later, code=CODES[1]))
    assert conflicts.lost == {("b/2025", 0)}


def test_the_same_claim_seen_from_the_next_cycle_is_the_same_claim() -> None:
    row = instrument("GEC-1", "GEC-9", claim_year="2024")
    conflicts, findings = run(dossier("a", y2024=(row,), y2025=(row,)))
    assert (conflicts.lost, findings) == (frozenset(), [])


def test_the_same_serials_claimed_for_two_years_clash_within_a_factory() -> None:
    rows = instrument("GEC-1", "GEC-9", claim_year="2024"), instrument("GEC-5", "GEC-12", claim_year="2025")
    conflicts, findings = run(dossier("a", y2024=(rows[0],), y2025=(rows[1],)))
    assert conflicts.lost == {("a/2025", 0)}
    assert [dict(found.params)["first"] for found in findings] == ["a"]


def test_the_same_serials_twice_in_one_cycle_count_once() -> None:
    """One megawatt-hour, one claim: a row typed twice must not count twice."""
    conflicts, findings = run(dossier("a", instrument("GEC-1", "GEC-9"), instrument("GEC-5", "GEC-12")))
    assert conflicts.lost == {("a/2025", 1)}
    assert [found.code for found in findings] == ["conflict.serial"]


def test_only_the_row_that_clashes_is_lost() -> None:
    mine = dossier("a", instrument("GEC-50"), code=CODES[0])
    other = dossier("b", instrument("GEC-1"), instrument("GEC-50"), instrument("GEC-99"), code=CODES[1])
    assert run(mine, other, history=merged(a=1, b=2))[0].lost == {("b/2025", 1)}


def test_a_lost_row_takes_nothing_from_a_third() -> None:
    """b loses 40–60 to a; the rest of its range is not b's, so c may claim it."""
    a = dossier("a", instrument("GEC-40", "GEC-60"), code=CODES[0])
    b = dossier("b", instrument("GEC-50", "GEC-99"), code=CODES[1])
    c = dossier("c", instrument("GEC-90", "GEC-99"), code=CODES[2])
    assert run(a, b, c, history=merged(a=1, b=2, c=3))[0].lost == {("b/2025", 0)}


def test_a_lost_row_of_two_prefixes_takes_nothing_either() -> None:
    """b's range reaches from GEC to REC and loses to a at REC: then its GEC part is not b's, and c may claim it."""
    a = dossier("a", instrument("REC-1", "REC-5"), code=CODES[0])
    b = dossier("b", instrument("GEC-50", "REC-3"), code=CODES[1])
    c = dossier("c", instrument("GEC-90", "GEC-99"), code=CODES[2])
    assert run(a, b, c, history=merged(a=1, b=2, c=3))[0].lost == {("b/2025", 0)}


NUMBERS = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted)


@settings(max_examples=100, deadline=None)
@given(ranges=st.lists(NUMBERS, min_size=2, max_size=3), times=st.permutations([1, 2, 3]), data=st.data())
def test_who_comes_first_decides_not_the_order_of_reading(
    ranges: list[list[int]], times: list[int], data: st.DataObject
) -> None:
    all_of_them = [
        dossier(slug, instrument(f"GEC-{low}", f"GEC-{high}"), code=code)
        for slug, code, (low, high) in zip("abc", CODES, ranges, strict=False)
    ]
    history = History(first=dict(zip("abc", times, strict=True)))
    expected = run(*all_of_them, history=history)
    mixed = data.draw(st.permutations(all_of_them))
    assert run(*mixed, history=history) == expected
    earliest = min(all_of_them, key=lambda one: precedence(one, history))
    assert all(not id_.startswith(f"{earliest.slug}/") for id_, _ in expected[0].lost)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, []),
        ("GEC-007", None, [("gec-", 7, 7)]),
        ("GEC-007", "GEC-010", [("gec-", 7, 10)]),
        ("12", "34", [("", 12, 34)]),
        ("ABC", None, [("abc", 0, 0)]),
        (" Gec－００7", "GEC-10", [("gec-", 7, 10)]),
        ("GEC-7", "REC-9", [("gec-", 7, LAST), ("rec-", 0, 9)]),
    ],
)
def test_ranges_of_serials(first: str | None, last: str | None, expected: list[tuple[str, int, int]]) -> None:
    assert list(serials(instrument(first, last))) == expected
