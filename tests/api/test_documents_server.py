"""Issuing through a real server process: races, restarts, and SIGKILL between any two steps."""

import http.client
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from docgen import Engine, Settings
from docgen.cli.office import server_options
from docgen.register import keys
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.register.issue import POINTS
from docgen.register.recover import recover
from docgen.register.rights import Scope
from tests.api.desks import ISSUE, payload_of
from tests.docgen.register.accounts import CONSOLE, staff
from tests.docgen.register.wholeness import assert_whole, numbers_given
from tests.processes import wait_until
from tests.servers import Server, end, free_port, running

DYING = "tests.doubles.dying_wsgi:app"
ROUNDS = 7 if os.environ.get("DOCGEN_SOAK") else 1
EVERY_POINT = ("begun", *POINTS, "kept")
ALREADY_ISSUED = ("issued", "kept")


@dataclass
class Counter:
    """A counter of the office: a program with a key, at the server that runs now."""

    settings: Settings
    payload: dict[str, Any]
    key: str
    server: Server

    def issue(self, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Ask for a document; status 0 when the server died over it."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers |= {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            line.request("POST", ISSUE, json.dumps(self.payload), headers)
            answer = line.getresponse()
            return answer.status, answer.read(), dict(answer.headers)
        except (ConnectionError, http.client.HTTPException):
            return 0, b"", {}
        finally:
            line.close()

    def die_at(self, point: str, **headers: str) -> None:
        """Have the server die over a document and wait for its successor."""
        assert self.issue(Die_At=point, **headers)[0] == 0, point
        assert wait_until(lambda: self.server.ask("/healthz")[0] == 200), point


@contextmanager
def dying_server(settings: Settings) -> Iterator[Server]:
    port = free_port()
    options = server_options(settings, f"127.0.0.1:{port}")
    command = ["api.serve", *options, "--pause", "0", DYING]
    # It dies some twenty times: one worker is enough to begin again with.
    with running(command, port, DOCGEN_HOME=str(settings.home), DOCGEN_WORKERS="1") as server:
        yield server


@pytest.fixture
def counter(office_settings: Settings, office: Register, engine: Engine) -> Iterator[Counter]:
    staff(office, "何静远", Role.officer, None)
    key = keys.add_key(office, "counter", "何静远", [Scope.issue], actor=CONSOLE)
    with dying_server(office_settings) as server:
        yield Counter(office_settings, payload_of(engine), key, server)


def test_of_requests_racing_with_one_key_one_issues(counter: Counter, office: Register) -> None:
    with ThreadPoolExecutor(16) as racers:
        raced = [*racers.map(lambda n: counter.issue(Idempotency_Key=f"k-{n % 4}"), range(32))]
    assert {status for status, _, _ in raced} <= {201, 409}
    assert len({body for status, body, _ in raced if status == 201}) == 4
    assert numbers_given(office) == [f"示市监﹝2026﹞第{n}号" for n in range(1, 5)]
    assert_whole(office)


def test_an_answer_outlives_a_restart(counter: Counter, office: Register) -> None:
    first = counter.issue(Idempotency_Key="k-1")
    assert first[0] == 201
    end(counter.server.process)
    with dying_server(counter.settings) as counter.server:
        again = counter.issue(Idempotency_Key="k-1")
    assert again[:2] == first[:2]
    assert again[2]["Location"] == first[2]["Location"]
    assert len(numbers_given(office)) == 1


def test_sigkill_between_any_two_steps_loses_nothing_and_doubles_nothing(
    counter: Counter, office: Register
) -> None:
    answers = []
    for point in EVERY_POINT * ROUNDS:
        key = f"k-{len(answers)}"
        counter.die_at(point, Idempotency_Key=key)
        status, body, headers = counter.issue(Idempotency_Key=key)
        assert status == 201, (point, body)
        assert ("Idempotency-Replayed" in headers) == (point in ALREADY_ISSUED), point
        answers.append(body)
    for number, body in enumerate(answers):
        assert counter.issue(Idempotency_Key=f"k-{number}")[:2] == (201, body)
    assert len({json.loads(body)["id"] for body in answers}) == len(answers)
    assert_nothing_is_left(counter, office, issued=len(answers))


def test_sigkill_over_a_request_nobody_repeats_leaves_all_of_it_or_nothing(
    counter: Counter, office: Register
) -> None:
    for point in POINTS * ROUNDS:
        counter.die_at(point)
    assert counter.issue()[0] == 201
    assert_nothing_is_left(counter, office, issued=ROUNDS + 1)


def assert_nothing_is_left(counter: Counter, office: Register, issued: int) -> None:
    """Assert that all is whole, the service gone, and the numbers go from 1 to the last."""
    end(counter.server.process)
    assert recover(office) == []
    assert numbers_given(office) == [f"示市监﹝2026﹞第{n}号" for n in range(1, issued + 1)]
    assert_whole(office)
