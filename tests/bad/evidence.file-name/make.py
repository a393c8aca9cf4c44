"""A name with a blank, one with two dots, one that begins with a dot, one in decomposed letters."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf, put

root, which = Path(sys.argv[1]), sys.argv[2]
if which == "bad":
    for name in ("E09 photo.pdf", "E09.html.pdf", ".E09.pdf", "E09-\u0065\u0301.pdf", "E09.PDF"):
        put(root, name, pdf())
else:
    hand_in(root, "E09-现场照片（一）.pdf", pdf())
