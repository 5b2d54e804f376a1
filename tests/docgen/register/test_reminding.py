"""Reminders: at their hours, once each, kept with when and by whom; the log proves them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from docgen import Engine
from docgen.clock import BEIJING
from docgen.register import reminding
from docgen.register.actor import Actor
from docgen.register.compiling import compile_payload
from docgen.register.database import Register
from docgen.register.proof import prove
from docgen.register.reminding import NothingRemindedError, answer, give, given_between, wanted_now
from tests.docgen.register.accounts import trail
from tests.docgen.register.invented_orders import import_invented
from tests.docgen.register.papers import close_case, open_case

# The one that is not closed: received on the eleventh of October at nine, due a week later.
OPEN, FIFTH = "hotline_12345/9920261011000010", date(2026, 10, 16)
At = Callable[[str], Register]


@pytest.fixture
def at(register: Register) -> At:
    """The register at a moment of Beijing's clock; it holds orders of the first days of October."""

    def stands(moment: str) -> Register:
        now = datetime.fromisoformat(moment).replace(tzinfo=BEIJING)
        return replace(register, now=lambda: now)

    import_invented(stands("2026-10-13T08:00"), 12)
    return stands


def remind(register: Register, engine: Engine, actor: Actor) -> list[tuple[str, str]]:
    """Give what is called for; return the subjects with the hour each was given for."""
    given = give(register, wanted_now(register, engine, "科长沈若溪"), "system", actor=actor)
    return [(each.subject, f"{each.hour:%m-%d %H:%M}") for each in given.now]


def test_each_hour_of_the_fifth_day_is_given_once(at: At, engine: Engine, drafter: Actor) -> None:
    assert remind(at("2026-10-16T08:59"), engine, drafter) == []
    assert remind(at("2026-10-16T09:00"), engine, drafter) == [(OPEN, "10-16 09:00")]
    assert remind(at("2026-10-16T09:20"), engine, drafter) == []
    # Whoever comes late reminds for the hour that is on, and makes up for none.
    assert remind(at("2026-10-16T19:40"), engine, drafter) == [(OPEN, "10-16 19:00")]
    rows = [*given_between(at("2026-10-17T09:00"), FIFTH, FIFTH)]
    assert [
        (f"{row.given_at.astimezone(BEIJING):%H:%M}", row.given_by, row.told) for row in rows
    ] == [
        ("09:00", drafter.name, "广告监督管理科 周启明"),
        ("19:40", drafter.name, "广告监督管理科 周启明"),
    ]  # fmt: skip
    assert trail(at("2026-10-17T09:00"))[-1] == (
        drafter.name, "remind", {"given": 1, "reported": 0},
    )  # fmt: skip


def test_what_fell_due_open_is_reported_once(at: At, engine: Engine, drafter: Actor) -> None:
    late = at("2026-10-18T09:30")
    assert (OPEN, "10-18 09:00") in remind(late, engine, drafter)
    assert all(subject != OPEN for subject, _ in remind(at("2026-10-18T16:00"), engine, drafter))
    (row,) = (row for row in given_between(late, date(2026, 10, 18), date(2026, 10, 18))
              if row.reported)  # fmt: skip
    assert row.told == "科长沈若溪"


def test_a_case_is_called_to_mind_on_its_last_day_and_reported_after(
    at: At, register: Register, engine: Engine, drafter: Actor
) -> None:
    open_case(register, "C-1", received_on="2026-11-20")
    last = {
        item.due: item.code
        for item in reminding.due_list(register, engine, date(2026, 11, 23))
        if item.case_ref == "C-1" and item.due
    }
    day = min(last)
    mine = f"C-1#{last[day]}"
    assert (mine, f"{day:%m-%d} 16:00") in remind(at(f"{day}T18:00"), engine, drafter)
    following = f"{day.replace(day=day.day + 1)}T00:30"
    told = [each for each in remind(at(following), engine, drafter) if each[0] == mine]
    assert told == [(mine, f"{following[5:10]} 00:00")]
    assert mine not in [each[0] for each in remind(at(following), engine, drafter)]
    close_case(register, "C-1")


def test_the_log_is_compiled_of_what_was_given(
    at: At, engine: Engine, officer: Actor, drafter: Actor
) -> None:
    for hour in ("09:01", "16:20", "19:00", "22:00"):
        remind(at(f"2026-10-16T{hour}"), engine, drafter)
    answer(at("2026-10-16T22:10"), OPEN.split("/")[1], "明日答复", actor=drafter)
    with pytest.raises(NothingRemindedError):
        answer(at("2026-10-16T22:10"), "9920261002000001", "好", actor=drafter)
    remind(at("2026-10-18T10:00"), engine, drafter)
    now = at("2026-10-18T11:00")
    made: dict[str, Any] = compile_payload(
        now, engine, "due_reminder_log", period=(FIFTH, FIFTH), actor=officer
    )
    assert made == compile_payload(
        at("2026-10-19T11:00"), engine, "due_reminder_log", period=(FIFTH, FIFTH), actor=officer
    )
    (row,) = made["reminded_orders"]
    assert row["nine"] == {
        "given_at": "2026-10-16T09:01:00", "channel": "system", "acknowledged": False,
    }  # fmt: skip
    assert (row["twenty_two"]["response"], row["reported_to"]) == ("明日答复", "科长沈若溪")
    case = engine.check("due_reminder_log", made, today=date(2026, 10, 19))
    assert case.values.reminded_line.startswith("1件，应提醒4次，实际4次，其中迟1次，漏0次")
    assert case.values.overdue_line == "1件，已反馈1件"
    assert prove(now).faults == []
