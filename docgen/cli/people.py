"""Commands about people and their API keys: who belongs to the office, who calls in whose name.

Whoever can run these owns the data folder already, so they ask for no password of an administrator;
the audit trail names the account of the machine they were run under.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

import click
from rich.console import Console
from rich.table import Table

from docgen.cli.cases import json_option
from docgen.cli.door import console_actor, open_office
from docgen.cli.output import say_json
from docgen.clock import BEIJING
from docgen.errors import DocgenError, ExitCode
from docgen.register import keys as register_keys
from docgen.register import people, spelling
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.register.keys import Key
from docgen.register.passwords import LEAST_LETTERS
from docgen.register.people import Person
from docgen.register.rights import Scope

NUMBER = "执法证号，执法人员才有；写笔录时第一名检查人员自动填写。"
ROLES = "drafter 起草，officer 签发、作废，archivist 批量、导出，admin 管理账号"


class PasswordMissingError(DocgenError):
    """No password came from the terminal or from the standard input."""

    code = "password_missing"
    exit_code = ExitCode.usage


@click.group(help="账号：谁是本单位的人，能做什么。")
def users() -> None:
    """Group the commands about accounts."""


@users.command("add", help="添加账号。密码在终端输入（不显示），或从标准输入读取一行。")
@click.argument("name")
@click.option("--role", type=click.Choice([*Role]), required=True, help=ROLES)
@click.option("--certificate", default="", metavar="NUMBER", help=NUMBER)
@click.option("--no-password", is_flag=True, help="不设密码：这个账号只用密钥，不能登录。")
def add_user(name: str, role: str, certificate: str, no_password: bool) -> None:
    """Add an account."""
    name, certificate = spelling.fit_name(name), spelling.fit_certificate(certificate)
    password = None if no_password else new_password()
    with open_office() as register:
        people.add_person(
            register, name, Role(role), password, certificate=certificate, actor=console_actor()
        )
    click.echo(f"已添加账号 {name}（{role}）。接口密钥另用 docgen keys add 添加。", err=True)


@users.command("list", help="列出全部账号。")
@json_option
def list_users(as_json: bool) -> None:
    """List the accounts."""
    with open_office() as register:
        everyone = people.list_people(register)
    if as_json:
        say_json(
            [
                {
                    "name": person.name,
                    "role": person.role.value,
                    "state": _state(person),
                    "has_password": person.has_password,
                    "certificate": person.certificate or None,
                    "created_at": person.created_at.isoformat(),
                }
                for person in everyone
            ]
        )
        return
    words = {"open": "", "disabled": "停用"}
    _show(
        ("账号", "角色", "执法证号", "状态", "添加时间"),
        (
            (
                person.name, person.role.value, person.certificate, words[_state(person)],
                _local(person.created_at),
            )
            for person in everyone
        ),
    )  # fmt: skip


@users.command("disable", help="停用账号：立即退出登录，它的密钥同时失效。")
@click.argument("name")
def disable_user(name: str) -> None:
    """Close an account."""
    with open_office() as register:
        people.disable(register, name, actor=console_actor())
    click.echo("已停用，它的登录和密钥立即失效。", err=True)


@users.command("enable", help="重新启用账号，密码和密钥不变。")
@click.argument("name")
def enable_user(name: str) -> None:
    """Open a closed account again."""
    with open_office() as register:
        people.enable(register, name, actor=console_actor())
    click.echo("已启用。", err=True)


@users.command("password", help="重新设置密码，同时解除锁定、退出登录。")
@click.argument("name")
def set_user_password(name: str) -> None:
    """Give an account a new password."""
    password = new_password()
    with open_office() as register:
        people.set_password(register, name, password, actor=console_actor())
    click.echo("已设置新密码，原来的登录已经退出。", err=True)


@users.command("role", help="改变账号的角色，立即生效。")
@click.argument("name")
@click.argument("role", type=click.Choice([*Role]))
def set_user_role(name: str, role: str) -> None:
    """Give an account another role."""
    with open_office() as register:
        people.set_role(register, name, Role(role), actor=console_actor())
    click.echo("角色已经改变，立即生效。", err=True)


@users.command("certificate", help='登记或更换执法证号；NUMBER 为空（""）时去掉。')
@click.argument("name")
@click.argument("number")
def set_user_certificate(name: str, number: str) -> None:
    """Note the number of a person's certificate."""
    with open_office() as register:
        people.set_certificate(register, name, number, actor=console_actor())
    click.echo("执法证号已登记。" if number.strip() else "执法证号已去掉。", err=True)


