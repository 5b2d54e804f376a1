"""The office's days: they begin at midnight in Beijing, wherever the machine stands."""

from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def beijing_day(moment: datetime | None = None) -> date:
    """Return the day of a moment, of this one unless given; a moment carries its time zone."""
    return (moment or datetime.now(UTC)).astimezone(BEIJING).date()
