"""Commands that change the register: issue, void, supersede, deliver, cases, backup, restore.

What only an officer may do is done in an officer's name (`--by`); the audit trail names the account
of the machine beside it, for whoever can run this needs no password to write the data folder.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from docgen.cli.cases import json_option, read_case
from docgen.cli.door import console_actor, open_office
from docgen.cli.output import say_json, show_findings
from docgen.engine import assemble, open_catalogue
from docgen.errors import ExitCode
from docgen.proof.opening import open_engine
from docgen.register import backup as backups
from docgen.register import cases, people
from docgen.register import issue as issuing
from docgen.register import recover as recovery
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.delivery import record_delivery
from docgen.register.issued import IssuedDocument
from docgen.register.people import UnknownPersonError
from schemas.parts.delivery import DELIVERY_METHODS

by_option = click.option(
    "--by", required=True, metavar="账号", help="以谁的名义（有权签发的账号）。"
)
case_argument = click.argument("case", type=click.Path(allow_dash=True, path_type=Path))


def named_actor(register: Register, name: str) -> Actor:
    """Return who acts when a command is run in a person's name: both names, the person's role.

    Errors: `UnknownPersonError` for a name without an open account.
    """
    for person in people.list_people(register):
        if person.name == name and not person.disabled:
            return Actor(f"{person.name}/{console_actor().name}"[:80], person.role)
    raise UnknownPersonError("没有这个账号，或者已经停用。请用 docgen users list 核对。")


@click.command(help="出具一份文书：编号、生成、存档、登记，一步完成。")
@click.argument("kind")
@case_argument
@click.option("--case", "case_ref", help="归入这个案卷。")
@by_option
@json_option
def issue(kind: str, case: Path, case_ref: str | None, by: str, as_json: bool) -> None:
    """Issue one document."""
    payload, files = read_case(case)
    with open_office() as office:
        recovery.recover(office)
        issued = issuing.issue(
            office,
            open_engine(kinds=(kind,)),
            kind,
            payload,
            actor=named_actor(office, by),
            case_ref=case_ref,
            files=files,
        )
    _say_issued(issued, as_json)


@click.command(help="以新版本代替一份已出具的文书：同一种类、同一案卷、另编文号。")
@click.argument("document_id")
@case_argument
@by_option
@json_option
def supersede(document_id: str, case: Path, by: str, as_json: bool) -> None:
    """Put a new version in the place of a document."""
    payload, files = read_case(case)
    with open_office() as office:
        recovery.recover(office)
        issued = issuing.supersede(
            office,
            assemble(),
            document_id,
            payload,
            actor=named_actor(office, by),
            files=files,
        )
    _say_issued(issued, as_json)


def _say_issued(issued: IssuedDocument, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "id": issued.id,
                "kind": issued.kind,
                "document_number": issued.document_number,
                "state": issued.state,
                "version": issued.version,
                "sha256": issued.sha256,
            }
        )
    else:
        click.echo(f"{issued.document_number or issued.title}  {issued.id}")
    show_findings(issued.notices)


@click.command(help="作废一份已出具的文书；文号随之作废，不再使用。")
@click.argument("document_id")
@click.option("--reason", required=True, help="作废的理由，记入登记簿；不要写当事人信息。")
@by_option
def void(document_id: str, reason: str, by: str) -> None:
    """Void a document."""
    with open_office() as office:
        voided = issuing.void(office, document_id, reason, actor=named_actor(office, by))
    click.echo(f"已作废 {voided.document_number or voided.title}。")


@click.command(help="登记送达：一份文书何时、以何种方式、由谁收到。")
@click.argument("document_id")
@click.option(
    "--method",
    type=click.Choice([*DELIVERY_METHODS]),
    required=True,
    help="、".join(f"{code} {words}" for code, words in DELIVERY_METHODS.items()) + "。",
)
@click.option("--to", "recipient", required=True, help="由谁收到。")
@click.option(
    "--on", "delivered_on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="送达日期。"
)
@click.option("--proof", help="凭证，例如邮件号、回证编号。")
@by_option
def deliver(document_id: str, delivered_on: datetime, by: str, **stated: Any) -> None:
    """Record a delivery."""
    with open_office() as office:
        record_delivery(
            office,
            document_id,
            delivered_on=delivered_on.date(),
            actor=named_actor(office, by),
            **stated,
        )
    click.echo("已登记送达。")


@click.command(
    "open", help="立案卷，或者向案卷补充已知的内容（FIELDS 是 JSON 文件，- 为标准输入）。"
)
@click.argument("case_ref")
@click.argument("fields", type=click.Path(allow_dash=True, path_type=Path))
def open_case(case_ref: str, fields: Path) -> None:
    """Open a case with what is known."""
    known, _ = read_case(fields)
    with open_office() as office:
        cases.open_case(office, case_ref, known, actor=console_actor())
    click.echo(f"案卷中登记了 {len(known)} 项。")


@click.command("close", help="结案：不再计算期限，不再收入新文书。")
@click.argument("case_ref")
@click.option("--filed-by", default="", help="立卷人；与检查人一并写进卷内备考表。")
@click.option("--checker", default="", help="检查人；不写的，备考表以后另行填写。")
def close_case(case_ref: str, filed_by: str, checker: str) -> None:
    """Close a case."""
    people = {"filed_by": filed_by, "checker": checker}
    with open_office() as office:
        cases.close_case(office, open_catalogue(), case_ref, actor=console_actor(), **people)
    click.echo("已结案。")


@click.command("reopen", help="重新打开已经结案的案卷。")
@click.argument("case_ref")
def reopen_case(case_ref: str) -> None:
    """Open a closed case again."""
    with open_office() as office:
        cases.reopen_case(office, case_ref, actor=console_actor())
    click.echo("案卷已重新打开。")


@click.command(help="撤销中途断电、崩溃时没有做完的文书；启动服务时也会自动做。")
def recover() -> None:
    """Undo what was cut off."""
    with open_office() as office:
        undone = recovery.recover(office)
    for document_id in undone:
        click.echo(document_id)
    click.echo(f"撤销了 {len(undone)} 份没有做完的文书，文号已收回。", err=True)


@click.command(help="备份到一个新文件夹，服务不必停；备份含全部个人信息，请妥善保管。")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--link", is_flag=True, help="存档文件用硬链接：快，但与原件在同一磁盘。")
@click.option("--check", "only_check", is_flag=True, help="不制作备份，只核对已有的备份。")
@json_option
def backup(target: Path, link: bool, only_check: bool, as_json: bool) -> None:
    """Make or check a backup."""
    if only_check:
        made = backups.check_backup(target)
    else:
        with open_office(existing=True) as office:
            made = backups.backup(office, target, actor=console_actor(), link=link)
    _say_backup(made, as_json, "核对无误" if only_check else "已备份")


@click.command(help="把备份恢复到新的空数据文件夹（DOCGEN_HOME）或空数据库。")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--final", is_flag=True, help="备份之后没有再出具过文书（例如先停服务再备份的搬家）。"
)
@json_option
def restore(source: Path, final: bool, as_json: bool) -> None:
    """Restore a backup."""
    with open_office(make=True) as office:
        restored = backups.restore(office, source, actor=console_actor(), final=final)
    _say_backup(restored, as_json, "已恢复")
    if not final:
        click.echo(
            "出具以前，先运行 docgen register resume：备份以后编过的文号不能再用。", err=True
        )


def _say_backup(made: backups.Backup, as_json: bool, done: str) -> None:
    facts: dict[str, Any] = {
        "folder": str(made.folder),
        "made_at": made.made_at,
        "documents": made.documents,
        "files": made.files,
        "last_entry": made.last_entry,
        "faults": list(made.faults),
    }
    if as_json:
        say_json(facts)
    else:
        click.echo(f"{done}：文书 {made.documents} 份，文件 {made.files} 个（{made.folder}）。")
        for path in made.faults:
            click.echo(f"备份时文件已缺失或损坏：{path}", err=True)
    if made.faults:
        # Raised, click would hand it to `main` as a result, and nobody would be told.
        sys.exit(ExitCode.altered)
