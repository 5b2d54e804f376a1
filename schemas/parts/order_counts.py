"""Orders counted by name and by period: what analyses of every work do alike."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from schemas.ground.compiling import Order

UNKNOWN = "未注明"


def was_open(order: Order, on: date) -> bool:
    """Tell whether an order was there and open when a day began."""
    return order.received_at.date() < on and (
        order.closed_at is None or order.closed_at.date() >= on
    )


def counted(names: Iterable[str]) -> list[dict[str, Any]]:
    """Return how often each name stands, the most frequent first."""
    found = Counter(names)
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return [{"name": name, "count": count} for name, count in ordered]


def period_before(first: date, last: date) -> tuple[date, date]:
    """Return the period before: the month before a month, else as many days before."""
    until = first - timedelta(days=1)
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month
        place = until.year * 12 + until.month - 1 - months
        return date(place // 12, place % 12 + 1, 1), until
    return until - (last - first), until


def year_before(first: date, last: date) -> tuple[date, date]:
    """Return the same period of the year before."""
    if (last + timedelta(days=1)).day == 1:
        following = last + timedelta(days=1)
        return _year(first), _year(following) - timedelta(days=1)
    return _year(first), _year(last)


def _year(day: date) -> date:
    # The 29th of February has no day of its own a year before.
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def line_of(order: Order) -> str:
    """Return what of an order the figures rest on, as the digest takes it in."""
    papers = sorted(f"{each.kind}/{each.said.id}/{each.state}" for each in order.papers)
    said = (
        order.system, order.number, order.received_at, order.closed_at, order.due_at,
        order.contacted_at, order.order_type, order.nature, order.state, order.topic, order.unit,
        order.solved, order.satisfied, order.not_counted, order.district, order.street,
        order.dispatched_at, order.signed_in_at, order.urgency, order.enterprise, papers,
    )  # fmt: skip
    return "|".join(map(str, said))
