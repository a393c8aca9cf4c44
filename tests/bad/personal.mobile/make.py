"""In a data file, in prose, in a comment; in a public file."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import CSV, CYCLE, MOBILE, hand_in

root, which = Path(sys.argv[1]), sys.argv[2]
said = MOBILE if which == "bad" else "12345678901"
folder = root / CYCLE
(folder / "narrative").mkdir()
(folder / "narrative/profile.md").write_text(f"厂长 {said}，欢迎。\n", "utf-8")
with (folder / "profile.yaml").open("a", encoding="utf-8") as file:
    file.write(f"# {said}\n")
hand_in(root, "E09.csv", CSV + f"备注 {said},1\n".encode())
