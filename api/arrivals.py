"""Let a request arrive whole before a thread takes it up: slow clients cost a buffer, no thread.

gunicorn's threads read from the client themselves; forty who dawdle would silence the service.
Here the one loop that waits for all of them gathers the bytes, and gives those up who take too
long: with 408 and a reason, like every other refusal.
"""

import re
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from types import MappingProxyType
from typing import Any

from gunicorn import util
from gunicorn.http import errors as http_errors
from gunicorn.workers.gthread import TConn, ThreadWorker
from structlog.contextvars import clear_contextvars

from api.errors import INTERNAL, PROBLEM, REFUSALS, describe_problem
from api.intake import MOST_BODY_BYTES
from docgen.log import open_log, places

LOG = open_log("server")
# Bytes a second that even the slowest line of an office carries.
SLOWEST = 32 * 1024
# A client that was told goodbye may take this long to hang up.
PARTING_SECONDS = 2.0
MOST_HEAD_BYTES = 64 * 1024
# All that has arrived in part, together.
MOST_HELD_BYTES = 256 * 1024 * 1024
_STEP = 1 << 20
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*(?=\r\n)", re.IGNORECASE)
_CODING = re.compile(rb"\r\ntransfer-encoding:[ \t]*([^\r\n]*)", re.IGNORECASE)
# The length of a request whose head does not tell it.
UNTOLD = -1
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
_LAST_CHUNK = b"0\r\n\r\n"
STATUSES: Mapping[type[Exception], int] = MappingProxyType(
    {
        http_errors.LimitRequestLine: 414,
        http_errors.LimitRequestHeaders: 431,
        http_errors.ExpectationFailed: 417,
        http_errors.UnsupportedTransferCoding: 501,
    }
)


class ClientSocket(socket.socket):
    """A client's connection that first gathers a request, then gives it to gunicorn's parser."""

    def __init__(self, client: socket.socket, patience: float) -> None:
        super().__init__(fileno=client.detach())
        self._patience = patience
        self._bytes = bytearray()
        self._taken = 0
        # The length of the whole request, once its head has arrived.
        self._whole: int | None = None

    @property
    def held(self) -> int:
        """How many bytes have arrived that gunicorn has not taken."""
        return len(self._bytes) - self._taken

    @property
    def complete(self) -> bool:
        """Whether a whole request is here, or more than one of ours can have."""
        if self._whole is None:
            end = self._bytes.find(_END_OF_HEAD)
            if end < 0:
                return self.held > MOST_HEAD_BYTES
            self._whole = self._measured(end + len(_END_OF_HEAD))
        if self._whole == UNTOLD:
            return self.held > MOST_BODY_BYTES or self._bytes.endswith(_LAST_CHUNK)
        return self.held >= self._whole

    def expect_request(self) -> None:
        """Begin a new request with what is left of the last gathering."""
        del self._bytes[: self._taken]
        self._taken, self._whole = 0, None

    def gather(self) -> bool:
        """Take in what has arrived, without waiting; tell whether the client is still there."""
        try:
            arrived = super().recv(_STEP)
        except (BlockingIOError, InterruptedError):
            return True
        except OSError:
            return False
        self._bytes += arrived
        return bool(arrived)

    def discard(self) -> None:
        """Forget what has arrived."""
        self._bytes, self._taken = bytearray(), 0

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Give gunicorn what was gathered, then what the client still sends."""
        if not self.held:
            self.settimeout(self._patience)
            return super().recv(size, flags)
        piece = bytes(memoryview(self._bytes)[self._taken : self._taken + size])
        self._taken += len(piece)
        if not self.held:
            self.discard()
        return piece

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send an answer to a client that takes it in at some speed.

        Errors: `TimeoutError`.
        """
        self.settimeout(self._patience + len(data) / SLOWEST)
        super().sendall(data, flags)

    def _measured(self, head_ends: int) -> int:
        head = bytes(self._bytes[:head_ends])
        lengths, codings = set(_LENGTH.findall(head)), _CODING.findall(head)
        if codings or len(lengths) > 1:
            # What gunicorn will refuse need not arrive.
            lawful = not lengths and codings[0].lower() == b"chunked"
            return UNTOLD if lawful else head_ends
        body = int(lengths.pop()) if lengths else 0
        if body > MOST_BODY_BYTES:
            return head_ends  # It will be refused unread.
        if body and _EXPECTS.search(head):
            with suppress(OSError):  # Who has gone is noticed at the next gathering.
                self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return head_ends + body


