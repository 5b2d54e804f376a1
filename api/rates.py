"""Bound how often one key or person may call: nobody's loop shall make the others wait.

Callers without a name pass: they reach what costs nothing, or the office has no account yet. How
many documents may be rendered at once is the pool's to say.
"""

import threading
import time
from typing import Any

from flask import Flask, Response, g
from flask_limiter import Limiter, RateLimitExceeded
from limits.storage import MemoryStorage
from werkzeug.wrappers import Response as BaseResponse

from api.auth import Caller
from api.errors import as_wanted, problem

MINUTE = 60


class Counts(MemoryStorage):
    """Counts in this process's memory, one thread at a time.

    Two threads that count at once in the library's own each start its clean-up, and whoever
    comes second fails: a lawful request would be answered with a fault of ours.
    """

    STORAGE_SCHEME = ["counted-one-by-one"]

    def __init__(self, *given: Any, **rest: Any) -> None:
        self._one = threading.RLock()
        super().__init__(*given, **rest)

    def acquire_sliding_window_entry(
        self, key: str, limit: int, expiry: int, amount: int = 1
    ) -> bool:
        """Count a call if there is room for it; tell whether there was."""
        with self._one:
            return super().acquire_sliding_window_entry(key, limit, expiry, amount)

    def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        """Return how many calls were counted, and for how long they count."""
        with self._one:
            return super().get_sliding_window(key, expiry)

    def _MemoryStorage__expire_events(self) -> None:  # noqa: N802 - as Python spells it
        with self._one:
            super()._MemoryStorage__expire_events()  # type: ignore[misc]


def limit_rates(app: Flask, per_minute: int) -> None:
    """Let each caller whom the gate has let in make `per_minute` requests a minute.

    Comes after the gate, which says who calls.
    """
    limiter = Limiter(
        key_func=lambda: g.caller.id,
        application_limits=[f"{per_minute} per minute"],
        strategy="sliding-window-counter",
        storage_uri=f"{Counts.STORAGE_SCHEME[0]}://",
        headers_enabled=False,
    )
    limiter.request_filter(lambda: not isinstance(g.get("caller"), Caller))
    limiter.init_app(app)

    def refuse(_fault: RateLimitExceeded) -> Response | BaseResponse:
        limit = limiter.current_limit
        seconds = round(limit.reset_at - time.time()) if limit else MINUTE
        wait = min(max(1, seconds), MINUTE)
        words = f"请求过于频繁，请在 {wait} 秒后再试；批量文书请用批量接口或命令行。"
        told = problem(429, "too_many_requests", words, headers={"Retry-After": str(wait)})
        return as_wanted(told)

    app.register_error_handler(RateLimitExceeded, refuse)
