"""The witness outside: state the last entry of the trail, for a file, an address or a screen."""

import click

from docgen.cli.door import open_office
from docgen.register.witness import read_key, send, state
from docgen.settings import Settings


@click.command(
    help="写出一份见证：此刻的末条审计记录和摘要，供存在别处、日后用 audit --witness 核对。"
)
@click.option("--to", metavar="FILE|URL", default="",
              help="附加到这个文件或送到这个地址；不写则显示。")  # fmt: skip
def witness(to: str) -> None:
    """State the last entry."""
    key = read_key(Settings.from_env().witness_key)
    with open_office(existing=True) as office:
        statement = state(office, key)
    if to:
        send(statement, to)
    else:
        click.echo(statement.line())
