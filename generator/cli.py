"""The command ``dossier``. Messages are Chinese by default, English with ``--lang en`` or an English LANG."""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from generator import __version__
from generator.export import accounts, terminal
from generator.export.ledger import ledger_csv
from generator.links.ask import Asker, Pace, resolve
from generator.links.check import check_links
from generator.links.collect import collect
from generator.links.memory import load_memory, save_memory
from generator.links.policy import Policy
from generator.load.reference import load_reference
from generator.load.strict_yaml import parse
from generator.model.city import Assessed, City
from generator.model.clock import build_day
from generator.pipeline import Options, assess, compare_originals, foresee, load_editions, produce
from generator.submit.fmt import format_tree
from generator.submit.new import new_factory

FORMATS = ("text", "json", "github")


def _lang() -> str:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "zh"


class Settings:
    """Where the repository is and in which language to speak."""

    def __init__(self, root: Path, lang: str) -> None:
        self.root, self.lang = root, lang
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(highlight=False, soft_wrap=True, stderr=True)

    def say(self, zh: str, en: str) -> None:
        """One line to the person, on standard error: standard output is for results."""
        self.err.print(escape(en if self.lang == "en" else zh))

    def usage(self, zh: str, en: str) -> click.UsageError:
        return click.UsageError(en if self.lang == "en" else f"{zh} / {en}")

    def city(self, only: Iterable[str] = (), *, preview: bool = True) -> City:
        wanted = frozenset(only)
        with self.err.status("读取、检查、评分 …" if self.lang == "zh" else "reading, checking, scoring …"):
            return assess(self.root, Options(as_of=build_day(), only=wanted or None, preview=preview, workers=None))


def find_root(start: Path) -> Path | None:
    """The nearest folder, here or above, that holds mkdocs.yml and factories/."""
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "factories").is_dir():
            return folder
    return None


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dossier")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), help="仓库位置 / the repository")
@click.option("--lang", type=click.Choice(("zh", "en")), default=_lang, help="语言 / language")
@click.pass_context
def cli(context: click.Context, root: Path | None, lang: str) -> None:
    """近零碳工厂评价：检查、评分、生成网站。

    Near-zero-carbon factories: check, score, build the site.

    \b
    例 / Example:
      dossier check
      dossier score wujin-bearing
      dossier build
    """
    found = root.resolve() if root else find_root(Path.cwd().resolve())
    if found is None or not (found / "mkdocs.yml").is_file():
        raise click.UsageError(
            "找不到仓库（含 mkdocs.yml 与 factories/ 的文件夹）；请进入仓库，或用 --root 指明 / "
            "no repository here (a folder with mkdocs.yml and factories/); go there or use --root"
        )
    context.obj = Settings(found, lang)


def main() -> None:
    """Run the command; no traceback reaches a person for what can go wrong with their files."""
    try:
        cli(prog_name="dossier")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _slugs(settings: Settings, paths: Iterable[str]) -> list[str]:
    """Names of factories, or paths of or in their folders, as slugs."""
    base = settings.root / "factories"
    slugs = []
    for given in paths:
        place = base / given if Path(given).name == given else Path(given).absolute()
        inside = Path(os.path.normpath(place))
        slug = inside.relative_to(base).parts[0] if inside != base and inside.is_relative_to(base) else ""
        if not slug or not (base / slug).is_dir():
            raise settings.usage(f"没有工厂“{given}”", f"there is no factory “{given}”")
        slugs.append(slug)
    return slugs


