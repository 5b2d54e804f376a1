"""A register for every test: freshly migrated, on SQLite and, where installed, on PostgreSQL."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from docgen import Engine
from docgen.register.actor import Actor, Role
from docgen.register.database import FILE_NAME, Register, open_register
from docgen.register.upgrade import migrate
from docgen.settings import Settings
from tests.docgen.register.postgres import find_server, running
from tests.doubles.clock import Clock
from tests.doubles.invented_kinds import Ending, Entry, Reminder, with_kinds

BACKENDS = ("sqlite", "postgresql") if find_server() else ("sqlite",)
_names = count(1)


@pytest.fixture
def officer() -> Actor:
    """Somebody of the bureau, who may issue."""
    return Actor("何静远", Role.officer)


@pytest.fixture
def drafter() -> Actor:
    """Somebody of the contractor, who may not."""
    return Actor("苗雨", Role.drafter)


@pytest.fixture(scope="session")
def migrated(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table, to be copied."""
    home = tmp_path_factory.mktemp("migrated")
    register = open_register(replace(settings, home=home))
    migrate(register)
    register.engine.dispose()
    return home / FILE_NAME


@pytest.fixture(scope="session")
def cluster(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a private PostgreSQL with a migrated database named `template`."""
    programs = find_server()
    assert programs is not None
    with running(programs) as url:
        _run_sql(url, "CREATE DATABASE template")
        home = tmp_path_factory.mktemp("template")
        register = open_register(
            replace(settings, home=home, database_url=_database(url, "template"))
        )
        migrate(register)
        register.engine.dispose()
        yield url


@pytest.fixture(params=BACKENDS)
def office(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path
) -> Iterator[Settings]:
    """Settings of an office whose register is migrated and empty."""
    here = replace(settings, home=tmp_path / "home", database_url="")
    if request.param == "sqlite":
        here.home.mkdir()
        shutil.copy(request.getfixturevalue("migrated"), here.home / FILE_NAME)
        yield here
        return
    url, name = request.getfixturevalue("cluster"), f"office_{next(_names)}"
    _run_sql(url, "CREATE DATABASE {} TEMPLATE template", name)
    yield replace(here, database_url=_database(url, name))
    _run_sql(url, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def register(office: Settings) -> Iterator[Register]:
    """The register of that office, on a clock that goes on by a second whenever it is read."""
    register = open_register(office, now=Clock())
    yield register
    register.engine.dispose()


def _database(url: str, name: str) -> str:
    return url.removesuffix("postgres") + name


def _run_sql(url: str, statement: str, *names: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture
def wider(engine: Engine) -> Engine:
    """The real kinds and three invented ones."""
    return with_kinds(engine, entry=Entry, ending=Ending, reminder=Reminder)
