"""A PDF with a password."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import encrypted, hand_in, pdf

root, which = Path(sys.argv[1]), sys.argv[2]
hand_in(root, "E09.pdf", encrypted() if which == "bad" else pdf())
