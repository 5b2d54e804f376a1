"""到期提醒: on the fifth day at nine, four, seven and ten, while an order is open.

The contract: 第 5 日早上 9 点、下午 4 点、7 点、10 点; what falls due open the client is told of.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from schemas.ground.base import Facts
from schemas.law import Calendar

FIFTH = 5
HOURS: Mapping[str, int] = MappingProxyType(
    {"nine": 9, "sixteen": 16, "nineteen": 19, "twenty_two": 22}
)
CHANNELS = {"system": "系统消息", "telephone": "电话", "group": "工作群", "in_person": "当面"}


def reminder_day(received_on: date, facts: Facts) -> date:
    """Return the fifth day; the day of receipt does not count. The house says which days do."""
    if facts.house.reminder_days == "natural":
        return received_on + timedelta(days=FIFTH)
    return _working(received_on, facts.law.calendar)


def planned_at(day: date, slot: str) -> datetime:
    """Return the moment of one of the four reminders."""
    return datetime.combine(day, time(HOURS[slot]))


def _working(day: date, calendar: Calendar) -> date:
    for _ in range(FIFTH):
        day += timedelta(days=1)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
    return day
