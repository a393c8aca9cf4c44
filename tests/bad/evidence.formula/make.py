"""Cells that a spreadsheet runs."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import CSV, hand_in

root, which = Path(sys.argv[1]), sys.argv[2]
hand_in(root, "E09.csv", "月份,电量\n一月,=cmd|1\n二月,@SUM(1)\n".encode() if which == "bad" else CSV)
