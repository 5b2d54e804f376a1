"""Clients that dawdle, break off, or come all at once: the others are served meanwhile."""

import json
import os
import socket
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from docgen import Engine, Settings
from tests.doubles.unwell_engine import KIND
from tests.processes import wait_until
from tests.servers import Server, problem_in, unwell_server

pytestmark = pytest.mark.xdist_group("pool")
LONG = bool(os.environ.get("DOCGEN_SOAK"))
# More than the service has threads (42 with two workers).
MANY = 400 if LONG else 60
FLOODS = 10 if LONG else 1
PLACE = f"/v1/render/{KIND}"
HASTY = ("--patience", "1")
HEAD = f"POST {PLACE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n".encode()


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[Server]:
    with unwell_server(settings, extra=HASTY) as server:
        yield server


@pytest.fixture(scope="module")
def healthy(engine: Engine) -> dict[str, Any]:
    return dict(engine.catalogue[KIND].schema.example)


def all_of(client: socket.socket) -> bytes:
    """Everything the server still says before it hangs up."""
    answer = b""
    while piece := client.recv(65536):
        answer += piece
    return answer


@pytest.mark.parametrize(
    "beginning",
    [
        b"POST /v1/re", HEAD, HEAD + b"Content-Length: 100000\r\n\r\n{",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
    ],
    ids=["half a line", "half a head", "half a body", "half a chunk"],
)  # fmt: skip
def test_any_number_of_slow_clients_keep_nobody_from_being_served(
    server: Server, healthy: dict[str, Any], beginning: bytes
) -> None:
    slow = [server.dial() for _ in range(MANY)]
    for client in slow:
        client.sendall(beginning)
    # Every one of them would hold a thread; the threads are free.
    for _ in range(3):
        assert server.render(healthy, "text/html")[0] == 200
    time.sleep(0.4)
    for client in slow:
        client.sendall(b" ")  # They go on, a byte at a time.
    for client in slow:
        assert problem_in(all_of(client))["code"] == "request_timeout"
        client.close()
    assert server.render(healthy, "text/html")[0] == 200


@pytest.mark.parametrize("how", ["closed", "reset"])
def test_a_body_that_breaks_off_costs_nothing(
    server: Server, healthy: dict[str, Any], how: str
) -> None:
    for _ in range(MANY):
        client = server.dial()
        client.sendall(HEAD + b"Content-Length: 1000\r\n\r\n" + b"{" * 500)
        if how == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
    assert server.render(healthy)[0] == 200


def test_clients_that_do_not_read_their_answers_are_hung_up_on(
    server: Server, healthy: dict[str, Any]
) -> None:
    body = json.dumps(healthy).encode()
    request = HEAD + f"Accept: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    deaf = [server.dial() for _ in range(4)]
    for client in deaf:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.setblocking(False)
    for client in deaf * 60:
        try:
            client.send(request)
        except BlockingIOError:
            continue
    assert server.render(healthy, "text/html")[0] == 200
    for client in deaf:
        client.close()


def test_requests_sent_ahead_are_answered_in_turn(server: Server) -> None:
    with server.dial() as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 3)
        answer = b""
        while answer.count(b'{"alive":true}') < 3:
            answer += client.recv(65536)


def test_a_body_announced_with_expect_is_asked_for(server: Server, healthy: dict[str, Any]) -> None:
    body = json.dumps(healthy).encode()
    expect = f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with server.dial() as client:
        client.sendall(HEAD + expect)
        assert client.recv(1000).startswith(b"HTTP/1.1 100 ")
        client.sendall(body)
        assert wait_until(lambda: b"HTTP/1.1 200 OK" in client.recv(65536))


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"G\x01T / HTTP/1.1", 400),
        (b"GET / HTTP/9.9", 400),
        (b"GET /" + b"x" * 40_000 + b" HTTP/1.1", 431),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 40_000, 431),
        (b"GET / HTTP/1.1\r\nA B: c", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: -5", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n0", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n0", 400),
    ],
    ids=["method", "version", "long line", "long header", "header name", "two lengths",
         "negative length", "two framings", "unknown framing"],
)  # fmt: skip
def test_what_is_no_http_is_refused_like_everything_else(
    server: Server, request_line: bytes, status: int
) -> None:
    with server.dial() as client:
        client.sendall(request_line + b"\r\nHost: x\r\n\r\n")
        assert problem_in(all_of(client))["status"] == status
    assert server.ask("/healthz")[0] == 200


def test_two_hundred_clients_at_once_are_served_or_told_to_come_back(
    server: Server, healthy: dict[str, Any]
) -> None:
    for _ in range(FLOODS):
        with ThreadPoolExecutor(200) as clients:
            answers = [
                each.result()
                for each in [clients.submit(server.ask, PLACE, healthy) for _ in range(200)]
            ]
        statuses = [status for status, _, _ in answers]
        assert set(statuses) <= {200, 503}
        assert statuses.count(200) >= 34  # Two at work and thirty-two in line.
        assert all("Retry-After" in headers for status, _, headers in answers if status == 503)
        assert len({body for status, body, _ in answers if status == 200}) == 1
    assert server.render(healthy)[0] == 200
