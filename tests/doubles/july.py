"""A morning in July 2026 that processes of a test share: due dates and defaults stay put."""

import time
from datetime import UTC, datetime, timedelta

# 9.30 in Beijing, on a Monday.
START = datetime(2026, 7, 20, 1, 30, tzinfo=UTC)
_BEGAN = time.monotonic()


def now() -> datetime:
    """Return the moment it would be, had this process begun at `START`."""
    return START + timedelta(seconds=time.monotonic() - _BEGAN)
