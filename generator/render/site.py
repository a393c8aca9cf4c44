"""What every page is made with: the city, the language, the templates, and the way to make a page of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import Environment

from generator.model.city import Assessed, City
from generator.model.finding import Position
from generator.model.industry import normalised
from generator.model.page import Page
from generator.model.standard import Standard
from generator.model.text import Text
from generator.render import links
from generator.render.markdown import Front, front_matter, settled


@dataclass(frozen=True)
class Site:
    """The input of every page kind."""

    city: City
    lang: str
    environment: Environment

    def page(self, url: str, template: str, front: Front, **context: Any) -> Page:
        """The page at ``url`` from a template of ``templates/pages/``; ``report`` is added to the front matter."""
        body = self.environment.get_template(f"pages/{template}").render(
            **context,
            site=self,
            city=self.city,
            page_url=url,
            url=lambda target: links.relative(url, target),
            source=self.source,
            issue=lambda title, at=None: self.issue(title, url, at),
        )
        report = self.issue(str(front["title"]), url, None)
        return Page(f"{url}index.md", front_matter({**front, "report": report}) + settled(body))

    def t(self, text: Text | Any) -> str:
        """A text of two languages (or a factory's ``Names``) in the language of the site."""
        return str(text.en if self.lang == "en" else text.zh)

    def words(self, message: str, **params: object) -> str:
        """A message of ours as plain text, for front matter."""
        made: Any = self.environment.globals["_"]
        return str(made(message, **params).unescape())

    def source(self, at: Position) -> tuple[str, str | None]:
        """How a line is named (``2025/assessment.yaml:198``) and its address in the repository, if it has one."""
        _, mark, short = at.file.partition("factories/")
        name = short.partition("/")[2] if mark else at.file
        return f"{name}:{at.line}", self.city.history.link(at)

    def issue(self, title: str, page: str, at: Position | None) -> str | None:
        return links.issue(self.city.history, title, page, at)

    @cached_property
    def standards(self) -> Mapping[str, Standard[Any]]:
        return {ref: edition.standard for ref, edition in self.city.editions.items()}

    def all_examples(self, shown: tuple[Assessed, ...]) -> bool:
        """Whether everything shown on a page is an invented example."""
        return bool(shown) and all(one.cycle.factory.example for one in shown)

    def district(self, code: str) -> Text:
        reference = self.city.reference
        return reference.districts.get(code) or reference.historic_districts.get(code) or Text(zh=code, en=code)

    def industry(self, code: str) -> Text:
        """The name of an industry: of its class where it is known, else of its division."""
        known, own = self.city.reference.industries, normalised(code) or code
        return known.get(own) or known.get(own[:3]) or Text(zh=own, en=own)