@click.group(help="接口密钥：程序以谁的名义、能做什么。")
def keys() -> None:
    """Group the commands about keys."""


def _scopes(_context: click.Context, _option: click.Parameter, value: str) -> frozenset[Scope]:
    try:
        return frozenset(Scope(part.strip()) for part in value.split(","))
    except ValueError:
        raise click.BadParameter(f"只能是 {'、'.join(Scope)}，用逗号隔开。") from None


@keys.command("add", help="添加密钥。密钥只显示这一次：标准输出上只有密钥一行。")
@click.argument("name")
@click.option(
    "--scope", "scopes", required=True, callback=_scopes, metavar=",".join(Scope),
    help="能做什么，用逗号隔开：render 检查和生成，issue 签发和作废，read 查阅，batch 批量和导出。",
)  # fmt: skip
@click.option("--person", help="以哪个账号的名义；只有一个账号时可以不写。")
def add_key(name: str, scopes: frozenset[Scope], person: str | None) -> None:
    """Add a key and print it alone on stdout."""
    with open_office() as register:
        secret = register_keys.add_key(
            register, name, person or _only_person(register), scopes, actor=console_actor()
        )
    click.echo("请立即保存密钥，以后不能再显示；丢失或泄露时用 docgen keys revoke 撤销。", err=True)
    click.echo(secret)


@keys.command("list", help="列出全部密钥（不显示密钥本身）。")
@json_option
def list_keys(as_json: bool) -> None:
    """List the keys."""
    with open_office() as register:
        every = register_keys.list_keys(register)
    if as_json:
        say_json(
            [
                {
                    "id": key.id,
                    "name": key.name,
                    "person": key.person,
                    "scopes": _named(key),
                    "created_at": key.created_at.isoformat(),
                    "last_used_at": key.last_used_at and key.last_used_at.isoformat(),
                    "revoked_at": key.revoked_at and key.revoked_at.isoformat(),
                }
                for key in every
            ]
        )
        return
    _show(
        ("密钥", "账号", "权限", "添加时间", "最近使用", "撤销时间"),
        (
            (
                key.name, key.person, ",".join(_named(key)), _local(key.created_at),
                _local(key.last_used_at), _local(key.revoked_at),
            )
            for key in every
        ),
    )  # fmt: skip


@keys.command("revoke", help="撤销密钥，立即失效，不能恢复。")
@click.argument("name")
def revoke_key(name: str) -> None:
    """Make a key worthless."""
    with open_office() as register:
        register_keys.revoke(register, name, actor=console_actor())
    click.echo("已撤销，立即失效。", err=True)


def new_password() -> str:
    """Ask for a new password twice; from a pipe read one line.

    Errors: `PasswordMissingError`.
    """
    if sys.stdin.isatty():
        typed: str = click.prompt(
            f"密码（至少 {LEAST_LETTERS} 个字符）", hide_input=True, confirmation_prompt="再输一次"
        )
        return typed
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise PasswordMissingError("没有读到密码。请在终端运行，或者从标准输入给出一行密码。")
    return line


def _only_person(register: Register) -> str:
    open_ones = [person for person in people.list_people(register) if not person.disabled]
    if len(open_ones) == 1:
        return open_ones[0].name
    if open_ones:
        raise click.UsageError("有几个账号，请用 --person 写明以谁的名义。")
    raise click.UsageError("还没有账号，请先运行 docgen users add 添加。")


def _state(person: Person) -> str:
    return "disabled" if person.disabled else "open"


def _named(key: Key) -> list[str]:
    return [scope.value for scope in Scope if scope in key.scopes]


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}" if moment else ""


def _show(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(box=None)
    for name in head:
        table.add_column(name)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
