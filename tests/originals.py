"""Small evidence files for tests, made byte by byte, so that each can be spoilt in one way."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

CYCLE = "factories/base/2025"

#: Invented numbers that pass every check; the identity card is of somebody born in 1850.
ID_CARD, MOBILE, BANK_CARD = "320411185001010016", "13000000000", "6222020000000000000"
KEY = "-----BEGIN OPENSSH PRIVATE KEY-----"


# ── PDF ────────────────────────────────────────────────────────────────────────────────────────────────────


def pdf(*pages: str, extra: Mapping[str, bytes] | None = None, catalog: bytes = b"", info: bytes = b"") -> bytes:
    """A PDF with a line of ASCII on each page; ``extra`` are more objects, named from the catalog as ``X R``."""
    lines = pages or ("an invented example",)
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for line in lines:
        stream = b"BT /F1 18 Tf 60 760 Td (%s) Tj ET" % line.encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    for name, body in (extra or {}).items():
        objects.append(body)
        catalog = catalog.replace(name.encode(), b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    trailer = b""
    if info:
        objects.append(b"<< %s >>" % info)
        trailer = b"/Info %d 0 R" % len(objects)
    data, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, trailer, len(data))
    )


def rewritten(data: bytes, line: str) -> bytes:
    """The PDF with another line on its first page, saved on top of itself: the first version stays inside."""
    stream = b"BT /F1 18 Tf 60 760 Td (%s) Tj ET" % line.encode("latin-1")
    start = data.rindex(b"startxref\n")
    before = int(data[start:].split()[1])
    size = int(data[data.rindex(b"/Size") :].split()[1])
    offset = len(data)
    data += b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(stream), stream)
    return data + (
        b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (offset, size, before, len(data))
    )


# ── pictures ───────────────────────────────────────────────────────────────────────────────────────────────


def _saved(kind: str, size: tuple[int, int], **given: Any) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, (0, 105, 92)).save(made, kind, **given)
    return made.getvalue()


def png(size: tuple[int, int] = (8, 6), **words: str) -> bytes:
    """A picture; ``words`` are text chunks."""
    info = PngImagePlugin.PngInfo()
    for key, value in words.items():
        info.add_text(key, value)
    return _saved("PNG", size, pnginfo=info)


def jpg(exif: Image.Exif | None = None, **given: Any) -> bytes:
    return _saved("JPEG", (8, 6), **({"exif": exif} if exif else {}), **given)


def webp(exif: Image.Exif | None = None, **given: Any) -> bytes:
    return _saved("WEBP", (8, 6), **({"exif": exif} if exif else {}), **given)


def located() -> Image.Exif:
    """Exif with a photographer and a place."""
    exif = Image.Exif()
    exif[0x013B] = "Zhang San"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8769)[0xA431] = "SN-0001"
    return exif


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def with_chunk(data: bytes, kind: bytes, body: bytes) -> bytes:
    """The PNG with one more chunk after its head."""
    return data[:33] + chunk(kind, body) + data[33:]


# ── workbook ───────────────────────────────────────────────────────────────────────────────────────────────

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parts(cells: Sequence[str] = ("一月", "1234.5")) -> dict[str, str]:
    """The parts of a workbook with a row of texts."""
    row = "".join(f'<c r="{chr(65 + no)}1" t="inlineStr"><is><t>{text}</t></is></c>' for no, text in enumerate(cells))
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELS}">'
        f'<Relationship Id="r1" Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}">'
        '<sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELS}">'
        f'<Relationship Id="r1" Type="{_DOC}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>'
        f'<row r="1">{row}</row></sheetData></worksheet>',
    }


def xlsx(given: Mapping[str, str | bytes] | None = None, **more: str | bytes) -> bytes:
    """A workbook of :func:`parts`, or of others; ``more`` by name with ``__`` for ``/`` and ``___`` for a dot."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in {**parts(), **(given or {}), **more}.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def relation(kind: str, target: str, *, external: bool = False) -> str:
    """A relationship of the first sheet."""
    mode = ' TargetMode="External"' if external else ""
    one = f'<Relationship Id="r1" Type="{_DOC}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{_RELS}">{one}</Relationships>'


CSV = "月份,电量 kWh,同比\n2025-01,41230.5,-3.2%\n2025-02,38975,-\n".encode()
GOOD: dict[str, bytes] = {"pdf": pdf(), "png": png(), "jpg": jpg(), "webp": webp(), "csv": CSV, "xlsx": xlsx()}


# ── handing in ─────────────────────────────────────────────────────────────────────────────────────────────


def put(root: Path, name: str, data: bytes, cycle: str = CYCLE) -> Path:
    """A file in the cycle's folder ``evidence/``, whatever the register says."""
    path = root / cycle / "evidence" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def hand_in(root: Path, name: str, data: bytes, id_: str = "E09", cycle: str = CYCLE) -> Path:
    """A file in ``evidence/``, and an entry of the register (one line, public) that names it with its hash."""
    register(root, id_, f"file: evidence/{name}, sha256: {sha256(data).hexdigest()}", cycle)
    return put(root, name, data, cycle)


def register(root: Path, id_: str, more: str, cycle: str = CYCLE) -> None:
    """More keys for an entry of the register that stands on one line."""
    place = root / cycle / "evidence.yaml"
    lines = place.read_text("utf-8").splitlines()
    (index,) = (index for index, line in enumerate(lines) if line.startswith(f"  {id_}: {{"))
    lines[index] = f"{lines[index].removesuffix('}')}, {more}}}"
    place.write_text("\n".join(lines) + "\n", "utf-8")


def vault_of(root: Path, name: str, data: bytes) -> None:
    """A copy that an auditor keeps, in the folder ``vault/`` of the repository, which git leaves out."""
    path = root / "vault" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def encrypted() -> bytes:
    """A PDF with a password."""
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()
