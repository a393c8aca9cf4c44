"""Two names that a system which ignores case cannot tell apart."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf, png, put

root, which = Path(sys.argv[1]), sys.argv[2]
hand_in(root, "e09.pdf", pdf())
if which == "bad":
    put(root, "E09.pdf", pdf())
else:
    hand_in(root, "E10.png", png(), "E10")
