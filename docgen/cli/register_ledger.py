"""Commands that look at documents: the ledger, one document, what is undelivered, what comes next.

Whoever can run these owns the data folder already; the audit trail names the account of the
machine they were run under, and every look at personal data.
"""

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from docgen.cli.cases import json_option
from docgen.cli.door import console_actor, open_office
from docgen.cli.output import say_json, write_file
from docgen.engine import open_catalogue
from docgen.house import read_house
from docgen.kinds.catalogue import Catalogue
from docgen.register.about import Telling
from docgen.register.case_file import start_from_case
from docgen.register.database import Register
from docgen.register.delivery import deliveries_of
from docgen.register.delivery import undelivered as find_undelivered
from docgen.register.describe import describe_document
from docgen.register.export import FORMATS, write_ledger
from docgen.register.issued import read_file, read_payload, versions
from docgen.register.ledger import COUNTED_BY, STATES, LedgerFilter, count, entries
from docgen.settings import Settings
from schemas.parts.delivery import DELIVERY_METHODS

DAY = click.DateTime(["%Y-%m-%d"])
FILE_ROLES = ("archive_pdf", "delivery_pdf", "docx")


def _filtered(command: Any) -> Any:
    """Give a command the options that pick lines of the ledger."""
    for option in reversed(
        (
            click.option("--kind", help="只看这一种文书。"),
            click.option("--state", type=click.Choice([*STATES]), help="只看这一状态。"),
            click.option("--case", "case_ref", help="只看这一案卷。"),
            click.option("--number", help="文号中包含的文字。"),
            click.option("--person", help="起草人或签发人。"),
            click.option("--from", "dated_from", type=DAY, help="文书日期起。"),
            click.option("--to", "dated_to", type=DAY, help="文书日期止。"),
        )
    ):
        command = option(command)
    return command


def _filter(**given: Any) -> LedgerFilter:
    days = {name: given[name] and given[name].date() for name in ("dated_from", "dated_to")}
    return LedgerFilter(**given | days)


@click.command("list", help="列出已出具的文书（工作台账）。")
@_filtered
@click.option("--count", "by", type=click.Choice([*COUNTED_BY]), help="只计数，按这一项分组。")
@click.option("--most", type=click.IntRange(1), help="最多列出多少行。")
@json_option
def list_documents(by: str | None, most: int | None, as_json: bool, **given: Any) -> None:
    """List the ledger."""
    with open_office() as office:
        if by:
            counted = count(office, _filter(**given), by=by)
            if as_json:
                say_json(counted)
            for name, lines_of in () if as_json else counted.items():
                click.echo(f"{lines_of:>8}  {name or '（无）'}")
            return
        lines = [asdict(entry) for entry in entries(office, _filter(**given), most=most)]
    if as_json:
        say_json(lines)
        return
    for line in lines:
        number = line["document_number"] or "（无文号）"
        click.echo(
            f"{line['id']}  {line['dated_on']}  {STATES[line['state']]}  {line['title']}  {number}"
        )
    click.echo(f"共 {len(lines)} 份。", err=True)


@click.command(help="查看一份文书：状态、各个版本、送达情况；也可以取出文件或案件数据。")
@click.argument("document_id")
@click.option("--file", "role", type=click.Choice(FILE_ROLES), help="取出这个文件，写到 -o。")
@click.option("--payload", is_flag=True, help="打印案件数据（含个人信息，记入审计）。")
@click.option("-o", "--output", type=click.Path(allow_dash=True, path_type=Path), help="输出文件。")
@json_option
def show(
    document_id: str, role: str | None, payload: bool, output: Path | None, as_json: bool
) -> None:
    """Show one document."""
    with open_office() as office:
        if role:
            content = read_file(office, document_id, role, actor=console_actor())
            _put_out(output, content)
            return
        if payload:
            say_json(read_payload(office, document_id, actor=console_actor()))
            return
        chain = versions(office, document_id)
        reached = deliveries_of(office, document_id, actor=console_actor())
    (found,) = (version for version in chain if version.id == document_id)
    facts = describe_document(found)
    if as_json:
        say_json(
            {
                **facts,
                "versions": [version.id for version in chain],
                "deliveries": [asdict(each) for each in reached],
            }
        )
        return
    for name, value in facts.items():
        if value is not None:
            click.echo(f"{name:<16}{STATES.get(value, value) if name == 'state' else value}")
    for version in chain:
        mark = "→" if version.id == document_id else " "
        click.echo(f"{mark} 第 {version.version} 版  {version.id}  {STATES[version.state]}")
    for each in reached:
        click.echo(f"送达 {each.delivered_on}  {DELIVERY_METHODS[each.method]}  {each.recipient}")


def _put_out(output: Path | None, content: bytes) -> None:
    if output is None:
        raise click.UsageError("取出文件时，请用 -o 写明文件名；写 - 时输出到标准输出。")
    if str(output) == "-":
        sys.stdout.buffer.write(content)
        return
    write_file(output, content)
    click.echo(f"已写出 {output}（{len(content):,} 字节）。", err=True)


@click.command(help="列出还没有送达的文书。")
@json_option
def undelivered(as_json: bool) -> None:
    """List what has still to be delivered."""
    with open_office() as office:
        found = find_undelivered(office, open_catalogue())
    if as_json:
        say_json([asdict(each) for each in found])
        return
    for each in found:
        click.echo(
            f"{each.document_id}  {each.dated_on}  {each.title}  {each.document_number or ''}"
            f"  还差 {each.missing} 人"
        )
    click.echo(f"共 {len(found)} 份没有送达完毕。", err=True)


@click.command(help="打印本案下一份文书可以沿用的内容（含个人信息，记入审计）。")
@click.argument("kind")
@click.argument("case_ref")
def prefill(kind: str, case_ref: str) -> None:
    """Show what a new document of a case starts from."""
    with open_office() as office:
        started = start_from_case(office, open_catalogue(), kind, case_ref, actor=console_actor())
    say_json(started)


@click.command(help="导出台账：-o 的扩展名是 xlsx 或 csv；文字都按文字写出。")
@_filtered
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="输出文件。")
def export(output: Path, **given: Any) -> None:
    """Export the ledger."""
    format = output.suffix.lstrip(".").lower()
    if format not in FORMATS:
        raise click.UsageError(f"-o 的扩展名应当是 {' 或 '.join(FORMATS)}。")
    catalogue = open_catalogue()
    with open_office() as office:
        lines = _export(office, output, format, _filter(**given), catalogue)
    click.echo(f"已导出 {lines} 行到 {output}。", err=True)


def _export(
    office: Register, output: Path, format: str, wanted: LedgerFilter, catalogue: Catalogue
) -> int:
    """Write beside the target first: a spreadsheet is never half there."""
    titles = {name: kind.header.title for name, kind in catalogue.items()}
    house = read_house(Settings.from_env().house)
    telling = Telling(catalogue, console_actor(), house.authority.region)
    partial = output.with_name(f".{output.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        # Every party's name stands in it: nobody but the account that asked may read the file.
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            lines = write_ledger(
                office, file, format, wanted, actor=console_actor(), titles=titles,
                about=lambda ids: telling.of_documents(office, ids),
            )  # fmt: skip
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
    return lines
