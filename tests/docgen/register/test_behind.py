"""A database that went back in time gives no number out twice: it refuses, and says why."""

from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from docgen import Engine
from docgen.register import store
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.head import RegisterBehindError
from docgen.register.idempotency import Repeatable, answer_once
from docgen.register.issue import find
from docgen.register.probe import probe_database
from docgen.register.recover import recover
from docgen.register.tables import METADATA, answers, documents
from tests.docgen.register.everything import Death
from tests.docgen.register.test_issue import issue_one
from tests.docgen.register.wholeness import assert_whole

Rows = dict[str, list[dict[str, object]]]


def copied(register: Register) -> Rows:
    """Every row at this moment, as a lagging copy or a snapshot of the machine has it."""
    with register.reading() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in METADATA.sorted_tables
        }


def go_back(register: Register, rows: Rows) -> None:
    """Put the database back to a moment; the store stays where it is."""
    with register.writing_unsealed() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
        for table in METADATA.sorted_tables:
            if rows[table.name]:
                connection.execute(insert(table), rows[table.name])


def test_what_goes_on_is_never_called_behind(
    register: Register, engine: Engine, officer: Actor
) -> None:
    for _ in range(3):
        issue_one(register, engine, officer)
        probe_database(register)
    assert recover(register) == []
    assert_whole(register)


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_database_that_went_back_issues_nothing_and_is_not_ready(
    register: Register, engine: Engine, officer: Actor, before: int
) -> None:
    for _ in range(before):
        issue_one(register, engine, officer)
    then = copied(register)
    lost = issue_one(register, engine, officer)
    now = copied(register)
    go_back(register, then)
    for refused in (
        lambda: issue_one(register, engine, officer),
        lambda: probe_database(register),
        lambda: recover(register),
    ):
        with pytest.raises(RegisterBehindError, match="已停止出具"):
            refused()
    assert find(register, lost.id) is None
    go_back(register, now)
    assert issue_one(register, engine, officer).document_number != lost.document_number
    assert_whole(register)


def test_going_on_beside_the_head_does_not_lift_the_refusal(
    register: Register, engine: Engine, officer: Actor
) -> None:
    issue_one(register, engine, officer)
    then = copied(register)
    issue_one(register, engine, officer)
    go_back(register, then)
    with suppress(RegisterBehindError):
        for _ in range(10):
            issue_one(register, engine, officer)
    with pytest.raises(RegisterBehindError):
        issue_one(register, engine, officer)


@pytest.fixture
def half_then_whole(register: Register, engine: Engine, officer: Actor) -> tuple[str, list[Path]]:
    """A document that the database, gone back, has as pending although it was issued since."""
    at_half: Rows = {}

    def look(point: str) -> None:
        if point == "reserved":
            at_half.update(copied(register))

    issued = issue_one(register, engine, officer, fault=look)
    kept = sorted(each for each in register.store.rglob("*.*") if issued.id in str(each))
    go_back(register, at_half)
    return issued.id, kept


def test_the_files_of_what_was_issued_since_are_not_cleared_away(
    register: Register, half_then_whole: tuple[str, list[Path]]
) -> None:
    issued, kept = half_then_whole
    assert len(kept) == 3
    with pytest.raises(RegisterBehindError):
        recover(register)
    with register.reading() as connection:
        states = connection.execute(select(documents.c.id, documents.c.state)).all()
    assert states == [(issued, "pending")]
    assert all(path.is_file() for path in kept)
    assert store.claims(register.store) == []


def test_a_repeated_request_does_not_clear_them_away_either(
    register: Register, half_then_whole: tuple[str, list[Path]]
) -> None:
    issued, kept = half_then_whole
    request = Repeatable("key:abc", "k-1", "0" * 64)

    def dies(_: str) -> None:
        raise Death

    with suppress(Death):
        answer_once(register, request, dies, lambda _: None)  # type: ignore[arg-type]
    with register.writing() as connection:
        connection.execute(answers.update().values(made_id=issued))
    with pytest.raises(RegisterBehindError):
        answer_once(register, request, dies, lambda _: None)  # type: ignore[arg-type]
    assert all(path.is_file() for path in kept)
