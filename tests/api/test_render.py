"""Rendering over HTTP: the format agreed on, the headers, the photos beside the payload."""

import io
import json
import re
from typing import Any
from urllib.parse import unquote

import pikepdf
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from docgen import Engine
from docgen.document import MEDIA_TYPES
from docgen.engine import COPIES, FORMATS
from docgen.kinds.json_schema import takes_files
from tests.api.photos import beside
from tests.catalogue import KINDS, every_kind

KIND = KINDS[0]
PDF, WORD, PAGE = MEDIA_TYPES["pdf"], MEDIA_TYPES["docx"], MEDIA_TYPES["html"]

AGREED = [
    (None, "pdf"),
    ("", "pdf"),
    ("*/*", "pdf"),
    (PDF, "pdf"),
    (WORD, "docx"),
    (PAGE, "html"),
    ("text/*", "html"),
    ("application/*", "pdf"),
    (f"{PDF};q=0.5, {WORD}", "docx"),
    (f"{PDF};q=0.5, {WORD};q=0.5", "pdf"),
    (f"{PDF};q=0, */*", "docx"),
    (f"{PDF};q=0, {WORD};q=0, */*;q=0.1", "html"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
    (f"image/png, {WORD.upper()};q=0.3", "docx"),
]
NOT_AGREED = ["application/json", "image/*", f"{PDF};q=0", "*/*;q=0", "application/msword", "pdf"]


@pytest.fixture
def example(engine: Engine) -> Any:
    return engine.catalogue[KIND].schema.example


@pytest.mark.parametrize(("accept", "format"), AGREED)
def test_accept_chooses_the_format(
    client: FlaskClient, example: Any, accept: str | None, format: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    answer = client.post(f"/v1/render/{KIND}", json=example, headers=headers)
    assert (answer.status_code, answer.mimetype) == (200, MEDIA_TYPES[format])
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize("accept", NOT_AGREED)
def test_a_format_nobody_makes_is_not_acceptable(
    client: FlaskClient, example: Any, accept: str
) -> None:
    answer = client.post(f"/v1/render/{KIND}", json=example, headers={"Accept": accept})
    assert (answer.status_code, answer.json["code"]) == (406, "not_acceptable")


def test_a_list_is_had_as_a_workbook_and_nothing_else_is(
    client: FlaskClient, engine: Engine, example: Any
) -> None:
    accept = {"Accept": MEDIA_TYPES["xlsx"]}
    ledger = engine.catalogue["work_ledger"].schema.example
    answer = client.post("/v1/render/work_ledger", json=ledger, headers=accept)
    assert answer.data == engine.render("work_ledger", ledger, "xlsx").content
    assert answer.mimetype == MEDIA_TYPES["xlsx"]
    refused = client.post(f"/v1/render/{KIND}", json=example, headers=accept)
    assert (refused.status_code, refused.json["code"]) == (406, "not_acceptable")


@every_kind
@pytest.mark.parametrize("format", FORMATS)
def test_the_answer_is_the_very_document_the_engine_makes(
    client: FlaskClient, engine: Engine, kind: str, format: str
) -> None:
    example = engine.catalogue[kind].schema.example
    document = engine.render(kind, example, format, copy="archive")
    answer = client.post(
        f"/v1/render/{kind}?copy=archive", json=example, headers={"Accept": MEDIA_TYPES[format]}
    )
    assert answer.data == document.content
    assert answer.headers["ETag"] == f'"{document.sha256}"'
    assert answer.headers["Docgen-Notices"] == str(len(document.notices))
    assert file_names(answer) == (f"{kind}.{format}", document.name)
    assert not document.name.isascii()


@pytest.mark.parametrize("copy", COPIES)
def test_the_copy_asked_for_is_the_copy_made(
    client: FlaskClient, engine: Engine, example: Any, copy: str
) -> None:
    answer = client.post(f"/v1/render/{KIND}?copy={copy}", json=example, headers={"Accept": PAGE})
    assert answer.data == engine.render(KIND, example, "html", copy=copy).content


@pytest.mark.parametrize(
    "query",
    ["copy=", "copy=DRAFT", "coppy=draft", "copy=draft&copy=draft", "copy=draft&format=pdf"],
)
def test_a_misspelt_query_never_yields_another_copy(
    client: FlaskClient, example: Any, query: str
) -> None:
    for verb in ("check", "render"):
        answer = client.post(f"/v1/{verb}/{KIND}?{query}", json=example)
        assert answer.status_code == 400


def test_a_document_is_never_stored_sniffed_or_run_by_a_browser(
    client: FlaskClient, example: Any
) -> None:
    answer = client.post(f"/v1/render/{KIND}", json=example, headers={"Accept": PAGE})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["Content-Disposition"].startswith("attachment;")


@every_kind
def test_notices_are_counted_in_the_header_and_told_where_the_link_leads(
    client: FlaskClient, engine: Engine, kind: str
) -> None:
    example = engine.catalogue[kind].schema.example
    answer = client.post(f"/v1/render/{kind}?copy=draft", json=example, headers={"Accept": PAGE})
    told = client.post(f"/v1/check/{kind}?copy=draft", json=example).json["notices"]
    assert int(answer.headers["Docgen-Notices"]) == len(told)
    assert ("Link" in answer.headers) == bool(told)
    if told:
        place = re.fullmatch(r'<(.+)>; rel="related"; title="notices"', answer.headers["Link"])
        assert place
        assert client.post(place[1], json=example).json["notices"] == told


@every_kind
def test_a_multipart_request_without_photos_is_read_like_json(
    client: FlaskClient, engine: Engine, kind: str
) -> None:
    example = engine.catalogue[kind].schema.example
    for payload in (json.dumps(example), (io.BytesIO(json.dumps(example).encode()), "case.json")):
        answer = client.post(f"/v1/check/{kind}", data={"payload": payload}, content_type=FORM)
        assert answer.status_code == 200


FORM = "multipart/form-data"


@pytest.fixture(scope="module")
def with_photos(engine: Engine) -> tuple[str, Any, dict[str, bytes]]:
    """A kind that takes photos, its example naming them, and the photos."""
    for kind in engine.catalogue.values():
        photos: dict[str, bytes] = {}
        payload = beside(kind.schema.example, photos)
        if takes_files(kind.reader) and photos:
            return kind.name, payload, photos
    raise AssertionError("no kind of the catalogue has a photo in its example")


def test_photos_beside_the_payload_reach_the_document_unaltered(
    client: FlaskClient, with_photos: tuple[str, Any, dict[str, bytes]]
) -> None:
    kind, payload, photos = with_photos
    answer = send(client, f"/v1/render/{kind}?copy=archive", payload, photos)
    assert answer.status_code == 200
    with pikepdf.open(io.BytesIO(answer.data)) as document:
        attached = {
            specification.filename: specification.get_file().read_bytes()
            for specification in document.attachments.values()
        }
    assert photos.items() <= attached.items()


def test_a_photo_that_did_not_come_is_an_error_at_its_place(
    client: FlaskClient, with_photos: tuple[str, Any, dict[str, bytes]]
) -> None:
    kind, payload, photos = with_photos
    all_but_one = dict(list(photos.items())[1:])
    answer = send(client, f"/v1/check/{kind}", payload, all_but_one)
    assert answer.status_code == 422
    assert {error["code"] for error in answer.json["errors"]} == {"file_missing"}
    assert all(error["pointer"].endswith("/file") for error in answer.json["errors"])


def test_a_photo_the_payload_does_not_name_is_not_dropped_in_silence(
    client: FlaskClient, with_photos: tuple[str, Any, dict[str, bytes]]
) -> None:
    kind, payload, photos = with_photos
    answer = send(client, f"/v1/check/{kind}", payload, photos | {"多余.jpg": b"x"})
    assert answer.status_code == 422
    assert [error["code"] for error in answer.json["errors"]] == ["photo_not_named"]


def test_photo_named_in_another_case_is_the_one_meant(
    client: FlaskClient, with_photos: tuple[str, Any, dict[str, bytes]]
) -> None:
    kind, payload, photos = with_photos
    shouted = {name.upper(): content for name, content in photos.items()}
    assert send(client, f"/v1/check/{kind}", payload, shouted).status_code == 200
    both = photos | shouted
    answer = send(client, f"/v1/check/{kind}", payload, both)
    assert [error["code"] for error in answer.json["errors"]] == ["photo_not_named"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\photo.jpg", "a/b.jpg", ".htaccess", "..",
             "x" * 151, "a\x07.jpg", ""],
)  # fmt: skip
def test_a_file_name_that_could_be_a_path_is_refused(
    client: FlaskClient, with_photos: tuple[str, Any, dict[str, bytes]], name: str
) -> None:
    kind, payload, _ = with_photos
    body = form_of(
        [
            ('name="payload"', json.dumps(payload).encode()),
            (f'name="photo"; filename="{name}"'.replace("\\", "\\\\"), b"x"),
        ]
    )
    answer = client.post(f"/v1/check/{kind}", data=body, content_type=f"{FORM}; boundary=limit")
    assert (answer.status_code, answer.json["code"]) == (400, "bad_request")


def send(client: FlaskClient, place: str, payload: Any, photos: dict[str, bytes]) -> TestResponse:
    parts = [(io.BytesIO(content), name) for name, content in photos.items()]
    data = {"payload": json.dumps(payload, ensure_ascii=False), "photo": parts}
    return client.post(place, data=data, content_type=FORM)


def form_of(parts: list[tuple[str, bytes]]) -> bytes:
    lines = [
        b"--limit\r\nContent-Disposition: form-data; " + header.encode() + b"\r\n\r\n" + content
        for header, content in parts
    ]
    return b"\r\n".join(lines) + b"\r\n--limit--\r\n"


def file_names(answer: TestResponse) -> tuple[str, str]:
    """The ASCII name and the Chinese name of a Content-Disposition header."""
    found = re.fullmatch(
        r"attachment; filename=\"([\w.-]+)\"; filename\*=UTF-8''([\w%.~-]+)",
        answer.headers["Content-Disposition"],
        re.ASCII,
    )
    assert found
    return found[1], unquote(found[2])
