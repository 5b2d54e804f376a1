"""One key's haste is bounded, and costs no other key anything."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from api.app import create_app
from api.rates import Counts
from docgen import Engine, Settings
from docgen.errors import SettingsError
from docgen.register import keys, people
from docgen.register.actor import Role
from docgen.register.database import Register, open_register
from docgen.register.rights import Scope
from docgen.register.upgrade import migrate
from tests.catalogue import KINDS
from tests.docgen.register.accounts import CONSOLE

CHECK = f"/v1/check/{KINDS[0]}"
RATE = 5


@pytest.fixture
def hasty_settings(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, home=tmp_path / "home", database_url="", rate=RATE)


@pytest.fixture
def register(hasty_settings: Settings) -> Iterator[Register]:
    register = open_register(hasty_settings)
    migrate(register)
    yield register
    register.engine.dispose()


@pytest.fixture
def app(hasty_settings: Settings, engine: Engine, register: Register) -> Flask:
    return create_app(hasty_settings, engine, register=register)


def test_a_key_that_calls_too_often_is_told_when_to_come_back(
    app: Flask, register: Register, engine: Engine
) -> None:
    people.add_person(register, "何静远", Role.officer, None, actor=CONSOLE)
    loop, calm = (
        {"Authorization": f"Bearer {key}"}
        for name in ("loop", "calm")
        for key in [keys.add_key(register, name, "何静远", {Scope.render}, actor=CONSOLE)]
    )
    client, example = app.test_client(), engine.catalogue[KINDS[0]].schema.example
    for _ in range(RATE):
        assert client.post(CHECK, json=example, headers=loop).status_code == 200
    refused = client.post(CHECK, json=example, headers=loop)
    assert (refused.status_code, refused.json["code"]) == (429, "too_many_requests")
    assert refused.content_type == "application/problem+json"
    wait = int(refused.headers["Retry-After"])
    assert 1 <= wait <= 60
    assert str(wait) in refused.json["detail"]
    # The rate is the key's, over all routes; another key and whoever has none are not touched.
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/metrics", headers=loop, environ_base=elsewhere).status_code == 429
    assert client.post(CHECK, json=example, headers=calm).status_code == 200
    assert client.get("/v1/kinds").status_code == 200


def test_a_fresh_machine_s_own_callers_are_not_counted(app: Flask) -> None:
    client = app.test_client()
    assert {client.post(CHECK, json={}).status_code for _ in range(3 * RATE)} == {422}


@pytest.mark.parametrize("value", ["0", "-1", "many", "1000001"])
def test_a_rate_that_is_none_is_refused_at_the_start(value: str) -> None:
    with pytest.raises(SettingsError, match="DOCGEN_RATE"):
        Settings.from_env({"DOCGEN_RATE": value})


def test_the_rate_is_a_setting() -> None:
    assert Settings.from_env({"DOCGEN_RATE": "7"}).rate == 7


class Sluggish(Counts):
    """Somebody else comes in between its setting the clean-up and starting it."""

    STORAGE_SCHEME = ["sluggish"]

    @property
    def timer(self) -> threading.Timer:
        return self._timer

    @timer.setter
    def timer(self, timer: threading.Timer) -> None:
        self._timer = timer
        time.sleep(0.001)


def test_callers_who_come_at_once_are_counted_one_by_one() -> None:
    counts, most = Sluggish(), 20
    together = threading.Barrier(8)

    def call(_: int) -> list[bool]:
        passed = []
        for _ in range(5):
            together.wait(10)
            passed.append(counts.acquire_sliding_window_entry("key", most, 3600))
            time.sleep(0.03)  # Until the clean-up is over, and has to be started anew.
        return passed

    with ThreadPoolExecutor(8) as callers:
        passed = [each for some in callers.map(call, range(8)) for each in some]
    assert (len(passed), sum(passed)) == (40, most)
    counts.timer.join()
