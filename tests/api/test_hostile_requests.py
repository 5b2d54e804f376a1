"""Requests made to do harm, at the real service: each is answered clearly, and the next served."""

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from copy import deepcopy
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree
from PIL import Image

from api.pixels import MOST_PIXELS
from docgen import Engine, InvalidCaseError
from schemas.ground.fields import Text
from schemas.ground.walk import typed_values
from schemas.parts.photos import MOST_PIXELS as MOST_PIXELS_OF_ONE
from tests.api.photos import beside
from tests.api.test_refusals import HOSTILE
from tests.catalogue import EXTREMES, KINDS, REFUSALS, SAMPLES, every_kind
from tests.privacy import personal_words
from tests.processes import wait_until
from tests.servers import Server, free_port, running

pytestmark = pytest.mark.xdist_group("pool")
KIND = KINDS[0]
WITH_PHOTOS = "site_inspection_record"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON = "application/json"
WEB_FORM = "application/x-www-form-urlencoded"
FORM = "multipart/form-data; boundary=seam"
# A template's, an expression language's, XML's and HTML's own marks, and an entity of the outside.
NUMBER = re.compile(r"QZ\d{3}")
INJECTION = "{{7*7}}{%for x in y%}{#z#}${7*7}<w:p/></w:t>]]><script>1</script>&x;<!DOCTYPE a>"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    port = free_port()
    with running(["docgen.cli", "serve", "--port", str(port), "--workers", "1"], port) as server:
        yield server


def assert_refused(answer: tuple[int, bytes, dict[str, str]], *statuses: int) -> str:
    """A problem document of one of these statuses; return its code."""
    status, body, headers = answer
    assert status in statuses, body[:300]
    assert headers["Content-Type"] == "application/problem+json"
    return str(json.loads(body)["code"])


@pytest.mark.parametrize(("body", "media_type", "status"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_body_is_answered_by_the_real_service_too(
    server: Server, body: bytes, media_type: str, status: int
) -> None:
    place = f"/v1/render/{KIND}"
    assert_refused(server.send("POST", place, body, Content_Type=media_type), status)
    assert server.send("GET", "/healthz")[0] == 200


@every_kind
def test_no_text_field_takes_marks_for_anything_but_text(
    server: Server, engine: Engine, kind: str
) -> None:
    """Every text field, of rows the first, holds what a template or HTML would run.

    All that take it hold it at once, each after a number of its own: where the number is printed,
    so is what follows it, as it was sent.
    """
    payloads, refused, numbers = _injected(engine, kind)
    shown: dict[str, set[str]] = {"text/html": set(), WORD: set()}
    for payload, accept in product(payloads, ("text/html", WORD)):
        place, body = f"/v1/render/{kind}?copy=draft", json.dumps(payload).encode()
        answer = server.send("POST", place, body, Content_Type=JSON, Accept=accept)
        assert answer[0] == 200, answer[1][:300]
        words = _words_of(answer[1]) if accept == WORD else answer[1].decode()
        assert accept == WORD or "<script" not in words
        assert accept == WORD or "<w:p/>" not in words
        for number in numbers & {*NUMBER.findall(words)}:
            assert f"{number}{{{{7*7}}}}" in words
            shown[accept].add(number)
    assert shown[WORD] == shown["text/html"]
    assert shown[WORD] or refused
    for payload in refused:
        body = json.dumps(payload).encode()
        assert_refused(server.send("POST", f"/v1/check/{kind}", body, Content_Type=JSON), 422)


def _injected(engine: Engine, kind: str) -> tuple[list[Any], list[Any], set[str]]:
    """Return the example with marks in its text fields: what is taken, what refused, the numbers.

    The first of what is taken has all that go together; a short field shows its number alone.
    """
    example = engine.catalogue[kind].schema.example
    case = engine.check(kind, example)
    together, alone, refused, numbers, tried = example, [], [], set(), set()
    for pointer, field, _ in typed_values(case.kind.reader, case.values):
        place_in_row = re.sub(r"/\d+", "", pointer)
        if not isinstance(field, Text) or place_in_row in tried:
            continue
        tried.add(place_in_row)
        number = f"QZ{len(tried):03}"
        told = f"{number}{INJECTION}"[: field.longest]
        if told.startswith(f"{number}{{{{7*7}}}}"):
            numbers.add(number)
        if _is_taken(engine, kind, more := _with(together, pointer, told)):
            together = more
        else:
            only = _with(example, pointer, told)
            (alone if _is_taken(engine, kind, only) else refused).append(only)
    assert together != example
    return [together, *alone], refused, numbers


def _is_taken(engine: Engine, kind: str, payload: Any) -> bool:
    try:
        engine.check(kind, payload, copy="draft")
    except InvalidCaseError:
        return False
    return True


def test_a_name_cannot_break_out_of_a_header(server: Server) -> None:
    for name in ("%0d%0aSet-Cookie:%20a=b", quote("甲\r\n乙"), "..%2f..%2fetc%2fpasswd", "%00"):
        answer = server.send("POST", f"/v1/render/{name}", b"{}", Content_Type=JSON)
        assert_refused(answer, 404)
        assert "Set-Cookie" not in answer[2]
        answer = server.send("POST", f"/v1/render/{KIND}?copy={name}", b"{}", Content_Type=JSON)
        assert_refused(answer, 400)
        answer = server.send("GET", f"/static/{name}")
        assert answer[0] == 404


@pytest.mark.parametrize(
    "folder", ["/static/", "/static", "/static/vendor/", "/", "/v1/", "/v1/documents/.."]
)
def test_no_folder_is_ever_listed(server: Server, folder: str) -> None:
    status, body, _ = server.send("GET", folder, Accept=JSON)
    assert status in (303, 401, 404)
    assert b".css" not in body


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename="b.jpg', "a\r\nX-Evil: 1\r\n\r\n.jpg", "../a.jpg", "/etc/passwd", ".hidden",
        "a\x00.jpg", "甲" * 200 + ".jpg",
    ],
    ids=["quote", "line break", "parent", "absolute", "hidden", "nought", "long"],
)  # fmt: skip
def test_a_photo_s_name_is_a_name_and_nothing_else(
    server: Server, engine: Engine, name: str
) -> None:
    photos: dict[str, bytes] = {}
    payload = beside(deepcopy(engine.catalogue[WITH_PHOTOS].schema.example), photos)
    body = _form(payload, [(name, next(iter(photos.values())))])
    answer = server.send("POST", f"/v1/check/{WITH_PHOTOS}", body, Content_Type=FORM)
    assert_refused(answer, 400, 422)


