"""Folders that we write into beside other people's files."""

from __future__ import annotations

import json
from pathlib import Path

from generator.publish.files import MANIFEST, read_folder, write_folder


def test_unchanged_files_are_not_written_again(tmp_path: Path) -> None:
    assert write_folder(tmp_path, {"a/b.txt": b"1", "c.txt": b"2"}) == 2
    before = (tmp_path / "a/b.txt").stat().st_mtime_ns
    assert write_folder(tmp_path, {"a/b.txt": b"1", "c.txt": b"3"}) == 1
    assert (tmp_path / "a/b.txt").stat().st_mtime_ns == before
    assert read_folder(tmp_path) == {"a/b.txt": b"1", "c.txt": b"3"}


def test_only_what_we_wrote_goes(tmp_path: Path) -> None:
    write_folder(tmp_path, {"old/a.txt": b"1", "kept.txt": b"2"})
    (tmp_path / "old/theirs.txt").write_bytes(b"x")
    write_folder(tmp_path, {"kept.txt": b"2"})
    assert read_folder(tmp_path) == {"kept.txt": b"2", "old/theirs.txt": b"x"}


def test_a_manifest_cannot_point_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"x")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / MANIFEST).write_text(json.dumps(["../outside.txt"]), "utf-8")
    write_folder(folder, {"a.txt": b"1"})
    assert outside.exists()


def test_a_broken_manifest_removes_nothing(tmp_path: Path) -> None:
    write_folder(tmp_path, {"a.txt": b"1"})
    (tmp_path / MANIFEST).write_text("{", "utf-8")
    write_folder(tmp_path, {"b.txt": b"2"})
    assert set(read_folder(tmp_path)) == {"a.txt", "b.txt"}
