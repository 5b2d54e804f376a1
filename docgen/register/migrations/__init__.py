"""The register's tables over time: one revision a change, run by Alembic, kept inside the package.

A change of `tables.py` takes one new file in `versions/`; a test says in words what the newest
revision and the tables disagree on. Revisions never import `tables.py`: they are history.
"""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from docgen.register.tables import METADATA


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to a revision, inside the caller's transaction."""
    command.upgrade(_config(connection), revision)


def current_revision(connection: Connection) -> str | None:
    """Return the revision the database is at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """Return the revision this version of the program wants."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("docgen/register/migrations/versions holds no revision")
    return head


def known_revisions() -> frozenset[str]:
    """Return every revision this version of the program can bring up to date."""
    return frozenset(
        each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()
    )


def is_current(connection: Connection) -> bool:
    """Tell whether the database is at the newest revision."""
    return current_revision(connection) == newest_revision()


def differences(connection: Connection) -> list[Any]:
    """Return what Alembic finds different between the database and `tables.py`."""
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, METADATA))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # A percent sign in a path would be read as an interpolation.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
