"""Figures of the hotline's reports, counted over its orders: of a period and the one before."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.ground.compiling import Found, Order
from schemas.kinds.hotline.making.orders import (
    orders_of,
    period_of,
    shortened,
    under_contract,
    within,
)
from schemas.kinds.hotline.reports.figures import KPIS
from schemas.parts import kpi
from schemas.parts.charts import OTHERS
from schemas.parts.compiled import digest_of
from schemas.parts.order_counts import UNKNOWN, line_of, period_before
from schemas.parts.sign_in import SignIn

RULES = f"{kpi.RULE}，flow-1"
ROWS = "期间内收到、办结、在办或者到期的全部热线工单"
LONGEST_NAME, LONGEST_LIST, LONGEST_REASON = 60, 60, 200
# A business is listed once it stands in two orders of the period.
SEVERAL, MOST_SUBJECTS = 2, 12


@dataclass(frozen=True, slots=True)
class Counted:
    """The orders of a period, those received in it, and those received in the period before."""

    orders: Sequence[Order]
    received: Sequence[Order]
    before: Sequence[Order]


def counted_in(found: Found) -> Counted:
    """Read a period's orders and those of the period before."""
    orders = [*orders_of(found, found.first, found.last)]
    since, until = period_before(found.first, found.last)
    return Counted(
        orders,
        [each for each in orders if within(each.received_at, found)],
        [*received_between(found, since, until)],
    )


def received_between(found: Found, first: date, last: date) -> Iterable[Order]:
    """Yield the orders that came in between two days."""
    return (
        each for each in orders_of(found, first, last) if first <= each.received_at.date() <= last
    )


def heading(found: Found, counted: Counted) -> dict[str, Any]:
    """Return what every report says of its period, its rows and its contract."""
    return {
        **period_of(found, RULES, ROWS),
        **under_contract(found),
        "row_count": len(counted.orders),
        "rows_digest": digest_of(map(line_of, counted.orders)),
        "issued_on": max(found.as_of.date(), found.first).isoformat(),
    }


def topic_of(order: Order) -> str:
    """Return what an order is about."""
    return _name(order.topic)


def district_of(order: Order) -> str:
    """Return where it happened, as near as the platform says."""
    return _name(order.street or order.district)


def unit_of(order: Order) -> str:
    """Return which department handles it."""
    return _name(order.unit)


def compared(counted: Counted, name_of: Callable[[Order], str]) -> list[dict[str, Any]]:
    """Return each name with its orders now and before, the most frequent first."""
    now, before = Counter(map(name_of, counted.received)), Counter(map(name_of, counted.before))
    names = sorted({*now, *before}, key=lambda name: (-now[name], -before[name], name))
    return at_most([
        {"name": name, "count": now[name], "before": before[name]} for name in names
    ])  # fmt: skip


def at_most(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of counts; those that a list has no room for stand together at its end."""
    if len(rows) <= LONGEST_LIST:
        return [*rows]
    shown = [each for each in rows if each["name"] != OTHERS][: LONGEST_LIST - 1]
    rest = [each for each in rows if each not in shown]
    together = {name: sum(each[name] for each in rest) for name in rest[0] if name != "name"}
    return [*shown, {"name": OTHERS, **together}]


def subjects(counted: Counted) -> list[dict[str, Any]]:
    """Return the businesses that several orders are about."""
    now, before = (
        Counter(_name(each.enterprise) for each in those if each.enterprise)
        for those in (counted.received, counted.before)
    )
    several = sorted((-count, name) for name, count in now.items() if count >= SEVERAL)
    return [
        {"name": name, "count": now[name], "before": before[name]}
        for _, name in several[:MOST_SUBJECTS]
    ]


def rates(found: Found, counted: Counted) -> list[dict[str, Any]]:
    """Return every rate with what it leaves out, and why."""
    tallied = kpi.tallies(counted.orders, found.first, found.last, SignIn.of(found.facts.house))
    return [_rate(code, tallied[name]) for code, name in KPIS.items()]


def _rate(code: str, tally: kpi.Tally) -> dict[str, Any]:
    row: dict[str, Any] = {
        "indicator": code,
        "numerator": tally.numerator,
        "denominator": tally.denominator,
        "left_out": sum(tally.left_out.values()),
    }
    if tally.left_out:
        row["left_out_reason"] = shortened(_reasons(tally.left_out), LONGEST_REASON)
    return row


def _reasons(left: Mapping[str, int]) -> str:
    ordered = sorted(left.items(), key=lambda each: (-each[1], each[0]))
    return "、".join(f"{reason}{count}件" for reason, count in ordered)


def _name(text: str | None) -> str:
    return shortened(text or UNKNOWN, LONGEST_NAME)
