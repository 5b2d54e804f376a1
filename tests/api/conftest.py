"""One application for all tests of the HTTP door."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from docgen import Engine, Settings


@pytest.fixture(scope="session")
def app(settings: Settings, engine: Engine) -> Flask:
    return create_app(settings, engine)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