@cli.command()
@click.argument("paths", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="输出格式 / output format")
@click.option(
    "--vault",
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
    help="不公开的证据原件所在文件夹，按散列值核对 / a folder of originals that are not public, compared by hash",
)
@click.pass_obj
def check(settings: Settings, paths: tuple[str, ...], form: str, vault: Path | None) -> None:
    """检查全部或所列工厂。退出码：0 无错误 · 1 有错误 · 2 用法错误。

    Check all factories, or those named. Exit status: 0 clean, 1 errors found, 2 usage.

    \b
    例 / Example:
      dossier check
      dossier check wujin-bearing --format json
      dossier check wujin-bearing --vault ~/originals
    """
    if vault is not None and _published(settings.root, vault):
        raise settings.usage(
            "原件不能放在仓库里（根目录下不入库的 vault/ 除外）",
            "originals must not lie in the repository (but for vault/ at its root, which git leaves out)",
        )
    city = settings.city(_slugs(settings, paths))
    if vault is not None:
        city, unreadable = compare_originals(city, vault)
        if unreadable:
            settings.say(f"原件中有 {unreadable} 个无法读取", f"{unreadable} of the originals cannot be read")
    click.echo(terminal.findings(city, form, settings.lang, color=settings.out.is_terminal), nl=False)
    sys.exit(1 if city.catalogue.errors(city.findings) else 0)


def _published(root: Path, folder: Path) -> bool:
    """Whether a folder holds, or lies in, what the repository makes public."""
    vault = root / "vault"
    return root.is_relative_to(folder) or (folder.is_relative_to(root) and not folder.is_relative_to(vault))


def _cycle(settings: Settings, city: City, slug: str, cycle: str | None) -> Assessed:
    found = [one for one in city.assessed if cycle in (None, one.cycle.name)]
    if not found:
        click.echo(terminal.findings(city, "text", settings.lang, color=settings.err.is_terminal), err=True, nl=False)
        names = f"{slug}/{cycle}" if cycle else slug
        settings.say(
            f"{names} 无法评分：没有这个周期，或有上列错误",
            f"{names} cannot be scored: no such cycle, or the errors above",
        )
        sys.exit(1)
    return max(found, key=lambda one: one.cycle.name)


@cli.command()
@click.argument("slug")
@click.argument("cycle", required=False)
@click.option(
    "--format", "form", type=click.Choice(("table", "json")), default="table", help="输出格式 / output format"
)
@click.pass_obj
def score(settings: Settings, slug: str, cycle: str | None, form: str) -> None:
    """一个工厂的评分卡：逐条得分与理由。

    The scorecard of a factory: points and reasons, item by item.

    \b
    例 / Example:
      dossier score wujin-bearing
      dossier score wujin-bearing 2025 --format json
    """
    city = settings.city(_slugs(settings, [slug]))
    one = _cycle(settings, city, slug, cycle)
    click.echo(terminal.scorecard(city, one, form, settings.lang, color=settings.out.is_terminal), nl=False)


@cli.command()
@click.argument("slug")
@click.argument("cycle", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "csv")),
    default="table",
    help="输出格式；csv 为台账 / output format; csv is the ledger",
)
@click.pass_obj
def account(settings: Settings, slug: str, cycle: str | None, form: str) -> None:
    """碳账：各年清单、台账、能源、抵消说明和由数据计算的数值，每个都写明来自哪一行。

    The carbon account: inventories, ledger, energy, offsets and computed figures, each with the line it comes from.

    \b
    例 / Example:
      dossier account wujin-bearing
      dossier account wujin-bearing 2025 --format csv > ledger.csv
    """
    city = settings.city(_slugs(settings, [slug]))
    one = _cycle(settings, city, slug, cycle)
    if form == "csv":
        click.echo(ledger_csv(city.phrases, one.account), nl=False)
    else:
        click.echo(accounts.account(city.phrases, one, form, settings.lang, color=settings.out.is_terminal), nl=False)


@cli.command()
@click.argument("slug", required=False)
@click.argument("cycle", required=False)
@click.option(
    "--months", type=click.IntRange(1, 120), help="看多少个月 / months ahead  [content/reference/evidence.yaml]"
)
@click.option(
    "--format", "form", type=click.Choice(("table", "json")), default="table", help="输出格式 / output format"
)
@click.pass_obj
def outlook(settings: Settings, slug: str | None, cycle: str | None, months: int | None, form: str) -> None:
    """证据到期之后的得分：哪一天、因为什么、少哪些分；不写工厂则为全市。

    Points after evidence lapses: on which day, because of what, and which; without a factory, of the whole city.

    \b
    例 / Example:
      dossier outlook
      dossier outlook wujin-bearing 2025 --months 36
    """
    city = foresee(settings.city(_slugs(settings, [slug] if slug else [])), months)
    color = settings.out.is_terminal
    if slug is None:
        click.echo(terminal.city_outlook(city, form, settings.lang, color=color), nl=False)
        return
    one = _cycle(settings, city, slug, cycle)
    click.echo(terminal.outlook(city, one, form, settings.lang, color=color), nl=False)


