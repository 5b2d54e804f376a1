"""Let a caller wait for news instead of asking again and again: `?wait=SECONDS`."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from flask import Request

from api.query import Parameter, whole
from docgen.settings import WAITING

News = TypeVar("News")
MOST_SECONDS = 30
LOOK_SECONDS = 0.5
WAIT: Parameter = whole(
    "没有新的就等多少秒再答复；等的人太多时立即答复", 0, MOST_SECONDS, default=0
)


class Waiting:
    """The places of one service for those who wait."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(WAITING)

    def for_news(
        self,
        request: Request,
        seconds: int,
        look: Callable[[], News],
        is_news: Callable[[News], bool],
    ) -> News:
        """Return what `look` sees once it is news, or when the time is up or the service ends.

        Who finds no place is answered at once, as if no time had been asked for.
        """
        seen = look()
        if is_news(seen) or not seconds or not self._places.acquire(blocking=False):
            return seen
        try:
            until = time.monotonic() + seconds
            ends: Callable[[], bool] = request.environ.get("docgen.stopping", lambda: False)
            while not is_news(seen) and time.monotonic() < until and not ends():
                time.sleep(LOOK_SECONDS)
                seen = look()
            return seen
        finally:
            self._places.release()
