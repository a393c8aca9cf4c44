"""The evidence register: the state of each entry on the reference date and today, and where it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.model.city import Assessed
from generator.model.dossier import EvidenceEntry
from generator.model.evidence import StoredFile
from generator.model.standard import EvidenceKind
from generator.model.validity import Validity, validity
from generator.render.views import awards

#: An entry in one of these states proves nothing on that day.
PROVES_NOTHING = (Validity.EXPIRED, Validity.NOT_YET)


@dataclass(frozen=True)
class Shown:
    """An entry as a page shows it."""

    id: str
    entry: EvidenceEntry
    kind: EvidenceKind | None
    then: Validity  # on the reference date
    now: Validity  # on the day of the build
    items: tuple[str, ...]  # ids of the indicators that rest on it
    gates: tuple[int, ...]  # numbers of the basic requirements that do
    file: StoredFile | None  # its original, where that is public

    @property
    def checked(self) -> bool:
        """Whether the original lies in the repository and has the hash of the register."""
        return self.file is not None and self.file.sha256 == self.entry.sha256

    @property
    def moved(self) -> bool:
        """Whether its state on the reference date and today differ in what it proves."""
        return (self.then in PROVES_NOTHING) != (self.now in PROVES_NOTHING)


def register(one: Assessed, today: date, expiring_days: int) -> Mapping[str, Shown]:
    """Every entry of a cycle's register, by id."""
    kinds = one.edition.standard.head.evidence_kinds
    items: dict[str, list[str]] = {}
    gates: dict[str, list[int]] = {}
    for item in one.scorecard.items:
        for use in awards.uses(item.standing):
            items.setdefault(use.id, []).append(item.id)
    for gate in one.scorecard.gates:
        for use in awards.uses(gate.standing):
            gates.setdefault(use.id, []).append(gate.no)
    return {
        id_: Shown(
            id=id_,
            entry=entry,
            kind=kinds.get(entry.kind),
            then=validity(entry.issued, entry.expires, one.cycle.reference_date, expiring_days),
            now=validity(entry.issued, entry.expires, today, expiring_days),
            items=tuple(items.get(id_, ())),
            gates=tuple(gates.get(id_, ())),
            file=one.cycle.public_file(entry),
        )
        for id_, entry in sorted(one.cycle.evidence.items(), key=lambda pair: (len(pair[0]), pair[0]))
    }
