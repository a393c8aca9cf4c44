"""One file more than the limit: none is opened."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf, put

root, which = Path(sys.argv[1]), sys.argv[2]
if which == "bad":
    for number in range(101):
        put(root, f"E{number + 100}.pdf", pdf())
else:
    hand_in(root, "E09.pdf", pdf())
