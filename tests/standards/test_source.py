"""The table is the source, character for character, and is whole in itself.

``source_digests.json`` holds the sha256 of every text that the source prints: the rows (group, second-level name, type,
points; requirement; evidence), the basic requirements, the definition and the other parts of the head. It is written
from the source's text with ``python -m tests.standards.test_source SOURCE > tests/standards/source_digests.json``.
Where that text lies beside the checkout, it is compared itself.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.check.base import facts_of
from generator.model.fact import base_name
from generator.model.rule import Needs
from generator.model.standard import Condition, Standard
from generator.model.variant import CHOSEN, Edition
from tests.conftest import ROOT

SOURCE = ROOT.parent / "shared" / "source" / "indicator-system.txt"
DIGESTS = Path(__file__).with_name("source_digests.json")
TYPES = {"必选": "required", "可选": "optional"}
LETTERS = "abcdefghij"

# group → items, points, required items, their points, optional items, their points
SUMS = {
    1: (8, 20, 5, 15, 3, 5),
    2: (15, 26, 10, 20, 5, 6),
    3: (6, 13, 5, 11, 1, 2),
    4: (6, 11, 1, 3, 5, 8),
    5: (9, 19, 4, 9, 5, 10),
    6: (5, 11, 5, 11, 0, 0),
}


# ── the source, and the standard, as the same mapping of texts ────────────────────────────────────────────────


def printed(text: str) -> dict[str, str]:
    """Every text of the source by its key, read from the plain text of the document."""
    head, _, tables = text.partition("附件：1.")
    basic, _, items = tables.partition("附件2")
    texts = _head(head)
    for number, requirement, evidence in _cells(basic, 3):
        texts |= {f"basic {number} requirement": requirement, f"basic {number} evidence": evidence}
    group = level2 = ""
    groups = subgroups = position = 0
    for number, first, second, requirement, evidence, kind, points in _cells(items, 7):
        if first:
            group, groups, subgroups = first, groups + 1, 0
        if second:
            level2, subgroups, position = second, subgroups + 1, 0
        position += 1
        id_ = f"{groups}.{subgroups}.{position}"
        texts |= {
            f"{id_} frame": " | ".join((group, level2, TYPES[kind], points)),
            f"{id_} requirement": requirement,
            f"{id_} evidence": evidence,
        }
        assert number in ("", str(groups)), number
    return texts


def _cells(text: str, width: int) -> Iterator[list[str]]:
    """The rows of a table: cells begin with a tabulator, rows end at an empty line; the first row is the heading."""
    rows: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("\t"):
            rows[-1].append(line[1:])
        else:
            rows.append([])
    whole = [row for row in rows if row]
    assert all(len(row) == width for row in whole), [row for row in whole if len(row) != width]
    yield from whole[1:]


def _head(text: str) -> dict[str, str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]

    def between(start: str, end: str) -> list[str]:
        first = next(index for index, line in enumerate(lines) if line.startswith(start))
        last = next((index for index, line in enumerate(lines) if line.startswith(end)), len(lines))
        return lines[first + 1 : last]

    sources = between("（四）", "附件：")
    scopes = next(index for index, line in enumerate(sources) if line.startswith("2."))
    return {
        "definition": "\n".join(between("一、", "二、")),
        "evaluation": "\n".join(between("二、", "三、")),
        "references": "\n".join(between("（一）", "（二）")),
        "gases": "\n".join(between("（二）", "（三）")),
        "modes": "\n".join(between("（三）", "（四）")),
        "categories": "\n".join(sources[:scopes]),
        "scopes": "\n".join(sources[scopes:]),
    }


def published(standard: Standard[Any]) -> dict[str, str]:
    """The same texts as the standard's data hold them."""
    head = standard.head
    modes: list[str] = []
    for mode in head.reduction_modes:
        number, letter = mode.code[0], mode.code[1]
        modes += [f"{number}.{mode.heading.zh}"] if letter == "a" else []
        modes.append(f"{letter}）{mode.text.zh}")
    categories = [f"类别{one.code}：{one.text.zh}" for one in head.iso_categories]
    scopes = [
        f"{LETTERS[index]}）范围{one.code}：{one.text.zh}，{one.note.zh if one.note else ''}"
        for index, one in enumerate(head.scopes)
    ]
    assert head.gases_text
    assert head.categories_text
    assert head.scopes_text
    texts = {
        "definition": head.definition.zh,
        "evaluation": head.evaluation.text.zh,
        "references": "\n".join(f"{one.number}《{one.title.zh}》" for one in head.references),
        "gases": head.gases_text.zh,
        "modes": "\n".join(modes),
        "categories": f"1.{head.categories_text.zh}\n" + "；\n".join(categories) + "。",
        "scopes": f"2.{head.scopes_text.zh}\n" + "；\n".join(scopes) + "。",
    }
    for row in standard.basic:
        texts[f"basic {row.no} requirement"] = row.requirement.zh
        texts[f"basic {row.no} evidence"] = row.evidence_basis.zh
    for group in standard.groups:
        for item in group.indicators:
            frame = (group.title.zh, item.level2.zh, item.type, str(item.full))
            texts[f"{item.id} frame"] = " | ".join(frame)
            texts[f"{item.id} requirement"] = item.requirement.zh
            texts[f"{item.id} evidence"] = item.evidence_basis.zh
    return texts


