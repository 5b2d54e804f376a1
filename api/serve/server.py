"""The loop that waits for all clients, and how it comes to a peaceful end."""

import ctypes
import os
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from api.serve.channel import STEP, Channel
from api.serve.limits import (
    AHEAD,
    MOST_BODY_BYTES,
    MOST_CONNECTIONS,
    MOST_HEAD_BYTES,
    MOST_HELD_BYTES,
    MOST_PARTING,
    Limits,
)
from api.serve.requests import CrowdedError
from docgen.log import open_log

LOG = open_log("server")
# Who asks whether the service lives never waits behind those whom a database keeps; nor do those
# who ask how it is, which may take a moment. The last part of an address -> threads of its own.
WATCHED = {"healthz": 1, "readyz": 3, "metrics": 3}
# No upload is larger; what an upload may really have is said by who reads it.
LARGEST = 1 << 40
# New clients that one turn of the loop takes in.
MOST_AT_A_TURN = 64
# `SO_ATTACH_FILTER` and `SO_DETACH_FILTER` of Linux, which Python does not name, and a filter of
# one step that keeps no byte of what comes: `BPF_RET | BPF_K` with 0 (struct sock_filter).
ATTACH_FILTER, DETACH_FILTER, DROP = 26, 27, struct.pack("HBBI", 0x06, 0, 0, 0)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Serves one application on a socket that listens already, with `threads` threads."""

    channel_class = Channel

    def __init__(self, application: Any, listener: Any, *, threads: int, limits: Limits) -> None:
        self.limits = limits
        self.stopping = False
        adjustments = Adjustments(
            sockets=[listener],
            threads=threads,
            ident=None,
            asyncore_use_poll=True,
            cleanup_interval=1,
            # A client that finds no place makes one (`handle_accept`).
            connection_limit=MOST_CONNECTIONS + 2 * MOST_PARTING,
            max_request_header_size=MOST_HEAD_BYTES,
            max_request_body_size=LARGEST,
            # What a party sends or gets lies in memory, never in a temporary file.
            inbuf_overflow=2 * MOST_BODY_BYTES,
            outbuf_overflow=LARGEST,
            outbuf_high_watermark=AHEAD,
            recv_bytes=STEP,
            log_socket_errors=False,
            # Forwarded headers pass through unread: a client is the address that connects.
            clear_untrusted_proxy_headers=False,
        )
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(threads)
        self._beside: dict[str, Any] = {}
        for place, count in WATCHED.items():
            self._beside[place] = ThreadedTaskDispatcher()
            self._beside[place].set_thread_count(count)
        family, kind, protocol = listener.family, listener.type, listener.proto
        super().__init__(
            application, _sock=listener, dispatcher=dispatcher, adj=adjustments,
            sockinfo=(family, kind, protocol, listener.getsockname()), bind_socket=False,
        )  # fmt: skip
        with suppress(OSError):  # One who was killed while stopping may have left a filter.
            listener.setsockopt(socket.SOL_SOCKET, DETACH_FILTER, 0)
        self._knocks = select.poll()
        self._knocks.register(listener, select.POLLIN)

    def add_task(self, task: Channel) -> None:
        """Put a client's request in line, in one of its own where it asks how the service is."""
        # What could not be read as a request has no path.
        path = getattr(task.requests[0], "path", "") if task.requests else ""
        line: Any = self._beside.get(path.rpartition("/")[2], self.task_dispatcher)
        line.add_task(task)

    def stop(self) -> None:
        """Let the loop end once everybody has an answer; safe in a signal's handler."""
        if not self.stopping:
            self.stopping = True
            with suppress(OSError):  # The loop saw it by itself and has ended.
                self.pull_trigger()

    def serve(self, *, grace: float, orphaned: Callable[[], bool] = lambda: False) -> None:
        """Serve until `stop`, then at most `grace` seconds more."""
        while not self.stopping:
            self._turn()
            if orphaned():
                break
        self.stopping = True
        until = time.monotonic() + grace
        self._take_no_more()
        while self.active_channels and time.monotonic() < until:
            for channel in [*self.active_channels.values()]:
                if channel.is_idle:
                    channel.end()
            self._turn()
        for beside in self._beside.values():
            beside.shutdown(timeout=1.0)
        self.task_dispatcher.shutdown(timeout=max(0.0, until - time.monotonic()))
        bell = self.trigger.socket  # waitress forgets it unclosed.
        self.trigger.close()
        bell.close()
        self.asyncore.close_all(self._map)

    def maintenance(self, now: float) -> None:
        """Give up on whoever has taken too long, and on the largest of too much."""
        moment = time.monotonic()
        channels = [*self.active_channels.values()]
        for channel in channels:
            if channel.is_overdue(moment):
                channel.give_up()
        held = sum(channel.held for channel in channels)
        while held > MOST_HELD_BYTES:
            largest = max(channels, key=lambda channel: channel.held)
            held -= largest.held
            largest.refuse(CrowdedError(""))

    def handle_accept(self) -> None:
        """Take new clients, many at a turn; with no place left, who has waited longest makes one.

        A turn of the loop looks at every connection: one client a turn would let a crowd keep the
        next one waiting for seconds.
        """
        waiting = None
        for _ in range(MOST_AT_A_TURN):
            if len(self.active_channels) >= MOST_CONNECTIONS:
                waiting = waiting or self._by_patience()
                self._make_room(waiting)
            super().handle_accept()
            if not self._knocks.poll(0):
                return

    def _by_patience(self) -> Iterator[Channel]:
        """Yield those who hold a place for nothing: first the idle, who lose nothing."""
        channels = [*self.active_channels.values()]
        waiting = [each for each in channels if each.is_idle or each.is_arriving]
        yield from sorted(waiting, key=lambda each: (not each.is_idle, each.began))

    def _make_room(self, waiting: Iterator[Channel]) -> None:
        for channel in waiting:
            if channel.is_idle or channel.is_arriving:
                channel.make_room()
            if channel.parting_until or not channel.connected:
                break
        parting = [each for each in self.active_channels.values() if each.parting_until]
        if len(parting) > MOST_PARTING:
            min(parting, key=lambda each: each.parting_until).close_now()

    def _turn(self) -> None:
        self.asyncore.loop(timeout=1.0, map=self._map, use_poll=True, count=1)

    def _take_no_more(self) -> None:
        """Close the listener once everybody who has already been let in is taken."""
        self.del_channel()
        let_nobody_in(self.socket)
        while self._knocks.poll(0):
            super().handle_accept()
        self.socket.close()
        self.accepting = False
        LOG.info("server_stopping", process=os.getpid(), clients=len(self.active_channels))


def let_nobody_in(listener: socket.socket) -> None:
    """Let the kernel drop whoever knocks from now on, so that nobody is let in and never taken.

    They knock again within a second, and find the door closed. Where the kernel has no such filter,
    who comes between the last look at the door and its closing is turned away.
    """
    step = ctypes.create_string_buffer(DROP)
    program = struct.pack("HL", 1, ctypes.addressof(step))  # struct sock_fprog: len, filter
    with suppress(OSError):
        listener.setsockopt(socket.SOL_SOCKET, ATTACH_FILTER, program)
