"""The ledger of orders: wrong rows, and what its sums come to."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.process.work_ledger import WorkLedger
from tests.schemas.guard.cases import TODAY, example, found

KIND = "work_ledger"
ROW = "/orders/0"
FIRST = WorkLedger.example["orders"][0]

# Written down from the contract and the counting rule before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "an order twice": ({"/orders/1": FIRST}, "/orders/1/number", "row_repeated"),
    "an order of May": (
        {f"{ROW}/received_at": "2026-05-31T23:59"}, f"{ROW}/received_at", "row_outside_period",
    ),
    "closed before it came": (
        {f"{ROW}/closed_at": "2026-06-01T09:00"}, f"{ROW}/closed_at", "times_reversed",
    ),
    "counted and open": ({f"{ROW}/closed_at": None}, f"{ROW}/item", "counted_while_open"),
    "counted in another month": (
        {f"{ROW}/counted_month": "2026-05"}, f"{ROW}/counted_month", "month_of_closing",
    ),
    "not counted, no reason": (
        {"/orders/2/not_counted": None}, "/orders/2/not_counted", "required",
    ),
    "overdue in time": (
        {f"{ROW}/overdue": "yes", f"{ROW}/legal_due": None}, f"{ROW}/overdue", "not_overdue",
    ),
    "an item of no contract": ({f"{ROW}/item": "六"}, f"{ROW}/item", "not_an_option"),
    "a rate for a row": ({f"{ROW}/responded": "95%"}, f"{ROW}/responded", "not_an_option"),
    "a day for a moment": (
        {f"{ROW}/received_at": "2026-06-02"}, f"{ROW}/received_at", "not_a_moment",
    ),
    "no rule": ({"/counting_rule": None}, "/counting_rule", "required"),
    "no rows": ({"/orders": []}, "/orders", "too_few"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_the_contract_does_not_let_pass_is_refused(engine: Engine, name: str) -> None:
    changes, pointer, code = WRONG[name]
    assert (pointer, code, "error") in found(engine, KIND, changes)


def test_one_number_of_two_systems_is_two_orders(engine: Engine) -> None:
    other = {**FIRST, "system": "national_12315"}
    assert found(engine, KIND, {"/orders/1": other}) == set()


def test_sums_add_up_by_item_and_month(engine: Engine) -> None:
    ledger = engine.check(KIND, example(engine, KIND), today=TODAY).values
    assert [(each["name"], each["month"], each["count"]) for each in ledger.item_counts] == [
        ("一", "2026-06", 1),
        ("二", "2026-07", 1),
        ("不计", "—", 1),
    ]
