"""`docgen register incoming`: papers that other authorities send into a case."""

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from docgen.cli.cases import json_option
from docgen.cli.door import console_actor, open_office
from docgen.cli.form_options import form_options, typed
from docgen.cli.output import say_json, write_file
from docgen.cli.register_acts import by_option, named_actor
from docgen.register import incoming as papers
from docgen.register.incoming import Incoming
from schemas.parts.incoming import IncomingForm


@click.group(help="来文：登记上级、其他机关送来的文书，列入报告期限。")
def incoming() -> None:
    """Group the commands about papers that come in."""


@incoming.command("enter", help="登记一份来文，归入案卷；没有这个案卷的，同时立卷。")
@click.argument("case_ref")
@form_options(IncomingForm())
@by_option
@json_option
def enter(case_ref: str, by: str, as_json: bool, **said: Any) -> None:
    """Register a paper that came in."""
    given, files = typed(said)
    with open_office() as office:
        entered = papers.enter(office, case_ref, given, actor=named_actor(office, by), files=files)
    if as_json:
        say_json(asdict(entered))
    else:
        click.echo(f"已登记 {entered.title} {entered.number}  {entered.id}")


@incoming.command("list", help="列出来文，作废的也列出。")
@click.option("--case", "case_ref", help="只看这一案卷。")
@json_option
def list_incoming(case_ref: str | None, as_json: bool) -> None:
    """List what came in."""
    with open_office() as office:
        found = papers.list_papers(office, case_ref, actor=console_actor())
    if as_json:
        say_json([asdict(each) for each in found])
    else:
        _say(found)
    click.echo(f"共 {len(found)} 份来文。", err=True)


@incoming.command("scan", help="取出来文的扫描件，与收到时逐字节相同；记入审计。")
@click.argument("incoming_id")
@by_option
@click.option("-o", "--output", type=click.Path(allow_dash=True, path_type=Path), required=True)
def scan(incoming_id: str, by: str, output: Path) -> None:
    """Take out the scan of a paper."""
    with open_office() as office:
        content = papers.read_scan(office, incoming_id, actor=named_actor(office, by)).content
    if str(output) == "-":
        sys.stdout.buffer.write(content)
    else:
        write_file(output, content)
        click.echo(f"已写出 {output}（{len(content):,} 字节）。", err=True)


@incoming.command("void", help="作废登记错了的来文，另行登记。")
@click.argument("incoming_id")
@click.option("--reason", required=True, help="作废的理由；不要写当事人信息。")
@by_option
def void(incoming_id: str, reason: str, by: str) -> None:
    """Take back what was entered wrongly."""
    with open_office() as office:
        voided = papers.void(office, incoming_id, reason, actor=named_actor(office, by))
    click.echo(f"已作废 {voided.title} {voided.number} 的登记。")


def _say(found: Iterable[Incoming]) -> None:
    for each in found:
        back = f"  {each.report_back_on} 前报告" if each.report_back_on else ""
        void_ = "  已作废" if each.voided_at else ""
        click.echo(
            f"{each.id}  {each.case_ref}  {each.received_on} 收到  {each.sender}  {each.title}"
            f"  {each.number}{back}{void_}"
        )
