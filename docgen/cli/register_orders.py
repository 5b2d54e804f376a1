"""Commands about the orders of other systems: import their exports."""

import sys
from pathlib import Path

import click

from docgen.cli.cases import json_option
from docgen.cli.door import console_actor, open_office
from docgen.cli.output import say_json
from docgen.errors import ExitCode
from docgen.register import order_import
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
