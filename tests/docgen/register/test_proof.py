"""The proof of the records: whatever single row is altered, taken away or put in, it is named."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    PrimaryKeyConstraint,
    UniqueConstraint,
    Update,
    delete,
    insert,
    select,
    update,
)

from docgen import Engine
from docgen.register import audit, seals
from docgen.register import cases as cases_module
from docgen.register.actor import Actor
from docgen.register.database import FILE_NAME, Register, open_register
from docgen.register.head import read_head, set_head
from docgen.register.proof import prove, prove_rows
from docgen.register.seals import OTHERS, RECORDS, UNSEALED, UnrecordedChangeError
from docgen.register.tables import METADATA, Moment, cases, documents
from docgen.register.tables import audit as entries
from docgen.register.upgrade import migrate
from docgen.settings import Settings
from tests.docgen.register.everything import fill
from tests.doubles.clock import Clock

SOAK = bool(os.environ.get("DOCGEN_SOAK"))


@pytest.fixture(scope="module")
def day(
    settings: Settings, engine: Engine, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Register]:
    """An office's day on SQLite; who alters it puts it back."""
    home = tmp_path_factory.mktemp("day")
    (home / FILE_NAME).write_bytes(migrated.read_bytes())
    register = open_register(replace(settings, home=home, database_url=""), now=Clock())
    fill(register, engine)
    yield register
    register.engine.dispose()


def found(register: Register) -> list[str]:
    proof = prove_rows(register)
    return [each.detail for each in (*proof.breaks, *proof.rows)]


def test_every_table_is_sealed_by_the_trail_or_beside_it_and_two_columns_by_neither() -> None:
    assert METADATA.tables.keys() == {*RECORDS, *OTHERS, "audit", "seals"}
    assert UNSEALED.keys() == {("keys", "last_used_at"), ("sessions", "expires_at")}


def test_an_untouched_register_is_proved(register: Register, engine: Engine) -> None:
    fill(register, engine)
    proof = prove(register)
    assert proof.faults == []
    assert proof.head == read_head(register.store)
    with register.reading() as connection:
        for table in METADATA.sorted_tables:
            assert connection.execute(select(table)).first(), f"{table.name} holds nothing"


def test_every_alteration_of_a_single_value_is_named(day: Register) -> None:
    """By another value and by none, in two rows of every table; in the long form in all rows."""
    unnamed, count = [], 0
    with raw(day) as database:
        for table in METADATA.sorted_tables:
            for column in table.columns:
                if (table.name, column.name) in UNSEALED:
                    continue
                rows = database.execute(
                    f'SELECT rowid, "{column.name}" FROM "{table.name}"'  # noqa: S608
                ).fetchall()
                for row, value in rows if SOAK else (rows[0], rows[-1]):
                    for other in other_values(column.type, value, nullable=column.nullable):
                        change = f'UPDATE "{table.name}" SET "{column.name}" = ? WHERE rowid = ?'  # noqa: S608
                        database.execute(change, (other, row))
                        count += 1
                        if not found(day):
                            unnamed.append((table.name, column.name, value, other))
                        # The number of an entry is the name of its row, too.
                        is_name = (table.name, column.name) == ("audit", "sequence")
                        database.execute(change, (value, other if is_name else row))
    assert unnamed == []
    assert count > 300
    assert found(day) == []


def test_every_row_taken_away_is_named(day: Register) -> None:
    with raw(day) as database:
        for table in METADATA.sorted_tables:
            for row in database.execute(f'SELECT rowid, * FROM "{table.name}"').fetchall():  # noqa: S608
                database.execute(f'DELETE FROM "{table.name}" WHERE rowid = ?', row[:1])  # noqa: S608
                assert found(day), f"a row of {table.name}"
                put(database, table.name, row)
    assert found(day) == []


