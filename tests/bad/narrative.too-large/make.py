"""Prose of one byte more than 64 KB, and of 64 KB."""

import sys
from pathlib import Path

root, which = Path(sys.argv[1]), sys.argv[2]
place = root / "factories/base/2025/narrative/profile.md"
place.parent.mkdir()
place.write_bytes(b"a" * (64 * 1024 + (which == "bad")))
