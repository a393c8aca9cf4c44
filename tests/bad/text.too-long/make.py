"""One text of 4,001 characters; 4,000 are allowed."""

import sys
from pathlib import Path

root, which = Path(sys.argv[1]), sys.argv[2]
place = root / "factories/base/2025/profile.yaml"
text = place.read_text("utf-8")
place.write_text(text.replace("厂界以内全部设施", "厂" * (4001 if which == "bad" else 4000)), "utf-8")
