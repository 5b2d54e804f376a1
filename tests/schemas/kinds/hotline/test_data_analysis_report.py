"""Reports of data: wrong ones, the days of a span, what points add up to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.hotline.reports.spans import end_of, may_begin, named, points_of
from tests.schemas.guard.cases import TODAY, example

KIND = "data_analysis_report"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "a span of no list": ({"/report_span": "旬报"}, "/report_span", "not_an_option"),
    "a week from Sunday": (
        {"/period_from": "2026-06-21", "/period_to": "2026-06-27"}, "/period_from", "span_begins",
    ),
    "a week of eight days": ({"/period_to": "2026-06-29"}, "/period_to", "span_ends"),
    "a month for a week": ({"/report_span": "month"}, "/period_from", "span_begins"),
    "a day of a week": ({"/report_span": "day"}, "/period_to", "span_ends"),
    "a period that runs back": ({"/period_to": "2026-06-21"}, "/period_to", "period_reversed"),
    "a day twice": ({"/points/1/at": "2026-06-22"}, "/points", "points_differ"),
    "a day without figures": ({"/points/6": None}, "/points", "points_differ"),
    "days out of order": (
        {"/points/0/at": "2026-06-23", "/points/1/at": "2026-06-22"}, "/points", "points_differ",
    ),
    "classes beyond the days": ({"/points/0/received": 40}, "/topics", "sum_differs"),
    "classes before beyond": ({"/received_before": 217}, "/topics", "sum_differs"),
    "more than rows": ({"/row_count": 231}, "/points", "beyond_the_rows"),
    "more in time than signed in": (
        {"/in_time_count": 233}, "/in_time_count", "above_the_whole",
    ),
    "more overdue than open": ({"/open_count": 1}, "/open_overdue_count", "above_the_whole"),
    "no figure of what is due": ({"/due_next_count": None}, "/due_next_count", "required"),
    "nothing to compare with": ({"/received_before": None}, "/received_before", "required"),
    "a key order without a reason": ({"/key_orders/0/why": None}, "/key_orders/0/why", "required"),
    "a second version alike": ({"/report_version": 2}, "/differences", "differences"),
    "no digest": ({"/rows_digest": None}, "/rows_digest", "required"),
    "a contract nobody keeps": ({"/contract": "hotline-2020"}, "/contract", "contract_unknown"),
    "reviewed by its author": ({"/compiled_by": "霍青"}, "/reviewer", "reviewer_is_compiler"),
    "dated before its figures": ({"/issued_on": "2026-06-28"}, "/issued_on", "before_data"),
}  # fmt: skip


def said(engine: Engine, changes: Mapping[str, Any] | None = None) -> Any:
    return engine.check(KIND, example(engine, KIND, changes), today=TODAY).values


def test_the_days_add_up(engine: Engine) -> None:
    values = said(engine)
    assert values.subject_line == "2026年第26周周报"
    assert values.volume_line == (
        "收到工单232件；签收232件，其中按时签收229件（98.7%）；办结213件，在办57件。"
    )
    assert values.change_line.startswith("收到工单232件，比上期增加14件（6.4%）。")


def test_a_year_before_is_told_where_all_of_it_is_known(engine: Engine) -> None:
    assert said(engine).year_line is None
    known = {f"/points/{day}/last_year": 29 for day in range(7)}
    assert said(engine, known).year_line == "上年同期收到203件，本期比上年同期增加29件（14.3%）。"


@pytest.mark.parametrize(
    ("span", "first", "last", "name"),
    [
        ("day", date(2026, 7, 3), date(2026, 7, 3), "2026年7月3日"),
        ("week", date(2026, 12, 28), date(2027, 1, 3), "2026年第53周"),
        ("month", date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        ("half", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        ("year", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ],
)
def test_a_span_has_its_days(span: str, first: date, last: date, name: str) -> None:
    assert may_begin(span, first)
    assert end_of(span, first) == last
    assert named(span, first) == name


def test_a_contracts_year_begins_with_the_contract() -> None:
    assert not may_begin("year", date(2026, 2, 1))
    assert may_begin("year", date(2026, 2, 1), 2)
    assert may_begin("half", date(2026, 8, 1), 2)
    assert end_of("year", date(2026, 2, 1)) == date(2027, 1, 31)


def test_points_are_hours_days_or_months() -> None:
    assert len([*points_of("day", date(2026, 7, 3), date(2026, 7, 3))]) == 24
    assert [*points_of("week", date(2026, 12, 28), date(2027, 1, 3))][-1] == "2027-01-03"
    assert [*points_of("quarter", date(2026, 10, 1), date(2026, 12, 31))] == [
        "2026-10",
        "2026-11",
        "2026-12",
    ]
