"""PostgreSQL as the register uses it: nothing waits longer than it promises, whatever hangs.

A server that is stopped still has its lines kept open by the kernel and obeys no timeout of its
own. So each answer is waited for on our side too.
"""

from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

# For an idle connection to say that it lives, and for a new one to be let in.
PING_SECONDS = 2
CONNECT_SECONDS = 5
_MARGIN = 2
# Any constant does as long as nothing else in the database takes an advisory lock under it.
_WRITER_LOCK = 0x646F6367656E


class SilentServerError(psycopg.OperationalError):
    """The server did not answer in time."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that waits `patience` seconds for each answer, then counts as lost."""

    patience: float = PING_SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Drive one exchange with the server.

        Errors: `SilentServerError`.
        """
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()
            raise SilentServerError("timeout: the server does not answer") from None


def open_server(url: URL, *, wait: float, answer: float) -> Engine:
    """Return an engine for a PostgreSQL; a thread waits `wait` seconds for a lock.

    Half of that for a free connection, which it may then find dead. `answer` is how long one
    statement may take, in seconds.
    Errors: `ModuleNotFoundError` without the driver.
    """
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=wait / 2,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "docgen",
            "keepalives_idle": 10,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "tcp_user_timeout": int(answer * 1000),
            "options": (
                f"-c lock_timeout={int(wait * 1000)} -c timezone=UTC"
                f" -c statement_timeout={int(answer * 1000)}"
                " -c idle_in_transaction_session_timeout=600000"
            ),
        },
    )
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "checkin", _back_in_the_pool)
    return engine


def be_patient(connection: Connection, seconds: float) -> None:
    """Let each statement of this transaction take so long, on both sides."""
    connection.execute(text(f"SET LOCAL statement_timeout = {int(seconds * 1000)}"))
    _wait_for(connection, seconds)


def take_turn(connection: Connection, seconds: float, answer: float) -> None:
    """Wait at most so long until no other writer is at work; then let statements take `answer`."""
    waits = int(seconds * 1000) or 1
    # The server itself says first that it was the lock that took so long.
    connection.execute(
        text(f"SET LOCAL statement_timeout = {waits + 1000}; SET LOCAL lock_timeout = {waits}")
    )
    _wait_for(connection, seconds + 1)
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})"))
    be_patient(connection, answer)


def _wait_for(connection: Connection, seconds: float) -> None:
    driver: Any = connection.connection.driver_connection
    driver.patience = seconds + _MARGIN


def _connect(_dialect: Any, _record: Any, given: Any, named: Any) -> PatientConnection:
    made: PatientConnection = PatientConnection.connect(*given, **named)
    return made


def _back_in_the_pool(connection: Any, _record: Any) -> None:
    if connection is not None:  # None when it was lost.
        connection.patience = PING_SECONDS
