"""What the command line prints: findings, scorecards and figures, as text for people or data for programs."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from generator.export.api import cycle_data
from generator.export.outlook import city_data, outlook_data
from generator.model.city import Assessed, City
from generator.model.finding import Described, Severity
from generator.model.link import LinkReport
from generator.model.number import decimal_text, grouped
from generator.model.outlook import Outlook, Step
from generator.model.scorecard import Award, Outcome, Scorecard, Verdict

SEVERITY = {
    Severity.ERROR: ("错误", "error", "red"),
    Severity.WARNING: ("警告", "warning", "yellow"),
    Severity.NOTE: ("提示", "note", "cyan"),
}
OUTCOME = {
    Outcome.MET: ("满足", "met", "green"),
    Outcome.PARTIAL: ("部分", "partial", "yellow"),
    Outcome.NOT_MET: ("不满足", "not met", "red"),
    Outcome.NOT_APPLICABLE: ("不适用", "n/a", "dim"),
    Outcome.PENDING: ("待定", "pending", "magenta"),
}
VERDICT = {
    Verdict.GATE_FAILED: ("基本要求不符", "a basic requirement is not met"),
    Verdict.INCOMPLETE: ("待补", "incomplete"),
    Verdict.BLOCKED: ("未达标（必选项为 0 分）", "not reached (a required item at 0)"),
    Verdict.REACHED: ("达标", "reached"),
    Verdict.NEEDS_DECISION: ("低于原则分值，需主管部门决定", "below the mark; the authority decides"),
}


def _pick(pair: tuple[str, ...], lang: str) -> str:
    return pair[1] if lang == "en" else pair[0]


def printed(*lines: object, color: bool) -> str:
    """Lines of text and tables as they are printed, with colours or without."""
    buffer = io.StringIO()
    console = Console(file=buffer, force_terminal=color, no_color=not color, highlight=False, soft_wrap=True, width=110)
    for line in lines:
        console.print(line)
    return buffer.getvalue()


# ── findings ───────────────────────────────────────────────────────────────────────────────────────────────


def findings(city: City, form: str, lang: str, *, color: bool) -> str:
    """All findings: ``text``, ``json`` or GitHub's annotations."""
    described = [city.catalogue.describe(found, lang) for found in sorted(city.findings, key=lambda one: one.at)]
    if form == "json":
        return json.dumps([_data(one) for one in described], ensure_ascii=False, indent=1) + "\n"
    if form == "github":
        return "".join(map(_annotation, described))
    return _text(described, lang, color=color)


def _data(one: Described) -> dict[str, object]:
    return {
        "code": one.code,
        "severity": one.severity,
        "file": one.at.file,
        "line": one.at.line,
        "column": one.at.column,
        "message": one.message,
        "hint": one.hint,
        "example": one.example,
    }


def _annotation(one: Described) -> str:
    """``::error file=…``: per cent, line ends, and in properties colon and comma are escaped as GitHub asks."""

    def safe(text: str, more: str = "") -> str:
        for character in "%\r\n" + more:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    level = {"error": "error", "warning": "warning", "note": "notice"}[one.severity]
    place = f"file={safe(one.at.file, ':,')},line={one.at.line},col={one.at.column}"
    return f"::{level} {place},title={safe(one.code, ':,')}::{safe(f'{one.message} {one.hint}')}\n"


def _visible(text: str) -> str:
    """A file name that holds control characters must not steer the terminal."""
    return "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in text)


def _text(described: Iterable[Described], lang: str, *, color: bool) -> str:
    described = list(described)
    lines: list[object] = []
    seen: set[str] = set()
    for one in described:
        zh, en, style = SEVERITY[one.severity]
        word = en if lang == "en" else zh
        lines.append(f"[{style}]{word}[/] {escape(_visible(str(one.at)))} [dim]{escape(f'[{one.code}]')}[/]")
        lines.append(f"    {escape(one.message)}")
        lines.append(f"    [dim]→[/] {escape(one.hint)}")
        if one.severity is Severity.ERROR and one.code not in seen:
            seen.add(one.code)
            lines.append(f"    [dim]{'例' if lang == 'zh' else 'e.g.'}[/]")
            lines += [f"      [dim]{escape(line)}[/]" for line in one.example.rstrip().splitlines()]
    counts = {severity: sum(one.severity is severity for one in described) for severity in Severity}
    if lang == "en":
        summary = ", ".join(
            f"{count} {SEVERITY[severity][1]}{'' if count == 1 else 's'}" for severity, count in counts.items()
        )
    else:
        summary = "，".join(f"{SEVERITY[severity][0]} {count}" for severity, count in counts.items())
    lines.append(summary)
    return printed(*lines, color=color)


