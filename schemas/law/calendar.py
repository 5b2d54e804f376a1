"""Tell working days, days off and holiday blocks, and refuse years nobody has arranged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schemas.law.calendar_file import HolidayBlock, YearCalendar, digest, read_calendar
from schemas.law.errors import CalendarFileError, CalendarMissingError
from schemas.law.numerals import weekday_name
from schemas.law.past_years import LAST_YEAR, past_calendars
from schemas.law.tables import shipped_calendars

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The arrangements of all known years (State Council notices, 办法 of 2024)."""

    years: Mapping[int, YearCalendar]

    @property
    def version(self) -> str:
        """2026-official+2027-provisional-1a2b3c4d: the dated files and a digest of their days."""
        dated = [self.years[year] for year in sorted(self.years) if year > LAST_YEAR]
        return f"{'+'.join(each.label for each in dated)}-{digest(dated)}"

    def year(self, year: int) -> YearCalendar:
        """Return the arrangement of a year; CalendarMissingError says what to upload."""
        if year not in self.years:
            raise CalendarMissingError(
                f"没有{year}年的放假安排，无法计算工作日和期限届满日。请把国务院办公厅公布的"
                f"{year}年放假安排写成 {year}.toml，放入本单位的日历文件夹后重试。"
            )
        return self.years[year]

    def holiday_block(self, day: date) -> HolidayBlock | None:
        """Return the State Council holiday the day belongs to; plain weekends have none."""
        for calendar in self._around(day):
            for block in calendar.blocks:
                if day in block:
                    return block
        return None

    def is_make_up(self, day: date) -> bool:
        """Tell whether the day is a weekend day worked in exchange for a holiday."""
        return any(day in calendar.worked for calendar in self._around(day))

    def is_working_day(self, day: date) -> bool:
        """Tell whether the bureau works on that day."""
        if self.holiday_block(day):
            return False
        return day.weekday() < _SATURDAY or self.is_make_up(day)

    def day_off_reason(self, day: date) -> str:
        """Return why the day is no working day, 国庆节放假 or 周日; empty on working days."""
        if block := self.holiday_block(day):
            return f"{block.name}放假"
        return "" if self.is_working_day(day) else weekday_name(day)

    def is_provisional(self, day: date) -> bool:
        """Tell whether the day's year still waits for its official arrangement."""
        return self.year(day.year).provisional

    def _around(self, day: date) -> Iterable[YearCalendar]:
        """The day's year, and the next, whose notice may reach back into December."""
        yield self.year(day.year)
        if day.year + 1 in self.years:
            yield self.years[day.year + 1]


def open_calendar(folder: Path | None = None) -> Calendar:
    """Join past years, the shipped files and the office's own `*.toml` files in `folder`.

    An office file replaces the shipped one of its year, but a provisional file never replaces an
    official one. Raises CalendarFileError for a bad file, a missing folder or two equal claims.
    """
    known = {each.year: each for each in past_calendars()}
    known |= {each.year: each for each in map(read_calendar, shipped_calendars())}
    for each in _office_calendars(folder) if folder else ():
        if not each.provisional or known.get(each.year, each).provisional:
            known[each.year] = each
    return Calendar(known)


def _office_calendars(folder: Path) -> Iterable[YearCalendar]:
    if not folder.is_dir():
        raise CalendarFileError(f"日历文件夹 {folder} 不存在，请核对设置。")
    chosen: dict[int, YearCalendar] = {}
    for path in sorted(folder.glob("*.toml")):
        found = read_calendar(path)
        before = chosen.get(found.year)
        if before and before.status == found.status:
            raise CalendarFileError(f"{path.name}：{found.year}年已有另一份同类日历，请只留一份。")
        if before is None or before.provisional:
            chosen[found.year] = found
    return chosen.values()
