"""The hotline's logs, survey and reports, compiled from its orders and recounted by queries."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from docgen import Engine
from docgen.errors import InvalidCaseError
from docgen.register.actor import Actor
from docgen.register.compiling import compile_payload
from docgen.register.database import Register
from schemas.kinds.hotline.survey.calls import CONTACTS
from tests.docgen.register.invented_orders import fill_orders
from tests.docgen.register.papers import put_document
from tests.docgen.register.test_compiling import asked
from tests.docgen.register.test_issue import issue_one

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
TODAY = date(2026, 12, 2)
SPANS = {
    "day": (date(2026, 10, 12), date(2026, 10, 12)),
    "week": (date(2026, 10, 12), date(2026, 10, 18)),
    "month": OCTOBER,
    "quarter": (date(2026, 10, 1), date(2026, 12, 31)),
    "half": (date(2026, 7, 1), date(2026, 12, 31)),
    "year": (date(2026, 1, 1), date(2026, 12, 31)),
}
KINDS = (
    "order_sign_in_log", "return_register", "callback_satisfaction_record",
    "monthly_problem_analysis", "data_analysis_report",
)  # fmt: skip


@pytest.fixture
def hotline(register: Register) -> Register:
    """Sixty orders of the hotline, one a day from the first of October; it is December."""
    later = replace(register, now=lambda: datetime(2026, 12, 2, 1, tzinfo=UTC))
    fill_orders(later)
    return later


def compiled(register: Register, engine: Engine, kind: str, officer: Actor, period: Any) -> Any:
    """Compile twice, a day apart: the payload is the same."""
    made = compile_payload(register, engine, kind, period=period, actor=officer)
    tomorrow = replace(register, now=lambda: register.now() + timedelta(days=1))
    again = compile_payload(tomorrow, engine, kind, period=period, actor=officer)
    assert json.dumps(again) == json.dumps(made)
    return made


def example(engine: Engine, kind: str, *names: str) -> dict[str, Any]:
    """Return what people write, from the kind's own example."""
    said = engine.catalogue[kind].schema.example
    return {name: said[name] for name in names}


def number_of(place: int) -> str:
    """Return the number of one of the invented orders."""
    return f"99{datetime(2026, 10, 1) + timedelta(days=place):%Y%m%d}{place:06d}"


def test_the_sign_in_log_has_every_order_dispatched_in_the_month(
    hotline: Register, engine: Engine, officer: Actor
) -> None:
    kind = KINDS[0]
    payload = compiled(hotline, engine, kind, officer, OCTOBER)
    ((orders, urgent, quick),) = asked(
        hotline,
        "SELECT count(*), sum(CASE WHEN urgency = '紧急' THEN 1 ELSE 0 END),"
        " sum(CASE WHEN signed_in_at <= dispatched_at THEN 1 ELSE 0 END) FROM orders"
        " WHERE dispatched_at >= :since AND dispatched_at < :until",
    )
    rows = payload["signed_in_orders"]
    assert (len(rows), sum(each["urgent"] for each in rows)) == (orders, urgent) == (31, 3)
    assert sum(each["signed_in_at"] == each["dispatched_at"] for each in rows) == quick
    roster = {
        "shift": "全天", "person": "霍青", "from_at": "2026-10-01T00:00",
        "to_at": "2026-11-01T00:00",
    }  # fmt: skip
    case = engine.check(kind, payload | {"on_duty": [roster]}, today=TODAY)
    assert case.values.gap_line == "无"
    # Each seventh minute: two hours are one order in two hundred minutes' reach, ten minutes few.
    late = sum(7 * place % 200 > (10 if place % 9 == 8 else 120) for place in range(31))
    assert (
        f"31件，其中紧急3件、其他28件；按时签收{31 - late}件，超时{late}件"
        in case.values.taken_line
    )


def test_the_return_register_has_our_own_applications(
    hotline: Register, engine: Engine, officer: Actor
) -> None:
    kind, paper = KINDS[1], "order_return_application"
    application = dict(engine.catalogue[paper].schema.example) | {
        "order_references": [{"system": "hotline_12345", "number": number_of(4)}],
        "received_at": "2026-10-05T09:00",
        "decided_on": "2026-10-07",
    }
    steps = [dict(each) for each in application["return_steps"]]
    for nth, step in enumerate(steps):
        step["at"] = f"2026-10-06T{9 + nth:02}:30"
    application["return_steps"] = steps
    put_document(hotline, paper, application, dated_on=date(2026, 10, 7), case_ref="C-9")
    put_document(hotline, paper, application, dated_on=date(2026, 10, 7), state="void")
    payload = compiled(hotline, engine, kind, officer, OCTOBER)
    (row,) = payload["own_returns"]
    assert (row["order_number"], row["applied_at"]) == (number_of(4), "2026-10-06T09:30:00")
    assert (row["return_result"], row["decided_at"]) == ("approved", "2026-10-07T00:00:00")
    assert row["return_form_number"] == application["register_number"]
    case = engine.check(kind, payload, today=TODAY)
    assert case.values.own_sum.startswith("1件：同意1件")
    refused = {
        "application_missing": payload | {"own_returns": []},
        "application_differs": payload | {"own_returns": [row | {"return_result": "refused"}]},
    }
    for code, wrong in refused.items():
        with pytest.raises(InvalidCaseError) as refusal:
            issue_one(hotline, engine, officer, kind, payload=wrong)
        assert [each.code for each in refusal.value.findings] == [code]
    assert issue_one(hotline, engine, officer, kind, payload=payload).state == "issued"
    assert compiled(hotline, engine, kind, officer, NOVEMBER)["own_returns"] == []


