"""The register of returns: wrong rows of both tables, and what they come to."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example

KIND = "return_register"
OWN, OTHERS = "/own_returns", "/others_returns"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no period": ({"/period_to": None}, "/period_to", "required"),
    "a period that runs back": ({"/period_from": "2026-07-01"}, "/period_to", "period_reversed"),
    "no rule of counting": ({"/counting_rule": None}, "/counting_rule", "required"),
    "an order without a number": (
        {f"{OWN}/0/order_number": None}, f"{OWN}/0/order_number", "required",
    ),
    "no reason": ({f"{OWN}/0/return_reason": "无"}, f"{OWN}/0/return_reason", "says_nothing"),
    "no written basis": ({f"{OWN}/0/written_basis": None}, f"{OWN}/0/written_basis", "required"),
    "a spoken basis": (
        {f"{OWN}/1/written_basis": "科室意见"}, f"{OWN}/1/written_basis", "basis_untitled",
    ),
    "applied before it came": (
        {f"{OWN}/1/applied_at": "2026-06-09T08:39"}, f"{OWN}/1/applied_at", "applied_before",
    ),
    "decided before it was asked": (
        {f"{OWN}/1/decided_at": "2026-06-09T09:00"}, f"{OWN}/1/decided_at", "decided_before",
    ),
    "decided on no day": ({f"{OWN}/1/decided_at": None}, f"{OWN}/1/decided_at", "decision_day"),
    "a day of nothing decided": (
        {f"{OWN}/0/return_result": "pending"}, f"{OWN}/0/decided_at", "decision_day",
    ),
    "a result of no list": (
        {f"{OWN}/0/return_result": "部分同意"}, f"{OWN}/0/return_result", "not_an_option",
    ),
    "nowhere to return it": ({f"{OWN}/0/return_to": None}, f"{OWN}/0/return_to", "required"),
    "no form": (
        {f"{OWN}/0/return_form_number": None}, f"{OWN}/0/return_form_number", "required",
    ),
    "an order twice": (
        {f"{OWN}/2/order_number": "SL20260609000087"}, f"{OWN}/2/order_number", "row_repeated",
    ),
    "of another month": (
        {f"{OWN}/0/applied_at": "2026-05-31T11:30", f"{OWN}/0/received_at": "2026-05-31T10:00"},
        f"{OWN}/0/applied_at",
        "row_outside_period",
    ),
    "nobody was told": ({f"{OTHERS}/0/reported_to": None}, f"{OTHERS}/0/reported_to", "required"),
    "told at no time": ({f"{OTHERS}/0/reported_at": None}, f"{OTHERS}/0/reported_at", "required"),
    "told in another month": (
        {f"{OTHERS}/0/reported_at": "2026-07-01T08:00"},
        f"{OTHERS}/0/reported_at",
        "row_outside_period",
    ),
    "told after it was counted": (
        {"/compiled_at": "2026-06-15T17:19"}, f"{OTHERS}/0/reported_at", "after_compiling",
    ),
    "a situation of no list": (
        {f"{OTHERS}/0/situation": "拖延"}, f"{OTHERS}/0/situation", "not_an_option",
    ),
}  # fmt: skip


def said(engine: Engine, changes: Mapping[str, Any] | None = None) -> Any:
    return engine.check(KIND, example(engine, KIND, changes), today=TODAY).values


def test_both_tables_are_summed_up(engine: Engine) -> None:
    values = said(engine)
    assert values.own_sum == "3件：同意1件，不同意1件，待定1件；退单成功率50.0%（1/2）"
    assert values.others_sum == "1件：申请退单0件，推诿扯皮1件"
    assert values.row_count == 4


def test_nothing_decided_has_no_rate(engine: Engine) -> None:
    pending = {f"{OWN}/1": None, f"{OWN}/0": None}
    assert said(engine, pending).own_sum.endswith("待定1件；退单成功率—")


def test_the_digest_is_of_both_tables(engine: Engine) -> None:
    changed = said(engine, {f"{OTHERS}/0/outcome": None})
    assert changed.rows_digest != said(engine).rows_digest
