"""Bring a register to the tables this version of the program wants, but only when asked.

A newer program that changed the tables unasked would lock the older one out, with no way back.
So every command looks first (`refuse_unless_current`), and `upgrade` alone changes a register that
holds something: after a checked backup, and not while another program holds the database.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from docgen.errors import DocgenError, ExitCode
from docgen.register import audit, backup, migrations
from docgen.register.actor import Actor
from docgen.register.database import Register, RegisterUnavailableError
from docgen.register.migrations import Standing
from docgen.settings import Settings

BACKUPS = "backups"


class HeldError(DocgenError):
    """Another program has the database open."""

    code = "register_held"
    exit_code = ExitCode.busy


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did: from which revision (None: there was nothing) to which, saved where."""

    before: str | None
    after: str
    saved: backup.Backup | None


def migrate(register: Register) -> None:
    """Bring the tables to the newest revision, in one transaction; several may call it at once.

    Rows that an older program left without a seal are sealed as they stand.
    """
    with register.writing_unsealed() as connection:
        migrations.upgrade(connection)
        audit.seal_all(connection, register)


def prepare(register: Register, settings: Settings) -> None:
    """Make the tables of the office's own SQLite file where there are none; else change nothing.

    Errors: those of `refuse_unless_current`.
    """
    with register.reading() as connection:
        standing = migrations.standing(connection)
    if standing is Standing.empty and not settings.database_url:
        migrate(register)
        return
    refuse_unless_current(register)


def refuse_unless_current(register: Register) -> None:
    """Refuse a register whose tables are not those of this version of the program.

    Errors: `UpgradeNeededError`, `NewerRegisterError`, `RegisterUnavailableError`.
    """
    with register.reading() as connection:
        migrations.refuse_unless_current(connection)


def upgrade(
    register: Register, settings: Settings, *, actor: Actor, target: Path | None = None
) -> Upgraded:
    """Save the register, check what was saved, and bring it up to date in one transaction.

    The backup goes to `target`, or below the data folder with the files as hard links. An empty
    database needs none. Cut off at any point, the register is as before or up to date.
    Errors: `NewerRegisterError`, `HeldError`, `BackupError`, `RegisterUnavailableError`.
    """
    with register.reading() as connection:
        standing = migrations.standing(connection)
        before = migrations.current_revision(connection)
        if standing is Standing.newer:
            migrations.refuse_unless_current(connection)
    after = migrations.newest_revision()
    if standing is Standing.current:
        return Upgraded(before, after, None)
    with _alone(register):
        saved = None
        if standing is Standing.older:
            stamp = register.now().strftime("%Y%m%dT%H%M%SZ")
            own = settings.home.absolute() / BACKUPS / f"{stamp}-{before}"
            made = backup.copy_out(register, target or own, link=target is None)
            saved = backup.check_backup(made.folder)
        with register.writing_unsealed() as connection:
            migrations.upgrade(connection)
            audit.seal_all(connection, register)
            audit.record(
                connection, register, actor, "upgrade", None, {"from": before or "", "to": after}
            )
    return Upgraded(before, after, saved)


@contextmanager
def _alone(register: Register) -> Iterator[None]:
    """Make sure that no other program has the database open.

    Errors: `HeldError`.
    """
    if register.engine.dialect.name == "sqlite":
        register.engine.dispose()  # What we hold ourselves would be taken for somebody else.
        _refuse_held_file(Path(str(register.engine.url.database)))
    else:
        with register.reading() as connection:
            _refuse_held_server(connection)
    yield


def _refuse_held_file(path: Path) -> None:
    """Leave the journal mode, which only the last connection to a file can: it comes back after."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault):
                raise RegisterUnavailableError.of(fault) from fault
            raise HeldError(_HELD.format("")) from None


def _refuse_held_server(connection: Connection) -> None:
    others = connection.scalar(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename = current_user AND pid <> pg_backend_pid()"
        )
    )
    if others:
        raise HeldError(_HELD.format(f"（{others} 个连接）"))


_HELD = "还有程序开着这个登记簿{}，多半是没有停止的旧版服务。请先停止它们，再升级；什么也没有改动。"
