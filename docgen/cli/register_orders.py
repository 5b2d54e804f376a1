"""Commands about the orders of other systems: import their exports, write what they want back."""

import io
import sys
from datetime import datetime
from pathlib import Path

import click

from docgen.cli.cases import json_option
from docgen.cli.door import console_actor, open_office
from docgen.cli.output import say_json, write_file
from docgen.engine import open_catalogue
from docgen.errors import ExitCode
from docgen.register import order_import
from docgen.register.order_replies import FORMATS, ReplyFilter, write_replies
from schemas.parts.orders import SOURCES


@click.command(
    "import-orders", help="导入其他系统导出的工单（xlsx、ods、csv）；同一工单只登记一次。"
)
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--system", type=click.Choice([*SOURCES]), default="hotline_12345", show_default=True,
    help="、".join(f"{code} {words}" for code, words in SOURCES.items()) + "。",
)  # fmt: skip
@json_option
def import_orders(source: Path, system: str, as_json: bool) -> None:
    """Import orders; rows that cannot be used are named, the others are taken."""
    with open_office() as office:
        done = order_import.import_orders(office, source, system, actor=console_actor())
    taken, refused = done.taken, len(done.refused) + done.refused_more
    if as_json:
        say_json(order_import.facts_of_import(done))
    else:
        for each in done.refused:
            sheet = f"「{each.sheet}」" if each.sheet else ""
            click.echo(f"{sheet}第 {each.row} 行没有导入：{each.detail}", err=True)
        click.echo(
            f"新登记 {taken.added} 件，更新 {taken.changed} 件，没有变化 {taken.unchanged} 件，"
            f"没有导入 {refused} 行。"
        )
    if refused:
        sys.exit(ExitCode.batch_incomplete)


@click.command(
    "order-replies",
    help="回填：把平台要的办理结果、答复、时间写成平台自己的列；-o 的扩展名是 xlsx 或 csv。",
)
@click.option(
    "--system", type=click.Choice([*SOURCES]), default="hotline_12345", show_default=True,
    help="、".join(f"{code} {words}" for code, words in SOURCES.items()) + "。",
)  # fmt: skip
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="收到日期，从。")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="收到日期，到。")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="输出文件。")
def order_replies(system: str, first: datetime | None, last: datetime | None, output: Path) -> None:
    """Write what a platform wants back of its orders."""
    format = output.suffix.lstrip(".").lower()
    if format not in FORMATS:
        raise click.UsageError(f"-o 的扩展名应当是 {' 或 '.join(FORMATS)}。")
    wanted = ReplyFilter(system, first and first.date(), last and last.date())
    written = io.BytesIO()
    with open_office() as office:
        lines = write_replies(
            office, open_catalogue(), written, format, wanted, actor=console_actor()
        )  # fmt: skip
    write_file(output, written.getvalue())
    click.echo(f"已导出 {lines} 件到 {output}。", err=True)
