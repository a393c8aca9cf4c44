"""What is in an evidence file: one format and nothing else, nothing that runs, nothing personal."""

from __future__ import annotations

import ast
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter

from generator.load.intake import inspect as inspector
from generator.load.intake.inspect import READERS, inspect
from generator.load.intake.limits import load_limits
from generator.load.intake.names import problem, twins, visible
from generator.model.evidence import Limits
from generator.model.finding import Catalogue
from tests.conftest import ROOT
from tests.originals import (
    CSV,
    GOOD,
    ID_CARD,
    KEY,
    MOBILE,
    chunk,
    encrypted,
    jpg,
    located,
    parts,
    pdf,
    png,
    relation,
    rewritten,
    webp,
    with_chunk,
    xlsx,
)

LIMITS = load_limits(ROOT)


def found(data: bytes, extension: str, limits: Limits = LIMITS) -> list[str]:
    """``code key=value …`` of each problem, without what varies."""
    problems = inspect(data, extension, limits)
    return [" ".join([one.code, *(value for key, value in one.params if key in KEYS)]) for one in problems]


KEYS = ("other", "found", "what", "problem", "fields", "place", "cell")


# ── what passes ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("extension", GOOD)
def test_an_ordinary_file_passes(extension: str) -> None:
    assert found(GOOD[extension], extension) == []


def test_every_format_that_is_allowed_can_be_read_and_is_tested() -> None:
    assert set(LIMITS.formats) == set(READERS) == set(GOOD)


@pytest.mark.parametrize(
    ("extension", "data"),
    [
        ("pdf", pdf("one", "two")),
        ("pdf", pdf() + b"\r\n\0\0"),  # padded
        ("pdf", pdf(catalog=b"/OpenAction X", extra={"X": b"<< /S /GoTo /D [4 0 R /Fit] >>"})),
        ("pdf", pdf(extra={"X": b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.cn) >> >>"})),
        ("pdf", pdf(info=b"/Author () /Producer (a scanner)")),
        ("png", png(Software="a scanner")),
        ("jpg", jpg(progressive=True)),
        ("jpg", jpg() + b"\0" * 100),  # padded by a camera
        ("jpg", jpg().replace(b"\xff\xdb", b"\xff\xff\xff\xdb", 1)),  # padded between segments
        ("csv", '\ufeffa,b\n-1.5,+3\n-,-2 %\n"x\ny",2\n'.encode()),
        ("xlsx", xlsx({"xl/worksheets/_rels/sheet1.xml.rels": relation("hyperlink", "https://a.cn", external=True)})),
        ("xlsx", xlsx({"xl/media/image1.png": png(), "xl/printerSettings/printerSettings1.bin": b"\1\0"})),
        ("xlsx", xlsx({"xl/media/image1.jpeg": jpg()})),
    ],
)
def test_what_people_make_passes(extension: str, data: bytes) -> None:
    assert found(data, extension) == []


# ── what it says it is, and nothing else ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("extension", GOOD)
@pytest.mark.parametrize("other", GOOD)
def test_extension_and_content_agree(extension: str, other: str) -> None:
    if extension != other:
        (said,) = found(GOOD[other], extension)
        assert said.startswith(("evidence.other-content", "evidence.polyglot"))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "?"),
        (b"\0" * 100, "?"),
        (b"PK\x03\x04 word/document.xml", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"GIF89a", "gif"),
        (b"<!DOCTYPE html><p>", "html"),
        (b"{\\rtf1", "rtf"),
        (b"MZ\x90\0\3", "exe"),
        (b"\x7fELF", "exe"),
        ("a,b".encode("utf-16"), "utf-16"),
    ],
)
@pytest.mark.parametrize("extension", ["pdf", "csv", "png"])
def test_other_formats_are_named(data: bytes, what: str, extension: str) -> None:
    assert found(data, extension) == [f"evidence.other-content {what}"]


@pytest.mark.parametrize("extension", ["pdf", "png", "jpg", "webp"])
def test_a_file_that_is_also_a_zip(extension: str) -> None:
    assert found(GOOD[extension] + xlsx(), extension) == ["evidence.polyglot ZIP"]


def test_a_zip_hidden_in_a_comment_of_a_pdf() -> None:
    hidden = pdf().replace(b"xref\n", b"%" + xlsx() + b"\nxref\n", 1)
    assert found(hidden, "pdf") == ["evidence.polyglot ZIP"]


