"""Facts from products.yaml: product carbon footprints."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.account.facts.base import Basis, Rows, bilingual
from generator.model.fact import Fact
from generator.model.footprint import Footprint


def facts(basis: Basis) -> Iterator[Fact]:
    """Footprints of main products reported within the period that a report is taken to stand."""
    footprints, rows = basis.cycle.products.footprints, Rows(basis.cycle, "products.yaml", "footprints")
    if not footprints:
        return
    names = {product.id: bilingual(product.name) for product in basis.cycle.profile.products}
    main = {product.id for product in basis.cycle.profile.products if product.main}

    def count(name: str, chosen: Callable[[Footprint], bool]) -> Fact:
        def counts(row: Footprint) -> bool:
            return row.product in main and basis.within_years(row.reported, "footprint_years") and chosen(row)

        return Fact(name, rows.terms(footprints, counts, lambda row: names.get(row.product, row.product)))

    yield count("footprint_reports", lambda row: True)
    yield count("footprint_verified", lambda row: row.verified)
    yield count("footprint_published", lambda row: row.published_url is not None)
