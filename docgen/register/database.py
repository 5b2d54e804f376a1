"""The register's ground: one database, one folder of files, one clock, opened in one place.

Everything that differs between SQLite and PostgreSQL stands here. Writers come one at a time on
both (`BEGIN IMMEDIATE`, an advisory lock), so that numbers and the audit chain need no retries.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from docgen.errors import SettingsError
from docgen.register import seals
from docgen.register.unavailable import RegisterUnavailableError
from docgen.settings import STORE_NAME, Ages, Settings

__all__ = ["Register", "RegisterUnavailableError", "open_register"]

Act = TypeVar("Act", bound=Callable[[], None])
FILE_NAME = "register.sqlite3"
# A writer waits this long for its turn: an office of 200 desks is through in a fraction of it.
WAIT_SECONDS = 20
# For one statement of a PostgreSQL; with a ping and a new line (`server.py`) less than the 20
# seconds a caller is promised.
ANSWER_SECONDS = 10
_MODE = "docgen_mode"
_PATIENCE = "docgen_patience"
_BEFOREHAND = "docgen_beforehand"
_AFTERWARDS = "docgen_afterwards"
_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


@dataclass(frozen=True, slots=True)
class Register:
    """What an office remembers: its database, its folder of issued files, its clock.

    `now` gives the present moment with a time zone. Several threads and processes may share one
    database and one folder; each process opens its own Register. `failures` counts why the
    database did not answer (`unavailable.CAUSES`); `answer` is how many seconds a statement of a
    PostgreSQL may take, `ages` how long what is no record is kept.
    """

    engine: Engine
    store: Path
    now: Callable[[], datetime]
    failures: Counter[str] = field(default_factory=Counter, compare=False)
    answer: float = ANSWER_SECONDS
    ages: Ages = field(default_factory=Ages)

    @contextmanager
    def reading(self, *, patience: int | None = None) -> Iterator[Connection]:
        """Give a connection that sees one moment of the register and cannot change it.

        Errors: `RegisterUnavailableError`, also when a statement takes longer than `patience`.
        """
        with self._connected("reading", patience) as connection:
            yield connection

    @contextmanager
    def writing(self, *, patience: int | None = None) -> Iterator[Connection]:
        """Give a connection in one transaction that no other writer shares; commit at the end.

        Keep it short: nobody else can write meanwhile. Any exception rolls everything back. Every
        changed row is sealed at the end; a changed record needs an entry in the trail.
        Errors: `RegisterUnavailableError`, also after `patience` seconds (else `WAIT_SECONDS`)
        behind other writers.
        """
        with self._connected("writing", patience) as connection:
            yield connection

    @contextmanager
    def writing_unsealed(self) -> Iterator[Connection]:
        """Do as `writing` does but seal nothing: for rows that bring entries and seals along.

        Errors: `RegisterUnavailableError`.
        """
        with self._connected("writing") as connection:
            seals.forget(connection)
            yield connection

    @contextmanager
    def _connected(self, mode: str, patience: int | None = None) -> Iterator[Connection]:
        answer = self.answer if patience is None else min(patience, self.answer)
        patience = WAIT_SECONDS if patience is None else patience
        try:
            with self.engine.connect() as connection:
                connection.execution_options(**_options(self.engine, mode, patience))
                for left in (_BEFOREHAND, _AFTERWARDS):
                    connection.info.pop(left, None)
                seals.forget(connection)
                with connection.begin():
                    if self.engine.dialect.name == "postgresql":
                        from docgen.register import server  # noqa: PLC0415 - as in `_server`

                        if mode == "writing":
                            server.take_turn(connection, patience, self.answer)
                        else:
                            server.be_patient(connection, answer)
                    if mode == "writing":
                        seals.begin(connection)
                    yield connection
                    for act in connection.info.pop(_BEFOREHAND, {}).values():
                        act()
                    seals.end(connection)
                for act in connection.info.pop(_AFTERWARDS, {}).values():
                    act()
        except (OperationalError, PoolTimeoutError) as fault:
            ailing = RegisterUnavailableError.of(fault)
            self.failures[ailing.cause] += 1
            raise ailing from fault


def open_register(
    settings: Settings,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    answer: float = ANSWER_SECONDS,
) -> Register:
    """Open the register that the settings name: `database_url`, else SQLite in `home`.

    Creates the folders, not the tables: `upgrade.prepare` does that.
    Errors: `SettingsError` when the URL or the folder cannot be used.
    """
    home = settings.home.absolute()
    store = home / STORE_NAME
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        store.mkdir(mode=0o700, exist_ok=True)
        url = _url(settings.database_url, home)
        if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
            # Parties' data lie here: nobody but the service's own account may read the file.
            Path(str(url.database)).touch(mode=0o600, exist_ok=True)
    except OSError as fault:
        raise SettingsError(f"数据文件夹 {home} 不能使用：{fault.strerror}。") from None
    engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _server(url, answer)
    seals.watch(engine)
    return Register(engine, store, now, answer=answer, ages=settings.ages)


def before_commit(connection: Connection, name: str, act: Act) -> Act:
    """Have `act` done as the last thing of the writing transaction, unless a `name` is there.

    Return what will be done under the name.
    """
    acts: dict[str, Act] = connection.info.setdefault(_BEFOREHAND, {})
    return acts.setdefault(name, act)


def after_commit(connection: Connection, name: str, act: Callable[[], None]) -> None:
    """Have `act` done once the writing transaction is committed; a later `name` takes its place."""
    connection.info.setdefault(_AFTERWARDS, {})[name] = act


def inserting(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT, as the connection's database spells it."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _url(given: str, home: Path) -> URL:
    if not given:
        return URL.create("sqlite+pysqlite", database=str(home / FILE_NAME))
    try:
        url = make_url(given)
    except ArgumentError:
        raise SettingsError("DOCGEN_DATABASE_URL 不是数据库地址，请改正或去掉这一设置。") from None
    if url.drivername not in _DRIVERS:
        raise SettingsError("DOCGEN_DATABASE_URL 只能是 sqlite 或 postgresql 的地址。")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise SettingsError("登记簿必须存在文件里，DOCGEN_DATABASE_URL 请写 sqlite:////路径。")
    return url.set(drivername=_DRIVERS[url.drivername])


def _options(engine: Engine, mode: str, patience: int) -> dict[str, Any]:
    """Return the options of a connection; a reader of PostgreSQL sees one snapshot, as of SQLite.

    A writer reads committed rows, not a snapshot: it must see what the writer before it left.
    """
    options: dict[str, Any] = {_MODE: mode, _PATIENCE: patience}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED" if mode == "writing" else "REPEATABLE READ"
        options["postgresql_readonly"] = mode == "reading"
    return options


def _server(url: URL, answer: float) -> Engine:
    try:
        # The driver takes a tenth of a second to import, and most offices have no PostgreSQL.
        from docgen.register import server  # noqa: PLC0415

        return server.open_server(url, wait=WAIT_SECONDS, answer=answer)
    except ModuleNotFoundError:
        raise SettingsError(
            "没有安装 PostgreSQL 的驱动，请运行 pip install 'psycopg[binary]'。"
        ) from None


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        _as_it_may_be_opened(url),
        hide_parameters=True,
        pool_timeout=WAIT_SECONDS,
        connect_args={"timeout": WAIT_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _as_it_may_be_opened(url: URL) -> URL:
    """Return the URL of a database that is only to be read where it cannot be written.

    A copy on a medium that takes no writes can be read all the same: SQLite would want a file
    beside it first. What a writer left in such a file (`-wal`) must not be passed over.
    """
    path = Path(str(url.database))
    if all(os.access(each, os.W_OK) for each in (path, path.parent)):
        return url
    left = path.with_name(f"{path.name}-wal")
    frozen = {} if left.exists() and left.stat().st_size else {"immutable": "1"}
    return url.set(database=path.absolute().as_uri(), query={"mode": "ro", "uri": "true", **frozen})


def _prepare_sqlite(connection: Any, record: Any) -> None:  # noqa: ARG001
    """Make a new connection durable and strict, and leave BEGIN to us, not to the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    mode, patience = options.get(_MODE), options.get(_PATIENCE, WAIT_SECONDS)
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience * 1000}")
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if mode == 'reading' else 'OFF'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if mode == "writing" else "BEGIN")