@pytest.mark.parametrize("extension", GOOD)
@pytest.mark.parametrize("markup", [b"<script>", b"<HTML ", b"<!doctype html>", b"<?php ", b"<svg/", b"<iframe "])
def test_a_file_that_is_also_a_page(extension: str, markup: bytes) -> None:
    assert found(GOOD[extension] + b"\n" + markup, extension) == ["evidence.polyglot HTML"]


@pytest.mark.parametrize("extension", ["png", "jpg", "webp", "pdf"])
@pytest.mark.parametrize("more", [b"x", b"ftypmp42 a motion photo", b"Rar!\x1a\x07"])
def test_nothing_stands_behind_the_end(extension: str, more: bytes) -> None:
    assert found(GOOD[extension] + more, extension) == [f"evidence.polyglot +{len(more) + (extension == 'pdf')} bytes"]


@pytest.mark.parametrize("extension", ["png", "jpg", "webp", "csv", "xlsx"])
def test_a_file_that_is_also_a_pdf(extension: str) -> None:
    data = GOOD[extension]
    mixed = data[:12] + b"%PDF-1.7\n" + data[12:]
    assert found(mixed, extension) == ["evidence.polyglot PDF"]


def test_a_pdf_begins_at_its_first_byte() -> None:
    assert found(b"\n" + pdf(), "pdf") == ["evidence.polyglot text"]
    assert found(png() + pdf(), "pdf") == ["evidence.polyglot png"]


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("action", "what"),
    [
        (b"<< /S /JavaScript /JS (app.alert(1)) >>", "JS"),
        (b"<< /S /JavaScript >>", "JavaScript"),
        (b"<< /S /#4aavaScript >>", "JavaScript"),
        (b"<< /S /Launch /F (cmd.exe) >>", "Launch"),
        (b"<< /S /SubmitForm /F (https://a.cn) >>", "SubmitForm"),
        (b"<< /S /ImportData /F (a) >>", "ImportData"),
        (b"<< /S /GoToE >>", "GoToE"),
        (b"<< /S 99 0 R /Next [<< /S /Rendition >>] >>", "Rendition"),
        (b"<< /Type /Annot /Subtype /RichMedia >>", "RichMedia"),
        (b"<< /Type /Annot /Subtype /FileAttachment >>", "FileAttachment"),
        (b"<< /Type /Annot /Subtype /Movie >>", "Movie"),
        (b"<< /Type /Filespec /EF << /F 3 0 R >> >>", "EF"),
        (b"<< /EmbeddedFiles << /Names [] >> >>", "EmbeddedFiles"),
        (b"<< /XFA [(a) 3 0 R] >>", "XFA"),
        (b"[ /Launch ]", "Launch"),
        (b"<< /A << /B [ << /S /JavaScript >> ] >> >>", "JavaScript"),
    ],
)
def test_a_pdf_runs_and_carries_nothing(action: bytes, what: str) -> None:
    assert found(pdf(catalog=b"/OpenAction X", extra={"X": action}), "pdf") == [f"evidence.active-content {what}"]


def test_a_script_that_no_table_leads_to() -> None:
    listed = pdf(extra={"X": b"<< /S /Java#53cript >>"})
    hidden = re.sub(rb"00000 n( \ntrailer)", rb"00000 f\1", listed)
    assert hidden != listed
    assert found(hidden, "pdf") == ["evidence.active-content JavaScript"]


def test_a_pdf_with_a_password() -> None:
    assert found(encrypted(), "pdf") == ["evidence.encrypted"]


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n", b"%PDF-9.9\n" + pdf()[9:], pdf()[:-7], b"%PDF-1.7\n%%EOF", pdf().replace(b"/Pages", b"/Pagez")],
)
def test_a_damaged_pdf(data: bytes) -> None:
    (said,) = found(data, "pdf")
    assert said.startswith("evidence.damaged")


def test_a_pdf_of_too_many_pages() -> None:
    data, limits = pdf(*"abc"), replace(LIMITS, pages=2)
    assert found(data, "pdf", limits) == ["evidence.too-big-inside pages"]
    assert found(data, "pdf", replace(LIMITS, pages=3)) == []
    assert found(rewritten(data, "x"), "pdf", limits) == ["evidence.too-big-inside pages"]


def test_a_pdf_of_too_many_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.load.intake.pdf._MOST_OBJECTS", 3)
    assert found(pdf(), "pdf") == ["evidence.too-big-inside objects"]