def test_every_row_put_in_is_named(day: Register) -> None:
    with raw(day) as database:
        for table in METADATA.sorted_tables:
            names = [column.name for column in table.columns]
            unique = {
                column.name
                for each in table.constraints
                if isinstance(each, UniqueConstraint | PrimaryKeyConstraint)
                for column in each.columns
            }
            row = database.execute(f'SELECT * FROM "{table.name}"').fetchone()  # noqa: S608
            # A copy of a row under keys nobody has.
            copy = [
                renewed(value) if name in unique else value
                for name, value in zip(names, row, strict=True)
            ]
            last = database.execute(f'SELECT max(rowid) FROM "{table.name}"').fetchone()[0]  # noqa: S608
            put(database, table.name, (last + 10_000, *copy))
            assert found(day), table.name
            database.execute(f'DELETE FROM "{table.name}" WHERE rowid > ?', (last,))  # noqa: S608
    assert found(day) == []


@pytest.mark.parametrize(
    "statement",
    [
        update(documents).values(dated_on="2026-01-01"),
        update(documents).values(payload="{}"),
        update(documents).values(created_at="the day before"),
        update(cases).values(fields="{'no': json}"),
        update(entries).where(entries.c.sequence == 3).values(detail="{"),
    ],
    ids=lambda each: str(each.compile().params),
)
def test_what_no_program_of_ours_writes_is_named_and_no_traceback(
    day: Register, statement: Update
) -> None:
    values = {k: v for k, v in statement.compile().params.items() if k in statement.table.c}
    (column, value), *_ = values.items()
    with raw(day) as database:
        kept = database.execute(f"SELECT rowid, {column} FROM {statement.table.name}").fetchall()  # noqa: S608
        database.execute(f"UPDATE {statement.table.name} SET {column} = ?", (value,))  # noqa: S608
        assert found(day)
        for row, before in kept:
            database.execute(
                f"UPDATE {statement.table.name} SET {column} = ? WHERE rowid = ?",  # noqa: S608
                (before, row),
            )
    assert found(day) == []


def test_the_same_on_every_database(register: Register, engine: Engine) -> None:
    fill(register, engine)
    with register.writing_unsealed() as connection:
        connection.execute(update(documents).values(issued_by="别人"))
    faults = prove_rows(register).rows
    assert {each.table for each in faults} == {"documents"}
    assert {each.detail for each in faults} == {"文书与最后一次记录的不符，被改动过。"}


def test_a_record_cannot_be_changed_without_an_entry(
    register: Register, engine: Engine, officer: Actor
) -> None:
    cases_module.open_case(register, "C-1", {}, actor=officer)
    with pytest.raises(UnrecordedChangeError, match="cases"), register.writing() as connection:
        connection.execute(update(cases).values(closed_at=register.now()))
    with pytest.raises(UnrecordedChangeError, match="cases"), register.writing() as connection:
        connection.execute(delete(cases).where(cases.c.case_ref == "C-1"))
    with pytest.raises(UnrecordedChangeError, match="cases"), register.writing() as connection:
        connection.execute(
            insert(cases).values(case_ref="C-2", fields={}, opened_at=register.now())
        )
    assert prove(register).faults == []


def test_an_act_of_many_rows_is_told_in_several_entries(
    register: Register, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "ROWS_AN_ENTRY", 4)
    with register.writing() as connection:
        for number in range(10):
            connection.execute(
                insert(cases).values(case_ref=f"C-{number}", fields={}, opened_at=register.now())
            )
        audit.record(connection, register, officer, "open_case")
    with register.reading() as connection:
        said = connection.execute(select(entries).order_by(entries.c.sequence)).all()
    assert [(row.act, len(row.rows)) for row in said] == [
        ("open_case", 4),
        ("more_rows", 4),
        ("more_rows", 2),
    ]
    assert prove(register).faults == []


