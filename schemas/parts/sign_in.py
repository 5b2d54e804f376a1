"""签收: how soon an order is to be taken, as the house has it, and how that is printed."""

from dataclasses import dataclass
from datetime import timedelta

from schemas.ground.base import Facts, Record, derived
from schemas.ground.compiling import Order
from schemas.ground.fields import Text
from schemas.ground.kind import KindSchema


@dataclass(frozen=True, slots=True)
class SignIn:
    """How soon an order is to be taken, day and night, and which words call one urgent."""

    urgent: timedelta
    other: timedelta
    words: frozenset[str]

    @classmethod
    def of(cls, house: Record) -> "SignIn":
        """Return what the house has: ten minutes and two hours where it says nothing."""
        urgent, other = (
            timedelta(minutes=house[name]) for name in ("urgent_sign_in_minutes", "sign_in_minutes")
        )
        return cls(urgent, other, frozenset(house.urgent_words.split("、")))

    @property
    def in_words(self) -> str:
        """Return both limits as they are printed: 紧急工单10分钟、其他工单2小时."""
        return f"紧急工单{in_words(self.urgent)}、其他工单{in_words(self.other)}"

    def limit(self, urgent: bool) -> timedelta:
        """Return how long an order may wait."""
        return self.urgent if urgent else self.other

    def is_urgent(self, order: Order) -> bool:
        """Tell whether the platform calls an order urgent."""
        return order.urgency in self.words

    def kept(self, order: Order) -> bool:
        """Tell whether an order was taken within its minutes; just at them is in time."""
        if order.signed_in_at is None or order.dispatched_at is None:
            return False
        return order.signed_in_at - order.dispatched_at <= self.limit(self.is_urgent(order))


class SaysSignIn(KindSchema):
    """A paper that says what counts as signed in time."""

    @derived(Text("签收时限"))
    def sign_in_limits(self, value: Record, facts: Facts) -> str:
        """Both limits, as the house of the paper's day has them."""
        return SignIn.of(facts.house).in_words


def in_words(limit: timedelta) -> str:
    """Return a limit as it is printed: 10分钟, 2小时."""
    minutes = int(limit.total_seconds()) // 60
    return f"{minutes}分钟" if minutes % 60 else f"{minutes // 60}小时"
