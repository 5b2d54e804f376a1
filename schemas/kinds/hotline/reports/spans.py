"""报告期: days, weeks, months and longer, and every point that a chart of one has."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

SPANS = {
    "day": "日报",
    "week": "周报",
    "month": "月报",
    "quarter": "季报",
    "half": "半年报告",
    "year": "全年报告",
}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
# A day and a week are told in a page; whatever is longer is analysed.
BRIEF = ("day", "week")


def end_of(span: str, first: date) -> date:
    """Return the last day of a span that begins on a day."""
    if span == "day":
        return first
    if span == "week":
        return first + timedelta(days=6)
    month = first.month - 1 + _MONTHS[span] - 1
    year, month = first.year + month // 12, month % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def may_begin(span: str, first: date, opening_month: int = 1) -> bool:
    """Tell whether a span begins on a day: weeks on Mondays, the rest by months of a year."""
    if span == "day":
        return True
    if span == "week":
        return first.weekday() == 0
    return first.day == 1 and (first.month - opening_month) % _MONTHS[span] == 0


def points_of(span: str, first: date, last: date) -> Iterator[str]:
    """Yield the points of a chart: hours of a day, days of a week or month, else months."""
    if span == "day":
        yield from (f"{hour:02}" for hour in range(24))
    elif span in ("week", "month"):
        for step in range((last - first).days + 1):
            yield (first + timedelta(days=step)).isoformat()
    else:
        day = first
        while day <= last:
            yield f"{day:%Y-%m}"
            day = end_of("month", day) + timedelta(days=1)


def named(span: str, first: date) -> str:
    """Return a span as a title says it: 2026年7月3日, 2026年第27周, 2026年第三季度."""
    year = f"{first.year}年"
    if span == "day":
        return f"{year}{first.month}月{first.day}日"
    if span == "week":
        iso = first.isocalendar()
        return f"{iso.year}年第{iso.week}周"
    if span == "month":
        return f"{year}{first.month}月"
    if span == "quarter":
        return f"{year}第{'一二三四'[(first.month - 1) // 3]}季度"
    return year if span == "year" else f"{year}{'上' if first.month <= 6 else '下'}半年"
