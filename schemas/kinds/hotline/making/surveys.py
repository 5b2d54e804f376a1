"""The sheet of a period's callbacks: every order closed in it, called or not."""

from collections.abc import Mapping
from typing import Any

from schemas.ground.base import Record
from schemas.ground.compiling import Found, Order
from schemas.kinds.hotline.making.orders import contract_of, orders_of, said, within
from schemas.kinds.hotline.survey.calls import CONTACTS, reached, result_of

KIND = "callback_satisfaction_record"
RULE = "回访-1：期间内办结的热线工单逐件计入；先取单件回访表，再取导入的回访结果，都没有的计漏联"
_CODES = {words: code for code, words in CONTACTS.items()}


def payload_of(found: Found) -> dict[str, Any]:
    """Return the sheet: each order with its own record, or as one that nobody called."""
    records = _records(found)
    rows = [
        said(_row(each, records.get(each.number)))
        for each in orders_of(found, found.first, found.last)
        if within(each.closed_at, found)
    ]
    contract = contract_of(found)
    return {
        "survey_scope": "period",
        "survey_period": {
            "first": found.first.isoformat(),
            "last": found.last.isoformat(),
            "until": found.as_of.isoformat(timespec="seconds"),
            "counting_rule": RULE,
        },
        "surveyed_orders": rows,
        "surveyed_on": max(found.as_of.date(), found.first).isoformat(),
        **({"contract": contract.code} if contract else {}),
    }


def _records(found: Found) -> Mapping[str, Record]:
    """Return what the records of single orders say, by the order's number; the last one counts."""
    kept: dict[str, Any] = {}
    for paper in found.papers(found.first, max(found.last, found.as_of.date())):
        told = paper.said.says
        if paper.in_force and paper.kind == KIND and told("survey_scope") == "order":
            survey, calls = told("survey"), told("calls") or ()
            calls = [Record({"right_person": None, **each}) for each in calls]
            kept[survey["order_number"]] = Record({"survey": survey, "calls": calls})
    return kept


def _row(order: Order, record: Record | None) -> dict[str, Any]:
    row: dict[str, Any] = {"order_number": order.number, "closed_on": _day(order)}
    if record is None:
        return row | _as_imported(order)
    survey, calls = record.survey, record.calls
    row |= {"attempts": len(calls), "contact": _contact(calls, survey["caller_phone"])}
    if row["contact"] == "reached":
        row |= {name: survey[name] for name in ("contacted", "solved", "satisfied")}
    return row


def _as_imported(order: Order) -> dict[str, Any]:
    """Return what the order's own row says of its callback; without any it was missed."""
    if order.callback_result is None:
        return {"attempts": 0, "contact": "missed"}
    row: dict[str, Any] = {
        "attempts": order.callbacks or 1,
        "contact": _CODES[order.callback_result],
    }
    if row["contact"] == "reached":
        row |= {
            "contacted": "yes" if order.contacted_at else "no",
            "solved": order.solved,
            "satisfied": order.satisfied,
        }
    return row


def _day(order: Order) -> str | None:
    return order.closed_at.date().isoformat() if order.closed_at else None


def _contact(calls: Any, phone: str) -> str:
    """Return what became of all calls together: only wrong ones have reached nobody wrongly."""
    if reached(calls, phone):
        return "reached"
    wrong = all(result_of(each, phone) == "错联" for each in calls)
    return "wrong" if wrong else "unreached"
