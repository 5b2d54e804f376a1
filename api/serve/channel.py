"""One client's connection: how long it may take, and how it ends without losing an answer."""

import socket
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.utilities import Error

from api.serve.feed import Feed
from api.serve.limits import SLOWEST, Limits
from api.serve.requests import CrowdedError, LateError, StrictRequest
from api.serve.tasks import AnswerTask, RefusalTask

STEP = 1 << 16


class Channel(HTTPChannel):  # type: ignore[misc]
    """A client; the server asks each second whether it has taken too long.

    `parting_until` is when it hangs up on a client that has had its last answer; 0 before.
    All but the calls of `write_soon` and `service` happens in the server's loop.
    """

    request: StrictRequest | None
    requests: list[StrictRequest]
    total_outbufs_len: int
    task_class, error_task_class, parser_class = AnswerTask, RefusalTask, StrictRequest

    def __init__(self, *given: Any, **rest: Any) -> None:
        self.request = None
        self._began = time.monotonic()  # Of the present request, or of waiting for one.
        self._served = False
        self._lingers = False
        self.parting_until = 0.0
        # The present stretch of sending: when it began, what has left since.
        self._sending_since: float | None = None
        self._sent = 0
        super().__init__(*given, **rest)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked, answered or on its way."""
        return not (self.requests or self.request or self.total_outbufs_len or self.parting_until)

    @property
    def is_arriving(self) -> bool:
        """Whether a request arrives that nobody works on yet."""
        request = self.request
        return request is not None and not self.requests and request.feed is None

    @property
    def held(self) -> int:
        """How many bytes of a request have arrived that nobody works on yet."""
        return self.request.taken if self.request and self.is_arriving else 0

    @property
    def began(self) -> float:
        """Since when the present request arrives, or is waited for."""
        return self._began

    def is_overdue(self, now: float) -> bool:
        """Tell whether the client has had its time, whatever it was doing."""
        limits: Limits = self.server.limits
        if self.parting_until:
            return now > self.parting_until
        if self._is_sending_slowly(now):
            return True
        if self.requests or self.total_outbufs_len:
            return False
        if self.request is not None:
            return now > self._began + limits.patience + self.request.taken / SLOWEST
        return now > self._began + (limits.idle if self._served else limits.patience)

    def give_up(self) -> None:
        """End what is overdue: with 408 where a request was on its way."""
        if self.parting_until or self.total_outbufs_len:
            self.handle_close()
        elif self.is_arriving:
            self.refuse(LateError(""))
        else:
            self.end()

    def refuse(self, fault: Error) -> None:
        """Answer the request that is arriving with a refusal and end the connection."""
        with self.requests_lock:
            request = self.request
            if request is None or not self.is_arriving:
                return
            self.request = None
            request.error = fault
            RefusalTask(self, request).service()
            request.close()
            self.close_when_flushed = True

    def make_room(self) -> None:
        """Give way to somebody else."""
        if self.is_arriving:
            self.refuse(CrowdedError(""))
        else:
            self.end()

    def close_now(self) -> None:
        """Hang up without waiting for anything."""
        super().handle_close()

    def end(self) -> None:
        """Hang up on a client that owes no answer, unless it has just asked something."""
        try:
            if self.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
                return
        except BlockingIOError:
            pass
        except OSError:
            self.handle_close()
            return
        self._part()

    # What waitress asks of a channel.

    def readable(self) -> bool:
        """Tell the loop whether to take in more."""
        if self.parting_until:
            return True
        if self.requests and self.request is not None and self.request.feed is not None:
            return not (self.request.feed.full or self.will_close or self.close_when_flushed)
        return bool(super().readable())

    def handle_read(self) -> None:
        """Take in what has arrived; of a client that was told goodbye, forget it."""
        if not self.parting_until:
            super().handle_read()
            return
        try:
            gone = not self.socket.recv(STEP)
        except BlockingIOError:
            return
        except OSError:
            gone = True
        if gone:
            super().handle_close()

    def received(self, data: bytes) -> bool:
        """Give what has arrived to the requests it belongs to."""
        if self.request is None:
            self._began = time.monotonic()
        done = bool(super().received(data))
        request = self.request
        if request is not None and request.is_large and request.feed is None:
            self._hand_over(request)
        return done

    def handle_write(self) -> None:
        """Send; if that was the last, let the client read it before hanging up."""
        self._lingers = True
        try:
            super().handle_write()
        finally:
            self._lingers = False

    def handle_close(self) -> None:
        """Close, at once or after the client has read the last answer."""
        if self._lingers and self.connected and not self.total_outbufs_len:
            self._part()
            return
        if self.request is not None:
            self.request.close()
        super().handle_close()

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send what the line takes at once."""
        sent = int(super().send(data, do_close) or 0)
        self._sent += sent
        return sent

    def service(self) -> None:
        """Answer one request, in a thread."""
        super().service()
        self._served, self._began = True, time.monotonic()

    def _hand_over(self, request: StrictRequest) -> None:
        """Let a thread begin with a request whose body it reads while it arrives."""
        request.feed_from(Feed(self.server.limits.patience, self.server.pull_trigger))
        with self.requests_lock:
            self.requests.append(request)
            if len(self.requests) == 1:
                self.server.add_task(self)

    def _is_sending_slowly(self, now: float) -> bool:
        if not self.total_outbufs_len:
            self._sending_since = None
            return False
        patience: float = self.server.limits.patience
        if self._sending_since is None or now > self._sending_since + 2 * patience:
            self._sending_since, self._sent = now, 0
        return now > self._sending_since + patience + self._sent / SLOWEST

    def _part(self) -> None:
        """Say that this was all, and wait for the client to hang up, but not for long.

        A socket closed with something unread is reset, and an answer under way is lost.
        """
        self.will_close = self.close_when_flushed = False
        if self.request is not None:
            self.request.close()
            self.request = None
        self.parting_until = time.monotonic() + self.server.limits.parting
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            super().handle_close()
