"""Names of evidence files: what every system can store, no reader can mistake, and an address can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: Longest name, in characters and in bytes: three bytes a Chinese character, and 255 is what file systems allow.
LONGEST, LONGEST_BYTES = 80, 240
#: Letters and digits of ASCII, Chinese characters, and between them what people write in names; one dot only.
#: Each of these has one form only (NFC and NFD alike): what looks the same is the same.
ALLOWED = re.compile(
    r"[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff][0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff_()（）〔〕·-]*\.[a-z]+"
)
#: Devices of Windows, whatever their extension.
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", *(f"{name}{no}" for name in ("com", "lpt") for no in range(10))}
)
#: What .gitignore keeps out of the repository: systems put them everywhere.
LITTER = frozenset({".DS_Store", "Thumbs.db"})


def problem(name: str) -> str | None:
    """The finding code that says what is wrong with a name, None where nothing is."""
    if name.partition(".")[0].casefold() in RESERVED:
        return "evidence.reserved-name"
    if len(name) > LONGEST or len(name.encode("utf-8", "surrogatepass")) > LONGEST_BYTES:
        return "evidence.file-name"
    return None if ALLOWED.fullmatch(name) else "evidence.file-name"


def twins(names: Iterable[str]) -> dict[str, str]:
    """Names that a system which ignores case or width cannot tell from an earlier one: name → that one."""
    seen: dict[str, str] = {}
    found: dict[str, str] = {}
    for name in sorted(names):
        first = seen.setdefault(unicodedata.normalize("NFKC", name).casefold(), name)
        if first != name:
            found[name] = first
    return found


def visible(name: str) -> str:
    """A name for a message: whatever cannot be printed, or is no character at all, becomes its code."""
    return "".join(one if one.isprintable() and one != "\\" else f"\\x{ord(one):02x}" for one in name[:LONGEST])
