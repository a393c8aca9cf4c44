"""A file that is not the one that was registered."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf, put

root, which = Path(sys.argv[1]), sys.argv[2]
hand_in(root, "E09.pdf", pdf("the first"))
if which == "bad":
    put(root, "E09.pdf", pdf("another"))
