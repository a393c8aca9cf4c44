"""Promises about the whole: no clause in the code, every rule kind alive and explained, every code has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest

from generator.account.facts.carbon import WITHDRAWN
from generator.load.intake.personal import BANK_CARD, ID_CARD, MOBILE, PRIVATE_KEY
from generator.load.strict_yaml import parse
from generator.model.dossier import Electricity, Exported, Fugitive, Heat, Meters, Per, State
from generator.model.finding import Catalogue
from generator.model.scorecard import Award
from generator.model.text import Phrases, Reason
from generator.model.variant import Edition
from generator.score.rules import KINDS
from generator.score.rules.base import RuleBase
from generator.score.rules.proportional import Proportional
from tests.conftest import ROOT
from tests.standards.cases import read_cases, run_case

STANDARD = ROOT / "content/standards/changzhou-near-zero"
SOURCES = sorted((ROOT / "generator").rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in SOURCES}


# ── no clause of the table in the code ────────────────────────────────────────────────────────────────────────


def test_no_indicator_stands_in_the_code(edition: Edition[Any]) -> None:
    """Points, limits and exceptions are data: code that names a clause would hide one."""
    clause = re.compile(r"\b[1-6]\.[1-9]\.[1-9]\b")
    assert all(clause.fullmatch(row.id) for row in edition.standard.indicators())
    files = SOURCES + [path for path in sorted((ROOT / "templates").rglob("*")) if path.is_file()]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if clause.search(line)
    ]
    assert found == []


# ── rule kinds ────────────────────────────────────────────────────────────────────────────────────────────────


def _kinds_in(data: Any) -> Iterator[str]:
    """The kinds of every rule below a piece of a standard's data."""
    if isinstance(data, dict):
        for key in ("rule", "year"):
            if isinstance(data.get(key), dict) and "kind" in data[key]:
                yield data[key]["kind"]
        for value in data.values():
            yield from _kinds_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from _kinds_in(value)


def _kinds_of_the_data() -> set[str]:
    kinds: set[str] = set()
    for path in sorted(STANDARD.rglob("*.yaml")):
        tree, findings = parse(path.read_bytes(), path.name)
        assert tree is not None, findings
        kinds |= set(_kinds_in(tree.data))
    return kinds


def _name(kind: type[RuleBase]) -> str:
    (name,) = get_args(kind.model_fields["kind"].annotation)
    return str(name)


def test_every_kind_of_rule_is_used_and_every_one_used_exists() -> None:
    names = [_name(kind) for kind in KINDS]
    assert len(set(names)) == len(names)
    assert _kinds_of_the_data() == set(names)


@pytest.mark.parametrize("kind", KINDS, ids=_name)
def test_every_kind_of_rule_has_its_file_and_says_what_it_does(kind: type[RuleBase]) -> None:
    module = Path(ROOT / "generator/score/rules" / f"{_name(kind)}.py")
    assert module.is_file(), "one file for each, named like the kind"
    assert kind.__module__ == f"generator.score.rules.{_name(kind)}"
    assert kind.__doc__
    assert len(kind.__doc__) > 20
    doc = ast.get_docstring(TREES[module])
    assert doc
    assert doc.startswith(f"``{_name(kind)}``:")


def test_no_file_of_a_rule_is_left_out() -> None:
    files = {path.stem for path in (ROOT / "generator/score/rules").glob("*.py")} - {"__init__", "base"}
    assert files == {_name(kind) for kind in KINDS}


