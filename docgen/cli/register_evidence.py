"""`docgen register evidence`: the evidence of a case, and what of it may go with a letter."""

from dataclasses import asdict

import click

from docgen.cli.cases import json_option
from docgen.cli.door import console_actor, open_office
from docgen.cli.output import say_json
from docgen.engine import assemble
from docgen.register.inventory import Exhibit, inventory


@click.command(help="列出一个案卷的证据：编号、来源、校验值、写到它的文书；页数点清的可以作附件。")
@click.argument("case_ref")
@click.option(
    "--attachments",
    is_flag=True,
    help="列出可以作附件的材料、份数和页数，JSON 可以直接放进移送函的 attachments。",
)
@json_option
def evidence(case_ref: str, attachments: bool, as_json: bool) -> None:
    """List the evidence of a case."""
    with open_office() as office:
        found = inventory(office, assemble(), case_ref, actor=console_actor())
    if attachments:
        rows = [asdict(each) for each in found.enclosable]
        if as_json:
            say_json(rows)
            return
        for row in rows:
            click.echo(f"{row['name']}  {row['copies']}份{row['pages']}页")
        return
    if as_json:
        say_json([asdict(each) for each in found.exhibits])
        return
    for exhibit in found.exhibits:
        click.echo(_line(exhibit))
    click.echo(f"共 {len(found.exhibits)} 项证据。", err=True)


def _line(each: Exhibit) -> str:
    digest = f"{each.algorithm} {each.digest}" if each.digest else ""
    much = f"{each.quantity}{f'（{each.pages}页）' if each.pages else ''}"
    facts = (f"{each.sort}：{each.name}", each.taken_at, each.origin, much, digest)
    return f"{each.number}  {'  '.join(filter(None, facts))}  见{'、'.join(each.papers)}"
