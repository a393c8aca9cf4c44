"""A picture that is called a PDF."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf, png

root, which = Path(sys.argv[1]), sys.argv[2]
hand_in(root, "E09.pdf", png() if which == "bad" else pdf())
