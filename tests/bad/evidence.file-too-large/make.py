"""One byte more than the limit of content/reference/intake.yaml."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf, put

root, which = Path(sys.argv[1]), sys.argv[2]
if which == "bad":
    os.truncate(put(root, "E09.pdf", pdf()), 10 * 1024 * 1024 + 1)
else:
    hand_in(root, "E09.pdf", pdf())
