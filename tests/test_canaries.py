"""What is not public stays so: words hidden in a vault, and in files that must not be there, reach no output at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.originals import ID_CARD, MOBILE, jpg, located, pdf, png, xlsx
from tests.sites import copy_site

#: Each is found by its letters, and by those of its compressed, encoded or escaped forms that matter here.
CANARY, NAME_CANARY, META_CANARY = "CANARYcontent7f3a", "金丝雀名CANARYname91", "CANARYmeta5c2d"
WORDS = (CANARY, "金丝雀", "CANARYname", META_CANARY, ID_CARD, MOBILE)
SLUG = "wujin-bearing"
CYCLE = f"factories/{SLUG}/2025"


def dossier(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "generator", "--root", str(root), *arguments]
    given = {**os.environ, "SOURCE_DATE_EPOCH": "1780272000", "PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, env=given, cwd=ROOT, check=False)


def leaks(said: bytes) -> list[str]:
    """The canaries in some bytes: as they are, in UTF-16, and escaped as JSON, HTML, addresses and Python do."""
    forms = {
        word: (
            word.encode(),
            word.encode("utf-16-le"),
            word.encode("unicode_escape"),
            word.encode("ascii", "xmlcharrefreplace"),
        )
        for word in WORDS
    }
    return [word for word, ways in forms.items() if any(way in said for way in ways)]


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def originals() -> dict[str, bytes]:
    """Files that an auditor keeps, with canaries in their words, their metadata and their names."""
    exif = located()
    exif[0x013B] = META_CANARY
    return {
        f"E02 {NAME_CANARY}.pdf": pdf(f"{CANARY} {ID_CARD} {MOBILE}", info=f"/Author ({META_CANARY})".encode()),
        f"{SLUG}/2025/E04-{NAME_CANARY}.png": png(Author=META_CANARY, Comment=f"{CANARY} {ID_CARD}"),
        f"{SLUG}/2025/E07.jpg": jpg(exif),
        f"{NAME_CANARY}/x.xlsx": xlsx({"xl/comments1.xml": f"<c><text><t>{CANARY}</t></text></c>"}),
        f"{NAME_CANARY}.csv": f"{CANARY},{MOBILE}\n".encode(),
    }


@pytest.fixture(scope="module", params=["inside", "outside"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A repository and a vault: the folder that git leaves out, or one elsewhere."""
    base = tmp_path_factory.mktemp("canaries")
    root = copy_site(base / "repository", [SLUG])
    vault = root / "vault" if request.param == "inside" else base / NAME_CANARY
    files = originals()
    for name, data in files.items():
        path = vault / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    register = root / CYCLE / "evidence.yaml"
    text = register.read_text("utf-8")
    matching = sha256(files[f"E02 {NAME_CANARY}.pdf"]).hexdigest()
    other = "0" * 64
    hidden = "visibility: auditors"
    for id_, digest in (("E02", matching), ("E04", other)):
        head, tail = text.split(f"  {id_}:\n", 1)
        text = f"{head}  {id_}:\n" + tail.replace(hidden, f"{hidden}\n    sha256: {digest}", 1)
    register.write_text(text, "utf-8")
    return root, vault


def test_the_canaries_would_be_found() -> None:
    assert all(leaks(word.encode()) == [word] for word in WORDS[1:2] + WORDS[3:])
    assert leaks(b"".join(originals().values())) == [CANARY, META_CANARY, ID_CARD, MOBILE]
    assert leaks("\n".join(originals()).encode()) == ["金丝雀", "CANARYname"]


