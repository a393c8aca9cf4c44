"""Build a whole site: MkDocs builds into a folder of ours, and the result is laid over the output folder."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config

from generator.model.clock import epoch_of
from generator.model.finding import Finding
from generator.model.produced import Produced
from generator.publish.crosscheck import crosscheck
from generator.publish.files import Folder, read_folder, unchanged, write_folder

PREVIEW = "DOSSIER_PREVIEW"


def build_site(root: Path, out: Path, produced: Produced) -> tuple[int, list[Finding]]:
    """Publish what was produced to ``out``; returns the number of files of the site, and what is wrong with its links.

    MkDocs empties the folder that it builds into, so that is one of ours; ``out`` may hold other things.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", epoch_of(produced.city.as_of))
    staging = root / "build" / "site"
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(staging))
    plugin = config.plugins["dossiers"]
    plugin.hand_over(produced)  # type: ignore[attr-defined]  # our own plugin, by the name in mkdocs.yml
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()
    site = Folder(staging)
    write_folder(out, site)
    return len(site), crosscheck(site, config.site_url or "")


def write_pages(root: Path, out: Path, produced: Produced) -> int:
    """The same Markdown without the plugin: pages, hand-written pages, assets and open data in one folder."""
    files = {page.src: page.text.encode() for page in produced.pages}
    files |= {artifact.path: artifact.content for artifact in produced.artifacts}
    files |= read_folder(root / "content" / "pages" / "zh")
    files |= {f"assets/{name}": content for name, content in read_folder(root / "content" / "assets").items()}
    files |= unchanged(root, produced.files)
    write_folder(out, files)
    return len(files)


def serve_site(root: Path, port: int, *, preview: bool) -> None:
    """MkDocs' live server; the plugin has our folders watched and runs the pipeline anew at every change."""
    os.environ[PREVIEW] = "true" if preview else "false"  # mkdocs.yml reads it: each rebuild makes a new plugin
    mkdocs_serve(str(root / "mkdocs.yml"), dev_addr=f"127.0.0.1:{port}")
