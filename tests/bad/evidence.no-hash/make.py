"""A file without a hash in the register."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf, put, register

root, which = Path(sys.argv[1]), sys.argv[2]
if which == "bad":
    put(root, "E09.pdf", pdf())
    register(root, "E09", "file: evidence/E09.pdf")
else:
    hand_in(root, "E09.pdf", pdf())
