"""A workbook of a few kilobytes that unpacks to 70 MB."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, xlsx

root, which = Path(sys.argv[1]), sys.argv[2]
hand_in(root, "E09.xlsx", xlsx({"xl/styles.xml": " " * 70_000_000}) if which == "bad" else xlsx())
