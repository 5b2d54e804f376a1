"""`docgen register signed`: signed papers come back to the documents that were issued."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from docgen.cli.cases import json_option
from docgen.cli.door import console_actor, open_office
from docgen.cli.form_options import form_options, typed
from docgen.cli.output import say_json, write_file
from docgen.cli.register_acts import by_option, named_actor
from docgen.engine import assemble
from docgen.register import signed_copies as copies
from schemas.parts.signed_copies import SORTS, SignedCopyForm


@click.group(help="签署件：签字盖章后的扫描件，原样存入已出具的文书。")
def signed() -> None:
    """Group the commands about signed copies."""


@signed.command("attach", help="登记一份签署件；先登记的不会被代替。")
@click.argument("document_id")
@form_options(SignedCopyForm())
@by_option
@json_option
def attach(document_id: str, by: str, as_json: bool, **said: Any) -> None:
    """Attach a signed copy to a document."""
    given, files = typed(said)
    with open_office() as office:
        kept = copies.attach(office, document_id, given, actor=named_actor(office, by), files=files)
    if as_json:
        say_json(asdict(kept))
    else:
        click.echo(f"已登记{SORTS[kept.sort]}  {kept.id}  SHA-256 {kept.sha256}")


@signed.command("list", help="列出一份文书的签署件，作废的也列出。")
@click.argument("document_id")
@json_option
def list_signed(document_id: str, as_json: bool) -> None:
    """List the signed copies of a document."""
    with open_office() as office:
        found = copies.copies_seen(
            office, assemble().catalogue, [document_id], actor=console_actor()
        )
    if as_json:
        say_json([asdict(each) for each in found])
    else:
        for each in found:
            void_ = "  已作废" if each.voided_at else ""
            click.echo(
                f"{each.id}  {SORTS[each.sort]}  {each.name}  {each.size:,} 字节"
                f"  SHA-256 {each.sha256}{void_}"
            )
    click.echo(f"共 {len(found)} 份签署件。", err=True)


@signed.command("take", help="取出签署件，与收到时逐字节相同；记入审计。")
@click.argument("document_id")
@click.argument("copy_id")
@by_option
@click.option("-o", "--output", type=click.Path(allow_dash=True, path_type=Path), required=True)
def take(document_id: str, copy_id: str, by: str, output: Path) -> None:
    """Take out a signed copy."""
    with open_office() as office:
        content = copies.read_copy(
            office, assemble().catalogue, document_id, copy_id, actor=named_actor(office, by)
        ).content
    if str(output) == "-":
        sys.stdout.buffer.write(content)
    else:
        write_file(output, content)
        click.echo(f"已写出 {output}（{len(content):,} 字节）。", err=True)


@signed.command("void", help="作废登记错了的签署件；文件仍然保存。")
@click.argument("document_id")
@click.argument("copy_id")
@click.option("--reason", required=True, help="作废的理由；不要写当事人信息。")
@by_option
def void(document_id: str, copy_id: str, reason: str, by: str) -> None:
    """Take back what was attached wrongly."""
    with open_office() as office:
        copies.void(office, document_id, copy_id, reason, actor=named_actor(office, by))
    click.echo("已作废这份签署件的登记。")
