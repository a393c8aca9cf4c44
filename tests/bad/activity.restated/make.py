"""An earlier cycle, the same a year before; the later one tells its 2024 otherwise: with a reason only in good."""

import shutil
import sys
from pathlib import Path

root, which = Path(sys.argv[1]), sys.argv[2]
later, earlier = root / "factories/base/2025", root / "factories/base/2024"
shutil.copytree(later, earlier)
for path in sorted(earlier.rglob("*.yaml")):
    text = path.read_text("utf-8").replace("factor_year: 2023", "factor_year: 2022")
    path.write_text(text.replace("2025", "2024").replace("2026", "2025"), "utf-8")
told = earlier / "activity/2025.yaml"
told = told.rename(earlier / "activity/2024.yaml")
text = told.read_text("utf-8").replace("35.2 万Nm3", "36.4 万Nm3")
reason = "" if which == "bad" else "restatement: 按供气方补充的结算单更正天然气用量\n"
(later / "activity/2024.yaml").write_text(text + reason, "utf-8")
