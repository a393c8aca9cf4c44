"""A list with one entry more than a file may hold; with hourly values it would be so."""

import sys
from pathlib import Path

root, which = Path(sys.argv[1]), sys.argv[2]
place = root / "factories/base/2025/esg.yaml"
values = ["2025: 12 万元"] if which == "good" else [f"{year}: 1" for year in range(25_000)]
place.write_text(f"metrics: {{donations: {{values: {{{', '.join(values)}}}}}}}\n", "utf-8")
