"""The command that makes of a list of objects the papers each of them needs."""

from collections import Counter
from pathlib import Path

import click

from docgen.case.payload import read_payload
from docgen.cli.door import open_office
from docgen.cli.output import write_file
from docgen.cli.register_acts import by_option, named_actor
from docgen.engine import assemble
from docgen.register.fan_out import STATES, fan_out, lines_of
from schemas.ground.base import Weight


@click.command(
    "fan-out",
    help="由检查计划、任务分派单的对象名单逐户生成审批表、通知书、检查单和现场笔录的数据，每户一个案卷；"
    "写成一行一份，交给 docgen batch（--issue 出具）。已经出具或者起草的不重复生成。",
)
@click.argument("document_id")
@click.option(
    "--given",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='各户共同的内容，按文书种类：{"inspection_notice": {"issued_on": …}, …}。',
)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="写到这个 .jsonl 文件。"
)
@by_option
def fan_out_paper(document_id: str, given: Path | None, output: Path, by: str) -> None:
    """Write a line for each paper that is not there yet; say row by row what is still missing."""
    shared = read_payload(given.read_bytes()) if given else {}
    with open_office() as office:
        actor = named_actor(office, by)
        found = fan_out(office, assemble(), document_id, shared, actor=actor)
    write_file(output, b"".join(lines_of(found)))
    for paper in found:
        for each in paper.findings if paper.state == "to_fill" else ():
            if each.weight is Weight.error:
                place = f"{paper.pointer}  {paper.case_ref}  {paper.kind}{each.pointer}"
                click.echo(f"{place}  {each.detail}", err=True)
    count = Counter(paper.state for paper in found)
    told = "，".join(f"{words} {count[state]} 份" for state, words in STATES.items())
    click.echo(f"已写出 {output}：{told}。", err=True)
