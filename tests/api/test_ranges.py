"""Files and bags in parts: what was cut off goes on where it ended."""

from typing import Any

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.ranges import give_out
from tests.api.desks import Desk
from tests.api.test_auth import assert_refused

LARGE = 31 * 10**9


@pytest.fixture
def file(desk: Desk, payload: dict[str, Any]) -> str:
    return str(desk.issue(payload)["links"]["file"])


def test_a_file_is_given_whole_in_parts_or_not_again(desk: Desk, file: str) -> None:
    whole = desk.get(file)
    etag, content = whole.headers["ETag"], whole.data
    assert (whole.status_code, whole.headers["Accept-Ranges"]) == (200, "bytes")
    head, rest = desk.get(file, Range="bytes=0-99"), desk.get(file, Range="bytes=100-")
    assert (head.status_code, rest.status_code) == (206, 206)
    assert head.data + rest.data == content
    assert head.headers["Content-Range"] == f"bytes 0-99/{len(content)}"
    assert (head.headers["ETag"], head.content_length) == (etag, 100)
    assert desk.get(file, Range="bytes=-5").data == content[-5:]
    again = desk.get(file, **{"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("{etag}", 206),
        ('"another"', 200),
        ("W/{etag}", 200),
        ("Sat, 11 Jul 2026 00:00:00 GMT", 200),
    ],
)
def test_a_part_is_given_only_of_the_very_same_file(
    desk: Desk, file: str, condition: str, status: int
) -> None:
    etag = desk.get(file).headers["ETag"]
    headers = {"Range": "bytes=10-19", "If-Range": condition.format(etag=etag)}
    assert desk.get(file, **headers).status_code == status


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=", "bytes=x-y", "bytes=9-2"]
)
def test_what_is_no_single_range_gives_the_whole(desk: Desk, file: str, asked: str) -> None:
    answer = desk.get(file, Range=asked)
    assert (answer.status_code, answer.data) == (200, desk.get(file).data)


def test_a_part_that_is_not_there_is_refused_with_the_length(desk: Desk, file: str) -> None:
    answer = desk.get(file, Range="bytes=99999999-")
    assert_refused(answer, 416, "range_not_satisfiable")
    assert answer.headers["Content-Range"] == f"bytes */{len(desk.get(file).data)}"


def test_thirty_one_gigabytes_go_on_where_they_were_cut_off() -> None:
    app = Flask("large")

    @app.get("/bag")
    def bag() -> Any:
        return give_out(Response(), request, piece, LARGE, "tag")

    def piece(start: int, stop: int) -> Any:
        asked.append((start, stop))
        return [b"x" * min(1000, stop - start)]

    asked: list[tuple[int, int]] = []
    client: FlaskClient = app.test_client()
    answer: TestResponse = client.get(
        "/bag", headers={"Range": f"bytes={LARGE - 1000}-", "If-Range": '"tag"'}
    )
    assert (answer.status_code, len(answer.data)) == (206, 1000)
    assert answer.headers["Content-Range"] == f"bytes {LARGE - 1000}-{LARGE - 1}/{LARGE}"
    assert asked == [(LARGE - 1000, LARGE)]