# ── scorecard ──────────────────────────────────────────────────────────────────────────────────────────────


def scorecard(city: City, one: Assessed, form: str, lang: str, *, color: bool) -> str:
    """A scorecard as a table of items with the published reason, or as the open data's JSON."""
    if form == "json":
        return json.dumps(cycle_data(city, one), ensure_ascii=False, indent=1) + "\n"
    card, zh = one.scorecard, lang == "zh"
    table = Table(box=None, pad_edge=False, header_style="bold")
    heads = (
        ("条款", "状态", "满分", "自评", "有据", "理由")
        if zh
        else ("item", "state", "full", "claimed", "evidenced", "why")
    )
    for index, head in enumerate(heads):
        table.add_column(head, justify="right" if 2 <= index <= 4 else "left", no_wrap=index < 5, overflow="fold")
    titles = {row.id: row.title for row in one.edition.standard.indicators()}
    for item in card.items:
        word, style = _pick(OUTCOME[item.outcome], lang), OUTCOME[item.outcome][2]
        state = f"[{style}]{word}{'!' if item.blocks else ''}[/]"
        why = f"{titles[item.id].in_(lang)}：{_why(city, item.standing, lang)}"
        points = [grouped(value, 2) for value in (item.full, item.claimed.points, item.evidenced.points)]
        table.add_row(item.id, state, *points, escape(why))
    gates = [f"{gate.no} {_pick(OUTCOME[gate.outcome], lang)}" for gate in card.gates]
    lines: list[object] = [
        f"[bold]{escape(_name(one, lang))} {one.cycle.name}[/]",
        ("基本要求：" if zh else "Basic requirements: ") + " · ".join(gates),
        table,
        _totals(card, lang),
        f"[bold]{'判定' if zh else 'Verdict'}：{_pick(VERDICT[card.verdict], lang)}[/]"
        + (("（结论对解释敏感）" if zh else " (sensitive to how the table is read)") if card.sensitive else ""),
    ]
    return printed(*lines, color=color)


def _totals(card: Scorecard, lang: str) -> str:
    """The line of totals, with the exact published value."""
    total = card.total
    figures = [(total.claimed, "自评", "claimed"), (total.evidenced, "有据", "evidenced")]
    figures += [(total.published, "公布", "published"), (card.strict, "不适用计零", "strict")]
    figures += [(card.rescaled, "不适用剔除", "rescaled")]
    words = " · ".join(f"{en if lang == 'en' else zh} {grouped(value, 2)}" for value, zh, en in figures)
    exact = decimal_text(total.published)
    return f"Total: {words} (published exactly {exact})" if lang == "en" else f"合计：{words}（公布分精确值 {exact}）"


def _name(one: Assessed, lang: str) -> str:
    return one.cycle.factory.name.en if lang == "en" else one.cycle.factory.name.zh


def _why(city: City, award: Award, lang: str) -> str:
    return ("; " if lang == "en" else "；").join(city.phrases.say(said, lang) for said in award.reasons)


# ── outlook ────────────────────────────────────────────────────────────────────────────────────────────────


