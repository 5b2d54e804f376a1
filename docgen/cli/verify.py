"""The command that proves: `docgen verify` for one PDF, a bag, or the folder a batch left."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from docgen.archive.bag_verify import Means, verify_bag
from docgen.archive.carried import as_carried
from docgen.archive.chain import LEDGER
from docgen.archive.inspection import Inspection
from docgen.archive.judge import judge_apart
from docgen.archive.report import CONCLUSIONS, write_report
from docgen.archive.vera import is_installed
from docgen.archive.verify import Verdict
from docgen.batch.proof import NAME, verify_folder
from docgen.cli.cases import json_option, read_case
from docgen.cli.output import say_json, write_file
from docgen.clock import beijing_day
from docgen.engine import Engine, assemble
from docgen.errors import ExitCode
from docgen.settings import MOST
from docgen.workers.pool import RenderPool

# Below this further workers take longer to start than the documents take.
WORTH_WORKERS = 20
SHOWN_FAULTS = 20
# Bytes of a line of the ledger export, about.
A_LINE = 700


@click.command(
    help="核验一份 PDF，或者一个移交包：齐全、未改动、能逐字节重新生成。\n\n"
    "TARGET 是 PDF 文件、移交包文件夹，或 docgen batch 的输出文件夹。"
    "送达件不带案件数据，须用 --case 另给。\n\n"
    "\b\n退出码：0 全部相符；13 有改动、缺失、多余或不符（逐个文件指出）；\n"
    "10/11/12 摘要相符，但由另一版模板/字体/程序生成；14 缺少凭据。"
)
@click.argument("target", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--case", "case", type=click.Path(path_type=Path), help="送达件不带数据，须另给案件数据。"
)
@click.option(
    "--sample",
    type=click.IntRange(0),
    metavar="N",
    help="只随机抽 N 份打开检查并重新生成；摘要仍然全部核对。",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.pdf",
    help="另写一页“四性”检测报告。",
)
@click.option(
    "--workers", type=click.IntRange(1, MOST), default=2, show_default=True, help="同时用几个进程。"
)
@json_option
def verify(  # noqa: PLR0917 - the options of the command
    target: Path,
    case: Path | None,
    sample: int | None,
    report: Path | None,
    workers: int,
    as_json: bool,
) -> None:
    """Verify a file or a folder."""
    if target.is_dir():
        _verify_folder(target, sample, report, workers, as_json)
    else:
        _verify_file(target, case, as_json)


def _verify_file(pdf: Path, case: Path | None, as_json: bool) -> None:
    payload, files = read_case(case) if case else (None, {})
    content = pdf.read_bytes()
    judged = judge_apart(assemble(), content, payload, files)
    result, problems = judged.verification, [*judged.problems]
    if as_json:
        say_json(
            {
                "file": str(pdf),
                "verdict": result.verdict,
                "detail": result.detail,
                "conformant": not problems,
                "judged_by_verapdf": is_installed(),
                "problems": problems,
            }
        )
    else:
        click.echo(f"{pdf}：{result.detail}")
        for problem in problems:
            click.echo(f"  不符合 PDF/A-3a 或 PDF/UA-1：{problem}", err=True)
    if result.verdict is not Verdict.identical:
        sys.exit(ExitCode[result.verdict])
    if problems:
        sys.exit(ExitCode.failed)


def _verify_folder(
    folder: Path, sample: int | None, report: Path | None, workers: int, as_json: bool
) -> None:
    ours = assemble()
    bag = folder / "bag" if (folder / "bag").is_dir() else folder
    with as_carried(ours, bag) as engine, _means(engine, bag, sample, workers) as means:
        inspection = (
            verify_folder(engine, folder, means)
            if (folder / NAME).exists()
            else verify_bag(engine, bag, means)
        )
    if report:
        write_file(
            report, write_report(engine, inspection, bag.absolute().as_posix(), beijing_day())
        )
    if as_json:
        say_json({"folder": str(bag), **inspection.as_json()})
    else:
        _show(inspection, bag, report)
    if inspection.verdict is not Verdict.identical:
        sys.exit(ExitCode[inspection.verdict])


@contextmanager
def _means(engine: Engine, bag: Path, sample: int | None, workers: int) -> Iterator[Means]:
    """Open a pool, and a bar that a person sees and a program does not.

    Whoever made the bag, its documents are opened in workers; few of them keep one busy.
    """
    ledger = bag / LEDGER
    opens = ledger.is_file() and sample != 0
    workers = workers if opens and ledger.stat().st_size > WORTH_WORKERS * A_LINE else 1
    bar = Progress(
        TextColumn("核验"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with ExitStack() as stack:
        pool = stack.enter_context(RenderPool(engine.settings, workers=workers)) if opens else None
        stack.enter_context(bar)
        task = bar.add_task("", total=None)
        yield Means(pool, sample, lambda done, total: bar.update(task, completed=done, total=total))


def _show(inspection: Inspection, bag: Path, report: Path | None) -> None:
    console = Console()
    click.echo(f"{bag}：{inspection.documents} 份文书")
    table = Table()
    for heading in ("性质", "检测项目"):
        table.add_column(heading)
    for heading in ("检测数量", "问题"):
        table.add_column(heading, justify="right")
    table.add_column("结果")
    before = ""
    for row in inspection.rows():
        quality = row["property"] if row["property"] != before else ""
        before = row["property"]
        outcome = "[bold red]不合格[/]" if row["faults"] else "[green]合格[/]"
        table.add_row(quality, row["title"], f"{row['examined']:,}", f"{row['faults']:,}", outcome)
    console.print(table)
    verdict, conclusion = CONCLUSIONS[inspection.verdict]
    console.print(f"[bold]{verdict}[/]{conclusion}")
    for note in inspection.notes:
        console.print(note)
    for fault in inspection.faults[:SHOWN_FAULTS]:
        click.echo(f"  {fault.path}：{fault.detail}", err=True)
    if (rest := inspection.found.total() - SHOWN_FAULTS) > 0:
        click.echo(f"  另有 {rest} 处，用 --json 列出。", err=True)
    if report:
        console.print(f"检测报告：{escape(str(report))}")
