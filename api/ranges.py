"""Give out a part of something long: `Range` and `If-Range` (RFC 9110 §14), `If-None-Match`."""

from collections.abc import Callable, Iterable, Iterator

from flask import Request, Response
from werkzeug.datastructures import ContentRange
from werkzeug.exceptions import RequestedRangeNotSatisfiable

# Yields the bytes from the first place up to the second.
Reader = Callable[[int, int], Iterable[bytes]]


def give_out(answer: Response, request: Request, read: Reader, length: int, etag: str) -> Response:
    """Let `answer` be the part of `length` bytes that a request asks for, or all of them.

    `etag` names these very bytes: who has them gets 304, who resumes something else gets all.
    Several ranges at once are answered with the whole, as the standard allows.
    Errors: `RequestedRangeNotSatisfiable` (416).
    """
    answer.set_etag(etag)
    answer.headers["Accept-Ranges"] = "bytes"
    if request.if_none_match.contains_weak(etag):
        answer.status_code = 304
        answer.set_data(b"")
        return answer
    start, stop = _part(request, length, etag)
    if stop - start < length:
        answer.status_code = 206
        answer.headers["Content-Range"] = ContentRange("bytes", start, stop, length).to_header()
    answer.response = _begun(read(start, stop))
    answer.content_length = stop - start
    return answer


def _begun(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Read the first piece now: what cannot be read is said in words, not by an answer cut off."""
    coming = iter(pieces)
    first = next(coming, b"")

    def given() -> Iterator[bytes]:
        yield first
        yield from coming

    return given()


def _part(request: Request, length: int, etag: str) -> tuple[int, int]:
    asked = request.range
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return 0, length
    condition = request.headers.get("If-Range")
    # A weak tag or a date says that something alike is there: not enough to put two parts together.
    if condition is not None and condition.strip() != f'"{etag}"':
        return 0, length
    part = asked.range_for_length(length)
    if part is None:
        raise RequestedRangeNotSatisfiable(length)
    return part
