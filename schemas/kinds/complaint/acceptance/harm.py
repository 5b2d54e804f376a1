"""When the complainant knew of the harm: three years from that day, and what the reasons tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day, When
from schemas.ground.text import narrow
from schemas.kinds.complaint.acceptance.grounds import GROUNDS, GROUP, NonAcceptanceGrounds

YEARS = 3
_TOO_LATE = 4
_DATE = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?|(\d{4})[-./](\d{1,2})[-./](\d{1,2})"
)
_KNOWING = "(?:发现|知道|得知|知晓|知悉|察觉|获知|意识到)"
# Whoever learns later that the shop is gone has known of the harm before.
_OF_THE_SHOP = "(?![^,，。;；]{0,12}(?:注销|搬迁|搬走|闭店|关门|停业|失联|吊销|倒闭))"


def _learning(knowing: str) -> re.Pattern[str]:
    """Return a pattern of a day with words of knowing after it, or before it."""
    return re.compile(
        rf"(?:{_DATE.pattern})[^,，。;；\d]{{0,8}}{knowing}"
        rf"|{knowing}[^,，。;；\d]{{0,14}}(?:之日|日期|时间|的日子)?(?:为|是|系|在|于|:)+(?:{_DATE.pattern})"
    )


_LEARNED, _LEARNED_OF_HARM = _learning(_KNOWING), _learning(_KNOWING + _OF_THE_SHOP)
_BUYING = "(?:购买|购得|购入|买入|买|下单|订购|预订|办卡|办理[^,，。;；]{0,6}卡|充值|签订)"
_BOUGHT = re.compile(
    rf"(?:{_DATE.pattern})[^,，。;；\d]{{0,16}}{_BUYING}"
    rf"|{_BUYING}[^,，。;；\d]{{0,8}}(?:之日|日期|时间)?(?:为|是|系|在|于|:)+(?:{_DATE.pattern})"
)


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day that a text tells; of a month alone its first, with `whole_month`."""

    day: date
    whole_month: bool

    def may_be(self, day: date) -> bool:
        """Tell whether it can be that day."""
        if self.whole_month:
            return (self.day.year, self.day.month) == (day.year, day.month)
        return self.day == day


class KnownHarm(NonAcceptanceGrounds):
    """Since when the complainant knew; a kind has `received_on` and tells its `reasons`."""

    harm_known_on = Day(
        "知道或者应当知道权益受到侵害之日",
        group=GROUP,
        optional=True,
        kept=True,
        applies=When("ground_item", (_TOO_LATE,)),
        source=GROUNDS,
        hint="仅第四项：自该日起超过三年才是理由，由系统计算。",
    )

    @rule(GROUNDS)
    def three_years_are_over(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Item 4 counts three years from the day of knowledge, or from the days in the reasons."""
        known, received = value.harm_known_on, value.received_on
        if value.ground_item != _TOO_LATE:
            if known:
                yield error(
                    "/harm_known_on",
                    "harm_without_ground",
                    "只有第四项才填知道权益受到侵害的日期，请改选情形或者删去。",
                )
            return
        over = "第四项是超过三年，自知道权益受到侵害之日至收到投诉还没有超过，请核对或者改选情形。"
        if known:
            if known > received:
                yield error(
                    "/harm_known_on",
                    "harm_after_complaint",
                    "第四项所说的知道权益受到侵害之日晚于收到投诉日期，请核对。",
                )
            elif received <= _years_after(known):
                yield error("/harm_known_on", "three_years_not_over", over)
            return
        learned = [each.day for each in _days_in(value.reasons, _LEARNED)]
        days = [each.day for each in _days_in(value.reasons)]
        named = learned or [day for day in days if day < received]
        if named and received <= _years_after(max(learned, default=min(named))):
            yield error("/reasons", "three_years_not_over", over)
        else:
            yield notice(
                "/harm_known_on",
                "harm_day_missing",
                "以第四项不予受理的，请填写知道或者应当知道权益受到侵害之日，以便计算三年。",
            )

    @rule(GROUNDS)
    def reasons_tell_the_same_days(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was known of is known of since one day, and nobody knows before he buys."""
        known, received = value.harm_known_on, value.received_on
        bought = [*_days_in(value.reasons, _BOUGHT)]
        learned = [*_days_in(value.reasons, _LEARNED_OF_HARM)]
        if bought and min(each.day for each in bought) > received:
            yield error(
                "/reasons",
                "bought_after_complaint",
                "理由里的购买日期晚于收到投诉日期，不予受理的情形无从成立，请核对日期。",
            )
        first = min((each.day for each in learned), default=None)
        if known and learned and not any(each.may_be(known) for each in learned):
            yield error(
                "/reasons",
                "harm_day_differs",
                f"理由里写的知道权益受到侵害的日期与「{self.label_of('harm_known_on')}」不同，"
                "不予受理的情形须以同一日期计算，请核对，只留一个。",
            )
        since = known or first
        if since and bought and min(each.day for each in bought) > since:
            yield error(
                "/harm_known_on" if known else "/reasons",
                "harm_before_purchase",
                "知道权益受到侵害之日早于理由里的购买日期，不予受理的情形不能成立，请核对日期。",
            )


def _years_after(day: date) -> date:
    """Return the last day of the three years; a leap day's falls on the first of March."""
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:
        return date(day.year + YEARS, 3, 1)


def _days_in(text: str, pattern: re.Pattern[str] = _DATE) -> Iterator[ToldDay]:
    """Yield the days a text names, each with its year; a month alone is its first day."""
    for found in pattern.finditer(narrow(text)):
        groups = [each for each in found.groups() if each]
        try:
            year, month, *day = map(int, groups)
            yield ToldDay(date(year, month, *(day or [1])), not day)
        except ValueError:
            continue
