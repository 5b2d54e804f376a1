"""The first table of the return register: the applications of a period, from their papers."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from schemas.ground.compiling import Found
from schemas.ground.neighbours import Standing
from schemas.kinds.hotline.making.orders import period_of, said, shortened, within
from schemas.parts.matters import MATTERS
from schemas.parts.orders import HOTLINE

KIND = "order_return_application"
RULE = "退单-1：本单位退单按申请时间计入，其他部门按汇报时间计入"
ROWS = "申请时间在期间之内的有效退单申请表，每件热线工单一行"
# An application that found nobody to take the order was not granted.
RESULTS = {"agreed": "approved", "refused": "refused", "no_process": "refused"}


def payload_of(found: Found) -> dict[str, Any]:
    """Return the register; what other departments did, people write."""
    rows = sorted(_rows(found), key=lambda each: each["order_number"])
    return period_of(found, RULE, ROWS) | {"own_returns": rows}


def _rows(found: Found) -> Iterator[dict[str, Any]]:
    # A paper is dated by its decision, which may follow the period.
    for paper in found.papers(found.first, max(found.last, found.as_of.date())):
        if paper.in_force and paper.kind == KIND:
            for row in rows_of(paper.said):
                if within(row["applied_at"], found):
                    yield said(row)


def rows_of(application: Standing) -> Iterator[dict[str, Any]]:
    """Yield a row for each order of the hotline that an application gives back."""
    told = application.says
    steps = told("return_steps")
    decided = steps[-1]["at"]
    if decided.date() != told("decided_on"):
        decided = datetime.combine(told("decided_on"), time())
    for each in told("order_references"):
        if each["system"] == HOTLINE:
            yield {
                "order_number": each["number"],
                "received_at": told("received_at"),
                "order_class": MATTERS.get(told("matter_sort"), "其他"),
                "return_reason": shortened(told("return_reason"), 200),
                "written_basis": shortened(told("return_basis"), 200),
                "applied_at": steps[0]["at"],
                "return_to": owner_of(application),
                "return_result": RESULTS[told("return_result")],
                "decided_at": decided,
                "return_form_number": told("register_number"),
            }


def owner_of(application: Standing) -> str:
    """Return whose the order is said to be: the unit that is proposed, else the last it went to."""
    return str(application.says("proposed_unit") or application.says("return_steps")[-1]["taking"])
