"""The register against the files that lie in ``evidence/``, and against an auditor's own copies."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.base import Subject
from generator.model.dossier import Cycle, EvidenceEntry
from generator.model.evidence import Vault
from generator.model.finding import Finding, Position, finding

REGISTER = "evidence.yaml"


def check_files(subject: Subject) -> Iterator[Finding]:
    """A file that is named is there and has its hash; a file that is there is named, by an entry that is public."""
    cycle = subject.cycle
    public: set[str] = set()
    for id_, entry in cycle.evidence.items():
        if entry.file is None or entry.visibility != "public":
            continue
        public.add(entry.file)
        stored = cycle.files.get(entry.file)
        at = cycle.at(REGISTER, "evidence", id_, "file")
        if stored is None:
            yield finding("evidence.file-missing", at, id=id_, file=entry.file)
        elif entry.sha256 is None:
            yield finding("evidence.no-hash", at, id=id_, sha256=stored.sha256)
        elif entry.sha256 != stored.sha256:
            at = cycle.at(REGISTER, "evidence", id_, "sha256")
            yield finding("evidence.hash-differs", at, id=id_, file=entry.file, sha256=stored.sha256)
    for name, stored in cycle.files.items():
        if name not in public:
            yield finding("evidence.not-listed", Position(stored.path), file=name)


def check_vault(cycle: Cycle, vault: Vault, *, alone: bool) -> Iterator[Finding]:
    """Each entry whose original is not in the repository: whether a copy in the vault has its hash.

    A public entry without a hash asks for nothing. What is said of the others is their id, and no more.

    A copy is known by its hash, whatever it is called. One that is named after the id, in a folder
    ``<factory>/<cycle>/`` (or anywhere, where only one cycle is looked at: ``alone``), and has another hash, differs.
    """
    for id_, entry in cycle.evidence.items():
        here = entry.file is not None and entry.file in cycle.files
        if here or (entry.sha256 is None and entry.visibility == "public"):
            continue
        at = cycle.at(REGISTER, "evidence", id_, "sha256")
        yield finding(_compared(cycle, id_, entry, vault, alone=alone), at, id=id_)


def _compared(cycle: Cycle, id_: str, entry: EvidenceEntry, vault: Vault, *, alone: bool) -> str:
    if entry.sha256 is None:
        return "vault.no-hash"
    if entry.sha256 in vault.hashes:
        return "vault.matched"
    named = (cycle.id, id_) in vault.named or (alone and ("", id_) in vault.named)
    return "vault.differs" if named else "vault.missing"