def test_a_file_is_what_its_bytes_are_not_what_it_says(server: Server, engine: Engine) -> None:
    gif = io.BytesIO()
    Image.new("RGB", (9, 9)).save(gif, "GIF")
    for content in (gif.getvalue(), b"<svg onload='1'/>", b"MZ" + bytes(99), b"%PDF-1.7", b""):
        answer = _check_with_photo(server, engine, content)
        assert_refused(answer, 422)
        codes = [each["code"] for each in json.loads(answer[1])["errors"]]
        assert codes, "not_a_photo" in codes


def test_a_photo_that_unpacks_without_end_is_refused_unopened(
    server: Server, engine: Engine
) -> None:
    bomb = _png(30_000, 30_000)
    assert len(bomb) < 200_000
    answer = _check_with_photo(server, engine, bomb)
    assert_refused(answer, 422)
    assert "photo_too_large" in answer[1].decode()


def test_many_photos_that_each_may_be_are_refused_together(server: Server, engine: Engine) -> None:
    side = int((MOST_PIXELS_OF_ONE - 1) ** 0.5)
    photo = base64.b64encode(_png(side, side)).decode()
    payload = deepcopy(engine.catalogue[WITH_PHOTOS].schema.example)
    rows = MOST_PIXELS // side**2 + 1
    payload["photos"] = [payload["photos"][0] | {"file": f"data:image/png;base64,{photo}"}] * rows
    body = json.dumps(payload).encode()
    answer = server.send("POST", f"/v1/render/{WITH_PHOTOS}", body, Content_Type=JSON)
    assert_refused(answer, 422)
    assert [each["code"] for each in json.loads(answer[1])["errors"]] == [
        "photos_too_large_together"
    ]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "GZIP"])
def test_a_packed_body_is_not_unpacked(server: Server, coding: str) -> None:
    body = zlib.compress(bytes(10_000_000), 9, wbits=31)
    place = f"/v1/check/{KIND}"
    answer = server.send("POST", place, body, Content_Type=JSON, Content_Encoding=coding)
    assert_refused(answer, 415)


@pytest.mark.parametrize(
    "number",
    ["9" * 39, "-" + "9" * 39, "1e40", "1e-999999", "1E+9999999999", "0." + "1" * 60, "NaN"],
)  # fmt: skip
def test_a_number_of_any_size_costs_nothing(server: Server, engine: Engine, number: str) -> None:
    for name in engine.catalogue[KIND].schema.example:
        body = f'{{"{name}": {number}}}'.encode()
        answer = server.send("POST", f"/v1/check/{KIND}", body, Content_Type=JSON)
        assert_refused(answer, 400, 422)


