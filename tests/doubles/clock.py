"""A clock that tests read: each look is one second later than the last."""

from datetime import UTC, datetime, timedelta
from itertools import count


class Clock:
    """Give the moments after `start`; several threads may look at once."""

    def __init__(self, start: datetime = datetime(2026, 7, 20, 1, 0, tzinfo=UTC)) -> None:
        self._start = start
        self._seconds = count()

    def __call__(self) -> datetime:
        """Return the next moment."""
        return self._start + timedelta(seconds=next(self._seconds))
