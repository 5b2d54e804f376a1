"""A database that does not answer says why, in a word, and nobody waits longer than promised."""

import socket
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from docgen import Settings
from docgen.register.database import (
    FILE_NAME,
    WAIT_SECONDS,
    Register,
    RegisterUnavailableError,
    open_register,
)
from docgen.register.server import CONNECT_SECONDS, PING_SECONDS
from docgen.register.tables import people
from docgen.register.unavailable import CAUSES, cause_of
from tests.docgen.register.postgres import find_server, frozen

NO_SERVER = pytest.mark.skipif(not find_server(), reason="no PostgreSQL is installed here")
ANSWER = 2


@pytest.fixture
def served(cluster: str, settings: Settings, tmp_path: Path) -> Iterator[Register]:
    """A register on a PostgreSQL, whose answers are waited for only shortly."""
    url = cluster.removesuffix("postgres") + "template"
    register = open_register(
        replace(settings, home=tmp_path / "home", database_url=url), answer=ANSWER
    )
    yield register
    register.engine.dispose()


def why(register: Register) -> str:
    """Why the register cannot be read."""
    with pytest.raises(RegisterUnavailableError) as refused, register.reading() as connection:
        connection.execute(select(people)).all()
    assert CAUSES[refused.value.cause] in refused.value.message
    assert register.failures[refused.value.cause] >= 1
    return refused.value.cause


@NO_SERVER
def test_a_frozen_server_is_given_up_in_time_and_comes_back(served: Register, cluster: str) -> None:
    with served.reading() as connection:
        assert connection.execute(select(people)).all() == []
    with frozen(cluster):
        for _ in range(2):  # With a line from before, and with none.
            began = time.monotonic()
            assert why(served) == "frozen"
            most = PING_SECONDS + 2 + CONNECT_SECONDS + ANSWER
            assert time.monotonic() - began < most < WAIT_SECONDS
    with served.reading() as connection:
        assert connection.execute(select(people)).all() == []


@NO_SERVER
def test_a_server_that_freezes_within_a_transaction_is_given_up(
    served: Register, cluster: str
) -> None:
    began = time.monotonic()

    def write_and_freeze() -> None:
        with served.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
            with frozen(cluster):
                connection.execute(text("SELECT 1"))

    with pytest.raises(RegisterUnavailableError) as refused:
        write_and_freeze()
    assert refused.value.cause == "frozen"
    assert time.monotonic() - began < WAIT_SECONDS
    with served.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


@NO_SERVER
def test_a_statement_without_end_is_ended(served: Register) -> None:
    began = time.monotonic()
    with pytest.raises(RegisterUnavailableError), served.reading() as connection:
        connection.execute(text("SELECT pg_sleep(60)"))
    assert time.monotonic() - began < WAIT_SECONDS / 2


@NO_SERVER
def test_what_a_cut_network_keeps_unanswered_is_given_up(served: Register) -> None:
    """The kernel gives up what the other side does not acknowledge (tcp(7), TCP_USER_TIMEOUT)."""
    with served.reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        with socket.socket(fileno=socket.dup(driver.pgconn.socket)) as line:
            patience = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    assert patience == ANSWER * 1000


@NO_SERVER
def test_a_server_that_lets_nobody_in_says_which_way(served: Register, cluster: str) -> None:
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute("CREATE ROLE crowded LOGIN CONNECTION LIMIT 0")
    try:
        crowded = served.engine.url.set(username="crowded")
        nowhere = served.engine.url.set(database="nowhere")
        closed = served.engine.url.set(port=9)
        for url, cause in (
            (crowded, "too_many_clients"), (nowhere, "denied"), (closed, "refused"),
        ):  # fmt: skip
            settings = Settings(
                home=served.store.parent, cache=Path(), templates=Path(),
                database_url=url.render_as_string(hide_password=False),
            )  # fmt: skip
            refused = open_register(settings)
            assert why(refused) == cause
            refused.engine.dispose()
    finally:
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute("DROP ROLE crowded")


def test_the_codes_of_sqlite_are_told_apart(settings: Settings, tmp_path: Path) -> None:
    register = open_register(replace(settings, home=tmp_path, database_url=""))
    with sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RegisterUnavailableError) as refused, register.writing(patience=0):
            pytest.fail("two writers at once")
        assert refused.value.cause == "locked"
    register.engine.dispose()


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("FATAL:  sorry, too many clients already", "too_many_clients"),
        ("connection to server failed: Connection refused", "refused"),
        ("connection timeout expired", "frozen"),
        ("FATAL:  password authentication failed for user", "denied"),
        ("server closed the connection unexpectedly", "lost"),
        ("what nobody has heard before", "other"),
    ],
)
def test_what_has_no_code_is_told_by_its_words(said: str, cause: str) -> None:
    assert cause_of(OperationalError("", {}, psycopg.OperationalError(said))) == cause
    assert cause_of(PoolTimeoutError()) == "waiting"
