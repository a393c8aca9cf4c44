"""CSV as we publish it: the one writer of every table, for spreadsheets and for programs.

UTF-8 with a byte order mark (without one Excel reads Chinese as another encoding), quoted as RFC 4180 says, every
line ended by CRLF whatever the platform. A cell that a spreadsheet would take for a formula gets a leading ``'``:
text stays text, and a plain number stays a number.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from generator.model.number import decimal_text

#: What a cell may hold; a float is refused, since no float touches a figure.
Cell: TypeAlias = str | int | Fraction | Decimal | date | None

# The first sign of a formula in some spreadsheet, blanks before it aside: the half-width ones, the full-width and
# the small forms that an East Asian Excel takes for the same. A line end or a tab moves the text to another cell.
_FORMULA = re.compile(r"[\t\r\n]|[\s\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def write(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table with one line of column names; a Fraction that does not terminate has 12 decimals.

    TypeError for a cell of another type, ValueError for a row that is not as long as the columns are many: both
    are errors of ours.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_safe(name) for name in columns])
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"{len(row)} cells for {len(columns)} columns")
        writer.writerow([_text(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig", errors="backslashreplace")  # a lone surrogate shows as its number


def _text(cell: Cell) -> str:
    """A cell as it is written; numbers of ours begin with a digit or a sign, and are numbers."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return _safe(cell)
    if isinstance(cell, Fraction):
        return decimal_text(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int):
        return str(cell)
    raise TypeError(f"a cell of type {type(cell).__name__}")


def _safe(text: str) -> str:
    """The text, with a leading ``'`` where a spreadsheet would compute it."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
