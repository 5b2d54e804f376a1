"""Read a table from end to end in the same memory for any size, past rows nobody can read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, select, tuple_

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that holds what the program never writes, such as a day that is none: its key."""

    key: tuple[Any, ...]


def read_whole(
    connection: Connection, table: Table, at_once: int = AT_ONCE
) -> Iterator[list[Row[Any] | Unreadable]]:
    """Yield every row in the order of the primary key, so many at a time."""
    key = [*table.primary_key]
    after: tuple[Any, ...] = ()
    while True:
        page = select(*key).order_by(*key).limit(at_once)
        if after:
            page = page.where(tuple_(*key) > after)
        keys = [tuple(row) for row in connection.execute(page)]
        if not keys:
            return
        wanted = select(table).where(tuple_(*key) >= keys[0], tuple_(*key) <= keys[-1])
        try:
            rows: list[Row[Any] | Unreadable] = [*connection.execute(wanted.order_by(*key))]
        except ValueError:
            rows = [_one(connection, table, each) for each in keys]
        yield rows
        after = keys[-1]


def _one(connection: Connection, table: Table, key: tuple[Any, ...]) -> Row[Any] | Unreadable:
    same = [column == value for column, value in zip(table.primary_key, key, strict=True)]
    try:
        return connection.execute(select(table).where(*same)).one()
    except ValueError:
        return Unreadable(key)