def test_the_survey_has_every_order_closed_in_the_month_called_or_not(
    hotline: Register, engine: Engine, officer: Actor
) -> None:
    kind = KINDS[2]
    called = dict(engine.catalogue[kind].schema.example)
    called["survey"] = called["survey"] | {"order_number": number_of(2)}
    put_document(hotline, kind, called, dated_on=date(2026, 11, 2))
    payload = compiled(hotline, engine, kind, officer, OCTOBER)
    rows = {each["order_number"]: each for each in payload["surveyed_orders"]}
    closed = asked(
        hotline, "SELECT number FROM orders WHERE closed_at >= :since AND closed_at < :until"
    )
    assert rows.keys() == {each[0] for each in closed}
    assert rows.pop(number_of(2)) == {
        "order_number": number_of(2), "closed_on": "2026-10-08", "attempts": 2,
        "contact": "reached", "contacted": "yes", "solved": "solved", "satisfied": "satisfied",
    }  # fmt: skip
    called_back = asked(
        hotline,
        "SELECT coalesce(callback_result, '漏联'), count(*) FROM orders WHERE number <> :one"
        " AND closed_at >= :since AND closed_at < :until GROUP BY 1",
        one=number_of(2),
    )
    told = Counter(CONTACTS[each["contact"]] for each in rows.values())
    assert told == dict(map(tuple, called_back))
    assert told["漏联"] > 0 < told["错联"]
    people = example(engine, kind, "register_number", "surveyed_by")
    case = engine.check(kind, payload | people, today=TODAY)
    assert f"应联系{len(closed)}件：已联系{told['已联系'] + 1}件" in case.values.sheet_sum


def test_the_month_s_problems_are_what_queries_count(
    hotline: Register, engine: Engine, officer: Actor
) -> None:
    kind = KINDS[3]
    payload = compiled(hotline, engine, kind, officer, NOVEMBER)
    since, until = "2026-10-31 16:00:00", "2026-11-30 16:00:00"
    count = "SELECT count(*) FROM orders WHERE received_at >= :since AND received_at < :until"
    ((now,),) = asked(hotline, count, since=since, until=until)
    ((before,),) = asked(hotline, count)
    assert (payload["received_now"], payload["received_before"]) == (now, before) == (29, 31)
    topics = asked(
        hotline,
        "SELECT topic, count(*), sum(CASE WHEN solved = '未解决' THEN 1 ELSE 0 END),"
        " sum(CASE WHEN satisfied = '不满意' THEN 1 ELSE 0 END) FROM orders"
        " WHERE received_at >= :since AND received_at < :until GROUP BY topic",
        since=since, until=until,
    )  # fmt: skip
    assert {each["name"]: each["count"] for each in payload["topics"] if each["count"]} == {
        name: number for name, number, *_ in topics
    }
    assert {
        each["name"]: (each["unsolved"], each["dissatisfied"]) for each in payload["unmet"]
    } == {name: (bad, worse) for name, _, bad, worse in topics if bad or worse}
    said = example(engine, kind, "rankings", "problems_told", "training_plan", "compiled_by",
                   "reviewer")  # fmt: skip
    advice = [
        {**each, "due_on": "2026-12-31"}
        for each in engine.catalogue[kind].schema.example["suggestions"]
    ]
    case = engine.check(kind, payload | said | {"suggestions": advice}, today=TODAY)
    assert (case.values.contract, case.notices) == ("hotline-2026", ())


def test_the_analysis_of_every_span_stands_as_it_is_compiled(
    hotline: Register, engine: Engine, officer: Actor
) -> None:
    kind = KINDS[4]
    for span, period in SPANS.items():
        payload = compiled(hotline, engine, kind, officer, period)
        assert payload["report_span"] == span
        first, last = (datetime.combine(each, datetime.min.time()) for each in period)
        bounds = {"since": first - timedelta(hours=8), "until": last + timedelta(hours=16)}
        ((came, went, signed),) = asked(
            hotline,
            "SELECT count(CASE WHEN received_at >= :since AND received_at < :until THEN 1 END),"
            " count(CASE WHEN closed_at >= :since AND closed_at < :until THEN 1 END),"
            " count(CASE WHEN signed_in_at >= :since AND signed_in_at < :until THEN 1 END)"
            " FROM orders",
            **{name: f"{moment:%Y-%m-%d %H:%M:%S}" for name, moment in bounds.items()},
        )
        sums = Counter[str]()
        for point in payload["points"]:
            sums.update({name: point[name] for name in ("received", "closed")})
        found = sums["received"], sums["closed"], payload["signed_in_count"]
        assert found == (came, went, signed)
        people = example(engine, kind, "compiled_by", "reviewer")
        if span not in ("day", "week"):
            people |= {"main_findings": "预付消费诉求集中。", "work_advice": "约谈重点商户。"}
        case = engine.check(kind, payload | people, today=TODAY)
        assert {each.code for each in case.notices} <= {"period_running"}
