"""One evidence file, by its bytes: whether it is what its extension says and nothing else, and what it holds.

A file that is two things at once (a PDF that is also a ZIP, a picture that a browser takes for a page) is refused:
what one program shows must be what every other one shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.load.intake.image import read_jpg, read_png, read_webp
from generator.load.intake.notes import Notes, Problem, RefusedError
from generator.load.intake.pdf import read_pdf
from generator.load.intake.table import read_csv
from generator.load.intake.workbook import read_xlsx
from generator.model.evidence import Limits

#: Every format that can be looked through, by extension.
READERS: dict[str, Callable[[bytes, Limits, Notes], None]] = {
    "pdf": read_pdf,
    "png": read_png,
    "jpg": read_jpg,
    "webp": read_webp,
    "csv": read_csv,
    "xlsx": read_xlsx,
}
#: How a format begins; what begins like none of them is text, or something unknown.
_MAGIC = (
    ("pdf", re.compile(rb"%PDF-")),
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("jpg", re.compile(rb"\xff\xd8\xff")),
    ("webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("zip", re.compile(rb"PK(?:\x03\x04|\x05\x06)")),
    ("ole", re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    ("gif", re.compile(rb"GIF8")),
    ("html", re.compile(rb"\s*<(?:!doctype|html|head|body|script|svg|\?xml)", re.IGNORECASE)),
    ("rtf", re.compile(rb"\{\\rtf")),
    ("utf-16", re.compile(rb"\xff\xfe|\xfe\xff")),
    ("exe", re.compile(rb"MZ.{0,64}\0|\x7fELF|#!", re.DOTALL)),
)
#: What makes a browser or a server run something, wherever in a file it stands uncompressed.
_MARKUP = re.compile(rb"<(?:script|html|!doctype\s+html|iframe|\?php|svg)[\s>/]", re.IGNORECASE)
_EOCD, _CENTRAL = b"PK\x05\x06", b"PK\x01\x02"
#: The end record of a ZIP stands within so many bytes of the end: 22 of its own, and a comment of up to 65,535.
_ZIP_TAIL = 65_557
_PDF_HEAD = 1024  # where readers still look for a PDF's header


def inspect(data: bytes, extension: str, limits: Limits) -> list[Problem]:
    """Everything wrong with a file of an extension of :data:`READERS`; no input raises anything."""
    notes = Notes()
    try:
        _one_format(data, extension, notes)
        READERS[extension](data, limits, notes)
    except RefusedError:
        pass  # what is wrong stands in the notes
    except MemoryError:
        notes.problem("evidence.too-heavy")
    except Exception as error:  # noqa: BLE001  # libraries fail in any way on hostile bytes; their words may quote them
        notes.problem("evidence.damaged", format=extension, problem=type(error).__name__)
    return list(notes.found())


def kind_of(data: bytes) -> str:
    """What the bytes are by their beginning: an extension, or ``text``, or ``?``."""
    for name, magic in _MAGIC:
        if magic.match(data):
            return "xlsx" if name == "zip" and b"xl/workbook.xml" in data else name
    return "?" if not data or b"\0" in data[:4096] else "csv"


def _one_format(data: bytes, extension: str, notes: Notes) -> None:
    kind = kind_of(data)
    if kind != extension:
        # A header further on is what readers of PDF accept: two files in one.
        if extension == "pdf" and b"%PDF-" in data[:_PDF_HEAD]:
            raise notes.refuse("evidence.polyglot", format=extension, other=kind if kind != "csv" else "text")
        raise notes.refuse("evidence.other-content", extension=extension, found={"csv": "text"}.get(kind, kind))
    if _MARKUP.search(data):
        raise notes.refuse("evidence.polyglot", format=extension, other="HTML")
    if extension != "pdf" and b"%PDF-" in data[:_PDF_HEAD]:
        raise notes.refuse("evidence.polyglot", format=extension, other="PDF")
    if extension != "xlsx" and data.rfind(_EOCD, -_ZIP_TAIL) > 0 and _CENTRAL in data:
        raise notes.refuse("evidence.polyglot", format=extension, other="ZIP")
