"""The callback of orders: wrong ones, wrong numbers, and what a month's sheet comes to."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example, found

KIND = "callback_satisfaction_record"
SURVEY = "/survey"
PERIOD = {
    "/survey_scope": "period",
    "/survey": None,
    "/calls": None,
    "/contract": "hotline-2026",
    "/survey_period": {
        "first": "2026-06-01",
        "last": "2026-06-30",
        "until": "2026-07-01T09:00",
        "counting_rule": "回访-1：期间办结的工单逐件计入",
    },
}
ANSWERS = {"contacted": "yes", "solved": "solved", "satisfied": "satisfied"}
UNANSWERED = {f"{SURVEY}/{name}": None for name in ANSWERS}


def row(number: int, contact: str = "reached", attempts: int = 1, **more: str) -> dict[str, Any]:
    """Return a row of the sheet; whoever was reached is content, unless more says otherwise."""
    answers = ANSWERS if contact == "reached" else {}
    return {
        "order_number": f"SL20260625{number:06}",
        "closed_on": "2026-06-25",
        "attempts": attempts,
        "contact": contact,
        **answers,
        **more,
    }


# Written down from the contracts before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/register_number": None}, "/register_number", "number_missing"),
    "a form of nothing": ({SURVEY: None, "/calls": None}, SURVEY, "required"),
    "nobody called": (UNANSWERED | {"/calls": None}, "/calls", "order_missed"),
    "another number dialled": (
        {"/calls/0/number": "0999-60011280"}, "/calls/0/number", "wrong_contact",
    ),
    "no other number than that": (
        UNANSWERED | {"/calls/1": None, "/calls/0/number": "0999-60011280"}, "/calls", "only_wrong",
    ),
    "one call and no answer": (UNANSWERED | {"/calls/1": None}, "/calls", "attempts_few"),
    "answered by nobody known": (
        {"/calls/1/right_person": None}, "/calls/1/right_person", "required",
    ),
    "not connected and recorded": (
        {"/calls/0/recording": "LY-20260708-0001"}, "/calls/0/recording", "not_connected",
    ),
    "not connected for two minutes": (
        {"/calls/0/minutes": 2}, "/calls/0/minutes", "not_connected",
    ),
    "reached and not asked": ({f"{SURVEY}/solved": None}, f"{SURVEY}/solved", "required"),
    "nobody answered them": (
        {f"{SURVEY}/contacted": "no"}, f"{SURVEY}/contacted", "nobody_contacted",
    ),
    "not content without a reason": (
        {f"{SURVEY}/satisfied": "dissatisfied"}, f"{SURVEY}/reason", "required",
    ),
    "partly helped and nothing follows": (
        {f"{SURVEY}/solved": "partly"}, f"{SURVEY}/next_step", "required",
    ),
    "content with a reason": (
        {f"{SURVEY}/reason": "太慢"}, f"{SURVEY}/reason", "no_discontent",
    ),
    "a step without a day": (
        {f"{SURVEY}/next_step": "再联系一次"}, f"{SURVEY}/next_by", "step_without_day",
    ),
    "called before it was closed": (
        {"/calls/0/at": "2026-07-07T16:19"}, "/calls/0/at", "before_close",
    ),
    "called after the record": ({"/surveyed_on": "2026-07-07"}, "/calls/1/at", "after_record"),
    "calls at one time": ({"/calls/1/at": "2026-07-08T09:10"}, "/calls/1/at", "calls_order"),
    "a desk that called": ({"/surveyed_by": "热线专班"}, "/surveyed_by", "not_a_person"),
    "a sheet without a period": (
        {"/survey_scope": "period"}, "/survey_period", "required",
    ),
    "a sheet with a missed order": (
        PERIOD | {"/surveyed_orders": [row(1), row(2, "missed", 0)]},
        "/surveyed_orders",
        "contact_amiss",
    ),
    "an order nobody reached, content": (
        PERIOD | {"/surveyed_orders": [row(1, "unreached", 3, satisfied="satisfied")]},
        "/surveyed_orders/0/satisfied",
        "reached_nobody",
    ),
}  # fmt: skip


def said(engine: Engine, changes: Mapping[str, Any] | None = None) -> Any:
    return engine.check(KIND, example(engine, KIND, changes), today=TODAY).values


def test_a_wrong_contact_is_a_row(engine: Engine) -> None:
    lines = said(engine, {"/calls/0/number": "0999-60011280"}).call_lines
    assert [each["result"] for each in lines] == ["错联", "已联系本人"]


def test_country_and_dashes_are_no_other_number(engine: Engine) -> None:
    assert found(engine, KIND, {"/calls/0/number": "099960011208"}) == set()


def test_a_sheet_counts_every_order(engine: Engine) -> None:
    rows = [
        row(1),
        row(2, solved="partly", satisfied="fairly"),
        row(3, "unreached", 3),
        row(4, "wrong", 1),
        row(5, "missed", 0),
        row(6, satisfied="unrated"),
    ]
    sheet = said(engine, PERIOD | {"/surveyed_orders": rows})
    counted, digest = sheet.sheet_sum.split("；")
    assert counted == "应联系6件：已联系3件，未接通1件，错联1件，漏联1件"
    again = said(engine, PERIOD | {"/surveyed_orders": rows[::-1]})
    assert again.sheet_sum.endswith(digest)
    told = [(each["name"], each["percent"]) for each in sheet.survey_rates]
    assert told == [("联系率", "66.7%"), ("解决率", "66.7%"), ("满意率", "100.0%")]
    shown = {each["order_number"][-1]: each["contact"] for each in sheet.sheet_lines}
    assert (shown["4"], shown["5"]) == ("错联", "漏联")


def test_of_no_orders_there_is_no_rate(engine: Engine) -> None:
    rates = said(engine, PERIOD).survey_rates
    assert {each["percent"] for each in rates} == {"—"}
    assert {each["verdict"] for each in rates} == {"无法计算"}


def test_the_house_says_how_often_one_calls(engine: Engine) -> None:
    assert engine.house.callback_attempts == 3
    tries = [
        {"at": f"2026-07-08T{hour:02}:10", "number": "0999-60011208", "connected": False}
        for hour in (9, 12, 18)
    ]
    silent = UNANSWERED | {f"{SURVEY}/caller_opinion": None, "/calls": tries}
    assert found(engine, KIND, silent) == set()
