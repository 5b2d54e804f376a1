"""What is wrong with a case is said at every door alike: tried, rendered, sent, pasted, typed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import docgen.engine
from api.app import create_app
from api.pages.form.entries import entries_of, payload_of
from docgen import Engine, InvalidCaseError, Settings
from docgen.batch.chunk import Failed, Order, Work, render_chunk
from tests.docgen.batch.sheets import read, write
from tests.schemas.guard.cases import TODAY, example, findings

FAULTS = json.loads(Path(__file__).with_name("faults.json").read_text("utf-8"))
every_fault = pytest.mark.parametrize("fault", FAULTS, ids=[each["name"] for each in FAULTS])


@pytest.fixture(scope="module")
def client(settings: Settings, engine: Engine) -> FlaskClient:
    return create_app(settings, engine).test_client()


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every door think that it is the day of the tests."""

    def day() -> date:
        return TODAY

    monkeypatch.setattr(docgen.engine, "beijing_day", day)


def expected(fault: dict[str, Any]) -> tuple[str, str, str]:
    return (fault["expect"]["pointer"], fault["expect"]["code"], fault["expect"]["weight"])


def told(engine: Engine, kind: str, payload: Any) -> set[tuple[str, str, str]]:
    try:
        found = engine.check(kind, payload).notices
    except InvalidCaseError as refusal:
        found = tuple(refusal.findings)
    return {(each.pointer, each.code, each.weight.value) for each in found}


@every_fault
def test_check_says_it(engine: Engine, fault: dict[str, Any]) -> None:
    found = findings(engine, fault["kind"], fault["changes"])
    assert expected(fault) in {(each.pointer, each.code, each.weight.value) for each in found}
    assert all(each.source for each in found)


@every_fault
def test_render_says_it(engine: Engine, fault: dict[str, Any]) -> None:
    payload = example(engine, fault["kind"], fault["changes"])
    try:
        found = engine.render(fault["kind"], payload, "html").notices
    except InvalidCaseError as refusal:
        found = tuple(refusal.findings)
    assert expected(fault) in {(each.pointer, each.code, each.weight.value) for each in found}


@every_fault
def test_the_service_says_it(engine: Engine, client: FlaskClient, fault: dict[str, Any]) -> None:
    payload = example(engine, fault["kind"], fault["changes"])
    answer = client.post(f"/v1/check/{fault['kind']}", json=payload)
    weight = expected(fault)[2]
    assert answer.status_code == (422 if weight == "error" else 200)
    found = answer.get_json()["errors" if weight == "error" else "notices"]
    assert expected(fault)[:2] in {(each["pointer"], each["code"]) for each in found}


@every_fault
def test_a_sheet_says_it(engine: Engine, fault: dict[str, Any], tmp_path: Path) -> None:
    payload = example(engine, fault["kind"], fault["changes"])
    if "photos" in payload:
        payload["photos"] = []
    (item,) = read(write(tmp_path / "a.xlsx", engine, fault["kind"], {"1": payload}), engine)
    assert item.findings == ()
    assert expected(fault) in told(engine, fault["kind"], item.payload)


@every_fault
def test_a_form_says_it(engine: Engine, fault: dict[str, Any]) -> None:
    part = engine.catalogue[fault["kind"]].reader
    typed = entries_of(part, example(engine, fault["kind"], fault["changes"]))
    assert expected(fault) in told(engine, fault["kind"], payload_of(part, typed))


@every_fault
def test_a_batch_makes_nothing_of_it(engine: Engine, fault: dict[str, Any]) -> None:
    """What only needs eyes is made, but for a day that has not come."""
    payload = example(engine, fault["kind"], fault["changes"])
    work = [Work(1, fault["kind"], payload, {})]
    (result,) = render_chunk(engine, Order(("html",), "delivery"), work)
    pointer, code, weight = expected(fault)
    refused = weight == "error" or code == "future_day"
    assert isinstance(result, Failed) is refused
    if isinstance(result, Failed):
        assert (pointer, code) in {(each.pointer, each.code) for each in result.findings}
