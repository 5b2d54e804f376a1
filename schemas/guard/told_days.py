"""Read the days that a text tells, each with the clause it stands in."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from schemas.ground.text import narrow

_DAY = re.compile(
    r"(?=\d)(?:(?:(?P<year>\d{4})\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]"
    r"|(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d))"
)
_MARKS = "，,。；;\n"


class DayTold(NamedTuple):
    """A day with its clause; `start` and `end` are its place in the text."""

    day: date
    clause: str
    start: int
    end: int


def days_told(text: str, year: int) -> Iterator[DayTold]:
    """Yield the days of a text, in order; one without a year is of the year told before it.

    `year` is the year until one is told. A day that no calendar has is left out.
    """
    text = narrow(text)
    for found in _DAY.finditer(text):
        year = int(found["year"] or found["y"] or year)
        try:
            day = date(year, int(found["month"] or found["m"]), int(found["day"] or found["d"]))
        except ValueError:
            continue
        first = max(text.rfind(mark, 0, found.start()) for mark in _MARKS) + 1
        last = min(
            (at for mark in _MARKS if (at := text.find(mark, found.end())) >= 0),
            default=len(text),
        )
        yield DayTold(day, text[first:last], found.start(), found.end())
