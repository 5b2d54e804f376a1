"""The register's tables over time: one revision a change, run by Alembic, kept inside the package.

A change of `tables/` takes one new file in `versions/`; a test says in words what the newest
revision and the tables disagree on. Revisions never import `tables/`: they are history.
"""

from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from docgen.errors import DocgenError
from docgen.register.tables import METADATA


class Standing(Enum):
    """How the tables of a database stand to this version of the program."""

    empty = "empty"
    older = "older"
    current = "current"
    newer = "newer"


class UpgradeNeededError(DocgenError):
    """The tables are older than this program, or there are none."""

    code = "upgrade_needed"


class NewerRegisterError(DocgenError):
    """The tables were made by a newer program than this one."""

    code = "register_newer"


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to a revision, inside the caller's transaction."""
    command.upgrade(_config(connection), revision)


def current_revision(connection: Connection) -> str | None:
    """Return the revision the database is at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision() -> str:
    """Return the revision this version of the program wants."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("docgen/register/migrations/versions holds no revision")
    return head


@cache
def known_revisions() -> frozenset[str]:
    """Return every revision this version of the program can bring up to date."""
    return frozenset(
        each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()
    )


def is_current(connection: Connection) -> bool:
    """Tell whether the database is at the newest revision."""
    return current_revision(connection) == newest_revision()


def standing(connection: Connection) -> Standing:
    """Tell how the tables stand to this version of the program."""
    revision = current_revision(connection)
    if revision is None:
        return Standing.empty
    if revision == newest_revision():
        return Standing.current
    return Standing.older if revision in known_revisions() else Standing.newer


def refuse_unless_current(connection: Connection) -> None:
    """Refuse tables that this version of the program does not know as its own.

    Errors: `UpgradeNeededError`, `NewerRegisterError`.
    """
    found, newest = current_revision(connection), newest_revision()
    match standing(connection):
        case Standing.empty:
            raise UpgradeNeededError(
                f"这个数据库里还没有登记簿（本程序用第 {newest} 版的表）。"
                "请核对数据库地址；确实是新的，运行 docgen register upgrade 建立。"
            )
        case Standing.older:
            raise UpgradeNeededError(
                f"登记簿的表是第 {found} 版，本程序要第 {newest} 版，没有改动任何内容。"
                "请停止服务，运行 docgen register upgrade（先自动备份），再启动。"
            )
        case Standing.newer:
            raise NewerRegisterError(
                f"登记簿已由更新版本的程序升级到第 {found} 版，本程序只认识到第 {newest} 版。"
                "请换用更新版本的程序；要退回旧版本，请恢复升级前的备份。"
            )


def differences(connection: Connection) -> list[Any]:
    """Return what Alembic finds different between the database and `tables/`."""
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, METADATA))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # A percent sign in a path would be read as an interpolation.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
