"""A file that the register does not name, and one that it keeps for auditors."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf, png, put, register

root, which = Path(sys.argv[1]), sys.argv[2]
if which == "bad":
    put(root, "E09.pdf", pdf())
    put(root, "E08.png", png())
    register(root, "E08", "file: evidence/E08.png")
else:
    hand_in(root, "E09.pdf", pdf())
