"""A copy in the vault that has the registered hash."""

import sys
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import pdf, register, vault_of

root, which = Path(sys.argv[1]), sys.argv[2]
if which == "bad":
    register(root, "E04", f"sha256: {sha256(pdf()).hexdigest()}")
    vault_of(root, "anything.pdf", pdf())
