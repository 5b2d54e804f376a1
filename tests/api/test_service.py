"""Alive, ready, and a page that a person can read without the internet."""

import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from api.checkup import Checkup
from docgen import Engine, Settings
from docgen.engine import assemble
from docgen.errors import SettingsError
from docgen.render.fonts import FontsError
from docgen.template.frozen import freeze
from tests.catalogue import KINDS


def test_a_live_service_says_so(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"alive": True}


def test_a_ready_service_names_its_kinds_faces_and_calendar(
    client: FlaskClient, engine: Engine
) -> None:
    assert client.get("/readyz").json == {
        "ready": True,
        "kinds": list(KINDS),
        "templates": "",
        "templates_edited_since": [],
        "faces": engine.faces.digest,
        "calendar": engine.law.calendar.version,
    }


def test_a_service_names_the_templates_that_were_edited_since_its_start(
    settings: Settings, tmp_path: Path
) -> None:
    shutil.copytree(settings.templates, tmp_path / "ours")
    frozen = freeze(replace(settings, templates=tmp_path / "ours", cache=tmp_path))
    client = create_app(frozen, assemble(replace(frozen, cache=settings.cache))).test_client()
    answer = client.get("/readyz").json
    assert (answer["templates"], answer["templates_edited_since"]) == (frozen.templates.name, [])
    (tmp_path / "ours" / "docx" / "_master.toml").write_bytes(b"half saved")
    assert client.get("/readyz").json["templates_edited_since"] == ["docx/_master.toml"]


def test_a_service_without_faces_lives_but_is_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_faces(_engine: Engine) -> None:
        raise FontsError("/srv/fonts")

    monkeypatch.setattr(Engine, "faces", property(no_faces))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["code"]) == (503, "fonts_unavailable")
    assert "/srv/fonts" not in answer.text
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("fault", "cause", "detail"),
    [
        (None, "starting", ""),
        (OSError(30, "林晓岚"), "OSError", "Read-only file system"),
        (FontsError("缺少仿宋。"), "FontsError", "缺少仿宋。"),
        (ValueError("林晓岚"), "ValueError", ""),
    ],
)
def test_the_log_says_why_no_worker_starts_and_never_in_a_library_s_words(
    engine: Engine, caplog: pytest.LogCaptureFixture, fault: Exception | None, cause: str,
    detail: str,
) -> None:  # fmt: skip
    pool = SimpleNamespace(ready=False, fault=fault)
    with caplog.at_level("WARNING", "docgen.health"):
        assert Checkup(engine, pool, None).ails() == "workers_not_ready"  # type: ignore[arg-type]
    (line,) = [record.msg for record in caplog.records if record.name == "docgen.health"]
    assert isinstance(line, dict)
    assert (line["event"], line["cause"], line["detail"]) == ("not_ready", cause, detail)


def test_a_service_that_has_lost_a_template_is_not_ready(
    client: FlaskClient, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = engine.catalogue[KINDS[0]]
    kinds = {**engine.catalogue, kind.name: replace(kind, templates=tmp_path)}
    monkeypatch.setattr(engine, "catalogue", kinds)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["code"]) == (503, "templates_not_ready")


def test_the_page_names_every_kind_and_warns_that_nobody_is_asked_who_they_are(
    client: FlaskClient, engine: Engine
) -> None:
    page = client.get("/v1/docs").text
    assert "127.0.0.1" in page
    assert "不核验身份" in page
    for kind in engine.catalogue.values():
        assert kind.header.title in page


def test_the_page_takes_everything_from_this_service(client: FlaskClient) -> None:
    page = client.get("/v1/docs").text
    parts = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(parts) > 4
    for part in parts:
        assert part.startswith("/")
        with client.get(part) as answer:
            assert answer.status_code == 200


def test_the_page_s_policy_has_no_exception_and_the_page_needs_none(client: FlaskClient) -> None:
    answer = client.get("/v1/docs")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", answer.text)


def test_the_page_asks_no_validator_on_the_internet(client: FlaskClient) -> None:
    with client.get("/static/docs.js") as answer:
        assert "validatorUrl: null" in answer.text


@pytest.mark.parametrize(
    ("name", "count", "licence"),
    [("swagger-ui", 2, "Apache License"), ("htmx", 1, "Zero-Clause BSD")],
)
def test_the_vendored_files_are_the_ones_noted(
    app: Flask, name: str, count: int, licence: str
) -> None:
    folder = Path(str(app.static_folder)) / "vendor" / name
    noted = re.findall(r"^([0-9a-f]{64})  (\S+)$", (folder / "VERSION").read_text("utf-8"), re.M)
    assert len(noted) == count
    for digest, file in noted:
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest
    assert licence in (folder / "LICENSE").read_text("utf-8")


def test_every_answer_bears_the_same_protective_headers(client: FlaskClient) -> None:
    for path in ("/v1/kinds", "/healthz", "/v1/openapi.json", "/v1/docs", "/nowhere"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        steady = path in ("/v1/kinds", "/v1/openapi.json")
        assert headers["Cache-Control"] == ("no-cache" if steady else "no-store")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_proxy_that_serves_us_below_a_path_is_told_that_this_does_not_work(
    client: FlaskClient,
) -> None:
    answer = client.get("/v1/kinds", headers={"X-Forwarded-Prefix": "/docgen"})
    assert (answer.status_code, answer.json["code"]) == (400, "sub_path")
    assert client.get("/v1/kinds", headers={"X-Forwarded-Prefix": "/"}).status_code == 200
    with pytest.raises(SettingsError, match="子路径"):
        Settings.from_env({"DOCGEN_PREFIX": "/docgen"})
