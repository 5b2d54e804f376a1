"""Rows of the ledger made of orders and the papers of their cases."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from schemas.ground.compiling import Found, Order, Paper
from schemas.law import Law, LawError
from schemas.parts import kpi
from schemas.parts.counted_work import SORTS, work_of
from schemas.parts.counting import CountingRule, read_rules, why_left

COUNTING_RULE = "count-1"
FILTER, ORDER = "收到时间在期间之内的全部工单", "收到时间、来源、工单编号"
# Which papers tell what became of an order.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "acceptance": ("complaint_acceptance_decision", "non_acceptance_notice"),
    "mediation": ("mediation_agreement", "mediation_termination_decision"),
    "verification": ("case_filing_approval_form", "no_jurisdiction_notice"),
    "inspection": ("inspection_result_notice", "inspection_checklist"),
    "transfer": (
        "referral_letter", "suspected_crime_referral", "complaint_report_distribution_notice",
        "order_return_application",
    ),
    "answer": ("complaint_result_feedback", "report_result_notice"),
})  # fmt: skip
# By the words of the platform: the item of the contract, the period of the law, the contract's own.
COMPLAINT, REPORT = "投诉", "举报"
PERIODS = MappingProxyType({COMPLAINT: ("D1", "C-ACCEPT"), REPORT: ("D4", "C-RPT-15")})
LONGEST = 200


def payload_of(found: Found) -> dict[str, Any]:
    """Return the ledger of a period: every order that came in, in the order they came."""
    due = lru_cache(maxsize=4096)(_Due(found.facts.law))
    rule = read_rules()[COUNTING_RULE]
    rows = [
        _row(order, found, due, rule)
        for order in found.orders(found.first, found.last)
        if found.first <= order.received_at.date() <= found.last
    ]
    rows.sort(key=lambda row: (row["received_at"], row["system"], row["number"]))
    return {
        "period_from": found.first.isoformat(),
        "period_to": found.last.isoformat(),
        "compiled_at": found.as_of.isoformat(timespec="minutes"),
        "counting_rule": f"{COUNTING_RULE}，{kpi.RULE}",
        "row_filter": FILTER,
        "row_order": ORDER,
        "orders": rows,
    }


class _Due:
    """When an order of a type is due that came in on a day, by law and by the contract."""

    def __init__(self, law: Law) -> None:
        self._law = law

    def __call__(self, order_type: str | None, received: date) -> tuple[date | None, date | None]:
        """Return both days; None where no period is known."""
        codes = PERIODS.get(order_type or "", ())
        legal, contract = (self._day(code, received) for code in (*codes, "", "")[:2])
        return legal, contract

    def _day(self, code: str, received: date) -> date | None:
        try:
            return self._law.due(code, received).due if code else None
        except LawError:
            return None


def _row(order: Order, found: Found, due: Any, rule: CountingRule) -> dict[str, Any]:
    papers = [each for each in order.papers if each.in_force]
    legal, contract = due(order.order_type, order.received_at.date())
    contract = order.due_at.date() if order.due_at else contract
    counted = _counted(order, rule)
    told = {column: _told(papers, kinds) for column, kinds in COLUMNS.items()}
    if not told["answer"] and order.reply and order.closed_at:
        told["answer"] = "来源平台回复"
    row: dict[str, Any] = {
        "system": order.system,
        "number": order.number,
        "order_type": order.order_type,
        "received_at": _minute(order.received_at),
        "dispatched_at": _minute(order.dispatched_at),
        "unit": order.unit,
        "handler": order.handler,
        "party": order.enterprise,
        "topic": order.topic,
        "contacted_at": _minute(order.contacted_at),
        **told,
        "closed_at": _minute(order.closed_at),
        "legal_due": legal and legal.isoformat(),
        "contract_due": contract and contract.isoformat(),
        "overdue": "yes" if _overdue(order, papers, legal, contract, found) else "no",
        "responded": "yes" if order.contacted_at else "no",
        "solved": order.solved,
        "satisfied": order.satisfied,
        "papers": len(papers),
        "item": SORTS[order.order_type or ""] if not counted else "none",
        "counted_month": f"{order.closed_at:%Y-%m}" if order.closed_at and not counted else None,
        "not_counted": counted or None,
    }
    return {name: value for name, value in row.items() if value is not None and value != ""}


def _counted(order: Order, rule: CountingRule) -> str:
    """Return why an order counts for nothing; empty where it does."""
    work = work_of(order)
    if work is None:
        return "不是投诉、举报"
    if work.closed_on is None:
        return "没有办结"
    return why_left(work, rule)


def _told(papers: Iterable[Paper], kinds: tuple[str, ...]) -> str:
    found = [
        f"{each.said.title}{each.said.document_number or ''}"
        f"（{each.said.dated_on.year}年{each.said.dated_on.month}月{each.said.dated_on.day}日）"
        for each in papers
        if each.kind in kinds
    ]
    text = "；".join(found)
    return text if len(text) <= LONGEST else f"{found[0]}等{len(found)}份"


def _overdue(
    order: Order, papers: Iterable[Paper], legal: date | None, contract: date | None, found: Found
) -> bool:
    """Tell whether the first decision came after the law's day, or the end after the contract's."""
    end = (order.closed_at or found.as_of).date()
    deciding = COLUMNS["acceptance"] + COLUMNS["verification"]
    decided = min((each.said.dated_on for each in papers if each.kind in deciding), default=end)
    decided = min(decided, end)
    return any(due is not None and decided > due for due in (legal, contract))


def _minute(moment: Any) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None
