"""The log of reminders: wrong ones, the four hours of the fifth day, what fell due open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from docgen import Engine
from schemas.ground.base import Facts, Record
from schemas.kinds.hotline.logs.reminders import reminder_day
from tests.schemas.guard.cases import TODAY, example, found

KIND = "due_reminder_log"
ROW = "/reminded_orders"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no period": ({"/period_from": None}, "/period_from", "required"),
    "no rule of counting": ({"/counting_rule": "/"}, "/counting_rule", "says_nothing"),
    "an order without a number": (
        {f"{ROW}/0/order_number": None}, f"{ROW}/0/order_number", "required",
    ),
    "an order twice": (
        {f"{ROW}/2/order_number": "SL20260701000259"}, f"{ROW}/2/order_number", "row_repeated",
    ),
    "nobody to remind": ({f"{ROW}/0/handler": None}, f"{ROW}/0/handler", "required"),
    "a desk to remind": ({f"{ROW}/0/handler": "热线专班"}, f"{ROW}/0/handler", "not_a_person"),
    "the day of receipt counted": (
        {f"{ROW}/2/received_on": "2026-07-02"}, f"{ROW}/2/reminded_on", "reminder_day",
    ),
    "the sixth day": (
        {f"{ROW}/2/received_on": "2026-06-30"}, f"{ROW}/2/reminded_on", "reminder_day",
    ),
    "told on no way of ours": (
        {f"{ROW}/0/nine/channel": "传真"}, f"{ROW}/0/nine/channel", "not_an_option",
    ),
    "nobody says whether it was answered": (
        {f"{ROW}/1/sixteen/acknowledged": None}, f"{ROW}/1/sixteen/acknowledged", "required",
    ),
    "before nine": (
        {f"{ROW}/0/nine/given_at": "2026-07-06T08:59"},
        f"{ROW}/0/nine/given_at",
        "reminded_early",
    ),
    "the evening before": (
        {f"{ROW}/1/twenty_two/given_at": "2026-07-05T22:00"},
        f"{ROW}/1/twenty_two/given_at",
        "reminded_early",
    ),
    "after it was closed": (
        {f"{ROW}/0/closed_at": "2026-07-06T10:00"},
        f"{ROW}/0/sixteen/given_at",
        "reminded_after_close",
    ),
    "given at no time": (
        {f"{ROW}/0/nine/given_at": None}, f"{ROW}/0/nine/given_at", "required",
    ),
    "one that nobody gave": ({f"{ROW}/1/nineteen": None}, ROW, "reminder_missed"),
    "none of two given": (
        {f"{ROW}/0/nine": None, f"{ROW}/0/sixteen": None}, ROW, "reminder_missed",
    ),
    "a term without a fifth day": (
        {f"{ROW}/2/due_at": "2026-07-06T09:00"}, ROW, "term_too_short",
    ),
    "overdue and nobody told": (
        {f"{ROW}/1/reported_to": None, f"{ROW}/1/reported_at": None},
        f"{ROW}/1/reported_at",
        "overdue_unreported",
    ),
    "told before it fell due": (
        {f"{ROW}/1/reported_at": "2026-07-06T22:30"}, f"{ROW}/1/reported_at", "reported_early",
    ),
    "told at no time": ({f"{ROW}/1/reported_at": None}, f"{ROW}/1/reported_at", "report_halved"),
    "closed late and nobody told": (
        {
            f"{ROW}/1/closed_at": "2026-07-07T08:00",
            f"{ROW}/1/reported_to": None,
            f"{ROW}/1/reported_at": None,
        },
        f"{ROW}/1/reported_at",
        "overdue_unreported",
    ),
}  # fmt: skip


def said(engine: Engine, changes: Mapping[str, Any] | None = None) -> Any:
    return engine.check(KIND, example(engine, KIND, changes), today=TODAY).values


def hours(line: Mapping[str, Any]) -> list[str]:
    return [line[name] for name in ("nine", "sixteen", "nineteen", "twenty_two")]


def test_each_hour_says_when_it_was_kept(engine: Engine) -> None:
    first, second, third = said(engine).reminder_lines
    assert hours(first) == ["09:00 系统消息", "16:02 电话，当日答复", "/", "/"]
    assert hours(second)[2] == "19:30（迟） 工作群"
    assert hours(third) == ["/"] * 4
    assert [each["effective"] for each in (first, second, third)] == ["是", "是", "/"]
    assert said(engine).reminded_line == (
        "3件，应提醒6次，实际6次，其中迟1次，漏0次；提醒有效率100.0%（2/2）"
    )
    assert said(engine).overdue_line == "1件，已反馈1件"


def test_fifteen_minutes_are_allowed(engine: Engine) -> None:
    at = f"{ROW}/1/nineteen/given_at"
    assert "迟" not in said(engine, {at: "2026-07-06T19:15"}).reminder_lines[1]["nineteen"]
    assert "迟" in said(engine, {at: "2026-07-06T19:15:01"}).reminder_lines[1]["nineteen"]


def test_what_was_missed_stands_in_its_row(engine: Engine) -> None:
    missed = said(engine, {f"{ROW}/1/nineteen": None})
    assert hours(missed.reminder_lines[1])[2] == "漏"
    assert "漏1次" in missed.reminded_line


def test_a_log_of_the_morning_wants_no_evening(engine: Engine) -> None:
    morning = {
        "/compiled_at": "2026-07-06T09:30",
        f"{ROW}/0/sixteen": None,
        f"{ROW}/0/closed_at": None,
        f"{ROW}/1": None,
    }
    assert found(engine, KIND, morning) == set()


def test_the_house_says_which_days_count(engine: Engine) -> None:
    facts = Facts(engine.law, engine.house, TODAY)
    received = date(2026, 9, 24)
    assert reminder_day(received, facts) == date(2026, 9, 29)
    working = replace(facts, house=Record({**engine.house, "reminder_days": "working"}))
    # 25 to 27 September is the Mid-Autumn festival; the first week of October follows.
    days = [received]
    while len(days) <= 5:
        days.append(
            next(each for each in _after(days[-1]) if engine.law.calendar.is_working_day(each))
        )
    assert reminder_day(received, working) == days[-1]


def _after(day: date) -> list[date]:
    return [date.fromordinal(day.toordinal() + step) for step in range(1, 20)]