def outlook(city: City, one: Assessed, form: str, lang: str, *, color: bool) -> str:
    """What lapses when, what it takes along, and the verdict from then on; or the open data's JSON."""
    seen = city.outlooks[one.cycle.id]
    if form == "json":
        return json.dumps(outlook_data(one, seen), ensure_ascii=False, indent=1) + "\n"
    zh = lang == "zh"
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in (
        ("自", "到期（+ 为开始有效）", "变化", "合计", "判定")
        if zh
        else (*("from", "lapses (+ begins)", "changes", "total", "verdict"),)
    ):
        table.add_column(head, justify="right" if head in ("合计", "total") else "left", overflow="fold")
    for step in (seen.start, *seen.steps):
        past = " ·" if step.on <= seen.as_of else ""
        table.add_row(
            f"{step.on.isoformat()}{past}",
            escape(_turning(one, step, lang) or ("基准日，公布" if zh else "reference date, published")),
            escape(_changing(step, lang) or "—"),
            grouped(step.total, 2),
            _pick(VERDICT[step.verdict], lang),
        )
    name = f"[bold]{escape(_name(one, lang))} {one.cycle.name}[/]"
    asked = f"{seen.as_of.isoformat()} → {seen.until.isoformat()}"
    given = "假定什么都不续、其他不变；“·”已发生" if zh else "nothing renewed, nothing else changed; “·” has come"
    return printed(
        f"{name}  {asked}（{given}）" if zh else f"{name}  {asked} ({given})", table, *_falls(seen, lang), color=color
    )


def city_outlook(city: City, form: str, lang: str, *, color: bool) -> str:
    """The newest cycle of every factory: as published, as of the day of the build, at the end, and when it falls."""
    if form == "json":
        return json.dumps(city_data(city), ensure_ascii=False, indent=1) + "\n"
    table = Table(box=None, pad_edge=False, header_style="bold")
    heads = (
        ("工厂", "公布", "今天", "期末", "不再达标", "跌破达标线")
        if lang == "zh"
        else (*("factory", "published", "today", "at the end", "not reached from", "below the mark from"),)
    )
    for index, head in enumerate(heads):
        table.add_column(head, justify="right" if index in (1, 2, 3) else "left", overflow="fold")
    for one in city.newest:
        seen = city.outlooks[one.cycle.id]
        totals = [grouped(step.total, 2) for step in (seen.start, seen.now, seen.end)]
        days = [step.on.isoformat() if step else "—" for step in (seen.fall, seen.below)]
        table.add_row(escape(f"{_name(one, lang)} {one.cycle.name}"), *totals, *days)
    return printed(table, color=color)


def _turning(one: Assessed, step: Step, lang: str) -> str:
    named = []
    for turn in step.turns:
        title = f" {one.cycle.evidence[turn.name].title}" if turn.what == "evidence" else ""
        named.append(f"{'' if turn.lapses else '+ '}{turn.name}{title}")
    return ("; " if lang == "en" else "；").join(named)


def _changing(step: Step, lang: str) -> str:
    items = [f"{one.id} {grouped(one.difference, 2)}{'!' if one.blocks else ''}" for one in step.items]
    gates = [
        f"{'basic' if lang == 'en' else '基本要求'} {one.no} {_pick(OUTCOME[one.after], lang)}" for one in step.gates
    ]
    return "; ".join(items + gates)


def _falls(seen: Outlook, lang: str) -> list[str]:
    mark = decimal_text(seen.pass_mark)
    said = []
    for step, zh, en in (
        (seen.fall, "起不再达标", "not reached from"),
        (seen.below, f"起低于 {mark} 分", f"below {mark} from"),
    ):
        if step:
            names, day = [turn.name for turn in step.causes], step.on.isoformat()
            said.append(
                f"{en} {day}, for want of {', '.join(names)}" if lang == "en" else f"{day} {zh}：{'、'.join(names)}到期"
            )
    return [f"[bold]{escape(line)}[/]" for line in said]


# ── links ──────────────────────────────────────────────────────────────────────────────────────────────────


def links(report: LinkReport) -> str:
    """A run of the link check as JSON: every link that was asked for, and how many wait for the next run."""
    data = {
        "left": report.left,
        "links": [
            {
                "url": one.url,
                "places": [str(at) for at in one.places],
                "answered": one.answer.answered,
                "why": one.answer.why,
                "moved_to": one.answer.moved_to or None,
                "failing_since": one.remembered.failing_since.isoformat() if one.remembered.failing_since else None,
                "dead": one.dead,
            }
            for one in report.asked
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