def test_words_of_a_pdf_wherever_they_stand() -> None:
    assert found(pdf("x", f"tel {MOBILE}"), "pdf") == ["personal.mobile p. 2"]
    note = b"<< /Type /Annot /Subtype /Text /Contents (tel %s) >>" % MOBILE.encode()
    assert found(pdf(extra={"X": note}), "pdf") == ["personal.mobile PDF"]
    assert found(pdf(extra={"X": note.replace(MOBILE.encode(), b"\\061" + MOBILE[1:].encode())}), "pdf") == [
        "personal.mobile PDF"
    ]
    hexed = b"<< /Type /Annot /Subtype /Text /Contents <feff%s> >>" % MOBILE.encode("utf-16-be").hex().encode()
    assert found(pdf(extra={"X": hexed}), "pdf") == ["personal.mobile PDF"]


def test_metadata_of_a_pdf() -> None:
    assert found(pdf(info=b"/Author (Zhang San)"), "pdf") == ["evidence.metadata PDF Author"]
    packet = f"<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>Zhang</rdf:li></rdf:Seq></dc:creator>{MOBILE}</x:xmpmeta>"
    stream = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream" % (len(packet), packet.encode())
    assert found(pdf(extra={"X": stream}), "pdf") == ["personal.mobile XMP", "evidence.metadata XMP creator"]
    packed = zlib.compress(packet.encode())
    stream = b"<< /Type /Metadata /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    assert found(pdf(extra={"X": stream}), "pdf") == ["personal.mobile XMP", "evidence.metadata XMP creator"]


def test_a_photograph_inside_a_pdf() -> None:
    body = jpg(located())
    stream = b"<< /Type /XObject /Subtype /Image /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
    said = found(pdf(extra={"X": stream % (len(body), body)}), "pdf")
    assert said == ["evidence.metadata EXIF Artist, EXIF BodySerialNumber, EXIF GPS"]


def test_what_was_covered_up_stands_in_an_earlier_version() -> None:
    def packed(line: str) -> bytes:
        writer = PdfWriter(clone_from=BytesIO(pdf(line)))
        writer.pages[0].compress_content_streams()
        made = BytesIO()
        writer.write(made)
        return made.getvalue()

    first = packed(f"ID {ID_CARD}")
    assert ID_CARD.encode() not in first
    writer = PdfWriter(BytesIO(first), incremental=True)
    other = PdfWriter(clone_from=BytesIO(pdf("covered")))
    writer.pages[0]["/Contents"].get_object().set_data(other.pages[0].get_contents().get_data())
    made = BytesIO()
    writer.write(made)
    assert made.getvalue().startswith(first)
    assert found(made.getvalue(), "pdf") == ["personal.id-card version −1, p. 1"]


def test_an_end_in_the_middle_is_no_version() -> None:
    assert found(pdf().replace(b"xref\n", b"%%EOF\nxref\n", 1), "pdf") == []
    many = pdf().replace(b"xref\n", b"%%EOF\n" * 50 + b"xref\n", 1)
    assert found(many, "pdf") == []


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("make", "extension"), [(jpg, "jpg"), (webp, "webp")])
def test_who_took_it_and_where(make: Callable[[Image.Exif], bytes], extension: str) -> None:
    assert found(make(located()), extension) == ["evidence.metadata EXIF Artist, EXIF BodySerialNumber, EXIF GPS"]


def test_exif_of_a_png_and_words_in_exif() -> None:
    exif = Image.Exif()
    exif[0x010E] = f"tel {MOBILE}"  # ImageDescription
    exif[0x9C9D] = "张三".encode("utf-16-le")
    body = exif.tobytes().removeprefix(b"Exif\0\0")
    assert found(with_chunk(png(), b"eXIf", body), "png") == [
        "personal.mobile EXIF",
        "evidence.metadata EXIF XPAuthor",
    ]


