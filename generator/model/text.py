"""Text in the two languages of the project, and reasons that become such text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict


class Text(BaseModel):
    """One text in Chinese and English; Chinese is the original unless said otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The text in ``lang``: ``en`` or, for anything else, Chinese."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a ``because``: a code of ``content/i18n/reasons.yaml`` and what fills it.

    A parameter is plain text, a :class:`Text`, or another reason.
    """

    code: str
    params: tuple[tuple[str, str | Text | Reason], ...] = ()


def reason(code: str, /, **params: str | Text | Reason) -> Reason:
    """The one way to make a reason."""
    return Reason(code, tuple(params.items()))


#: What fills a reason.
Words = dict[str, "str | Text | Reason"]


@dataclass(frozen=True)
class Phrases:
    """The words of reasons: code → text with ``{parameters}``."""

    texts: Mapping[str, Text] = field(default_factory=dict)

    def say(self, said: Reason, lang: str = "zh") -> str:
        """The reason in one language (plain text: escape it at the sink)."""
        filled = {key: self.word(value, lang) for key, value in said.params}
        return self.texts[said.code].in_(lang).format(**filled)

    def word(self, value: str | Text | Reason, lang: str = "zh") -> str:
        """A word or a sentence, whatever it is made of, in one language."""
        if isinstance(value, Reason):
            return self.say(value, lang)
        return value.in_(lang) if isinstance(value, Text) else value
