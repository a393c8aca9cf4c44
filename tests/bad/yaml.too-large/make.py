"""A file of 1,000,001 bytes; 1,000,000 are allowed."""

import sys
from pathlib import Path

root, which = Path(sys.argv[1]), sys.argv[2]
size = 1_000_001 if which == "bad" else 1_000_000
place = root / "factories/base/2025/plan.yaml"
text = place.read_bytes()
place.write_bytes(text + b"#" * (size - len(text) - 1) + b"\n")