# ── codes of reasons ──────────────────────────────────────────────────────────────────────────────────────────


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _texts(node: ast.expr, inside: ast.AST) -> Iterator[str]:
    """What an expression may be, as regular expressions: a text, one of two, an f-string, a name assigned above."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, inside)
        yield from _texts(node.orelse, inside)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z_0-9-]+" for part in node.values
        )
    elif isinstance(node, ast.Name):
        for one in ast.walk(inside):
            if isinstance(one, ast.Assign) and any(isinstance(t, ast.Name) and t.id == node.id for t in one.targets):
                yield from _texts(one.value, inside)


def _reasons() -> Iterator[tuple[str, ast.Call, str]]:
    """(place, call, pattern of its code) of every reason that the program makes."""
    for path, tree in TREES.items():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and _called(call) == "reason" and call.args:
                    for pattern in _texts(call.args[0], function):
                        yield f"{path.relative_to(ROOT)}:{call.lineno}", call, pattern


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_reason_raised_has_words_and_every_one_with_words_is_raised(phrases: Phrases) -> None:
    made = list(_reasons())
    assert len(made) > 40, "the search finds them"
    unknown = [
        (where, pattern) for where, _, pattern in made if not any(re.fullmatch(pattern, code) for code in phrases.texts)
    ]
    assert unknown == []
    patterns = {pattern for _, _, pattern in made}
    silent = [code for code in phrases.texts if not any(re.fullmatch(pattern, code) for pattern in patterns)]
    assert silent == []


def test_reasons_made_of_a_word_of_the_data_have_all_of_them(phrases: Phrases) -> None:
    families: dict[str, tuple[str, ...]] = {
        "state": get_args(State),
        "proportional": get_args(Proportional.model_fields["mode"].annotation),
        "electricity": get_args(Electricity.model_fields["source"].annotation),
        "carrier": get_args(Meters.model_fields["carrier"].annotation),
        "level": get_args(Meters.model_fields["level"].annotation),
        "heat": get_args(Heat.model_fields["kind"].annotation),
        "exported": get_args(Exported.model_fields["kind"].annotation),
        "fugitive": get_args(Fugitive.model_fields["use"].annotation),
        "water": WITHDRAWN,
        "per": tuple(one for one in get_args(Per) if one != "products"),
        "criterion": ("1", "2", "3", "4", "5"),
    }
    woven = {pattern.split(r"\.")[0] for _, _, pattern in _reasons() if "[a-z" in pattern}
    assert woven == set(families), "an f-string makes these codes"
    for family, words in families.items():
        assert words
        assert [word for word in words if f"{family}.{word}" not in phrases.texts] == []


def test_reasons_are_given_what_their_words_name(phrases: Phrases) -> None:
    """Where the parameters are written out; those handed on in a mapping are held by the cases below."""
    for where, call, pattern in _reasons():
        if any(keyword.arg is None for keyword in call.keywords):
            continue
        given = {keyword.arg for keyword in call.keywords}
        for code, text in phrases.texts.items():
            if re.fullmatch(pattern, code):
                assert _placeholders(text.zh) == _placeholders(text.en) == given, f"{where}: {code}"


def test_words_of_reasons_name_the_same_in_both_languages(phrases: Phrases) -> None:
    for code, text in phrases.texts.items():
        assert _placeholders(text.zh) == _placeholders(text.en), code


def _said(award: Award) -> Iterator[Reason]:
    yield from award.reasons
    yield from (cited.problem for cited in award.cited if cited.problem)
    for part in award.parts:
        yield from _said(part)


def test_every_reason_of_the_expert_cases_can_be_said(edition: Edition[Any], phrases: Phrases) -> None:
    codes: set[str] = set()
    for _, case in read_cases(STANDARD / "cases"):
        for award in run_case(edition, case):
            for said in _said(award):
                codes.add(said.code)
                for lang in ("zh", "en"):
                    assert "{" not in phrases.say(said, lang)
                params = dict(said.params)
                assert _placeholders(phrases.texts[said.code].zh) <= set(params), said.code
    steps = [pattern for where, _, pattern in _reasons() if where.startswith("generator/score/")]
    unsaid = {code for code in phrases.texts if any(re.fullmatch(step, code) for step in steps)} - codes
    # An entry that is not in the register is an error before anything is scored; this table's last cases always apply.
    assert unsaid <= {"evidence.unknown", "branch.none"}, "every step of an award is shown by a case"


# ── codes of findings ─────────────────────────────────────────────────────────────────────────────────────────

CODE = re.compile(r"[a-z][a-z0-9]*\.[a-z0-9]+(?:-[a-z0-9]+)*")
FILES = (".yaml", ".json", ".md", ".html", ".css", ".js", ".svg", ".py", ".txt", ".csv", ".j2", ".yml")
#: These make a finding of their first argument, or an error that becomes one.
MAKERS = ("finding", "found", "fault", "_wrong", "_refused", "PydanticCustomError", "QuantityError", "_Problem")


def _constants(tree: ast.AST, unless: Callable[[ast.AST], bool]) -> Iterator[str]:
    """Every text in a tree that has the form of a code, but not below a node that ``unless`` names."""
    for node in ast.iter_child_nodes(tree):
        if unless(node):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value
        yield from _constants(node, unless)


#: Codes that an f-string makes, with every word that it can be given.
WOVEN = {
    "personal": (ID_CARD, MOBILE, BANK_CARD, PRIVATE_KEY),
    "vault": ("matched", "missing", "differs", "no-hash"),
}


def _raised(catalogue: Catalogue) -> set[str]:
    """The codes that stand in the program as text: of calls that make a finding, and of tables of codes."""
    groups = {code.partition(".")[0] for code in catalogue.kinds}
    raised = {f"{group}.{word}" for group, words in WOVEN.items() for word in words}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if _called(node) in MAKERS and isinstance(node, ast.Call) and node.args:
                raised |= set(_constants(ast.Module([ast.Expr(node.args[0])], []), lambda _: False))
        stage = path.relative_to(ROOT / "generator").parts[0]
        if stage in ("load", "check", "account", "model", "submit"):  # codes in tables and conditions
            texts = _constants(tree, lambda node: _called(node) == "reason")
            raised |= {text for text in texts if text.partition(".")[0] in groups and not text.endswith(FILES)}
    return raised


def test_every_finding_raised_is_in_the_catalogue_and_every_one_there_is_raised(catalogue: Catalogue) -> None:
    raised = _raised(catalogue)
    assert sorted(raised - set(catalogue.kinds)) == []
    assert sorted(set(catalogue.kinds) - raised) == []


def test_findings_are_given_what_their_words_name(catalogue: Catalogue) -> None:
    """Where a finding is made with its code and parameters written out."""
    checked = 0
    for path, tree in TREES.items():
        for call in ast.walk(tree):
            place = {"finding": 0, "found": 0, "fault": 0, "gap": 1}.get(_called(call))
            if not isinstance(call, ast.Call) or place is None or len(call.args) < place + 2:
                continue
            first = call.args[place]
            code = first.value if isinstance(first, ast.Constant) else None
            if code is None or any(keyword.arg is None for keyword in call.keywords):
                continue
            given = {keyword.arg for keyword in call.keywords}
            kind = catalogue.kinds[code]
            for text in (kind.message.zh, kind.message.en, kind.hint.zh, kind.hint.en):
                assert _placeholders(text) <= given, f"{path.relative_to(ROOT)}:{call.lineno}: {code}"
            checked += 1
    assert checked > 60
