"""The published contract is true: schemathesis tries the whole API against it, in bounded time.

Every operation is tried with its examples. Payloads are made up for some kinds: those that between
them have every shape a schema of ours takes, as one writer writes the schemas of all kinds.
"""

from collections import Counter
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, StopReason, events, from_schema

from tests.catalogue import KINDS, TYPICAL

CONTRACT = "/v1/openapi.json"
METHODS = {"get", "post"}
ACTS = ("check", "render")

# The law is no schema: dates in order, sums, check digits and a number's form are refused with 422
# although the payload has the shape the contract asks for. Only this check, and only on the two
# operations that take a case, learns of it; every other expectation stays as it is shipped.
ACCEPTED = ["2xx", "401", "403", "404", "409", "422"]

OTHERS = "|".join(sorted({*KINDS} - {*TYPICAL})) or "none"

# Called in this process, answers reach schemathesis as they are: packed ones it cannot read.
PLAIN = {"Accept-Encoding": "identity"}
CONFIG: dict[str, Any] = {
    "seed": 20260710,
    "headers": PLAIN,
    # How fast cases are made up is the machine's business, not the contract's.
    "suppress-health-check": ["too_slow"],
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
            "include-path-regex": "^/v1/check/",
            "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
        },
        {
            "include-path-regex": "^/v1/render/",
            "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
            # The many hundred borders of a payload are walked on /v1/check, whose request is the
            # same to the letter; a PDF for each of them would take minutes.
            "phases": {"coverage": {"enabled": False}},
        },
        {
            "include-path-regex": f"^/v1/(check|render)/({OTHERS})$",
            "phases": {"coverage": {"enabled": False}, "fuzzing": {"enabled": False}},
        },
    ],
}


@pytest.fixture(scope="module")
def run(app: Flask) -> list[events.EngineEvent]:
    """Every event of one run over the whole contract."""
    contract = schemathesis.openapi.from_wsgi(
        CONTRACT, app, config=SchemathesisConfig.from_dict(CONFIG)
    )
    return list(from_schema(contract).execute())


def test_every_operation_keeps_the_contract_under_every_check(
    run: list[events.EngineEvent],
) -> None:
    assert failures(run) == []


def test_the_run_came_to_its_end_and_tried_every_operation_with_success(
    run: list[events.EngineEvent], app: Flask
) -> None:
    assert isinstance(run[-1], events.EngineFinished)
    assert run[-1].stop_reason is StopReason.COMPLETED
    paths = app.test_client().get(CONTRACT).json["paths"]
    published = {
        f"{method.upper()} {path}"
        for path, item in paths.items()
        for method in METHODS & {*item}
        if path != CONTRACT  # What the run itself is read from is not tried again.
    }
    assert {label for label, status in statuses(run) if status == 200} == published
    tried = Counter(label for label, _ in statuses(run))
    assert all(tried[f"POST /v1/{act}/{kind}"] > 10 for kind in TYPICAL for act in ACTS)
    others = [f"/v1/{act}/{kind}" for kind in {*KINDS} - {*TYPICAL} for act in ACTS]
    assert tried.total() > 10 * (len(published) - len(others))


def test_the_contract_names_every_operation_once_and_gives_every_payload_an_example(
    app: Flask,
) -> None:
    paths = app.test_client().get(CONTRACT).json["paths"]
    operations = [item[method] for item in paths.values() for method in METHODS & {*item}]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    bodies = [operation["requestBody"] for operation in operations if "requestBody" in operation]
    assert len(bodies) == 2 * len(KINDS)
    written = app.test_client().get(CONTRACT).json["components"]["requestBodies"]
    assert {body["$ref"].rpartition("/")[2] for body in bodies} == {*KINDS}
    assert all(body["content"]["application/json"]["examples"] for body in written.values())


def statuses(run: list[events.EngineEvent]) -> list[tuple[str, int]]:
    """Every answer of a run: the operation and the status."""
    return [
        (event.label or "", interaction.response.status_code)
        for event in run
        if isinstance(event, events.ScenarioFinished)
        for interaction in event.recorder.interactions.values()
        if interaction.response
    ]


def failures(run: list[events.EngineEvent]) -> list[str]:
    """One line a failed check: operation, phase, check, what was wrong, how to repeat it."""
    found = []
    for event in run:
        if isinstance(event, events.NonFatalError | events.FatalError):
            found.append(str(event))
        if isinstance(event, events.ScenarioFinished):
            for checks in event.recorder.checks.values():
                found += [
                    f"{event.label} {event.phase} {check.name}: {info.failure.message}"
                    f"\n    {info.code_sample}"
                    for check in checks
                    if check.status is Status.FAILURE and (info := check.failure_info)
                ]
    return found
