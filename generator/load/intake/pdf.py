"""PDF: every object, string and page, earlier versions of a file included; no script, no attachment, no encryption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from generator.load.intake.image import exif, xmp
from generator.load.intake.notes import Notes
from generator.model.evidence import Limits

_HEADER = re.compile(rb"%PDF-(?:1\.[0-7]|2\.0)[\s\x80-\xff%]")
_EOF = b"%%EOF"
_MOST_OBJECTS = 100_000
#: Versions of a file that was changed and saved on top of itself; what was covered up in the last stands in an earlier.
_MOST_VERSIONS = 5
#: Actions and annotations that run, fetch, send or carry something.
_RUNS = frozenset({
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/Movie", "/Sound", "/RichMedia",
    "/RichMediaExecute", "/3D", "/FileAttachment", "/Screen", "/EmbeddedFile",
})  # fmt: skip
_CARRIES = frozenset({"/JS", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
# The same names where no table of the file leads to them; viewers that mend a file find them all the same.
_HIDDEN = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_EXIF, _MOST_EXIF, _EXIF_BYTES = b"Exif\0\0", 100, 65_536


def read_pdf(data: bytes, limits: Limits, notes: Notes) -> None:
    """The frame, what runs, the metadata, the words."""
    end = data.rfind(_EOF)
    if not _HEADER.match(data) or end < 0:
        raise notes.refuse("evidence.damaged", format="pdf", problem="%PDF, %%EOF")
    rest = data[end + len(_EOF) :]
    if rest.strip(b"\0\t\r\n "):
        raise notes.refuse("evidence.polyglot", format="pdf", other=f"+{len(rest)} bytes")
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise notes.refuse("evidence.encrypted", format="pdf")
    _objects(reader, notes)
    hidden = _HIDDEN.search(_ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data))
    if hidden:
        raise notes.refuse("evidence.active-content", format="pdf", what=hidden[1].decode())
    if len(reader.pages) > limits.pages:
        raise notes.refuse("evidence.too-big-inside", what="pages", size=len(reader.pages), limit=limits.pages)
    if reader.metadata is not None and str(reader.metadata.author or "").strip():
        notes.names("PDF Author")
    _pictures(data, notes)
    _pages(reader, "", notes)
    notes.text("PDF", data.decode("latin-1"))
    for number, version in enumerate(_earlier(data), 1):
        _version(version, number, limits, notes)


def _pages(reader: PdfReader, where: str, notes: Notes) -> None:
    for number, page in enumerate(reader.pages, 1):
        notes.text(f"{where}p. {number}", page.extract_text())


def _earlier(data: bytes) -> Iterator[bytes]:
    """The file as it was before each time it was saved on top of itself, the latest first."""
    end = data.rfind(_EOF)
    for _ in range(_MOST_VERSIONS):
        end = data.rfind(_EOF, 0, end)
        if end < 0:
            return
        yield data[: end + len(_EOF)]


def _version(data: bytes, number: int, limits: Limits, notes: Notes) -> None:
    """The words of an earlier version. The first part of a file made for the web ends likewise, and is none."""
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if len(reader.pages) > limits.pages:
            raise notes.refuse("evidence.too-big-inside", what="pages", size=len(reader.pages), limit=limits.pages)
        _strings(reader, f"version −{number}", notes)
        _pages(reader, f"version −{number}, ", notes)
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError):
        return


def _objects(reader: PdfReader, notes: Notes) -> None:
    """Every object that a table of the file leads to."""
    words: list[str] = []
    for found in _all(reader, notes):
        for key, value in _entries(found):
            what = key if key in _CARRIES else str(value) if key in ("/S", "/Subtype", "/Type", "") else ""
            if what in _CARRIES or what in _RUNS:
                raise notes.refuse("evidence.active-content", format="pdf", what=what.removeprefix("/"))
            if isinstance(value, str | bytes):
                words.append(value if isinstance(value, str) else value.decode("latin-1"))
        if isinstance(found, StreamObject) and found.get("/Type") == "/Metadata":
            packet = found.get_data().decode("utf-8", "replace")
            notes.text("XMP", packet)
            xmp(packet, notes)
    notes.text("PDF", "\n".join(words))


def _strings(reader: PdfReader, where: str, notes: Notes) -> None:
    values = (value for found in _all(reader, notes) for _, value in _entries(found))
    notes.text(where, "\n".join(value for value in values if isinstance(value, str)))


def _all(reader: PdfReader, notes: Notes) -> Iterator[Any]:
    places = [(number, generation) for generation, table in reader.xref.items() for number in table]
    places += [(number, 0) for number in reader.xref_objStm]
    if len(places) > _MOST_OBJECTS:
        raise notes.refuse("evidence.too-big-inside", what="objects", size=len(places), limit=_MOST_OBJECTS)
    yield reader.trailer
    for number, generation in dict.fromkeys(places):
        yield reader.get_object(IndirectObject(number, generation, reader))


def _entries(found: Any) -> Iterator[tuple[str, Any]]:
    """(key, value) of everything inside an object; an item of a list has no key. Other objects are not entered."""
    todo: list[tuple[str, Any]] = [("", found)]
    while todo:
        key, value = todo.pop()
        if isinstance(value, DictionaryObject):
            todo += [(str(name), value.raw_get(name)) for name in value]
        elif isinstance(value, ArrayObject):
            todo += [("", list.__getitem__(value, index)) for index in range(len(value))]
        yield key, value


def _pictures(data: bytes, notes: Notes) -> None:
    """Photographs stand in a PDF as they were taken."""
    place = data.find(_EXIF)
    for _ in range(_MOST_EXIF):
        if place < 0:
            return
        exif(data[place + len(_EXIF) : place + _EXIF_BYTES], notes)
        place = data.find(_EXIF, place + 1)
