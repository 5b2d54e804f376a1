"""The ledger of orders: wrong rows, and what its sums come to."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from docgen.proof.words import words_of
from schemas.kinds.process.work_ledger import WorkLedger
from tests.schemas.guard.cases import TODAY, example, found
from tests.test_workbook import sheet_of

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
    names = ("name", "month", "count", "overdue", "papers")
    assert [tuple(each[name] for name in names) for each in ledger.item_groups] == [
        ("一", "2026-06", 1, 0, 4),
        ("二", "2026-07", 1, 0, 3),
        ("不计", "—", 1, 0, 0),
    ]


def test_every_format_prints_the_rows_by_item_with_the_same_subtotals(engine: Engine) -> None:
    rows = [
        {**FIRST, "number": f"BJ{nth}", "papers": nth, "counted_month": month,
         "closed_at": f"{month}-28T16:00", "contract_due": f"{month}-28"}
        for nth, month in ((1, "2026-07"), (2, "2026-06"), (3, "2026-07"))
    ]  # fmt: skip
    case = engine.check(KIND, example(engine, KIND, {"/orders": rows}), today=TODAY)
    texts = {
        format: words_of(format, engine.write(case, format).content)
        for format in ("docx", "html", "pdf")
    }
    cells = sheet_of(engine.write(case, "xlsx").content).iter_rows(values_only=True)
    texts["xlsx"] = "".join(str(cell) for row in cells for cell in row if cell)
    told = ("BJ2", "一2026-06小计1件，其中超期0件；文书2份", "BJ1", "BJ3",
            "一2026-07小计2件，其中超期0件；文书4份", "合计3件")  # fmt: skip
    for text in texts.values():
        flat = re.sub(r"\s", "", text)
        places = [flat.find(words) for words in told]
        assert places == sorted(places)
        assert places[0] >= 0
