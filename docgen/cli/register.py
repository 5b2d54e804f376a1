"""Commands that look at the register: what was issued, what is due, whether all is whole.

Whoever can run these owns the data folder already; the audit trail names the account of the
machine they were run under, and every look at personal data.
"""

import os
import sys
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click

from docgen.cli.cases import json_option
from docgen.cli.door import console_actor, open_office
from docgen.cli.output import say_json, write_file
from docgen.cli.register_acts import ACTS
from docgen.cli.register_bag import bag
from docgen.cli.register_clean import clean
from docgen.cli.register_numbers import NUMBER_ACTS
from docgen.cli.register_upgrade import upgrade
from docgen.cli.register_witness import witness
from docgen.clock import BEIJING
from docgen.engine import assemble, open_catalogue
from docgen.errors import ExitCode
from docgen.register.case_file import start_from_case
from docgen.register.database import Register
from docgen.register.deadlines import REMINDERS, DueItem, due_list
from docgen.register.delivery import deliveries_of
from docgen.register.delivery import undelivered as find_undelivered
from docgen.register.describe import describe_document, describe_due
from docgen.register.export import FORMATS, write_ledger
from docgen.register.gaps import gaps as find_gaps
from docgen.register.gaps import how_many
from docgen.register.issued import read_file, read_payload, versions
from docgen.register.ledger import COUNTED_BY, STATES, LedgerFilter, count, entries
from docgen.register.proof import prove
from docgen.register.witness import compare, read_key, read_statements
from docgen.settings import Settings
from schemas.parts.delivery import DELIVERY_METHODS

DAY = click.DateTime(["%Y-%m-%d"])
WELL = "审计记录完整，每一行登记、每个存档文件都相符。"
FILE_ROLES = ("archive_pdf", "delivery_pdf", "docx")


@click.group(help="登记簿：出具、作废、送达、期限、台账、备份。")
def register() -> None:
    """Group the commands about the register."""


for _act in (*ACTS, *NUMBER_ACTS, bag, clean, upgrade, witness):
    register.add_command(_act)


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


@register.command("list", help="列出已出具的文书（工作台账）。")
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


@register.command(help="查看一份文书：状态、各个版本、送达情况；也可以取出文件或案件数据。")
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


@register.command(help="列出还没有送达的文书。")
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


@register.command(help="列出未办结的期限：法定和合同两层、剩余天数；最后一天按时提醒。")
@click.option("--today", type=DAY, help="按这一天计算，默认今天。")
@click.option("--within", type=int, help="只列剩余天数不超过这么多的。")
@click.option(
    "--remind", is_flag=True, help="只列此刻应当提醒的：最后一天已到提醒时间，或者已经超期。"
)
@click.option(
    "--at",
    "times",
    multiple=True,
    type=click.DateTime(["%H:%M"]),
    help=f"最后一天的提醒时间，可重复。默认 {'、'.join(f'{each:%H:%M}' for each in REMINDERS)}。",
)
@json_option
def due(
    today: datetime | None, within: int | None, remind: bool, times: tuple[datetime, ...],
    as_json: bool,
) -> None:  # fmt: skip
    """List what falls due."""
    with open_office() as office:
        now = office.now().astimezone(BEIJING)
        day = today.date() if today else now.date()
        moment = datetime.combine(day, now.time(), BEIJING)
        found = due_list(office, assemble(), day)
    at = tuple(each.time() for each in times) or REMINDERS
    found = [
        item
        for item in found
        if item.falls_within(within) and (not remind or item.to_remind(moment, at))
    ]
    if as_json:
        say_json([describe_due(item, at) for item in found])
        return
    for item in found:
        click.echo(_due_line(item, day, at))
    click.echo(f"共 {len(found)} 项未办结。", err=True)


def _due_line(item: DueItem, day: date, times: tuple[time, ...]) -> str:
    place = item.case_ref or item.document_id or ""
    if item.problem:
        return f"{place}  {item.code}  {item.action}：{item.problem}"
    left = item.days_left or 0
    ends = "，".join(
        f"{words} {each.due}{'（暂定）' if each.provisional else ''}"
        for words, each in (("法定", item.statutory), ("合同", item.contract))
        if each
    )
    remaining = f"已超 {-left} 天" if left < 0 else f"剩 {left} 天"
    if item.due == day:
        remaining = f"今天到期，提醒 {'、'.join(f'{each:%H:%M}' for each in times)}"
    act = f"{item.action}（已作出，待告知）" if item.untold else item.action
    return f"{place}  {item.code}  {remaining}  {act}：{ends}"


@register.command(help="打印本案下一份文书可以沿用的内容（含个人信息，记入审计）。")
@click.argument("kind")
@click.argument("case_ref")
def prefill(kind: str, case_ref: str) -> None:
    """Show what a new document of a case starts from."""
    with open_office() as office:
        started = start_from_case(office, open_catalogue(), kind, case_ref, actor=console_actor())
    say_json(started)


@register.command(help="检查文号有没有断号；有断号时退出码不为零。")
@json_option
def gaps(as_json: bool) -> None:
    """Show gaps in the numbers."""
    with open_office(existing=True) as office:
        found, given = find_gaps(office), how_many(office)
    well = f"文号连续，没有断号（编过 {given} 个）。" if given else "登记簿里还没有编过文号。"
    _verdict([asdict(gap) for gap in found], as_json, well)


@register.command(help="按审计记录逐行核对登记和存档文件：改动、缺失、来历不明的都会列出。")
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


@register.command(help="导出台账：-o 的扩展名是 xlsx 或 csv；文字都按文字写出。")
@_filtered
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="输出文件。")
def export(output: Path, **given: Any) -> None:
    """Export the ledger."""
    format = output.suffix.lstrip(".").lower()
    if format not in FORMATS:
        raise click.UsageError(f"-o 的扩展名应当是 {' 或 '.join(FORMATS)}。")
    titles = {name: kind.header.title for name, kind in open_catalogue().items()}
    with open_office() as office:
        lines = _export(office, output, format, _filter(**given), titles)
    click.echo(f"已导出 {lines} 行到 {output}。", err=True)


def _export(
    office: Register, output: Path, format: str, wanted: LedgerFilter, titles: dict[str, str]
) -> int:
    """Write beside the target first: a spreadsheet is never half there."""
    partial = output.with_name(f".{output.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        # Every party's name stands in it: nobody but the account that asked may read the file.
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            lines = write_ledger(office, file, format, wanted, actor=console_actor(), titles=titles)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
    return lines
