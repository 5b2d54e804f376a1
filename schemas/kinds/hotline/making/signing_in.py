"""The sign-in log of a period: its orders by the day they were dispatched."""

from typing import Any

from schemas.ground.compiling import Found
from schemas.kinds.hotline.making.orders import orders_of, period_of, said, within
from schemas.parts.sign_in import SignIn

RULE = "签收-1：自派单时间起按实际经过的时间计算，含夜间；按派单时间计入"
ROWS = "派单时间在期间之内的全部热线工单"


def payload_of(found: Found) -> dict[str, Any]:
    """Return the log; who was on duty, and why an order was late, people write."""
    sign_in = SignIn.of(found.facts.house)
    rows = [
        said({
            "order_number": each.number,
            "dispatched_at": each.dispatched_at,
            "urgent": sign_in.is_urgent(each),
            "signed_in_at": each.signed_in_at,
            "signed_in_by": each.signed_in_by,
        })
        for each in orders_of(found, found.first, found.last)
        if within(each.dispatched_at, found)
    ]  # fmt: skip
    return period_of(found, RULE, ROWS) | {"signed_in_orders": rows}
