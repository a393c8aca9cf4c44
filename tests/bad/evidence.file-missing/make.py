"""A file that is named but is not there."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf

root, which = Path(sys.argv[1]), sys.argv[2]
place = hand_in(root, "E09.pdf", pdf())
if which == "bad":
    place.unlink()
