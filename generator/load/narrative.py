"""Prose that a factory wrote: Markdown without HTML, and a policy for every address in it.

The Markdown is read into tokens that know their lines, and only tokens of a short list are written out, so that raw
HTML, attributes, inclusions, macros and front matter are words like any other (docs/adr/0016). What is not done as
it was written is a finding at its line: nothing goes in silence. The page cleans the result again, by a list of its
own, before it prints it.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote, unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from generator.load.text_policy import MAX_FINDINGS, capped, forbidden
from generator.model.dossier import EvidenceEntry
from generator.model.finding import Finding, Position, finding

MAX_BYTES = 64 * 1024
#: Elements around a text; prose needs a handful (a list is two: itself and its item).
DEEPEST = 16
#: Seconds of processor time for one file. Every shape that is known to be slow ends in one or two at 64 KB.
SECONDS = 10.0
#: The parser stops going deeper some way behind :data:`DEEPEST`, so that nothing is lost before it is refused.
_PARSED = DEEPEST + 4

_PICTURES = (".png", ".jpg", ".jpeg", ".webp")
_RUNNING = re.compile(r"(javascript|vbscript|data|blob):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20]")
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?")
_MAILBOX = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
#: HTML as a browser would take it: a tag, a comment, a declaration; what is longer than a tag ever is, is none.
_HTML = re.compile(
    r"""<(?:!--|!\[CDATA\[|[!?][A-Za-z]|/?[A-Za-z][A-Za-z0-9-]*
        (?:[\s/]+[A-Za-z_:][A-Za-z0-9_:.-]*(?:\s?=\s?(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*[\s/]*>)""",
    re.VERBOSE,
)
_LONGEST_TAG = 400
_LANGUAGE = re.compile(r"[A-Za-z0-9+#.-]*")
_ALIGNED = re.compile(r"text-align:(left|center|right)")
#: Everything that breaks or pads a line; the page keeps prose on one.
_BREAKS = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
#: Headings of the page end above those of prose.
_LOWERED = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}
_BLOCKS = {"p", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
_SPANS = {"strong", "em"}


def read(
    text: str, file: str, register: Mapping[str, EvidenceEntry], present: frozenset[str] = frozenset()
) -> tuple[str, list[Finding]]:
    """The prose as one line of HTML, and what of it could not be done; nothing of what is beyond the limits.

    ``register`` is the cycle's; ``present`` are the files in its folder ``evidence/``, as ``evidence/x.pdf``.
    """
    try:
        tokens = _PARSER.parse(text, {"until": time.process_time() + SECONDS})
    except _TooLong:
        return "", [finding("narrative.too-complex", Position(file))]
    deep = next((token for token in tokens if _depth(token) > DEEPEST), None)
    if deep is not None:
        return "", [finding("narrative.too-complex", Position(file, (deep.map or [0])[0] + 1))]
    public = {entry.file: (id_, entry.title) for id_, entry in register.items() if entry.visibility == "public"}
    writer = _Writer(file, text, public, present)
    html = "".join(writer.blocks(tokens))
    return html, capped(dict.fromkeys(writer.findings), file)


def _depth(token: Token) -> int:
    return max([token.level, *(token.level + child.level for child in token.children or ())])


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


class _TooLong(Exception):  # noqa: N818  # not an error: it ends the reading of a text and becomes a finding
    """The time for one file is over."""


def _clock(state: StateInline | StateBlock, *_: object) -> bool:
    """A rule that never matches; it is asked at every step."""
    if time.process_time() > state.env["until"]:
        raise _TooLong
    return False


class _Chinese(StateInline):
    """Emphasis beside Chinese, where words are not parted by blanks and punctuation is as wide as a character.

    By CommonMark's rules ``**注意：**请`` is not bold. Here a ``*`` beside a wide character may open before anything
    but a blank, and close after anything but a blank.
    """

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803, FBT001  # the parser's names
        scanned = super().scanDelims(start, canSplitWord)
        before = self.src[start - 1 : start] or " "
        after = self.src[start + scanned.length : start + scanned.length + 1] or " "
        if canSplitWord and (_wide(before) or _wide(after)):
            return Scanned(not after.isspace(), not before.isspace(), scanned.length)
        return scanned


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


class _Inline(ParserInline):
    """The parser of lines, with a state that knows Chinese."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _Chinese(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _Parser(MarkdownIt):
    """CommonMark and tables, without HTML and reference definitions (which are text that no page shows)."""

    def __init__(self) -> None:
        super().__init__()
        self.inline = _Inline()
        self.configure("commonmark", {"html": False, "maxNesting": _PARSED})
        self.enable("table").disable(["reference", "html_block", "html_inline", "text_join"])
        self.block.ruler.before("table", "clock", _clock)
        self.inline.ruler.before("text", "clock", _clock)

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002  # the parser's name
        """Every address is read as one: it is the writer that judges, and says so."""
        return True

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  # the parser's name
        """An address that stands for itself is shown as it was typed, with nothing decoded."""
        return link


_PARSER = _Parser()


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Writer:
    """Tokens as HTML. Only what is named here is written; the rest of a token is its text."""

    file: str
    source: str
    public: Mapping[str | None, tuple[str, str]]  # file → id and title of the evidence
    present: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    line: int = 0  # of the token that is being written, from 0
    tags: set[str] = field(default_factory=set)  # HTML that was found already
    columns: int = 0  # of the table that is being written

    def __post_init__(self) -> None:
        self.lines = re.split(r"\r\n|\n|\r", self.source)  # lines as the parser counts them

    def blocks(self, tokens: list[Token]) -> Iterator[str]:
        for token in tokens:
            if token.map and token.nesting >= 0:
                self.line = token.map[0]
            if token.type == "inline":
                yield "".join(self.spans(token.children or []))
            elif token.type in ("fence", "code_block"):
                yield self.code(token)
            elif token.type == "hr":
                yield "<hr>"
            elif not token.hidden:
                yield self.block(token)

    def code(self, token: Token) -> str:
        """Lines of code; what stands beside the fence and is not the name of a language is one of them."""
        beside = [] if _LANGUAGE.fullmatch(token.info.strip()) else [token.info.strip()]
        lines = [*beside, *token.content.removesuffix("\n").split("\n")]
        return f"<pre><code>{'<br>'.join(map(self.text, lines))}</code></pre>"

    def block(self, token: Token) -> str:
        self.cells(token)
        tag = _LOWERED.get(token.tag, token.tag)
        if tag not in _BLOCKS and token.tag not in _LOWERED:
            return ""
        if token.nesting < 0:
            return f"</{tag}>"
        aligned = _ALIGNED.fullmatch(str(token.attrGet("style")))
        more = f' align="{aligned[1]}"' if aligned else ""
        more += ' scope="col"' if tag == "th" else ""
        more += f' start="{int(token.attrs["start"])}"' if "start" in token.attrs else ""
        return f"<{tag}{more}>"

    def cells(self, token: Token) -> None:
        """A row of more cells than its table has columns loses them; a shorter one is filled up."""
        if token.type == "table_open":
            self.columns = 0
        elif token.type == "th_open":
            self.columns += 1
        elif token.type == "tr_open" and self.columns:
            row = [cell.strip() for cell in escapedSplit(self.lines[self.line].strip(" \t>"))]
            cells = len(row) - (row[0] == "") - (len(row) > 1 and row[-1] == "")
            if cells > self.columns:
                self.say("narrative.cells", (row[-1] or row[-2],), cells=str(cells), columns=str(self.columns))

    def spans(self, tokens: list[Token]) -> Iterator[str]:
        links: list[str] = []  # what closes the links that are open
        for index, token in enumerate(tokens):
            if token.type == "text":
                self.html(token.content)
                yield self.text(token.content)
            elif token.type == "text_special":  # an escape or an entity: a word, whatever it looks like
                yield self.text(token.content)
            elif token.type == "code_inline":
                yield f"<code>{self.text(token.content)}</code>"
            elif token.type == "link_open":
                opened, closed = self.link(token, empty=tokens[index + 1].type == "link_close")
                links.append(closed)
                yield opened
            elif token.type == "link_close":
                yield links.pop()
            elif token.type == "image":
                yield self.image(token)
            elif token.type == "hardbreak":
                self.line += 1
                yield "<br>"
            elif token.type == "softbreak":
                self.line += 1
                yield self.joint(tokens, index)
            elif token.tag in _SPANS:
                yield f"<{'/' * (token.nesting < 0)}{token.tag}>"

    def joint(self, tokens: list[Token], index: int) -> str:
        """What stands for the end of a line: nothing between two Chinese characters, else a blank."""
        before, after = tokens[index - 1].content[-1:], tokens[index + 1].content[:1] if tokens[index + 1 :] else ""
        return "" if before and after and _wide(before) and _wide(after) else " "

    def text(self, text: str) -> str:
        """Text as it may stand; an entity may have brought a character that no text may hold."""
        for character in dict.fromkeys(filter(forbidden, text)):
            if character not in self.source:  # else the text policy has seen it
                name = f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
                at = (f"&#{ord(character)};", f"&#x{ord(character):x};", f"&#x{ord(character):X};")
                self.say("text.forbidden-character", at, character=name, before="&")
        return escape(_BREAKS.sub(" ", text))

    def html(self, text: str) -> None:
        """Say of every kind of tag, once, that it is shown and not obeyed."""
        places = (match.start() for match in re.finditer("<", text))
        for tag in filter(None, (_HTML.match(text, place, place + _LONGEST_TAG) for place in places)):
            name = re.sub(r"[^A-Za-z0-9!?-].*", "", tag[0][1:].lstrip("/"), flags=re.DOTALL).lower()
            if name not in self.tags:
                self.tags.add(name)
                self.say("narrative.raw-html", (tag[0],), html=_short(tag[0]))

    def link(self, token: Token, *, empty: bool) -> tuple[str, str]:
        """The tags around a link; none around one that may not stand. A link without words shows its address."""
        href = str(token.attrGet("href"))
        words = self.text(unquote(href)) if empty else ""
        code, address = self.judged(href)
        if code:
            self.say(code, (href, unquote(href)), address=_short(unquote(href)))
            return words, ""
        title = token.attrGet("title")
        more = f' title="{self.text(str(title))}"' if title else ""
        return f'<a href="{escape(address)}"{more}>{words}', "</a>"

    def image(self, token: Token) -> str:
        """A picture of the public evidence, or the words that stand for it."""
        source = str(token.attrGet("src"))
        alt = _plain(token.children or [])
        name = _file(source)
        if name in self.public and name in self.present and name.lower().endswith(_PICTURES):
            alt = alt.strip() or self.public[name][1]
            return f'<img src="evidence/files/{escape(quote(name.removeprefix("evidence/")))}" alt="{self.text(alt)}">'
        code = "narrative.script-address" if _runs(source) else "narrative.image"
        self.say(code, (source, unquote(source)), address=_short(unquote(source)))
        return self.text(alt)

    def judged(self, href: str) -> tuple[str, str]:
        """What is wrong with an address (nothing: an empty code), and the address as it may stand."""
        if _runs(href):
            return "narrative.script-address", ""
        try:
            parts = urlsplit(href)
        except ValueError:
            return "narrative.address", ""
        if parts.scheme == "https" and _HOST.fullmatch(parts.netloc):
            return "", href
        if parts.scheme == "mailto" and _MAILBOX.fullmatch(href.removeprefix("mailto:")):
            return "", href
        outside = parts.scheme or parts.netloc or parts.query or parts.fragment or href.startswith(("/", "\\"))
        if outside or not href:
            return "narrative.address", ""
        known = self.public.get(_file(href))
        return ("", f"evidence/#e-{known[0]}") if known else ("narrative.not-evidence", "")

    def say(self, code: str, words: tuple[str, ...], **params: str) -> None:
        """A finding at the first of the words; no more of them than are listed."""
        if len(self.findings) <= MAX_FINDINGS:
            self.findings.append(finding(code, self.at(*words), **params))

    def at(self, *words: str) -> Position:
        """The place of the first of the words from the current line on; the line itself where none is found."""
        for number in range(self.line, min(self.line + 40, len(self.lines))):
            for word in words:
                column = self.lines[number].find(word) if word else -1
                if column >= 0:
                    return Position(self.file, number + 1, column + 1)
        return Position(self.file, self.line + 1)


def _runs(address: str) -> bool:
    """Whether a browser would run or open what stands in the address itself, however it is spaced out."""
    return bool(_RUNNING.match(_UNSEEN.sub("", unquote(address))))


def _file(address: str) -> str:
    """The file that a path means, as seen from the cycle's folder or from ``narrative/``: ``evidence/x.pdf``."""
    return unquote(address).removeprefix("./").removeprefix("../")


def _plain(tokens: list[Token]) -> str:
    """The words of tokens, without what they are dressed in."""
    return "".join(_plain(token.children) if token.children else token.content for token in tokens)


def _short(text: str) -> str:
    shown = "".join("\ufffd" if forbidden(one) else one for one in text)
    return shown if len(shown) <= 80 else f"{shown[:79]}…"
