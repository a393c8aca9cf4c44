"""The one thin plugin that hands our pages and open data to MkDocs, so that ``mkdocs build`` and ``serve`` work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files

from generator.model.city import City
from generator.model.clock import build_day
from generator.model.produced import Produced
from generator.pipeline import Options, produce
from generator.publish.files import write_folder

log = get_plugin_logger("dossiers")
WATCHED = ("factories", "content", "templates")


class PluginConfig(Config):
    """Options in mkdocs.yml."""

    lang = config_options.Choice(("zh", "en"), default="zh")
    preview = config_options.Type(bool, default=False)
    repository = config_options.Type(str, default="")


class DossiersPlugin(BasePlugin[PluginConfig]):
    """Renders before MkDocs collects its files; each page also stands on disk, under ``build/pages/<lang>/``."""

    def __init__(self) -> None:
        self.produced: Produced | None = None  # handed over by `dossier build`; else made here at every build
        self._handed_over = False

    def hand_over(self, produced: Produced) -> None:
        """Use what was produced already instead of running the pipeline again."""
        self.produced, self._handed_over = produced, True

    @property
    def city(self) -> City:
        if self.produced is None:
            raise PluginError("dossiers: nothing was produced yet")
        return self.produced.city

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig | None:
        root = _root(config)
        if not self._handed_over:
            own = self.config
            options = Options(build_day(), preview=own.preview, workers=None, repository=own.repository)
            self.produced = produce(root, options, own.lang)
            self._log()
        if self.produced is not None:
            pages = {page.src: page.text.encode() for page in self.produced.pages}
            write_folder(root / "build" / "pages" / self.config.lang, pages)
            write_folder(root / "build" / "schemas", self.produced.schemas)  # the files' first lines name them
            config.extra["repository"] = self.produced.city.history.repository
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        if self.produced is None:
            return files
        root = _root(config)
        folder = root / "build" / "pages" / self.config.lang
        taken = {file.src_uri for file in files}
        for page in self.produced.pages:
            if page.src in taken:
                raise PluginError(f"dossiers: {page.src} is generated and must not stand in {config.docs_dir}")
            files.append(File.generated(config, page.src, abs_src_path=str(folder / page.src)))
        for artifact in self.produced.artifacts:
            files.append(File.generated(config, artifact.path, content=artifact.content))
        assets = root / "content" / "assets"
        for path in sorted(assets.rglob("*")):
            if path.is_file():
                name = f"assets/{path.relative_to(assets).as_posix()}"
                files.append(File.generated(config, name, abs_src_path=str(path)))
        return files

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: Any) -> LiveReloadServer:
        for name in WATCHED:
            server.watch(str(_root(config) / name))
        return server

    def _log(self) -> None:
        """Findings in MkDocs' own log, so that ``mkdocs build`` shows them too."""
        for found in self.city.findings:
            said = self.city.catalogue.describe(found, self.config.lang)
            line = f"{said.at}: {said.message} [{said.code}]"
            {"error": log.error, "warning": log.info, "note": log.debug}[said.severity](line)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).absolute().parent