def digests(texts: dict[str, str]) -> dict[str, str]:
    return {key: hashlib.sha256(text.encode()).hexdigest() for key, text in texts.items()}


def test_the_texts_are_those_of_the_source(edition: Edition[Any]) -> None:
    kept = json.loads(DIGESTS.read_text("utf-8"))
    own = published(edition.standard)
    assert list(own) == list(kept)
    assert [key for key, digest in digests(own).items() if digest != kept[key]] == []


def test_the_texts_are_the_source_itself(edition: Edition[Any]) -> None:
    if not SOURCE.is_file():
        pytest.skip("the source's text (../shared/source/indicator-system.txt) is not beside this checkout")
    texts = printed(SOURCE.read_text("utf-8"))
    assert published(edition.standard) == texts
    assert digests(texts) == json.loads(DIGESTS.read_text("utf-8"))


# ── counts and sums ───────────────────────────────────────────────────────────────────────────────────────────


def test_counts(edition: Edition[Any]) -> None:
    standard = edition.standard
    rows = list(standard.indicators())
    required = [row for row in rows if row.required]
    optional = [row for row in rows if not row.required]
    assert (len(rows), sum(row.full for row in rows)) == (49, 100)
    assert (len(required), sum(row.full for row in required)) == (30, 69)
    assert (len(optional), sum(row.full for row in optional)) == (19, 31)
    assert [row.no for row in standard.basic] == [1, 2, 3, 4, 5, 6]
    assert standard.head.evaluation.full == 100
    assert standard.head.evaluation.pass_mark == 85
    assert len(standard.head.references) == 30
    assert [gas.code for gas in standard.head.gases] == ["CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3"]


def test_sums_of_the_groups(edition: Edition[Any]) -> None:
    for group in edition.standard.groups:
        counted: list[Fraction | int] = [len(group.indicators), sum(row.full for row in group.indicators)]
        for kind in ("required", "optional"):
            own = [row for row in group.indicators if row.type == kind]
            counted += [len(own), sum(row.full for row in own)]
        assert tuple(counted) == SUMS[group.no]
    assert len(edition.standard.groups) == 6


def test_second_level_names(edition: Edition[Any]) -> None:
    names = [row.level2.zh for row in edition.standard.indicators()]
    assert len(set(names)) == 23
    runs = [name for name, before in zip(names, [None, *names], strict=False) if name != before]
    assert len(runs) == 23, "the rows of one second-level name stand together"
    pairs = {(row.level2.zh, row.level2.en) for row in edition.standard.indicators()}
    assert len(pairs) == 23, "one English name for each"


def test_ids_are_places_in_document_order(edition: Edition[Any]) -> None:
    expected: list[str] = []
    for group in edition.standard.groups:
        subgroups: list[str] = []
        position = 0
        for row in group.indicators:
            if row.level2.zh not in subgroups:
                subgroups.append(row.level2.zh)
                position = 0
            position += 1
            expected.append(f"{group.no}.{len(subgroups)}.{position}")
    rows = list(edition.standard.indicators())
    assert [row.id for row in rows] == expected
    assert [row.no for row in rows] == list(range(1, 50))


# ── the data refer to one another ─────────────────────────────────────────────────────────────────────────────


def _needs(standard: Standard[Any]) -> Iterator[Needs]:
    for row in standard.rows().values():
        yield from _inner(row.rule.needs())


def _inner(needs: Needs) -> Iterator[Needs]:
    yield needs
    for part in needs.parts:
        yield from _inner(part.needs())
    if needs.year:
        yield from _inner(needs.year)


def _parts(standard: Standard[Any]) -> Iterator[Any]:
    for needs in _needs(standard):
        yield from needs.parts


def _conditions(standard: Standard[Any]) -> Iterator[Condition]:
    for one in [*standard.rows().values(), *_parts(standard)]:
        if one.applicable_when is not None:
            yield one.applicable_when


def _standards(edition: Edition[Any]) -> list[Standard[Any]]:
    return [edition.standard, *(variant.standard for variant in edition.variants)]


def _condition_facts(condition: Condition) -> Iterator[str]:
    """The facts that contradict "not applicable", whichever way they are listed."""
    for value in condition.model_dump(exclude={"when", "reading"}, exclude_none=True).values():
        yield from [value] if isinstance(value, str) else value


