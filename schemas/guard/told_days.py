"""Read the days that a text tells, each with the clause it stands in."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from schemas.ground.text import narrow

# Beginning with a digit, whichever way a day is written, it is found by its digits.
_DAY = re.compile(
    r"(?P<first>\d{1,4})\s*(?:年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*[日号])?"
    r"|月\s*(?P<of_month>\d{1,2})\s*[日号]|[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d))"
)
# What begins with less is a number and no year.
_EARLIEST = 1900
_MARKS = ",，。;；\n!！"


class DayTold(NamedTuple):
    """A day that a text tells; `start` and `end` are its place there.

    `dated` says that a year was told for it or before it, `exact` that it is a day and not only a
    month, which is told by its first day.
    """

    day: date
    dated: bool
    exact: bool
    text: str
    start: int
    end: int

    @property
    def clause(self) -> str:
        """The clause that it stands in."""
        first = max(self.text.rfind(mark, 0, self.start) for mark in _MARKS) + 1
        after = (self.text.find(mark, self.end) for mark in _MARKS)
        return self.text[first : min((at for at in after if at >= 0), default=len(self.text))]


def days_told(text: str, year: int) -> Iterator[DayTold]:
    """Yield the days of a text, in order; one without a year is of the year told before it.

    `year` is the year until one is told. A day that no calendar has is left out.
    """
    text, dated = narrow(text), False
    for found in _DAY.finditer(text):
        first, month, day_of, alone, m, d = found.groups()
        if not alone:
            if int(first) < _EARLIEST:
                continue
            year, dated = int(first), True
        try:
            day = date(year, int(month or m or first), int(day_of or alone or d or "1"))
        except ValueError:
            continue
        exact = bool(day_of or alone or d)
        yield DayTold(day, dated, exact, text, found.start(), found.end())
