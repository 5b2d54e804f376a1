"""Read by when a text wants something: a last day (7月15日前), or so many days (五日内)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.ground.text import narrow
from schemas.guard.told_days import days_told
from schemas.law import Calendar, read_numeral

# A day is a last day by what follows it, or by what stands before it.
_ENDS = re.compile(r"\s*(?:24时|[上下]午|下班|营业结束)?(?:之?前|以前|止|为止|到期|届满)(?!的)")
_BEGINS_WITH = re.compile(
    "(?:延[长期展后迟]?[到至]|截止(?:日期|时间)?(?:到|至|为)?|(?:最后)?(?:期限|时限)(?:到|至|为|是)|不(?:得|能)?[迟晚]于|最[迟晚]|至[迟晚])[于在是为至:]?$"
)
_NUMERAL = "(?:[0-9]{1,3}|[一二三四五六七八九十百两]{1,4})"
_LENGTH = re.compile(
    f"(?<![0-9第一二三四五六七八九十百])(?P<number>{_NUMERAL})个?(?P<unit>工作日|自然日|日|天|周|星期|月)"
    "(?:(?:之内|以内|内)(?!的|容|部|外)|(?=的?(?:期限|时限)))"
    f"|(?:限期|期限(?:为|是)?|时限(?:为|是)?|限于?)(?P<number2>{_NUMERAL})个?(?P<unit2>工作日|自然日|日|天|周|星期|月)(?!前|以前|之前|[0-9])"
)
# A number of days that does not run from the paper, or that is past.
_RUNS_FROM_ELSEWHERE = re.compile(
    "(?:最近|近|过去|此前|之前|连续|每|满|超过|前|保质期|保修期|有效期|质保期|后的?|以后|之后|起算)[,，]?$"
)
_FROM_A_DAY = re.compile("(?P<what>[^,，。;；\n]{0,16})之日起(?:的|算|计算)?[,，]?$")
_FROM_RECEIPT = re.compile("(?:收到|接到|送达|签收|本(?:通知|决定|函|单|文书)|发文|印发)")
_BEFORE = 24
_UNITS = {"工作日": "w", "自然日": "d", "日": "d", "天": "d", "周": "7", "星期": "7", "月": "m"}


@dataclass(frozen=True, slots=True)
class Term:
    """A term that a text sets: a last day, or a number of days (`working` ones) from the paper."""

    last: date | None
    number: int
    working: bool

    def ends(self, start: date, calendar: Calendar) -> date:
        """Return the last day of a term that runs from `start` at the earliest."""
        if self.last:
            return self.last
        if not self.working:
            return start + timedelta(days=self.number)
        day, left = start, self.number
        while left:
            day += timedelta(days=1)
            left -= calendar.is_working_day(day)
        return day


def terms_told(text: str, year: int) -> Iterator[Term]:
    """Yield the terms that a text sets; a day of no year is of the year told before, or `year`."""
    text = narrow(text)
    for told in days_told(text, year):
        before = text[max(0, told.start - _BEFORE) : told.start]
        if told.exact and (_ENDS.match(text, told.end) or _BEGINS_WITH.search(before)):
            yield Term(told.day, 0, working=False)
    for found in _LENGTH.finditer(text):
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        since = _FROM_A_DAY.search(before)
        if _RUNS_FROM_ELSEWHERE.search(before) or (since and not _FROM_RECEIPT.search(since[0])):
            continue
        numeral, unit = found["number"] or found["number2"], found["unit"] or found["unit2"]
        number = 2 if numeral == "两" else read_numeral(numeral.replace("两", "二"))
        unit = _UNITS[unit]
        yield Term(None, number * {"7": 7, "m": 30}.get(unit, 1), working=unit == "w")


# Whichever year it is, a day that a text tells without one is of the same as its last day.
_ANY_YEAR = 2024


def was_done_in_time(text: str, done: re.Pattern[str]) -> bool:
    """Tell whether a text tells what was `done` by a last day that it tells before."""
    last: date | None = None
    for told in days_told(text, _ANY_YEAR):
        if not told.exact:
            continue
        if _ENDS.match(told.text, told.end):
            last = told.day
        elif last and told.day <= last:
            clause = _CLAUSE_END.split(told.text[told.end :], maxsplit=1)[0]
            if done.search(clause) and not _NOT_DONE.search(clause):
                return True
    return False


_CLAUSE_END = re.compile("[,，。;；\n]")
_NOT_DONE = re.compile("没|未|不|无|仍|拒")
