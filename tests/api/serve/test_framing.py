"""Lawful HTTP/1.1 is understood however it is cut; what is unlawful is refused with a reason."""

import pytest

from tests.api.serve.conftest import Place, read_answers
from tests.servers import problem_in

HOST = b"Host: x\r\n"
CHUNKED = b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
CLOSE = b"GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        (CHUNKED + b"3\r\nabc\r\n0\r\n\r\n", b"abc"),
        (CHUNKED + b"3\r\nabc\r\n0\r\nX-Sum: 1\r\nY: 2\r\n\r\n", b"abc"),
        (CHUNKED + b"3;a=b;c=\"d\"\r\nabc\r\n0;last\r\n\r\n", b"abc"),
        # What looks like the last chunk stands inside a chunk.
        (CHUNKED + b"5\r\n0\r\n\r\n\r\n0\r\n\r\n", b"0\r\n\r\n"),
        (b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0000000000000003\r\n\r\nabc", b"abc"),
        (b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked \r\n\r\n3\r\nabc\r\n0\r\n\r\n",
         b"abc"),
        (b"\r\nPOST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", b"abc"),
    ],
    ids=["chunks", "trailers", "extensions", "a chunk like the last", "long length", "blank",
         "empty line before"],
)  # fmt: skip
@pytest.mark.parametrize("step", [0, 1, 7], ids=["at once", "by bytes", "by sevens"])
def test_a_lawful_request_is_understood_however_it_is_cut(
    place: Place, request_: bytes, body: bytes, step: int
) -> None:
    whole = request_ + CLOSE
    with place.dial() as client:
        for start in range(0, len(whole), step or len(whole)):
            client.sendall(whole[start : start + (step or len(whole))])
        answers = read_answers(client, 2)
    assert place.asked == [("/a", body), ("/last", b"")]
    assert b"/a " + body + b" END" in answers


def test_requests_sent_ahead_are_answered_in_turn_on_one_connection(place: Place) -> None:
    many = b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % number for number in range(30))
    with place.dial() as client:
        client.sendall(many)
        answers = read_answers(client, 30)
    assert [path for path, _ in place.asked] == [f"/{number}" for number in range(30)]
    assert answers.index(b"/3 ") < answers.index(b"/12 ") < answers.index(b"/29 ")


def test_a_body_announced_with_expect_is_asked_for(place: Place) -> None:
    with place.dial() as client:
        client.sendall(
            b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        )
        assert client.recv(100).startswith(b"HTTP/1.1 100 ")
        client.sendall(b"abc")
        assert b"/a abc END" in read_answers(client, 1)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
        (b"G\x01T / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: a\nY: b\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
         b"3\r\nabc\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        (CHUNKED + b"zz\r\n", 400),
        (CHUNKED + b"3\r\nabcd\r\n0\r\n\r\n", 400),
        (b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 8000)
         for n in range(9)) + b"\r\n", 431),
        # A head that never ends.
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 6000, 431),
    ],
    ids=["no host", "two hosts", "version", "no version", "method", "header name", "bare line feed",
         "two lengths", "negative length", "two framings", "framing of another version",
         "unknown framing", "chunk size", "chunk end", "long line", "long head", "endless head"],
)  # fmt: skip
def test_what_is_unlawful_is_refused_with_a_reason_and_never_reaches_the_application(
    place: Place, request_: bytes, status: int
) -> None:
    answer = place.say(request_)
    assert problem_in(answer)["status"] == status
    assert b"Connection: close" in answer
    assert place.asked == []


def test_a_header_cannot_name_the_application_s_own_place(place: Place) -> None:
    script = b"GET /x/y HTTP/1.1\r\nHost: x\r\nSCRIPT_NAME: /x\r\nScript-Name: /x\r\n\r\n" + CLOSE
    place.say(script)
    assert [path for path, _ in place.asked] == ["/x/y", "/last"]
