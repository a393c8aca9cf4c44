"""A contract beside the data files, one in a folder of its own, one beside the factories."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf

root, which = Path(sys.argv[1]), sys.argv[2]
if which == "bad":
    for place in ("factories/base/2025/audit/a.pdf", "factories/base/notes/a.xlsx", "factories/a.docx"):
        (root / place).parent.mkdir(exist_ok=True)
        (root / place).write_bytes(pdf())
else:
    hand_in(root, "E09.pdf", pdf())