@cli.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="输出文件夹 / output folder  [site]")
@click.option("--preview", is_flag=True, help="包括未公示的草稿 / with drafts")
@click.option("--workers", type=click.IntRange(0), help="读取工厂的隔离进程数，0 为不隔离 / jailed readers, 0 for none")
@click.pass_obj
def build(settings: Settings, out: Path | None, preview: bool, workers: int | None) -> None:
    """生成整个网站到 site/，并核对站内链接。有错误的工厂会被跳过，网站照常生成，退出码为 1。

    Build the site and check its own links. A factory with an error is left out, the site is built all the same,
    and the exit status is 1.

    \b
    例 / Example:
      dossier build
      dossier build --preview --out /tmp/preview
    """
    from generator.publish.build import (
        build_site,
    )  # MkDocs takes 0.3 s to import; only these commands need it

    target = (out or settings.root / "site").resolve()
    if target == settings.root or settings.root.is_relative_to(target):
        raise settings.usage("输出文件夹不能包含仓库本身", "the output folder must not hold the repository itself")
    zh = settings.lang == "zh"
    with settings.err.status("读取、检查、评分 …" if zh else "reading, checking, scoring …") as status:
        produced = produce(settings.root, Options(as_of=build_day(), preview=preview, workers=workers))
        status.update(f"生成 {len(produced.pages)} 页 …" if zh else f"publishing {len(produced.pages)} pages …")
        count, found = build_site(settings.root, target, produced)
    city = replace(produced.city, findings=(*produced.city.findings, *found))
    click.echo(terminal.findings(city, "text", settings.lang, color=settings.err.is_terminal), err=True, nl=False)
    settings.say(f"{count} 个文件 → {target}", f"{count} files → {target}")
    sys.exit(1 if city.catalogue.errors(city.findings) else 0)


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口 / port")
@click.option("--preview/--public", default=True, help="是否包括草稿 / with drafts or not")
@click.pass_obj
def serve(settings: Settings, port: int, preview: bool) -> None:
    """在本机浏览，改动 factories/、content/、templates/ 后自动刷新。

    Browse on this machine; changes in factories/, content/ and templates/ show at once.

    \b
    例 / Example:
      dossier serve --port 8001
    """
    from generator.publish.build import (
        serve_site,
    )  # MkDocs takes 0.3 s to import; only these commands need it

    settings.say(f"http://127.0.0.1:{port}/ （Ctrl-C 结束）", f"http://127.0.0.1:{port}/ (Ctrl-C ends it)")
    serve_site(settings.root, port, preview=preview)


@cli.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="输出文件夹 / output folder",
)
@click.option("--preview", is_flag=True, help="包括未公示的草稿 / with drafts")
@click.pass_obj
def pages(settings: Settings, out: Path, preview: bool) -> None:
    """把全部 Markdown、素材和开放数据写到一个文件夹，不依赖插件即可构建。

    Write all Markdown, assets and open data into one folder that builds without the plugin.

    \b
    例 / Example:
      dossier pages --out /tmp/pages
    """
    from generator.publish.build import (
        write_pages,
    )  # MkDocs takes 0.3 s to import; only these commands need it

    produced = produce(settings.root, Options(as_of=build_day(), preview=preview, workers=None))
    count = write_pages(settings.root, out.resolve(), produced)
    settings.say(f"{count} 个文件 → {out}", f"{count} files → {out}")


