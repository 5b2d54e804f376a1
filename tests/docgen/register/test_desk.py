"""The desk of the head of an office, recounted by queries of their own."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event, text

from docgen import Engine
from docgen.clock import BEIJING
from docgen.register.actor import Actor
from docgen.register.compiling import compile_payload
from docgen.register.database import Register
from docgen.register.deadlines import due_list
from docgen.register.desk import Desk, desk_of
from tests.docgen.register.invented_orders import fill_orders
from tests.docgen.register.papers import open_case, put_document

# 60 orders came from the first of October on, a day each; this is the ninth of November in Beijing.
DAY = date(2026, 11, 9)
BOUNDS = {"today": "2026-11-08 16:00:00", "tomorrow": "2026-11-09 16:00:00",
          "soon": "2026-11-12 16:00:00"}  # fmt: skip


@pytest.fixture
def busy(register: Register) -> Register:
    """Orders as imported, two of which were given back, and three cases with duties."""
    later = replace(register, now=lambda: datetime(2026, 11, 9, 1, tzinfo=UTC))
    fill_orders(later)
    with later.reading() as connection:
        asked_for = "SELECT max(number) FROM orders WHERE nature = '主办' AND due_at < :tomorrow"
        number = connection.scalar(text(asked_for), BOUNDS)
    reference = {"system": "hotline_12345", "number": number}
    open_case(later, "RETURNED", order_references=[reference])
    put_document(
        later, "order_return_application", {"return_result": "agreed"}, case_ref="RETURNED"
    )
    for case_ref, day in (("A", "2026-10-29"), ("B", "2026-10-30"), ("C", "2026-11-03")):
        open_case(later, case_ref, received_on=day)
    return later


def looked(register: Register, engine: Engine, *, reports: bool = True) -> Desk:
    return desk_of(register, engine, due_list(register, engine, DAY), DAY, reports=reports)


def asked(register: Register, query: str) -> Any:
    with register.reading() as connection:
        return connection.execute(text(query), BOUNDS).fetchall()


def test_the_desk_counts_what_is_late_and_due_today(busy: Register, engine: Engine) -> None:
    desk = looked(busy, engine)
    ((late, today, soon),) = asked(
        busy,
        "SELECT sum(CASE WHEN due_at < :today THEN 1 ELSE 0 END),"
        " sum(CASE WHEN due_at >= :today AND due_at < :tomorrow THEN 1 ELSE 0 END),"
        " sum(CASE WHEN due_at >= :tomorrow AND due_at < :soon THEN 1 ELSE 0 END)"
        " FROM orders WHERE closed_at IS NULL",
    )
    assert (desk.orders.late, desk.orders.today, desk.orders.soon) == (late, today, soon)
    assert late > 1
    left = [each.days_left for each in due_list(busy, engine, DAY) if each.days_left is not None]
    counts = (sum(each < 0 for each in left), left.count(0), sum(0 < each <= 3 for each in left))
    assert (desk.duties.late, desk.duties.today, desk.duties.soon) == counts
    assert sum(counts) > 1
    for loads in (desk.by_person, desk.by_matter):
        assert sum(each.late for each in loads) == late + counts[0]
        assert sum(each.today for each in loads) == today + counts[1]
        assert [*loads] == sorted(loads, key=lambda each: -each.late)
    handled = {each.name: each.late for each in desk.by_person}
    assert handled["周启明"] == late


def test_the_rates_are_those_of_the_report_of_the_same_days(
    busy: Register, engine: Engine, officer: Actor
) -> None:
    report = compile_payload(
        busy, engine, "statistical_analysis_report", period=(date(2026, 11, 1), DAY),
        actor=officer,
    )  # fmt: skip
    said = {
        each["name"]: (each["numerator"], each["denominator"], each.get("threshold"))
        for each in report["indicators"]
        if each["scope"] == "all"
    }
    desk = looked(busy, engine)
    assert {
        each.name: (
            each.numerator, each.denominator, each.threshold and int(each.threshold.rstrip("%"))
        )
        for each in desk.rates
    } == said  # fmt: skip
    # The order that was given back is in no rate, though its due day lies in the period.
    ((due,),) = asked(
        busy,
        "SELECT count(*) FROM orders WHERE due_at >= '2026-10-31 16:00:00'"
        " AND due_at < :tomorrow AND nature <> '协办'",
    )
    assert said["响应率"][1] == due - 1


def test_who_may_not_see_reports_sees_no_number_of_one(busy: Register, engine: Engine) -> None:
    seen = looked(busy, engine).urgent
    assert {each.order_type for each in seen} >= {"举报"}
    assert all(each.number for each in seen)
    assert all(each.due_at.astimezone(BEIJING).date() <= DAY for each in seen)
    masked = looked(busy, engine, reports=False).urgent
    may_be = ["举报" in (each.order_type or "举报") for each in seen]
    assert [each.number is None for each in masked] == may_be


def test_it_asks_a_few_questions_however_much_there_is(busy: Register, engine: Engine) -> None:
    duties = due_list(busy, engine, DAY)
    questions: list[str] = []

    def note(*about: Any) -> None:
        questions.append(about[2])

    event.listen(busy.engine, "before_cursor_execute", note)
    desk_of(busy, engine, duties, DAY, reports=True)
    assert sum(each.lstrip().startswith("SELECT") for each in questions) <= 6
