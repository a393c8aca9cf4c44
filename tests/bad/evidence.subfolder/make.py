"""A folder inside evidence/ is not looked into."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf, put

root, which = Path(sys.argv[1]), sys.argv[2]
if which == "bad":
    (put(root, "E09.pdf", b"").parent / "contracts").mkdir()
    (root / "factories/base/2025/evidence/E09.pdf").rename(root / "factories/base/2025/evidence/contracts/E09.yaml")
else:
    hand_in(root, "E09.pdf", pdf())
