"""Commands about document numbers: where a series begins, and numbers nobody will use any more."""

import click

from docgen.cli.people import console_actor, open_office
from docgen.cli.register_acts import by_option, named_actor
from docgen.engine import assemble
from docgen.register import numbers


@click.command("take-over", help="启用登记簿之前，这种文书本年已经编到第几号：从下一号起编。")
@click.argument("kind")
@click.option("--year", type=click.IntRange(2000, 2999), required=True, help="文号的年份。")
@click.option("--last", type=click.IntRange(1, 99_999), required=True, help="已经用到的最后一号。")
@click.option("--reason", required=True, help="记入登记簿，例如：启用登记簿前编发。")
def take_over(kind: str, year: int, last: int, reason: str) -> None:
    """Begin a series behind the numbers that were given before the register."""
    series = numbers.series_of(assemble(), kind, year)
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


NUMBER_ACTS = (take_over, close_number)
