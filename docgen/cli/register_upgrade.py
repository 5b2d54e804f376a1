"""The one command that changes the tables of a register that holds something."""

from pathlib import Path

import click

from docgen.cli.door import COMMAND_SECONDS, console_actor
from docgen.cli.output import say_json
from docgen.register.database import open_register
from docgen.register.upgrade import Upgraded
from docgen.register.upgrade import upgrade as bring_up
from docgen.settings import Settings


@click.command(
    help="把登记簿升级到本程序的版本：先停止服务；先做一份备份并核对，再在一个事务里升级。"
    "空的数据库由它建立。"
)
@click.option(
    "--backup", "target", type=click.Path(path_type=Path),
    help="备份写到这个新文件夹，默认在数据文件夹的 backups 里（文书用硬链接，不占空间）。",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def upgrade(target: Path | None, as_json: bool) -> None:
    """Upgrade the register."""
    done = upgraded(Settings.from_env(), target)
    if as_json:
        saved = done.saved
        say_json(
            {"before": done.before, "after": done.after, "backup": saved and str(saved.folder)}
        )
        return
    say(done)


def upgraded(settings: Settings, target: Path | None = None) -> Upgraded:
    """Upgrade the register of the settings; errors are `upgrade.upgrade`'s."""
    register = open_register(settings, answer=COMMAND_SECONDS)
    try:
        return bring_up(register, settings, actor=console_actor(), target=target)
    finally:
        register.engine.dispose()


def say(done: Upgraded) -> None:
    """Say what was done."""
    if done.before == done.after:
        click.echo(f"登记簿已是第 {done.after} 版，不用升级。")
        return
    if done.saved:
        click.echo(f"升级前的备份（已核对）：{done.saved.folder}")
        click.echo(f"已从第 {done.before} 版升级到第 {done.after} 版。")
    else:
        click.echo(f"已建立登记簿（第 {done.after} 版）。")
