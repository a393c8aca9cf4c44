"""Comma-separated tables: UTF-8, no control characters, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import re
from io import StringIO

from generator.load.intake.notes import Notes
from generator.model.evidence import Limits

# Controls but tab and line ends, bidirectional and zero-width characters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_FORMULA = re.compile(r"[\t\r ]*[=+@＝＋＠-]")
#: What may begin with a sign all the same: numbers, percentages, dates, and a dash for "nothing".
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)? ?%?|[+-]?\.[0-9]+|-+|\+")


def read_csv(data: bytes, limits: Limits, notes: Notes) -> None:
    """Every cell of every row."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise notes.refuse("evidence.csv-encoding") from None
    bad = _CONTROL.search(text)
    if bad:
        raise notes.refuse("evidence.other-content", extension="csv", found=f"U+{ord(bad[0]):04X}")
    notes.text("", text)
    csv.field_size_limit(len(text) + 1)
    rows, cells = csv.reader(StringIO(text, newline="")), 0
    for row in rows:
        cells += len(row)
        if cells > limits.cells:
            raise notes.refuse("evidence.too-big-inside", what="cells", size=f"> {limits.cells}", limit=limits.cells)
        for index, cell in enumerate(row, 1):
            if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell.strip()):
                notes.problem("evidence.formula", line=rows.line_num, cell=f"{rows.line_num}, {index}")
