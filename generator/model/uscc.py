"""Unified social credit codes (统一社会信用代码), GB 32100-2015, with both of their check characters.

Eighteen characters: registration authority (1), kind of organisation (1), region by GB/T 2260 (6),
organisation code by GB 11714-1997 with a check character of its own (9), check character (1).
"""

from __future__ import annotations

import re

#: The 31 characters of GB 32100: digits and capitals without I, O, S, V, Z; the value of each is its index.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = re.compile(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
_WEIGHTS = tuple(3**index % 31 for index in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_character(first: str) -> str:
    """The 18th character for the 17 before it. ValueError for a character outside the alphabet."""
    total = sum(ALPHABET.index(one) * weight for one, weight in zip(first, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(first: str) -> str:
    """The 9th character of an organisation code for the 8 before it (GB 11714: 0–9, A = 10 … Z = 35)."""
    total = sum(int(one, 36) * weight for one, weight in zip(first, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def problem(code: str) -> str | None:
    """The finding code that says what is wrong with a credit code, None where nothing is."""
    if not _FORM.fullmatch(code):
        return "uscc.form"
    if check_character(code[:17]) != code[17]:
        return "uscc.check-digit"
    if organisation_check_character(code[8:16]) != code[16]:
        return "uscc.organisation-check-digit"
    return None
