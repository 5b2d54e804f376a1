"""Judge the days of a case by the clock, by each other and by the form they stand on."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from schemas.ground.base import Facts, Finding, error, notice
from schemas.ground.fields import IdNumber
from schemas.ground.identity import is_valid_identity
from schemas.ground.kind import KindSchema
from schemas.guard.reading import Reading

_WRITTEN_DAY = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
# Days: no term of these papers runs longer.
FAR_AHEAD = 5 * 366
CLOCK = "文书所载日期"
# The forms that a header names by their prefix: CF-6, PF-9.
FORMS = {"CF": "forms_2026", "PF": "penalty_forms_2021"}


def days_of(kind: KindSchema, reading: Reading, dated: date, facts: Facts) -> Iterator[Finding]:
    """Yield every day that has yet to come, every birth after the document, and a form too new.

    A day to come is an error only in what goes out: the clock may raise notices and nothing else.
    """
    say = error if facts.going_out and facts.copy != "draft" else notice
    for given in reading.days:
        day = given.day.date() if isinstance(given.day, datetime) else given.day
        if day > facts.today and not given.field.planned:
            yield say(
                given.pointer,
                "future_day",
                f"「{given.field.label}」晚于今天，还没有到的日子不能当作已经发生，请核对年份和日期。",
                CLOCK,
            )
        if given.field.planned and (day - dated).days > FAR_AHEAD:
            yield notice(
                given.pointer,
                "day_far_ahead",
                f"「{given.field.label}」在文书日期五年以后，请核对年份是否写错。",
                CLOCK,
            )
        if given.field.planned and _is_a_sitting(given.field.label):
            yield from _on_a_day_off(given.pointer, given.field.label, day, facts)
    for each in reading.passages:
        if isinstance(each.field, IdNumber) and _birth(each.text, dated) > dated:
            yield notice(
                each.pointer,
                "born_after_document",
                f"「{each.field.label}」里的出生日期晚于文书日期，请对照证件核对。",
                "GB 11643-1999",
            )
    if "月" in reading.joined:
        yield from _days_that_are_none(reading)
    yield from _weekdays_of_others(reading, dated)
    yield from _form_in_use(kind, dated, facts)


# What somebody is called to come to: 调解时间, 询问时间.
_SITTING = re.compile("(?:调解|询问|约谈|听证|质证|会议)(?:时间|日期)")


@cache
def _is_a_sitting(label: str) -> bool:
    return _SITTING.fullmatch(label) is not None


def _on_a_day_off(pointer: str, label: str, day: date, facts: Facts) -> Iterator[Finding]:
    calendar = facts.law.calendar
    if day.year in calendar.years and (reason := calendar.day_off_reason(day)):
        yield notice(
            pointer,
            "on_a_day_off",
            f"「{label}」是{reason}，不是工作日，请核对日期；确定在这一天的，先与当事人说好。",
            CLOCK,
        )


def _days_that_are_none(reading: Reading) -> Iterator[Finding]:
    for passage in reading.free:
        if "月" not in passage.text:
            continue
        for year, month, day in _WRITTEN_DAY.findall(passage.text):
            try:
                date(int(year), int(month), int(day))
            except ValueError:
                yield notice(
                    passage.pointer,
                    "no_such_day",
                    "这里写了日历上没有的日期，请核对月份和日期。",
                    CLOCK,
                )


_WEEKDAY = re.compile(
    "[ 　]*[(（]?[ 　]*(?:即|是|为)?(?:星期|礼拜|周)([一二三四五六日天])(?![至到、和及])"
)
_CALLED_WEEKDAYS = ("星期", "礼拜", "周")
_WEEKDAYS = "一二三四五六日"


def _weekdays_of_others(reading: Reading, dated: date) -> Iterator[Finding]:
    """Yield every day that a text tells with a weekday that is another's.

    Without a year it is the nearest such day to the paper's own.
    """
    if not any(each in reading.joined for each in _CALLED_WEEKDAYS):
        return
    for passage in reading.free:
        for told in reading.days_of(passage, dated.year):
            found = _WEEKDAY.match(told.text, told.end) if told.exact else None
            if found is None:
                continue
            day = told.day if told.dated else _nearest(told.day, dated)
            weekday = _WEEKDAYS[day.weekday()]
            if found[1].replace("天", "日") != weekday:
                yield notice(
                    passage.pointer,
                    "weekday_differs",
                    f"「{passage.field.label}」里的{day.month}月{day.day}日是星期{weekday}，与所写的星期不符，请核对，改正其中一处。",
                    CLOCK,
                )


def _nearest(day: date, to: date) -> date:
    """Return the day of the same name that lies nearest; one of a leap year stays."""
    if (day.month, day.day) == (2, 29):
        return day
    years = (day.replace(year=day.year + each) for each in (0, -1, 1))
    return min(years, key=lambda each: abs((each - to).days))


def _birth(number: str, otherwise: date) -> date:
    """Return the day of birth that a card's number holds; `otherwise` where it holds none."""
    if not is_valid_identity("resident_card", number):
        return otherwise
    try:
        return date.fromisoformat(str(ric.get_birth_date(number)))
    except (ValidationError, ValueError):
        return otherwise


def _form_in_use(kind: KindSchema, dated: date, facts: Facts) -> Iterator[Finding]:
    known = FORMS.get(kind.header.form.partition("-")[0])
    if known is None:
        return
    form = facts.law.instruments.get(known)
    if dated < form.effective_from:
        yield notice(
            f"/{kind.header.dated_by}",
            "older_than_form",
            "文书日期早于所用式样的启用日期，当时使用的是另一种式样，请核对日期。",
            form.name,
        )
