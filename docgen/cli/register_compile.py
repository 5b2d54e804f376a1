"""The command that compiles a paper from the register."""

import json
from pathlib import Path
from typing import Any

import click

from docgen.cli.door import open_office
from docgen.cli.output import say_json, write_file
from docgen.cli.register_acts import by_option, named_actor
from docgen.engine import assemble
from docgen.register.compiling import compile_payload, period_of


@click.command(
    "compile", help="由登记簿生成一份文书的数据（台账、汇总分析、卷内目录等），可以再改、再出具。"
)
@click.argument("kind")
@click.option("--period", help="期间：2026、2026-11 或者 2026-11-01..2026-11-30。")
@click.option("--case", "case_ref", help="案卷编号。")
@click.option("--part", type=click.Choice(["main", "secondary"]), help="正卷（main）或副卷。")
@click.option("--unit", help="承办单位；督办单只写一个单位的工单。")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到这个文件。")
@by_option
def compile_paper(kind: str, period: str | None, output: Path | None, by: str, **of: Any) -> None:
    """Print the payload, or write it."""
    with open_office() as office:
        days = period_of(period)
        actor = named_actor(office, by)
        payload = compile_payload(office, assemble(), kind, period=days, actor=actor, **of)
    if output is None:
        say_json(payload)
    else:
        write_file(output, json.dumps(payload, ensure_ascii=False, indent=1).encode())
        click.echo(f"已写出 {output}。", err=True)
