"""Identity numbers, mobile numbers, bank cards and keys: found with their check digits, never shown."""

from __future__ import annotations

import time

import pytest

from generator.load.intake.personal import hits, is_bank_card, is_id_card
from generator.load.intake.text import check_personal
from generator.load.strict_yaml import parse
from tests.originals import BANK_CARD, ID_CARD, KEY, MOBILE


def kinds(text: str) -> list[str]:
    return [hit.code.removeprefix("personal.") for hit in hits(text)]


def test_an_identity_number_needs_its_check_character() -> None:
    assert is_id_card(ID_CARD)
    others = [ID_CARD[:17] + last for last in "0123456789X" if last != ID_CARD[17]]
    assert not any(map(is_id_card, others))


@pytest.mark.parametrize(
    "number",
    [
        "91320411185001010016",  # twenty digits
        "00" + ID_CARD[2:],  # no province
        ID_CARD[:10] + "1301" + ID_CARD[14:],  # no month
        ID_CARD[:10] + "0230" + ID_CARD[14:],  # no day
    ],
)
def test_what_is_no_identity_number(number: str) -> None:
    assert "id-card" not in kinds(number)


def test_the_last_character_may_be_an_x_of_either_case() -> None:
    number = next(f"32041118500101{no:03}X" for no in range(100) if is_id_card(f"32041118500101{no:03}X"))
    assert kinds(number) == kinds(number.lower()) == ["id-card"]


@pytest.mark.parametrize(
    "text",
    [
        ID_CARD,
        f"身份证：{ID_CARD}，",
        f"{ID_CARD[:6]} {ID_CARD[6:14]} {ID_CARD[14:]}",
        "".join(chr(ord(one) + 0xFEE0) for one in ID_CARD),  # full-width digits
    ],
)
def test_however_an_identity_number_is_typed(text: str) -> None:
    assert kinds(text) == ["id-card"]


@pytest.mark.parametrize(
    "text",
    [MOBILE, f"电话 {MOBILE}。", "130 0000 0000", "130-0000-0000", f"+86 {MOBILE}", f"86-{MOBILE}", f"tel:{MOBILE}"],
)
def test_a_mobile_number(text: str) -> None:
    assert kinds(text) == ["mobile"]


@pytest.mark.parametrize(
    "text",
    [
        "12000000000",  # no such prefix
        f"GEC-2025-{MOBILE}",  # a serial number
        f"{MOBILE}-13000000100",  # a range of them
        f"{MOBILE} kWh",
        f"{MOBILE}元",
        f"{MOBILE}.5",
        f"0{MOBILE}",
        "a" + MOBILE,
        "24f8b0135eb70ea18e82851d29de5e48ac893458c925fee0244c20dc0d22416a",
        "91320411MA0DEM005T",
    ],
)
def test_what_is_no_mobile_number(text: str) -> None:
    assert kinds(text) == []


def test_a_bank_card_needs_its_check_digit() -> None:
    assert is_bank_card(BANK_CARD)
    others = [BANK_CARD[:18] + last for last in "0123456789" if last != BANK_CARD[18]]
    assert not any(map(is_bank_card, others))


@pytest.mark.parametrize("text", [BANK_CARD, "6222 0200 0000 0000 000", "4111 1111 1111 1111", "5555555555554444"])
def test_a_bank_card(text: str) -> None:
    assert kinds(text) == ["bank-card"]


def test_an_older_card_of_icbc() -> None:
    number = next(n for n in (f"955880200000000000{last}" for last in range(10)) if is_bank_card(n))
    assert kinds(number) == kinds(f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:16]} {number[16:]}")
    assert kinds(number) == ["bank-card"]


@pytest.mark.parametrize("text", ["9111111111111111", "62220200000000001", f"{BANK_CARD} kWh", "6222-0200"])
def test_what_is_no_bank_card(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----",
        "AGE-SECRET-KEY-1" + "Q" * 58,
        "AKIA" + "A" * 16,
        "LTAI" + "a1" * 10,
        "AKID" + "a1" * 16,
        "ghp_" + "a" * 36,
    ],
)
def test_a_key(text: str) -> None:
    assert kinds(f"x: {text}\n") == ["private-key"]


@pytest.mark.parametrize("text", ["-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----", "PRIVATE KEY", "AKIA"])
def test_what_is_no_key(text: str) -> None:
    assert kinds(text) == []


def test_a_number_is_never_shown() -> None:
    for number in (ID_CARD, MOBILE, BANK_CARD):
        (hit,) = hits(number)
        assert hit.masked == f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}"
    (hit,) = hits("ghp_" + "a" * 36)
    assert hit.masked == "ghp_…"


def test_several_in_one_text() -> None:
    text = f"{MOBILE}, {ID_CARD}; {BANK_CARD}\n{KEY}\n{MOBILE[:-1]}9"
    assert sorted(kinds(text)) == ["bank-card", "id-card", "mobile", "mobile", "private-key"]


@pytest.mark.parametrize("text", ["1" * 2_000_000, "1 " * 1_000_000, "-----BEGIN " * 200_000, "6222 " * 400_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    assert list(hits(text)) == []
    assert time.process_time() - began < 2


# ── in what is written ───────────────────────────────────────────────────────────────────────────────────────


def test_the_place_in_a_file() -> None:
    source = f"a: x\nb: 电话 {MOBILE}  # {ID_CARD}\n"
    found = check_personal(source, "f.yaml")
    places = [f"{one.code} {one.at}" for one in found]
    assert places == ["personal.mobile f.yaml:2:7", "personal.id-card f.yaml:2:22"]
    assert all(MOBILE not in str(one) and ID_CARD not in str(one) for one in found)


def test_an_escape_hides_nothing() -> None:
    source = f'a:\n  - "\\x31{MOBILE[1:]}"\n'
    tree, _ = parse(source.encode(), "f.yaml")
    found = check_personal(source, "f.yaml", tree)
    assert [f"{one.code} {one.at}" for one in found] == ["personal.mobile f.yaml:2:5"]


def test_a_file_of_numbers_has_a_few_findings() -> None:
    source = "".join(f"{int(MOBILE) + no}\n" for no in range(1000))
    assert len(check_personal(source, "f.yaml")) == 20
