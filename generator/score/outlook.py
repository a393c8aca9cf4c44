"""The outlook: the cycle scored again on every day on which some evidence lapses or begins.

Only the day moves on which evidence must be valid. Data year, windows of years and retired instruments stay those
of the reference date, for the projection asks one thing: what becomes of the points when nothing is renewed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

from generator.model.city import Assessed
from generator.model.dossier import Cycle
from generator.model.fact import Facts
from generator.model.outlook import GateChange, ItemChange, Outlook, Step, Turn
from generator.model.scorecard import Award, Gate, Item, Outcome
from generator.model.validity import ONE_DAY, months_after
from generator.score.ask import Case
from generator.score.engine import award_gate, award_item, verdict

MANAGEMENT, REGISTER = "management.yaml", "evidence.yaml"
ValueT = TypeVar("ValueT")


def outlook(one: Assessed, dated: Callable[[Cycle], Facts], as_of: date, months: int) -> Outlook:
    """How a cycle would be judged from its reference date until ``months`` after ``as_of``.

    ``dated`` gives the facts that depend on the validity of certificates, as they stand on the reference date of
    the cycle it is given; every other fact stays as it is. The readings are the chosen ones.
    """
    until = months_after(as_of, months)
    days: defaultdict[date, list[Turn]] = defaultdict(list)
    for turn in turns(one, until):
        days[turn.on].append(turn)
    judging = _Judging(one)
    start = judging.step(one.cycle.reference_date, (), ())
    steps = tuple(judging.on(day, days[day], dated) for day in sorted(days))
    return Outlook(
        slug=one.cycle.factory.slug,
        cycle=one.cycle.name,
        reference_date=one.cycle.reference_date,
        as_of=as_of,
        until=until,
        start=start,
        steps=steps,
        pass_mark=one.scorecard.pass_mark,
    )


def judged_on(cycle: Cycle, day: date) -> Cycle:
    """The same dossier with another reference date."""
    return replace(cycle, assessment=cycle.assessment.model_copy(update={"reference_date": day}))


def turns(one: Assessed, until: date) -> Iterator[Turn]:
    """Every end and every beginning of validity after the reference date, up to ``until``."""
    cycle, after = one.cycle, one.cycle.reference_date
    kinds = one.edition.standard.head.evidence_kinds
    for id_, entry in cycle.evidence.items():
        kind = kinds.get(entry.kind)
        at = cycle.key_at(REGISTER, "evidence", id_)
        if entry.expires and kind and kind.expires and after <= entry.expires < until:
            yield Turn("evidence", id_, entry.expires + ONE_DAY, lapses=True, at=at)
        if after < entry.issued <= until:
            yield Turn("evidence", id_, entry.issued, lapses=False, at=at)
    for index, row in enumerate(cycle.management.systems):
        at = cycle.at(MANAGEMENT, "systems", index)
        last = row.certificate_to
        if last and after <= last < until:
            yield Turn("certificate", row.standard, last + ONE_DAY, lapses=True, at=at, evidence=row.evidence)
        begins = {row.certificate_from, row.internal_audit, row.management_review} - {None}
        for first in sorted(day for day in begins if day and after < day <= until):
            yield Turn("certificate", row.standard, first, lapses=False, at=at, evidence=row.evidence)


class _Judging:
    """A cycle's rows as they stand on one day after another.

    A row is scored again only where something turns that it looked at: its award is a function of the entries of
    the register and the facts that it looks up, and of nothing else that the day changes. What each row looks up is
    noted while it is scored.
    """

    def __init__(self, one: Assessed) -> None:
        self.one = one
        self.items = {item.id: item for item in one.scorecard.items}
        self.gates = {f"basic {gate.no}": gate for gate in one.scorecard.gates}
        standard = one.edition.standard
        self.indicators = {row.key: row for row in standard.indicators()}
        self.basic = {row.key: row for row in standard.basic}
        self.facts: Facts = one.scorecard.facts
        self.looked_up: dict[str, set[str]] = {}

    def on(self, day: date, turning: Iterable[Turn], dated: Callable[[Cycle], Facts]) -> Step:
        """The step to a day, on which something turns."""
        if not self.looked_up:
            self._score([*self.basic, *self.indicators], self.one.cycle)
        moved = judged_on(self.one.cycle, day)
        turning = tuple(turning)
        touched = {turn.name for turn in turning if turn.what == "evidence"}
        if any(turn.what == "certificate" for turn in turning):
            facts = {**self.facts, **dated(moved)}
            touched |= {name for name in facts if facts[name] != self.facts.get(name)}
            self.facts = facts
        items, gates = dict(self.items), dict(self.gates)
        self._score([key for key, seen in self.looked_up.items() if seen & touched], moved)
        changed = [(items[id_], new) for id_, new in self.items.items() if new.published != items[id_].published]
        regated = [(gates[key], new) for key, new in self.gates.items() if new.outcome is not gates[key].outcome]
        return self.step(
            day,
            tuple(
                replace(
                    turn,
                    items=tuple(new.id for old, new in changed if _rests(turn, old) or _rests(turn, new)),
                    gates=tuple(new.no for old, new in regated if _rests(turn, old) or _rests(turn, new)),
                )
                for turn in turning
            ),
            tuple(ItemChange(new.id, old.published, new.published, new.blocks) for old, new in changed),
            tuple(GateChange(new.no, old.outcome, new.outcome) for old, new in regated),
        )

    def step(
        self,
        day: date,
        turning: tuple[Turn, ...],
        items: tuple[ItemChange, ...],
        gates: tuple[GateChange, ...] = (),
    ) -> Step:
        """How the rows as they stand now add up."""
        total = sum((item.published for item in self.items.values()), Fraction(0))
        return Step(
            on=day,
            turns=turning,
            items=items,
            gates=gates,
            total=total,
            verdict=verdict(self.gates.values(), self.items.values(), total, self.one.scorecard.pass_mark),
            blockers=tuple(item.id for item in self.items.values() if item.blocks),
            gates_failed=tuple(gate.no for gate in self.gates.values() if gate.outcome is Outcome.NOT_MET),
        )

    def _score(self, keys: Iterable[str], cycle: Cycle) -> None:
        """The evidenced layer of some rows: what an auditor confirmed does not lapse with the evidence."""
        entries, facts = _Noted(cycle.evidence), _Noted(self.facts)
        case = Case(replace(cycle, evidence=entries), self.one.edition.standard.head, facts)
        for key in keys:
            entries.seen, facts.seen = set(), set()
            if key in self.items:
                award = award_item(case, self.indicators[key], "evidenced")
                self.items[key] = replace(self.items[key], evidenced=award)
            else:
                award = award_gate(case, self.basic[key], "evidenced")
                self.gates[key] = replace(self.gates[key], evidenced=award)
            self.looked_up[key] = entries.seen | facts.seen


@dataclass
class _Noted(Mapping[str, ValueT], Generic[ValueT]):
    """A mapping that notes what is looked up in it, whether it is there or not."""

    inner: Mapping[str, ValueT]

    def __post_init__(self) -> None:
        self.seen: set[str] = set()

    def __getitem__(self, key: str) -> ValueT:
        self.seen.add(key)
        return self.inner[key]

    def __iter__(self) -> Iterator[str]:
        for key in self.inner:
            self.seen.add(key)
            yield key

    def __len__(self) -> int:
        return len(self.inner)


def _rests(turn: Turn, judged: Item | Gate) -> bool:
    """Whether an award cites what turns, or counts a row of the data that does."""
    for award in _walk(judged.standing):
        if turn.what == "evidence" and any(cited.id == turn.name for cited in award.cited):
            return True
        for term in (term for used in award.facts for term in used.fact.terms):
            if (turn.name in term.evidence) if turn.what == "evidence" else term.at == turn.at:
                return True
    return False


def _walk(award: Award) -> Iterator[Award]:
    yield award
    for part in award.parts:
        yield from _walk(part)
