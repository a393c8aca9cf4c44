"""The base of every rule, and what rules with parts or limits share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from generator.model.number import decimal_text, rounded, terminates
from generator.model.rule import RuleLike
from generator.model.scorecard import Award, Outcome
from generator.model.standard import FactKind, Part
from generator.model.text import Reason, reason
from generator.score.ask import Ask, answer

Operator = Literal[">=", ">", "<=", "<", "=="]
SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "="}
#: With these, a smaller figure earns more: then nothing may be left out of it.
LOWER = ("<=", "<", "==")
SHORT, SMALL = 8, 12  # characters of a decimal, denominator of a fraction, that a person still reads at sight


class RuleBase(RuleLike):
    """A rule: what a claim may hold under it, and the award for a question."""

    @abstractmethod
    def award(self, ask: Ask) -> Award:
        """The points of ``ask`` under this rule, 0 ≤ points ≤ ask.full, with the reasons."""


def holds(value: Fraction, op: Operator, limit: Fraction) -> bool:
    """The comparison on the exact value (GB/T 8170: 全数值比较法)."""
    return {
        ">=": value >= limit,
        ">": value > limit,
        "<=": value <= limit,
        "<": value < limit,
        "==": value == limit,
    }[op]


def within(share: Fraction) -> Fraction:
    """A share that points are in proportion to, kept within 0–1."""
    return min(max(share, Fraction(0)), Fraction(1))


def limit_text(op: Operator, limit: Fraction, kind: FactKind | None) -> str:
    """``≥ 70 %`` or ``> 2 h``: a limit beside the figure that it was compared with."""
    if kind and kind.type == "share":
        return f"{SIGNS[op]} {number(limit * 100)} %"
    unit = f" {kind.unit}" if kind and kind.unit else ""
    return f"{SIGNS[op]} {number(limit)}{unit}"


def number(value: Fraction) -> str:
    """A number in a reason: exact where it is short (decimals, or a fraction such as 1/3), else ≈ four decimals."""
    if terminates(value) and len(text := decimal_text(value)) <= SHORT:
        return text
    if value.denominator <= SMALL:
        return f"{value.numerator}/{value.denominator}"
    return f"≈{rounded(value, 4)}"


def award_parts(ask: Ask, parts: Iterable[tuple[Part[Any], Fraction]]) -> tuple[Award, ...]:
    """The award of each (part, full marks)."""
    return tuple(_award_part(ask, part, full) for part, full in parts)


def _award_part(ask: Ask, part: Part[Any], full: Fraction) -> Award:
    """A part without points of its own (a mere veto) is judged as if it were worth 1, and then earns nothing."""
    award = answer(ask.part(part, full or Fraction(1)), part.rule, part.applicable_when)
    if not full:
        nothing = Fraction(0)
        unproven = award.outcome is Outcome.NOT_APPLICABLE and not stands(award)
        outcome = Outcome.NOT_MET if unproven else award.outcome
        award = replace(award, points=nothing, full=nothing, outcome=outcome, vacuous=nothing)
    return replace(award, part=part.id, title=part.title, veto=part.veto)


def sum_of_parts(ask: Ask, awards: tuple[Award, ...], *reasons: Reason) -> Award:
    """The sum of the parts; an unmet veto part makes it 0, and nothing at all answered is pending."""
    vetoed = [award for award in awards if award.veto and not stands(award)]
    if vetoed:
        waiting = all(award.outcome is Outcome.PENDING for award in vetoed)
        title = vetoed[0].title
        why = reason("parts.veto-pending" if waiting else "parts.veto", part=title or vetoed[0].part)
        outcome = Outcome.PENDING if waiting else Outcome.NOT_MET
        return _emptied(ask.award(Fraction(0), why, *reasons, outcome=outcome, parts=awards))
    points = sum((award.points for award in awards), Fraction(0))
    code = "parts.sum"
    said = reason(code, sum=" + ".join(number(award.points) for award in awards if award.full), points=number(points))
    award = ask.award(points, said, *reasons, parts=awards)
    counted = [part for part in awards if part.full]
    if counted and all(part.outcome is Outcome.NOT_APPLICABLE for part in counted):
        return replace(award, outcome=Outcome.NOT_APPLICABLE)
    if points == 0 and any(part.outcome is Outcome.PENDING for part in awards):
        return replace(award, outcome=Outcome.PENDING)
    return award


def stands(award: Award) -> bool:
    """Whether a part that others depend on is met, or does not apply and carries that."""
    if award.outcome is Outcome.NOT_APPLICABLE:
        return award.points == award.full
    return award.outcome is Outcome.MET


def _emptied(award: Award) -> Award:
    """Where the whole is 0, no part stands on "not applicable" any more."""
    return replace(award, vacuous=Fraction(0))


def equal(parts: tuple[Part[Any], ...], full: Fraction) -> list[tuple[Part[Any], Fraction]]:
    """Full marks shared equally, or by the parts' own points as weights where every part has them."""
    weights = [part.points for part in parts if part.points is not None]
    total = sum(weights, Fraction(0))
    if len(weights) == len(parts) and total:
        return [(part, full * (part.points or Fraction(0)) / total) for part in parts]
    return [(part, full / len(parts)) for part in parts]
