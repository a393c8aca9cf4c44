"""Public evidence files, as they were handed in, under the address of their cycle's evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.city import City
from generator.model.dossier import Cycle, EvidenceEntry
from generator.model.evidence import Published, StoredFile


def evidence_files(city: City) -> Iterator[Published]:
    """Each file that an entry of a published cycle calls public, once."""
    for one in city.shown:
        files = {entry.file: one.cycle.public_file(entry) for entry in one.cycle.evidence.values()}
        for stored in filter(None, files.values()):
            yield Published(address(one.cycle, stored), stored.path, stored.size, stored.sha256)


def address(cycle: Cycle, stored: StoredFile) -> str:
    """The path of a public file below the site."""
    return f"factories/{cycle.factory.slug}/{cycle.name}/evidence/files/{stored.name}"


def evidence_data(cycle: Cycle, entry: EvidenceEntry) -> dict[str, Any]:
    """An entry as the open data shows it: ``original`` says whether its file was compared with the hash."""
    public = entry.visibility == "public"
    data = entry.model_dump(mode="json", exclude_none=True, exclude=None if public else {"number", "file", "url"})
    stored = cycle.public_file(entry)
    if stored is not None:
        data |= {"download": address(cycle, stored), "bytes": stored.size}
    matches = stored is not None and stored.sha256 == entry.sha256
    return data | {"original": "matches" if matches else "not_checked"}
