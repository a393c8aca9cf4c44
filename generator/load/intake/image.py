"""Pictures: every chunk from the first byte to the last, what their metadata say, and that they can be shown."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image

from generator.load.intake.notes import Notes
from generator.model.evidence import Limits

#: Most that one compressed piece of metadata may become.
_MOST_TEXT = 1 << 20
_XMP = re.compile(
    r"<dc:creator>\s*(?:<rdf:Seq>\s*)?(?:<rdf:li[^>]{0,99}>)?\s*[^<\s]|(?:OwnerName|SerialNumber)(?:>|=\")[^<\"]|GPSL"
)
#: Tags that name a person, a device of one, or a place; by the directory that they stand in.
_PERSONAL_TAGS = {
    "Artist": 0x013B,
    "HostComputer": 0x013C,
    "XPAuthor": 0x9C9D,
}
_PERSONAL_EXIF_TAGS = {
    "CameraOwnerName": 0xA430,
    "BodySerialNumber": 0xA431,
    "LensSerialNumber": 0xA435,
}
_THUMBNAIL = 0x0201
_BYLINE = b"\x1c\x02\x50"  # IPTC 2:80, the photographer


def read_png(data: bytes, limits: Limits, notes: Notes) -> None:
    """Chunks with their checksums, from IHDR to IEND and not a byte after it."""
    kinds: list[bytes] = []
    place = 8
    while place < len(data):
        size, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        body, end = data[place + 8 : place + 8 + size], place + 12 + size
        if end > len(data) or zlib.crc32(kind + body) != int.from_bytes(data[end - 4 : end]):
            raise notes.refuse("evidence.damaged", format="png", problem=f"chunk {len(kinds) + 1}")
        kinds.append(kind)
        _png_chunk(kind, body, notes)
        place = end
        if kind == b"IEND":
            break
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND":
        raise notes.refuse("evidence.damaged", format="png", problem="IHDR, IEND")
    _nothing_after(data[place:], "png", notes)
    _show(data, "PNG", limits, notes)


def _png_chunk(kind: bytes, body: bytes, notes: Notes) -> None:
    if kind == b"eXIf":
        exif(body, notes)
    elif kind in (b"tEXt", b"zTXt", b"iTXt"):
        key, _, rest = body.partition(b"\0")
        if kind == b"zTXt":
            rest = _inflated(rest[1:], notes)
        elif kind == b"iTXt":
            packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
            rest = _inflated(rest, notes) if packed else rest
        words = rest.decode("utf-8" if kind == b"iTXt" else "latin-1", "replace")
        name = key.decode("latin-1")
        if name.casefold() in ("author", "artist") and words.strip():
            notes.names(f"PNG {name.title()}")
        notes.text(f"PNG {kind.decode()}", words)
        xmp(words, notes)


def _inflated(data: bytes, notes: Notes) -> bytes:
    packed = zlib.decompressobj()
    plain = packed.decompress(data, _MOST_TEXT)
    if packed.unconsumed_tail:
        raise notes.refuse("evidence.too-big-inside", what="metadata", size=f"> {_MOST_TEXT}", limit=_MOST_TEXT)
    return plain


def read_jpg(data: bytes, limits: Limits, notes: Notes) -> None:
    """Segments from SOI to EOI; what follows is nothing, or zeros that cameras pad with."""
    end = 2
    for marker, body, after in _segments(data, notes):
        end = after
        if marker == 0xE1 and body.startswith(b"Exif\0"):
            exif(body[6:], notes)
        elif marker == 0xED and _BYLINE in body:
            notes.names("IPTC By-line")
        if marker == 0xFE or 0xE1 <= marker <= 0xEF:
            words = body.decode("utf-8", "replace")
            notes.text(f"JPEG {marker:02X}", words)
            xmp(words, notes)
    _nothing_after(data[end:], "jpg", notes)
    _show(data, "JPEG", limits, notes)


_SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _segments(data: bytes, notes: Notes) -> Iterator[tuple[int, bytes, int]]:
    """(marker, content, where the next one begins) of each segment, the last one being EOI."""
    place = 2
    while place + 1 < len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:  # padding
            place += 1
            continue
        if marker == 0xD9:
            yield marker, b"", place + 2
            return
        size = int.from_bytes(data[place + 2 : place + 4])
        after = place + 2 + size
        if size < 2 or after > len(data):
            break
        yield marker, data[place + 4 : after], after
        if marker == 0xDA:  # what follows is the picture itself, up to the next marker
            found = _SCAN_ENDS.search(data, after)
            after = found.start() if found else len(data)
        place = after
    raise notes.refuse("evidence.damaged", format="jpg", problem="EOI")


def read_webp(data: bytes, limits: Limits, notes: Notes) -> None:
    """RIFF chunks; the size in the head is that of the file."""
    whole = 8 + int.from_bytes(data[4:8], "little")
    if whole > len(data):
        raise notes.refuse("evidence.damaged", format="webp", problem="RIFF")
    _nothing_after(data[whole:], "webp", notes)
    place = 12
    while place + 8 <= whole:
        kind, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        body = data[place + 8 : place + 8 + size]
        if kind == b"EXIF":
            exif(body.removeprefix(b"Exif\0\0"), notes)
        elif kind == b"XMP ":
            words = body.decode("utf-8", "replace")
            notes.text("XMP", words)
            xmp(words, notes)
        place += 8 + size + size % 2
    _show(data, "WEBP", limits, notes)


# ── what they share ────────────────────────────────────────────────────────────────────────────────────────


def _nothing_after(rest: bytes, extension: str, notes: Notes) -> None:
    """What stands behind the end of a picture is something else: a film of a phone, an archive, a page."""
    if rest.strip(b"\0\r\n"):
        raise notes.refuse("evidence.polyglot", format=extension, other=f"+{len(rest)} bytes")


def exif(data: bytes, notes: Notes) -> None:
    """An Exif block: who, with which device, where; and a preview, which may show what was cut away."""
    try:
        _exif(data, notes)
    except (SyntaxError, ValueError, OSError, LookupError, TypeError, struct.error):
        notes.names("EXIF ?")


def _exif(data: bytes, notes: Notes) -> None:
    read = Image.Exif()
    read.load(data)
    inner = read.get_ifd(ExifTags.IFD.Exif)
    for tags, directory in ((_PERSONAL_TAGS, read), (_PERSONAL_EXIF_TAGS, inner)):
        for name, tag in tags.items():
            if _said(directory.get(tag)):
                notes.names(f"EXIF {name}")
    if read.get_ifd(ExifTags.IFD.GPSInfo):
        notes.names("EXIF GPS")
    if _THUMBNAIL in read.get_ifd(ExifTags.IFD.IFD1):
        notes.names("EXIF thumbnail")
    for value in (*read.values(), *inner.values()):
        notes.text("EXIF", _said(value))


def _said(value: Any) -> str:
    """The words of a tag; XPAuthor and its like are UTF-16."""
    if isinstance(value, bytes):
        value = value.decode("utf-16-le" if value[1:2] == b"\0" else "utf-8", "replace")
    return value.strip("\0 ") if isinstance(value, str) else ""


def xmp(words: str, notes: Notes) -> None:
    """Adobe's metadata, wherever they stand."""
    if _XMP.search(words):
        notes.names("XMP creator")


def _show(data: bytes, kind: str, limits: Limits, notes: Notes) -> None:
    """Decode the whole picture once, after its size is known to be allowed."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and stands before anything is decoded
    with Image.open(BytesIO(data), formats=[kind]) as picture:
        width, height = picture.size
        if width * height > limits.pixels:
            raise notes.refuse(
                "evidence.too-big-inside", what="pixels", size=f"{width} × {height}", limit=limits.pixels
            )
        picture.load()
