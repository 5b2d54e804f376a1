"""The published contract is true: schemathesis tries the whole API against it, in bounded time."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

# The law is no schema: dates in order, sums, check digits and a number's form are refused with 422
# although the payload has the shape the contract asks for. Only this check, and only on the two
# operations that take a case, learns of it; every other expectation stays as it is shipped.
ACCEPTED = ["2xx", "401", "403", "404", "409", "422"]

CONFIG: dict[str, Any] = {
    "seed": 20260710,
    "max-time": 120,
    "generation": {"mode": "all", "max-examples": 12, "deterministic": True, "database": "none"},
    "checks": {"enabled": True},
    "phases": {
        "examples": {"enabled": True},
        "coverage": {"enabled": True},
        "fuzzing": {"enabled": True},
        # Nothing is kept by the stateless routes, so there is no sequence of calls to try.
        "stateful": {"enabled": False},
    },
    "operations": [
        {
            "include-path-regex": "^/v1/(check|render)/",
            "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
        }
    ],
}


@pytest.fixture(scope="module")
def run(app: Flask) -> list[events.EngineEvent]:
    """Every event of one run over the whole contract."""
    contract = schemathesis.openapi.from_wsgi(
        "/v1/openapi.json", app, config=SchemathesisConfig.from_dict(CONFIG)
    )
    return list(from_schema(contract).execute())


def test_every_operation_keeps_the_contract_under_every_check(run: list[events.EngineEvent]) -> None:
    assert failures(run) == []


def failures(run: list[events.EngineEvent]) -> list[str]:
    """One line a failed check: operation, phase, check, what was wrong, how to repeat it."""
    found = []
    for event in run:
        if isinstance(event, events.NonFatalError | events.FatalError):
            found.append(f"{event}")
        if isinstance(event, events.ScenarioFinished):
            for case, checks in event.recorder.checks.items():
                found += [
                    f"{event.label} {event.phase} {check.name}: {check.failure_info.failure.message}"
                    f"\n    {check.failure_info.code_sample}"
                    for check in checks
                    if check.status is Status.FAILURE and check.failure_info
                ]
    return found
