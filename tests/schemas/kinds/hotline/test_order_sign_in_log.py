"""The log of orders taken: wrong ones, and what its clocks come to."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example, found

KIND = "order_sign_in_log"
ORDERS = "/signed_in_orders"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no period": ({"/period_from": None}, "/period_from", "required"),
    "a period that runs back": ({"/period_to": "2026-07-05"}, "/period_to", "period_reversed"),
    "counted before it began": (
        {"/compiled_at": "2026-07-05T23:00"}, "/compiled_at", "compiled_before",
    ),
    "no rule of counting": ({"/counting_rule": "无"}, "/counting_rule", "says_nothing"),
    "no roster": ({"/on_duty": None}, "/on_duty", "required"),
    "a desk on duty": ({"/on_duty/0/person": "值班窗口"}, "/on_duty/0/person", "not_a_person"),
    "nobody until six": ({"/on_duty/0": None}, "/on_duty", "duty_gap"),
    "nobody for a minute": (
        {"/on_duty/1/from_at": "2026-07-06T06:01"}, "/on_duty", "duty_gap",
    ),
    "a shift without end": ({"/on_duty/1/to_at": None}, "/on_duty/1/to_at", "required"),
    "an order without a number": (
        {f"{ORDERS}/0/order_number": None}, f"{ORDERS}/0/order_number", "required",
    ),
    "a number without digits": (
        {f"{ORDERS}/0/order_number": "热线"}, f"{ORDERS}/0/order_number", "no_number",
    ),
    "an urgency nobody typed": ({f"{ORDERS}/0/urgent": None}, f"{ORDERS}/0/urgent", "required"),
    "an urgency in words": ({f"{ORDERS}/0/urgent": "紧急"}, f"{ORDERS}/0/urgent", "not_a_flag"),
    "taken before it came": (
        {f"{ORDERS}/0/signed_in_at": "2026-07-06T02:09"},
        f"{ORDERS}/0/signed_in_at",
        "signed_before",
    ),
    "ten minutes and a second, unexplained": (
        {f"{ORDERS}/0/signed_in_at": "2026-07-06T02:20:01"}, ORDERS, "late_unexplained",
    ),
    "two hours of an urgent one, unexplained": (
        {f"{ORDERS}/1/urgent": True}, ORDERS, "late_unexplained",
    ),
    "a night that counts too": (
        {f"{ORDERS}/3/signed_in_at": "2026-07-07T08:00"}, ORDERS, "late_unexplained",
    ),
    "a reason for nothing": (
        {f"{ORDERS}/1/late_reason": "系统维护"}, f"{ORDERS}/1/late_reason", "not_late",
    ),
    "not taken, by somebody": (
        {f"{ORDERS}/3/signed_in_at": None}, f"{ORDERS}/3/signed_in_by", "signed_by_nobody",
    ),
    "an order twice": (
        {f"{ORDERS}/3/order_number": "SL20260706000347"},
        f"{ORDERS}/3/order_number",
        "row_repeated",
    ),
    "dispatched the day after": (
        {f"{ORDERS}/3/dispatched_at": "2026-07-07T00:00"},
        f"{ORDERS}/3/dispatched_at",
        "row_outside_period",
    ),
}  # fmt: skip


def said(engine: Engine, changes: Mapping[str, Any] | None = None) -> Any:
    return engine.check(KIND, example(engine, KIND, changes), today=TODAY).values


def test_the_limits_themselves_are_in_time(engine: Engine) -> None:
    lines = said(engine).sign_in_lines
    assert [(each["took"], each["late"]) for each in lines] == [
        ("0:10:00", "否"),
        ("0:23:25", "否"),
        ("2:00:01", "是"),
        ("0:36:20", "否"),
    ]
    assert said(engine).taken_line == (
        "4件，其中紧急1件、其他3件；按时签收3件，超时1件，未签收0件；签收及时率75.0%（3/4）"
    )
    assert said(engine).longest_line == "紧急0:10:00，其他2:00:01"


def test_what_waits_is_late_once_its_limit_is_over(engine: Engine) -> None:
    waits = {
        "/compiled_at": "2026-07-07T01:55",
        f"{ORDERS}/3/signed_in_at": None,
        f"{ORDERS}/3/signed_in_by": None,
    }
    assert said(engine, waits).sign_in_lines[3]["late"] == "否"
    assert "未签收1件；签收及时率50.0%（2/4）" in said(engine, waits).taken_line
    later = waits | {"/compiled_at": "2026-07-07T01:56"}
    assert said(engine, later).sign_in_lines[3]["late"] == "是"


def test_of_no_orders_there_is_no_rate(engine: Engine) -> None:
    none = said(engine, {ORDERS: None})
    assert none.taken_line.endswith("签收及时率—")
    assert none.longest_line == "紧急—，其他—"


def test_gaps_are_named_stretch_by_stretch(engine: Engine) -> None:
    assert said(engine).gap_line == "无"
    gaps = {"/on_duty/0/to_at": "2026-07-06T05:00", "/on_duty/3": None}
    assert said(engine, gaps).gap_line == "07-06 05:00至07-06 06:00；07-06 22:00至07-07 00:00"


def test_a_day_that_runs_needs_no_roster_for_its_evening(engine: Engine) -> None:
    now = {"/compiled_at": "2026-07-06T18:00", "/on_duty/3": None, f"{ORDERS}/3": None}
    assert found(engine, KIND, now) == set()


def test_the_digest_does_not_depend_on_the_order_of_rows(engine: Engine) -> None:
    payload = example(engine, KIND)
    turned = list(reversed(payload["signed_in_orders"]))
    assert said(engine).rows_digest == said(engine, {ORDERS: turned}).rows_digest
    assert said(engine).rows_digest != said(engine, {f"{ORDERS}/0/remark": "夜间"}).rows_digest
