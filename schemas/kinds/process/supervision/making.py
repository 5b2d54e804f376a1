"""督办单 made of the register: a unit's open orders that are overdue, or due within a day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from schemas.ground.compiling import Found, Order
from schemas.kinds.process.supervision.rows import MOST, WARNED
from schemas.law import Calendar, LawError

SORT_OF = {"投诉": "complaint", "举报": "report"}
DEMANDS = {
    "overdue": "立即办结，说明超期原因。",
    "due_soon": "到期以前办结，或者申请延期。",
}
# Holidays are shorter than this.
_LONGEST_REST = 15


def units_of(found: Found) -> list[str]:
    """Return the units that have orders to be urged on, by name."""
    return sorted({order.unit for order in _pressing(found) if order.unit})


def supervised_of(found: Found) -> dict[str, Any]:
    """Return the notice to one unit: its orders, the most urgent first, and when it answers."""
    at = _checked_at(found)
    pressing = [each for each in _pressing(found) if each.unit == found.unit]
    pressing.sort(key=lambda each: (each.due_at, each.system, each.number))
    checked = at.isoformat(timespec="minutes")
    return {
        "supervised_unit": found.unit,
        "orders_checked_at": checked,
        "supervised_orders": [_row(each, at) for each in pressing[:MOST]],
        "feedback_by": _next_working_day(found.facts.law.calendar, at.date()).isoformat(),
        "supervised_at": checked,
    }


def _checked_at(found: Found) -> datetime:
    """Return when the orders were looked at: as of the register, but in the period."""
    end = datetime.combine(found.last, time(23, 59))
    return min(found.as_of, end).replace(second=0, microsecond=0)


def _pressing(found: Found) -> Iterator[Order]:
    at = _checked_at(found)
    for order in found.orders(found.first, found.last):
        is_open = order.received_at <= at and (order.closed_at is None or order.closed_at > at)
        if is_open and order.due_at is not None and order.due_at - at <= WARNED:
            yield order


def _row(order: Order, at: datetime) -> dict[str, Any]:
    overdue = order.due_at is not None and order.due_at < at
    problem = "overdue" if overdue else "due_soon"
    row = {
        "number": order.number,
        "sort": SORT_OF.get(order.order_type or "", "other"),
        "handler": order.handler,
        "due_at": order.due_at and order.due_at.isoformat(timespec="minutes"),
        "problem": problem,
        "demand": DEMANDS[problem],
    }
    return {name: said for name, said in row.items() if said}


def _next_working_day(calendar: Calendar, day: date) -> date:
    """Return the first working day after a day; of a year without a calendar, the next day."""
    days = (day + timedelta(days=ahead) for ahead in range(1, _LONGEST_REST))
    try:
        return next(filter(calendar.is_working_day, days))
    except LawError:
        return day + timedelta(days=1)
