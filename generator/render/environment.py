"""The templates: how they are found, what they may call, and how text enters a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.model.text import Phrases, Reason, Text
from generator.render import figures, links
from generator.render.markdown import clean, heading


class Words:
    """Our own words: the Chinese is the message, other languages are catalogues (``content/i18n/<lang>.po``)."""

    def __init__(self, translations: NullTranslations) -> None:
        self.translations = translations

    def gettext(self, message: str, /, **params: object) -> Markup:
        """A message of ours, which may hold markup, filled with values, which are escaped."""
        return self._filled(self.translations.gettext(message), params)

    def ngettext(self, one: str, many: str, number: int, /, **params: object) -> Markup:
        return self._filled(self.translations.ngettext(one, many, number), {"n": number, **params})

    def _filled(self, message: str, params: dict[str, object]) -> Markup:
        return Markup(message) % {key: _cleaned(value) for key, value in params.items()}  # noqa: S704  # ours


def translations(root: Path, lang: str) -> NullTranslations:
    """The catalogue of a language; without one the messages stand for themselves."""
    path = root / "content/i18n" / f"{lang}.po"
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return Translations(compiled)


def environment(root: Path, lang: str, phrases: Phrases) -> Environment:
    """Autoescaped, strict: a name that is not there, a None or a float is an error of ours."""
    made = Environment(
        loader=FileSystemLoader(root / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    # JSON in HTML (the filter tojson, which itself escapes < > & '): only ASCII, so that U+2028/9 end no line of a
    # script, and no NaN, which is not JSON.
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": True, "allow_nan": False, "sort_keys": False}
    words = Words(translations(root, lang))
    made.globals |= {
        "_": words.gettext,
        "n_": words.ngettext,
        "t": _teller(lang, phrases),
        "say": lambda said: phrases.say(said, lang),
        "to": links,
        "fig": figures,
        "heading": heading,
        "lang": lang,
    }
    made.filters |= {
        "points": figures.points,
        "signed": figures.signed,
        "tonnes": figures.tonnes,
        "exact": figures.exact,
        "number": figures.number,
        "size": figures.size,
        "digits": figures.digits,
        "short": figures.short,
        "percent": figures.percent,
        "tenth": figures.tenth,
        "unrounded": figures.unrounded,
        "quantity": figures.quantity,
        "glyphs": figures.glyphs,
        "date": date.isoformat,
        "anchor": links.anchor,
    }
    return made


def _teller(lang: str, phrases: Phrases) -> Callable[[Text | Reason | str | Any], str]:
    def tell(text: Text | Reason | str | Any) -> str:
        """A text of two languages in ours; plain text, a reason, or a factory's ``Names``, likewise."""
        if isinstance(text, str | Reason):
            return phrases.word(text, lang)
        return str(text.en if lang == "en" else text.zh)

    return tell


def _finalized(value: object) -> object:
    """What ``{{ … }}`` prints: text on one line; what has no text is an error."""
    if isinstance(value, str | int):
        return _cleaned(value)
    if value is None or isinstance(value, float | Fraction | Reason | Text):
        raise TypeError(f"a template prints {value!r}")
    return value


def _cleaned(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value)
    return value
