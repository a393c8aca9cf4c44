"""A PDF that runs a script when it is opened."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.originals import hand_in, pdf

root, which = Path(sys.argv[1]), sys.argv[2]
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
hand_in(
    root,
    "E09.pdf",
    pdf(catalog=b"/OpenAction X", extra={"X": SCRIPT}) if which == "bad" else pdf(),
)
