"""The one thin plugin that hands our pages and open data to MkDocs, so that ``mkdocs build`` and ``serve`` work."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from generator.model.city import City
from generator.model.clock import build_day
from generator.model.produced import Produced
from generator.pipeline import Options, produce
from generator.publish.files import copy_unchanged, write_folder
from generator.publish.security import LONGEST_DAYS, WELL_KNOWN, is_contact, policies, security_txt

log = get_plugin_logger("dossiers")
WATCHED = ("factories", "content", "templates")


class Contact(config_options.Type[str]):
    """Whom to tell of a weakness: ``mailto:``, ``https://`` or ``tel:``; nothing where this tree says nothing of it."""

    def run_validation(self, value: object) -> str:
        text = super().run_validation(value)
        if text and not is_contact(text):
            raise ValidationError(f"联系方式须是 mailto:、https:// 或 tel: 地址 / must be such an address: {text!r}")
        return text


class Days(config_options.Type[int]):
    """How long security.txt is valid."""

    def run_validation(self, value: object) -> int:
        days = super().run_validation(value)
        if not 1 <= days <= LONGEST_DAYS:
            raise ValidationError(f"天数须在 1 到 {LONGEST_DAYS} 之间 / must be 1 to {LONGEST_DAYS} days: {days}")
        return days


class PluginConfig(Config):
    """Options in mkdocs.yml."""

    lang = config_options.Choice(("zh", "en"), default="zh")
    preview = config_options.Type(bool, default=False)
    repository = config_options.Type(str, default="")
    security_contact = Contact(str, default="")
    security_days = Days(int, default=180)


class DossiersPlugin(BasePlugin[PluginConfig]):
    """Renders before MkDocs collects its files; each page also stands on disk, under ``build/pages/<lang>/``."""

    def __init__(self) -> None:
        self.produced: Produced | None = None  # handed over by `dossier build`; else made here at every build
        self._handed_over = False
        self._evidence: list[str] = []  # public evidence that is still what was checked
        self._served = False

    def hand_over(self, produced: Produced) -> None:
        """Use what was produced already instead of running the pipeline again."""
        self.produced, self._handed_over = produced, True

    @property
    def city(self) -> City:
        if self.produced is None:
            raise PluginError("dossiers: nothing was produced yet")
        return self.produced.city

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        self._served = command == "serve"

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
            self._evidence = copy_unchanged(root / "build" / "evidence", root, self.produced.files)
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
        for name in self._evidence:
            files.append(File.generated(config, name, abs_src_path=str(root / "build" / "evidence" / name)))
        if self.config.security_contact:
            content = security_txt(
                self.config.security_contact,
                self.config.security_days,
                self.city.as_of,
                config.site_url or "",
                self.city.history,
            )
            included = InclusionLevel.INCLUDED  # MkDocs leaves out what begins with a dot
            files.append(File.generated(config, WELL_KNOWN, content=content, inclusion=included))
        assets = root / "content" / "assets"
        for path in sorted(assets.rglob("*")):
            if path.is_file():
                name = f"assets/{path.relative_to(assets).as_posix()}"
                files.append(File.generated(config, name, abs_src_path=str(path)))
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG002
        env.globals["content_security_policy"] = policies(env, config, served=self._served)
        return env

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
