"""Compare the day that an order's number holds with the days told of this order."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from schemas.ground.base import Finding, notice
from schemas.ground.fields import Code
from schemas.guard.folding import same_number
from schemas.guard.reading import Reading
from schemas.guard.telling import TELLING

# SL20260706000347: the day on which the platform took the order, and its place in that day.
_OF_A_DAY = re.compile("(?<![0-9])(20[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?=[0-9]{3,10}(?![0-9]))")
_ORDER = "工单"


def days_before_the_order(reading: Reading, dated: date) -> Iterator[Finding]:
    """Yield every day of an order, and every paper, that lies before the day in its number."""
    for passage in reading.passages:
        if not isinstance(passage.field, Code) or _ORDER not in passage.field.label:
            continue
        came = _day_in(passage.text)
        if came is None:
            continue
        if came > dated:
            yield notice(
                passage.pointer,
                "order_after_document",
                f"「{passage.field.label}」里的日期晚于文书日期，那时还没有这件工单，请核对编号。",
                TELLING,
            )
            continue
        row = passage.pointer.rpartition("/")[0]
        for given in reading.days:
            day = given.day.date() if isinstance(given.day, datetime) else given.day
            if given.pointer.rpartition("/")[0] == row and day < came:
                yield notice(
                    given.pointer,
                    "day_before_order",
                    f"「{given.field.label}」早于「{passage.field.label}」里的日期，那时还没有这件工单，请核对日期或者编号。",
                    TELLING,
                )


def _day_in(number: str) -> date | None:
    """Return the day that a number holds; None where it holds none."""
    found = _OF_A_DAY.search(same_number(number))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
