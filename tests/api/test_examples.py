"""What the reference page shows works: every example is sent and answered as promised."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from api.app import create_app
from api.openapi import describe_api
from docgen import Engine, Settings
from docgen.engine import open_catalogue
from docgen.register import cases
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, open_register
from docgen.register.upgrade import migrate
from schemas.parts.signed_copies import SignedCopyForm
from tests.api.desks import Desk, open_desk, payload_of
from tests.api.test_documents import NOBODY
from tests.catalogue import KINDS
from tests.docgen.register.accounts import Clock
from tests.docgen.register.test_incoming import came_in
from tests.doubles.quick_pool import QuickPool

CONTRACT = describe_api(open_catalogue(Settings.from_env({})))
OFFICER = Actor("何静远", Role.officer)


@dataclass(frozen=True)
class Example:
    """One request as the page shows it; `name` and `body` are those of its JSON, if it has any."""

    method: str
    path: str
    operation: Mapping[str, Any]
    parameters: tuple[Mapping[str, Any], ...]
    name: str = ""
    body: Any = None

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.name}"

    @property
    def answer(self) -> tuple[int, Mapping[str, Any]]:
        """The status that is promised, and the content: of a file the whole, not a part (206)."""
        status = min(each for each in self.operation["responses"] if each.startswith("2"))
        return int(status), self.operation["responses"][status].get("content", {})


def examples() -> Iterator[Example]:
    for path, item in CONTRACT["paths"].items():
        for method in sorted({"get", "post"} & {*item}):
            operation = {**item[method]}
            if "batches" in operation["tags"]:
                continue  # A batch is files, not JSON: test_batches.py sends them.
            parameters = tuple(
                resolved(each)
                for each in (*item.get("parameters", ()), *operation.get("parameters", ()))
            )
            for place in {"requestBody"} & {*operation}:
                operation[place] = resolved(operation[place])
            answers = operation["responses"].items()
            operation["responses"] = {status: resolved(each) for status, each in answers}
            content = operation.get("requestBody", {}).get("content", {})
            if content and "application/json" not in content:
                continue  # Files alone: test_orders.py sends them.
            shown = content.get("application/json", {}).get("examples", {"": {"value": None}})
            for name, each in shown.items():
                yield Example(method, path, operation, parameters, name, resolved(each)["value"])


def resolved(part: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = part
    while "$ref" in found:
        target = found["$ref"].removeprefix("#/").split("/")
        found = CONTRACT
        for step in target:
            found = found[step]
    return dict(found)


# The case that the examples speak of.
(REFERENCE,) = {
    parameter["example"]
    for example in examples()
    for parameter in example.parameters
    if parameter["name"] == "case_ref" and parameter["required"]
}


@pytest.fixture(scope="module")
def office(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Settings, Register]]:
    home = tmp_path_factory.mktemp("examples")
    here = replace(settings, home=home, database_url="")
    register = open_register(here, now=Clock())
    migrate(register)
    yield here, register
    register.engine.dispose()


@pytest.fixture(scope="module")
def app(office: tuple[Settings, Register], engine: Engine) -> Flask:
    """The service of an office that knows the case of the examples."""
    here, register = office
    cases.open_case(register, REFERENCE, {"received_on": "2026-07-06"}, actor=OFFICER)
    return create_app(here, engine, QuickPool(engine), register)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def desk(app: Flask, office: tuple[Settings, Register]) -> Desk:
    """An officer."""
    return open_desk(app, office[1], Role.officer)


@pytest.fixture(scope="module")
def archive(app: Flask, office: tuple[Settings, Register]) -> Desk:
    """An archivist, who takes out what no officer may."""
    return open_desk(app, office[1], Role.archivist)


@pytest.fixture(scope="module")
def filled_in(
    desk: Desk, engine: Engine, office: tuple[Settings, Register]
) -> Mapping[str, Callable[[Mapping[str, Any]], str]]:
    """What stands in a path in the place of each parameter: a document, a paper that is there."""
    (_, register), numbers = office, count(901)
    return {
        "incoming_id": lambda _: came_in(register, REFERENCE, number=f"第{next(numbers)}号").id,
        "document_id": lambda _: str(desk.issue(payload_of(engine))["id"]),
        "kind": lambda _: KINDS[0],
        "case_ref": lambda parameter: str(parameter["example"]),
    }


@pytest.mark.parametrize("example", tuple(examples()), ids=str)
def test_an_example_is_answered_as_the_contract_says(
    desk: Desk,
    archive: Desk,
    filled_in: Mapping[str, Callable[[Mapping[str, Any]], str]],
    engine: Engine,
    example: Example,
) -> None:
    place, query, headers = example.path, dict[str, str](), dict[str, str]()
    status, content = example.answer
    if example.operation["operationId"] == "supersede_document":
        place = place.replace("{document_id}", in_force(desk, example))
    if example.operation["operationId"] == "fan_out_document":
        place = place.replace("{document_id}", a_task(desk, engine))
    if example.operation["operationId"] == "compile_kind":
        # Only some kinds are compiled, of a period or of a case.
        place, query["period"] = place.replace("{kind}", "work_ledger"), "2026-07"
    if "{copy_id}" in place:
        document, copy = a_signed_copy(desk, engine)
        place = place.replace("{document_id}", document).replace("{copy_id}", copy)
    for parameter in example.parameters:
        if parameter["in"] == "path" and f"{{{parameter['name']}}}" in place:
            given = quote(filled_in[parameter["name"]](parameter), safe="")
            place = place.replace(f"{{{parameter['name']}}}", given)
        elif parameter["in"] == "query" and "example" in parameter:
            query[parameter["name"]] = json_word(parameter["example"])
        elif parameter["in"] == "header" and "example" in parameter:
            # The same key for every example would be the same request.
            headers[parameter["name"]] = f"{parameter['example']}-{abs(hash(place))}"
    if content:
        headers["Accept"] = next(iter(content))
    address = f"{place}?{urlencode(query)}" if query else place
    if example.method == "post":
        answer = desk.post(address, example.body, headers=headers)
    else:
        asker = archive if example.operation["operationId"] == "list_order_replies" else desk
        answer = asker.get(address, **headers)
    assert answer.status_code == status, answer.text
    assert answer.mimetype in content
    schema = content[answer.mimetype].get("schema")
    if schema and "json" in answer.mimetype:
        assert faults_of(schema, answer.json) == []
    answer.close()


def in_force(desk: Desk, example: Example) -> str:
    """Return the id of a document of the example's kind that is in force."""
    there = desk.get(f"/v1/documents?state=issued&kind={example.name}").json["documents"]
    if there:
        return str(there[0]["id"])
    return str(desk.post(f"/v1/documents/{example.name}", example.body).json["id"])


