"""Folders that we write into beside other people's files."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from generator.model.evidence import Published
from generator.publish.files import MANIFEST, Folder, copy_unchanged, read_folder, unchanged, write_folder


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


def test_a_folder_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    write_folder(tmp_path, {"a/b.txt": b"1", "c.txt": b"2"})
    folder = Folder(tmp_path)
    assert (len(folder), list(folder)) == (2, ["a/b.txt", "c.txt"])
    (tmp_path / "c.txt").write_bytes(b"3")
    assert dict(folder) == {"a/b.txt": b"1", "c.txt": b"3"}


def evidence(root: Path, name: str, content: bytes) -> Published:
    (root / name).write_bytes(content)
    return Published(f"files/{name}", name, len(content), sha256(content).hexdigest())


def test_what_is_published_unchanged_is_what_was_checked(tmp_path: Path) -> None:
    kept, changed, gone, linked = (evidence(tmp_path, name, name.encode()) for name in ("a", "b", "c", "d"))
    (tmp_path / "b").write_bytes(b"another")
    (tmp_path / "c").unlink()
    (tmp_path / "d").rename(tmp_path / "elsewhere")
    (tmp_path / "d").symlink_to("elsewhere")
    assert dict(unchanged(tmp_path, [kept, changed, gone, linked])) == {"files/a": b"a"}
    site = tmp_path / "site"
    assert copy_unchanged(site, tmp_path, [kept, changed]) == ["files/a"]
    assert read_folder(site) == {"files/a": b"a"}
    assert copy_unchanged(site, tmp_path, []) == []
    assert read_folder(site) == {}
