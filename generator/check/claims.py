"""The claims: what is answered that nobody asked, what is asked and not answered, what does not fit its rule."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from generator.check.base import ASSESSMENT, Node, Subject, nodes
from generator.model.dossier import Claim
from generator.model.fact import base_name
from generator.model.finding import Finding, finding
from generator.model.number import parse_share
from generator.model.quantity import QuantityError, parse_quantity
from generator.model.standard import FactKind


def check_claims(subject: Subject) -> Iterator[Finding]:
    """Every claim against its rule; unknown items; required evidence that is missing."""
    cycle, standard = subject.cycle, subject.edition.standard
    for section, known in (
        ("basic", [str(row.no) for row in standard.basic]),
        ("indicators", [row.id for row in standard.indicators()]),
    ):
        for id_ in getattr(cycle.assessment, section):
            if id_ not in known:
                near = ", ".join(get_close_matches(id_, known, 2)) or f"{known[0]} … {known[-1]}"
                at = cycle.key_at(ASSESSMENT, section, id_)
                yield finding("claim.unknown-item", at, id=id_, near=near)
        for id_ in known:
            if id_ not in getattr(cycle.assessment, section):
                yield finding("claim.missing", cycle.at(ASSESSMENT, section), id=id_)
    for node in nodes(subject):
        if node.claim is not None:
            for look in (_unknown_keys, _values, _facts, _applicability, _evidence):
                yield from look(subject, node, node.claim)


def _unknown_keys(subject: Subject, node: Node, claim: Claim) -> Iterator[Finding]:
    """Parts, years, states and so on that the rule does not ask for: they would be ignored in silence."""
    cycle, needs = subject.cycle, node.needs
    here = node.name
    known = [part.id for part in needs.parts]
    for part in claim.parts:
        if part not in known:
            at = cycle.key_at(ASSESSMENT, *node.path, "parts", part)
            yield finding("claim.unknown-part", at, id=here, part=part, known=", ".join(known) or "—")
    for fact in claim.facts:
        if fact not in node.known_facts:
            at = cycle.key_at(ASSESSMENT, *node.path, "facts", fact)
            yield finding(
                "claim.unknown-fact", at, id=here, fact=fact, known=", ".join(sorted(node.known_facts)) or "—"
            )
    asked = {
        "state": needs.state,
        "degree": needs.degree,
        "choice": bool(needs.choices),
        "benchmark": bool(needs.benchmark),
        "years": needs.year is not None,
    }
    for key, wanted in asked.items():
        if getattr(claim, key) and not wanted:
            at = cycle.key_at(ASSESSMENT, *node.path, key)
            yield finding("claim.not-asked", at, id=here, key=key)


def _values(subject: Subject, node: Node, claim: Claim) -> Iterator[Finding]:
    """Values out of range: a degree between steps, an option or a basis that is not offered, a partial not allowed."""
    cycle, needs = subject.cycle, node.needs
    here = node.name
    if claim.degree is not None and needs.degree:
        step = parse_share(f"{needs.step} %")
        if claim.degree % step:
            at = cycle.at(ASSESSMENT, *node.path, "degree")
            yield finding("claim.between-steps", at, id=here, step=f"{needs.step} %")
        if not claim.statement:
            yield finding("claim.no-rationale", cycle.at(ASSESSMENT, *node.path), id=here)
    choices = [choice.id for choice in needs.choices]
    if claim.choice is not None and choices and claim.choice not in choices:
        at = cycle.at(ASSESSMENT, *node.path, "choice")
        yield finding("claim.unknown-choice", at, id=here, choice=claim.choice, known=", ".join(choices))
    if claim.benchmark is not None and needs.benchmark and claim.benchmark.basis not in needs.benchmark:
        at = cycle.at(ASSESSMENT, *node.path, "benchmark", "basis")
        yield finding("claim.unknown-basis", at, id=here, basis=claim.benchmark.basis, known=", ".join(needs.benchmark))
    if claim.state == "partial" and needs.state and not needs.partial:
        yield finding("claim.no-partial", cycle.at(ASSESSMENT, *node.path, "state"), id=here)


def _facts(subject: Subject, node: Node, claim: Claim) -> Iterator[Finding]:
    """Claimed figures that do not read as their kind asks."""
    for name, text in claim.facts.items():
        kind = subject.edition.standard.head.facts.get(base_name(name))
        at = subject.cycle.at(ASSESSMENT, *node.path, "facts", name)
        if kind is not None and name in node.known_facts:
            code = fact_problem(text, kind)
            if code:
                yield finding(code, at, text=text, unit=text.partition(" ")[2], expected=expected_form(kind))


def expected_form(kind: FactKind) -> str:
    """What a claimed figure looks like: an example of its kind."""
    return {"share": "62.5 %", "count": "3", "flag": "true / false"}.get(kind.type, f"12.5 {kind.unit or 'MWh'}")


def fact_problem(text: str, kind: FactKind) -> str | None:
    """The code of what is wrong with a claimed figure."""
    if kind.type == "flag":
        return None if text in ("true", "false") else "claim.fact-form"
    if kind.type == "count":
        return None if text.isascii() and text.isdigit() else "number.not-a-count"
    try:
        quantity = parse_quantity(text)
    except QuantityError as error:
        return error.code
    if quantity.amount < 0:
        return "quantity.negative"
    if kind.type == "share":
        return None if quantity.dimension == "share" else "quantity.wrong-dimension"
    if kind.unit:
        try:
            quantity.to(kind.unit)
        except ValueError:
            return "quantity.wrong-dimension"
    return None


def _applicability(subject: Subject, node: Node, claim: Claim) -> Iterator[Finding]:
    cycle = subject.cycle
    here = node.name
    if claim.applicable is not False:
        return
    at = cycle.at(ASSESSMENT, *node.path, "applicable")
    if node.applicable_when is None:
        yield finding("claim.always-applies", at, id=here)
    elif not claim.reason:
        yield finding("claim.no-reason", at, id=here)


def _evidence(subject: Subject, node: Node, claim: Claim) -> Iterator[Finding]:
    """Evidence of a kind that the standard does not allow here, and answers with none at all."""
    cycle = subject.cycle
    here = node.name
    leaf = not node.needs.parts and node.needs.year is None
    allowed = node.kinds
    if claim.applicable is False:
        return
    for index, id_ in enumerate(claim.evidence):
        entry = cycle.evidence.get(id_)
        if leaf and entry is not None and allowed and entry.kind not in allowed:
            at = cycle.at(ASSESSMENT, *node.path, "evidence", index)
            yield finding("evidence.other-kind", at, id=id_, item=here, kind=entry.kind, allowed=", ".join(allowed))
    answered = claim.state in ("met", "partial") or claim.degree or claim.choice or claim.facts
    if leaf and answered and not _cited_above(subject, node):
        yield finding("evidence.missing", cycle.at(ASSESSMENT, *node.path), id=here, allowed=", ".join(allowed) or "—")


def _cited_above(subject: Subject, node: Node) -> bool:
    """Whether evidence is cited here or at a claim that this one is part of."""
    at = subject.cycle.trees[ASSESSMENT].data
    for key in node.path:
        if not isinstance(at, dict):
            return False
        at = at.get(key)
        if isinstance(at, dict) and at.get("evidence"):
            return True
    return False