def test_whatever_is_sent_the_log_holds_nothing_of_a_party(server: Server) -> None:
    """Personal words in every part of a request that a careless log would repeat."""
    before = request_lines(server)
    words = sorted(personal_words())
    words = words[:20] + words[-20:]  # Numbers come first, names last.
    for word in words:
        told = quote(word)
        headers = {"Referer": told, "User_Agent": told, "X_Request_Id": told}
        server.send("GET", f"/v1/{told}?q={told}", **headers)
        server.send("POST", f"/v1/render/{told}", word.encode(), Content_Type=JSON)
        server.send("POST", f"/v1/check/{KIND}?{told}", b"{}", Content_Type=JSON)
        named = json.dumps({word: word}, ensure_ascii=False).encode()
        server.send("POST", f"/v1/check/{KIND}", named, Content_Type=JSON)
        server.send("POST", f"/v1/check/{KIND}", _form({}, [(word, b"x")]), Content_Type=FORM)
        cookie = f"docgen_session={told}"
        server.send("POST", f"/v1/check/{KIND}", Authorization=f"Bearer {told}", Cookie=cookie)
        signing_in = f"name={told}&password={told}".encode()
        server.send("POST", "/sign-in", signing_in, Content_Type=WEB_FORM)
        with server.dial() as client:
            client.sendall(f"{word} /{word} HTTP/1.1\r\n{word}: {word}\r\n\r\n".encode())
            client.recv(65536)
    assert request_lines(server) - before >= 7 * len(words)
    # That none of them stands there is looked for when the server ends.


def test_the_whole_corpus_leaves_nothing_in_the_log(server: Server) -> None:
    before = request_lines(server)
    printed = {each.id for each in EXTREMES}
    asked = 0
    for sample in SAMPLES:
        body = sample.path.read_bytes()
        # Of the PDFs, which are slow, two of each kind.
        for accept in ("text/html", "application/pdf")[: 1 + (sample.id in printed)]:
            place = f"/v1/render/{sample.kind}?copy=redacted"
            answer = server.send("POST", place, body, Content_Type=JSON, Accept=accept)
            assert answer[0] in (200, 422)
            asked += 1
    for sample in REFUSALS:
        body = json.dumps(json.loads(sample.path.read_bytes())["payload"]).encode()
        answer = server.send("POST", f"/v1/check/{sample.kind}", body, Content_Type=JSON)
        assert_refused(answer, 400, 422)
    asked += len(REFUSALS)
    # A line is written once its answer is on its way.
    assert wait_until(lambda: request_lines(server) - before >= asked, 10)
    assert request_lines(server) - before == asked


def request_lines(server: Server) -> int:
    """Count the requests that the log tells of so far."""
    return sum(line["event"] == "request" for line in server.lines)


def _with(example: Any, pointer: str, value: str) -> Any:
    """Return a copy of a payload with another value at a JSON Pointer."""
    payload = deepcopy(json.loads(json.dumps(example)))
    *steps, last = pointer.split("/")[1:]
    place = payload
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[int(last) if isinstance(place, list) else last] = value
    return payload


def _words_of(word_file: bytes) -> str:
    """Return the text of a Word file all of whose XML can be read."""
    with zipfile.ZipFile(io.BytesIO(word_file)) as package:
        parts = {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }
    return "".join(parts["word/document.xml"].itertext())


def _png(width: int, height: int) -> bytes:
    """Return a PNG of one bit a pixel that claims to be this large, and is."""
    buffer = io.BytesIO()
    Image.new("1", (width, height)).save(buffer, "PNG", optimize=False)
    return buffer.getvalue()


def _form(payload: Any, photos: list[tuple[str, bytes]]) -> bytes:
    seam = b"--seam\r\nContent-Disposition: form-data; name="
    parts = [seam + b'"payload"\r\n\r\n' + json.dumps(payload).encode()]
    parts += [
        seam + f'"photo"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'.encode() + content
        for name, content in photos
    ]
    return b"\r\n".join(parts) + b"\r\n--seam--\r\n"


def _check_with_photo(
    server: Server, engine: Engine, content: bytes
) -> tuple[int, bytes, dict[str, str]]:
    """Send a case whose first photo has other bytes than its name promises."""
    photos: dict[str, bytes] = {}
    payload = beside(deepcopy(engine.catalogue[WITH_PHOTOS].schema.example), photos)
    parts = [*photos.items()]
    parts[0] = (parts[0][0], content)
    body = _form(payload, parts)
    return server.send("POST", f"/v1/check/{WITH_PHOTOS}", body, Content_Type=FORM)