def test_every_kind_of_evidence_is_declared_and_used(edition: Edition[Any]) -> None:
    used: set[str] = set()
    for standard in _standards(edition):
        for one in [*standard.rows().values(), *_parts(standard)]:
            used |= set(one.evidence)
    assert used - set(edition.standard.head.evidence_kinds) == set()
    assert set(edition.standard.head.evidence_kinds) - used == set()


def test_a_part_asks_for_no_evidence_that_its_item_does_not_know(edition: Edition[Any]) -> None:
    """What a part allows is of the standard's kinds; where it lists none, its item's kinds serve."""
    for row in edition.standard.rows().values():
        assert row.evidence, row.key
        assert len(set(row.evidence)) == len(row.evidence), row.key


#: Figures that no rule asks for; a target of the plan may name them.
FOR_TARGETS = {"emissions", "renewable_generation"}


def test_every_fact_is_declared_and_used(edition: Edition[Any]) -> None:
    used: set[str] = set()
    for standard in _standards(edition):
        for row in standard.rows().values():
            used |= {base_name(name) for name in facts_of(row.rule.needs())}
        used |= {base_name(name) for one in _conditions(standard) for name in _condition_facts(one)}
    assert used - set(edition.standard.head.facts) == set()
    assert set(edition.standard.head.facts) - used == FOR_TARGETS


def test_parameters_say_why(edition: Edition[Any]) -> None:
    head = edition.standard.head
    assert list(head.parameters) == list(head.parameters_why)


# ── readings ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_reading_is_whole(edition: Edition[Any]) -> None:
    standard = edition.standard
    assert [id_ for id_, count in Counter(one.id for one in standard.readings).items() if count > 1] == []
    clauses = {"all", *standard.rows()}
    for reading in standard.readings:
        ids = [one.id for one in reading.readings]
        assert len(set(ids)) == len(ids) >= 2, reading.id
        assert reading.chosen in ids, reading.id
        assert [one.id for one in reading.readings if one.stance == "chosen"] == [reading.chosen], reading.id
        assert all(one.effect is None for one in reading.readings if one.id == reading.chosen), reading.id
        assert reading.clause in clauses, reading.id
        effects = [one for one in reading.readings if one.effect is not None]
        assert bool(effects) is not reading.documentary, f"{reading.id}: an effect, or documentary with a reason"


REFERENCE = re.compile(r"R-[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*(?:-[a-z0-9]+)*")


def test_every_reference_to_a_reading_exists(edition: Edition[Any]) -> None:
    standard = edition.standard
    known = {one.id for one in standard.readings}
    said = standard.model_dump_json()
    assert set(REFERENCE.findall(said)) - known == set()
    conditions = {one.reading for one in _conditions(standard)}
    assert conditions <= known, "a condition of applicability is a reading"


def test_every_reading_of_a_clause_is_named_there(edition: Edition[Any]) -> None:
    """The general ones (R-G…) bear on many clauses and are named where they decide something."""
    standard = edition.standard
    for reading in standard.readings:
        row = standard.rows().get(reading.clause)
        if row is not None and not reading.id.startswith("R-G"):
            assert reading.id in REFERENCE.findall(row.model_dump_json()), f"{row.key} does not name {reading.id}"


def test_every_effect_gives_another_standard(edition: Edition[Any]) -> None:
    standard = edition.standard
    expected = {
        (reading.id, one.id) for reading in standard.readings for one in reading.readings if one.effect is not None
    }
    made = {(one.reading, one.alternative) for one in edition.variants}
    assert made - expected == {("all-strict", "all-strict"), ("all-lenient", "all-lenient")}
    assert expected <= made
    chosen = standard.rows()
    for variant in edition.variants:
        name = f"{variant.reading}/{variant.alternative}"
        rows = variant.standard.rows()
        assert list(rows) == list(chosen), name
        assert variant.changed or variant.counting != CHOSEN, name
        same = [key for key in variant.changed if rows[key] == chosen[key]]
        assert same == [], f"{name} changes nothing in {same}"
        assert [key for key in chosen if rows[key] != chosen[key] and key not in variant.changed] == [], name


def test_conditions_of_applicability_stand_where_they_were_decided(edition: Edition[Any]) -> None:
    """Items 15, 23, 31, 35 as a whole; parts of 17, 18, 26, 27, 31, 47, 49; basic requirements 2, 4 and 6."""
    whole = {row.no for row in edition.standard.indicators() if row.applicable_when}
    assert whole == {15, 23, 31, 35}
    inner = {
        row.no
        for row in edition.standard.indicators()
        if any(part.applicable_when for needs in _inner(row.rule.needs()) for part in needs.parts)
    }
    assert inner == {17, 18, 26, 27, 31, 47, 49}
    assert [row.no for row in edition.standard.basic if row.applicable_when] == [4]


if __name__ == "__main__":
    source = Path(sys.argv[1]).read_text("utf-8")
    sys.stdout.write(json.dumps(digests(printed(source)), indent=1, ensure_ascii=False) + "\n")
