"""An invented office for every test of the pages, and a browser without scripts for each role."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from api.app import create_app
from api.auth import TOKEN_FIELD
from docgen import Engine, Settings
from docgen.register.actor import Role
from docgen.register.database import Register, open_register
from tests.browser.furnish import PEOPLE
from tests.docgen.register.accounts import PASSWORD
from tests.doubles.clock import Clock
from tests.doubles.july import START

HTML = {"Accept": "text/html,application/xhtml+xml"}


class Browser:
    """A browser that runs no script: follows nothing, sends forms with the token of their page."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def get(self, path: str, **given: str) -> TestResponse:
        """Open a page."""
        return self._client.get(path, query_string=given or None, headers=HTML)

    def send(self, path: str, form_on: str = "", /, **fields: object) -> TestResponse:
        """Send a form of the page `form_on`, with its token."""
        return self.forge(path, **self.token(form_on or path), **fields)

    def token(self, form_on: str) -> dict[str, object]:
        """Return the token of the forms of a page, as a field."""
        found = re.search(rf'name="{TOKEN_FIELD}" value="([^"]+)"', self.get(form_on).text)
        assert found, f"no form on {form_on}"
        return {TOKEN_FIELD: found[1]}

    def forge(self, path: str, **fields: object) -> TestResponse:
        """Send a form without a token, as a page of another site would."""
        if not any(isinstance(value, FileStorage) for value in fields.values()):
            return self._client.post(path, data=fields, headers=HTML)
        # The client itself would leave the temporary file open into which it writes a large form.
        boundary, body = encode_multipart(fields)
        media_type = f'multipart/form-data; boundary="{boundary}"'
        return self._client.post(path, data=body, content_type=media_type, headers=HTML)


Desk = Callable[[str], Browser]


@pytest.fixture
def office(settings: Settings, furnished_with_few: Path, tmp_path: Path) -> Settings:
    """A copy of a furnished office for one test."""
    home = tmp_path / "home"
    shutil.copytree(furnished_with_few, home)
    return replace(settings, home=home, database_url="", secret_key="一" * 32)


@pytest.fixture
def register(office: Settings) -> Iterator[Register]:
    register = open_register(office, now=Clock(START))
    yield register
    register.engine.dispose()


@pytest.fixture
def served(office: Settings, engine: Engine, register: Register) -> Flask:
    """The service over that office."""
    return create_app(office, engine, register=register)


@pytest.fixture
def desk(served: Flask) -> Desk:
    """A browser in which somebody of that role has signed in; nobody for an empty role."""

    def signed_in(role: str = "") -> Browser:
        client = served.test_client()
        if role:
            form = {"name": PEOPLE[Role(role)], "password": PASSWORD}
            assert client.post("/sign-in", data=form).status_code == 303
        return Browser(client)

    return signed_in
