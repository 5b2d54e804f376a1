"""Read one year's holiday arrangement and refuse it when it contradicts itself or the law."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from schemas.law.errors import CalendarFileError
from schemas.law.numerals import chinese_date

STATUSES = ("official", "provisional")
# 《全国年节及纪念日放假办法》(2024) art. 2: days per holiday, and the first day's possible range.
STATUTORY_DAYS: Mapping[str, tuple[int, tuple[int, int], tuple[int, int]]] = {
    "元旦": (1, (1, 1), (1, 1)),
    "春节": (4, (1, 20), (2, 20)),
    "清明节": (1, (4, 4), (4, 6)),
    "劳动节": (2, (5, 1), (5, 1)),
    "端午节": (1, (5, 25), (6, 26)),
    "中秋节": (1, (9, 6), (10, 9)),
    "国庆节": (3, (10, 1), (10, 1)),
}
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class HolidayBlock:
    """Consecutive days off of one arrangement, both ends included."""

    name: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the block."""
        return tuple(self.first + _ONE_DAY * i for i in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The arrangement of one year; `worked` are weekend days on which people work."""

    year: int
    status: str
    notice: str
    blocks: tuple[HolidayBlock, ...]
    worked: frozenset[date]

    @property
    def provisional(self) -> bool:
        """Whether the year's official arrangement is still unknown."""
        return self.status == "provisional"

    @property
    def label(self) -> str:
        """2026-official."""
        return f"{self.year}-{self.status}"

    @property
    def version(self) -> str:
        """2026-official-1a2b3c4d: changes whenever a day of the arrangement changes."""
        return f"{self.label}-{digest([self])}"


def digest(calendars: Iterable[YearCalendar]) -> str:
    """Return eight hexadecimal digits (SHA-256) over the days of the calendars."""
    lines = [
        f"{each.label} {[(b.name, str(b.first), str(b.last)) for b in each.blocks]}"
        f" {sorted(map(str, each.worked))}"
        for each in calendars
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]


def read_calendar(source: Path | str) -> YearCalendar:
    """Read and check a calendar file, given as a path or as its TOML text.

    Checked: the year of every day, all 13 statutory days present and off, days worked are
    weekend days outside the holidays, and days off balance days worked (`extra_days` declares
    what the State Council adds beyond the 13). Raises CalendarFileError naming line and day.
    """
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    where = source.name if isinstance(source, Path) else "日历文件"
    return _Reader(where, text).read()


@dataclass(frozen=True, slots=True)
class _Reader:
    """One reading of one file: keeps the text so that a refusal can name the line."""

    where: str
    text: str

    def read(self) -> YearCalendar:
        table = self._parse()
        year = table.get("year")
        if type(year) is not int:
            raise self._refuse("缺少年份，请写 year = 2027 这样的一行", "year")
        status = table.get("status")
        if status not in STATUSES:
            raise self._refuse("status 请写 official（正式）或 provisional（暂定）", "status")
        notice = table.get("notice")
        if not isinstance(notice, str) or not notice.strip():
            raise self._refuse("缺少 notice，请写放假安排通知的名称", "notice")
        blocks, worked = self._holidays(table, year)
        days_off = {day for block in blocks for day in block.days}
        for day in worked:
            if day.weekday() < _SATURDAY:
                raise self._refuse("不是周六、周日，不能列为调休上班日", day)
            if day in days_off:
                raise self._refuse("既列为放假又列为上班", day)
        self._check_statutory(table, year, days_off)
        self._check_balance(table, days_off, worked)
        return YearCalendar(year, status, notice, blocks, frozenset(worked))

    def _parse(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"line (\d+), column (\d+)", str(error))
            spot = f"第{place[1]}行第{place[2]}列" if place else "文件末尾"
            raise CalendarFileError(f"{self.where}：{spot}不符合 TOML 写法，请更正。") from error

    def _holidays(
        self, table: Mapping[str, Any], year: int
    ) -> tuple[tuple[HolidayBlock, ...], list[date]]:
        rows = table.get("holiday")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._refuse("缺少 [[holiday]]，请按通知逐个节日写明放假日期", "holiday")
        blocks: list[HolidayBlock] = []
        worked: list[date] = []
        for row in rows:
            name = row.get("name")
            if not isinstance(name, str) or not name:
                raise self._refuse("[[holiday]] 缺少节日名称 name", "holiday")
            first = self._day(row.get("first"), f"{name}的 first", year)
            last = self._day(row.get("last"), f"{name}的 last", year)
            if last < first:
                raise self._refuse(f"{name}的放假末日早于首日", last)
            blocks.append(HolidayBlock(name, first, last))
            worked += self._days(row.get("work", []), f"{name}的 work", year)
        blocks.sort(key=lambda block: block.first)
        for earlier, later in pairwise(blocks):
            if later.first <= earlier.last:
                raise self._refuse(f"{later.name}与{earlier.name}的放假日期重叠", later.first)
        return tuple(blocks), worked

    def _check_statutory(self, table: Mapping[str, Any], year: int, days_off: set[date]) -> None:
        statutory = table.get("statutory")
        if not isinstance(statutory, dict) or set(statutory) != set(STATUTORY_DAYS):
            names = "、".join(STATUTORY_DAYS)
            raise self._refuse(f"[statutory] 须恰好列出{names}", "statutory")
        for name, (count, earliest, latest) in STATUTORY_DAYS.items():
            days = self._days(statutory[name], name, year)
            if len(days) != count:
                raise self._refuse(f"{name}法定放假{count}天，文件列了{len(days)}天", f'"{name}"')
            for earlier, later in pairwise(days):
                if later - earlier != _ONE_DAY:
                    raise self._refuse(f"{name}的法定放假日不连续", later)
            if not date(year, *earliest) <= days[0] <= date(year, *latest):
                raise self._refuse(f"不可能是{name}的首个法定放假日", days[0])
            for day in days:
                if day not in days_off:
                    raise self._refuse(f"是{name}法定放假日，但没有列入放假安排", day)

    def _check_balance(
        self, table: Mapping[str, Any], days_off: set[date], worked: list[date]
    ) -> None:
        extra = table.get("extra_days", 0)
        if type(extra) is not int:
            raise self._refuse("extra_days 请写整数", "extra_days")
        expected = extra + sum(count for count, _, _ in STATUTORY_DAYS.values())
        balance = sum(day.weekday() < _SATURDAY for day in days_off) - len(worked)
        if balance != expected:
            raise self._refuse(
                f"工作日放假天数减去调休上班天数应为{expected}天，现为{balance}天，请逐日核对；"
                "如国务院另行增减放假，请写明 extra_days",
                "year",
            )

    def _days(self, value: object, what: str, year: int) -> list[date]:
        if not isinstance(value, list):
            raise self._refuse(
                f"{what}请写成日期列表，如 [{year}-01-01]", what.split("的", maxsplit=1)[0]
            )
        days = [self._day(each, what, year) for each in value]
        if len(set(days)) != len(days):
            raise self._refuse(f"{what}有重复日期", days[0])
        return sorted(days)

    def _day(self, value: object, what: str, year: int) -> date:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self._refuse(
                f"{what}请写成日期，如 {year}-01-01", what.split("的", maxsplit=1)[0]
            )
        # New Year's arrangement may begin in the last days of the year before, as in 2022.
        if value.year != year and (value.year, value.month) != (year - 1, 12):
            raise self._refuse(f"不属于{year}年的放假安排", value)
        return value

    def _refuse(self, reason: str, about: date | str) -> CalendarFileError:
        """Name the line on which the day or key stands, where the text has it."""
        needle = about if isinstance(about, str) else about.isoformat()
        lines = enumerate(self.text.splitlines(), start=1)
        line = next((n for n, words in lines if needle in words.split("#")[0]), None)
        spot = f"第{line}行，" if line else ""
        day = "" if isinstance(about, str) else chinese_date(about)
        return CalendarFileError(f"{self.where}：{spot}{day}{reason}。")
