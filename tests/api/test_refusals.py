"""What the door refuses, with which status, and that it never says more than it should."""

import io
import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.errors import STATUSES, TITLES, status_of
from api.intake import MOST_BODY_BYTES, MOST_PHOTOS
from docgen import DocgenError, Engine, InvalidCaseError
from docgen.errors import RenderError
from docgen.render.fonts import FontsError
from docgen.render.refusals import PageProblemsError, UnprintableCharacterError
from schemas.ground.base import Rule
from tests.catalogue import KINDS, every_kind

KIND = KINDS[0]
JSON, FORM = "application/json", "multipart/form-data"

HOSTILE = {
    "nothing": (b"", JSON, 400),
    "10,000 levels": (b"[" * 10_000, JSON, 400),
    "a name twice": (b'{"a": 1, "a": 2}', JSON, 400),
    "NaN": (b'{"a": NaN}', JSON, 400),
    "400 digits": (b'{"a": ' + b"9" * 400 + b"}", JSON, 400),
    "half a character": (b'{"a": "\\ud800"}', JSON, 400),
    "latin-1": ('{"a": "é"}'.encode("latin-1"), JSON, 400),
    "a list": (b"[]", JSON, 400),
    "a byte order mark, then an empty case": (b"\xef\xbb\xbf{}", JSON, 422),
    "another charset claimed": (b"{}", f"{JSON}; charset=gbk", 422),
    "no content type": (b"{}", "", 415),
    "text/plain": (b"{}", "text/plain", 415),
    "a web form": (b"payload={}", "application/x-www-form-urlencoded", 415),
    "a form without boundary": (b"x", FORM, 400),
    "a form cut short": (b"--b\r\nContent-Disp", f"{FORM}; boundary=b", 400),
    "a form of nothing": (b"--b--\r\n", f"{FORM}; boundary=b", 400),
    "a part without a name": (
        b"--b\r\nContent-Disposition: form-data\r\n\r\n{}\r\n--b--\r\n", f"{FORM}; boundary=b", 400,
    ),
    "a part without a disposition": (
        b"--b\r\nX: y\r\n\r\n{}\r\n--b--\r\n", f"{FORM}; boundary=b", 400,
    ),
    "a latin-1 payload part": (
        b'--b\r\nContent-Disposition: form-data; name="payload"\r\n\r\n{"a": "\xe9"}\r\n--b--\r\n',
        f"{FORM}; boundary=b", 400,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "media_type", "status"), HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("verb", ["check", "render"])
def test_a_hostile_body_is_answered_with_its_status(
    client: FlaskClient, verb: str, body: bytes, media_type: str, status: int
) -> None:
    answer = client.post(f"/v1/{verb}/{KIND}", data=body, headers={"Content-Type": media_type})
    assert answer.status_code == status
    assert_problem(answer)


def test_a_compressed_body_is_not_unpacked(client: FlaskClient) -> None:
    answer = client.post(
        f"/v1/check/{KIND}", data=b"{}", content_type=JSON, headers={"Content-Encoding": "gzip"}
    )
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("media_type", [JSON, f"{FORM}; boundary=b"])
def test_a_body_above_the_limit_is_too_large(client: FlaskClient, media_type: str) -> None:
    body = b" " * (MOST_BODY_BYTES + 1)
    answer = client.post(f"/v1/check/{KIND}", data=body, content_type=media_type)
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


@pytest.mark.parametrize("size", [MOST_BODY_BYTES + 1, 2 * MOST_BODY_BYTES])
def test_a_body_of_untold_length_is_too_large_as_well_and_never_cut(
    client: FlaskClient, engine: Engine, size: int
) -> None:
    case = json.dumps(engine.catalogue[KIND].schema.example).encode()
    for body, status in ((case, 200), (case.ljust(size), 413)):
        answer = client.post(
            f"/v1/check/{KIND}",
            input_stream=io.BytesIO(body),
            content_type=JSON,
            environ_overrides={"wsgi.input_terminated": True},
        )
        assert answer.status_code == status


def test_more_photos_than_the_limit_are_too_many(client: FlaskClient) -> None:
    parts = [(io.BytesIO(b"x"), f"{number}.jpg") for number in range(MOST_PHOTOS + 1)]
    answer = client.post(f"/v1/check/{KIND}", data={"payload": "{}", "photo": parts})
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"photo": (io.BytesIO(b"x"), "1.jpg")}, "payload"),
        ({"payload": ["{}", "{}"]}, "只能有一个"),
        ({"payload": "{}", "note": "x"}, "带文件名"),
    ],
)
def test_a_form_with_doubtful_parts_is_refused(
    client: FlaskClient, parts: dict[str, Any], words: str
) -> None:
    answer = client.post(f"/v1/check/{KIND}", data=parts, content_type=FORM)
    assert answer.status_code == 400
    assert words in answer.json["detail"]


def test_two_photos_of_one_name_are_not_guessed_apart(client: FlaskClient) -> None:
    twins = [(io.BytesIO(content), "1.jpg") for content in (b"x", b"y")]
    answer = client.post(f"/v1/check/{KIND}", data={"payload": "{}", "photo": twins})
    assert answer.status_code == 422
    assert [error["code"] for error in answer.json["errors"]] == ["photo_named_twice"]


