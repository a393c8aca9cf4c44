"""The indicator table as data: ``content/standards/<id>/`` (design contract, section 5).

:class:`Standard` is generic in the type of its rules: the loader receives ``Standard[Rule]`` from the pipeline,
so that reading a table and awarding its points stay two rooms (docs/adr/0006).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BeforeValidator, Field, InstanceOf, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.model.inputs import LISTED, Count, Day, Input, Line, Name, Year
from generator.model.number import parse_share
from generator.model.rule import Needs, RuleLike
from generator.model.text import Text

RuleT = TypeVar("RuleT", bound=RuleLike)


def _exact(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return parse_share(value)
    except ValueError:
        raise PydanticCustomError("quantity.not-a-number", "quantity.not-a-number", {"text": value}) from None


#: An exact number of a standard's data: ``4``, ``0.5``, ``1/3``, ``50 %``.
Exact = Annotated[
    InstanceOf[Fraction],
    BeforeValidator(_exact),
    WithJsonSchema({"type": "string", "examples": ["4", "0.5", "1/3", "50 %"]}),
]


class Condition(Input):
    """When an item or a part applies, as a reading of the text; without one it always applies."""

    when: Text
    reading: str | None = Field(default=None, description="readings.yaml 的编号 / id in readings.yaml")
    facts: Annotated[tuple[str, ...], LISTED] = Field(
        default=(),
        description="任一大于 0 即适用 / computed figures; one above 0 means that it applies",
    )


class Row(Input, Generic[RuleT]):
    """Base of what holds a rule; its schema bears the plain class name, whatever the rule type is."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:  # noqa: ARG003  # pydantic's signature
        return cls.__name__


class Part(Row[RuleT], Generic[RuleT]):
    """A part of an item: stated by the claim (met, partial, not met) unless it has a rule of its own."""

    id: Name
    title: Text
    points: Exact | None = None
    veto: bool = Field(default=False, description="不满足则本项为 0 / unmet makes the whole item 0")
    partial: bool = Field(default=False, description="允许部分满足，按一半计 / `partial` allowed, counts one half")
    evidence: Annotated[tuple[Name, ...], LISTED] = ()
    applicable_when: Condition | None = None
    rule: RuleT | None = None

    def needs(self) -> Needs:
        """What a claim to this part may hold."""
        return self.rule.needs() if self.rule else Needs(state=True, partial=self.partial)


class Indicator(Row[RuleT], Generic[RuleT]):
    """One row of the table."""

    id: str
    no: Count
    type: Literal["required", "optional"]
    full: Exact
    level2: Text
    title: Text
    requirement: Text
    evidence_basis: Text
    evidence: Annotated[tuple[Name, ...], LISTED] = ()
    applicable_when: Condition | None = None
    rule: RuleT
    explained: Text = Field(description="怎样得分 / how a point is earned")
    notes: Annotated[tuple[Text, ...], LISTED] = ()

    @property
    def key(self) -> str:
        """Its name among all rows of the table."""
        return self.id

    @property
    def required(self) -> bool:
        return self.type == "required"


class Group(Row[RuleT], Generic[RuleT]):
    """One first-level group, a file of ``groups/``."""

    no: Count
    slug: str
    title: Text
    indicators: Annotated[tuple[Indicator[RuleT], ...], LISTED]


class Basic(Row[RuleT], Generic[RuleT]):
    """One basic requirement: a gate without points; its rule runs with full marks 1."""

    no: Count
    title: Text
    requirement: Text
    evidence_basis: Text
    evidence: Annotated[tuple[Name, ...], LISTED] = ()
    applicable_when: Condition | None = None
    rule: RuleT
    explained: Text
    notes: Annotated[tuple[Text, ...], LISTED] = ()

    @property
    def key(self) -> str:
        """Its name among all rows of the table: ``basic 3``."""
        return f"basic {self.no}"


class EvidenceKind(Input):
    """A kind of evidence and how its validity is judged."""

    title: Text
    expires: bool = Field(default=False, description="须在基准日有效 / must be unexpired on the reference date")
    periodic: bool = Field(default=False, description="须覆盖数据年 / must cover the data year")


class FactKind(Input):
    """A figure that rules ask for: what it is, its unit, and where it comes from."""

    title: Text
    unit: str | None = Field(default=None, description="量纲样例单位 / unit in which it is shown")
    type: Literal["quantity", "share", "count", "flag"] = "quantity"
    home: Literal["computed", "claimed"]
    lapses: bool = Field(default=False, description="随证书有效期变化 / changes with the validity of certificates")
    definition: Text


class MeasureKind(Input):
    """A kind of measure, as the table lists them, and the class it belongs to."""

    title: Text
    class_: Literal["reduction", "zero", "negative"] = Field(alias="class")


