"""``validity``: a certificate, title or label that is valid on the reference date."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from generator.model.inputs import Name
from generator.model.rule import Needs
from generator.model.scorecard import Award
from generator.model.text import Text, reason
from generator.score.ask import Ask, stated
from generator.score.rules.base import RuleBase


class Validity(RuleBase):
    """Full marks when a cited entry of an allowed kind is valid, at ``level`` or above where a level is asked."""

    kind: Literal["validity"]
    level: Name | None = None
    level_title: Text | None = None

    def needs(self) -> Needs:
        return Needs(state=True)  # "not_met": there is none; otherwise the cited entry speaks

    def award(self, ask: Ask) -> Award:
        if ask.claim and ask.claim.state == "not_met":
            return stated(ask)
        cited = [one for one in ask.cited() if not self._other_kind(ask, one.id)]
        if not cited:
            return stated(ask) if ask.claim and ask.claim.state else ask.pending(reason("validity.missing"))
        high = [one for one in cited if self._high_enough(ask, one.id)]
        if not high:
            asked = self.level_title or self.level or ""
            return ask.award(Fraction(0), reason("validity.too-low", id=cited[0].id, level=asked))
        valid = [one for one in high if one.carries]
        if valid:
            entry = ask.case.register[valid[0].id]
            until = entry.expires.isoformat() if entry.expires else "∞"
            return ask.award(ask.full, reason("validity.valid", id=valid[0].id, title=entry.title, until=until))
        if ask.layer == "claimed":  # cited and of the right kind and level: the factory claims it
            return ask.award(ask.full, reason("validity.claimed", id=high[0].id))
        return ask.uncarried()

    def _other_kind(self, ask: Ask, id_: str) -> bool:
        return bool(ask.kinds) and ask.case.register[id_].kind not in ask.kinds

    def _high_enough(self, ask: Ask, id_: str) -> bool:
        """Levels are ordered in the standard, lowest first; an entry without one is below every level."""
        order, level = ask.case.head.evidence_levels, ask.case.register[id_].level
        if self.level is None:
            return True
        return level in order and order.index(level) >= order.index(self.level)
