"""The rates of orders: who counts, who is left out and why, what is judged."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from schemas.ground.compiling import Order
from schemas.parts import kpi
from schemas.parts.sign_in import SignIn

NOON = datetime(2026, 10, 5, 12)
SIGN_IN = SignIn(timedelta(minutes=10), timedelta(hours=2), frozenset(("紧急", "急")))
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def order(**said: Any) -> Order:
    return Order("hotline_12345", "1", **({"received_at": NOON} | said))


def tally(name: str, *orders: Order) -> tuple[int, int, int]:
    found = kpi.tallies(orders, FIRST, LAST, SIGN_IN)[name]
    return found.numerator, found.denominator, sum(found.left_out.values())


@pytest.mark.parametrize(
    ("name", "said", "comes_to"),
    [
        (kpi.RESPONSE, {"contacted_at": NOON, "due_at": NOON}, (1, 1, 0)),
        (kpi.RESPONSE, {"contacted_at": NOON + timedelta(minutes=1), "due_at": NOON}, (0, 1, 0)),
        (kpi.RESPONSE, {}, (0, 1, 0)),
        (kpi.RESPONSE, {"nature": "协办", "contacted_at": NOON}, (0, 0, 1)),
        (kpi.RESPONSE, {"state": "作废"}, (0, 0, 1)),
        (kpi.RESPONSE, {"not_counted": "经复核"}, (0, 0, 1)),
        (kpi.SOLVED, {"solved": "解决"}, (1, 1, 0)),
        (kpi.SOLVED, {"solved": "部分解决"}, (0, 1, 0)),
        (kpi.SOLVED, {}, (0, 0, 1)),
        (kpi.SATISFIED, {"satisfied": "基本满意"}, (1, 1, 0)),
        (kpi.SATISFIED, {"satisfied": "不满意"}, (0, 1, 0)),
        (kpi.SATISFIED, {"satisfied": "未评价"}, (0, 0, 1)),
        (kpi.IN_TIME, {"closed_at": NOON, "due_at": NOON}, (1, 1, 0)),
        (kpi.IN_TIME, {"due_at": NOON}, (0, 1, 0)),
        (kpi.CONTACTED, {"signed_in_at": NOON}, (0, 1, 0)),
        (kpi.CONTACTED, {"signed_in_at": NOON, "contacted_at": NOON}, (1, 1, 0)),
    ],
)
def test_an_order_counts_as_the_rule_says(
    name: str, said: dict[str, Any], comes_to: tuple[int, int, int]
) -> None:
    assert tally(name, order(**said)) == comes_to


@pytest.mark.parametrize(
    ("urgency", "minutes", "in_time"),
    [("紧急", 10, 1), ("紧急", 11, 0), (None, 120, 1), (None, 121, 0), ("一般", 120, 1)],
)
def test_signing_in_has_ten_minutes_or_two_hours(
    urgency: str | None, minutes: int, in_time: int
) -> None:
    signed = order(
        dispatched_at=NOON, signed_in_at=NOON + timedelta(minutes=minutes), urgency=urgency
    )
    assert tally(kpi.SIGNED_IN, signed) == (in_time, 1, 0)
    assert tally(kpi.SIGNED_IN, order(dispatched_at=NOON)) == (0, 1, 0)


def test_no_order_is_in_two_months() -> None:
    """It belongs where it is due, wherever it came in."""
    late = order(received_at=datetime(2026, 9, 29), due_at=NOON)
    assert tally(kpi.RESPONSE, late) == (0, 1, 0)
    september = kpi.tallies([late], date(2026, 9, 1), date(2026, 9, 30), SIGN_IN)
    assert september[kpi.RESPONSE].denominator == 0