@cli.command()
@click.argument("slug")
@click.option("--year", type=click.IntRange(1990, 2099), help="数据年 / data year  [去年 / last year]")
@click.option("--standard", default="changzhou-near-zero", show_default=True, help="标准 / standard")
@click.pass_obj
def new(settings: Settings, slug: str, year: int | None, standard: str) -> None:
    """新建一个工厂文件夹：每个条款都有注释说明怎样填写。

    Make the folder of a new factory, with every clause explained in comments.

    \b
    例 / Example:
      dossier new wujin-bearing --year 2025
    """
    editions, _ = load_editions(settings.root)
    found = [edition.standard for edition in editions.values() if edition.standard.head.id == standard]
    if not found:
        known = ", ".join(edition.standard.head.id for edition in editions.values()) or "—"
        raise settings.usage(
            f"没有标准“{standard}”；现有：{known}", f"there is no standard “{standard}”; known: {known}"
        )
    newest = max(found, key=lambda one: one.head.edition)
    made = new_factory(settings.root, slug, year or build_day().year - 1, newest, load_reference(settings.root))
    if isinstance(made, str):
        zh, _, en = made.partition(" / ")
        raise settings.usage(zh, en)
    for path in made:
        click.echo(path)
    settings.say(f"下一步：填写后运行 dossier check {slug}", f"next: fill it in, then run dossier check {slug}")


@cli.command()
@click.argument("paths", nargs=-1)
@click.option("--check", "only_check", is_flag=True, help="只检查，不改写 / change nothing, exit 1 if something would")
@click.pass_obj
def fmt(settings: Settings, paths: tuple[str, ...], only_check: bool) -> None:
    """把文件写成统一格式（保留注释和顺序）。

    Write files in the one canonical form; comments and order stay.

    \b
    例 / Example:
      dossier fmt wujin-bearing
      dossier fmt --check
    """
    done = format_tree(settings.root, _slugs(settings, paths), parse, write=not only_check)
    for path in done.changed:
        click.echo(path)
    for left in done.left:
        settings.say(f"{left.path}：{left.why.zh}", f"{left.path}: {left.why.en}")
    if only_check and done.changed:
        count = len(done.changed)
        settings.say(f"{count} 个文件不是统一格式，运行 dossier fmt", f"{count} files differ; run dossier fmt")
    sys.exit(1 if (only_check and done.changed) or done.left else 0)


#: Set where a proposed change is being checked: whoever proposes it must not choose whom we ask.
PROPOSED = ("GITHUB_HEAD_REF", "CI_MERGE_REQUEST_IID")


@cli.command()
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="两次运行之间保存的状态 / what is remembered between runs  [.cache/links.json]",
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出格式 / output format")
@click.pass_obj
def links(settings: Settings, state: Path | None, form: str) -> None:
    """核对指向其他网站的链接。定期运行，不用于合并请求的检查。退出码：0 无失效链接 · 1 有 · 2 用法错误。

    Check the links to other hosts: on a schedule, never for a pull request. Exit status: 0 none dead, 1 some, 2 usage.

    \b
    例 / Example:
      dossier links
      dossier links --state links.json --format json
    """
    if any(os.environ.get(name) for name in PROPOSED):
        raise settings.usage(
            "合并请求的检查中不核对外部链接：请定期运行",
            "links to other hosts are not checked for a pull request: run this on a schedule",
        )
    place = state or settings.root / ".cache" / "links.json"
    memory = load_memory(place)
    if memory is None:
        settings.say(f"{place} 不能使用，重新开始记录", f"{place} cannot be used; starting anew")
    city = settings.city(preview=False)
    policy = Policy()
    asker = Asker(policy, Pace(policy.between), resolve, ssl.create_default_context())
    found_links = collect(city, settings.root)
    with settings.err.status("核对链接 …" if settings.lang == "zh" else "asking for links …"):
        report, found = check_links(found_links, memory or {}, asker.ask, build_day(), policy)
    try:
        save_memory(place, report.memory)
    except OSError as error:
        raise settings.usage(f"不能写入 {place}：{error.strerror}", f"cannot write {place}: {error.strerror}") from None
    if form == "json":
        click.echo(terminal.links(report), nl=False)
    else:
        said = terminal.findings(
            replace(city, findings=tuple(found)), "text", settings.lang, color=settings.out.is_terminal
        )
        click.echo(said, nl=False)
    settings.say(
        f"{len(report.asked)} 个链接已核对，{report.left} 个留待下次",
        f"{len(report.asked)} links asked, {report.left} left",
    )
    sys.exit(1 if any(one.code in ("link.dead", "link.refused") for one in found) else 0)