def a_task(desk: Desk, engine: Engine) -> str:
    """Issue a document with a list of objects; one of its own, since others are superseded."""
    task = engine.catalogue["inspection_task_assignment"]
    return str(desk.post(f"/v1/documents/{task.name}", dict(task.schema.example)).json["id"])


def a_signed_copy(desk: Desk, engine: Engine) -> tuple[str, str]:
    """Attach a signed copy to a document of its own; return the ids of both."""
    document = desk.issue(payload_of(engine))
    given = dict(SignedCopyForm.example)
    return str(document["id"]), str(desk.post(document["links"]["signed_copies"], given).json["id"])


def json_word(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def faults_of(schema: Mapping[str, Any], value: Any) -> list[str]:
    judge = Draft202012Validator({**schema, "components": CONTRACT["components"]})
    return [fault.message for fault in judge.iter_errors(value)]


def test_every_call_of_the_page_has_an_example_of_all_it_needs() -> None:
    for example in examples():
        if "requestBody" in example.operation:
            assert example.body is not None, example
            schema = example.operation["requestBody"]["content"]["application/json"]["schema"]
            assert faults_of(schema, example.body) == []
        for parameter in example.parameters:
            needs_none = not parameter["required"] or "enum" in parameter["schema"]
            assert needs_none or "example" in parameter, (example, parameter["name"])


def test_what_is_answered_in_full_obeys_the_contract(desk: Desk, engine: Engine) -> None:
    """An answer with rows in every list: the examples above may leave some of them empty."""
    first = desk.issue(payload_of(engine), "?case_ref=B-1")["links"]["self"]
    form = {"method": "post", "recipient": "温若岚", "delivered_on": "2026-07-01", "proof": "1"}
    desk.post(f"{first}/deliveries", form)
    second = desk.post(f"{first}/supersede", payload_of(engine)).json["links"]["self"]
    desk.post(f"{second}/void", {"reason": "重复出具"})
    refused = desk.get(f"/v1/documents/{NOBODY}")
    for place, schema in (
        (first, "WholeDocument"), (second, "WholeDocument"), ("/v1/documents?most=1", "Ledger"),
        ("/v1/cases/B-1", "CaseFile"), ("/v1/due?on=2026-07-10", "DueList"),
    ):  # fmt: skip
        answer = desk.get(place)
        assert faults_of({"$ref": f"#/components/schemas/{schema}"}, answer.json) == [], place
    assert faults_of({"$ref": "#/components/schemas/Problem"}, refused.json) == []
    assert desk.get("/v1/due?on=2026-07-10").json["due"]
    assert len(desk.get(first).json["versions"]) == 2
    assert desk.get(first).json["deliveries"]
