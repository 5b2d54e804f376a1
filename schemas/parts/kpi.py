"""考核指标: the rates of orders, counted in one place, under a rule whose version is printed.

The contracts name the rates and how high they have to be, neither numerator nor denominator: the
formulas are ours until both parties confirm them. An order belongs to the period in which it is
due; where nobody said when, to that in which it was received.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from schemas.ground.base import Record
from schemas.ground.compiling import Order, Paper
from schemas.parts.charts import rate
from schemas.parts.sign_in import SignIn

RULE = "kpi-1"
RESPONSE, SOLVED, SATISFIED, IN_TIME = "响应率", "解决率", "满意率", "按时办结率"
CONTACTED, SIGNED_IN = "联系率", "签收及时率"
NAMES = (RESPONSE, SOLVED, SATISFIED, IN_TIME, CONTACTED, SIGNED_IN)
_ASSISTING = "协办"
_VOIDED = ("作废", "已作废", "合并", "已合并", "撤销", "已撤销")
NO_VALUE = "没有评价"
# The paper that gives an order back.
RETURNED_BY = "order_return_application"


@dataclass(slots=True)
class Tally:
    """What one rate comes to: what counts, of how many, and what was left out for which reason."""

    numerator: int = 0
    denominator: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def count(self, counts: bool) -> None:
        """Count one order of the denominator."""
        self.denominator += 1
        self.numerator += counts

    def record(self, name: str, threshold: int | None) -> Record:
        """Return the tally as a rate that is judged and printed."""
        return rate(name, self.numerator, self.denominator, threshold)


def counted_on(order: Order) -> date:
    """Return the day that puts an order into one period, and no other, of every rate."""
    return (order.due_at or order.received_at).date()


def left_out(order: Order) -> str:
    """Return why an order is in no rate; empty where it is."""
    if order.nature == _ASSISTING:
        return _ASSISTING
    if order.state in _VOIDED:
        return "来源平台作废或者合并"
    if returned(order):
        return "退单已经批准"
    return "经复核不纳入考核" if order.not_counted else ""


def returned(order: Order) -> bool:
    """Tell whether the order went back to whoever sent it, with the bureau's approval."""
    return any(map(agreed, order.papers))


def agreed(paper: Paper) -> bool:
    """Tell whether a paper gives an order back with the bureau's approval."""
    return (
        paper.in_force
        and paper.kind == RETURNED_BY
        and paper.said.says("return_result") == "agreed"
    )


def tallies(
    orders: Iterable[Order], first: date, last: date, sign_in: SignIn
) -> Mapping[str, Tally]:
    """Return the tally of each rate over the orders of a period."""
    found = {name: Tally() for name in NAMES}
    for order in orders:
        if first <= counted_on(order) <= last:
            if reason := left_out(order):
                for name in (RESPONSE, SOLVED, SATISFIED, IN_TIME):
                    found[name].left_out[reason] += 1
            else:
                _count(found, order)
        if order.signed_in_at and first <= order.signed_in_at.date() <= last:
            found[CONTACTED].count(order.contacted_at is not None)
        if order.dispatched_at and first <= order.dispatched_at.date() <= last:
            found[SIGNED_IN].count(sign_in.kept(order))
    return found


def thresholds(contract: Record | None) -> Mapping[str, int]:
    """Return what a contract asks for: its rates in whole percent by name."""
    return {each.name: each.least for each in contract.targets} if contract else {}


def contract_on(contracts: Iterable[Record], on: date) -> Record | None:
    """Return the contract whose rates are asked for: of those that run, the first with any."""
    running = (
        each
        for each in contracts
        if each.targets and (each.starts_on or each.signed_on) <= on <= each.ends_on
    )
    return next(running, None)


def _count(found: Mapping[str, Tally], order: Order) -> None:
    found[RESPONSE].count(_before(order.contacted_at, order.due_at))
    found[IN_TIME].count(_before(order.closed_at, order.due_at))
    if order.solved:
        found[SOLVED].count(order.solved == "解决")
    else:
        found[SOLVED].left_out[NO_VALUE] += 1
    if order.satisfied in ("满意", "基本满意", "不满意"):
        found[SATISFIED].count(order.satisfied != "不满意")
    else:
        found[SATISFIED].left_out[NO_VALUE] += 1


def _before(done: datetime | None, due: datetime | None) -> bool:
    return done is not None and (due is None or done <= due)
