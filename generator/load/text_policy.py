"""Which characters a text may hold: what a reader sees must be what the program reads.

Refused are controls, format characters (bidirectional overrides, zero-width characters), variation selectors
and other invisible characters, private use, surrogates, unassigned code points and non-characters; Chinese
punctuation and the ideographic space are ordinary. Sources: Unicode Technical Report 36, Unicode Technical
Standard 39, CVE-2021-42574.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from generator.model.finding import Finding, Position, finding
from generator.model.source import Path, Tree

#: Longest text of one value, in characters; longer prose belongs in the narrative.
MAX_TEXT = 20_000
#: Findings of one file that are listed by each check; a hostile file could otherwise yield one per byte.
MAX_FINDINGS = 100

# All that ordinary files consist of; whatever else occurs is looked at one by one.
_UNCOMMON = re.compile("[^\n -~°²³·×①-⑳‘’“”—…℃㎡\u3000-\u301f\u4e00-\u9fff\uff01-\uff5e]")
# Lines in the eye of a YAML parser, none in the eye of an editor; a lone CR is one too.
_HIDDEN_BREAKS = frozenset("\r\x85\u2028\u2029")
_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
# Letters, marks and symbols by category, but nothing that can be seen: joiners, fillers, blanks.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
# Planes 2 and 3 hold ideographs only: a rare name must not depend on the Unicode version of the interpreter.
_IDEOGRAPHS = range(0x20000, 0x3FFFE)

_LATIN = r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
_GREEK = r"\u0370-\u03ff\u1f00-\u1fff"
_CYRILLIC = r"\u0400-\u052f\u1c80-\u1c88\ua640-\ua69f"
_FOREIGN = re.compile(f"[{_GREEK}{_CYRILLIC}]")
_WORD = re.compile(f"[{_LATIN}{_GREEK}{_CYRILLIC}]+")
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
#: Greek letters that science writes beside Latin ones (μm, kΩ, ΔT, cosφ); no Latin look-alikes.
_SYMBOLS = frozenset("αβγδεζηθλμξπρστφχψωΓΔΘΛΞΠΣΦΨΩ")
_LONGEST_SYMBOL = 5


def check(tree: Tree) -> list[Finding]:
    """The findings of every text and key of a parsed file (see :func:`capped`)."""
    return capped(_of_tree(tree), tree.file)


def check_source(source: str, file: str) -> list[Finding]:
    """The findings of a file as it was written, comments included, each at the very character.

    Tabs and CRLF are left to the parser. Escapes (``"\\u202e"``) are seen by :func:`check` only.
    """
    return capped(_of_source(source, file), file)


def normalised(name: str) -> str:
    """The form in which two names are compared: NFKC, then case folded."""
    return unicodedata.normalize("NFKC", name).casefold()


def forbidden(character: str) -> bool:
    """Whether one character may stand in no text at all. The newline may."""
    code, category = ord(character), unicodedata.category(character)
    if category == "Cn":
        return code not in _IDEOGRAPHS or code & 0xFFFE == 0xFFFE
    if category in _FORBIDDEN_CATEGORIES:
        return character != "\n"
    return character in _INVISIBLE or any(code in selectors for selectors in _VARIATION_SELECTORS)


def capped(findings: Iterable[Finding], file: str) -> list[Finding]:
    """The first :data:`MAX_FINDINGS`; where there are more, an error that says so instead of silence."""
    found = list(islice(findings, MAX_FINDINGS + 1))
    if len(found) <= MAX_FINDINGS:
        return found
    more = finding("load.too-many-findings", Position(file), shown=MAX_FINDINGS)
    return [*found[:MAX_FINDINGS], more]


def _of_tree(tree: Tree) -> Iterator[Finding]:
    todo: list[tuple[Path, object]] = [((), tree.data)]
    while todo:
        path, node = todo.pop()
        if isinstance(node, str):
            yield from _of_text(node, tree, path, is_key=False)
        elif isinstance(node, dict):
            for key in node:
                yield from _of_text(key, tree, (*path, key), is_key=True)
            todo.extend(((*path, key), value) for key, value in reversed(node.items()))
        elif isinstance(node, list):
            todo.extend(((*path, index), node[index]) for index in reversed(range(len(node))))


def _of_text(text: str, tree: Tree, path: Path, *, is_key: bool) -> Iterator[Finding]:
    broken_key = is_key and "\n" in text
    if len(text) <= MAX_TEXT and not broken_key and not _UNCOMMON.search(text):
        return
    at = tree.key_at(*path) if is_key else tree.at(*path)
    if len(text) > MAX_TEXT:
        yield finding("text.too-long", at, length=len(text), limit=MAX_TEXT)
    bad = next(_bad_places(text), text.index("\n") if broken_key else None)
    if bad is not None:
        yield _character(text, bad, at)
    if _FOREIGN.search(text):
        yield from _mixed_words(text, at)


def _of_source(source: str, file: str) -> Iterator[Finding]:
    # Tabs and CRLF are the parser's business; blanks in their place keep every index.
    source = source.replace("\r\n", " \n").replace("\t", " ")
    line, line_start = 1, 0
    for index in _bad_places(source):
        line += source.count("\n", line_start, index)
        line_start = source.rfind("\n", line_start, index) + 1 or line_start
        at = Position(file, line, index - line_start + 1)
        if source[index] in _HIDDEN_BREAKS:
            yield finding("yaml.hidden-line-break", at, character=_named(source[index]))
        else:
            yield _character(source, index, at)


def _bad_places(text: str) -> Iterator[int]:
    """The index of each forbidden character."""
    suspects = {one for one in set(_UNCOMMON.findall(text)) if forbidden(one)}
    if suspects:
        pattern = re.compile("[" + "".join(map(re.escape, sorted(suspects))) + "]")
        yield from (match.start() for match in pattern.finditer(text))


def _character(text: str, index: int, at: Position) -> Finding:
    """Names the character and quotes what stands before it (which is clean, up to a forbidden one before)."""
    before = text[max(0, index - 12) : index].rpartition("\n")[2]
    clean = "".join(one for one in before if not forbidden(one))
    return finding("text.forbidden-character", at, character=_named(text[index]), before=clean)


def _named(character: str) -> str:
    """``U+200B ZERO WIDTH SPACE``; controls have no name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _mixed_words(text: str, at: Position) -> Iterator[Finding]:
    for word in dict.fromkeys(_WORD.findall(text, 0, MAX_TEXT)):
        foreign = _FOREIGN.findall(word)
        if foreign and _LATIN_LETTER.search(word) and not _is_symbol(word, foreign):
            letters = ", ".join(_named(one) for one in dict.fromkeys(foreign))
            yield finding("text.mixed-script", at, word=word[:40], letters=letters[:200])


def _is_symbol(word: str, foreign: list[str]) -> bool:
    return len(foreign) == 1 and foreign[0] in _SYMBOLS and len(word) <= _LONGEST_SYMBOL
