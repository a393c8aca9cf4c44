"""Read every dossier under ``factories/``: each file strictly, each failure at its place, none at another's cost."""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from generator.load.intake.folder import read_evidence, stray_files
from generator.load.intake.text import check_personal
from generator.load.jail import Jail, Limits, Lost, processors
from generator.load.narrative import MAX_BYTES as MAX_PROSE
from generator.load.narrative import read as read_narrative
from generator.load.schema import validate
from generator.load.strict_yaml import MAX_BYTES, parse
from generator.load.text_policy import check as check_text
from generator.load.text_policy import check_source
from generator.model.dossier import (
    OPTIONAL,
    REQUIRED,
    Activity,
    Authority,
    Cycle,
    Dossier,
    EvidenceEntry,
    Factory,
    Record,
)
from generator.model.finding import Catalogue, Finding, Position, finding, visible
from generator.model.inputs import Input
from generator.model.source import Tree

M = TypeVar("M", bound=Input)

#: One factory as it was read: what could be, which cycles could not be, and what is wrong.
Loaded: TypeAlias = "tuple[Dossier | None, list[LeftOut], list[Finding]]"
#: Is told the name of each file before it is read.
Tell: TypeAlias = Callable[[str], object]

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CYCLE = re.compile(r"(19|20)[0-9]{2}")
#: Folders of a cycle whose files other stages read (the auditor's, public evidence).
FOLDERS = ("activity", "authority", "narrative", "evidence", "audit")


def _to_nobody(_: str) -> None:
    """For those who do not ask what is being read."""


@dataclass(frozen=True)
class LeftOut:
    """A cycle (or, with an empty name, a whole factory) that cannot be read or trusted."""

    slug: str
    cycle: str
    was_public: bool
    names: tuple[str, str] | None = None  # zh, en, where factory.yaml could be read


@dataclass(frozen=True)
class Repository:
    """Everything that could be read, and what was left out."""

    dossiers: tuple[Dossier, ...]
    left_out: tuple[LeftOut, ...]


def load_repository(
    root: Path, catalogue: Catalogue, only: frozenset[str] | None = None, jail: Jail | None = None
) -> tuple[Repository, list[Finding]]:
    """Every factory under ``root/factories`` (or those in ``only``): in the jail's processes, or in this one."""
    dossiers: list[Dossier] = []
    left_out: list[LeftOut] = []
    findings: list[Finding] = []
    folders = factory_folders(root, only)
    tasks = [(root, folder, catalogue) for folder in folders]
    loads = (load_factory(*task) for task in tasks) if jail is None else _jailed(jail, root, tasks, findings)
    for dossier, missing, found in loads:
        dossiers += [dossier] if dossier else []
        left_out += missing
        findings += found
    if only is None:
        findings += stray_files(root, root / "factories", frozenset(folder.name for folder in folders))
    return Repository(tuple(dossiers), tuple(left_out)), findings


def open_jail(
    root: Path, only: frozenset[str] | None, workers: int | None, limits: Limits | None = None
) -> AbstractContextManager[Jail | None]:
    """Workers for the factories to be read: one a processor where None is given, and no more than there are factories.

    Where it is 0 there is no jail: this process reads, with the same result as long as nothing is lost.
    """
    needed = min(processors() if workers is None else workers, len(factory_folders(root, only)))
    return Jail(__name__, needed, limits) if needed else nullcontext()


def _jailed(
    jail: Jail, root: Path, tasks: list[tuple[Path, Path, Catalogue]], findings: list[Finding]
) -> Iterator[Loaded]:
    """What the jail's processes read; a factory that one of them was lost over is left out, with the reason."""
    limited = True
    for (_, folder, _), done in zip(tasks, jail.run(load_factory, tasks), strict=True):
        if isinstance(done, Lost):
            yield _lost(jail, root, folder, done)
        else:
            limited = limited and done.limited
            yield done.result
    if not limited:
        findings.append(finding("load.not-limited", Position("factories"), platform=sys.platform))


def _lost(jail: Jail, root: Path, folder: Path, lost: Lost) -> Loaded:
    """The one finding of a factory that could not be read; whether it was public is asked in the jail as well."""
    at = Position(lost.reading or visible(f"{folder.relative_to(root).as_posix()}/factory.yaml"))
    (public,) = jail.run(_any_was_public, [(root, folder)])
    left_out = LeftOut(visible(folder.name), "", was_public=not isinstance(public, Lost) and public.result)
    told = {"problem": lost.detail, "seconds": jail.limits.cpu, "megabytes": jail.limits.memory >> 20}
    return None, [left_out], [finding(lost.code, at, **told)]


def factory_folders(root: Path, only: frozenset[str] | None = None) -> list[Path]:
    """The folders of factories (or of those in ``only``), by name; files beside them belong to nobody."""
    base = root / "factories"
    folders = sorted(path for path in base.iterdir() if path.is_dir()) if base.is_dir() else []
    return [path for path in folders if only is None or path.name in only]