def test_a_preview_may_show_what_was_cut_away() -> None:
    small = jpg()
    head = b"II*\0" + struct.pack("<IHI", 8, 0, 14)  # no tags, the next directory at 14
    tags = (
        struct.pack("<H", 2) + struct.pack("<HHII", 0x0201, 4, 1, 44) + struct.pack("<HHII", 0x0202, 4, 1, len(small))
    )
    body = b"Exif\0\0" + head + tags + struct.pack("<I", 0) + small
    made = jpg()
    made = made[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body + made[2:]
    assert found(made, "jpg") == ["evidence.metadata EXIF thumbnail"]


def test_exif_that_is_no_exif() -> None:
    assert found(with_chunk(png(), b"eXIf", b"nonsense" * 9), "png") == ["evidence.metadata EXIF ?"]


def test_words_in_a_png() -> None:
    assert found(png(Author="Zhang San", Comment=MOBILE), "png") == [
        "personal.mobile PNG tEXt",
        "evidence.metadata PNG Author",
    ]
    packed = b"Comment\0\0" + zlib.compress(MOBILE.encode())
    assert found(with_chunk(png(), b"zTXt", packed), "png") == ["personal.mobile PNG zTXt"]
    international = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"<dc:creator>Zhang</dc:creator>" + MOBILE.encode())
    assert found(with_chunk(png(), b"iTXt", international), "png") == [
        "personal.mobile PNG iTXt",
        "evidence.metadata XMP creator",
    ]
    assert found(with_chunk(png(), b"iTXt", b"a\0\0\0\0\0" + MOBILE.encode()), "png") == ["personal.mobile PNG iTXt"]


def test_a_bomb_in_the_words_of_a_png() -> None:
    bomb = b"Comment\0\0" + zlib.compress(b" " * (5 << 20))
    assert found(with_chunk(png(), b"zTXt", bomb), "png") == ["evidence.too-big-inside metadata"]


def test_words_in_a_jpg_and_a_webp() -> None:
    comment = jpg(comment=MOBILE.encode())
    assert found(comment, "jpg") == ["personal.mobile JPEG FE"]
    iptc = b"Photoshop 3.0\0\x1c\x02\x50\0\5Zhang"
    made = jpg()
    made = made[:2] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2) + iptc + made[2:]
    assert found(made, "jpg") == ["evidence.metadata IPTC By-line"]
    packet = f'<x:xmpmeta aux:SerialNumber="1">{MOBILE}</x:xmpmeta>'.encode()
    assert found(webp(xmp=packet), "webp") == ["personal.mobile XMP", "evidence.metadata XMP creator"]


@pytest.mark.parametrize(
    ("extension", "data"),
    [
        ("png", png()[:-12]),
        ("png", png()[:50]),
        ("png", png()[:8]),
        ("png", png()[:8] + chunk(b"IEND", b"")),
        ("png", png().replace(b"IDAT", b"IDAt", 1)),  # the checksum tells
        ("png", png()[:33] + chunk(b"IDAT", b"nonsense") + chunk(b"IEND", b"")),
        ("jpg", jpg()[:-2]),
        ("jpg", jpg()[:20]),
        ("jpg", jpg()[:2] + b"\xff\xe0\0\0" + jpg()[4:]),
        ("jpg", b"\xff\xd8\xff\xd9"),
        ("webp", webp()[:-9]),
        ("webp", webp()[:16] + b"\0" * 48),
    ],
)
def test_a_damaged_picture(extension: str, data: bytes) -> None:
    (said,) = found(data, extension)
    assert said.startswith("evidence.damaged")


def test_every_chunk_of_a_png_has_its_checksum() -> None:
    data = with_chunk(png(), b"tEXt", b"Comment\0nothing")  # which nothing but a checksum holds together
    assert found(data, "png") == []
    assert found(data.replace(b"nothing", b"another"), "png") == ["evidence.damaged chunk 2"]


@pytest.mark.parametrize(("extension", "data"), [("png", png()), ("jpg", jpg()), ("webp", webp())])
def test_a_picture_of_too_many_pixels(extension: str, data: bytes) -> None:
    assert found(data, extension, replace(LIMITS, pixels=47)) == ["evidence.too-big-inside pixels"]
    assert found(data, extension, replace(LIMITS, pixels=48)) == []


