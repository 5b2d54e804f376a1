"""How pages word what the register knows: states, moments, and how near an end is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from docgen.clock import BEIJING
from docgen.register.deadlines import DueItem
from schemas.law.numerals import weekday_name

# From this many days before an end a clerk should see it at a glance.
SOON = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with a tone; the tone never says what the word does not."""

    words: str
    tone: str = ""


STATES: Mapping[str, Mark] = MappingProxyType(
    {
        "issued": Mark("有效", "good"),
        "superseded": Mark("已被新版本代替", "warn"),
        "void": Mark("已作废", "bad"),
    }
)


def urgency(item: DueItem) -> Mark:
    """Say how near the end of a duty is."""
    if item.problem:
        return Mark("算不出期限", "bad")
    if item.days_left is None:
        return Mark("没有起算日")
    if item.days_left < 0:
        return Mark(f"已逾期 {-item.days_left} 天", "bad")
    if item.days_left == 0:
        return Mark("今天到期", "bad")
    return Mark(f"余 {item.days_left} 天", "warn" if item.days_left <= SOON else "")


def day(value: date) -> str:
    """Write a day as lists do: 2026-07-10 周五."""
    return f"{value.isoformat()} {weekday_name(value)}"


def moment(value: datetime) -> str:
    """Write a moment by Beijing's clock, to the minute."""
    return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"