def load_factory(root: Path, folder: Path, catalogue: Catalogue, tell: Tell = _to_nobody) -> Loaded:
    """One factory; a cycle with an error is left out, its others stand."""
    reader = _Reader(root, tell)
    here = visible(folder.relative_to(root).as_posix())
    if not SLUG.fullmatch(folder.name) or folder.is_symlink():
        at = Position(f"{here}/factory.yaml")
        return None, [LeftOut(visible(folder.name), "", False)], [finding("folder.slug", at, name=folder.name)]
    tree, factory = reader.read(folder / "factory.yaml", Factory, required=True)
    if tree and factory and factory.slug != folder.name:
        reader.findings.append(finding("folder.slug-differs", tree.at("slug"), slug=factory.slug, folder=folder.name))
    reader.unexpected(folder, {"factory.yaml"}, folders=CYCLE)
    reader.findings += stray_files(root, folder, frozenset(path.name for path in _cycles(folder)))
    findings = reader.findings
    if tree is None or factory is None or catalogue.errors(findings):
        return None, [LeftOut(folder.name, "", _any_was_public(root, folder))], findings
    cycles: list[Cycle] = []
    left_out: list[LeftOut] = []
    for path in _cycles(folder):
        if path.is_symlink():  # a folder elsewhere is not a submission
            at = Position(path.relative_to(root).as_posix())
            findings.append(finding("file.not-regular", at, name=path.name))
            left_out.append(LeftOut(folder.name, path.name, was_public=False))
            continue
        cycle, found = load_cycle(root, path, factory, tree, tell)
        findings += found
        if cycle is None or catalogue.errors(found):
            names = (factory.name.zh, factory.name.en)
            left_out.append(LeftOut(folder.name, path.name, _was_public(root, path), names))
        else:
            cycles.append(cycle)
    return Dossier(factory, tuple(cycles), tree), left_out, findings


def _cycles(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and CYCLE.fullmatch(path.name))


def load_cycle(
    root: Path, folder: Path, factory: Factory, factory_tree: Tree, tell: Tell = _to_nobody
) -> tuple[Cycle | None, list[Finding]]:
    """One assessment: every file of its folder."""
    reader = _Reader(root, tell)
    here = folder.relative_to(root).as_posix()
    got: dict[str, Any] = {}
    trees: dict[str, Tree] = {"factory.yaml": factory_tree}
    for required, files in ((True, REQUIRED), (False, OPTIONAL)):
        for name, model in files.items():
            tree, value = reader.read(folder / name, model, required=required)
            if tree is not None:
                trees[name] = tree
            got[name] = value if value is not None or required else model()
    activity = _activity(reader, folder, trees)
    records = _records(reader, folder, trees)
    prose = {path.name: reader.prose(path) for path in _files(folder / "narrative", "*.md") if _named(path)}
    reader.unexpected(folder, {*REQUIRED, *OPTIONAL}, folders=re.compile("|".join(FOLDERS)))
    for inner, ending in (("activity", ".yaml"), ("authority", ".yaml"), ("narrative", ".md")):
        reader.only(folder / inner, ending)
    originals, found = read_evidence(root, folder)
    reader.findings += [*found, *stray_files(root, folder, frozenset({"evidence"}))]
    if any(got[name] is None for name in REQUIRED):
        return None, reader.findings
    narrative = _narrative(reader, folder, prose, got["evidence.yaml"].evidence)
    assessment = got["assessment.yaml"]
    if folder.name != str(assessment.data_year):
        at = trees["assessment.yaml"].at("data_year")
        reader.findings.append(finding("folder.cycle-differs", at, year=assessment.data_year, folder=folder.name))
    return (
        Cycle(
            factory=factory,
            name=folder.name,
            folder=here,
            profile=got["profile.yaml"],
            assessment=assessment,
            evidence=got["evidence.yaml"].evidence,
            activity=activity,
            assets=got["assets.yaml"],
            management=got["management.yaml"],
            plan=got["plan.yaml"],
            instruments=got["instruments.yaml"],
            products=got["products.yaml"],
            esg=got["esg.yaml"],
            records=records,
            narrative=narrative,
            files=originals,
            trees=trees,
        ),
        reader.findings,
    )


def _narrative(
    reader: _Reader, folder: Path, prose: dict[str, str], register: Mapping[str, EvidenceEntry]
) -> dict[str, str]:
    """The HTML of each narrative, by file name."""
    present = frozenset(f"evidence/{path.name}" for path in _files(folder / "evidence", "*") if _regular(path))
    made: dict[str, str] = {}
    for name, text in prose.items():
        made[name], found = read_narrative(text, reader.name(folder / "narrative" / name), register, present)
        reader.findings += found
    return made


