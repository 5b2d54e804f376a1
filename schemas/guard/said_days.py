"""Compare days, terms and times of day that a text tells with the field that it says again."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from schemas.ground.base import Weight
from schemas.ground.restating import Order
from schemas.ground.text import narrow
from schemas.guard.said import Difference, Said
from schemas.guard.told_days import days_told
from schemas.guard.told_terms import terms_told

# Words by which a term is that of the whole matter, and no step towards it.
_WHOLE = re.compile("全部|一律|完毕|到位|整改|改正(?!后)|延长|限期|期限|时限|上述|本次")
# A working week of five days has seven.
_WEEK = Decimal(7) / 5
_EARLIER = re.compile("成立|注册|设立|原(?:来|先)?|此前|曾|生产日期|有效期|合同|购买|订购|签订")
_TIME = re.compile("([0-9]{1,2})(?:时|点|:)([0-9]{2}|[0-9](?=分))分?(?![0-9:])")
# Or only its hour.
_HOUR = re.compile(f"{_TIME.pattern}|([0-9]{{1,2}})时(?![0-9])")
# A time of day of something else than what is recorded.
_ANOTHER_TIME = re.compile(
    "营业|监控|录像|预约|之?前|显示|订单|下单|购买|开门|关门|次日|昨|当晚|每[日天]|系统|记载|标示|约定|到期"
)
# What a text has that tells a day or a term, and one that tells a time of day.
_MAY_BE_A_TERM = re.compile("[日天月周]|[0-9][-./][0-9]")
_MAY_BE_A_TIME = re.compile("[0-9０-９][时点:：]")
_MARKS, _AFTER = ",，。;；\n", 12
_MORNING = 6
# What a reason tells of a time after all: when it was over for the next, or ought to have been.
_A_TIME_OF_ANOTHER = re.compile(
    "营业|录像|预约|之?前|开门|关门|次日|昨|前一|当晚|每[日天]|约定|原定|应当|到期|时限|班"
)


def terms(said: Said) -> Difference | None:
    """Compare the terms that a text sets with the last day beside it."""
    if not _MAY_BE_A_TERM.search(said.text):
        return None
    bound = max(_day(each) for each in said.held)
    if bound <= said.dated:
        return None  # A rule of its own says that it comes after the paper.
    lasts = [
        last
        for term in terms_told(said.text, said.dated.year)
        if (last := term.ends(said.dated, said.calendar)) >= said.dated
    ]
    if any(last > bound for last in lasts):
        return Difference(
            "term_beyond_field",
            Weight.error,
            "「{text}」写的期限晚于「{field}」，两处不同，请核对，改成同一个期限。",
        )
    if len(lasts) == 1 and lasts[0] < bound and _WHOLE.search(said.text):
        return Difference(
            "term_short_of_field",
            Weight.notice,
            "「{text}」写的期限早于「{field}」，请核对是不是同一个期限，是的改成一致。",
        )
    return None


def lengths(said: Said) -> Difference | None:
    """Compare the days that a text gives with the number of days beside it."""
    if not _MAY_BE_A_TERM.search(said.text):
        return None
    days = max(said.held)
    working = "工作日" in f"{said.field.unit}{said.field.label}"
    longer = shorter = False
    for term in terms_told(said.text, said.dated.year):
        if term.last:
            # Days of a paper run from its receipt, which is not before the paper.
            least = said.dated + timedelta(days=days)
            shorter |= not working and said.dated <= term.last < least
            continue
        given, asked = Decimal(term.number), Decimal(days)
        if term.working != working:
            given *= _WEEK if term.working else 1
            asked *= _WEEK if working else 1
        longer |= given > asked
        shorter |= given < asked
    if longer:
        return Difference(
            "term_beyond_field",
            Weight.error,
            "「{text}」写的期限比「{field}」长，两处不同，请核对，改成同一个期限。",
        )
    if shorter:
        return Difference(
            "term_short_of_field",
            Weight.notice,
            "「{text}」写的期限比「{field}」短，请核对是不是同一个期限，是的改成一致。",
        )
    return None


def days(said: Said) -> Difference | None:
    """Compare the days that a text tells with a day that is past."""
    if "月" not in said.text:
        return None
    held = {_day(each) for each in said.held}
    for told in days_told(said.text, said.dated.year):
        if not told.exact:
            continue
        order, earlier = said.restates.order, _EARLIER.search(told.clause)
        if said.restates.done and not _was_done(said.restates.done).match(told.text, told.end):
            differs = False
        elif order is None:
            differs = told.day not in held
        elif order is Order.not_before:
            differs = not earlier and told.day < min(held)
        else:
            differs = not earlier and told.day > max(held)
        if differs:
            return Difference(
                "day_differs_from_field",
                Weight.notice,
                "「{text}」写的日期与「{field}」不同或者先后不对，请核对，改正其中一处。",
            )
    return None


def hours(said: Said) -> Difference | None:
    """Compare the times of day that a text tells with the moment that came after all of them."""
    if not _MAY_BE_A_TIME.search(said.text) or "日" in said.text:
        return None
    moment = said.held[0]
    # What ends in the night began on the day before.
    if said.restates.order is not Order.not_after or moment.hour < _MORNING:
        return None
    for found, told in _times_told(said.text, _HOUR, _A_TIME_OF_ANOTHER):
        if told > moment.time():
            return Difference(
                "time_outside",
                Weight.notice,
                f"「{{text}}」写的{found[0]}晚于「{{field}}」，请核对时刻，改正其中一处。",
            )
    return None


def days_or_hours(said: Said) -> Difference | None:
    """Compare the days that a text tells with a moment, and then its times of day."""
    return days(said) or hours(said)


def _times_told(
    text: str, times: re.Pattern[str], other: re.Pattern[str]
) -> Iterator[tuple[re.Match[str], time]]:
    """Yield the times of day of a text, but those in a clause that tells of something else."""
    text = narrow(text)
    for found in times.finditer(text):
        hour, minute = int(found[1] or found[found.lastindex or 1]), int(found[2] or 0)
        first = max(text.rfind(mark, 0, found.start()) for mark in _MARKS) + 1
        last = found.end() + _AFTER
        if hour < 24 and minute < 60 and not other.search(text, first, last):
            yield found, time(hour, minute)


def times(said: Said, ended: datetime | None) -> Difference | None:
    """Compare the times of day that a text tells with when all this began and ended."""
    began = said.held[0]
    if not _MAY_BE_A_TIME.search(said.text):
        return None
    if ended is None or began.date() != ended.date():
        return None
    for _, told in _times_told(said.text, _TIME, _ANOTHER_TIME):
        if not began.time() <= told <= ended.time():
            return Difference(
                "time_outside",
                Weight.notice,
                "「{text}」写的时刻早于「{field}」或者在结束以后，请核对时刻，改正其中一处。",
            )
    return None


@cache
def _was_done(act: str) -> re.Pattern[str]:
    return re.compile(f"(?:当日|当天|[上下]午)?[^,，。;；\n]{{0,10}}?(?:{act})")


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value
