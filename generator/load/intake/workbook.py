"""Workbooks (xlsx): only parts that hold cells and how they look; no macro, no link to elsewhere, no embedded file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from generator.load.intake.image import read_jpg, read_png
from generator.load.intake.notes import Notes
from generator.model.evidence import Limits

#: The parts that a workbook may have; any other one may run, fetch or hide something.
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|app|custom)\.xml|docMetadata/LabelInfo\.xml"
    r"|customXml/(?:_rels/)?\w+\.xml(?:\.rels)?"
    r"|xl/(?:workbook|styles|sharedStrings|calcChain|metadata|comments\d*)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/theme/(?:_rels/)?theme\d+\.xml(?:\.rels)?"
    r"|xl/(?:worksheets|chartsheets|drawings|charts|tables|comments|threadedComments|persons|pivotTables|pivotCache"
    r"|richData|slicers|slicerCaches|timelines|timelineCaches)/(?:_rels/)?\w+\.(?:xml(?:\.rels)?|vml|vml\.rels)"
    r"|xl/media/\w+\.(?:png|jpe?g)|xl/printerSettings/printerSettings\d+\.bin"
)
_RUNS = re.compile(r"macroEnabled|vbaProject|activeX|oleObject|ddeLink|externalLink|mashup", re.IGNORECASE)
_CALLS = re.compile(r"\b(?:WEBSERVICE|FILTERXML|CALL|REGISTER\.ID|EXEC|RTD)\s*\(|\|\s*'|\[\d+\]", re.IGNORECASE)
_MOST_PARTS = 1000
#: No element of a workbook lies deeper, and a cell has no more than so many of them.
_DEEPEST, _MOST_PER_CELL = 64, 10
#: Compressed text of any use is not smaller than a two-hundredth of itself.
_RATIO, _RATIO_FROM = 200, 1 << 20
#: Elements behind which the text of a block ends; runs inside a cell belong together.
_BLOCKS = frozenset({"si", "is", "v", "f", "text", "p", "c"})
_EXPONENT = re.compile(r"[0-9]\.[0-9]+E\+?[0-9]{1,2}")


def read_xlsx(data: bytes, limits: Limits, notes: Notes) -> None:
    """The archive, then every part of it."""
    end = data.rfind(b"PK\x05\x06")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        # Nothing before the first entry, between the directory and its end, or behind it.
        whole = end + 22 == len(data) and min((part.header_offset for part in parts), default=-1) == 0
        if not whole or archive.start_dir + int.from_bytes(data[end + 12 : end + 16], "little") != end:
            raise notes.refuse("evidence.polyglot", format="xlsx", other="ZIP +")
        _allowed(parts, limits, notes)
        cells = 0
        for part in parts:
            if part.filename.startswith("xl/media/"):
                _picture(_unpacked(archive, part), limits, notes)
            elif not part.filename.endswith(".bin"):
                with archive.open(part) as file:
                    cells += _xml(file, part.filename, limits.cells - cells, notes)


def _allowed(parts: list[zipfile.ZipInfo], limits: Limits, notes: Notes) -> None:
    names = [part.filename for part in parts]
    size = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or size > limits.unpacked_bytes:
        raise notes.refuse("evidence.too-big-inside", what="unpacked", size=size, limit=limits.unpacked_bytes)
    for part in parts:
        if part.flag_bits & 0x1:
            raise notes.refuse("evidence.encrypted", format="xlsx")
        if part.file_size > max(_RATIO_FROM, part.compress_size * _RATIO):
            raise notes.refuse("evidence.too-big-inside", what="unpacked", size=part.file_size, limit=_RATIO_FROM)
        if not _PARTS.fullmatch(part.filename):
            what = part.filename if re.fullmatch(r"[\w./-]{1,80}", part.filename, re.ASCII) else "?"
            raise notes.refuse("evidence.active-content", format="xlsx", what=what)
    if len(set(map(str.casefold, names))) < len(names) or "xl/workbook.xml" not in names:
        raise notes.refuse("evidence.damaged", format="xlsx", problem="xl/workbook.xml")


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    return archive.read(part)  # no more than the directory says, which is within the limits


def _picture(data: bytes, limits: Limits, notes: Notes) -> None:
    """A picture inside the workbook is held to the same rules."""
    if data.startswith(b"\x89PNG"):
        read_png(data, limits, notes)
    elif data.startswith(b"\xff\xd8\xff"):
        read_jpg(data, limits, notes)
    else:
        raise notes.refuse("evidence.active-content", format="xlsx", what="xl/media")


def _xml(file: IO[bytes], part: str, most: int, notes: Notes) -> int:
    """One part: its links, its formulas, its words; returns how many cells it has."""
    cells, cell, depth, elements = 0, "", 0, 0
    block: list[str] = []
    place = part.rpartition("/")[2]
    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            name = element.tag.rpartition("}")[2]
            if event == "start":
                elements, depth = elements + 1, depth + 1
                if name == "c":
                    cells, cell = cells + 1, element.get("r", "")
                if cells > most or elements > most * _MOST_PER_CELL:
                    raise notes.refuse("evidence.too-big-inside", what="cells", size=f"> {most}", limit=most)
                if depth > _DEEPEST:
                    raise notes.refuse("evidence.damaged", format="xlsx", problem=place)
                continue
            depth -= 1
            _links(part, element, notes)
            words = (element.text or "").strip("\n")
            if name == "f" and _CALLS.search(words):
                raise notes.refuse("evidence.active-content", format="xlsx", what=f"{place} {cell}".strip())
            block += [_number(words), *_attributes(element)]
            if (name in _BLOCKS or not part.startswith("xl/")) and block:
                notes.text(f"{place} {cell}".strip(), "".join(block))
                block = []
            if part == "docProps/core.xml" and name in ("creator", "lastModifiedBy") and words.strip():
                notes.names(f"xlsx {name}")
            if part.startswith("xl/persons/") and name == "person":
                notes.names("xlsx person")
            element.clear()
    except DefusedXmlException:
        raise notes.refuse("evidence.active-content", format="xlsx", what=f"{place}: DTD") from None
    notes.text(place, "".join(block))
    return cells


def _links(part: str, element: Any, notes: Notes) -> None:
    """Content types and relationships: nothing that runs, and nothing elsewhere but an address to click on."""
    for value in element.attrib.values():
        if part.endswith((".rels", "[Content_Types].xml")) and _RUNS.search(value):
            raise notes.refuse("evidence.active-content", format="xlsx", what=_RUNS.findall(value)[0])
    if element.get("TargetMode") == "External":
        clickable = element.get("Type", "").endswith("/hyperlink")
        if not clickable or not element.get("Target", "").startswith(("https://", "mailto:", "http://")):
            raise notes.refuse("evidence.active-content", format="xlsx", what="external link")


def _attributes(element: Any) -> Iterator[str]:
    """Attributes hold words as well: names of sheets, alternative texts, addresses."""
    for value in element.attrib.values():
        if len(value) > 10:
            yield f"\n{value}\n"


def _number(words: str) -> str:
    """A number as it is shown: what was typed as 13912345678 may be kept as ``1.3912345678E10``."""
    return f"{float(words):.0f}" if _EXPONENT.fullmatch(words) else words