def _activity(reader: _Reader, folder: Path, trees: dict[str, Tree]) -> dict[int, Activity]:
    years: dict[int, Activity] = {}
    for path in _files(folder / "activity", "*.yaml"):
        tree, activity = reader.read(path, Activity, required=True)
        if tree is None or activity is None:
            continue
        trees[f"activity/{path.name}"] = tree
        if path.stem != str(activity.year):
            at = tree.at("year")
            reader.findings.append(finding("folder.year-differs", at, year=activity.year, file=path.name))
        years[activity.year] = activity
    return dict(sorted(years.items()))


def _records(reader: _Reader, folder: Path, trees: dict[str, Tree]) -> tuple[Record, ...]:
    records: list[Record] = []
    for path in _files(folder / "authority", "*.yaml"):
        tree, authority = reader.read(path, Authority, required=True)
        if tree is not None and authority is not None:
            trees[f"authority/{path.name}"] = tree
            records += authority.records
    return tuple(sorted(records, key=lambda record: record.on))


def _was_public(root: Path, folder: Path) -> bool:
    """Whether the authority's records, as far as they can be read, say that a cycle was made public."""
    records = _records(_Reader(root), folder, {})
    return any(record.stage == "public_notice" for record in records)


def _any_was_public(root: Path, folder: Path, _: Tell = _to_nobody) -> bool:
    """The same of a factory: whether any of its cycles was."""
    return any(_was_public(root, path) for path in _cycles(folder))


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern)) if folder.is_dir() and not folder.is_symlink() else []


def _named(path: Path) -> bool:
    """Whether a file's name is text that can be read and printed."""
    return visible(path.name) == path.name


def _regular(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


class _Reader:
    """Reads files of one folder and keeps what it finds."""

    def __init__(self, root: Path, tell: Tell = _to_nobody) -> None:
        self.root, self._tell = root, tell
        self.findings: list[Finding] = []

    def name(self, path: Path) -> str:
        """How a file is called in findings; its real name may be bytes that are no text."""
        return visible(path.relative_to(self.root).as_posix())

    def bytes(self, path: Path, *, required: bool) -> bytes | None:
        """The content of a regular file; links, devices and pipes are refused without being opened."""
        at = Position(self.name(path))
        self._tell(at.file)
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode):
                self.findings.append(finding("file.not-regular", at, name=path.name))
                return None
            if status.st_size > MAX_BYTES:
                self.findings.append(finding("yaml.too-large", at, size=status.st_size, limit=MAX_BYTES))
                return None
            return path.read_bytes()
        except FileNotFoundError:
            if required:
                self.findings.append(finding("file.missing", at, name=path.name))
        except OSError as error:
            self.findings.append(finding("file.unreadable", at, name=path.name, problem=error.strerror or error))
        return None

    def read(self, path: Path, model: type[M], *, required: bool) -> tuple[Tree | None, M | None]:
        """The tree and the validated content of a YAML file; (None, None) where there is none."""
        raw = self.bytes(path, required=required)
        if raw is None:
            return None, None
        tree, found = parse(raw, self.name(path))
        self.findings += found
        if tree is None:
            return None, None
        self.findings += [*check_text(tree), *check_personal(raw.decode(errors="replace"), tree.file, tree)]
        value, found = validate(model, tree)
        self.findings += found
        return tree, value

    def prose(self, path: Path) -> str:
        """A narrative file as text; refused ones are empty."""
        raw = self.bytes(path, required=False) or b""
        at = Position(self.name(path))
        if len(raw) > MAX_PROSE:
            self.findings.append(finding("narrative.too-large", at, size=len(raw), limit=MAX_PROSE))
            return ""
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            byte = f"0x{raw[error.start]:02X}"
            self.findings.append(finding("yaml.encoding", at, byte=byte))
            return ""
        self.findings += [*check_source(text, self.name(path)), *check_personal(text, self.name(path))]
        return text

    def unexpected(self, folder: Path, known: set[str], folders: re.Pattern[str]) -> None:
        """Names that mean nothing here: a misspelt file would otherwise be left unread in silence."""
        for path in sorted(folder.iterdir()):
            at = Position(self.name(path))
            if path.is_symlink() and path.is_dir():
                self.findings.append(finding("file.not-regular", at, name=path.name))
                continue
            fine = path.name in known if not path.is_dir() else bool(folders.fullmatch(path.name))
            if not fine and not path.name.startswith("."):
                self.findings.append(finding("folder.unexpected", at, name=path.name))

    def only(self, folder: Path, ending: str) -> None:
        """Files of a folder that are not called as they must be to be read."""
        for path in _files(folder, "*"):
            if not (path.name.endswith(ending) and _named(path)) and not path.name.startswith("."):
                self.findings.append(finding("folder.unexpected", Position(self.name(path)), name=path.name))