def test_a_bomb_of_a_picture_is_not_decoded() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = png()[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    assert found(bomb, "png") == ["evidence.too-big-inside pixels"]


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(1)", "+cmd|' /C calc'!A0", "-2+3", " =1", "＝1", '"\t=1"', "＋1"])
def test_a_cell_that_a_spreadsheet_would_run(cell: str) -> None:
    assert found(f"a,b\nx,{cell}\n".encode(), "csv") == ["evidence.formula 2, 2"]


@pytest.mark.parametrize("cell", ["-1", "+1.5", "-3.2%", "-1e5", "-", "--", "+", "-.5", "-1,2", "a=b", "x@y.cn"])
def test_a_cell_that_is_none(cell: str) -> None:
    assert found(f'a\n"{cell}"\n'.encode(), "csv") == []


@pytest.mark.parametrize("character", ["\x01", "\x1b", "\u202e", "\u200b", "\x85", "\ufeff"])
def test_characters_that_a_table_must_not_hold(character: str) -> None:
    assert found(f"a,b{character}\n".encode(), "csv") == [f"evidence.other-content U+{ord(character):04X}"]


def test_a_table_in_another_encoding() -> None:
    assert found("月份,电量\n".encode("gb18030"), "csv") == ["evidence.csv-encoding"]


def test_a_table_of_too_many_cells() -> None:
    limits = replace(LIMITS, cells=9)
    assert found(CSV, "csv", limits) == []
    assert found(CSV + b"1\n", "csv", limits) == ["evidence.too-big-inside cells"]


def test_personal_data_in_a_table_has_its_line() -> None:
    (one,) = inspect(CSV + f"x,{MOBILE}\n".encode(), "csv", LIMITS)
    assert (one.code, one.line, one.column) == ("personal.mobile", 4, 3)


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"xl/vbaProject.bin": b"x"}, "xl/vbaProject.bin"),
        ({"xl/externalLinks/externalLink1.xml": "<a/>"}, "xl/externalLinks/externalLink1.xml"),
        ({"xl/embeddings/oleObject1.bin": b"x"}, "xl/embeddings/oleObject1.bin"),
        ({"xl/activeX/activeX1.xml": "<a/>"}, "xl/activeX/activeX1.xml"),
        ({"xl/connections.xml": "<a/>"}, "xl/connections.xml"),
        ({"xl/media/image1.svg": "<a/>"}, "xl/media/image1.svg"),
        ({"../../etc/x.xml": "<a/>"}, "../../etc/x.xml"),
        ({"合同.docx": "<a/>"}, "?"),
        ({"xl/media/image1.png": b"GIF89a"}, "xl/media"),
        ({"[Content_Types].xml": '<T><D ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></T>'},
         "macroEnabled"),
        ({"xl/worksheets/_rels/sheet1.xml.rels": relation("externalLink", "x")}, "externalLink"),
        ({"xl/worksheets/_rels/sheet1.xml.rels": relation("image", "https://a.cn/x.png", external=True)},
         "external link"),
        ({"xl/worksheets/_rels/sheet1.xml.rels": relation("hyperlink", "file:///c:/x", external=True)},
         "external link"),
        ({"xl/worksheets/sheet1.xml": "<w><c r='B2'><f>WEBSERVICE(\"https://a.cn\")</f></c></w>"}, "sheet1.xml B2"),
        ({"xl/worksheets/sheet1.xml": "<w><c r='B2'><f>cmd|' /C calc'!A0</f></c></w>"}, "sheet1.xml B2"),
        ({"xl/worksheets/sheet1.xml": "<w><c r='B2'><f>[1]Sheet1!A1</f></c></w>"}, "sheet1.xml B2"),
        ({"xl/styles.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}, "styles.xml: DTD"),
        ({"xl/styles.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}, "styles.xml: DTD"),
    ],
)  # fmt: skip
def test_a_workbook_runs_fetches_and_hides_nothing(given: dict[str, str | bytes], what: str) -> None:
    assert found(xlsx(given), "xlsx") == [f"evidence.active-content {what}"]


def test_a_workbook_has_nothing_around_it() -> None:
    assert found(xlsx() + b"x", "xlsx") == ["evidence.polyglot ZIP +"]
    assert found(b"PK\x03\x04" + xlsx(), "xlsx") == ["evidence.polyglot ZIP +"]
    made = BytesIO(xlsx())
    with zipfile.ZipFile(made, "a") as archive:
        archive.comment = b"hidden"
    assert found(made.getvalue(), "xlsx") == ["evidence.polyglot ZIP +"]


def test_a_workbook_with_a_password() -> None:
    data = bytearray(xlsx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    assert found(bytes(data), "xlsx") == ["evidence.encrypted"]


def test_a_workbook_that_unpacks_to_too_much() -> None:
    assert found(xlsx({"xl/styles.xml": " " * 70_000_000}), "xlsx") == ["evidence.too-big-inside unpacked"]
    assert found(xlsx({"xl/styles.xml": " " * 9_000_000}), "xlsx") == ["evidence.too-big-inside unpacked"]
    assert found(xlsx(), "xlsx", replace(LIMITS, unpacked_bytes=500)) == ["evidence.too-big-inside unpacked"]
    many = {f"xl/theme/theme{no}.xml": "<a/>" for no in range(1000)}
    assert found(xlsx(many), "xlsx") == ["evidence.too-big-inside unpacked"]


def test_a_directory_that_lies_about_sizes() -> None:
    data = xlsx({"xl/styles.xml": "<a>" + " " * 900_000 + "</a>"})
    assert found(data.replace((900_007).to_bytes(4, "little"), (7).to_bytes(4, "little")), "xlsx") == [
        "evidence.damaged BadZipFile"
    ]


def test_a_workbook_of_too_many_cells() -> None:
    data = xlsx(parts(["x"] * 5))
    assert found(data, "xlsx", replace(LIMITS, cells=5)) == []
    assert found(data, "xlsx", replace(LIMITS, cells=4)) == ["evidence.too-big-inside cells"]


def test_elements_one_inside_the_other() -> None:
    assert found(xlsx({"xl/styles.xml": "<a>" * 300_000}), "xlsx") == ["evidence.damaged styles.xml"]
    wide = "<a>" + "<b/>" * 60 + "</a>"
    assert found(xlsx({"xl/styles.xml": wide}), "xlsx", replace(LIMITS, cells=5)) == ["evidence.too-big-inside cells"]


@pytest.mark.parametrize("data", [b"PK\x03\x04xl/workbook.xml", xlsx()[:-30] + xlsx()[-22:]])
def test_a_damaged_workbook(data: bytes) -> None:
    (said,) = found(data, "xlsx")
    assert said.startswith(("evidence.damaged", "evidence.polyglot"))


def test_the_same_part_twice() -> None:
    twice = {"xl/drawings/drawing1.xml": "<a/>", "xl/drawings/Drawing1.xml": "<b/>"}
    assert found(xlsx(twice), "xlsx") == ["evidence.damaged xl/workbook.xml"]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (parts([f"tel {MOBILE}"]), "sheet1.xml A1"),
        ({"xl/worksheets/sheet1.xml": f"<w><row><c r='C3'><v>{MOBILE}</v></c></row></w>"}, "sheet1.xml C3"),
        ({"xl/worksheets/sheet1.xml": "<w><row><c r='C3'><v>1.3E10</v></c></row></w>"}, "sheet1.xml C3"),
        ({"xl/sharedStrings.xml": f"<s><si><r><rPr/><t>{MOBILE[:4]}</t></r><r><t>{MOBILE[4:]}</t></r></si></s>"},
         "sharedStrings.xml"),
        ({"xl/comments1.xml": f"<c><comment><text><t>{MOBILE}</t></text></comment></c>"}, "comments1.xml"),
        ({"xl/drawings/drawing1.xml": f'<d><p descr="tel {MOBILE}"/></d>'}, "drawing1.xml"),
        ({"docProps/custom.xml": f"<p><v>{MOBILE}</v></p>"}, "custom.xml"),
    ],
)  # fmt: skip
def test_personal_data_in_a_workbook(given: dict[str, str | bytes], place: str) -> None:
    assert found(xlsx(given), "xlsx") == [f"personal.mobile {place}"]


def test_metadata_of_a_workbook() -> None:
    core = "<p xmlns:dc='d'><dc:creator>Zhang San</dc:creator><lastModifiedBy>Li Si</lastModifiedBy></p>"
    assert found(xlsx({"docProps/core.xml": core}), "xlsx") == ["evidence.metadata xlsx creator, xlsx lastModifiedBy"]
    assert found(xlsx({"docProps/core.xml": "<p><creator> </creator></p>"}), "xlsx") == []
    assert found(xlsx({"xl/persons/person.xml": "<l><person/></l>"}), "xlsx") == ["evidence.metadata xlsx person"]
    assert found(xlsx({"xl/media/image1.jpeg": jpg(located())}), "xlsx")[0].startswith("evidence.metadata EXIF Artist")


# ── whatever comes ───────────────────────────────────────────────────────────────────────────────────────────


def test_many_problems_are_listed_up_to_a_number() -> None:
    lines = "".join(f"{int(MOBILE) + no}\n" for no in range(100))
    assert len(inspect(lines.encode(), "csv", LIMITS)) == 20


def test_problems_are_given_what_their_words_name(catalogue: Catalogue) -> None:
    checked = 0
    for path in (ROOT / "generator/load/intake").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or not call.args:
                continue
            code = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
            if call.func.attr in ("problem", "refuse", "_find") and code in catalogue.kinds:
                kind, params = catalogue.kinds[code], {keyword.arg for keyword in call.keywords}
                for text in (kind.message, kind.hint):
                    wanted = {name for one in (text.zh, text.en) for _, name, _, _ in Formatter().parse(one) if name}
                    assert wanted <= params, f"{path.name}:{call.lineno}: {code}"
                checked += 1
    assert checked > 40


def test_a_message_quotes_nothing() -> None:
    for data, extension in ((pdf(f"{ID_CARD} {MOBILE}", KEY), "pdf"), (f"{ID_CARD},{MOBILE}".encode(), "csv")):
        said = repr(inspect(data, extension, LIMITS))
        assert "personal.id-card" in said
        assert ID_CARD not in said
        assert MOBILE not in said


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_no_file_raises_anything(extension: str, data: st.DataObject) -> None:
    """A good file with a few bytes changed, cut out or put in."""
    body = bytearray(GOOD[extension])
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(body)))
        gone = data.draw(st.integers(0, 20))
        body[place : place + gone] = data.draw(st.binary(max_size=20))
    inspect(bytes(body), extension, LIMITS)


