"""The command that a timer runs: clean what is no record and has had its time."""

import click

from docgen.batch.office.cleaning import clean as take_away
from docgen.cli.door import console_actor, open_office


@click.command(
    help="清理过了期限的草稿、批量、幂等答复和登录；不动文号、文书、案卷、送达和审计记录。"
    "期限见 DOCGEN_DRAFT_DAYS、DOCGEN_BATCH_DAYS、DOCGEN_ANSWER_HOURS、DOCGEN_SESSION_HOURS。"
)
@click.option("--look", is_flag=True, help="只数一数，不清理。")
def clean(look: bool) -> None:
    """Clean."""
    with open_office(existing=True) as office:
        done = take_away(office, actor=console_actor(), only_look=look)
    words = "可以清理" if look else "清理了"
    click.echo(
        f"{words}：草稿 {done.drafts} 份，批量 {done.batches} 批（{done.bytes / 1e6:.0f} MB），"
        f"幂等答复 {done.answers} 条，登录 {done.sessions} 个。"
    )
