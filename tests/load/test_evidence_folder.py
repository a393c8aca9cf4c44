"""The folder evidence/: ordinary files with good names, and no other; files of evidence nowhere else."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from generator.load.intake import folder as intake
from generator.load.intake.folder import read_evidence, stray_files
from generator.load.intake.limits import load_limits
from generator.model.finding import Finding
from tests.conftest import ROOT
from tests.originals import CYCLE, GOOD, pdf, png, put

LIMITS = load_limits(ROOT)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").symlink_to(ROOT / "content")
    (tmp_path / CYCLE / "evidence").mkdir(parents=True)
    return tmp_path


def read(root: Path) -> tuple[list[str], list[str]]:
    files, findings = read_evidence(root, root / CYCLE)
    return sorted(files), shown(findings)


def shown(findings: list[Finding]) -> list[str]:
    return [f"{one.code} {one.at.file.removeprefix(CYCLE).strip('/')}" for one in findings]


def test_every_format_is_read(root: Path) -> None:
    for extension, data in GOOD.items():
        put(root, f"E05.{extension}", data)
    names, found = read(root)
    assert names == sorted(f"evidence/E05.{extension}" for extension in GOOD)
    assert found == []
    files, _ = read_evidence(root, root / CYCLE)
    stored = files["evidence/E05.pdf"]
    assert (stored.path, stored.size) == (f"{CYCLE}/evidence/E05.pdf", len(pdf()))
    assert (stored.name, stored.extension) == ("E05.pdf", "pdf")
    assert stored.sha256 == sha256(pdf()).hexdigest()


def test_no_folder_and_an_empty_one(root: Path) -> None:
    assert read(root) == ([], [])
    (root / CYCLE / "evidence/.gitkeep").touch()
    (root / CYCLE / "evidence/.DS_Store").write_bytes(b"x")
    assert read(root) == ([], [])
    assert read_evidence(root, root / "factories/base/2024") == ({}, [])


def test_a_file_that_keeps_the_folder_is_empty(root: Path) -> None:
    put(root, ".gitkeep", b"a contract")
    assert read(root) == ([], ["evidence.file-name evidence/.gitkeep"])


def test_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(pdf())
    (root / CYCLE / "evidence/E05.pdf").symlink_to(tmp_path / "secret.pdf")
    (root / CYCLE / "evidence/E06.pdf").symlink_to("/etc/passwd")
    (root / CYCLE / "evidence/E07.pdf").symlink_to("nowhere")
    (root / CYCLE / "evidence/E08.pdf").symlink_to("/etc")
    names, found = read(root)
    assert names == []
    assert found == [f"file.not-regular evidence/E0{no}.pdf" for no in (5, 6, 7, 8)]


def test_the_folder_itself_may_be_no_link(root: Path, tmp_path: Path) -> None:
    put(root, "E05.pdf", pdf())
    (root / CYCLE / "evidence").rename(tmp_path / "elsewhere")
    (root / CYCLE / "evidence").symlink_to(tmp_path / "elsewhere")
    assert read(root) == ([], [])  # repository.py names it, with every other link
    (root / CYCLE / "evidence").unlink()
    (root / CYCLE / "evidence").write_bytes(b"")
    assert read(root) == ([], [])


def test_a_pipe_a_socket_and_a_device_are_not_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(root / CYCLE / "evidence/E05.pdf")
    monkeypatch.chdir(root / CYCLE / "evidence")  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as place:
        place.bind("E06.pdf")
        names, found = read(root)
    assert names == []
    assert found == ["file.not-regular evidence/E05.pdf", "file.not-regular evidence/E06.pdf"]


def test_a_hard_link(root: Path, tmp_path: Path) -> None:
    os.link(put(root, "E05.pdf", pdf()), tmp_path / "elsewhere.pdf")
    assert read(root) == ([], ["evidence.linked evidence/E05.pdf"])


def test_a_folder_inside(root: Path) -> None:
    (root / CYCLE / "evidence/E05.pdf").mkdir()
    (root / CYCLE / "evidence/.hidden").mkdir()
    assert read(root) == ([], ["evidence.subfolder evidence/.hidden", "evidence.subfolder evidence/E05.pdf"])


def test_names(root: Path) -> None:
    for name in (b"CON.pdf", b"a b.pdf", b"a\n.pdf", b"\xff.pdf", b"a.pdf", b"A.pdf"):
        Path(os.fsdecode(os.fsencode(root / CYCLE / "evidence") + b"/" + name)).write_bytes(pdf())
    names, found = read(root)
    assert names == ["evidence/A.pdf"]
    assert found == [
        "evidence.reserved-name evidence/CON.pdf",
        r"evidence.file-name evidence/a\x0a.pdf",
        "evidence.file-name evidence/a b.pdf",
        "evidence.twin evidence/a.pdf",
        r"evidence.file-name evidence/\xdcff.pdf",
    ]
    for line in found:
        line.encode()  # no half character reaches a message


def test_formats(root: Path) -> None:
    for name in ("E05.docx", "E05.html", "E05.svg", "E05.zip", "E05.jpeg"):
        put(root, name, pdf())
    names, found = read(root)
    assert names == []
    assert {line.partition(" ")[0] for line in found} == {"evidence.unknown-format"}
    assert len(found) == 5


def test_sizes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "E05.pdf", b"")
    put(root, "E06.pdf", pdf())
    put(root, "E07.pdf", pdf("x"))
    size = len(pdf())
    monkeypatch.setattr(intake, "load_limits", lambda _: replace(LIMITS, file_bytes=size - 1))
    assert "evidence.file-too-large evidence/E06.pdf" in read(root)[1]
    monkeypatch.setattr(intake, "load_limits", lambda _: replace(LIMITS, cycle_bytes=size))
    names, found = read(root)
    assert names == ["evidence/E06.pdf"]
    assert found == ["evidence.other-content evidence/E05.pdf", "evidence.folder-too-large evidence"]


def test_number_of_files(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "load_limits", lambda _: replace(LIMITS, files=2))
    put(root, "E05.pdf", pdf())
    put(root, "E06.png", png())
    assert read(root) == (["evidence/E05.pdf", "evidence/E06.png"], [])
    put(root, "E07.pdf", pdf())
    assert read(root) == ([], ["evidence.too-many-files evidence"])


def test_what_is_wrong_inside_has_the_place_of_the_file(root: Path) -> None:
    put(root, "E05.pdf", png())
    assert read(root) == (["evidence/E05.pdf"], ["evidence.other-content evidence/E05.pdf"])


def test_a_file_that_is_exchanged_meanwhile(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = put(root, "E05.pdf", pdf())
    look = Path.lstat

    def exchanging(path: Path) -> os.stat_result:
        status = look(path)
        if path == place:
            place.unlink()
            os.mkfifo(place)
        return status

    monkeypatch.setattr(Path, "lstat", exchanging)
    assert read(root) == ([], ["file.not-regular evidence/E05.pdf"])


def test_what_cannot_be_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "E05.pdf", pdf())

    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(intake.os, "open", refused)
    assert read(root) == ([], ["file.unreadable evidence/E05.pdf"])
    monkeypatch.setattr(Path, "iterdir", refused)
    assert read(root) == ([], ["file.unreadable evidence"])


# ── where evidence does not belong ───────────────────────────────────────────────────────────────────────────


def stray(root: Path) -> list[str]:
    return shown(list(stray_files(root, root / CYCLE, frozenset({"evidence"}))))


def test_evidence_outside_its_folder(root: Path) -> None:
    put(root, "E05.pdf", pdf())
    for name in (
        "a.pdf",
        "audit/b.docx",
        "narrative/c.png",
        ".secret",
        "contracts/deep/d.yaml",
        "x/evidence/e.pdf",
        "f",
    ):
        place = root / CYCLE / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x")
    assert stray(root) == [
        "evidence.outside-folder .secret",
        "evidence.outside-folder a.pdf",
        "evidence.outside-folder f",
        "evidence.outside-folder audit/b.docx",
        "evidence.outside-folder narrative/c.png",
        "evidence.outside-folder x/evidence/e.pdf",
    ]


def test_what_a_dossier_consists_of(root: Path) -> None:
    for name in (
        "profile.yaml",
        "narrative/p.md",
        "audit/seal.json",
        "audit/seal.json.sig",
        ".gitkeep",
        ".DS_Store",
        "a~",
    ):
        place = root / CYCLE / name
        place.parent.mkdir(exist_ok=True)
        place.touch()
    (root / CYCLE / ".idea").mkdir()
    (root / CYCLE / ".idea/x").touch()
    assert stray(root) == []


def test_a_flood_of_files_ends(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_MOST_ENTRIES", 2)
    for name in "abc":
        (root / CYCLE / f"{name}.pdf").touch()
    assert stray(root)[2:] == ["load.too-many-findings "]
