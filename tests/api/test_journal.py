"""One line a request, an id on every answer, and nothing of a party in either."""

import json
import logging
import uuid
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.journal import REQUEST_ID
from docgen import Engine
from docgen.errors import RenderError
from docgen.log import line_format, open_log
from tests.catalogue import KINDS

KIND = KINDS[0]
GIVEN = "0198f3b2-6f1e-7c3a-9d55-2f60a1b4c7e8"


class Journal:
    """The lines a process would write to its stderr."""

    def __init__(self) -> None:
        self._stream = StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(line_format())

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == "request"]


@pytest.fixture
def journal() -> Iterator[Journal]:
    journal, root = Journal(), logging.getLogger()
    root.addHandler(journal.handler)
    ours = logging.getLogger("docgen")
    levels = root.level, ours.level
    ours.setLevel(logging.INFO)
    yield journal
    root.removeHandler(journal.handler)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def test_a_render_is_one_line_with_what_an_administrator_asks_for(
    client: FlaskClient, engine: Engine, journal: Journal
) -> None:
    example = engine.catalogue[KIND].schema.example
    place = f"/v1/render/{KIND}?copy=draft"
    answer = client.post(place, json=example, headers={"Accept": "text/html", REQUEST_ID: GIVEN})
    (line,) = journal.requests
    assert line.pop("ms") > 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request", "level": "info", "logger": "docgen.request", "request_id": GIVEN,
        "method": "POST", "route": "/v1/render/<kind>", "status": 200, "kind": KIND,
        "format": "html", "copy": "draft", "sha256": answer.headers["ETag"].strip('"'),
    }  # fmt: skip


def test_a_refusal_s_line_bears_its_code(client: FlaskClient, journal: Journal) -> None:
    client.post(f"/v1/check/{KIND}", json={})
    client.get("/v1/nowhere/张三")
    assert [(line["status"], line["code"]) for line in journal.requests] == [
        (422, "invalid_case"),
        (404, "not_found"),
    ]
    assert journal.requests[1]["route"] == "-"


@pytest.mark.parametrize("given", [GIVEN, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "a" * 64, "trace_0-" * 4])
def test_a_well_formed_request_id_is_kept(client: FlaskClient, given: str) -> None:
    assert client.get("/healthz", headers={REQUEST_ID: given}).headers[REQUEST_ID] == given


@pytest.mark.parametrize(
    "given",
    ["", "13900002061", "11010519491231002X", "91110400MAE15Y5EXK", "9" * 22, "a" * 65, "短" * 24,
     "x" * 20 + "\n" + "y" * 9],
)  # fmt: skip
def test_any_other_is_replaced(app: Flask, given: str) -> None:
    environ = {"HTTP_X_REQUEST_ID": given.encode().decode("latin-1")}
    answer = app.test_client().get("/healthz", environ_base=environ)
    assert uuid.UUID(answer.headers[REQUEST_ID]).version == 4


def test_refusals_and_faults_bear_an_id_too(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch, journal: Journal
) -> None:
    def give_up(*_args: Any, **_rest: Any) -> None:
        raise RenderError("林晓岚 13900001234") from OSError(28, "林晓岚")

    monkeypatch.setitem(vars(engine), "render", give_up)
    answer = client.post(f"/v1/render/{KIND}", json={})
    fault, line = journal.lines
    assert fault["event"] == "fault"
    assert fault["request_id"] == line["request_id"] == answer.headers[REQUEST_ID]
    assert (fault["code"], fault["fault"], fault["cause"]) == (
        "render_failed", "RenderError", "OSError 28",
    )  # fmt: skip
    assert any("api/render.py" in frame for frame in fault["frames"])
    assert "林晓岚" not in journal.text


def test_probes_are_silent_until_something_is_wrong(client: FlaskClient, journal: Journal) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        client.get(path)
    assert journal.lines == []
    client.post("/healthz")
    assert [line["status"] for line in journal.requests] == [405]


def test_a_library_s_words_are_left_out_and_its_place_is_told(journal: Journal) -> None:
    library = logging.getLogger("some.library")
    try:
        raise ValueError("林晓岚")
    except ValueError:
        library.exception("cannot set %s", "林晓岚")
    library.warning("林晓岚 13900001234")
    fault, warning = journal.lines
    assert (fault["event"], fault["fault"], fault["level"]) == (
        "library_message", "ValueError", "error",
    )  # fmt: skip
    assert __file__ in fault["frames"][0]
    assert __file__ in warning["place"]
    assert "林晓岚" not in journal.text


def test_our_own_words_come_out_as_they_are(journal: Journal) -> None:
    open_log("pool").warning("worker_replaced", reason="lost", pid=3)
    logging.getLogger("docgen.fonts").warning("字体 %s 已跳过。", "a.ttf")
    assert [(line["event"], line.get("pid")) for line in journal.lines] == [
        ("worker_replaced", 3),
        ("字体 a.ttf 已跳过。", None),
    ]
