"""An entry without a hash."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import pdf, vault_of

root, which = Path(sys.argv[1]), sys.argv[2]
if which == "bad":
    vault_of(root, "base/2025/E04.pdf", pdf())