@every_kind
def test_an_unlawful_case_is_answered_with_a_pointer_for_every_finding(
    client: FlaskClient, engine: Engine, kind: str
) -> None:
    with pytest.raises(InvalidCaseError) as refusal:
        engine.check(kind, {"no_such_field": 1})
    answer = client.post(f"/v1/render/{kind}", json={"no_such_field": 1})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_case")
    assert [
        (error["pointer"], error["code"], error["detail"], error["source"])
        for error in answer.json["errors"]
    ] == [
        (finding.pointer, finding.code, finding.detail, finding.source)
        for finding in refusal.value.findings
    ]


@every_kind
def test_a_refusal_never_repeats_what_the_caller_sent(
    client: FlaskClient, engine: Engine, kind: str
) -> None:
    sent = "林晓岚13900001234\x07"
    payload = dict.fromkeys(engine.catalogue[kind].schema.example, sent) | {sent: sent}
    answer = client.post(f"/v1/check/{kind}", json=payload)
    assert answer.status_code == 422
    for error in answer.json["errors"]:
        assert "13900001234" not in error["detail"]


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/v1/kinds", "POST", {"GET", "HEAD", "OPTIONS"}),
        (f"/v1/render/{KIND}", "GET", {"POST", "OPTIONS"}),
        (f"/v1/check/{KIND}", "DELETE", {"POST", "OPTIONS"}),
        ("/healthz", "TRACE", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_a_wrong_method_is_told_which_are_right(
    client: FlaskClient, path: str, method: str, allowed: set[str]
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == allowed
    assert_problem(answer)


def test_options_lists_the_methods_without_doing_anything(client: FlaskClient) -> None:
    answer = client.options(f"/v1/render/{KIND}")
    assert (answer.status_code, answer.data) == (200, b"")
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_head_answers_like_get_without_a_body(client: FlaskClient) -> None:
    got, headed = client.get("/v1/kinds"), client.head("/v1/kinds")
    assert (headed.status_code, headed.data) == (200, b"")
    assert headed.headers["Content-Length"] == got.headers["Content-Length"]


def test_an_unknown_address_is_a_problem_too(client: FlaskClient) -> None:
    answer = client.get("/v1/nowhere")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert_problem(answer)


@pytest.fixture
def broken(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> FlaskClient:
    """The service while its engine fails with `fault`."""

    def render(*_args: Any, **_rest: Any) -> None:
        raise fault

    monkeypatch.setitem(vars(engine), "render", render)
    return client


@pytest.mark.parametrize("fault", [UnprintableCharacterError(["𪚥"])])
def test_a_character_no_face_has_is_the_case_s_fault(broken: FlaskClient, fault: Exception) -> None:
    answer = broken.post(f"/v1/render/{KIND}", json={})
    assert (answer.status_code, answer.json["code"]) == (422, "unprintable_character")
    assert "𪚥" in answer.json["detail"]


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (RuntimeError("林晓岚 13900001234"), 500),
        (RenderError("林晓岚 13900001234"), 500),
        (FontsError("林晓岚 13900001234"), 503),
    ],
    ids=["a bug", "a renderer that gave up", "faces that are gone"],
)
def test_the_service_s_own_fault_says_nothing_of_the_case_not_even_in_the_log(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture, fault: Exception, status: int
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = broken.post(f"/v1/render/{KIND}", json={})
    assert answer.status_code == status
    assert_problem(answer)
    assert "Traceback" not in answer.text
    assert "13900001234" not in answer.text + caplog.text
    assert "api/render.py" in caplog.text


def test_every_error_of_docgen_has_a_status_with_a_title() -> None:
    for kind in [DocgenError, PageProblemsError, *STATUSES, *DocgenError.__subclasses__()]:
        assert status_of(kind) in TITLES


def assert_problem(answer: Any) -> None:
    assert answer.content_type == "application/problem+json"
    assert set(answer.json) == {"type", "title", "status", "detail", "code", "errors"}
    assert answer.json["status"] == answer.status_code
    assert answer.json["title"] == TITLES[answer.status_code]
    assert answer.json["detail"].endswith("。")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_rule_that_fails_is_told_by_kind_method_and_field(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = engine.catalogue[KIND]

    def raising(schema: Any, value: Any, facts: Any) -> Any:
        return [value[kind.header.dated_by] + "林晓岚"]

    rules = {**kind.schema.rules(), "raising": Rule(raising, "试验")}
    monkeypatch.setattr(kind.schema, "rules", lambda: rules)
    for verb in ("check", "render"):
        answer = client.post(f"/v1/{verb}/{KIND}", json=kind.schema.example)
        assert answer.status_code == 500
        assert_problem(answer)
        told = answer.get_json()
        assert told["code"] == "kind_at_fault"
        for word in (KIND, "规则 raising", f"/{kind.header.dated_by}", "TypeError"):
            assert word in told["detail"]
        assert "林晓岚" not in told["detail"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("//elsewhere.example/v1/kinds", 404), ("/v1//kinds", 404), ("//v1/kinds", 200), ("//", 404)],
)
def test_a_path_with_empty_parts_leads_nowhere_else(
    client: FlaskClient, path: str, status: int
) -> None:
    """A redirect would be made of the host that the caller names."""
    answer = client.get("/", environ_overrides={"PATH_INFO": path}, headers={"Host": "x.example"})
    assert answer.status_code == status
    assert "Location" not in answer.headers
