"""The register's contract is true: schemathesis tries every operation, and walks from link to link.

The law is no schema, so a generated case is hardly ever issued; the walk therefore starts from a
lawful case and lets schemathesis choose what is done to the document, and in which order.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import StopReason, events, from_schema
from sqlalchemy import select

from api.app import create_app
from docgen import Engine, Settings
from docgen.engine import assemble
from docgen.register.actor import Role
from docgen.register.database import Register, open_register
from docgen.register.tables import documents
from docgen.register.upgrade import migrate
from tests.api.desks import KIND, open_desk, payload_of
from tests.api.test_contract import ACCEPTED, CONTRACT, PLAIN, failures, statuses
from tests.docgen.register.wholeness import assert_whole

FORMS = {
    "record_delivery": {"method": "post", "recipient": "温若岚", "delivered_on": "2026-07-01"},
    "void_document": {"reason": "重复出具"},
}
SEED = 20260710
# A walk is led by chance: so many may be needed to have done everything once.
WALKS = 8
OURS = r"^/v1/(documents|cases|due|kinds/\{kind\}/prefill)"
LAWFUL = {"positive_data_acceptance": {"expected-statuses": ACCEPTED}}
ONE = "/v1/documents/{document_id}"
# What a walk has to do with success, each to a document that it issued before.
DONE = {
    f"POST /v1/documents/{KIND}", f"GET {ONE}", f"GET {ONE}/file", f"POST {ONE}/supersede",
    f"POST {ONE}/deliveries", f"POST {ONE}/void",
}  # fmt: skip


@pytest.fixture(scope="module")
def office(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    home = tmp_path_factory.mktemp("contract")
    register = open_register(replace(settings, home=home, database_url=""))
    migrate(register)
    yield register
    register.engine.dispose()


@pytest.fixture(scope="module")
def app(settings: Settings, office: Register) -> Flask:
    """The service with one kind: what the contract says of a document is the same for all.

    It is about to end, so whoever asks to wait for news up to half a minute is answered at once.
    """
    engine = assemble(settings, only=(KIND,))
    app = create_app(replace(settings, rate=100_000), engine, register=office)
    served = app.wsgi_app

    def ending(environ: Any, start_response: Any) -> Any:
        return served(environ | {"docgen.stopping": lambda: True}, start_response)

    app.wsgi_app = ending  # type: ignore[method-assign]
    return app


@pytest.fixture(scope="module")
def key(app: Flask, office: Register) -> str:
    return open_desk(app, office, Role.officer).key


def load(app: Flask, key: str, phases: dict[str, Any], *, seed: int = SEED, **checks: Any) -> Any:
    named = ("examples", "coverage", "fuzzing", "stateful")
    config: dict[str, Any] = {
        "seed": seed,
        "suppress-health-check": ["too_slow"],
        "headers": PLAIN | {"Authorization": f"Bearer {key}"},
        "generation": {
            "mode": "all",
            "max-examples": 8,
            "deterministic": True,
            "database": "none",
        },
        # Its probe without a key cannot be sent to a WSGI application by this version; that every
        # route wants a key is shown in test_documents_access.py.
        "checks": {"enabled": True, "ignored_auth": {"enabled": False}} | LAWFUL | checks,
        "phases": {name: phases.get(name, {"enabled": False}) for name in named},
        # The many hundred borders of a payload are walked on /v1/check.
        "operations": [
            {
                "include-path-regex": f"/{KIND}$|/supersede$",
                "phases": {"coverage": {"enabled": False}},
            }
        ],
    }
    contract = schemathesis.openapi.from_wsgi(
        CONTRACT, app, config=SchemathesisConfig.from_dict(config)
    )
    return contract.include(path_regex=OURS)


def test_every_operation_of_the_register_keeps_the_contract(
    app: Flask, key: str, office: Register
) -> None:
    on = {"enabled": True}
    contract = load(app, key, {"examples": on, "coverage": on, "fuzzing": on})
    run = list(from_schema(contract).execute())
    assert failures(run) == []
    assert isinstance(run[-1], events.EngineFinished)
    assert run[-1].stop_reason is StopReason.COMPLETED
    assert len(statuses(run)) > 200
    assert_whole(office)


def test_walking_from_link_to_link_keeps_the_contract(
    app: Flask, key: str, office: Register, engine: Engine
) -> None:
    stateful = {"enabled": True, "max-steps": 8, "generation": {"max-examples": 20}}
    lawful = payload_of(engine)
    done: set[str] = set()
    for seed in range(SEED, SEED + WALKS):
        # What was made up to be refused is lawful again once its body is replaced.
        contract = load(
            app, key, {"stateful": stateful}, seed=seed, negative_data_rejection={"enabled": False}
        )

        @contract.hook
        def map_body(context: Any, body: Any) -> Any:
            named = context.operation.definition.raw["operationId"]
            if named.startswith(("issue_", "supersede_")):
                return lawful
            return FORMS.get(named, body)

        run = list(from_schema(contract).execute())
        assert failures(run) == []
        done |= {label for label, status in walked(run) if status < 300}
        if done >= DONE:
            break
    assert done >= DONE, DONE - done
    with office.reading() as connection:
        states = set(connection.scalars(select(documents.c.state)))
    assert states == {"issued", "superseded", "void"}
    assert_whole(office)


def walked(run: list[events.EngineEvent]) -> list[tuple[str, int]]:
    """Every answer of a walk: the operation and the status."""
    return [
        (event.recorder.cases[each].value.operation.label, interaction.response.status_code)
        for event in run
        if isinstance(event, events.ScenarioFinished)
        for each, interaction in event.recorder.interactions.items()
        if interaction.response
    ]