class Named(Input):
    """A code, a name and an optional remark."""

    code: str
    text: Text
    note: Text | None = None


class ReductionMode(Input):
    """A mode of carbon reduction, in document order, with the preference the source marks within it."""

    code: str
    heading: Text
    text: Text
    retirement: bool = Field(default=True, description="须注销才计入 / counts only when retired")
    unit: Literal["MWh", "tCO2e"] = Field(default="tCO2e", description="以何单位计 / unit that it is counted in")
    block: Literal["reduction", "offset"] = Field(
        default="offset", description="边界内自主减排，或抵消 / own reduction inside the boundary, or offset"
    )
    certificate: bool = Field(
        default=False, description="绿电绿证：计入可再生电力，以用电排放为限 / green power, capped at electricity"
    )
    credit: Name | None = Field(default=None, description="减排量种类，如 ccer / kind of credit")
    per_serial: Line | None = Field(default=None, description="一个编号代表多少 / what one serial stands for")
    preferred: Text | None = None


class Reference(Input):
    """A normative reference, as printed."""

    number: str
    title: Text
    successor: str | None = None


class Evaluation(Input):
    """How points become a verdict."""

    full: Exact
    pass_mark: Exact
    partial: Exact = Field(description="“部分满足”计多少 / what `partial` counts")
    text: Text
    years: Count


class Effect(Input):
    """What an alternative reading changes: a patch on items, parts or evaluation, or nothing but prose."""

    items: Mapping[str, Mapping[str, Any]] = Field(
        default_factory=dict,
        description="条款 id → 规则中要替换的键 / clause id → keys of its rule to replace",
    )
    not_applicable: Literal["zero", "rescale"] | None = None
    blockers: bool | None = None
    round_to: Count | None = Field(
        default=None, description="先修约到几位小数再比较 / decimals to round to before comparing"
    )


class Alternative(Input):
    """One way to read a clause."""

    id: str
    text: Text
    stance: Literal["chosen", "strict", "lenient", "other"] = "other"
    effect: Effect | None = None


class Reading(Input):
    """An open reading of the table: the text, every way to read it, the one chosen and why."""

    id: str
    clause: str
    text: Text
    readings: Annotated[tuple[Alternative, ...], LISTED]
    chosen: str
    why: Text
    documentary: bool = Field(default=False, description="不改变任何得分，理由见 why / changes no score; why says so")


class Source(Input):
    """Where the table comes from."""

    title: Text
    issuer: Text
    edition: Year
    date: Day | None = None
    note: Text | None = None


class Head(Input):
    """``standard.yaml``: everything of the table but its rows."""

    id: str
    edition: Year
    title: Text
    short: Text
    source: Source
    definition: Text
    evaluation: Evaluation
    references: Annotated[tuple[Reference, ...], LISTED] = ()
    gases: Annotated[tuple[Named, ...], LISTED] = ()
    gases_text: Text | None = None
    reduction_modes: Annotated[tuple[ReductionMode, ...], LISTED] = ()
    categories_text: Text | None = None
    iso_categories: Annotated[tuple[Named, ...], LISTED] = ()
    scopes_text: Text | None = None
    scopes: Annotated[tuple[Named, ...], LISTED] = ()
    successors: Mapping[str, Annotated[tuple[str, ...], LISTED]] = Field(default_factory=dict)
    parameters: Mapping[Name, Line] = Field(default_factory=dict, description="参数 / parameters of the facts")
    parameters_why: Mapping[Name, Text] = Field(default_factory=dict)
    evidence_kinds: Mapping[Name, EvidenceKind]
    measure_kinds: Mapping[Name, MeasureKind] = Field(default_factory=dict)
    facts: Mapping[Name, FactKind] = Field(default_factory=dict)
    evidence_levels: Annotated[tuple[Name, ...], LISTED] = Field(default=(), description="由低到高 / lowest first")


class Standard(Row[RuleT], Generic[RuleT]):
    """One edition of one indicator table."""

    head: Head
    basic: Annotated[tuple[Basic[RuleT], ...], LISTED] = ()
    groups: Annotated[tuple[Group[RuleT], ...], LISTED]
    readings: Annotated[tuple[Reading, ...], LISTED] = ()

    @property
    def ref(self) -> str:
        return f"{self.head.id}@{self.head.edition}"

    def indicators(self) -> Iterator[Indicator[RuleT]]:
        """Every row in document order."""
        for group in self.groups:
            yield from group.indicators

    def rows(self) -> dict[str, Indicator[RuleT] | Basic[RuleT]]:
        """Every row by its key: the basic requirements, then the indicators."""
        rows: list[Indicator[RuleT] | Basic[RuleT]] = [*self.basic, *self.indicators()]
        return {row.key: row for row in rows}
