"""Doing once what is asked twice, on every database: kept, told again, made good after a crash."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from docgen import Engine
from docgen.register import store
from docgen.register.actor import Actor
from docgen.register.database import Register, open_register
from docgen.register.idempotency import (
    Answer,
    KeyReusedError,
    Repeatable,
    StillRunningError,
    answer_once,
    clear_out,
)
from docgen.register.issue import find
from docgen.register.tables import answers
from docgen.settings import Ages, Settings
from tests.docgen.register.accounts import with_clock
from tests.docgen.register.test_issue import issue_one
from tests.docgen.register.wholeness import assert_whole, numbers_given

REQUEST = Repeatable("key:abc", "k-1", "0" * 64)


class Death(BaseException):
    """The process is gone: nothing may catch it."""


def maker(register: Register, engine: Engine, officer: Actor, **options: Any) -> Any:
    """Return what makes a document under the id it is told, and what recalls one."""

    def tell(document_id: str, number: str | None) -> Answer:
        return Answer(201, {"Location": document_id}, str(number).encode())

    def make(document_id: str) -> Answer:
        made = issue_one(register, engine, officer, document_id=document_id, **options)
        return tell(made.id, made.document_number)

    def recall(document_id: str) -> Answer | None:
        found = find(register, document_id)
        return tell(found.id, found.document_number) if found else None

    return make, recall


def never(_: str) -> Answer:
    raise AssertionError("made twice")


def dies_at(wanted: str) -> Callable[[str], None]:
    def fault(point: str) -> None:
        if point == wanted:
            raise Death

    return fault


def test_the_answer_comes_back_as_it_was(
    register: Register, engine: Engine, officer: Actor
) -> None:
    make, recall = maker(register, engine, officer)
    first = answer_once(register, REQUEST, make, recall)
    again = answer_once(register, REQUEST, never, never)
    assert again == replace(first, repeated=True)
    assert not first.repeated
    assert_whole(register)


def test_another_request_under_the_key_is_refused_and_other_callers_are_not(
    register: Register, engine: Engine, officer: Actor
) -> None:
    make, recall = maker(register, engine, officer)
    answer_once(register, REQUEST, make, recall)
    with pytest.raises(KeyReusedError):
        answer_once(register, replace(REQUEST, sha256="1" * 64), never, never)
    others = [replace(REQUEST, caller="key:abd"), replace(REQUEST, key="k-2")]
    for other in others:
        assert not answer_once(register, other, make, recall).repeated
    assert len({other.claim for other in (REQUEST, *others)}) == 3
    assert len(numbers_given(register)) == 3


def test_an_answer_lasts_a_day_and_old_ones_are_cleared_out(
    register: Register, engine: Engine, officer: Actor
) -> None:
    register, clock = with_clock(register)
    make, recall = maker(register, engine, officer)
    answer_once(register, REQUEST, make, recall)
    for number in range(5):
        answer_once(register, replace(REQUEST, key=f"old-{number}"), make, recall)
    clock.moment += Ages().answers - timedelta(seconds=1)
    assert answer_once(register, REQUEST, never, never).repeated
    clear_out(register)
    assert answer_once(register, REQUEST, never, never).repeated
    clock.moment += timedelta(seconds=1)
    assert not answer_once(register, replace(REQUEST, sha256="1" * 64), make, recall).repeated
    with register.reading() as connection:
        assert connection.scalars(select(answers.c.key)).all() == [REQUEST.key]
    clock.moment += Ages().answers
    clear_out(register)
    with register.reading() as connection:
        assert connection.scalars(select(answers.c.key)).all() == []


def test_two_racing_through_two_registers_make_one(
    office: Settings, register: Register, engine: Engine, officer: Actor
) -> None:
    other = open_register(office, now=register.now)

    def race(where: Register) -> Answer | None:
        try:
            return answer_once(where, REQUEST, *maker(where, engine, officer))
        except StillRunningError:
            return None

    with ThreadPoolExecutor(8) as racers:
        told = [*racers.map(race, [register, other] * 4, timeout=60)]
    other.engine.dispose()
    assert len({answer.body for answer in told if answer}) == 1
    assert len(numbers_given(register)) == 1
    assert_whole(register)


@pytest.mark.parametrize("point", ["checked", "entered", "reserved", "stored", "issued"])
def test_who_asks_after_a_crash_gets_what_came_of_it(
    register: Register, engine: Engine, officer: Actor, point: str
) -> None:
    make, recall = maker(register, engine, officer, fault=dies_at(point))
    with pytest.raises(Death):
        answer_once(register, REQUEST, make, recall)
    make, recall = maker(register, engine, officer)
    told = answer_once(register, REQUEST, make, recall)
    assert told.repeated == (point == "issued")
    assert answer_once(register, REQUEST, never, never).body == told.body
    assert numbers_given(register) == ["示市监﹝2026﹞第1号"]
    assert_whole(register)


def test_what_is_being_made_elsewhere_is_waited_for(
    register: Register, engine: Engine, officer: Actor
) -> None:
    # The answer's lock is gone but the document's is not: another machine's clock, a lost folder.
    row = {
        "caller": REQUEST.caller, "key": REQUEST.key, "request_sha256": REQUEST.sha256,
        "made_id": "0" * 32, "state": "running", "began_at": register.now(),
    }  # fmt: skip
    with register.writing() as connection:
        connection.execute(insert(answers).values(**row))
    with store.claimed(register.store, "0" * 32), pytest.raises(StillRunningError):
        answer_once(register, REQUEST, never, never)
    make, recall = maker(register, engine, officer)
    assert not answer_once(register, REQUEST, make, recall).repeated
    assert_whole(register)


def test_the_lock_s_name_tells_nothing_of_the_key(register: Register) -> None:
    secret = replace(REQUEST, key="13800000000")
    assert "13800000000" not in secret.claim
    assert secret.claim != replace(secret, caller="key:abc\0", key="3800000000").claim
