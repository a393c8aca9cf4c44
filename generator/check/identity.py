"""Identity: credit code, industry, district, and a cycle's standard."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.base import Subject
from generator.model.finding import Finding, finding
from generator.model.industry import is_manufacturing, normalised
from generator.model.uscc import problem


def check_identity(subject: Subject) -> Iterator[Finding]:
    """GB 32100 with both check digits, GB/T 4754 code and section, the district of the address."""
    cycle, reference = subject.cycle, subject.reference
    wrong = problem(cycle.factory.uscc)
    if wrong:
        yield finding(wrong, cycle.at("factory.yaml", "uscc"), code=cycle.factory.uscc)
    profile = cycle.profile
    at = cycle.at("profile.yaml", "industry")
    code = normalised(profile.industry)
    if code is None:
        yield finding("industry.form", at, code=profile.industry)
    elif not is_manufacturing(code):
        yield finding("industry.not-manufacturing", at, code=code)
    known = {**reference.districts, **reference.historic_districts}
    if profile.address.district not in reference.districts:
        at = cycle.at("profile.yaml", "address", "district")
        yield finding("district.unknown", at, code=profile.address.district)
    region = cycle.factory.uscc[2:8]
    if not wrong and region not in known:
        # The region of a code is the first place of registration: a hint, not a proof.
        yield finding("uscc.other-region", cycle.at("factory.yaml", "uscc"), region=region)
    if not any(product.main for product in profile.products):
        yield finding("profile.no-main-product", cycle.at("profile.yaml", "products"))
