"""What the stages before publishing hand over."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.city import City
from generator.model.evidence import Published
from generator.model.page import Artifact, Page


@dataclass(frozen=True)
class Produced:
    """Everything that publishing needs."""

    city: City
    pages: tuple[Page, ...]
    artifacts: tuple[Artifact, ...]
    files: tuple[Published, ...] = ()  # public evidence, copied as it is

    @property
    def schemas(self) -> dict[str, bytes]:
        """The JSON Schemas by file name."""
        found = (artifact for artifact in self.artifacts if artifact.path.startswith("schemas/"))
        return {artifact.path.removeprefix("schemas/"): artifact.content for artifact in found}
