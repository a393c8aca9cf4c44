"""What bites an ordinary site: one row for each trick known to work on one, as damage to a factory's folder.

The list is that of the project's study of untrusted submissions: what was measured on the usual tools, and what
clerks type. Each is one small change, and must give one finding, at its place. tests/load/test_rows.py measures the
cost of each, tests/test_strangers.py drops them all beside the examples.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.model.uscc import check_character, organisation_check_character
from tests.conftest import ROOT

BASE = ROOT / "tests/bad/_base/factories/neighbour"

MERGE_BOMB = "a0: &a0 {x: 1}\n" + "".join(
    f"a{step}: &a{step} {{<<: [{', '.join([f'*a{step - 1}'] * 9)}]}}\n" for step in range(1, 10)
)
ALIAS_BOMB = "a0: &a0 [x, x, x]\n" + "".join(
    f"a{step}: &a{step} [{', '.join([f'*a{step - 1}'] * 9)}]\n" for step in range(1, 10)
)


@dataclass(frozen=True)
class Row:
    """One trick: in which file, what stands there instead of what, and what must be found at which place of it."""

    old: str
    new: str
    found: str  # "code line:column"
    file: str = "2025/profile.yaml"

    @property
    def code(self) -> str:
        return self.found.partition(" ")[0]


def _staff(text: str, found: str) -> Row:
    return Row("staff: 320", f"staff: {text}", found)


#: name → what is done.
ROWS: dict[str, Row] = {
    # YAML that crashes, fills the memory or takes minutes
    "50 KB of [": Row("legal_person: true", "[" * 50_000, "yaml.too-deep 1:33"),
    "1 MB of [": Row("legal_person: true", "[" * 990_000, "yaml.too-deep 1:33"),
    "more than 1 MB": Row("staff: 320", f"staff: 320\n# {'x' * 1_000_000}", "yaml.too-large 1:1"),
    "merge-key bomb": Row("legal_person: true", MERGE_BOMB, "yaml.anchor 1:5"),
    "alias bomb": Row("legal_person: true", ALIAS_BOMB, "yaml.anchor 1:5"),
    "50,000 nodes": Row("legal_person: true", "a: [" + "x," * 50_000 + "]", "yaml.too-many-nodes 1:99999"),
    # YAML that hides, repeats, converts
    "duplicate key": Row("staff: 320", "staff: 320\nstaff: 1", "yaml.duplicate-key 14:1"),
    "merge key": Row("staff: 320", "staff: 320\n<<: {contact: 甲}", "yaml.merge-key 14:1"),
    "hidden key, U+2028": Row("staff: 320", "staff: 320\u2028contact: 甲", "yaml.hidden-line-break 13:11"),
    "hidden key, U+2029": Row("staff: 320", "staff: 320\u2029contact: 甲", "yaml.hidden-line-break 13:11"),
    "hidden key, U+0085": Row("staff: 320", "staff: 320\x85contact: 甲", "yaml.hidden-line-break 13:11"),
    "hidden key, CR": Row("staff: 320", "staff: 320\rcontact: 甲", "yaml.hidden-line-break 13:11"),
    "no for false": Row("legal_person: true", "legal_person: no", "schema.wrong-type 1:15"),
    "sexagesimal": _staff("1:30", "number.not-a-count 13:8"),
    "octal": _staff("017", "number.not-a-count 13:8"),
    "hexadecimal": _staff("0x1F", "number.not-a-count 13:8"),
    "underscore": _staff("1_000", "number.not-a-count 13:8"),
    "exponent": _staff("1e3", "number.not-a-count 13:8"),
    "full-width digits": _staff("３２０", "number.not-a-count 13:8"),
    "5,000 digits": _staff("9" * 5000, "number.not-a-count 13:8"),
    "5,000 digits of a quantity": Row("18000 m2", f"{'9' * 5000} m2", "quantity.not-a-number 11:12"),
    "no such month": Row("founded: 2009-05-18", "founded: 2023-13-01", "date.invalid 4:10", "factory.yaml"),
    "NaN": Row("18000 m2", ".nan m2", "quantity.not-a-number 11:12"),
    "infinity": Row("18000 m2", "Infinity m2", "quantity.not-a-number 11:12"),
    "python object": Row("厂界以内全部设施", "!!python/object/apply:os.system [id]", "yaml.tag 7:11"),
    "second document": Row("staff: 320", "staff: 320\n---\nstaff: 1", "yaml.second-document 14:1"),
    "directive": Row("legal_person: true", "%YAML 1.1\n---\nlegal_person: true", "yaml.directive 1:1"),
    "front matter": Row("legal_person: true", "---\ntitle: <script>\n---\n", "yaml.second-document 3:1"),
    # text that is not what it looks like
    "bidirectional override": Row("厂界以内", "厂\u202e界以内", "text.forbidden-character 7:12"),
    "zero width": Row("厂界以内", "厂\u200b界以内", "text.forbidden-character 7:12"),
    "private use": Row("厂界以内", "厂\ue000界以内", "text.forbidden-character 7:12"),
    "unassigned": Row("厂界以内", "厂\u0378界以内", "text.forbidden-character 7:12"),
    "control": Row("厂界以内", "厂\x07界以内", "text.forbidden-character 7:12"),
    "escaped override": Row("厂界以内全部设施", '"厂\\u202e界"', "text.forbidden-character 7:11"),
    # what clerks type
    "a value cut by a comment": Row("厂界以内全部设施", "厂界以内 #1 车间", "yaml.cut-by-comment 7:16"),
    "full-width colon": Row("staff: 320", "staff：320", "yaml.full-width 13:6"),
    "full-width comma": Row("滚动轴承, en:", "滚动轴承，en:", "yaml.full-width 9:34"),
    "no space after a colon": Row("staff: 320", "staff:320", "yaml.no-space 13:6"),
    "tab": Row("  district:", "\tdistrict:", "yaml.tab 5:1"),
    "a code of digits": Row("uscc: ", "uscc: 913204130000000050\n# ", "uscc.check-digit 3:7", "factory.yaml"),
    "a leading zero": Row('  district: "320413"', "  district: 032041", "district.unknown 5:13"),
    # files that are none
    "link to a file elsewhere": Row("", "/etc/passwd", "file.not-regular 1:1"),
    "link to a folder elsewhere": Row("", "/etc", "file.not-regular 1:1", "2025/evidence"),
}


def damage(folder: Path, row: Row) -> None:
    """Does to a factory's folder what a row says."""
    place = folder / row.file
    if not row.old:
        place.unlink(missing_ok=True)
        place.symlink_to(row.new)
        return
    text = place.read_bytes().decode()
    assert text.count(row.old) >= 1, f"{row.file} does not hold {row.old!r}"
    place.write_bytes(text.replace(row.old, row.new, 1).encode())


def credit_code(number: int) -> str:
    """One that is sound and that no other factory has."""
    organisation = f"MA0H{number:04d}"
    first = f"91320413{organisation}{organisation_check_character(organisation)}"
    return first + check_character(first)


def factory(factories: Path, slug: str, number: int, change: Callable[[Path], None]) -> Path:
    """A sound small factory with a name, a credit code and certificates of its own, and then the change."""
    folder = factories / slug
    shutil.copytree(BASE, folder)
    given = {
        "slug: neighbour": f"slug: {slug}",
        "91320413MA0DEM005P": credit_code(number),
        "GEC-2025-B-": f"GEC-2025-H{number:03d}-",
    }
    for path in folder.rglob("*.yaml"):
        text = path.read_text("utf-8")
        for old, new in given.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    change(folder)
    return folder


def names() -> dict[str, str]:
    """The folder of each row."""
    return {name: f"z{number:02d}" for number, name in enumerate(ROWS)}


if os.name == "nt":  # links need a privilege there
    ROWS = {name: row for name, row in ROWS.items() if row.old}
