"""Open the register for a command, and say in whose name a command acts."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from docgen.errors import DocgenError, ExitCode
from docgen.register import people, sessions
from docgen.register.actor import Actor, Role
from docgen.register.database import FILE_NAME, Register, open_register
from docgen.register.head import refuse_if_behind
from docgen.register.upgrade import prepare
from docgen.register.witness import refuse_if_ahead
from docgen.settings import Settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")
LEAST_SECRET = 32
# A statement of a command may take this long: nobody waits at a counter for it.
COMMAND_SECONDS = 600.0


class NoRegisterError(DocgenError):
    """There is no register where one was to be looked at."""

    code = "no_register"
    exit_code = ExitCode.bad_settings


class UnguardedError(DocgenError):
    """The service would be open to strangers."""

    code = "unguarded"


@contextmanager
def open_office(
    settings: Settings | None = None, *, existing: bool = False, make: bool = False
) -> Iterator[Register]:
    """Open the register of the settings, the environment's unless given.

    An office's own SQLite file is made where there is none, unless it is to be `existing`; with
    `make` so are the tables of any database without.
    Errors: `NoRegisterError`, and those of `upgrade.refuse_unless_current`.
    """
    settings = settings or Settings.from_env()
    if existing:
        _refuse_nothing(settings)
    register = open_register(settings, answer=COMMAND_SECONDS)
    try:
        prepare(register, replace(settings, database_url="") if make else settings)
        yield register
    finally:
        register.engine.dispose()


def _refuse_nothing(settings: Settings) -> None:
    """Refuse to speak about a register that is not there: nothing is wrong with nothing."""
    home = settings.home.absolute()
    if not settings.database_url and not (home / FILE_NAME).exists():
        raise NoRegisterError(
            f"{home} 里没有登记簿，没有什么可查。请把 DOCGEN_HOME 设成服务用的数据文件夹。"
        )


def first_link(settings: Settings, host: str) -> str | None:
    """Return the secret of a one-time link for a service on `host` that has no account yet.

    None when it has one. Whoever can reach an address beyond this machine could use the link, or
    the service without any, so there it must be guarded before it starts.
    Errors: `UnguardedError`, `RegisterBehindError`.
    """
    with open_office(settings) as register:
        with register.reading() as connection:
            refuse_if_behind(connection, register.store)
        refuse_if_ahead(register, settings.witness)
        has_people = people.any_person(register)
        if host not in LOOPBACK:
            _refuse_unguarded(has_people, settings.secret_key)
        return None if has_people else sessions.add_link(register, actor=console_actor())


def _refuse_unguarded(has_people: bool, secret_key: str) -> None:
    if not has_people:
        raise UnguardedError(
            "还没有账号，只能在本机（127.0.0.1）监听。请先运行 docgen users add 添加账号。"
        )
    if len(secret_key) < LEAST_SECRET:
        raise UnguardedError(
            "对外监听须设置 DOCGEN_SECRET_KEY，"
            f"至少 {LEAST_SECRET} 个字符，例如 openssl rand -hex 32 的输出，并妥善保管。"
        )


def console_actor() -> Actor:
    """Return whom the audit trail names for a command: no account can be called so."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # A container may run under a number that has no name.
        user = "?"
    return Actor(f"console:{user}"[:80], Role.admin)
