"""Count a period from its first day to the day it ends, and keep every step of the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.law.calendar import Calendar
from schemas.law.deadlines import Deadline, Layer, Unit
from schemas.law.errors import LawError, UnknownTermError
from schemas.law.numerals import chinese_date, weekday_name

_ONE_DAY = timedelta(days=1)
_WEEKEND = ("周六", "周日")


@dataclass(frozen=True, slots=True)
class Span:
    """Days that are not counted, both ends included, and why: 鉴定、检测期间."""

    first: date
    last: date
    reason: str = "鉴定、检测期间"

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise LawError(f"{self.reason}的结束日期早于开始日期，请更正。")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class DueDate:
    """When a period ends, and how that follows.

    `plain_due` ends the same period without moving it behind a holiday. `skipped` are the days
    not counted, each with its reason; `made_up` the weekend days counted as working days.
    """

    deadline: Deadline
    start: date
    due: date
    plain_due: date
    extended: bool
    provisional: bool
    calendar_versions: tuple[str, ...]
    skipped: tuple[tuple[date, str], ...]
    made_up: tuple[date, ...]

    @property
    def code(self) -> str:
        """The code of the period, for example D1."""
        return self.deadline.code

    @property
    def layer(self) -> Layer:
        """Statutory or contract."""
        return self.deadline.layer

    @property
    def citation(self) -> str:
        """What the period rests on, as printed."""
        return self.deadline.source

    @property
    def sentence(self) -> str:
        """One Chinese sentence: the period, the days left out, the end and the source."""
        rule = self.deadline
        if rule.unit is Unit.SET_DAY:
            begun = f"{chinese_date(self.start)}{rule.start_event}"
            return f"{begun}，限至{chinese_date(self.due)}（依据{self.citation}）。"
        counted = rule.wording(extended=self.extended)
        opening = f"自{chinese_date(self.start)}{rule.start_event}之日起{counted}"
        end = f"至{chinese_date(self.due)}届满"
        if self.due != self.plain_due:
            reason = next(reason for day, reason in self.skipped if day == self.plain_due)
            end = f"期满日{chinese_date(self.plain_due)}为{reason}，顺延{end}"
        left_out = "、".join(["开始当日", *self._left_out()])
        made_up = "、".join(f"{self._short(day)}（{weekday_name(day)}）" for day in self.made_up)
        worked = f"，{made_up}调休上班计入" if made_up else ""
        source = "依据" if rule.layer is Layer.STATUTORY else "合同约定："
        waiting = "；当年放假安排尚未公布，日期为暂定" if self.provisional else ""
        return f"{opening}，{left_out}不计入{worked}，{end}（{source}{self.citation}{waiting}）。"

    def _left_out(self) -> list[str]:
        """Fold the days left out before the plain end into 周末 and runs of one reason."""
        inside = [(day, reason) for day, reason in self.skipped if day < self.plain_due]
        words = ["周末"] if any(reason in _WEEKEND for _, reason in inside) else []
        named = [(day, reason) for day, reason in inside if reason not in _WEEKEND]
        runs: list[list[tuple[date, str]]] = []
        for step in named:
            if runs and step == (runs[-1][-1][0] + _ONE_DAY, runs[-1][-1][1]):
                runs[-1].append(step)
            else:
                runs.append([step])
        for run in runs:
            first, last, reason = run[0][0], run[-1][0], run[0][1]
            until = f"至{self._short(last)}" if last != first else ""
            words.append(f"{self._short(first)}{until}{reason}")
        return words

    def _short(self, day: date) -> str:
        return f"{day.month}月{day.day}日" if day.year == self.start.year else chinese_date(day)


@dataclass(frozen=True, slots=True)
class LayeredDue:
    """The statutory and the contractual end of one duty side by side."""

    statutory: DueDate
    contract: DueDate

    @property
    def effective(self) -> DueDate:
        """The one that ends first; the statutory one when both end together."""
        return min(self.statutory, self.contract, key=lambda each: each.due)


def count(
    deadline: Deadline,
    calendar: Calendar,
    start: date,
    *,
    extended: bool = False,
    excluded: Sequence[Span] = (),
    weekend_extends: bool = False,
) -> DueDate:
    """Count `deadline` from `start`, which itself is not counted (order 121 art. 45; 61号 art. 80).

    A natural-day period that ends inside a State Council holiday ends on the first day after it.
    Whether a plain weekend is a 法定节假日 is not settled; `weekend_extends` makes it one.
    Raises UnknownTermError for an extension or exclusion the period does not allow, or a period
    whose end or length is set by a paper; CalendarMissingError for a year without arrangement.
    """
    if deadline.unit is Unit.SET_DAY or deadline.left_to_paper:
        raise UnknownTermError(f"“{deadline.action}”的期限由文书确定，无法推算。")
    if extended and not deadline.extension:
        raise UnknownTermError(f"“{deadline.action}”的期限不能延长（{deadline.source}）。")
    if excluded and not deadline.excludes_testing:
        raise UnknownTermError(
            f"“{deadline.action}”的期限不扣除鉴定、检测时间（{deadline.source}）。"
        )
    left = deadline.length + (deadline.extension if extended else 0)
    working = deadline.unit is Unit.WORKING_DAY
    skipped: list[tuple[date, str]] = []
    made_up: list[date] = []
    day = start
    while left:
        # Asked for every day, so that a count stops at the last arranged year.
        calendar.year(day.year)
        day += _ONE_DAY
        reason = _excluded(day, excluded) or (calendar.day_off_reason(day) if working else "")
        if reason:
            skipped.append((day, reason))
            continue
        left -= 1
        if working and calendar.is_make_up(day):
            made_up.append(day)
    plain_due = day
    while reason := _moves_end(day, calendar, excluded, weekend_extends):
        skipped.append((day, reason))
        day += _ONE_DAY
    years = [calendar.year(year) for year in range((start + _ONE_DAY).year, day.year + 1)]
    return DueDate(
        deadline=deadline,
        start=start,
        due=day,
        plain_due=plain_due,
        extended=extended,
        provisional=any(year.provisional for year in years),
        calendar_versions=tuple(year.version for year in years),
        skipped=tuple(skipped),
        made_up=tuple(made_up),
    )


def set_by_paper(deadline: Deadline, start: date, until: date) -> DueDate:
    """Return the end that a paper of `start` sets: that very day, whatever day it is."""
    return DueDate(
        deadline=deadline,
        start=start,
        due=until,
        plain_due=until,
        extended=False,
        provisional=False,
        calendar_versions=(),
        skipped=(),
        made_up=(),
    )


def _excluded(day: date, excluded: Sequence[Span]) -> str:
    return next((span.reason for span in excluded if day in span), "")


def _moves_end(
    day: date, calendar: Calendar, excluded: Sequence[Span], weekend_extends: bool
) -> str:
    """Return why a period cannot end on that day; working days always can."""
    if calendar.holiday_block(day) or weekend_extends:
        return calendar.day_off_reason(day) or _excluded(day, excluded)
    return _excluded(day, excluded)