class Connection(TConn):  # type: ignore[misc]
    """One client's connection; `began` is when the present request began to arrive."""

    sock: ClientSocket

    def __init__(self, worker: "PatientWorker", client: socket.socket, *rest: Any) -> None:
        super().__init__(worker.cfg, ClientSocket(client, worker.patience), *rest)
        self.data_ready = True  # gunicorn need not wait for what is there.
        self.began = 0.0
        self.counted = 0
        self._worker = worker

    def close(self, graceful: bool = False) -> None:
        """Close, after the client has read the last answer if `graceful`."""
        if graceful:
            self._worker.part(self)
        else:
            super().close()


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, whose threads never wait for a request to arrive.

    A client has `patience` seconds, and a second more for every `SLOWEST` bytes.
    """

    patience = 20.0

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._arriving: dict[Connection, None] = {}
        self._parting: dict[Connection, float] = {}
        self._held = 0

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self._expect(Connection(self, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Connection, client: ClientSocket) -> None:
        """Take the next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._expect(conn)

    def finish_request(self, conn: Connection, fs: Any) -> None:
        """Keep or end the connection; what the client sent ahead is its next request."""
        super().finish_request(conn, fs)
        if conn.sock.held and conn in self.keepalived_conns:
            self.on_client_socket_readable(conn, conn.sock)

    def part(self, conn: Connection) -> None:
        """Send the end of the answer and wait for the client to hang up, but not for long."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            conn.close()
        else:
            self.nr_conns += 1  # A worker that ends waits for it.
            self._parting[conn] = time.monotonic() + PARTING_SECONDS
            self.poller.register(conn.sock, EVENT_READ, partial(self._on_parting, conn))

    def murder_pending(self) -> None:
        """Give up on whom we have waited for long enough."""
        now = time.monotonic()
        for conn in [each for each in self._arriving if each.timeout < now]:
            self._refuse(conn, 408)
        for conn in [each for each, until in self._parting.items() if until < now]:
            self._hang_up(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer what gunicorn could not parse, or could not finish, as every other refusal."""
        clear_contextvars()  # What this thread served last has nothing to do with it.
        if isinstance(exc, http_errors.ParseException):
            status = next((STATUSES[each] for each in type(exc).__mro__ if each in STATUSES), 400)
            LOG.info("request_refused", status=status, fault=type(exc).__name__)
        else:
            status = 500
            LOG.error("fault", code=INTERNAL[0], fault=type(exc).__name__, frames=places(exc))
        try:
            util.write_nonblock(client, refusal(status))
        except OSError:
            LOG.info("client_gone", status=status)

    def _cap_keepalive(self, deadline: float) -> None:
        """Bound the waiting for all clients when the worker is about to end."""
        super()._cap_keepalive(deadline)
        for conn in self._arriving:
            conn.timeout = min(conn.timeout, deadline)

    def _expect(self, conn: Connection) -> None:
        conn.began, conn.counted = time.monotonic(), 0
        conn.timeout = conn.began + self.patience
        conn.sock.setblocking(False)
        conn.sock.expect_request()
        self._arriving[conn] = None
        self.poller.register(conn.sock, EVENT_READ, partial(self._on_arrival, conn))
        self._on_arrival(conn, conn.sock)

    def _on_arrival(self, conn: Connection, client: ClientSocket) -> None:
        there = client.gather()
        self._held += client.held - conn.counted
        conn.counted = client.held
        if client.complete:
            self._release(conn)
            self.enqueue_req(conn)
        elif not there:
            self._release(conn)
            self._drop(conn)
        elif self._held > MOST_HELD_BYTES:
            self._refuse(conn, 503)
        elif self.alive:
            conn.timeout = conn.began + self.patience + client.held / SLOWEST

    def _release(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        del self._arriving[conn]
        self._held -= conn.counted

    def _refuse(self, conn: Connection, status: int) -> None:
        LOG.info("request_refused", status=status, fault="incomplete")
        self._release(conn)
        try:
            conn.sock.send(refusal(status))
        except OSError:
            LOG.info("client_gone", status=status)
        self.nr_conns -= 1
        conn.close(graceful=True)

    def _drop(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()

    def _on_parting(self, conn: Connection, client: ClientSocket) -> None:
        # Who hears of a refusal only after sending all must be let send it.
        if not client.gather():
            self._hang_up(conn)
        client.discard()

    def _hang_up(self, conn: Connection) -> None:
        del self._parting[conn]
        self.nr_conns -= 1
        self.poller.unregister(conn.sock)
        conn.close()


def refusal(status: int) -> bytes:
    """Return a whole HTTP answer for a request that never reached the application."""
    code, detail = REFUSALS.get(status, REFUSALS[400] if status < 500 else INTERNAL)
    body = describe_problem(status, code, detail).encode()
    head = "\r\n".join(
        (
            f"HTTP/1.1 {status} {code}",
            f"Content-Type: {PROBLEM}",
            f"Content-Length: {len(body)}",
            "Connection: close",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            *(("Retry-After: 2",) if status == 503 else ()),
        )
    )
    return head.encode() + b"\r\n\r\n" + body