@pytest.mark.parametrize("error", [MemoryError, RecursionError, RuntimeError])
def test_whatever_a_library_raises_is_a_finding(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise error("words of the file")

    monkeypatch.setitem(inspector.READERS, "csv", broken)
    (one,) = inspect(CSV, "csv", LIMITS)
    assert one.code == ("evidence.too-heavy" if error is MemoryError else "evidence.damaged")
    assert "words" not in repr(one)


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["E05.pdf", "营业执照.pdf", "E05-承诺书（一）.pdf", "a_b-c(1)·2.webp", "5.png", "㐀.csv"]
)
def test_a_good_name(name: str) -> None:
    assert problem(name) is None


@pytest.mark.parametrize(
    "name",
    ["", ".pdf", ".hidden.pdf", "a.b.pdf", "a b.pdf", "a.PDF", "a", "a.", "-a.pdf", "_a.pdf", "..", "a/b.pdf",
     "a\\b.pdf", "x" * 77 + ".pdf", "名" * 79 + ".csv",
     "a\0.pdf", "a\n.pdf", "\u202efdp.exe.pdf", "a\u200b.pdf", "e\u0301.pdf", "é.pdf", "ａ.pdf", "<b>.pdf", "a&b.pdf",
     "a%2e.pdf", "a'.pdf", 'a".pdf', "a#b.pdf", "a?.pdf", "\udcff.pdf", "~$a.xlsx"],
)  # fmt: skip
def test_a_name_that_is_refused(name: str) -> None:
    assert problem(name) == "evidence.file-name"
    assert visible(name).isprintable()


