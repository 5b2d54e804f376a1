"""工单登记: a log of the order centre, kept for a period by the unit on duty."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from schemas.ground.base import Part
from schemas.ground.fields import Code
from schemas.ground.roles import Role
from schemas.parts.charts import NONE, percent
from schemas.parts.compiled import Compiled
from schemas.parts.registered import RegisteringUnit

# A month of a hotline has some ten thousand orders.
MOST_ORDERS = 12_000
# On paper five days of it: 2,000 rows take 100 pages and half a minute, 10,000 some 500 pages.
MOST_ON_PAPER = 2_000


class OrderRow(Part):
    """One order of the hotline, by its number: each log has one row of it."""

    # Whoever knows the number finds who called.
    order_number = Code("工单编号", longest=60, role=Role.complainant)


class HotlineLog(RegisteringUnit, Compiled):
    """A log of orders; its rows are imported or told by the service's own clock."""

    row_key = ("order_number",)
    most_rows_on_paper = MOST_ON_PAPER


def stamp(moment: datetime | None) -> str | None:
    """Return a moment as a narrow column prints it: 07-01 09:05, with seconds where it has any."""
    if moment is None:
        return None
    return f"{moment:%m-%d %H:%M:%S}" if moment.second else f"{moment:%m-%d %H:%M}"


def elapsed(length: timedelta) -> str:
    """Return how long something took, nights included: 2:00:01."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def share(name: str, numerator: int, denominator: int) -> str:
    """Return a rate with its fraction: 签收及时率75.0%（3/4）; — of nothing."""
    if not denominator:
        return f"{name}{NONE}"
    return f"{name}{percent(numerator, denominator)}（{numerator}/{denominator}）"


def longest_of(lengths: Iterable[timedelta]) -> str:
    """Return the longest of some times; — of none."""
    found = max(lengths, default=None)
    return NONE if found is None else elapsed(found)
