"""An empty vault."""

import sys
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import pdf, register, vault_of

root, which = Path(sys.argv[1]), sys.argv[2]
register(root, "E04", f"sha256: {sha256(pdf()).hexdigest()}")
if which == "bad":
    vault_of(root, "other.pdf", pdf("another"))
