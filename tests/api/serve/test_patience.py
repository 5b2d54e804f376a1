"""Clients that dawdle, fall silent or flood: each has its time, and costs the others nothing."""

import socket
import struct
import time

import pytest

from api.serve import limits, server
from tests.api.serve.conftest import HASTY, THREADS, Place, all_of, read_answers
from tests.processes import wait_until
from tests.servers import problem_in

HEAD = b"POST /a HTTP/1.1\r\nHost: x\r\n"
MANY = 60
LARGE = limits.MOST_BODY_BYTES + (6 << 20)


@pytest.mark.parametrize(
    "beginning",
    [
        b"POST /a", HEAD, HEAD + b"Content-Length: 100\r\n\r\n{",
        HEAD + b"Content-Length: 0000000000000100\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked \r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5;" + b"x" * 3000,
    ],
    ids=["half a line", "half a head", "half a body", "long length", "a blank after the coding",
         "a chunk like the last", "half an extension"],
)  # fmt: skip
def test_silent_clients_keep_nobody_from_being_served_and_hear_why_they_are_not(
    place: Place, beginning: bytes
) -> None:
    silent = [place.dial() for _ in range(MANY)]
    for client in silent:
        client.sendall(beginning)
    began = time.monotonic()
    for _ in range(3):
        assert b"/b" in place.say(b"GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert time.monotonic() - began < HASTY.patience
    for client in silent:
        assert problem_in(all_of(client))["code"] == "request_timeout"
        client.close()


def test_a_byte_now_and_then_is_slow(place: Place) -> None:
    with place.dial() as client:
        client.sendall(HEAD + b"Content-Length: 100\r\n\r\n")
        began = time.monotonic()
        client.settimeout(0.2)
        said = b""
        while not said and time.monotonic() - began < 5 * HASTY.patience:
            client.sendall(b" ")
            try:
                said = client.recv(65536)
            except TimeoutError:
                continue
        assert b"408" in said
        assert time.monotonic() - began < 3 * HASTY.patience


def test_whoever_says_nothing_at_all_is_hung_up_on(place: Place) -> None:
    with place.dial() as client:
        assert all_of(client) == b""


def test_a_kept_connection_lasts_until_it_is_idle_and_is_never_reset(place: Place) -> None:
    with place.dial() as client:
        for _ in range(3):
            client.sendall(b"GET /b HTTP/1.1\r\nHost: x\r\n\r\n")
            read_answers(client, 1)
            time.sleep(0.8 * HASTY.idle)
        assert all_of(client) == b""


def test_a_refused_client_that_still_sends_reads_its_answer(place: Place) -> None:
    """A socket closed with something unread is reset, and the answer with it."""
    for _ in range(10):
        with place.dial() as client:
            client.sendall(
                HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n" + b"x" * 200_000
            )
            assert problem_in(all_of(client))["status"] == 400


def test_a_client_that_does_not_read_is_hung_up_on_and_frees_its_thread(place: Place) -> None:
    deaf = []
    for _ in range(THREADS):
        client = place.dial()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(b"GET /stream?%d HTTP/1.1\r\nHost: x\r\n\r\n" % (64 << 20))
        deaf.append(client)
    assert wait_until(lambda: len(place.asked) == THREADS)
    assert b"/b" in place.say(b"GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    for client in deaf:
        client.close()


def test_a_large_answer_reaches_whoever_reads_it_whole(calm: Place) -> None:
    size = 64 << 20
    request = b"GET /stream?%d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % size
    with calm.dial() as client:
        client.sendall(request)
        received = 0
        while piece := client.recv(1 << 20):
            received += len(piece)
    assert received > size


@pytest.mark.parametrize("pause", [0, 0.3])
def test_a_large_body_is_read_while_it_arrives(calm: Place, pause: float) -> None:
    """Of many a client the head comes alone, and the server has to be ready for what follows."""
    with calm.dial() as client:
        client.sendall(b"POST /pieces HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % LARGE)
        time.sleep(pause)
        for _ in range(LARGE >> 20):
            client.sendall(bytes(1 << 20))
        assert b"%d END" % LARGE in all_of(client)


def test_a_large_body_of_chunks_is_read_while_it_arrives(calm: Place) -> None:
    chunk = b"%x\r\n" % (1 << 20) + bytes(1 << 20) + b"\r\n"
    with calm.dial() as client:
        client.sendall(b"POST /pieces HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(LARGE >> 20):
            client.sendall(chunk)
        client.sendall(b"0\r\n\r\n")
        assert b"%d END" % LARGE in all_of(client)


def test_a_large_body_may_be_refused_before_it_has_arrived(place: Place) -> None:
    with place.dial() as client:
        client.sendall(b"POST /refuse HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % LARGE)
        assert b"401 Unauthorized" in all_of(client)


@pytest.mark.parametrize("how", ["silent", "gone"])
def test_a_large_body_that_breaks_off_is_noticed_by_whoever_reads_it(
    place: Place, how: str
) -> None:
    client = place.dial()
    client.sendall(b"POST /pieces HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\nabc" % LARGE)
    if how == "gone":
        time.sleep(0.2)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
    assert wait_until(lambda: len(place.asked) == 1, 5 * HASTY.patience)
    assert place.asked[0][1] == {"silent": b"TimeoutError", "gone": b"ConnectionError"}[how]
    client.close()


def test_where_there_is_no_place_whoever_waits_longest_makes_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 20)
    first = [place.dial() for _ in range(20)]
    for client in first:
        client.sendall(HEAD)
    channels = place.server.active_channels
    assert wait_until(lambda: sum(each.is_arriving for each in [*channels.values()]) == 20)
    silent = [*first, *(place.dial() for _ in range(20))]
    assert wait_until(lambda: len(channels) <= 21)
    assert b"/b" in place.say(b"GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    told = [all_of(client) for client in silent]
    # Whoever had not begun to ask was hung up on.
    assert {"busy"} <= {problem_in(each)["code"] for each in told if each}
    for client in silent:
        client.close()


def test_the_largest_of_too_much_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_HELD_BYTES", 300_000)
    with place.dial() as small, place.dial() as large:
        small.sendall(HEAD + b"Content-Length: 100003\r\n\r\n" + bytes(100_000))
        large.sendall(HEAD + b"Content-Length: 900003\r\n\r\n" + bytes(900_000))
        assert problem_in(all_of(large))["code"] == "busy"
        small.sendall(b"END")
        assert b"200 OK" in read_answers(small, 1)


def test_stopping_finishes_what_is_running_and_says_that_it_was_the_last(place: Place) -> None:
    with place.dial() as working, place.dial() as idle:
        idle.sendall(b"GET /b HTTP/1.1\r\nHost: x\r\n\r\n")
        read_answers(idle, 1)
        working.sendall(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        assert wait_until(lambda: ("/wait", b"") in place.asked)
        place.server.stop()
        assert all_of(idle) == b""
        assert b"/wait" in all_of(working)
        with pytest.raises(ConnectionRefusedError):
            place.dial()


def test_a_crowd_that_comes_at_once_keeps_the_next_one_waiting_no_second(place: Place) -> None:
    """More than there are places, all in the queue before one of them is looked at."""
    crowd = [place.dial() for _ in range(limits.MOST_CONNECTIONS + 100)]
    began = time.monotonic()
    with place.dial() as client:
        client.sendall(b"GET /next HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"/next" in read_answers(client, 1)
    assert time.monotonic() - began < 1.0
    for client in crowd:
        client.close()
