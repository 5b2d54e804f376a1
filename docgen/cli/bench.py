"""The command that measures: `docgen bench`."""

import sys
from pathlib import Path

import click
from rich.console import Console

from docgen.bench.chart import draw
from docgen.bench.machine import describe_machine
from docgen.bench.mountain import FEWEST, extrapolate_year
from docgen.bench.report import Standing, as_table
from docgen.bench.rows import Bench
from docgen.bench.scaling import measure_scaling
from docgen.bench.table import run
from docgen.bench.timing import Effort
from docgen.cli.output import say_json, write_file
from docgen.errors import ExitCode
from docgen.settings import Settings


@click.command(help="实测速度、大小和内存，与原版引擎并排比较；哪一项未达到承诺会明说。")
@click.option(
    "--seconds", default=6.0, show_default=True, type=click.FloatRange(0), help="每项测多久。"
)
@click.option("--rounds", type=click.IntRange(1), help="每项测几轮，代替 --seconds。")
@click.option("--only", multiple=True, help="只测这一项，可重复。")
@click.option("--soak", is_flag=True, help="内存一项跑满 2,000 份（否则 300 份）。")
@click.option("--year", is_flag=True, help="推算合同年：实测一批，得出全年的时间和移交包大小。")
@click.option("--documents", default=FEWEST, show_default=True, type=click.IntRange(1),
              help="--year 实测多少份。")  # fmt: skip
@click.option("--plot", type=click.Path(path_type=Path), help="另画扩展性图（.svg 或 .png）。")
@click.option("--gate", is_flag=True, help="有任何一项未达到承诺时，以非零退出码结束。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
def bench(  # noqa: PLR0917 - the options of the command
    seconds: float, rounds: int | None, only: tuple[str, ...], soak: bool, year: bool,
    documents: int, plot: Path | None, gate: bool, as_json: bool,
) -> None:  # fmt: skip
    """Measure the rows, and draw the scaling chart where one is wanted."""
    settings, effort = Settings.from_env(), Effort(seconds, rounds, soak)
    facts = describe_machine()
    if year:
        only = only or ("batch",)
    outcomes = [*run(settings, effort, only, lambda row: click.echo(f"正在测 {row} …", err=True))]
    if year:
        click.echo(f"正在做合同年的 {documents} 份 …", err=True)
        outcomes += extrapolate_year(Bench(settings), documents)
    if plot is not None:
        write_file(plot, draw(measure_scaling(settings, effort), facts, plot.suffix))
    if as_json:
        say_json({"machine": facts, "rows": [each.as_json() for each in outcomes]})
    else:
        console = Console(width=None if sys.stdout.isatty() else 160)
        console.print("；".join(f"{name} {value}" for name, value in facts.items()), style="dim")
        console.print(as_table(outcomes))
        for each in outcomes:
            if each.note:
                console.print(f"  {each.work}（{each.row}）：{each.note}", style="dim")
    missed = [each for each in outcomes if each.standing is Standing.missed]
    for each in missed:
        click.echo(f"未达到：{each.work}（{each.row}）", err=True)
    if missed and gate:
        sys.exit(ExitCode.failed)
