"""A server on loopback in a thread of this process, over an application of a few lines."""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from api.serve.limits import Limits
from api.serve.server import Server
from api.serve.supervisor import listen

# Small, so that a test of patience need not be patient.
HASTY = Limits(patience=1.0, idle=1.5, parting=0.5)
# Where nobody's patience is tried: a busy machine may hold a large body up for a second.
CALM = Limits(patience=30.0, idle=30.0, parting=5.0)
THREADS = 4


@dataclass
class Place:
    """Where the server under test listens, and what its application was asked."""

    port: int
    server: Server
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    dialled: list[socket.socket] = field(default_factory=list)

    def dial(self) -> socket.socket:
        self.dialled.append(socket.create_connection(("127.0.0.1", self.port), timeout=10))
        return self.dialled[-1]

    def say(self, request: bytes) -> bytes:
        """Everything the server answers to these bytes until it hangs up."""
        with self.dial() as client:
            client.sendall(request)
            return all_of(client)


def all_of(client: socket.socket) -> bytes:
    """Everything the server still says before it hangs up."""
    answer = b""
    while piece := client.recv(65536):
        answer += piece
    return answer


def read_answers(client: socket.socket, count: int) -> bytes:
    """What the server says until so many answers have come whole."""
    said = b""
    while said.count(b"END") < count:
        piece = client.recv(65536)
        assert piece, said
        said += piece
    return said


def answering(place: Place) -> Callable[..., Iterable[bytes]]:
    """The application: it tells the path and the body, waits, streams, or reads in pieces."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/refuse":
            start_response("401 Unauthorized", [("Content-Length", "3")])
            return [b"END"]
        if path == "/pieces":
            size = 0
            try:
                while piece := environ["wsgi.input"].read(1 << 16):
                    size += len(piece)
            except OSError as fault:
                size = -1
                place.asked.append((path, type(fault).__name__.encode()))
            answer = b"%d END" % size
            start_response("200 OK", [("Content-Length", str(len(answer)))])
            return [answer]
        body = environ["wsgi.input"].read()
        place.asked.append((path, body))
        if path == "/wait":
            time.sleep(0.6)
        if path == "/stream":
            size = int(environ["QUERY_STRING"])
            start_response("200 OK", [("Content-Length", str(size))])
            return (bytes(1 << 16) for _ in range(size >> 16))
        answer = path.encode() + b" " + body + b" END"
        start_response("200 OK", [("Content-Length", str(len(answer)))])
        return [answer]

    return app


@contextmanager
def opened(limits: Limits) -> Iterator[Place]:
    """Serve until the block ends; whatever was dialled is closed then."""
    listener = listen("127.0.0.1:0")
    place = Place(listener.getsockname()[1], None)  # type: ignore[arg-type]
    place.server = Server(answering(place), listener, threads=THREADS, limits=limits)
    thread = threading.Thread(target=place.server.serve, kwargs={"grace": 5.0})
    thread.start()
    try:
        yield place
    finally:
        for client in place.dialled:
            client.close()
        place.server.stop()
        thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def place() -> Iterator[Place]:
    with opened(HASTY) as place:
        yield place


@pytest.fixture
def calm() -> Iterator[Place]:
    with opened(CALM) as place:
        yield place
