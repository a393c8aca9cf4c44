"""The rule kinds, one file each. The discriminated union is the registry."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.score.rules.all_of import AllOf
from generator.score.rules.any_of import AnyOf
from generator.score.rules.bands import Bands
from generator.score.rules.benchmark import BenchmarkRule
from generator.score.rules.branch import Branch
from generator.score.rules.checklist import Checklist
from generator.score.rules.completion import Completion
from generator.score.rules.composite import Composite
from generator.score.rules.judgement import Judgement
from generator.score.rules.lookup import Lookup
from generator.score.rules.none_of import NoneOf
from generator.score.rules.per_count import PerCount
from generator.score.rules.proportional import Proportional
from generator.score.rules.threshold import Threshold
from generator.score.rules.thresholds import Thresholds
from generator.score.rules.validity import Validity
from generator.score.rules.years_present import YearsPresent

KINDS = (
    AllOf,
    AnyOf,
    Bands,
    BenchmarkRule,
    Branch,
    Checklist,
    Completion,
    Composite,
    Judgement,
    Lookup,
    NoneOf,
    PerCount,
    Proportional,
    Threshold,
    Thresholds,
    Validity,
    YearsPresent,
)

Rule = Annotated[
    AllOf
    | AnyOf
    | Bands
    | BenchmarkRule
    | Branch
    | Checklist
    | Completion
    | Composite
    | Judgement
    | Lookup
    | NoneOf
    | PerCount
    | Proportional
    | Threshold
    | Thresholds
    | Validity
    | YearsPresent,
    Field(discriminator="kind"),
]

for _kind in KINDS:  # rules hold rules: the union is known only here
    _kind.model_rebuild(_types_namespace={"Rule": Rule})
