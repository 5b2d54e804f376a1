"""Bound how often one key or person may call: nobody's loop shall make the others wait.

Callers without a name pass: they reach what costs nothing, or the office has no account yet. How
many documents may be rendered at once is the pool's to say.
"""

import time

from flask import Flask, Response, g
from flask_limiter import Limiter, RateLimitExceeded
from werkzeug.wrappers import Response as BaseResponse

from api.auth import Caller
from api.errors import as_wanted, problem

MINUTE = 60


def limit_rates(app: Flask, per_minute: int) -> None:
    """Let each caller whom the gate has let in make `per_minute` requests a minute.

    Comes after the gate, which says who calls.
    """
    limiter = Limiter(
        key_func=lambda: g.caller.id,
        application_limits=[f"{per_minute} per minute"],
        strategy="sliding-window-counter",
        storage_uri="memory://",
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
