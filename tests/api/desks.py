"""Desks of an invented office: each a caller with a key of its own, for a role and its scopes."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from docgen import Engine
from docgen.register import keys, people
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.register.rights import Scope, scopes_of
from tests.docgen.register.accounts import CONSOLE

KIND = "non_acceptance_notice"
ISSUE = f"/v1/documents/{KIND}"


@dataclass(frozen=True)
class Desk:
    """Somebody who calls: every request bears the key."""

    client: FlaskClient
    key: str

    def get(self, place: str, **headers: str) -> TestResponse:
        return self.client.get(place, headers=self._headers(headers))

    def post(self, place: str, payload: Any = None, **options: Any) -> TestResponse:
        """Post JSON; `key` is an Idempotency-Key, other options are the test client's."""
        headers = self._headers(options.pop("headers", {}))
        if "key" in options:
            headers["Idempotency-Key"] = options.pop("key")
        if payload is not None:
            options["json"] = payload
        return self.client.post(place, headers=headers, **options)

    def issue(self, payload: Any, query: str = "", **options: Any) -> dict[str, Any]:
        """Issue a document of the usual kind and return what the answer says of it."""
        answer = self.post(ISSUE + query, payload, **options)
        assert answer.status_code == 201, answer.text
        return dict(answer.json)

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} | headers


def open_desk(
    app: Flask, register: Register, role: Role, *scopes: Scope, name: str | None = None
) -> Desk:
    """Put somebody of a role at a new desk, with the scopes the role has any use for."""
    name = name or {"drafter": "苗雨", "officer": "何静远"}.get(role, role)
    if name not in {person.name for person in people.list_people(register)}:
        people.add_person(register, name, role, None, actor=CONSOLE)
    label = f"desk-{len(keys.list_keys(register))}"
    secret = keys.add_key(register, label, name, scopes or scopes_of(role), actor=CONSOLE)
    return Desk(app.test_client(), secret)


def payload_of(engine: Engine, kind: str = KIND, **changes: Any) -> dict[str, Any]:
    """Return a kind's example without its number, which is the register's to give."""
    example = engine.catalogue[kind].schema.example
    return {name: example[name] for name in example if name != "document_number"} | changes
