"""The register's page says of an entry that is not public no more than title, issuer, dates, validity and hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from generator.model.city import City
from generator.render.environment import environment
from generator.render.pages.evidence import evidence
from generator.render.site import Site
from tests.conftest import ROOT

NUMBER, URL = "粤字-81726354", "https://hidden.example/81726354"


def pages(city: City, visibility: str) -> Iterator[str]:
    one = city.assessed[0]
    given = {"visibility": visibility, "number": NUMBER, "url": URL}
    register = {id_: entry.model_copy(update=given) for id_, entry in one.cycle.evidence.items()}
    changed = replace(one, cycle=replace(one.cycle, evidence=register))
    for lang in ("zh", "en"):
        site = Site(replace(city, assessed=(changed,), preview=True), lang, environment(ROOT, lang, city.phrases))
        yield from (page.text for page in evidence(site))


@pytest.mark.parametrize(("visibility", "said"), [("public", True), ("auditors", False)])
def test_number_and_address_are_those_of_public_entries(city: City, visibility: str, said: bool) -> None:
    found = list(pages(city, visibility))
    assert found
    for text in found:
        assert ("81726354" in text) is said
        assert ("hidden.example" in text) is said
