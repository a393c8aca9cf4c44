"""Hostile prose: payloads of our own making, shapes that are slow to read, and strategies that mix them."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import product

from hypothesis import strategies as st

from generator.load.narrative import MAX_BYTES

#: What a payload does where it runs: the browser's tests look for it.
RUN = "window.ran=(window.ran||0)+1"

_ELEMENTS = (
    "<script>{}</script>",
    "<SCRIPT SRC=data:text/javascript,{}></SCRIPT>",
    "<img src=x onerror={}>",
    "<img src=x onerror={}//",
    "<svg onload={}>",
    "<svg/onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={}></style></mglyph></table></mtext></math>",
    "<body onload={}>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<iframe src='javascript:parent.{}'></iframe>",
    "<object data='javascript:{}'></object>",
    "<embed src='javascript:{}'>",
    "<details open ontoggle={}><summary>x</summary></details>",
    "<input autofocus onfocus={}>",
    "<video><source onerror={}></video>",
    "<audio src=x onerror={}></audio>",
    "<marquee onstart={}>x</marquee>",
    "<style>@import 'https://evil.example/x.css';</style><style onload={}></style>",
    "<link rel=stylesheet href=x onerror={}>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<base href='javascript:{}//'>",
    "<form action='javascript:{}'><button autofocus>x</button></form>",
    "<a href='javascript:{}'>x</a>",
    "<a href=x onclick={} id=__config>x</a>",
    "<p style=animation-name:x onanimationstart={}>x</p>",
    "<template><script>{}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={}>'></noscript>",
    "<textarea></textarea><img src=x onerror={}>",
    "<title></title><img src=x onerror={}>",
    "<!--><img src=x onerror={}>-->",
    "<![CDATA[><img src=x onerror={}>]]>",
    "<?xml version='1.0'?><img src=x onerror={}>",
    "</p></section></article></main><script>{}</script>",
    "<x xlink:href='javascript:{}' onpointerover={}>x</x>",
    "<button popovertarget=x>x</button><div popover id=x onbeforetoggle={}>x</div>",
    "<img/src=x/onerror={}>",
    "<img\tsrc=x\nonerror={}>",
    "<<script>{}//<</script>",
    "<scr<script>ipt>{}</scr</script>ipt>",
)
_SCHEMES = (
    "javascript:{}",
    "JaVaScRiPt:{}",
    " javascript:{}",
    "java\tscript:{}",
    "java&#10;script:{}",
    "java&Tab;script:{}",
    "&#106;avascript:{}",
    "&#x6A;avascript&colon;{}",
    "javascript&#58;{}",
    "%6Aavascript:{}",
    "\x01javascript:{}",
    "javascript://evil.example/%0a{}",
    "vbscript:{}",
    "data:text/html,<script>{}</script>",
    "data:image/svg+xml,<svg onload={}>",
    "//evil.example/{}",
    "\\\\evil.example/{}",
    "/\\evil.example/{}",
    "https:evil.example/{}",
    "https:///evil.example/{}",
    "https://a.example@evil.example/{}",
    "https://evil.example\\@a.example/{}",
    "http://evil.example/{}",
    "file:///etc/passwd?{}",
    "?x={}",
    "#{}",
    "evidence/../../../x?{}",
    "../../evidence/plan.pdf?{}",
    'evidence/plan.pdf"onmouseover="{}',
)
_PLACES = (
    "[x]({})",
    "[x](<{}>)",
    "![x]({})",
    "![x](<{}> 'title')",
    "<{}>",
    "[x]: {}\n\n[x] [x][x] ![x]",
    '[x](https://a.example/ "{}")',
    "[![x](<{}>)](<{}>)",
    "| a |\n|---|\n| [x](<{}>) |",
)
_MARKDOWN = (
    "# x {{#forged onclick={}}}",
    "{{: onclick={} }}\nx",
    "[x](https://a.example){{onclick={}}}",
    "```html onload={}\n<script>{}</script>\n```",
    "~~~ {{.mermaid onclick={}}}\ngraph\n~~~",
    '--8<-- "/etc/passwd"\n{}',
    "{{% include '/etc/passwd' %}}{{{{ 7*7 }}}}{}",
    '!!! danger "<img src=x onerror={}>"\n    x',
    "---\ntitle: <script>{}</script>\n---\n",
    "[^1]\n\n[^1]: <script>{}</script>",
    "*[HTML]: <script>{}</script>\n\nHTML",
    "x\u2028# <script>{}</script>",
    "\x00## {}",
    "<div markdown=1>\n\n# {}\n\n</div>",
    "`<script>{}</script>`<script>{}</script>",
    "    <script>{}</script>",
    "&lt;script&gt;{}&lt;/script&gt;",
    "\\<script>{}\\</script>",
    "&#x3C;script&#x3E;{}",
    "&#x202e;{}&#x200b;&zwj;&shy;",
    ":::note\n{}\n:::",
    "$$\\href{{javascript:{}}}{{x}}$$",
)


def _filled(shape: str) -> str:
    return shape.format(*[RUN] * shape.count("{}"))


#: Every payload, as Markdown.
PAYLOADS: tuple[str, ...] = (
    *map(_filled, _ELEMENTS),
    *(f"**{_filled(one)}**" for one in _ELEMENTS),
    *(f"[x](https://a.example/ '{_filled(one)}')" for one in _ELEMENTS),
    *(f"![{_filled(one)}](x)" for one in _ELEMENTS),
    *(place.format(*[_filled(one)] * place.count("{}")) for place, one in product(_PLACES, _SCHEMES)),
    *map(_filled, _MARKDOWN),
)


def _to_the_limit(piece: str) -> str:
    return piece * (MAX_BYTES // len(piece.encode()))


#: Shapes that make one or another reader of Markdown slow, or go too deep, each as long as prose may be.
SLOW: dict[str, str] = {
    "brackets open": _to_the_limit("["),
    "brackets open, pictures": _to_the_limit("!["),
    "brackets nested": "[" * 32_000 + "a" + "]" * 32_000,
    "links nested": "[" * 13_000 + "a" + "](u)" * 13_000,
    "pictures nested": "![" * 10_000 + "a" + "](u)" * 10_000,
    "links open": _to_the_limit("[a]("),
    "links open, parentheses": "[a](" + "(" * 65_000,
    "links in pointed brackets": _to_the_limit("[a](<b"),
    "links with titles open": _to_the_limit("[a](b 'c"),
    "references": _to_the_limit("[a][b]"),
    "definitions": "".join(f"[a{n}]: u\n" for n in range(3_000)) + "[a1]" * 8_000,
    "emphasis open": _to_the_limit("*a "),
    "emphasis open, strong": _to_the_limit("**a "),
    "emphasis closed": _to_the_limit("a** "),
    "emphasis in words": _to_the_limit("a**b"),
    "emphasis in Chinese": _to_the_limit("能**"),
    "emphasis mixed": _to_the_limit("*a_ "),
    "emphasis of three": "a***" + _to_the_limit("*b**")[:60_000],
    "emphasis one in another": "*a **b " * 9_000,
    "stars": _to_the_limit("*"),
    "underscores": _to_the_limit("_"),
    "backticks": _to_the_limit("`"),
    "backticks of every length": "".join("e" + "`" * n for n in range(350)),
    "code open": _to_the_limit("`a"),
    "quotes in one line": _to_the_limit("> "),
    "quotes, lazy": ">" * 200 + "a\n" * 32_000,
    "quotes, deeper every line": "\n".join("> " * (n % 300) + "a" for n in range(220)),
    "lists in one line": _to_the_limit("- ") + "x",
    "lists, deeper every line": "\n".join("  " * n + "- x" for n in range(240)),
    "lists": _to_the_limit("* a\n"),
    "lists, numbered": "".join(f"{n}. a\n" for n in range(8_000)),
    "lists and quotes": _to_the_limit("- > "),
    "lists of lines": _to_the_limit("* * * * *a\n"),
    "pointed brackets": _to_the_limit("<"),
    "tags open": _to_the_limit("<a "),
    "comments open": _to_the_limit("<!-- "),
    "CDATA open": _to_the_limit("<![CDATA["),
    "instructions open": _to_the_limit("<?"),
    "declarations open": _to_the_limit("<!A "),
    "addresses open": _to_the_limit("<https://a"),
    "ampersands": _to_the_limit("&"),
    "entities": _to_the_limit("&amp;"),
    "backslashes": _to_the_limit("\\"),
    "parentheses": _to_the_limit("("),
    "bars": _to_the_limit("|"),
    "tables": _to_the_limit("\n|-|-|\n"),
    "tables, wide": "|a" * 8_000 + "|\n" + "|-" * 8_000 + "|\n" + "|b|\n" * 4_000,
    "underlined by =": _to_the_limit("a\n")[:-4] + "===",
    "fences": _to_the_limit("```\n"),
    "blank lines": _to_the_limit("\n"),
    "blanks": "a" + " " * 65_000 + "b",
    "one long word": _to_the_limit("字"),
    "nothing legible": _to_the_limit("[*`<_!"),
}


def prose() -> st.SearchStrategy[str]:
    """Prose of pieces of payloads, of Markdown and of text, in any order, cut anywhere."""
    cut = st.tuples(st.sampled_from(PAYLOADS), st.integers(0, 60), st.integers(1, 80)).map(
        lambda drawn: drawn[0][drawn[1] : drawn[1] + drawn[2]]
    )
    marks = st.sampled_from(
        [
            *"<>[]()!*_`#|-+=:{}&;\\/\"'~^.1 \n\t",
            "\n\n",
            "    ",
            "](",
            "](<",
            "![",
            "&#",
            "<!--",
            "-->",
            "javascript:",
            "//",
        ]
    )
    known = st.sampled_from(
        ["evidence/plan.pdf", "../evidence/photo.png", "https://a.example/", "a@b.example", "节能。"]
    )
    text = st.text(st.characters(codec="utf-8"), max_size=8)
    return st.lists(st.one_of(st.sampled_from(PAYLOADS), cut, marks, known, text), max_size=25).map("".join)


# ── judging ──────────────────────────────────────────────────────────────────────────────────────────────────

_VOID = {"br", "hr", "img"}


class Seen(HTMLParser):
    """The elements of HTML with their attributes, and the words between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.ends: list[str] = []
        self.open: list[str] = []
        self.other = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.other += 1

    handle_decl = handle_pi = unknown_decl = handle_comment
