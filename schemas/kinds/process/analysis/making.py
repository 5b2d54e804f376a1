"""The figures of an analysis, counted over orders: of a period, the one before, a year ago."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from schemas.ground.base import Record
from schemas.ground.compiling import Found, Order
from schemas.parts import kpi
from schemas.parts.compiled import digest_of
from schemas.parts.order_counts import (
    UNKNOWN,
    counted,
    line_of,
    period_before,
    was_open,
    year_before,
)
from schemas.parts.orders import SOURCES
from schemas.parts.sign_in import SignIn

RULES = f"{kpi.RULE}，flow-1"
FILTER = "期间内收到、办结、在办或者到期的全部工单"
ORDER = "来源、工单编号"
A_MONTH, TOP, MOST_OVERDUE = 31, 10, 2000
# What a paper of a case says happened, by its kind.
RESULTS: Mapping[str, str] = MappingProxyType({
    "complaint_acceptance_decision": "受理",
    "non_acceptance_notice": "不予受理",
    "mediation_agreement": "达成调解协议",
    "mediation_termination_decision": "终止调解",
    "referral_letter": "移送",
    "complaint_report_distribution_notice": "分送",
    "order_return_application": "退单",
})  # fmt: skip
TYPES = MappingProxyType({"complaint": "投诉", "report": "举报"})
RATES = (kpi.RESPONSE, kpi.SOLVED, kpi.SATISFIED, kpi.IN_TIME)


def payload_of(found: Found) -> dict[str, Any]:
    """Return the analysis of a period."""
    first, last = found.first, found.last
    orders = [*found.orders(first, last)]
    received = [each for each in orders if first <= each.received_at.date() <= last]
    closed = [each for each in orders if each.closed_at and first <= each.closed_at.date() <= last]
    carried = [each for each in orders if each.received_at.date() < first and was_open(each, first)]
    still_open = [each for each in orders if was_open(each, last + timedelta(days=1))]
    contract = kpi.contract_on(found.facts.house.contracts, last)
    overdue = [*_overdue(orders, found)]
    return {
        "compiling_unit": found.facts.house.authority.department
        or found.facts.house.authority.name,
        **({"contract": contract.code} if contract else {}),
        "period_from": first.isoformat(),
        "period_to": last.isoformat(),
        "compiled_at": found.as_of.isoformat(timespec="minutes"),
        "counting_rule": RULES,
        "row_filter": FILTER,
        "row_order": ORDER,
        "row_count": len(orders),
        "rows_digest": digest_of(map(line_of, orders)),
        "carried_over": len(carried),
        "received": len(received),
        "closed": len(closed),
        "still_open": len(still_open),
        "by_type": counted(each.order_type or UNKNOWN for each in received),
        "by_source": counted(SOURCES.get(each.system, each.system) for each in received),
        "outcomes": counted(_results(orders, first, last)),
        "topics": counted(each.topic or UNKNOWN for each in received),
        "areas": counted(each.street or each.district or UNKNOWN for each in received),
        "flow": _flow(received, closed, first, last),
        "indicators": [*_indicators(found, orders, contract)],
        "units": [*_units(found, orders, overdue)],
        "overdue_orders": [row for _, row in overdue][:MOST_OVERDUE],
        "overdue_count": len(overdue),
        "issued_on": max(found.as_of.date(), first).isoformat(),
    }


def _results(orders: Iterable[Order], first: date, last: date) -> Iterator[str]:
    for order in orders:
        for paper in order.papers:
            if paper.in_force and first <= paper.said.dated_on <= last and paper.kind in RESULTS:
                yield RESULTS[paper.kind]


def _flow(
    received: Sequence[Order], closed: Sequence[Order], first: date, last: date
) -> list[dict[str, Any]]:
    """Count by day where the period is a month or less, else by month."""
    daily = (last - first).days < A_MONTH
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    names = dict.fromkeys(_named(day, daily) for day in days)
    came = Counter(_named(each.received_at.date(), daily) for each in received)
    went = Counter(_named(each.closed_at.date(), daily) for each in closed if each.closed_at)
    return [{"name": name, "received": came[name], "closed": went[name]} for name in names]


def _named(day: date, daily: bool) -> str:
    return f"{day.month}月{day.day}日" if daily else f"{day.year}年{day.month}月"


def _indicators(
    found: Found, orders: Sequence[Order], contract: Record | None
) -> Iterator[dict[str, Any]]:
    asked, sign_in = kpi.thresholds(contract), SignIn.of(found.facts.house)
    first, last = found.first, found.last
    periods = {"": (orders, first, last)}
    for when, (since, until) in (
        ("_before", period_before(first, last)),
        ("_year_ago", year_before(first, last)),
    ):
        periods[when] = ([*found.orders(since, until)], since, until)
    for scope in ("complaint", "report", "all"):
        tallied = {
            when: kpi.tallies(_scoped(those, scope), since, until, sign_in)
            for when, (those, since, until) in periods.items()
        }
        for name in kpi.NAMES if scope == "all" else RATES:
            tally = tallied[""][name]
            row: dict[str, Any] = {
                "name": name,
                "scope": scope,
                "numerator": tally.numerator,
                "denominator": tally.denominator,
                "left_out": sum(tally.left_out.values()),
            }
            if name in asked:
                row["threshold"] = asked[name]
            for when in ("_before", "_year_ago"):
                earlier = tallied[when][name]
                row[f"numerator{when}"] = earlier.numerator
                row[f"denominator{when}"] = earlier.denominator
            yield row


def _scoped(orders: Iterable[Order], scope: str) -> Iterator[Order]:
    wanted = TYPES.get(scope)
    return (each for each in orders if wanted is None or each.order_type == wanted)


def _overdue(orders: Iterable[Order], found: Found) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the department and the row of each order that was due in the period and late."""
    for order in orders:
        end = order.closed_at or found.as_of
        if not order.due_at or not found.first <= order.due_at.date() <= found.last:
            continue
        days = (end.date() - order.due_at.date()).days
        if kpi.left_out(order) or days < 1:
            continue
        row = {
            "system": order.system,
            "number": order.number,
            "unit": order.unit,
            "topic": order.topic,
            "due_on": order.due_at.date().isoformat(),
            "days": days,
            "still_open": "closed" if order.closed_at else "open",
        }
        yield order.unit or UNKNOWN, {name: said for name, said in row.items() if said is not None}


def _units(
    found: Found, orders: Sequence[Order], overdue: Sequence[tuple[str, Any]]
) -> Iterator[dict[str, Any]]:
    first, last = found.first, found.last
    came = Counter(
        each.unit or UNKNOWN for each in orders if first <= each.received_at.date() <= last
    )
    went = Counter(
        each.unit or UNKNOWN
        for each in orders
        if each.closed_at and first <= each.closed_at.date() <= last
    )
    late = Counter(unit for unit, _ in overdue)
    for unit in sorted({each.unit or UNKNOWN for each in orders}):
        tally = kpi.tallies(
            (each for each in orders if (each.unit or UNKNOWN) == unit),
            first,
            last,
            SignIn.of(found.facts.house),
        )
        row = {"name": unit, "received": came[unit], "closed": went[unit], "overdue": late[unit]}
        for name, rate in (
            ("responded", kpi.RESPONSE), ("solved", kpi.SOLVED), ("satisfied", kpi.SATISFIED),
        ):  # fmt: skip
            row |= {name: tally[rate].numerator, f"{name}_of": tally[rate].denominator}
        if any(count for name, count in row.items() if name != "name"):
            yield row
