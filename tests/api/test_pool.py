"""The HTTP door over a pool: what goes where, and what callers are told when a worker fails."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from docgen import Document, Engine, Settings
from docgen.pool import RenderPool
from tests.doubles.unwell_engine import KIND, open_never, open_unwell
from tests.processes import wait_until

pytestmark = pytest.mark.xdist_group("pool")
PLACE = f"/v1/render/{KIND}"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def pool(settings: Settings) -> Iterator[RenderPool]:
    with RenderPool(
        settings, workers=1, backlog=1, deadline=1.0, open_engine=open_unwell
    ) as pool:
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
    assert (pooled.data, dict(pooled.headers)) == (alone.data, dict(alone.headers))


def test_an_invalid_case_out_of_the_pool_is_the_answer_without(
    client: FlaskClient, app: Flask, healthy: dict[str, Any]
) -> None:
    wrong = healthy | {"strange": 1}
    pooled, alone = (each.post(PLACE, json=wrong) for each in (client, app.test_client()))
    assert pooled.status_code == 422
    assert pooled.json == alone.json


@pytest.mark.parametrize(("accept", "size", "pooled"), [
    ("application/pdf", 0, True), (WORD, 0, False), ("text/html", 0, False), (WORD, 65536, True),
])  # fmt: skip
def test_only_what_takes_long_goes_to_the_pool(
    client: FlaskClient, pool: RenderPool, healthy: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch, accept: str, size: int, pooled: bool,
) -> None:  # fmt: skip
    seen = []

    def render(*_arguments: Any, **_options: Any) -> Document:
        seen.append(accept)
        return Document(KIND, "pdf", "delivery", b"", "x.pdf")

    monkeypatch.setattr(pool, "render", render)
    payload = healthy | ({"padding": "x" * size} if size else {})
    assert client.post(PLACE, json=payload, headers={"Accept": accept}).status_code == 200
    assert bool(seen) is pooled


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
        assert wait_until(lambda: never._lanes[0].warmed.done())
        answer = other.get("/readyz")
        assert (answer.status_code, answer.json["code"]) == (503, "workers_not_ready")
        assert other.get("/healthz").status_code == 200
