"""Hypothesis strategies for what strangers write: hostile text, YAML that looks like ours, whole small files."""

from __future__ import annotations

from hypothesis import strategies as st

#: What has a meaning to some parser on the way: YAML, Markdown, HTML, templates, spreadsheets, terminals, Unicode.
PIECES = (
    *("<script>", "</script>", "<!--", "-->", "]]>", "<img src=x onerror=alert(1)>", "&lt;", "&#60;", "javascript:"),
    *("{{", "}}", "{%", "%}", "{#", "{:", "%(x)s", "{0}", "${x}", "$(x)", "`x`"),
    *("# ", "> ", "- ", "***", "___", "```", "~~~", "|", "[a](", "![", "[^1]: ", "*[A]: ", "!!! x", "--8<--", "\n\n"),
    *(
        "&a ",
        "*a",
        "<<: ",
        "!!x ",
        "%YAML",
        "---\n",
        "...\n",
        ": ",
        " #",
        "? ",
        "@",
        "\t",
        "'",
        '"',
        "\\",
        ",",
        "]",
        "}",
    ),
    *("：", "，", "［", "］", "｛", "｝", "＃", "　", "＝1", "＠", "“", "”"),
    *("=1+1", "+1", "-1", "@A", "\t=", "\r\n", "\r", "\x1b[31m", "\x00", "\x07", "\x85", "\u2028", "\u2029"),
    *(
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\u0430",
        "\u03bf",
        "\ue000",
        "\ufffe",
        "\U000e0041",
        "e\u0301",
    ),
    *("no", "yes", "null", "true", "1:30", "017", "1_000", "1e3", ".nan", "2023-13-01", "320412199001011234"),
    *("常州", "示例", "a", "1", " ", "\n"),
)


def hostile_text() -> st.SearchStrategy[str]:
    """Text of such pieces, and of any characters at all but lone surrogates, which no file can hold."""
    piece = st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
    return st.lists(piece, max_size=12).map("".join)


def yaml_like() -> st.SearchStrategy[str]:
    """A few lines that look like a clerk's: indentation, keys, lists, brackets, and something hostile now and then."""
    key = st.sampled_from(("name", "zh", "uscc", "1.1.1", "a b", "序号", "no", "'x'", "<<", "? x", "")) | hostile_text()
    value = st.sampled_from(("常州", "{zh: 甲}", "[E01, E02]", "[E01，E02]", "|", ">", "", "1 #x")) | hostile_text()
    line = st.builds(
        lambda depth, dash, name, colon, content: f"{'  ' * depth}{dash}{name}{colon}{content}\n",
        st.integers(0, 4),
        st.sampled_from(("", "", "- ", "-")),
        key,
        st.sampled_from((": ", ": ", ":", "：", " :", "")),
        value,
    )
    return st.lists(line, max_size=8).map("".join)
