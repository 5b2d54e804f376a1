"""One application for all tests of the stateless door, and an office of its own for every other."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from docgen import Engine, Settings
from docgen.register.actor import Role
from docgen.register.database import FILE_NAME, Register, open_register
from docgen.register.upgrade import migrate
from tests.api.desks import Desk, open_desk, payload_of
from tests.docgen.register.accounts import Clock
from tests.doubles.quick_pool import QuickPool

if TYPE_CHECKING:
    from tests.api.pages.conftest import Browser


@pytest.fixture(scope="session")
def app(settings: Settings, engine: Engine) -> Flask:
    return create_app(settings, engine)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def migrated(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every table, to be copied."""
    home = tmp_path_factory.mktemp("migrated")
    register = open_register(replace(settings, home=home, database_url=""))
    migrate(register)
    register.engine.dispose()
    return home / FILE_NAME


@pytest.fixture
def office_settings(settings: Settings, migrated: Path, tmp_path: Path) -> Settings:
    """Settings of an office whose register is migrated and empty."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(migrated, home / FILE_NAME)
    return replace(settings, home=home, database_url="", secret_key="一" * 32)


@pytest.fixture
def office(office_settings: Settings) -> Iterator[Register]:
    register = open_register(office_settings)
    yield register
    register.engine.dispose()


@pytest.fixture
def pool(engine: Engine) -> QuickPool:
    return QuickPool(engine)


@pytest.fixture
def office_app(
    office_settings: Settings, engine: Engine, office: Register, pool: QuickPool
) -> Flask:
    """The service of that office; documents are blank pages, made at once."""
    return create_app(office_settings, engine, pool, office)  # type: ignore[arg-type]


@pytest.fixture
def desk(office_app: Flask, office: Register) -> Desk:
    """An officer, who may do all that is done to documents."""
    return open_desk(office_app, office, Role.officer)


@pytest.fixture
def payload(engine: Engine) -> dict[str, Any]:
    return payload_of(engine)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ticking(office: Register, clock: Clock) -> Register:
    """The register of an office whose days this test tells."""
    return replace(office, now=clock)


@pytest.fixture
def service(office_settings: Settings, engine: Engine, ticking: Register, pool: QuickPool) -> Flask:
    return create_app(office_settings, engine, pool, ticking)  # type: ignore[arg-type]


@pytest.fixture
def counter(service: Flask, ticking: Register) -> Desk:
    return open_desk(service, ticking, Role.officer)


@pytest.fixture
def browser(service: Flask, ticking: Register, counter: Desk) -> "Browser":
    """The officer of that desk in a browser."""
    # Test modules stand behind it, which pytest has to meet by itself first.
    from tests.api.ways import sign_in

    return sign_in(service, ticking, "何静远")
