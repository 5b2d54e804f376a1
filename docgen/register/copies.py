"""Copy the rows of a register from one database into another, whatever program made its tables."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import (
    URL,
    Connection,
    Table,
    TableClause,
    column,
    create_engine,
    insert,
    inspect,
    select,
    table,
)

from docgen.register import migrations
from docgen.register.database import FILE_NAME
from docgen.register.tables import METADATA, documents

BATCH = 500


def copy_sqlite(connection: Connection, path: Path) -> None:
    """Copy the file by SQLite's own means: as of one moment, writers going on meanwhile."""
    source = cast("sqlite3.Connection", connection.connection.driver_connection)
    with closing(sqlite3.connect(path)) as target:
        source.backup(target)
        # One file, without a journal beside it that could be forgotten.
        target.execute("PRAGMA journal_mode = DELETE")


def copy_to_sqlite(connection: Connection, path: Path) -> None:
    """Copy a database of any kind into a new SQLite file of the same revision."""
    revision = migrations.current_revision(connection)
    with opened(path) as target:
        migrations.upgrade(target, revision or "head")
        copy_rows(connection, target)


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row, what others refer to first: a document after the one it supersedes.

    Both databases are at the same revision, which may be an older one.
    """
    there = set(inspect(source).get_table_names())
    for declared in METADATA.sorted_tables:
        if declared.name not in there:
            continue
        found = _as_found(source, declared)
        query = select(found)
        if declared is documents:
            query = query.order_by(found.c.version)
        rows = source.execution_options(yield_per=BATCH).execute(query).mappings()
        for batch in rows.partitions(BATCH):
            target.execute(insert(found), [dict(row) for row in batch])


def _as_found(connection: Connection, declared: Table) -> TableClause:
    """Return a table with the columns that the database has of it, read as we declare them."""
    return table(
        declared.name,
        *(
            column(
                each["name"],
                declared.c[each["name"]].type if each["name"] in declared.c else each["type"],
            )
            for each in inspect(connection).get_columns(declared.name)
        ),
    )


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """Open a database file of a backup in one transaction."""
    engine = create_engine(URL.create("sqlite+pysqlite", database=str(path)), hide_parameters=True)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def opened_copy(path: Path) -> Iterator[Connection]:
    """Open a copy of a backup's database, brought up to date; the backup stays as it is."""
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        copied = Path(folder) / FILE_NAME
        shutil.copyfile(path, copied)
        os.chmod(copied, 0o600)
        with opened(copied) as connection:
            migrations.upgrade(connection)
        with opened(copied) as connection:
            yield connection
