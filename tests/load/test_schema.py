"""Pydantic's errors as findings: the code, the place and the words."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, RootModel
from pydantic_core import PydanticCustomError

from generator.load.schema import validate
from generator.load.strict_yaml import parse
from generator.load.text_policy import MAX_FINDINGS
from generator.model.finding import Finding
from generator.model.source import Tree


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


def refuse(value: object) -> object:
    raise PydanticCustomError("quantity.no-unit", "no unit", {"text": str(value)})


def complain(value: object) -> object:
    raise ValueError("宽大于长")


def hidden_at(value: object, info: Any) -> object:
    if info.context != {"city": "常州"}:
        raise PydanticCustomError("test.context", "no context")
    return value


class Threshold(Strict):
    kind: Literal["threshold"]
    threshold: dict[str, str] = {}
    limit: str


class Checklist(Strict):
    kind: Literal["checklist"]
    parts: list[str] = []


class Level(StrEnum):
    CITY = "city"


Rule = Annotated[Threshold | Checklist, Field(discriminator="kind")]
Listed = BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)


class Whole(Strict):
    title: str = "x"
    flag: bool = False
    state: Literal["met", "not met", "partial"] = "met"
    level: Level | None = None
    rule: Rule | None = None
    rules: list[Rule] = []
    tagged: dict[str, Rule] = {}
    either: str | list[str] | None = None
    text_or_rule: str | Checklist | None = None
    names: Annotated[tuple[str, ...], Listed] = ()
    codes: dict[Annotated[str, Field(pattern="^[a-z]$")], str] = {}
    amount: Annotated[InstanceOf[complex], BeforeValidator(refuse)] | None = None
    count: Annotated[InstanceOf[complex], BeforeValidator(lambda value: value)] | None = None
    width: Annotated[str, AfterValidator(complain)] | None = None
    line: Annotated[str, Field(min_length=1, max_length=5)] = "x"
    source: Annotated[str, Field(alias="from")] = "x"
    tier: str = "x"


def read(text: str) -> Tree:
    tree, findings = parse(text.encode(), "f.yaml")
    assert findings == []
    assert tree is not None
    return tree


def told(found: Finding) -> str:
    return f"{found.code} {found.at.line}:{found.at.column}"


CASES: list[tuple[str, str, dict[str, str]]] = [
    ("titel: x", "schema.unknown-key 1:1", {"key": "titel", "near": "title, tier"}),
    ("rule: {kind: checklist, part: []}", "schema.unknown-key 1:25", {"key": "part", "near": "parts"}),
    (
        "tagged: {A: {kind: checklist, zzz: x}}",
        "schema.unknown-key 1:31",
        {"near": "—", "allowed": "kind, parts"},
    ),
    ("rules:\n  - {kind: checklist}\n  - kind: threshold", "schema.missing-key 3:5", {"key": "limit"}),
    # The tag has the name of a key that is there: the place is still the rule's, not that key's.
    ("rule:\n  kind: threshold\n  threshold: {}", "schema.missing-key 2:3", {"key": "limit"}),
    (
        "rule: {kind: threshold, limit: x, threshold: y}",
        "schema.wrong-type 1:46",
        {"expected": "映射 mapping"},
    ),
    ("title: [x]", "schema.wrong-type 1:8", {"key": "title", "expected": "文本 text", "found": "列表 list"}),
    ("title: true", "schema.wrong-type 1:8", {"expected": "文本 text", "found": "true/false"}),
    ("flag: yes", "schema.wrong-type 1:7", {"expected": "true/false", "found": "文本 text"}),
    ("rules: {}", "schema.wrong-type 1:8", {"expected": "列表 list", "found": "映射 mapping"}),
    ("names: x", "schema.wrong-type 1:8", {"expected": "列表 list"}),
    ("rules: [x]", "schema.wrong-type 1:9", {"key": "rules #1", "expected": "映射 mapping"}),
    ("either: {}", "schema.wrong-type 1:9", {"expected": "文本 text / 列表 list"}),
    ("either: [a, {}]", "schema.wrong-type 1:13", {"key": "either #2", "expected": "文本 text"}),
    ("text_or_rule: {kind: checklist, parts: x}", "schema.wrong-type 1:40", {"key": "parts"}),
    ("text_or_rule: {parts: []}", "schema.missing-key 1:15", {"key": "kind"}),
    ("count: [1]", "schema.wrong-type 1:8", {"expected": "文本 text", "found": "列表 list"}),
    ("state: done", "schema.not-a-choice 1:8", {"text": "done", "choices": "met, not met, partial"}),
    (
        "rule: {kind: x}",
        "schema.not-a-choice 1:14",
        {"key": "kind", "text": "x", "choices": "threshold, checklist"},
    ),
    ("rules:\n  - {}", "schema.not-a-choice 2:5", {"key": "kind", "choices": "threshold, checklist"}),
    ("title:", "schema.empty 1:7", {"key": "title"}),
    ("rules:\n  -", "schema.empty 2:4", {"key": "rules #1"}),
    ('line: ""', "schema.empty 1:7", {"key": "line"}),
    ("line: abcdef", "text.too-long 1:7", {"length": "6", "limit": "5"}),
    ("codes: {a: x, B: y}", "schema.wrong-form 1:15", {"text": "B", "pattern": "^[a-z]$"}),
    ("amount: 12", "quantity.no-unit 1:9", {"text": "12"}),
    ("width: 3", "schema.invalid 1:8", {"key": "width", "problem": "宽大于长"}),
    ("source: x", "schema.unknown-key 1:1", {}),
    ("from: []", "schema.wrong-type 1:7", {"key": "from"}),
    ("- x", "schema.wrong-type 1:1", {"key": "—", "expected": "映射 mapping", "found": "列表 list"}),
    ("just text", "schema.wrong-type 1:1", {"expected": "映射 mapping", "found": "文本 text"}),
]


@pytest.mark.parametrize(("text", "expected", "params"), CASES)
def test_a_fault_is_one_finding_at_its_place(text: str, expected: str, params: dict[str, str]) -> None:
    value, findings = validate(Whole, read(text))
    assert value is None
    assert [told(one) for one in findings] == [expected]
    assert params.items() <= dict(findings[0].params).items()


def test_an_enum_in_text_is_a_choice() -> None:
    class Lax(BaseModel):
        level: Level

    findings = validate(Lax, read("level: town"))[1]
    assert [told(one) for one in findings] == ["schema.not-a-choice 1:8"]
    assert dict(findings[0].params)["choices"] == "city"


def test_a_root_model_and_its_places() -> None:
    class Register(RootModel[dict[str, Checklist]]):
        pass

    findings = validate(Register, read("E01: {kind: checklist}\nE02: {kind: checklist, part: x}\n"))[1]
    assert [told(one) for one in findings] == ["schema.unknown-key 2:24"]
    assert dict(findings[0].params)["near"] == "parts"


def test_all_faults_are_told_in_the_order_of_the_file() -> None:
    findings = validate(Whole, read("zzz: x\nrules:\n  - {kind: x}\n  - {kind: threshold}\ntitle:\n"))[1]
    assert [told(one) for one in findings] == [
        "schema.unknown-key 1:1",
        "schema.not-a-choice 3:12",
        "schema.missing-key 4:5",
        "schema.empty 5:7",
    ]


def test_a_good_file_becomes_its_model() -> None:
    value, findings = validate(Whole, read("rule: {kind: threshold, limit: x}\nnames: [a, b]\nflag: true"))
    assert findings == []
    assert value is not None
    assert value.names == ("a", "b")
    assert isinstance(value.rule, Threshold)


def test_the_context_reaches_the_validators() -> None:
    class Asked(BaseModel):
        city: Annotated[str, AfterValidator(hidden_at)]

    tree = read("city: x")
    assert validate(Asked, tree, {"city": "常州"})[1] == []
    assert [told(one) for one in validate(Asked, tree)[1]] == ["test.context 1:7"]


def test_a_hostile_file_gives_a_bounded_list() -> None:
    findings = validate(Whole, Tree("f.yaml", {f"k{number}": "x" for number in range(3000)}))[1]
    assert len(findings) == MAX_FINDINGS + 1
    assert findings[-1].code == "load.too-many-findings"


def test_long_texts_and_keys_are_quoted_in_short() -> None:
    tree = Tree("f.yaml", {"state": "长" * 5000, "键\n" * 5000: "x"})
    for found in validate(Whole, tree)[1]:
        assert all(len(value) < 200 and "\n" not in value for _, value in found.params)
