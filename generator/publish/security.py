"""What the published site says about its own safety: the content security policy of its pages, and security.txt."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig

from generator.model.city import History

#: The theme's templates with inline scripts, as templates/theme/ uses it. They are given the depth of a page and
#: nothing of what stands on it.
SCRIPTED = tuple(f"partials/javascripts/{name}.html" for name in ("base", "palette", "content"))
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
WELL_KNOWN = ".well-known/security.txt"
LONGEST_DAYS = 365  # RFC 9116 on Expires: less than a year is recommended
_CONTACT = re.compile(r"mailto:[^\s@]+@[^\s@]+|(https://|tel:)[!-~]+")


# ── content security policy ──────────────────────────────────────────────────────────────────────────────────


def policy(scripts: Iterable[str], *, served: bool = False) -> str:
    """The policy of a page whose own inline scripts are ``scripts``; all else comes from the site itself.

    ``served`` is for ``dossier serve`` on one's own machine alone: MkDocs adds a script to every page that it serves.
    """
    own = ["'unsafe-inline'"] if served else [f"'sha256-{_digest(script)}'" for script in scripts]
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *own)),
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "object-src 'none'",
        )
    )


def policies(environment: Environment, config: MkDocsConfig, *, served: bool) -> Callable[[Context], str]:
    """What a theme template calls for the policy of its page: one for each depth, from the templates alone."""
    made: dict[str, str] = {}

    @pass_context
    def of_page(context: Context) -> str:
        base = str(context["base_url"])
        if base not in made:
            made[base] = policy(inline_scripts(environment, config, base), served=served)
        return made[base]

    return of_page


def inline_scripts(environment: Environment, config: MkDocsConfig, base_url: str) -> list[str]:
    """The inline scripts of the theme on a page at a depth, made from the templates as they make them there."""
    features = config.theme.get("features") or []
    made = (
        environment.get_template(name).render(config=config, base_url=base_url, features=features) for name in SCRIPTED
    )
    return [script for html in made for script in _INLINE.findall(html)]


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


# ── security.txt ─────────────────────────────────────────────────────────────────────────────────────────────


def is_contact(text: str) -> bool:
    """Whether a text is an address of the kinds that RFC 9116 names for Contact."""
    return _CONTACT.fullmatch(text) is not None


def security_txt(contact: str, days: int, as_of: date, site_url: str, history: History) -> bytes:
    """``/.well-known/security.txt`` (RFC 9116); it expires ``days`` after the day of the build, so two builds agree."""
    lines = [f"Contact: {contact}", f"Expires: {(as_of + timedelta(days=days)).isoformat()}T00:00:00Z"]
    lines.append("Preferred-Languages: zh, en")
    if site_url.startswith("https://"):
        lines.append(f"Canonical: {site_url.rstrip('/')}/{WELL_KNOWN}")
    if history.repository.startswith("https://"):
        lines.append(f"Policy: {history.repository}/blob/HEAD/SECURITY.md")
    return "".join(f"{line}\n" for line in lines).encode()
