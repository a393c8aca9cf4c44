"""What a rule is asked: full marks, the claim, the layer, and the case it can look facts and evidence up in.

The two layers differ here and nowhere else: a rule does not know whether it computes *claimed* or *evidenced*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from generator.model.dossier import Claim, Cycle, EvidenceEntry
from generator.model.fact import Fact, Facts, Term, base_name
from generator.model.number import grouped, parse_decimal
from generator.model.quantity import Quantity, QuantityError, parse_quantity, unit
from generator.model.scorecard import Award, Cited, Layer, Outcome, UsedFact
from generator.model.source import Path
from generator.model.standard import Condition, FactKind, Head, Part
from generator.model.text import Reason, Text, reason

NO_CLAIM = Claim()


@dataclass(frozen=True)
class Case:
    """One cycle before one standard: everything that an award may depend on."""

    cycle: Cycle
    head: Head
    facts: Facts

    @property
    def register(self) -> Mapping[str, EvidenceEntry]:
        return self.cycle.evidence

    @property
    def reference_date(self) -> date:
        return self.cycle.reference_date


@dataclass(frozen=True)
class Ask:
    """A question to a rule. ``path`` leads to the claim in assessment.yaml."""

    case: Case
    layer: Layer
    full: Fraction
    claim: Claim | None
    path: Path
    kinds: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()  # evidence cited here and above
    year: int | None = None

    # ── going down ──────────────────────────────────────────────────────────────────────────────────────

    def part(self, part: Part[Any], full: Fraction) -> Ask:
        """The same question about a part, worth ``full``."""
        return self._down("parts", part.id, (self.claim or NO_CLAIM).parts.get(part.id), full, part.evidence)

    def of_year(self, year: int, full: Fraction) -> Ask:
        """The same question about one year, worth ``full``."""
        down = self._down("years", str(year), (self.claim or NO_CLAIM).years.get(year), full, ())
        return replace(down, year=year)

    def _down(self, kind: str, key: str, claim: Claim | None, full: Fraction, kinds: tuple[str, ...]) -> Ask:
        return replace(
            self,
            claim=claim,
            full=full,
            path=(*self.path, kind, key),
            kinds=kinds or self.kinds,
            cites=(*self.cites, *(claim.evidence if claim else ())),
        )

    # ── evidence ────────────────────────────────────────────────────────────────────────────────────────

    def cited(self, kinds: tuple[str, ...] | None = None) -> tuple[Cited, ...]:
        """Every entry cited for this question, each with whether it carries and, if not, why."""
        allowed = self.kinds if kinds is None else kinds
        return tuple(self._cited(id_, allowed) for id_ in dict.fromkeys(self.cites) if id_ in self.case.register)

    def _cited(self, id_: str, allowed: tuple[str, ...]) -> Cited:
        problem = self.problem(id_, allowed)
        return Cited(id_, problem is None, problem)

    def problem(self, id_: str, allowed: tuple[str, ...]) -> Reason | None:
        """Why an entry does not carry here; None when it does."""
        entry = self.case.register.get(id_)
        if entry is None:
            return reason("evidence.unknown", id=id_)
        if allowed and entry.kind not in allowed:
            return reason("evidence.other-kind", id=id_)
        if entry.issued > self.case.reference_date:
            return reason("evidence.not-yet", id=id_, date=entry.issued.isoformat())
        kind = self.case.head.evidence_kinds.get(entry.kind)
        if kind and kind.expires and entry.expires and entry.expires < self.case.reference_date:
            return reason("evidence.expired", id=id_, date=entry.expires.isoformat())
        due = self.year or self.case.cycle.data_year
        if kind and kind.periodic and due not in entry.covers:
            return reason("evidence.other-year", id=id_, year=str(due))
        return None

    def carried(self) -> bool:
        """Whether at least one cited entry carries; in the claimed layer everything is carried."""
        return self.layer == "claimed" or any(cited.carries for cited in self.cited())

    def carries_term(self, term: Term) -> bool:
        return any(self.problem(id_, self.kinds) is None for id_ in term.evidence)

    # ── facts ───────────────────────────────────────────────────────────────────────────────────────────

    def fact(self, name: str) -> Fact | None:
        """The computed fact, else the claimed one; None when there is neither (then: pending)."""
        for key in (f"{name}@{self.year}", name) if self.year else (name,):
            computed = self.case.facts.get(key)
            if computed is not None and computed.value is not None:
                return computed
        return self._claimed(name)

    def _claimed(self, name: str) -> Fact | None:
        text = (self.claim or NO_CLAIM).facts.get(name)
        kind = self.case.head.facts.get(base_name(name))
        if text is None or kind is None or kind.home == "computed":
            return None  # a figure has one home; what is computed elsewhere is never taken from a claim
        read = read_fact(text, kind)
        if read is None:
            return None
        amount, unit = read
        at = self.case.cycle.at("assessment.yaml", *self.path, "facts", name)
        return Fact(name, (Term(amount, kind.title, at, self.cites),), unit=unit, claimed=True)

    def used(self, name: str, *, lower_is_better: bool = False, limit: str = "", shown_in: str = "") -> UsedFact | None:
        """A fact as this layer counts it; ``value`` None means that nothing carries it.

        ``shown_in`` is a unit to show it in, where its dimension allows: that of what it is compared with.

        Where a lower figure earns more, leaving a term out would earn points: then all terms must be carried.
        """
        fact = self.fact(name)
        if fact is None:
            return None
        if self.layer == "claimed" or self.carried():
            value = fact.value
        elif lower_is_better or fact.claimed:
            value = fact.value if fact.terms and all(map(self.carries_term, fact.terms)) else None
        else:
            # A term that lowers the figure counts whether carried or not: leaving it out would earn points.
            value = fact.carried_value(lambda term: term.amount < 0 or self.carries_term(term))
            value = value if value or not fact.value else None
        shown = self.show(fact, fact.value if value is None else value, shown_in)
        return UsedFact(fact, value, shown, limit)

    def show(self, fact: Fact, value: Fraction | None, shown_in: str = "") -> str:
        """A value of a fact in words: percent, a quantity with its unit, a number."""
        if value is not None and fact.unit and shown_in and unit(fact.unit).dimension == unit(shown_in).dimension:
            return show_value(Quantity(value, fact.unit).to(shown_in), shown_in, None)
        return "—" if value is None else show_value(value, fact.unit, self.case.head.facts.get(base_name(fact.name)))

    # ── results ─────────────────────────────────────────────────────────────────────────────────────────

    def award(
        self,
        points: Fraction,
        *reasons: Reason,
        facts: tuple[UsedFact, ...] = (),
        outcome: Outcome | None = None,
        parts: tuple[Award, ...] = (),
    ) -> Award:
        """An award of this question; the outcome follows from the points unless it is given."""
        return Award(
            points=points,
            full=self.full,
            outcome=outcome or outcome_of(points, self.full),
            reasons=reasons,
            facts=facts,
            cited=self.cited(),
            parts=parts,
            at=self.case.cycle.at("assessment.yaml", *self.path),
            vacuous=sum((part.vacuous for part in parts), Fraction(0)),
        )

    def pending(self, *reasons: Reason, facts: tuple[UsedFact, ...] = (), parts: tuple[Award, ...] = ()) -> Award:
        """No data: no points, and never "not met" in silence."""
        return self.award(Fraction(0), *reasons, facts=facts, outcome=Outcome.PENDING, parts=parts)

    def uncarried(self, *reasons: Reason, facts: tuple[UsedFact, ...] = ()) -> Award:
        """Claimed, but nothing valid stands behind it."""
        problems = tuple(cited.problem for cited in self.cited() if cited.problem)
        why = problems or (reason("evidence.none"),)
        return self.award(Fraction(0), *reasons, *why, facts=facts, outcome=Outcome.NOT_MET)

    def no_fact(self, name: str) -> Award:
        """Pending for want of a figure."""
        return self.pending(reason("fact.missing", fact=self.title_of(name)))

    def title_of(self, name: str) -> Text:
        """The title of a fact as the standard declares it, with its key where it has one."""
        kind = self.case.head.facts.get(base_name(name))
        title = kind.title if kind else Text(zh=name, en=name)
        key = name.partition("[")[2].rstrip("]")
        return Text(zh=f"{title.zh}（{key}）", en=f"{title.en} ({key})") if key else title


def outcome_of(points: Fraction, full: Fraction) -> Outcome:
    """Met at full marks, not met at nothing, else partial."""
    if points >= full:
        return Outcome.MET
    return Outcome.PARTIAL if points else Outcome.NOT_MET


def show_value(value: Fraction, unit: str | None, kind: FactKind | None) -> str:
    """A figure for people; rounding is for display only, comparisons use the exact value."""
    if kind and kind.type == "share":
        return f"{_short(value * 100)} %"
    if kind and kind.type == "flag":
        return "✓" if value else "✗"
    return f"{_short(value)} {unit}" if unit else _short(value)


def _short(value: Fraction) -> str:
    """Up to four decimals, without trailing zeros."""
    text = grouped(value, 4)
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_fact(text: str, kind: FactKind) -> tuple[Fraction, str | None] | None:
    """A claimed figure as (value, unit) in the form its kind asks for; None when it does not read."""
    try:
        if kind.type == "flag":
            return {"true": (Fraction(1), None), "false": (Fraction(0), None)}.get(text)
        if kind.type == "count":
            return parse_decimal(text), None
        quantity = parse_quantity(text)
        if kind.type == "share":
            return (quantity.base, None) if quantity.dimension == "share" else None
        if kind.unit is None:
            return quantity.amount, quantity.unit
        return quantity.to(kind.unit), kind.unit
    except (QuantityError, ValueError):
        return None


def not_applicable(ask: Ask, rejected: Reason | None) -> Award | None:
    """The award of something that is claimed not to apply; None when it must be judged after all."""
    claim = ask.claim or NO_CLAIM
    if claim.applicable is not False or rejected is not None:
        return None
    backed = bool(claim.reason) and ask.carried()
    points = ask.full if ask.layer == "claimed" or backed else Fraction(0)
    said = reason("na.claimed", reason=claim.reason or "—")
    code = "na.to-be-confirmed" if points else "na.unsupported"
    award = ask.award(points, said, reason(code), outcome=Outcome.NOT_APPLICABLE)
    return replace(award, vacuous=points)


class Awarding(Protocol):
    """A rule that can be asked."""

    def award(self, ask: Ask) -> Award: ...


def answer(ask: Ask, rule: Awarding | None, applicable_when: Condition | None) -> Award:
    """An award with applicability settled first: the one door through which every rule is reached."""
    rejected = None
    if applicable_when is not None and (ask.claim or NO_CLAIM).applicable is False:
        counted = next((fact for fact in map(ask.fact, applicable_when.facts) if fact and fact.value), None)
        if counted is not None:
            rejected = reason(
                "na.contradicted", fact=ask.title_of(counted.name), value=ask.show(counted, counted.value)
            )
    if applicable_when is not None:
        # Grounds for "not applicable" are of any kind: a permit, a list, a statement.
        award = not_applicable(replace(ask, kinds=()), rejected)
        if award is not None:
            return award
    award = stated(ask) if rule is None else rule.award(ask)
    return replace(award, reasons=(rejected, *award.reasons)) if rejected else award


def stated(ask: Ask) -> Award:
    """A part that the claim itself states: met, partial, not met."""
    claim = ask.claim
    if claim is None or claim.state is None:
        return ask.pending(reason("state.missing"))
    if claim.state == "not_met":
        return ask.award(Fraction(0), reason("state.not_met"), *_statement(claim))
    if not ask.carried():
        return ask.uncarried(reason(f"state.{claim.state}"), *_statement(claim))
    share = Fraction(1) if claim.state == "met" else ask.case.head.evaluation.partial
    return ask.award(ask.full * share, reason(f"state.{claim.state}"), *_statement(claim))


def _statement(claim: Claim) -> tuple[Reason, ...]:
    return (reason("statement", text=claim.statement),) if claim.statement else ()
