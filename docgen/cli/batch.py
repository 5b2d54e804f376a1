"""The command for mountains of cases: `docgen batch`."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import click
from rich.console import Console

from docgen.archive.volumes import MOST as MOST_BOUND
from docgen.archive.volumes import USUAL, Merge
from docgen.batch.check import check_all
from docgen.batch.chunk import Order
from docgen.batch.crew import Crew, LocalCrew
from docgen.batch.failures import with_places
from docgen.batch.far import open_cluster
from docgen.batch.inputs import Input, open_input
from docgen.batch.issuing import LIST, issue_all
from docgen.batch.item import Reading
from docgen.batch.ledger import as_row
from docgen.batch.numbering import Registered, nobody
from docgen.batch.plan import RETENTION, SHEETS, Plan, group_field
from docgen.batch.progress import Watch
from docgen.batch.promoted import choosing, with_sets
from docgen.batch.run import Summary, rows_of, run
from docgen.batch.sheet.hidden import HIDDEN
from docgen.cli.door import open_office
from docgen.cli.output import as_text
from docgen.cli.progress import as_bar, as_lines
from docgen.cli.register_acts import named_actor
from docgen.engine import COPIES, Engine, assemble
from docgen.errors import DocgenError, ExitCode
from docgen.register.database import FILE_NAME, Register
from docgen.register.in_force import InForce
from docgen.register.numbers import is_given
from docgen.settings import MOST, Settings
from docgen.template.frozen import freeze
from docgen.workers.pool import RenderPool

STOPPED = 130


@click.command(
    help="把一大批案件做成归档文书，装入 BagIt 移交包。\n\n"
    "INPUT：JSON Lines（一行一案：{\"kind\": …, \"payload\": {…}, \"id\": 可省}）、"
    "装着 JSON 文件的文件夹，或者电子表格（XLSX、ODS、CSV、TSV）；照片放在旁边。\n\n"
    "随时可以停（Ctrl-C），断电、被杀也不要紧：再运行同一命令会接着做，做好的不重做，"
    "一案一份，不多不少。\n\n"
    "\b\nDIR 里会有：\n"
    "  bag/             移交包：文书、移交清单、元数据、所用模板和字体，可独立核验\n"
    "  ledger.sqlite3   账本：每案一行，状态、次数、摘要\n"
    "  errors.jsonl     没有生成的案件和原因；改正后可再运行同一命令\n"
    "  issued.csv       用 --issue 时：哪一行出具成了哪一份文书、什么文号\n"
    "  errors.xlsx      INPUT 是表格时：有错误的各行，错误的格子标红、加批注，改好可作 INPUT\n"
)  # fmt: skip
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="输出文件夹。")
@click.option("--kind", default="", help="没有写明种类的案件按哪一种做。")
@click.option("--format", "format_", type=click.Choice([*SHEETS, "both"]), default="pdf",
              show_default=True, help="做成哪种格式。")  # fmt: skip
@click.option("--copy", type=click.Choice([*COPIES]), default="archive", show_default=True,
              help="、".join(f"{code} {name}" for code, name in COPIES.items()) + "。")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, MOST), help="几个进程同时做，默认有几核用几个。")
@click.option("--merge", type=click.IntRange(1, MOST_BOUND), metavar="N",
              help="另合订成卷（卷皮、目录、页号、备考表），每卷至多 N 件。")  # fmt: skip
@click.option("--merge-by", metavar="FIELD", default="",
              help="按这一项分卷：month 文书月份、kind 种类，或案件数据的项名。")  # fmt: skip
@click.option("--retention", default=RETENTION, show_default=True, help="移交清单所写的保管期限。")
@click.option("--scheduler", metavar="ADDRESS",
              help="用 dask 调度器下的多台机器，如 tcp://10.0.0.5:8786；"
                   "不写则看 DOCGEN_SCHEDULER。")  # fmt: skip
@click.option("--hidden", type=click.Choice(list(HIDDEN)),
              help="表格里隐藏（如被筛选掉）却填有内容的行列："
                   + "、".join(f"{code} {words}" for code, words in HIDDEN.items())
                   + "；不写则列出它们、不生成。")  # fmt: skip
@click.option("--issue", is_flag=True,
              help="在登记簿出具：由登记簿编号、存档、登记，不另做包；须同时写 --by。")  # fmt: skip
@click.option("--by", metavar="账号", help="与 --issue 同用：以谁的名义（有权签发的账号）。")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="只做前 N 行，先看看样子。")
@click.option("--retry", is_flag=True, help="把上次没有生成的也再试一次。")
@click.option("--anew", is_flag=True, help="DIR 已用过时，在旁边另起一个文件夹从头做。")
@click.option("--dry-run", is_flag=True, help="只检查，不生成，列出有问题的案件。")
def batch(  # noqa: PLR0917 - the options of the command
    source: Path, out: Path | None, kind: str, format_: str, copy: str, workers: int | None,
    merge: int | None, merge_by: str, retention: str, scheduler: str | None, hidden: str | None,
    issue: bool, by: str | None, limit: int | None, retry: bool, anew: bool, dry_run: bool,
) -> None:  # fmt: skip
    """Run a batch, or look through its input, and say how it went."""
    if out is None and not dry_run:
        raise click.UsageError("请用 --out 指定输出文件夹。")
    if issue != bool(by):
        raise click.UsageError("--issue 和 --by 账号 要一起写。")
    if issue and (merge or merge_by or scheduler):
        raise click.UsageError("--issue 不做移交包，也不用调度器；装包用 docgen register bag。")
    settings = freeze(Settings.from_env())
    engine = assemble(settings)
    place = out or Path()
    order = Order(
        SHEETS if format_ == "both" else (format_,), copy, group_field(merge_by, engine.catalogue)
    )
    bound = Merge(merge or USUAL, bool(merge_by)) if merge or merge_by else None
    out = elsewhere(place) if anew else place
    plan = Plan(source, out, order, kind, limit, bound, retention, hidden or "", issue)
    if dry_run:
        with _office_at_hand(settings) as office:
            _look_through(plan, engine, nobody if issue else _numbers_of(office))
        return
    count = workers or len(os.sched_getaffinity(0))

    def open_crew() -> Crew:
        if address := scheduler or settings.scheduler:
            return open_cluster(address, plan, engine, settings.deadline)
        return LocalCrew(settings, count, settings.deadline)

    if by:
        with open_office(settings, existing=True) as office, _pool(settings) as pool:
            actor = named_actor(office, by)
            with _watching() as watch, _stoppable() as stop:
                summary = issue_all(
                    plan, engine, office, actor, pool.render, watch=watch, stop=stop, retry=retry
                )
        _tell(plan, summary)
        return
    with _office_at_hand(settings) as office, _watching() as watch, _stoppable() as stop:
        in_force = choosing(InForce(engine, office))
        plan = with_sets(plan, in_force)
        summary = run(
            plan, engine, open_crew, watch=watch, stop=stop, retry=retry,
            registered=_numbers_of(office), in_force=in_force,
        )  # fmt: skip
    _tell(plan, summary)


def _pool(settings: Settings) -> RenderPool:
    return RenderPool(settings, workers=1, deadline=settings.deadline)


def _numbers_of(office: Register | None) -> Registered:
    """Return what asks a register for a number, if there is one."""
    return partial(is_given, office) if office else nobody


@contextmanager
def _office_at_hand(settings: Settings) -> Iterator[Register | None]:
    """Give the register of this machine, where there is one."""
    if not settings.database_url and not (settings.home / FILE_NAME).exists():
        yield None
        return
    with ExitStack() as stack:
        try:
            office = stack.enter_context(open_office(settings, existing=True))
        except DocgenError as fault:
            click.echo(
                f"文号没有与登记簿核对，也没有采用登记簿里启用的模板：{fault.message}", err=True
            )
            yield None
        else:
            yield office


def _look_through(plan: Plan, engine: Engine, registered: Registered) -> None:
    looked = failed = 0

    def faults(given: Input) -> Iterator[dict[str, Any]]:
        nonlocal looked, failed
        for fault in check_all(plan, engine, given, registered):
            looked += 1
            if fault is not None:
                failed += 1
                yield as_row(fault)

    reading = Reading(engine.catalogue, plan.kind, plan.hidden)
    with (
        TemporaryDirectory(prefix="docgen-") as scratch,
        open_input(plan.source, reading, Path(scratch)) as given,
    ):
        for row in with_places(given.book, faults(given)):
            click.echo(json.dumps(row, ensure_ascii=False))
        _tell_rows(rows_of(given))
    click.echo(f"检查了 {looked} 案，有问题的 {failed} 案。", err=True)
    if failed:
        sys.exit(ExitCode.batch_incomplete)


def _tell_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """Say where the rows of a spreadsheet went, table by table."""
    for each in rows:
        words = [f"「{each['table']}」表读到 {each['rows']} 行"]
        if each["astray"]:
            words.append(f"其中 {each['astray']} 行找不到所属的案件")
        if each["skipped"]:
            words.append(f"另跳过隐藏的 {each['skipped']} 行")
        click.echo("，".join(words) + "。", err=True)


def elsewhere(out: Path) -> Path:
    """Return the first folder of the name that is not used yet: `DIR`, `DIR-2`, `DIR-3` …."""
    number, place = 1, out
    while place.exists() and any(place.iterdir()):
        number += 1
        place = out.with_name(f"{out.name}-{number}")
    return place


def _tell(plan: Plan, summary: Summary) -> None:
    """Say how it ended, as JSON where a program reads, and leave with the exit code."""
    if not sys.stdout.isatty():
        facts = {
            "out": str(plan.out),
            "done": summary.done,
            "failed": summary.failed,
            "waiting": summary.waiting,
            "rendered": summary.rendered,
            "stopped": summary.stopped,
            "content_sha256": summary.content_sha256,
            "rows": [*summary.rows],
            "numbers": _numbers(plan, summary),
        }
        click.echo(as_text(json.dumps({"event": "summary"} | facts, ensure_ascii=False)))
    _tell_rows(summary.rows)
    if summary.stopped:
        click.echo(
            f"已停下：完成 {summary.done} 份，都已写好；还有 {summary.waiting} 案等候，"
            "再运行同一命令会接着做。",
            err=True,
        )
        sys.exit(STOPPED)
    if summary.content_sha256:
        click.echo(f"完成 {summary.done} 份，移交包在 {plan.bag}。", err=True)
    if plan.issue and summary.done:
        click.echo(
            f"已出具 {summary.done} 份，文号由登记簿编排，清单在 {plan.out / LIST}；"
            "装包用 docgen register bag。",
            err=True,
        )
    elif summary.numbered:
        click.echo("文书上的文号是案件数据里写的，由别处编排，没有记入登记簿。", err=True)
    if summary.failed:
        listed = plan.faulty_sheet if plan.faulty_sheet.exists() else plan.errors
        click.echo(f"有 {summary.failed} 案没有生成，见 {listed}；改正后再运行同一命令。", err=True)
        sys.exit(ExitCode.batch_incomplete)


def _numbers(plan: Plan, summary: Summary) -> str:
    """Say whose numbers the documents bear."""
    if plan.issue:
        return "register"
    return "given" if summary.numbered else "none"


@contextmanager
def _watching() -> Iterator[Watch]:
    """Show the progress: a bar for a person, a line of JSON now and then for a program."""
    if sys.stdout.isatty():
        with as_bar(Console()) as watch:
            yield watch
    else:
        yield as_lines(sys.stdout)


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C or SIGTERM into a wish to stop; the second ends at once."""
    stop = threading.Event()

    def wish(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        click.echo("正在停下：做完手上的几份。再按一次 Ctrl-C 立即结束。", err=True)

    before = {each: signal.signal(each, wish) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
