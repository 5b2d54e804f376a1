"""The figures of a data analysis: of a day, a week, a month or longer; findings are people's."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from schemas.ground.compiling import Found, Order
from schemas.kinds.hotline.making.figures import (
    LONGEST_LIST,
    Counted,
    at_most,
    compared,
    counted_in,
    district_of,
    heading,
    rates,
    received_between,
    subjects,
    topic_of,
    unit_of,
)
from schemas.kinds.hotline.making.orders import said, shortened, within
from schemas.kinds.hotline.reports.spans import BRIEF, SPANS, end_of, may_begin, points_of
from schemas.parts.order_counts import was_open, year_before
from schemas.parts.sign_in import SignIn

LONGEST_MATTER = 120
A_DAY = timedelta(days=1)


def payload_of(found: Found) -> dict[str, Any]:
    """Return the analysis of the span that the period is."""
    span, counted = span_of(found.first, found.last), counted_in(found)
    signed_in = [each for each in counted.orders if within(each.signed_in_at, found)]
    still_open = [each for each in counted.orders if was_open(each, found.last + A_DAY)]
    payload: dict[str, Any] = {
        "report_span": span,
        **heading(found, counted),
        "points": _points(found, counted, span),
        "signed_in_count": len(signed_in),
        "in_time_count": sum(map(SignIn.of(found.facts.house).kept, signed_in)),
        "open_count": len(still_open),
        "due_next_count": sum(_due_on(each) == found.last + A_DAY for each in still_open),
        "open_overdue_count": sum(_overdue(each, found) for each in still_open),
        "received_before": len(counted.before),
        "topics": compared(counted, topic_of),
    }
    if span in BRIEF:
        return payload | {"key_orders": _key_orders(still_open, found)}
    return payload | {
        "kpi_figures": rates(found, counted),
        "districts": compared(counted, district_of),
        "subjects": subjects(counted),
        "unit_figures": _units(found, counted),
    }


def span_of(first: date, last: date) -> str:
    """Return what a period is: a day, a week from Monday, a month …; a month where it is none."""
    fitting = (span for span in SPANS if may_begin(span, first) and end_of(span, first) == last)
    return next(fitting, "month")


def _points(found: Found, counted: Counted, span: str) -> list[dict[str, Any]]:
    """Return every hour, day or month with what came and went, and with what came a year ago."""
    form = {"day": "%H", "week": "%Y-%m-%d", "month": "%Y-%m-%d"}.get(span, "%Y-%m")
    came = Counter(f"{each.received_at:{form}}" for each in counted.received)
    closed = (each.closed_at for each in counted.orders if within(each.closed_at, found))
    went = Counter(f"{at:{form}}" for at in closed if at)
    then = Counter[str]()
    if span not in BRIEF:
        since, until = year_before(found.first, found.last)
        then.update(
            f"{_a_year_on(each.received_at):{form}}"
            for each in received_between(found, since, until)
        )
    return [
        {"at": at, "received": came[at], "closed": went[at]}
        | ({"last_year": then[at]} if then else {})
        for at in points_of(span, found.first, found.last)
    ]


def _a_year_on(moment: datetime) -> datetime:
    # The 29th of February has no day of its own in the year after.
    day = min(moment.day, 28) if moment.month == 2 else moment.day
    return moment.replace(year=moment.year + 1, day=day)


def _due_on(order: Order) -> date | None:
    return order.due_at.date() if order.due_at else None


def _overdue(order: Order, found: Found) -> bool:
    """Tell whether an order was due before the period, or its rows, ended."""
    return order.due_at is not None and order.due_at < _until(found)


def _until(found: Found) -> datetime:
    return min(found.as_of, datetime.combine(found.last + A_DAY, time()))


def _key_orders(still_open: Iterable[Order], found: Found) -> list[dict[str, Any]]:
    """Return the open orders that the client should know of: overdue, or urgent and due next."""
    told = sorted(
        _keyed(still_open, found), key=lambda each: (each["due_at"], each["order_number"])
    )
    return [said(each) for each in told[:LONGEST_LIST]]


def _keyed(still_open: Iterable[Order], found: Found) -> Iterator[dict[str, Any]]:
    sign_in = SignIn.of(found.facts.house)
    for each in still_open:
        why = "超期未办" if _overdue(each, found) else ""
        if sign_in.is_urgent(each) and _due_on(each) == found.last + A_DAY:
            why = "紧急，次日到期"
        if why:
            about = "：".join(filter(None, (each.enterprise, topic_of(each))))
            matter = shortened(about, LONGEST_MATTER)
            yield {
                "order_number": each.number, "matter": matter, "due_at": each.due_at, "why": why,
            }  # fmt: skip


def _units(found: Found, counted: Counted) -> list[dict[str, Any]]:
    """Return what each department received, closed, and closed in time; the busiest first."""
    came = Counter(map(unit_of, counted.received))
    closed = [each for each in counted.orders if within(each.closed_at, found)]
    went = Counter(map(unit_of, closed))
    in_time = Counter(unit_of(each) for each in closed if _in_time(each))
    names = sorted({*came, *went}, key=lambda name: (-came[name], name))
    return at_most([
        {"name": name, "count": came[name], "closed": went[name], "in_time": in_time[name]}
        for name in names
    ])  # fmt: skip


def _in_time(order: Order) -> bool:
    due, closed = order.due_at, order.closed_at
    return closed is not None and (due is None or closed <= due)
