"""Which file of a factory is of which kind, and the line at its head that names the schema to an editor."""

from __future__ import annotations

from pathlib import PurePosixPath

#: Where ``dossier build`` leaves the schemas in a checkout: editors resolve the path from the file's own folder.
SCHEMAS = "build/schemas"
FACTORY = "factory"
CYCLE = (
    "profile",
    "assessment",
    "evidence",
    "assets",
    "management",
    "plan",
    "instruments",
    "products",
    "esg",
)
#: Folders of a cycle that hold files of one kind, one a year or a record.
FOLDERS = ("activity", "authority")


def kind_of(path: PurePosixPath) -> str | None:
    """The kind of ``factories/<slug>/…``, None for a file that has no schema."""
    match path.parts:
        case ("factories", _, "factory.yaml"):
            return FACTORY
        case ("factories", _, _, name) if name.removesuffix(".yaml") in CYCLE:
            return name.removesuffix(".yaml")
        case ("factories", _, _, folder, _) if folder in FOLDERS:
            return folder
        case _:
            return None


def schema_line(path: PurePosixPath) -> str | None:
    """``# yaml-language-server: $schema=…`` for a file, given relative to the repository."""
    kind = kind_of(path)
    up = "../" * (len(path.parts) - 1)
    return f"# yaml-language-server: $schema={up}{SCHEMAS}/{kind}.json" if kind else None
