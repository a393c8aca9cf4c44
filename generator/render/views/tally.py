"""Counts over the newest shown cycles: verdicts, and outcomes of each clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from generator.model.city import Assessed
from generator.model.scorecard import Gate, Item, Outcome, Verdict

#: In the order in which they are shown; `blocked` is a required item at 0.
OUTCOMES = ("met", "partial", "not_met", "blocked", "not_applicable", "pending")
VERDICTS = (
    Verdict.REACHED,
    Verdict.NEEDS_DECISION,
    Verdict.BLOCKED,
    Verdict.GATE_FAILED,
    Verdict.INCOMPLETE,
)


def outcome_of(item: Item) -> str:
    """The outcome of an item, with `blocked` told apart from `not_met`."""
    return "blocked" if item.blocks else item.outcome.value


def outcomes(items: Iterable[Item]) -> Mapping[str, int]:
    """How many items there are of each outcome."""
    return _in_order(Counter(map(outcome_of, items)))


def verdicts(shown: Iterable[Assessed]) -> Mapping[Verdict, int]:
    """How many cycles there are of each verdict, all five of them."""
    counted = Counter(one.scorecard.verdict for one in shown)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def by_clause(shown: Iterable[Assessed], standard: str) -> Mapping[str, Mapping[str, int]]:
    """For each indicator, and each ``basic N``, of a standard: how many cycles have which outcome."""
    counted: dict[str, Counter[str]] = {}
    for one in shown:
        if one.scorecard.standard == standard:
            for item in one.scorecard.items:
                counted.setdefault(item.id, Counter())[outcome_of(item)] += 1
            for gate in one.scorecard.gates:
                counted.setdefault(f"basic {gate.no}", Counter())[gate.outcome.value] += 1
    return {clause: _in_order(counts) for clause, counts in counted.items()}


def gates_met(gates: Iterable[Gate]) -> int:
    """How many basic requirements stand: met, or not applicable."""
    return sum(gate.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE) for gate in gates)


def _in_order(counted: Counter[str]) -> Mapping[str, int]:
    return {name: counted[name] for name in OUTCOMES if counted[name]}
