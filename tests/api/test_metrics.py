"""The counts are right, hold no party's data, and are shown to whom they may be shown."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from docgen import Engine, Settings
from docgen.register import keys, people
from docgen.register.actor import Role
from docgen.register.backup import backup
from docgen.register.database import Register, open_register
from docgen.register.rights import Scope
from docgen.register.upgrade import migrate
from docgen.workers.pool import RenderPool
from tests.catalogue import KINDS
from tests.docgen.register.accounts import CONSOLE
from tests.doubles.unwell_engine import KIND as UNWELL_KIND
from tests.doubles.unwell_engine import open_unwell

KIND = KINDS[0]
HERE, ELSEWHERE = {"REMOTE_ADDR": "127.0.0.1"}, {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def register(settings: Settings, tmp_path: Path) -> Iterator[Register]:
    register = open_register(replace(settings, home=tmp_path / "home", database_url=""))
    migrate(register)
    yield register
    register.engine.dispose()


@pytest.fixture
def counted(settings: Settings, engine: Engine, register: Register) -> Flask:
    return create_app(settings, engine, register=register)


def counts(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """Every sample that is not nought: its name and label values -> its value."""
    answer = client.get("/metrics", environ_base=HERE)
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    return {
        (sample.name.removeprefix("docgen_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if not sample.name.endswith(("_created", "_bucket", "_sum")) and sample.value
    }


def test_requests_and_renders_are_counted_with_what_came_of_them(
    counted: Flask, engine: Engine
) -> None:
    client = counted.test_client()
    example = engine.catalogue[KIND].schema.example
    accept = {"Accept": "text/html"}
    for payload in (example, example, {}):
        client.post(f"/v1/render/{KIND}", json=payload, headers=accept)
    client.get("/v1/张三/13900001234")
    client.open("/healthz", method="ZHANG")
    shown = counts(client)
    assert shown["requests_total", "POST", "/v1/render/<kind>", "200"] == 2
    assert shown["requests_total", "POST", "/v1/render/<kind>", "422"] == 1
    assert shown["requests_total", "GET", "-", "404"] == 1
    assert shown["requests_total", "other", "-", "405"] == 1
    assert shown["request_seconds_count", "/v1/render/<kind>"] == 3
    assert shown["renders_total", "html", KIND, "done"] == 2
    assert shown["renders_total", "html", KIND, "invalid_case"] == 1
    assert shown["render_seconds_count", "html"] == 3
    assert not any("1390" in part or "张" in part for name in shown for part in name)


@pytest.mark.xdist_group("pool")
def test_the_pool_tells_its_workers_and_why_some_were_replaced(
    settings: Settings, engine: Engine
) -> None:
    with RenderPool(settings, workers=1, deadline=1.0, open_engine=open_unwell) as pool:
        pool.warm()
        client = create_app(settings, engine, pool).test_client()
        assert counts(client)["workers_alive",] == 1
        for illness in ("stuck", "killed"):
            client.post(f"/v1/render/{UNWELL_KIND}", json={"unwell": illness})
        shown = counts(client)
        assert shown["worker_restarts_total", "deadline"] == 1
        assert shown["worker_restarts_total", "lost"] == 1
        assert ("worker_restarts_total", "recycled") not in shown
        assert shown["renders_total", "pdf", UNWELL_KIND, "deadline"] == 1
        assert shown["renders_total", "pdf", UNWELL_KIND, "worker_lost"] == 1


def test_two_applications_count_apart(settings: Settings, engine: Engine) -> None:
    one, other = (create_app(settings, engine).test_client() for _ in range(2))
    one.get("/v1/kinds")
    assert ("requests_total", "GET", "/v1/kinds", "200") in counts(one)
    assert ("requests_total", "GET", "/v1/kinds", "200") not in counts(other)


def test_this_machine_sees_the_counts_and_others_need_a_key(
    counted: Flask, register: Register
) -> None:
    client = counted.test_client()
    assert client.get("/metrics", environ_base=HERE).status_code == 200
    assert client.get("/metrics", environ_base=ELSEWHERE).status_code == 401
    proxied = client.get("/metrics", environ_base=HERE, headers={"X-Forwarded-For": "192.0.2.7"})
    assert proxied.status_code == 401
    people.add_person(register, "何静远", Role.officer, None, actor=CONSOLE)
    key = keys.add_key(register, "prometheus", "何静远", {Scope.read}, actor=CONSOLE)
    headers = {"Authorization": f"Bearer {key}"}
    assert client.get("/metrics", environ_base=ELSEWHERE, headers=headers).status_code == 200


def test_the_disk_and_the_last_backup_are_told(
    counted: Flask, register: Register, tmp_path: Path
) -> None:
    before = register.now().timestamp()
    backup(register, tmp_path / "copy", actor=CONSOLE)
    text = counted.test_client().get("/metrics", environ_base=HERE).text
    told = {
        (each.name, each.labels.get("what")): each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
    }
    backed_up = told["docgen_last_backup_timestamp_seconds", None]
    assert before - 1 <= backed_up <= register.now().timestamp()
    assert 0 < told["docgen_disk_bytes", "free"] < told["docgen_disk_bytes", "total"]


def test_a_register_that_does_not_answer_costs_only_its_own_count(
    counted: Flask, register: Register
) -> None:
    register.engine.dispose()
    with register.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE documents RENAME TO away")
    assert ("requests_total", "GET", "/metrics", "200") not in counts(counted.test_client())
