"""Take the arrangements of past years from the chinesecalendar package, its only user here."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar.constants as published  # type: ignore[import-untyped]

from schemas.law.calendar_file import HolidayBlock, YearCalendar

FIRST_YEAR = 2004
# From 2026 on the dated files of this package are the source.
LAST_YEAR = 2025
_NAMES = {each.value: each.chinese for each in published.Holiday}


def past_calendars() -> tuple[YearCalendar, ...]:
    """Return the official arrangements of 2004 to 2025."""
    return tuple(_calendar(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))


def _calendar(year: int) -> YearCalendar:
    """Return one year; days the next year's notice moved are listed under their own date."""
    blocks: list[HolidayBlock] = []
    holidays: dict[date, str] = published.holidays
    for day in sorted(each for each in holidays if each.year == year):
        name = _NAMES[holidays[day]]
        if blocks and blocks[-1].last + timedelta(days=1) == day:
            before = blocks.pop()
            names = before.name if name in before.name else f"{before.name}、{name}"
            blocks.append(HolidayBlock(names, before.first, day))
        else:
            blocks.append(HolidayBlock(name, day, day))
    worked = frozenset(day for day in published.workdays if day.year == year)
    return YearCalendar(year, "chinesecalendar", "chinesecalendar", tuple(blocks), worked)
