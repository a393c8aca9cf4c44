"""An auditor's own copies: compared by hash, known by content or by id, and never told of."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from generator.load import vault as loading
from generator.load.vault import read_vault
from tests.originals import pdf


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def lay(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        place = folder / name.replace("__", "/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder


def test_hashes_and_names(tmp_path: Path) -> None:
    files = {"E05.pdf": b"a", "base/2025/E05-合同.pdf": b"b", "in/base/2025/E06 x": b"c", "base/2025/E0567.pdf": b"d"}
    files |= {"base/2025/E07x.pdf": b"e", "base/old/E08.pdf": b"f", "合同.docx": b"g"}
    vault = read_vault(lay(tmp_path, **files))
    assert vault.hashes == {digest(data) for data in files.values()}
    assert vault.named == {
        ("", "E05"): {digest(b"a")},
        ("base/2025", "E05"): {digest(b"b")},
        ("base/2025", "E06"): {digest(b"c")},
        ("base/2025", "E0567"): {digest(b"d")},
        ("", "E08"): {digest(b"f")},
    }
    assert vault.unreadable == 0


def test_links_and_pipes_are_left_alone(tmp_path: Path) -> None:
    folder = lay(tmp_path / "vault", **{"E05.pdf": pdf()})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/E09.pdf").write_bytes(b"x")
    (folder / "E06.pdf").symlink_to(tmp_path / "elsewhere/E09.pdf")
    (folder / "more").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "E07.pdf")
    assert read_vault(folder).hashes == {digest(pdf())}


def test_what_cannot_be_read_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = loading._digest

    def refused(path: Path) -> str | None:
        if path.name == "E05.pdf":
            raise PermissionError(13, "no")
        return read(path)

    monkeypatch.setattr(loading, "_digest", refused)
    vault = read_vault(lay(tmp_path, **{"E05.pdf": b"a", "E06.pdf": b"b"}))
    assert (vault.unreadable, vault.hashes) == (1, {digest(b"b")})


def test_a_vault_keeps_no_name_of_a_file(tmp_path: Path) -> None:
    vault = read_vault(lay(tmp_path, **{"张三的合同/E05 王五.pdf": b"a", "李四.pdf": b"b"}))
    assert not any(name in repr(vault) for name in ("张三", "李四", "王五", str(tmp_path)))
