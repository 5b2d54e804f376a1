"""The HTTP door over a pool: what goes where, and what callers are told when a worker fails."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from api.journal import REQUEST_ID
from api.render import LIGHT_BODY_BYTES
from docgen import Document, Engine, Settings
from docgen.errors import CatalogueError
from docgen.workers.pool import RenderPool
from tests.doubles.unwell_engine import KIND, open_never, open_unwell
from tests.processes import wait_until

pytestmark = pytest.mark.xdist_group("pool")
PLACE = f"/v1/render/{KIND}"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def pool(settings: Settings) -> Iterator[RenderPool]:
    with RenderPool(settings, workers=1, backlog=1, deadline=1.0, open_engine=open_unwell) as pool:
        pool.warm()
        yield pool


@pytest.fixture(scope="module")
def pooled(settings: Settings, engine: Engine, pool: RenderPool) -> Flask:
    return create_app(settings, engine, pool)


@pytest.fixture
def client(pooled: Flask) -> FlaskClient:
    return pooled.test_client()


@pytest.fixture(scope="module")
def healthy(engine: Engine) -> dict[str, Any]:
    return dict(engine.catalogue[KIND].schema.example)


def test_a_pdf_out_of_the_pool_is_the_one_without(
    client: FlaskClient, app: Flask, healthy: dict[str, Any]
) -> None:
    pooled, alone = (each.post(PLACE, json=healthy) for each in (client, app.test_client()))
    assert pooled.status_code == 200
    headers = [dict(each.headers) for each in (pooled, alone)]
    assert headers[0].pop(REQUEST_ID) != headers[1].pop(REQUEST_ID)
    assert (pooled.data, headers[0]) == (alone.data, headers[1])


def test_an_invalid_case_out_of_the_pool_is_the_answer_without(
    client: FlaskClient, app: Flask, healthy: dict[str, Any]
) -> None:
    wrong = healthy | {"strange": 1}
    pooled, alone = (each.post(PLACE, json=wrong) for each in (client, app.test_client()))
    assert pooled.status_code == 422
    assert pooled.json == alone.json


def test_only_what_takes_long_goes_to_the_pool(
    client: FlaskClient, pool: RenderPool, healthy: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def render(_kind: str, _payload: Any, format: str, **_options: Any) -> Document:
        seen.append(format)
        return Document(KIND, format, "delivery", b"", "x")

    monkeypatch.setitem(vars(pool), "render", render)
    light = json.dumps(healthy)
    bodies = {"light": light, "heavy": light + " " * LIGHT_BODY_BYTES}
    went = {}
    for accept in ("application/pdf", WORD, "text/html"):
        for weight, body in bodies.items():
            headers = {"Accept": accept, "Content-Type": "application/json"}
            assert client.post(PLACE, data=body, headers=headers).status_code == 200
            went[accept, weight] = seen.copy()
            seen.clear()
    assert went == {
        ("application/pdf", "light"): ["pdf"], ("application/pdf", "heavy"): ["pdf"],
        (WORD, "light"): [], (WORD, "heavy"): ["docx"],
        ("text/html", "light"): [], ("text/html", "heavy"): ["html"],
    }  # fmt: skip


def test_a_stuck_document_is_answered_504_and_the_next_is_served(
    client: FlaskClient, healthy: dict[str, Any]
) -> None:
    answer = client.post(PLACE, json={"unwell": "stuck"})
    assert (answer.status_code, answer.json["code"]) == (504, "deadline")
    assert "1 秒" in answer.json["detail"]
    assert client.post(PLACE, json=healthy).status_code == 200


def test_a_lost_worker_is_answered_500_and_the_next_is_served(
    client: FlaskClient, healthy: dict[str, Any]
) -> None:
    answer = client.post(PLACE, json={"unwell": "killed"})
    assert (answer.status_code, answer.json["code"]) == (500, "worker_lost")
    assert client.post(PLACE, json=healthy).status_code == 200


def test_a_full_line_is_answered_503_with_the_time_to_come_back(
    client: FlaskClient, pool: RenderPool, healthy: dict[str, Any]
) -> None:
    rest = {"unwell": "asleep", "seconds": 0.4}
    resting = [pool.schedule(KIND, rest) for _ in range(2)]
    answer = client.post(PLACE, json=healthy)
    assert (answer.status_code, answer.json["code"]) == (503, "busy")
    assert answer.headers["Retry-After"] == "2"
    # What needs no worker is served all the while.
    assert client.post(f"/v1/check/{KIND}", json=healthy).status_code == 200
    assert client.post(PLACE, json=healthy, headers={"Accept": WORD}).status_code == 200
    assert [each.result(10).content for each in resting] == [b"rested"] * 2
    assert client.post(PLACE, json=healthy).status_code == 200


def test_a_fault_in_a_worker_is_logged_with_its_place_and_told_without(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.post(PLACE, json={"unwell": "faulty"})
    assert (answer.status_code, answer.json["code"]) == (500, "render_failed")
    assert "in faulty" in caplog.text
    assert "faulty" not in answer.text
    assert "onetwo" not in caplog.text


def test_the_service_is_ready_when_its_workers_are(
    settings: Settings, engine: Engine, client: FlaskClient, pool: RenderPool
) -> None:
    assert wait_until(lambda: client.get("/readyz").status_code == 200)
    with RenderPool(settings, workers=1, open_engine=open_never) as never:
        other = create_app(settings, engine, never).test_client()
        assert other.get("/readyz").json["code"] == "workers_not_ready"
        with pytest.raises(CatalogueError):
            never.warm()
        answer = other.get("/readyz")
        assert (answer.status_code, answer.json["code"]) == (503, "workers_not_ready")
        assert other.get("/healthz").status_code == 200
