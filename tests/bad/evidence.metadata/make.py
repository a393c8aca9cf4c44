"""A photograph that says who took it, with what, and where."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, jpg, located

root, which = Path(sys.argv[1]), sys.argv[2]
hand_in(root, "E09.jpg", jpg(located()) if which == "bad" else jpg())
