"""What certificates, credits and own projects are worth: each reason why one does not count, caps, quality criteria.

600 MWh are bought in Jiangsu in 2025: 0.5827 t/MWh, the factor of 2023, the last on the reference date.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from generator.model.ledger import Account, Claimed
from generator.model.standard import Head
from tests.account.accounts import account_of, codes_of, cycle_of

GRID = {"source": "grid", "amount": "600 MWh"}
#: A certificate that counts; the cases change one thing.
GEC = {
    "instrument": "gec",
    "mode": "3a",
    "registry": "平台",
    "amount": "100 MWh",
    "generated": "2025-06",
    "retired": "2026-03-31",
    "claim_year": "2025",
}
CCER = GEC | {"instrument": "ccer", "mode": "3b", "amount": "80 tCO2e", "vintage": "2024", "generated": None}
T = Fraction("0.5827")


@pytest.fixture(scope="module")
def head(edition: Any) -> Head:
    found: Head = edition.standard.head
    return found


def made(head: Head, *rows: dict[str, Any], lost: tuple[int, ...] = (), **activity: Any) -> tuple[Account, list[str]]:
    account, found = account_of(head, cycle_of({"electricity": [GRID], **activity}, instruments=rows), lost)
    return account, codes_of(found)


def one(head: Head, row: dict[str, Any], **given: Any) -> tuple[Claimed, list[str]]:
    account, found = made(head, row, **given)
    (only,) = account.instruments
    return only, found


# What it shows; what is changed; why it does not count (None where it does); the finding, if there is one.
REASONS: list[tuple[str, dict[str, Any], str | None, str | None]] = [
    ("counts", {}, None, None),
    ("retired on the reference date", {"retired": "2026-03-31"}, None, None),
    ("retired the day after", {"retired": "2026-04-01"}, "instrument.not-retired", "instrument.not-retired"),
    ("not retired", {"retired": None}, "instrument.not-retired", "instrument.not-retired"),
    ("of the claim year", {"vintage": "2025"}, None, None),
    ("issued for a later year", {"vintage": "2026"}, "instrument.later-vintage", "instrument.later-vintage"),
    ("generated a month later", {"generated": "2026-01"}, "instrument.later-vintage", "instrument.later-vintage"),
    ("generated in December", {"generated": "2025-12"}, None, None),
    ("not tradable", {"tradable": False}, "instrument.not-tradable", "instrument.not-tradable"),
    ("24 months after generation", {"generated": "2024-03"}, None, None),
    ("25 months after generation", {"generated": "2024-02"}, "instrument.expired", "instrument.expired"),
    (
        "retired before it was generated",
        {"generated": "2025-12", "retired": "2025-11-30"},
        "instrument.expired",
        "instrument.expired",
    ),
    ("month of generation not stated", {"generated": None}, None, None),
    ("of the market of the electricity", {"market": "CN"}, None, None),
    ("of another market", {"market": "EU"}, "instrument.other-market", "instrument.other-market"),
    ("for a year without data", {"claim_year": "2024"}, "instrument.no-inventory", None),
]


@pytest.mark.parametrize(("change", "why", "code"), [pytest.param(*case[1:], id=case[0]) for case in REASONS])
def test_why_a_certificate_does_not_count(
    head: Head, change: dict[str, Any], why: str | None, code: str | None
) -> None:
    row, found = one(head, GEC | change)
    assert row.counts is (why is None)
    assert (row.why.code if row.why else None) == why
    assert found == ([code] if code else [])
    assert (row.mwh, row.tonnes) == ((100, 100 * T) if why is None else (0, 0))


def test_what_was_lost_to_another_claim_says_so_before_all_else(head: Head) -> None:
    row, found = one(head, GEC | {"retired": None}, lost=(0,))
    assert not row.counts
    assert row.why is not None
    assert row.why.code == "instrument.lost"
    assert found == []


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"retired": None}, False),
        ({"vintage": "2026"}, False),
        ({"tradable": False, "market": "EU", "generated": "2019-01"}, True),  # of certificates alone
    ],
)
def test_a_credit_is_retired_and_of_no_later_year(head: Head, change: dict[str, Any], counts: bool) -> None:
    row, _ = one(head, CCER | change)
    assert row.counts is counts
    assert row.tonnes == (80 if counts else 0)
    assert row.mwh == 0
    assert row.criteria == ()


@pytest.mark.parametrize(
    ("mode", "amount", "tonnes"),
    [
        ("1a", "80 tCO2e", 80),
        ("1b", "50 MWh", 50 * T),
        ("2a", "80 tCO2e", 80),
        ("2c", "50 MWh", 50 * T),
        ("3a", "50 MWh", 50 * T),
        ("3b", "0.08 万tCO2e", 800),
        ("3d", "80 tCO2e", 80),
    ],
)
def test_worth_of_each_mode(head: Head, mode: str, amount: str, tonnes: Fraction) -> None:
    exported = [{"kind": "electricity", "renewable": True, "amount": "50 MWh"}]
    row, found = one(head, GEC | {"mode": mode, "amount": amount}, exported=exported)
    assert found == []
    assert row.tonnes == tonnes
    assert row.mwh == (50 if mode == "3a" else 0)  # only certificates cover electricity


def test_own_projects_inside_the_boundary_need_no_retirement(head: Head) -> None:
    assert one(head, GEC | {"mode": "1a", "amount": "5 tCO2e", "retired": None})[0].counts
    assert not one(head, GEC | {"mode": "2a", "amount": "5 tCO2e", "retired": None})[0].counts


def test_own_reductions_stand_apart_from_offsets(head: Head) -> None:
    account, _ = made(head, CCER, GEC | {"mode": "1a", "amount": "49.62 tCO2e"})
    assert account.offsets is not None
    assert [row.mode for row in account.reductions] == ["1a"]
    assert [row.mode for row in account.offsets.offsets] == ["3b"]
    assert (account.offsets.gross, account.offsets.reductions) == (600 * T, Fraction("49.62"))
    assert account.offsets.residual == 300
    assert account.offsets.offset == 80
    assert account.offsets.electricity == 600 * T
    assert account.inventories[2025].location == 600 * T


# ── caps ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_certificates_cover_the_electricity_bought_and_no_more(head: Head) -> None:
    row, found = one(head, GEC | {"amount": "900 MWh"})
    assert (row.mwh, row.tonnes, row.capped) == (600, 600 * T, 300 * T)
    assert row.counts
    assert found == ["instrument.above-consumption"]


def test_exactly_the_electricity_bought_is_not_above_it(head: Head) -> None:
    row, found = one(head, GEC | {"amount": "600 MWh"})
    assert (row.mwh, row.capped, found) == (600, 0, [])


def test_those_with_evidence_are_counted_first(head: Head) -> None:
    """So that leaving out the ones without evidence never leaves room unused."""
    rows = [GEC | {"instrument": name, "amount": "400 MWh"} for name in ("a", "b", "c")]
    rows[1]["evidence"] = ["E01"]
    account, found = made(head, *rows)
    assert [(row.name, row.mwh) for row in account.instruments] == [("a", 200), ("b", 400), ("c", 0)]
    assert found == ["instrument.above-consumption"] * 2


def test_what_does_not_count_takes_no_room(head: Head) -> None:
    account, _ = made(head, GEC | {"amount": "600 MWh", "retired": None}, GEC | {"amount": "600 MWh"})
    assert [row.mwh for row in account.instruments] == [0, 600]


def test_self_used_power_gives_no_room(head: Head) -> None:
    own = {"source": "pv_self_used", "amount": "400 MWh"}
    row, _ = one(head, GEC | {"amount": "900 MWh"}, electricity=[GRID, own])
    assert row.mwh == 600


def test_each_year_has_its_own_room(head: Head) -> None:
    years = [{"year": year, "electricity": [GRID]} for year in ("2024", "2025")]
    rows = [GEC | {"amount": "600 MWh", "generated": None, "claim_year": year} for year in ("2024", "2025")]
    account, found = account_of(head, cycle_of(*years, instruments=rows))
    assert [row.mwh for row in account.instruments] == [600, 600]
    assert codes_of(found) == []


def test_power_fed_in_is_what_was_exported_and_renewable(head: Head) -> None:
    exported = [
        {"kind": "electricity", "renewable": True, "amount": "30 MWh"},
        {"kind": "electricity", "renewable": False, "amount": "500 MWh"},
        {"kind": "heat", "renewable": True, "amount": "500 MWh"},
    ]
    row, found = one(head, GEC | {"mode": "1b", "amount": "50 MWh"}, exported=exported)
    assert (row.tonnes, row.capped) == (30 * T, 20 * T)
    assert found == ["instrument.above-export"]


# ── quality criteria ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "missed"),
    [
        ({}, []),
        ({"tradable": False}, [1]),
        ({"retired": None}, [3]),
        ({"generated": "2024-02"}, [4]),
        ({"generated": "2026-01"}, [4]),
        ({"generated": None}, [4]),
        ({"market": "EU"}, [5]),
    ],
)
def test_quality_criteria(head: Head, change: dict[str, Any], missed: list[int]) -> None:
    row, _ = one(head, GEC | change)
    assert [criterion.no for criterion in row.criteria] == [1, 2, 3, 4, 5]
    assert [criterion.no for criterion in row.criteria if not criterion.met] == missed


def test_a_certificate_claimed_elsewhere_is_not_the_only_instrument(head: Head) -> None:
    row, _ = one(head, GEC, lost=(0,))
    assert [criterion.no for criterion in row.criteria if not criterion.met] == [2]


def test_findings_stand_at_the_data_year_alone(head: Head) -> None:
    years = [{"year": year, "electricity": [GRID]} for year in ("2024", "2025")]
    account, found = account_of(head, cycle_of(*years, instruments=[GEC | {"claim_year": "2024", "retired": None}]))
    assert not account.instruments[0].counts
    assert codes_of(found) == []
