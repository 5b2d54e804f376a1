"""Notice which rows a transaction changes, and seal each: its digest tells any later alteration.

A row of a record is sealed by the audit entry of the act that changed it, so the trail can be
replayed and compared with the tables. What is no record yet (drafts, batches, answers kept for a
day) changes too often for the trail; its seals stand in a table of their own, which tells an
alteration by accident or by hand, but not by somebody who renews the seal as well.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import eq
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    Connection,
    Delete,
    Engine,
    Insert,
    Row,
    Table,
    Update,
    and_,
    delete,
    event,
    false,
    insert,
    or_,
    select,
    true,
)

from docgen.case.case import canonical_json
from docgen.register import tables
from docgen.register.tables import seals
from docgen.register.whole_table import read_whole

# What the trail speaks of, and what is sealed beside it.
RECORDS = MappingProxyType(
    {
        table.name: table
        for table in (
            tables.numbers, tables.cases, tables.documents, tables.files, tables.deliveries,
            tables.people, tables.keys, tables.sessions, tables.orders,
            tables.order_mappings, tables.reminders, tables.incoming, tables.promotions,
            tables.signed_copies, tables.approvals,
        )
    }
)  # fmt: skip
OTHERS = MappingProxyType(
    {
        table.name: table
        for table in (tables.answers, tables.drafts, tables.draft_photos, tables.batches)
    }
)
# Reviewed: columns that no seal covers because an alteration of them would mean nothing.
UNSEALED: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("keys", "last_used_at"): "tells which key is still in use; opens nothing",
        (
            "sessions",
            "expires_at",
        ): "moves with every use; `created_at` bounds it",
    }
)
# How many rows are asked for in one statement.
AT_ONCE = 200
_NOTICED = "docgen_noticed"
Place = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A row at one moment: its table, its primary key, its seal; None where it is gone."""

    table: str
    key: tuple[str, ...]
    sha256: str | None


class UnrecordedChangeError(RuntimeError):
    """A transaction changed a record and made no entry in the trail: a fault of ours."""


def watch(engine: Engine) -> None:
    """Notice every row that is written through `engine` in a transaction that `begin` opened."""
    event.listen(engine, "before_execute", _notice)


def begin(connection: Connection) -> None:
    """Begin to notice what this connection's transaction changes."""
    connection.info[_NOTICED] = {}


def end(connection: Connection) -> None:
    """Seal what is no record; to be called before the commit, after the entries were written.

    Errors: `UnrecordedChangeError`.
    """
    if changed := list(take_changes(connection, RECORDS)):
        raise UnrecordedChangeError(f"{changed[0].table} changed without an entry in the trail")
    for each in take_changes(connection, OTHERS):
        keep(connection, each)
    forget(connection)


def forget(connection: Connection) -> None:
    """Notice nothing any more; what was noticed is forgotten."""
    connection.info.pop(_NOTICED, None)


def take_changes(connection: Connection, within: Mapping[str, Table]) -> Iterator[Sealed]:
    """Yield the rows of some tables that differ from before, each once."""
    noticed: dict[Place, str | None] = connection.info.get(_NOTICED, {})
    for name, table in within.items():
        before = {key: noticed.pop((place, key)) for place, key in [*noticed] if place == name}
        keys = iter(before)
        while some := list(islice(keys, AT_ONCE)):
            now = dict(_seals_at(connection, table, some))
            for key in some:
                if before[key] != now.get(key):
                    yield Sealed(name, key, now.get(key))


def keep(connection: Connection, sealed: Sealed) -> None:
    """Put a seal into the table of seals, or take it away with its row."""
    place = {"table_name": sealed.table, "row_key": key_text(sealed.key)}
    same = [seals.c[name] == value for name, value in place.items()]
    connection.execute(delete(seals).where(*same))
    if sealed.sha256 is not None:
        connection.execute(insert(seals).values(**place, sha256=sealed.sha256))


def all_of(connection: Connection, table: Table) -> Iterator[Sealed]:
    """Yield every row of a table with its seal."""
    for rows in read_whole(connection, table):
        for row in rows:
            if isinstance(row, Row):
                yield Sealed(table.name, key_of(table, row._mapping), seal_of(table, row._mapping))


def seal_of(table: Table, row: Mapping[Any, Any]) -> str:
    """Return the SHA-256 of all that a row says.

    Empty columns are left out, so that a new column alters no seal of the rows that lack it.
    """
    said = {
        column.name: _plain(value)
        for column in table.columns
        if (value := row[column.name]) is not None and (table.name, column.name) not in UNSEALED
    }
    return hashlib.sha256(canonical_json(said)).hexdigest()


def key_of(table: Table, row: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return the primary key of a row."""
    return tuple(row[column.name] for column in table.primary_key)


def key_text(key: Iterable[str]) -> str:
    """Return a primary key as one text, different for different keys."""
    return json.dumps(list(key), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value


def _notice(
    connection: Connection, clause: Any, many: Any, params: Any, _options: Mapping[str, Any]
) -> None:
    """Note which rows a statement is about to write, and how they were sealed before."""
    noticed: dict[Place, str | None] | None = connection.info.get(_NOTICED)
    if noticed is None or not isinstance(clause, Insert | Update | Delete):
        return
    table = clause.table
    if not isinstance(table, Table) or table not in (*RECORDS.values(), *OTHERS.values()):
        return
    given = [*many] or ([params] if params else [])
    if isinstance(clause, Insert):
        for values in given or [clause.compile(dialect=connection.dialect).params]:
            noticed.setdefault((table.name, key_of(table, values)), None)
    elif given:
        raise NotImplementedError("write the values of a change into its statement")
    else:
        condition = true() if clause.whereclause is None else clause.whereclause
        for row in connection.execute(select(table).where(condition)).mappings().all():
            noticed.setdefault((table.name, key_of(table, row)), seal_of(table, row))


def _seals_at(
    connection: Connection, table: Table, keys: Iterable[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield key and seal of those of the rows that are there."""
    same = [and_(*map(eq, table.primary_key, key)) for key in keys]
    for row in connection.execute(select(table).where(or_(false(), *same))).mappings():
        yield key_of(table, row), seal_of(table, row)
