"""What must never be made public: identity numbers, mobile numbers, bank cards, keys.

A hit names its kind and a masked form; the number itself never leaves this module. Sources: GB 11643-1999
(identity number, check character by ISO 7064 MOD 11-2), GB/T 2260 (first two digits), MIIT's numbering plan for
mobile numbers, ISO/IEC 7812 (bank cards: issuer prefixes, Luhn's check digit).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

#: The kinds, as the codes of their findings.
ID_CARD, MOBILE = "personal.id-card", "personal.mobile"
BANK_CARD, PRIVATE_KEY = "personal.bank-card", "personal.private-key"

# Full-width letters, digits and signs are the same to a reader; one character each, so that places stay.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_WIDTH |= dict.fromkeys(range(0x2010, 0x2016), 0x2D)
_WIDE = re.compile("[\u2010-\u2015\u2212\u3000\uff01-\uff5e]")

# Neither inside a longer word or number, nor the middle of a series of them (``GEC-2025-13900000000``, ``1.39e10``).
_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_./])"
_AFTER = r"(?![0-9A-Za-z])(?![-_./][0-9A-Za-z])"
_UNIT = r"(?! ?(?:[kMG]?Wh|[kM]?VA|k?g\b|t\b|tCO2|m[23]|N?m[³²]|[MGT]?J\b|元|万元|千克|公斤|吨|度|立方|平方))"

_ID_CARD = re.compile(
    _BEFORE + r"[1-8][0-9]{5}[ \xa0-]?[12][0-9]{3}[01][0-9][0-3][0-9][ \xa0-]?[0-9]{3}[0-9Xx]" + _AFTER
)
_MOBILE = re.compile(_BEFORE + r"(?:\+?86[ \xa0-]?)?1[3-9][0-9][ \xa0-]?[0-9]{4}[ \xa0-]?[0-9]{4}" + _AFTER + _UNIT)
_BANK_CARD = re.compile(_BEFORE + r"[2-6][0-9]{3}(?:[ \xa0-]?[0-9]{4}){3}(?:[ \xa0-]?[0-9]{1,3})?" + _AFTER + _UNIT)
_BANK_CARD_LONG = re.compile(_BEFORE + r"9558[ \xa0-]?8[0-9]{3}(?:[ \xa0-]?[0-9]{4}){2}(?:[ \xa0-]?[0-9]{3})" + _AFTER)
#: Where a number may be, and how far behind it its last sign and its unit may reach.
_DIGITS = re.compile(r"[0-9][0-9 \xa0-]{9,}")
_MORE = 8
_KEY_WORDS = ("PRIVATE KEY", "AGE-SECRET-KEY-1", "AKIA", "LTAI", "AKID", "gho_", "ghp_", "ghr_", "ghs_", "ghu_")
_KEY = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|AGE-SECRET-KEY-1[0-9A-Z]{20,}"
    r"|(?<![0-9A-Za-z])(?:AKIA[0-9A-Z]{16}|LTAI[0-9A-Za-z]{16,24}|AKID[0-9A-Za-z]{32}|gh[pousr]_[0-9A-Za-z]{36})(?![0-9A-Za-z])"
)

#: GB/T 2260: 11–15, 21–23, 31–37, 41–46, 50–54, 61–65, 71, 81–83.
_PROVINCES = frozenset(
    map(
        str,
        [*range(11, 16), 21, 22, 23, *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83],
    )
)
_WEIGHTS = tuple(2 ** (17 - index) % 11 for index in range(17))
#: Issuer prefixes with the lengths of their numbers: UnionPay, Visa, Mastercard, JCB, and ICBC's older ones.
_ISSUERS = (
    (re.compile("62"), range(16, 20)),
    (re.compile("4"), (16,)),
    (re.compile("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile("35"), (16,)),
    (re.compile("9558"), (19,)),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that must not be public: its code, its masked form, its index in the text."""

    code: str
    masked: str
    index: int
    mark: str  # tells one number from another


def hits(text: str) -> Iterator[Hit]:
    """Everything of these kinds in a text: keys first, then numbers by their places."""
    if _WIDE.search(text):
        text = text.translate(_WIDTH)
    if any(word in text for word in _KEY_WORDS):
        yield from (_key(match) for match in _KEY.finditer(text))
    for span in _DIGITS.finditer(text):  # a few places of a long text: the patterns themselves are slow
        yield from _numbers(text, max(0, span.start() - 1), span.end() + _MORE)


def _numbers(text: str, start: int, end: int) -> Iterator[Hit]:
    cards = [match for match in _ID_CARD.finditer(text, start, end) if is_id_card(_digits(match[0]))]
    taken = {match.start() for match in cards}
    yield from (_hit(ID_CARD, match) for match in cards)
    yield from (_hit(MOBILE, match) for match in _MOBILE.finditer(text, start, end))
    for pattern in (_BANK_CARD, _BANK_CARD_LONG):
        for match in pattern.finditer(text, start, end):
            if match.start() not in taken and is_bank_card(_digits(match[0])):
                yield _hit(BANK_CARD, match)


def is_id_card(number: str) -> bool:
    """Whether 18 characters are an identity number: province, day of birth and check character."""
    if number[:2] not in _PROVINCES:
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(one) * weight for one, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def is_bank_card(number: str) -> bool:
    """Whether digits have an issuer's prefix, its length, and Luhn's check digit."""
    if not any(prefix.match(number) and len(number) in lengths for prefix, lengths in _ISSUERS):
        return False
    doubled = (int(one) * 2 for one in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(one - 9 if one > 9 else one for one in doubled)) % 10 == 0


def _key(match: re.Match[str]) -> Hit:
    """A key file is called what it is; of a token the first characters are its kind."""
    masked = match[0].strip("-") if match[0][0] == "-" else f"{match[0][:4]}…"
    return Hit(PRIVATE_KEY, masked, match.start(), _mark(match[0]))


def _hit(code: str, match: re.Match[str]) -> Hit:
    """Masked: two characters, stars, two characters; enough to find it, too little to use it."""
    digits = _digits(match[0])
    return Hit(code, f"{digits[:2]}{'*' * (len(digits) - 4)}{digits[-2:]}", match.start(), _mark(digits))


def _digits(text: str) -> str:
    return re.sub(r"[+ \xa0-]", "", text)


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()