def test_a_trail_of_before_the_seals_stays_valid_and_is_said_to_prove_less(
    older: Register,
) -> None:
    migrate(older)
    proof = prove(older)
    assert proof.faults == []
    assert proof.without_seals == sum(act != audit.SEAL_ALL for act in acts(older))
    with older.writing_unsealed() as connection:
        connection.execute(update(documents).values(issued_by="别人"))
    assert {each.table for each in prove_rows(older).rows} == {"documents"}


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE documents SET payload_sha256 = 'f' WHERE state = 'issued'", "payload_sha256"),
        ("UPDATE documents SET state = 'issued' WHERE state = 'void'", "state"),
        ("UPDATE documents SET state = 'void' WHERE state = 'issued'", "state"),
        ("UPDATE files SET sha256 = 'f'", "sha256"),
        ("UPDATE deliveries SET delivered_on = '2026-07-01'", "delivered_on"),
        ("UPDATE people SET role = 'admin' WHERE name = '苗雨'", "role"),
        ("UPDATE keys SET scopes = 'read' WHERE name = 'counter'", "scopes"),
        ("UPDATE cases SET closed_at = NULL", "closed_at"),
        ("DELETE FROM deliveries", "被删除过"),
    ],
)
def test_what_older_entries_say_plainly_is_compared_though_it_was_sealed_altered(
    older: Register, statement: str, says: str
) -> None:
    with older.writing_unsealed() as connection:
        connection.exec_driver_sql(statement)
    migrate(older)
    assert any(says in each.detail for each in prove_rows(older).rows)


@pytest.fixture
def older(register: Register, engine: Engine) -> Register:
    """The register as a program of before the seals left it."""
    fill(register, engine)
    with register.writing_unsealed() as connection:
        connection.execute(delete(seals.seals))
        digest = "0" * 64
        for row in connection.execute(select(entries).order_by(entries.c.sequence)).all():
            entry = {**row._mapping, "rows": None, "previous": digest}
            del entry["digest"]
            digest = audit.digest_of(entry)
            here = entries.c.sequence == row.sequence
            connection.execute(
                update(entries).where(here).values(rows=None, previous=digest, digest=digest)
            )
            connection.execute(update(entries).where(here).values(previous=entry["previous"]))
    head = read_head(register.store)
    assert head
    set_head(register.store, replace(head, digest=digest))
    return register


def acts(register: Register) -> list[str]:
    with register.reading() as connection:
        return list(connection.scalars(select(entries.c.act).order_by(entries.c.sequence)))


def other_values(kind: Any, value: Any, *, nullable: bool) -> list[Any]:
    """Return other values that the column could hold, as the database file has them."""
    given = value
    if isinstance(kind, Moment):
        others = ["2026-01-02 03:04:05.000006"]
    elif value is None:
        others = [7] if kind.python_type is int else ["x"]
    elif isinstance(value, int):
        others = [1 - value] if kind.python_type is bool else [value + 1000]
    elif isinstance(value, bytes):
        others = [value + b"x"]
    elif kind.python_type is dict:
        others = [json.dumps({"other": 1})]
    elif kind.python_type.__name__ == "date":
        others = ["2026-02-03"]
    else:
        others = [f"{value}x", value[:-1]]
    return [other for other in (*others, *([None] if nullable else [])) if other != given]


def renewed(value: Any) -> Any:
    return value + 9999 if isinstance(value, int) else f"{value}9"


def put(database: sqlite3.Connection, table: str, row: tuple[Any, ...]) -> None:
    columns = [each[1] for each in database.execute(f'PRAGMA table_info("{table}")')]
    names = ", ".join(f'"{name}"' for name in ("rowid", *columns))
    marks = ", ".join("?" * len(row))
    database.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', row)  # noqa: S608


def raw(register: Register) -> Any:
    """Open the database file as any program could, without a thought for its rules."""
    database = sqlite3.connect(str(register.engine.url.database), isolation_level=None)
    database.execute("PRAGMA ignore_check_constraints = ON")
    return closing(database)
