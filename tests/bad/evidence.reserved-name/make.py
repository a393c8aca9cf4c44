"""The names of devices on Windows, whatever their extension."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf, put

root, which = Path(sys.argv[1]), sys.argv[2]
if which == "bad":
    put(root, "CON.pdf", pdf())
    put(root, "lpt1.pdf", pdf())
else:
    hand_in(root, "CONTRACT.pdf", pdf())
