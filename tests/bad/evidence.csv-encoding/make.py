"""What Excel writes as CSV in a Chinese Windows."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import CSV, hand_in

root, which = Path(sys.argv[1]), sys.argv[2]
hand_in(root, "E09.csv", "月份,电量\n".encode("gb18030") if which == "bad" else CSV)