@pytest.mark.parametrize(
    "name", ["CON.pdf", "con.pdf", "nul.csv", "Aux.png", "prn.pdf", "COM1.pdf", "lpt9.xlsx", "CON.a.pdf"]
)
def test_a_reserved_name(name: str) -> None:
    assert problem(name) == "evidence.reserved-name"


def test_no_character_of_a_name_has_a_second_form() -> None:
    allowed = [chr(code) for code in range(0x110000) if problem(f"a{chr(code)}.pdf") is None]
    assert len(allowed) > 27_000
    for form in ("NFC", "NFD"):
        assert all(unicodedata.is_normalized(form, one) for one in allowed)


def test_twins() -> None:
    assert twins(["A.pdf", "a.pdf", "b.pdf"]) == {"a.pdf": "A.pdf"}
    assert twins(["ａ.pdf", "a.pdf"]) == {"ａ.pdf": "a.pdf"}


# ── the rules themselves ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new"),
    [("  pdf:", "  doc:"), ("  files:", "  fils:"), ("  pages:", "  # pages:"), ("formats:", "formats: &a")],
)
def test_broken_rules_are_an_error_of_ours(old: str, new: str, tmp_path: Path) -> None:
    place = tmp_path / "content/reference/intake.yaml"
    place.parent.mkdir(parents=True)
    text = (ROOT / "content/reference/intake.yaml").read_text("utf-8")
    place.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ValueError, match=r"intake\.yaml"):
        load_limits(tmp_path)
