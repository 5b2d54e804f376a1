"""`docgen register gaps` and `audit`: whether all is whole; the exit code says so to a program."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from docgen.cli.cases import json_option
from docgen.cli.door import open_office
from docgen.cli.output import say_json
from docgen.errors import ExitCode
from docgen.register.gaps import gaps as find_gaps
from docgen.register.gaps import how_many
from docgen.register.proof import prove
from docgen.register.witness import compare, read_key, read_statements
from docgen.settings import Settings

WELL = "审计记录完整，每一行登记、每个存档文件都相符。"


@click.command(help="检查文号有没有断号；有断号时退出码不为零。")
@json_option
def gaps(as_json: bool) -> None:
    """Show gaps in the numbers."""
    with open_office(existing=True) as office:
        found, given = find_gaps(office), how_many(office)
    well = f"文号连续，没有断号（编过 {given} 个）。" if given else "登记簿里还没有编过文号。"
    _verdict([asdict(gap) for gap in found], as_json, well)


@click.command(help="按审计记录逐行核对登记和存档文件：改动、缺失、来历不明的都会列出。")
@click.option("--witness", "files", metavar="FILE", multiple=True,
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="另与存在别处的见证核对：记录被整体重做过也能查出。可重复。")  # fmt: skip
@json_option
def audit(files: tuple[Path, ...], as_json: bool) -> None:
    """Check the audit trail and the stored files."""
    key = read_key(Settings.from_env().witness_key)
    statements = [each for file in files for each in read_statements(file)]
    with open_office(existing=True) as office:
        proof = prove(office)
        proof.breaks += compare(office, statements, key)
    if proof.without_seals:
        click.echo(
            f"前 {proof.without_seals} 条记录由旧版本写成，没有各行的摘要：升级以前的改动，"
            "只有记录明确写到的内容能够查出。",
            err=True,
        )
    if not as_json:
        checked = f"，与 {len(statements)} 份见证核对过" if files else ""
        click.echo(f"末条记录：第 {proof.head.sequence} 条，摘要 {proof.head.digest}{checked}。")
    found = [asdict(each) for each in proof.faults]
    _verdict(found, as_json, WELL, ExitCode.altered)


def _verdict(
    found: list[dict[str, Any]], as_json: bool, well: str, exit_code: int = ExitCode.failed
) -> None:
    if as_json:
        say_json(found)
    else:
        for each in found:
            click.echo("  ".join(str(value) for value in each.values()))
        click.echo(well if not found else f"发现 {len(found)} 处问题。", err=bool(found))
    if found:
        sys.exit(exit_code)
