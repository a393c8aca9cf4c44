"""Seven files of ten megabytes: the last is not read."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import CYCLE, pdf, put

root, which = Path(sys.argv[1]), sys.argv[2]


def page(number: int) -> bytes:
    """A PDF of ten million bytes, most of them blanks."""
    blanks = b"<< /Length 9999000 >>\nstream\n" + b" " * 9_999_000 + b"\nendstream"
    return pdf(f"page {number}", extra={"X": blanks})


if which == "bad":
    lines = "".join(
        f"  E2{no}: {{title: 现场照片, kind: photo, issuer: 本厂, issued: 2026-01-10, visibility: public, "
        f"file: evidence/E2{no}.pdf}}\n"
        for no in range(7)
    )
    place = root / CYCLE / "evidence.yaml"
    place.write_text(place.read_text("utf-8") + lines, "utf-8")
    for no in range(7):
        put(root, f"E2{no}.pdf", page(no))
