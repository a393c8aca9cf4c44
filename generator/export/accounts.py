"""What ``dossier account`` prints: inventories, ledger, energy, offsets and facts, with the place of every input."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.markup import escape
from rich.table import Table

from generator.export.ledger import account_data, inventory_data
from generator.export.terminal import printed
from generator.model.city import Assessed
from generator.model.fact import base_name
from generator.model.ledger import INVENTORY, Account, Claimed, Inventory, Line
from generator.model.number import decimal_text, grouped
from generator.model.text import Phrases

SCOPES = {
    "1": ("范围1", "scope 1"),
    "2_location": ("范围2 位置法", "scope 2, location"),
    "2_market": ("范围2 市场法", "scope 2, market"),
    "3": ("范围3", "scope 3"),
    "memo_biogenic": ("生物源 CO2（另列）", "biogenic CO2 (memo)"),
    "memo_other_gas": ("其他气体（另列）", "other gases (memo)"),
    "removal": ("清除（另列）", "removals (memo)"),
}


def account(phrases: Phrases, one: Assessed, form: str, lang: str, *, color: bool) -> str:
    """The account of a cycle: ``table`` for people, ``json`` for programs."""
    if form == "json":
        data = {
            "inventory": inventory_data(one.account),
            **account_data(phrases, one.account),
            "facts": {
                name: {
                    "value": decimal_text(fact.value) if fact.value is not None else None,
                    "unit": fact.unit,
                    "inputs": [{"amount": decimal_text(term.amount), "at": str(term.at)} for term in fact.terms],
                }
                for name, fact in sorted(one.account.facts.items())
            },
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    year = one.cycle.data_year
    inventory = one.account.inventories.get(year)
    lines: list[object] = [_years(one.account, lang)]
    if inventory is not None:
        lines += _ledger(phrases, inventory, lang)
    lines += _beside(phrases, one.account, lang)
    lines += _facts(phrases, one, lang)
    return printed(*lines, color=color)


def _words(pair: tuple[str, str], lang: str) -> str:
    return pair[1] if lang == "en" else pair[0]


def _years(account: Account, lang: str) -> Table:
    """tCO2e of every scope and year, to two decimals."""
    zh, en = "排放清单，tCO2e；减排、清除和抵消另列，不从中扣除", "Inventory, tCO2e; nothing is netted off"
    title = _words((zh, en), lang)
    table = Table(box=None, pad_edge=False, header_style="bold", title=title, title_justify="left")
    table.add_column(_words(("年份", "year"), lang))
    for scope in INVENTORY:
        table.add_column(_words(SCOPES[scope], lang), justify="right")
    table.add_column(_words(("合计（位置法）", "total (location)"), lang), justify="right")
    table.add_column("±", justify="right")
    for year, inventory in account.inventories.items():
        figures = [grouped(total, 2) for total in inventory.by_scope.values()]
        share = account.uncertainty[year].share
        spread = f"{grouped(share * 100, 1)} %" if share is not None else "—"
        whole = inventory.complete(*INVENTORY)
        mark = "" if whole else _words(("（不完整）", " (incomplete)"), lang)
        table.add_row(f"{year}{mark}", *figures, grouped(inventory.location, 2), spread)
    return table


def _ledger(phrases: Phrases, inventory: Inventory, lang: str) -> Iterator[str]:
    """Each line of the data year with what it is multiplied with."""
    yield ""
    rules = f"{inventory.gwp_set.id} · {inventory.guideline.id}"
    yield f"[bold]{_words(('台账', 'Ledger'), lang)} {inventory.year}[/] [dim]{escape(rules)}[/]"
    for line in inventory.lines:
        yield from _line(phrases, line, lang)


def _line(phrases: Phrases, line: Line, lang: str) -> Iterator[str]:
    name = escape(phrases.word(line.label, lang))
    scope = _words(SCOPES[line.scope], lang)
    yield f"{name}  [dim]{scope} · {escape(line.id)} · {escape(str(line.at))}[/]"
    yield f"    {escape(str(line.activity))} → [bold]{grouped(line.tonnes, 4)} tCO2e[/]"
    for one in line.inputs:
        check = _words(("（待核）", " (to be verified)"), lang) if one.to_be_verified else ""
        title = escape(phrases.word(one.title, lang))
        yield f"    × {escape(str(one.value))}  {title}{check}  [dim]{escape(str(one.at))}[/]"
    for mass in line.masses:
        yield f"    = {grouped(mass.kg, 4)} kg {escape(mass.gas.name)} × GWP {decimal_text(mass.gwp)}"


def _beside(phrases: Phrases, account: Account, lang: str) -> Iterator[str]:
    """The three blocks that stand beside the inventory."""
    statement = account.offsets
    if statement is None:
        return
    yield ""
    yield f"[bold]{_words(('抵消说明', 'Offset statement'), lang)} {statement.year}[/]"
    for words, value in (
        (("范围1 + 范围2（位置法）", "scope 1 + scope 2 (location)"), statement.gross),
        (("边界内自主减排", "own reductions inside the boundary"), statement.reductions),
        (("剩余", "remaining"), statement.residual),
        (("抵消", "offset"), statement.offset),
    ):
        yield f"    {_words(words, lang)}  {grouped(value, 4)} tCO2e"
    for one in account.instruments:
        yield _instrument(phrases, one, lang)


def _instrument(phrases: Phrases, one: Claimed, lang: str) -> str:
    state = phrases.say(one.why, lang) if one.why else f"{grouped(one.tonnes, 4)} tCO2e"
    return (
        f"    {one.mode} {escape(one.name)}  {escape(str(one.amount))}  {escape(state)}  [dim]{escape(str(one.at))}[/]"
    )


def _facts(phrases: Phrases, one: Assessed, lang: str) -> Iterator[str]:
    """The computed figures with the place of every input."""
    kinds = one.edition.standard.head.facts
    yield ""
    yield f"[bold]{_words(('由数据计算的数值', 'Computed figures'), lang)}[/]"
    for name, fact in sorted(one.account.facts.items()):
        kind = kinds.get(base_name(name))
        title = kind.title.in_(lang) if kind else name
        value = "—" if fact.value is None else decimal_text(fact.value)
        yield f"[bold]{escape(name)}[/] {escape(title)} = {value} {escape(fact.unit or '')}"
        for sign, terms in (("+", fact.numerator), ("÷", fact.denominator or ())):
            for term in terms:
                label = phrases.word(term.label, lang)
                yield f"    {sign} {decimal_text(term.amount)}  {escape(label)}  [dim]{escape(str(term.at))}[/]"
