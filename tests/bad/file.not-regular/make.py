"""A link and a pipe in the place of files: neither is opened. A link beside the folders of factories is not theirs."""

import os
import sys
from pathlib import Path

root, which = Path(sys.argv[1]), sys.argv[2]
cycle = root / "factories/base/2025"
if which == "bad":
    (cycle / "profile.yaml").unlink()
    (cycle / "profile.yaml").symlink_to("/etc/passwd")
    os.mkfifo(cycle / "esg.yaml")
else:
    (root / "factories/README.md").symlink_to("/etc/passwd")
