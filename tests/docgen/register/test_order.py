"""A later number with an earlier day is noticed, told to who issues, and kept with its reason."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from docgen import Engine
from docgen.errors import RenderError
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.order import SLACK
from docgen.register.tables import audit, numbers
from tests.docgen.register.test_issue import KIND, example_of, issue_one
from tests.docgen.register.wholeness import assert_whole


def dated(engine: Engine, day: str) -> dict[str, Any]:
    field = engine.catalogue[KIND].header.dated_by
    return example_of(engine, **{field: day, "delivery": None})


def kept(register: Register, document_id: str) -> Any:
    """What the trail says of a document's order."""
    with register.reading() as connection:
        where = (audit.c.document_id == document_id) & (audit.c.act == "begin")
        return connection.scalar(select(audit.c.detail).where(where)).get("out_of_order")


def told(issued: Any) -> list[str]:
    return [each.detail for each in issued.notices if each.code == "out_of_order"]


def test_numbers_that_rise_with_the_days_are_in_order(
    register: Register, engine: Engine, officer: Actor
) -> None:
    for day in ("2026-06-17", "2026-06-17", "2026-06-18"):
        issued = issue_one(register, engine, officer, payload=dated(engine, day))
        assert told(issued) == []
        assert kept(register, issued.id) is None


def test_a_later_number_with_an_earlier_day_is_told_and_kept(
    register: Register, engine: Engine, officer: Actor
) -> None:
    first = issue_one(register, engine, officer, payload=dated(engine, "2026-06-18"))
    second = issue_one(register, engine, officer, payload=dated(engine, "2026-06-17"))
    (words,) = told(second)
    assert str(first.document_number) in words
    assert kept(register, second.id) == {"reason": "dated_earlier", "other": first.document_number}
    assert_whole(register)


def test_a_number_that_was_left_behind_is_void_and_nobody_s_reason(
    register: Register, engine: Engine, officer: Actor
) -> None:
    def fails(*_: object, **__: object) -> Any:
        second = issue_one(register, engine, officer, payload=dated(engine, "2026-06-17"))
        assert told(second) == []
        raise RenderError("坏了")

    with suppress(RenderError):
        issue_one(register, engine, officer, payload=dated(engine, "2026-06-17"), render=fails)
    third = issue_one(register, engine, officer, payload=dated(engine, "2026-06-18"))
    assert third.document_number == "示市监﹝2026﹞第3号"
    assert kept(register, third.id) is None
    with register.reading() as connection:
        states = connection.execute(select(numbers.c.state).order_by(numbers.c.serial)).scalars()
        assert [*states] == ["void", "used", "used"]
    assert_whole(register)


def test_a_clock_set_back_is_told_and_kept(
    register: Register, engine: Engine, officer: Actor
) -> None:
    issue_one(register, engine, officer)
    back = replace(register, now=lambda: register.now() - SLACK - timedelta(hours=1))
    issued = issue_one(back, engine, officer)
    (words,) = told(issued)
    assert "时钟" in words
    assert kept(register, issued.id) == {"reason": "clock_set_back", "other": ""}
    a_little = replace(register, now=lambda: register.now() - SLACK / 2)
    assert told(issue_one(a_little, engine, officer)) == []
