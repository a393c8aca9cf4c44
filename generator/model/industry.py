"""Industry codes of GB/T 4754-2017 (with amendment 1 of 2019): section letter, division, group, class.

``C3055``: section C, division 30, group 305, class 3055. Forms and certificates often leave the letter out.
"""

from __future__ import annotations

import re

#: Section letter → its first and last division. The names stand in ``content/reference/industries.yaml``.
SECTIONS = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip
_FORM = re.compile(r"([A-T]?)([0-9]{2})([0-9]{0,2})")
MANUFACTURING = "C"


def normalised(code: str) -> str | None:
    """``3055`` and ``C3055`` → ``C3055``; None for what is no code or bears a wrong letter."""
    match = _FORM.fullmatch(code)
    letter = section_of(int(match[2])) if match else None
    if match is None or letter is None or match[1] not in {"", letter}:
        return None
    return f"{letter}{match[2]}{match[3]}"


def section_of(division: int) -> str | None:
    """The section letter of a two-digit division, None where there is no such division."""
    return next((letter for letter, (first, last) in SECTIONS.items() if first <= division <= last), None)


def is_manufacturing(code: str) -> bool:
    """Whether a code, with or without its letter, belongs to manufacturing (C13–C43)."""
    own = normalised(code)
    return own is not None and own.startswith(MANUFACTURING)
