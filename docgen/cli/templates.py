"""Commands about sets of templates: try what a folder would change, promote it, take it back."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.cases import json_option
from docgen.cli.door import console_actor, open_office
from docgen.cli.output import say_json, write_file
from docgen.clock import BEIJING
from docgen.engine import Engine, assemble
from docgen.errors import ExitCode
from docgen.proof.given import misplaced
from docgen.register.database import FILE_NAME, Register
from docgen.settings import Settings

if TYPE_CHECKING:
    from docgen.register.promoting import Candidate

CURRENT = "当前"
folder_argument = click.argument(
    "folder", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
over_option = click.option(
    "--over-current", is_flag=True,
    help="FOLDER 只放这次改的文件，叠在现在启用的一套上；不写则叠在随程序的一套上。",
)  # fmt: skip
by_option = click.option("--by", required=True, metavar="账号", help="以谁的名义。")


@click.group(help="模板：改过之后先试用，看清会改变什么，再用于出具。")
def templates() -> None:
    """Group what is done to sets of templates."""


@contextmanager
def _office_at_hand(settings: Settings) -> Iterator[Register | None]:
    if not settings.database_url and not (settings.home / FILE_NAME).exists():
        yield None
        return
    with open_office(settings, existing=True) as office:
        yield office


@templates.command(
    "try",
    help="检查一个模板文件夹（只放改过的文件即可），列出和正在使用的一套相比会改变什么；"
    "-o 写成一页，左右对照。有问题时退出码不为零。",
)
@folder_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="对照报告写到这个 HTML 文件。"
)
@click.option(
    "--last", type=click.IntRange(1, 1000), metavar="N",
    help="另取每种文书最近出具的 N 份来比较；报告里会有当事人的个人信息。",
)  # fmt: skip
@over_option
def try_templates(folder: Path, output: Path | None, last: int | None, over_current: bool) -> None:
    """Show what a folder of templates changes, and what is wrong with it."""
    from docgen.look.trial import touched  # noqa: PLC0415 - draws pages
    from docgen.look.trial_report import ALONE, issued_words, report_of, summary_of  # noqa: PLC0415
    from docgen.register.trying import last_issued, try_apart  # noqa: PLC0415

    settings = Settings.from_env()
    unused = misplaced(assemble(settings), folder)
    for flaw in unused:
        click.echo(str(flaw), err=True)
    with _office_at_hand(settings) as office:
        if office is None and (last or over_current):
            raise click.UsageError("这里没有登记簿：--last 和 --over-current 要用登记簿。")
        found = _candidate(assemble(settings), office, folder, over_current=over_current)
        issued = {}
        if office and last:
            kinds = touched(found.now, found.then)
            issued = last_issued(office, found.now, kinds, last, actor=console_actor())
        trials = try_apart(found.now, found.then, issued)
    for each in trials:
        for flaw in each.flaws:
            click.echo(str(flaw), err=True)
        if each.proved:
            old, new = (len(urls) for urls in each.sheets)
            words = f"{len(each.changes)} 个案例的文字有变化"
            click.echo(f"{each.title}（{each.kind}）：{words}，示例原来 {old} 页，现在 {new} 页。")
            if each.alone:
                click.echo(f"  {ALONE[each.alone]}")
            if each.compared or each.left_out:
                click.echo(f"  {issued_words(each)}")
    if output:
        write_file(output, report_of(trials).encode())
        if last:
            output.chmod(0o600)
        click.echo(f"已写出 {output}，用浏览器打开。", err=True)
    click.echo(summary_of(trials))
    if unused or not all(each.proved for each in trials):
        sys.exit(ExitCode.bad_catalogue)


@templates.command(
    help="检查一个模板文件夹，存进登记簿，从某一天的文书起使用；没有通过检查的不收。"
)
@folder_argument
@click.option("--from", "live_from", type=click.DateTime(["%Y-%m-%d"]), required=True,
              help="从哪一天的文书起使用，今天或以后。")  # fmt: skip
@by_option
@over_option
def promote(folder: Path, live_from: datetime, by: str, over_current: bool) -> None:
    """Promote a folder of templates."""
    from docgen.cli.register_acts import named_actor  # noqa: PLC0415 - imports what renders
    from docgen.register.promoting import promote_candidate  # noqa: PLC0415
    from docgen.register.trying import UnprovedSetError  # noqa: PLC0415

    settings = Settings.from_env()
    with open_office(settings) as office:
        actor = named_actor(office, by)
        engine = assemble(settings)
        found = _candidate(engine, office, folder, over_current=over_current)
        try:
            if unused := misplaced(engine, folder):
                raise UnprovedSetError(unused)
            made = promote_candidate(office, found, live_from.date(), actor=actor)
        except UnprovedSetError as fault:
            for flaw in fault.flaws:
                click.echo(str(flaw), err=True)
            raise
    click.echo(f"{made.templates_sha256[:12]}  从 {made.live_from} 的文书起使用。")
    if made.waits:
        click.echo(f"还要由另一人确认：docgen templates confirm {made.id} --by 账号。", err=True)


@templates.command(help="以第二人的名义确认一套等待确认的模板（机关设置要求两人时）。")
@click.argument("promotion_id")
@by_option
def confirm(promotion_id: str, by: str) -> None:
    """Confirm a promotion."""
    from docgen.cli.register_acts import named_actor  # noqa: PLC0415 - imports what renders
    from docgen.register import promotions  # noqa: PLC0415

    with open_office() as office:
        made = promotions.confirm(office, promotion_id, actor=named_actor(office, by))
    click.echo(f"{made.templates_sha256[:12]}  从 {made.live_from} 的文书起使用。")


@templates.command(help="退回到上一套：最近启用的一套不再使用，已经出具的文书不变，什么也不删除。")
@click.option("--reason", required=True, help="退回的理由，记入登记簿。")
@by_option
def back(reason: str, by: str) -> None:
    """Return to the set before."""
    from docgen.cli.register_acts import named_actor  # noqa: PLC0415 - imports what renders
    from docgen.register import promotions  # noqa: PLC0415

    with open_office() as office:
        made = promotions.back(office, reason, actor=named_actor(office, by))
    click.echo(f"{made.templates_sha256[:12]}  不再使用。")


@templates.command("list", help="列出启用过的模板：从哪一天起、谁启用、谁确认、是否退回。")
@json_option
def list_templates(as_json: bool) -> None:
    """List the promotions."""
    from docgen.register import promotions  # noqa: PLC0415 - a database takes its time to import

    with open_office(existing=True) as office:
        found = promotions.list_promotions(office)
        today = promotions.set_on(promotions.turns(office), office.now().astimezone(BEIJING).date())
    if as_json:
        say_json([promotions.described(each) for each in found])
        return
    for each in found:
        mark = "  ← 今天使用" if each.templates_sha256 == today and each.counts else ""
        said = f"从 {each.live_from} 起  {promotions.state_of(each)}"
        click.echo(f"{each.templates_sha256[:12]}  {said}{mark}")
    if today is None:
        click.echo("今天使用的是设置里的模板。")


@templates.command(
    help="看一套启用过的模板：DIGEST 是 list 列出的摘要，或者写「当前」；-o 取出它的全部文件。"
)
@click.argument("digest")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="取出到这个新文件夹。")
def show(digest: str, output: Path | None) -> None:
    """Show one set, and take its files out."""
    from docgen.register import promotions  # noqa: PLC0415 - a database takes its time to import
    from docgen.register.kept_sets import path_of  # noqa: PLC0415
    from docgen.sets import read_kept  # noqa: PLC0415
    from docgen.template.frozen import FOLDER, files_of_set  # noqa: PLC0415

    settings = Settings.from_env()
    with open_office(settings, existing=True) as office:
        today = office.now().astimezone(BEIJING).date()
        wanted: str | None
        if digest == CURRENT:
            wanted = promotions.set_on(promotions.turns(office), today)
        else:
            wanted = promotions.known_set(office, digest)
        every = promotions.list_promotions(office)
        if wanted is None:
            files = files_of_set(replace(assemble(settings).settings, calendars=None))
        else:
            files = read_kept(path_of(office, wanted))
    click.echo(f"摘要 {wanted}" if wanted else "今天使用的是设置里的模板。")
    for each in (each for each in every if each.templates_sha256 == wanted):
        click.echo(f"从 {each.live_from} 起  {promotions.state_of(each)}")
        click.echo(f"  改变的文书：{'、'.join(each.kinds) or '无'}")
    click.echo(f"{len(files)} 个文件。")
    if output:
        if output.exists() and any(output.iterdir()):
            raise click.UsageError(f"{output} 里已有文件，请另选一个新文件夹。")
        for name, content in files.items():
            write_file(output / name.removeprefix(f"{FOLDER}/"), content)
        click.echo(f"已取出到 {output}。", err=True)


def _candidate(
    engine: Engine, office: Register | None, folder: Path, *, over_current: bool
) -> "Candidate":
    from docgen.register.promoting import candidate_of_files, candidate_of_folder  # noqa: PLC0415
    from docgen.template.frozen import read_set  # noqa: PLC0415

    if office and over_current:
        return candidate_of_files(engine, office, read_set(folder))
    return candidate_of_folder(engine, office, folder)
