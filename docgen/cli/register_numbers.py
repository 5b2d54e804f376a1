"""Commands about document numbers: where a series begins, and numbers nobody will use any more."""

import sys

import click

from docgen.cli.door import console_actor, open_office
from docgen.cli.register_acts import by_option, named_actor
from docgen.engine import assemble
from docgen.errors import ExitCode
from docgen.register import numbers
from docgen.register import resume as resuming
from docgen.register.witness import read_key, send, state

prefix_option = click.option(
    "--prefix", default="", help="机关代字；不写的是本机关的。以其他机关名义编号的结算单写明它的。"
)


@click.command("take-over", help="启用登记簿之前，这种文书本年已经编到第几号：从下一号起编。")
@click.argument("kind")
@click.option("--year", type=click.IntRange(2000, 2999), required=True, help="文号的年份。")
@click.option("--last", type=click.IntRange(1, 99_999), required=True, help="已经用到的最后一号。")
@prefix_option
@click.option("--reason", required=True, help="记入登记簿，例如：启用登记簿前编发。")
def take_over(kind: str, year: int, last: int, prefix: str, reason: str) -> None:
    """Begin a series behind the numbers that were given before the register."""
    series = numbers.series_of(assemble(), kind, year, prefix)
    with open_office() as office:
        numbers.take_over(office, series, last, reason, actor=console_actor())
    click.echo(f"下一份的文号是 {series.write(last + 1)}。")


@click.command("close-number", help="作废一个空出的文号，不再使用；gaps 列出的空号这样了结。")
@click.argument("number")
@click.option("--reason", required=True, help="作废的理由，记入登记簿；不要写当事人信息。")
@by_option
def close_number(number: str, reason: str, by: str) -> None:
    """Void a number that no document bears."""
    with open_office() as office:
        numbers.close_free(office, number, reason, actor=named_actor(office, by))
    click.echo(f"文号 {number} 已作废。")


@click.command(
    help="数据库恢复或倒退以后继续出具：收回存放处已有而登记簿不知道的文书，其余编过的文号作废。\n\n"
    "纸面上编到的号比存放处的还大时，用 --kind、--year、--up-to 写明最后一号。"
)
@click.option(
    "--reason", required=True, help="记入登记簿，例如：恢复七月九日的备份；不要写当事人信息。"
)
@click.option("--kind", help="最后一号是哪一种文书的。")
@click.option("--year", type=click.IntRange(2000, 2999), help="文号的年份。")
@click.option("--up-to", "last", type=click.IntRange(1, 99_999), help="纸面上已经编到的最后一号。")
@prefix_option
def resume(reason: str, kind: str | None, year: int | None, last: int | None, prefix: str) -> None:
    """Go on behind every number that was given out."""
    if len({kind is None, year is None, last is None}) > 1:
        raise click.UsageError("--kind、--year、--up-to 须一起写明。")
    engine = assemble()
    given = None
    if kind and year and last:
        given = numbers.series_of(engine, kind, year, prefix), last
    key = read_key(engine.settings.witness_key)
    with open_office() as office:
        done = resuming.resume(office, engine, reason, actor=console_actor(), last=given)
        statement = state(office, key)
    for words, found in (
        ("收回", done.adopted), ("作废", done.void), ("一号两用，请核对", done.twice),
        ("不完整，移到 set-aside", done.set_aside), ("编到", done.ends),
    ):  # fmt: skip
        for each in found:
            click.echo(f"{words}  {each}")
    click.echo(
        f"收回 {len(done.adopted)} 份，作废 {len(done.void)} 个文号，可以继续出具。收回的文书请核对"
        "案卷、签发人、是否作废、是否送达：这些只有丢失的数据库知道。\n“编到”是各类文号现在的最后一号，"
        "请逐类与发文簿核对；纸面上更大的，写明 --kind、--year、--up-to 再运行一次。",
        err=True,
    )
    if engine.settings.witness:
        # The last word of the witness is again about this trail: else the service would not start.
        send(statement, engine.settings.witness)
    if done.twice:
        sys.exit(ExitCode.failed)
