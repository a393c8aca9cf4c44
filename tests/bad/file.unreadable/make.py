"""A file that nobody may read."""

import sys
from pathlib import Path

root, which = Path(sys.argv[1]), sys.argv[2]
(root / "factories/base/2025/profile.yaml").chmod(0o000 if which == "bad" else 0o444)
