"""What has changed: told in the order of the trail, waited for, and never missed."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask, Request
from werkzeug.test import EnvironBuilder

from api.waiting import Waiting
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.settings import WAITING
from tests.api.desks import KIND, Desk, open_desk
from tests.api.test_auth import assert_refused
from tests.api.test_batches import keeps

PLACE = "/v1/changes"


def test_every_act_on_a_document_is_told_once_in_its_order(
    desk: Desk, payload: dict[str, Any]
) -> None:
    assert desk.get(PLACE).json["changes"] == []
    first = desk.issue(payload, "?case_ref=A-1")
    second = desk.post(f"{first['links']['self']}/supersede", payload).json
    desk.post(f"{second['links']['self']}/void", {"reason": "文书种类选错"})
    answer = desk.get(PLACE).json
    keeps("Changes", answer)
    assert [(each["act"], each["document_id"]) for each in answer["changes"]] == [
        ("issue", first["id"]), ("supersede", second["id"]), ("void", second["id"]),
    ]  # fmt: skip
    told = answer["changes"][0]
    assert (told["kind"], told["document_number"]) == (KIND, first["document_number"])
    assert desk.get(told["links"]["self"]).status_code == 200
    assert desk.get(f"{PLACE}?after={answer['last']}").json["changes"] == []


def test_pages_of_changes_miss_none(desk: Desk, payload: dict[str, Any]) -> None:
    made = [desk.issue(payload)["id"] for _ in range(5)]
    seen, after = [], 0
    while page := desk.get(f"{PLACE}?most=2&after={after}").json:
        if not page["changes"]:
            break
        seen += [each["document_id"] for each in page["changes"]]
        after = page["last"]
    assert seen == made


def test_who_waits_hears_of_it_at_once(
    office_app: Flask, office: Register, desk: Desk, payload: dict[str, Any]
) -> None:
    other = open_desk(office_app, office, Role.admin, name="管理")
    last = other.get(PLACE).json["last"]
    began = time.monotonic()
    with ThreadPoolExecutor() as waiters:
        waiting = waiters.submit(other.get, f"{PLACE}?after={last}&wait=20")
        time.sleep(0.7)
        issued = desk.issue(payload)["id"]
        told = waiting.result(timeout=20).json
    assert [each["document_id"] for each in told["changes"]] == [issued]
    assert time.monotonic() - began < 10
    # Nothing happens: the answer comes when the time is up.
    assert desk.get(f"{PLACE}?after={told['last']}&wait=1").json["changes"] == []


def test_only_who_may_read_may_hear_of_it(office_app: Flask, office: Register) -> None:
    drafter = open_desk(office_app, office, Role.drafter)
    assert_refused(drafter.get(PLACE), 403, "forbidden")
    assert_refused(drafter.get(f"{PLACE}?wait=99"), 403, "forbidden")


@pytest.mark.parametrize("query", ["wait=31", "wait=-1", "after=x", "most=0", "until=3"])
def test_a_query_that_is_no_such_thing_is_refused(desk: Desk, query: str) -> None:
    assert_refused(desk.get(f"{PLACE}?{query}"), 400, "bad_request")


def test_when_all_places_are_taken_the_next_is_answered_at_once() -> None:
    waiting, ending = Waiting(), threading.Event()
    environ = EnvironBuilder().get_environ() | {"docgen.stopping": ending.is_set}

    def wait() -> float:
        began = time.monotonic()
        waiting.for_news(Request(environ), 20, lambda: 0, bool)
        return time.monotonic() - began

    with ThreadPoolExecutor(WAITING) as waiters:
        those = [waiters.submit(wait) for _ in range(WAITING)]
        time.sleep(0.3)
        assert wait() < 0.2
        # A service that ends answers everybody.
        ending.set()
        assert max(each.result(timeout=20) for each in those) < 10
