"""Urging on: the time decides what is overdue, and nobody is named who told of it."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example

KIND = "supervision_notice"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no unit": ({"/supervised_unit": None}, "/supervised_unit", "required"),
    "a problem of no list": (
        {"/supervised_orders/0/problem": "态度"}, "/supervised_orders/0/problem", "not_an_option",
    ),
    "nothing asked": (
        {"/supervised_orders/0/demand": "/"}, "/supervised_orders/0/demand", "says_nothing",
    ),
    "an order without a number": (
        {"/supervised_orders/0/number": "见系统"}, "/supervised_orders/0/number", "no_number",
    ),
    "two days before it is due": (
        {"/supervised_orders/0/due_at": "2026-07-11T18:00"},
        "/supervised_orders/0/due_at",
        "not_due_soon",
    ),
    "due soon when it is over": (
        {"/supervised_orders/0/due_at": "2026-07-09T08:59"},
        "/supervised_orders/0/problem",
        "already_overdue",
    ),
    "overdue at the very minute": (
        {"/supervised_orders/1/due_at": "2026-07-09T09:00"},
        "/supervised_orders/1/problem",
        "not_overdue",
    ),
    "a complainant's phone": (
        {"/supervised_orders/0/demand": "今日联系13900002062。"},
        "/supervised_orders/0/demand",
        "reporter_mentioned",
    ),
    "taken by nobody": (
        {"/acknowledged_at": "2026-07-09T10:00"}, "/acknowledged_by", "required",
    ),
    "answered after its day": (
        {"/answer_measures": "已办结。", "/measures_done_on": "2026-07-11"},
        "/measures_done_on",
        "answered_late",
    ),
    "nobody urges": ({"/supervisor": None}, "/supervisor", "required"),
}  # fmt: skip


def test_rows_stand_by_their_ends_and_say_how_much_is_left(engine: Engine) -> None:
    lines = engine.check(KIND, example(engine, KIND), today=TODAY).values.lines
    assert [each.left for each in lines] == ["超期15小时", "剩余9小时", "剩余11天9小时"]
    assert lines[2].problem == "处置不规范：回复内容与检查单的结论不一致"
