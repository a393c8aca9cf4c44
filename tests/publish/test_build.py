"""Building a site: the same bytes anywhere, with and without the plugin, and nothing lost that is not ours."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from tests.sites import copy_site

FACTORIES = ("wujin-bearing", "tianning-textile")
PLACES = {
    "here": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "在别处": {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "2", "LANG": "en_US.UTF-8"},
}


def dossier(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *arguments]
    given = {**os.environ, "SOURCE_DATE_EPOCH": "1780272000", "PYTHONUTF8": "1", **env}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=given, check=False)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same repository built in two places, with other time zones, locales and hash seeds."""
    made: dict[str, Path] = {}

    def build(name: str) -> tuple[str, Path, subprocess.CompletedProcess[str]]:
        root = copy_site(tmp_path_factory.mktemp("site") / name, FACTORIES)
        out = root / "out"
        out.mkdir()
        (out / "theirs.txt").write_text("not ours", "utf-8")
        return name, out, dossier("--root", str(root), "build", "--preview", "--out", str(out), **PLACES[name])

    with ThreadPoolExecutor(2) as pool:
        for name, out, done in pool.map(build, PLACES):
            assert done.returncode == 0, done.stderr
            made[name] = out
    return made


def test_two_builds_differ_in_no_byte(sites: dict[str, Path]) -> None:
    here, there = (digests(folder) for folder in sites.values())
    assert here == there
    assert "factories/wujin-bearing/2025/g6/index.html" in here
    assert "api/v1/factories/wujin-bearing/2025.json" in here


def test_what_is_not_ours_stays(sites: dict[str, Path]) -> None:
    assert all((out / "theirs.txt").read_text("utf-8") == "not ours" for out in sites.values())


def test_a_factory_that_goes_takes_its_pages_along(sites: dict[str, Path]) -> None:
    out = sites["here"]
    root = out.parent
    (root / "factories" / "tianning-textile").rename(root / "gone")
    assert (out / "factories/tianning-textile/2025/index.html").exists()
    done = dossier("--root", str(root), "build", "--preview", "--out", str(out))
    (root / "gone").rename(root / "factories" / "tianning-textile")
    assert done.returncode == 0, done.stderr
    assert not (out / "factories/tianning-textile").exists()
    assert (out / "factories/wujin-bearing/2025/index.html").exists()
    assert (out / "theirs.txt").exists()


def test_mkdocs_build_works_from_a_clean_clone(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "clone", ["wujin-bearing", "tianning-textile"])
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "site")]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/factories/wujin-bearing/2025/index.html").is_file()
    assert not (tmp_path / "site/factories/tianning-textile").exists(), "a draft is public only in the preview"


def test_pages_build_without_the_plugin(tmp_path: Path) -> None:
    """The way out of the theme and of MkDocs: one folder of Markdown, assets and data that any builder reads."""
    root = copy_site(tmp_path / "clone", ["wujin-bearing"])
    done = dossier("--root", str(root), "pages", "--out", str(tmp_path / "docs"))
    assert done.returncode == 0, done.stderr
    plain = {"site_name": "x", "docs_dir": "docs", "theme": {"name": "material", "font": False}}
    plain["markdown_extensions"] = ["attr_list", "tables", "toc"]
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(plain), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=env, check=False)
    assert built.returncode == 0, built.stderr
    html = (tmp_path / "site/factories/wujin-bearing/2025/g6/index.html").read_text("utf-8")
    assert 'id="i-6-4-1"' in html
    assert (tmp_path / "site/api/v1/index.json").is_file()


def test_a_broken_factory_costs_only_itself(tmp_path: Path) -> None:
    """Exit status 1, the finding with its place, the site built, a notice at the address that was public."""
    root = copy_site(tmp_path / "clone", ["wujin-bearing", "jintan-pv"])
    profile = root / "factories/jintan-pv/2025/profile.yaml"
    profile.write_text(profile.read_text("utf-8") + "colour: green\n", "utf-8")
    done = dossier("--root", str(root), "build", "--out", str(tmp_path / "site"))
    assert done.returncode == 1
    assert "factories/jintan-pv/2025/profile.yaml:" in done.stderr
    assert "schema.unknown-key" in done.stderr
    assert "Traceback" not in done.stderr
    notice = (tmp_path / "site/factories/jintan-pv/2025/index.html").read_text("utf-8")
    assert "示例" in notice
    index = json.loads((tmp_path / "site/api/v1/index.json").read_text("utf-8"))
    assert [factory["slug"] for factory in index["factories"]] == ["wujin-bearing"]


def test_the_output_may_not_hold_the_repository(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "clone", [])
    (root / "factories").mkdir()
    done = dossier("--root", str(root), "build", "--out", str(tmp_path))
    assert done.returncode == 2
    assert (root / "mkdocs.yml").exists()
