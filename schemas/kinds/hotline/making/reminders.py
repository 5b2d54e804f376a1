"""The reminder log of a period: orders by their fifth day, with the reminders that were given."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from schemas.ground.compiling import Found, GivenReminder, Order
from schemas.kinds.hotline.making.orders import orders_of, period_of, said
from schemas.parts.orders import HOTLINE
from schemas.parts.reminding import HOURS, reminder_day

RULE = "提醒-1：按提醒日计入；早于提醒时点办结的不再提醒"
ROWS = "提醒日在期间之内、提醒日当天仍未办结的全部热线工单"
# A fifth working day lies no further from the day of receipt, holidays included.
FURTHEST = timedelta(days=31)
SLOTS = {hour: slot for slot, hour in HOURS.items()}


def payload_of(found: Found) -> dict[str, Any]:
    """Return the log: every order with the reminders that the register holds of it."""
    given: dict[str, list[GivenReminder]] = {}
    # What fell due open is reported some days after the fifth.
    for each in found.reminders(found.first, max(found.last, found.as_of.date())):
        given.setdefault(each.subject, []).append(each)
    rows = [
        row
        for order in orders_of(found, found.first - FURTHEST, found.last)
        if (row := _row(order, given.get(f"{HOTLINE}/{order.number}", ()), found))
    ]
    return period_of(found, RULE, ROWS) | {"reminded_orders": rows}


def _row(
    order: Order, given: Iterable[GivenReminder], found: Found
) -> dict[str, Any] | None:  # fmt: skip
    day = reminder_day(order.received_at.date(), found.facts)
    closed_before = order.closed_at is not None and order.closed_at.date() < day
    if not found.first <= day <= found.last or closed_before:
        return None
    reported = next((each for each in given if each.reported), None)
    return said({
        "order_number": order.number,
        "unit": order.unit,
        "handler": order.handler,
        "received_on": order.received_at.date().isoformat(),
        "reminded_on": day.isoformat(),
        "due_at": order.due_at,
        **_slots(given),
        "closed_at": order.closed_at,
        "reported_to": reported and reported.told,
        "reported_at": reported and reported.given_at,
    })  # fmt: skip


def _slots(given: Iterable[GivenReminder]) -> Mapping[str, Any]:
    return {
        SLOTS[each.hour.hour]: said({
            "given_at": each.given_at,
            "channel": each.channel,
            "response": each.response,
            "acknowledged": each.acknowledged,
        })
        for each in given
        if not each.reported and each.hour.hour in SLOTS
    }  # fmt: skip