@pytest.mark.parametrize("form", ["text", "json", "github"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_check_against_the_vault_tells_ids_only(place: tuple[Path, Path], form: str, lang: str) -> None:
    root, vault = place
    done = dossier(root, "--lang", lang, "check", SLUG, "--vault", str(vault), "--format", form)
    assert leaks(done.stdout + done.stderr) == []
    assert done.returncode == 1  # E04 differs
    said = done.stdout.decode()
    assert all(code in said for code in ("vault.matched", "vault.differs", "vault.missing", "vault.no-hash"))
    assert "Traceback" not in done.stderr.decode()


def test_nothing_of_the_vault_is_in_the_site(place: tuple[Path, Path]) -> None:
    root, vault = place
    assert dossier(root, "check", "--vault", str(vault)).returncode == 1
    out = root.parent / "site"
    preview = ["--preview"] if vault.is_relative_to(root) else []
    done = dossier(root, "build", "--out", str(out), *preview)
    assert done.returncode == 0, done.stderr.decode()
    assert leaks(done.stdout + done.stderr) == []
    pages = dict(everything(out))
    wanted = {f"{CYCLE}/evidence/index.html", "search/search_index.json", f"api/v1/{CYCLE}.json"}
    assert wanted <= set(pages)
    assert {name: found for name, data in pages.items() if (found := leaks(name.encode() + data))} == {}
    assert not any(b"vault." in data for name, data in pages.items() if name.startswith("api/v1/factories"))
    built = dict(everything(root / "build"))
    assert [name for name, data in built.items() if leaks(name.encode() + data)] == []


def test_a_file_that_must_not_be_there_takes_its_cycle_along_and_is_not_told_of(tmp_path: Path) -> None:
    root = copy_site(tmp_path, [SLUG])
    for name, data in originals().items():
        path = root / CYCLE / "evidence" / name.rpartition("/")[2].replace(" ", "-")
        path.write_bytes(data)
    (root / CYCLE / f"{NAME_CANARY}.docx").write_bytes(CANARY.encode())
    done = dossier(root, "build", "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert leaks(done.stdout + done.stderr) == ["金丝雀", "CANARYname"]  # the submitter has to know which file it is
    assert [name for name, data in everything(tmp_path / "out") if leaks(name.encode() + data)] == []
    notice = (tmp_path / "out" / CYCLE / "index.html").read_text("utf-8")
    assert "只告知申报者" in notice
    assert not list((tmp_path / "out" / CYCLE).glob("**/files/*"))


def test_a_sound_file_that_no_public_entry_names_is_refused(tmp_path: Path) -> None:
    root = copy_site(tmp_path, [SLUG])
    (root / CYCLE / "evidence" / "meters.csv").write_text(f"meter,words\n1,{CANARY}\n", "utf-8")
    out = tmp_path / "out"
    done = dossier(root, "build", "--out", str(out))
    assert done.returncode == 1
    assert f"{CYCLE}/evidence/meters.csv" in (done.stdout + done.stderr).decode()
    assert leaks(done.stdout + done.stderr) == []
    assert [name for name, data in everything(out) if leaks(data)] == []


# ── what is published ────────────────────────────────────────────────────────────────────────────────────────


def test_a_public_file_is_published_as_it_is_and_no_other(tmp_path: Path) -> None:
    root = copy_site(tmp_path, [SLUG])
    out = tmp_path / "out"
    assert dossier(root, "build", "--out", str(out)).returncode == 0
    listed = yaml.safe_load((root / CYCLE / "evidence.yaml").read_text("utf-8"))["evidence"].values()
    names = {entry["file"].partition("/")[2] for entry in listed if "file" in entry}
    assert names
    published = {path.relative_to(out).as_posix() for path in out.glob("**/files/*")}
    assert published == {f"{CYCLE}/evidence/files/{name}" for name in names}
    for name in names:
        assert (out / CYCLE / "evidence/files" / name).read_bytes() == (root / CYCLE / "evidence" / name).read_bytes()
    # A file that goes takes what was published along.
    (name, *_) = sorted(names)
    register = root / CYCLE / "evidence.yaml"
    register.write_text(register.read_text("utf-8").replace(f"    file: evidence/{name}\n", ""), "utf-8")
    (root / CYCLE / "evidence" / name).unlink()
    assert dossier(root, "build", "--out", str(out)).returncode == 0
    assert not (out / CYCLE / "evidence/files" / name).exists()


def test_a_draft_publishes_no_file(tmp_path: Path) -> None:
    root = copy_site(tmp_path, [SLUG])
    for path in (root / CYCLE / "authority").glob("*.yaml"):
        path.unlink()
    out = tmp_path / "out"
    assert dossier(root, "build", "--out", str(out)).returncode == 0
    assert not list(out.glob(f"{CYCLE}/**/files/*"))
    assert dossier(root, "build", "--preview", "--out", str(out)).returncode == 0
    assert list(out.glob(f"{CYCLE}/evidence/files/*"))


@pytest.mark.parametrize("where", ["factories", "content/vault", "", ".."])
def test_a_vault_in_what_is_public_is_refused(where: str, tmp_path: Path) -> None:
    root = copy_site(tmp_path / "a", [SLUG])
    (root / "content/vault").mkdir()
    done = dossier(root, "check", "--vault", str(root / where))
    assert done.returncode == 2
    assert "vault/" in done.stderr.decode()
