"""The words of findings and reasons, ``content/i18n/*.yaml``; ours, so a broken file is an error of ours."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from generator.load.schema import M, validate
from generator.load.strict_yaml import parse
from generator.load.text_policy import check
from generator.model.finding import Catalogue, Kind, Severity
from generator.model.text import Phrases, Text


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _same_parameters(text: Text) -> Text:
    """Both languages speak of the same parameters, each a plain name; ValueError otherwise."""
    if _fields(text.zh) != _fields(text.en):
        raise ValueError(f"zh {sorted(_fields(text.zh))} ≠ en {sorted(_fields(text.en))}")
    strange = [name for name in _fields(text.zh) if not name.isidentifier()]
    if strange:
        raise ValueError(f"no plain parameters: {strange}")
    return text


def _severity(value: object) -> object:
    return Severity(value) if isinstance(value, str) and value in set(Severity) else value


_Text = Annotated[Text, AfterValidator(_same_parameters)]


class _Row(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    severity: Annotated[Severity, BeforeValidator(_severity)]
    message: _Text
    hint: _Text
    example: Annotated[str, Field(min_length=1)]
    private: bool = False


class _Findings(RootModel[dict[str, _Row]]):
    pass


class _Phrases(RootModel[dict[str, _Text]]):
    pass


def load_findings(path: Path) -> Catalogue:
    """The catalogue of finding codes. ValueError names the place of every error."""
    rows = _read(path, _Findings).root
    return Catalogue(
        {code: Kind(code, row.severity, row.message, row.hint, row.example, row.private) for code, row in rows.items()}
    )


def load_phrases(path: Path) -> Phrases:
    """The words of reasons. ValueError names the place of every error."""
    return Phrases(_read(path, _Phrases).root)


def _read(path: Path, model: type[M]) -> M:
    tree, findings = parse(path.read_bytes(), str(path))
    value = None
    if tree is not None:
        value, found = validate(model, tree)
        findings += [*check(tree), *found]
    if value is None or findings:
        raise ValueError("\n".join(f"{one.at}: {one.code} {dict(one.params)}" for one in findings))
    return value
