"""Files of any sort come through the form, go over into a correction, and over HTTP as they are."""

import hashlib
import io
import json
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from docgen import Engine
from docgen.register.database import Register
from schemas.kinds.report.evidence_extraction_sheet import EvidenceExtractionSheet
from tests.api.pages.conftest import Desk
from tests.api.pages.form.test_routes import begun, changed, fields_on

KIND = "evidence_extraction_sheet"
CONTENT = "日期,品名,数量\n2026-05-18,香油,24\n".encode()
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def attach(browser: Any, place: str, name: str, content: bytes) -> Any:
    """Send a file with the form."""
    return changed(
        browser, place, do="upload", **{"files.files": FileStorage(io.BytesIO(content), name)}
    )


def test_a_file_comes_with_the_form_and_is_issued_and_corrected(
    desk: Desk, register: Register
) -> None:
    officer, place = begun(desk, KIND, "officer")
    assert attach(officer, place, "销售记录.csv", CONTENT).status_code == 303
    shown = officer.get(place).text
    assert fields_on(shown)["files.0.file"] == ["销售记录.csv"]
    assert "销售记录.csv?longest" not in shown
    changed(officer, place, **{"files.0.shows": "销售记录导出表"})
    assert DIGEST in officer.get(f"{place}/text").text
    version = re.findall(r'name="version" value="(\d+)"', officer.get(f"{place}/issue").text)[0]
    assert officer.send(f"{place}/issue", version=version).status_code == 303
    old = place.rpartition("/")[2]
    answer = officer.send(f"/documents/{old}/correct", f"/documents/{old}")
    corrected = fields_on(officer.get(answer.headers["Location"]).text)
    assert corrected["files.0.file"] == ["销售记录.csv"]


def test_what_can_be_no_evidence_is_refused_by_name(desk: Desk) -> None:
    browser, place = begun(desk, KIND)
    for name, content in (("木马.exe", b"MZ"), ("空.pdf", b"")):
        answer = attach(browser, place, name, content)
        assert answer.status_code == 422


def test_a_file_comes_beside_the_payload(client: FlaskClient, engine: Engine) -> None:
    row = {"file": "销售记录.csv", "shows": "销售记录导出表"}
    payload = dict(EvidenceExtractionSheet.example) | {"files": [row]}
    data = {
        "payload": json.dumps(payload, ensure_ascii=False),
        "file": (io.BytesIO(CONTENT), "销售记录.csv"),
    }
    answer = client.post(
        f"/v1/render/{KIND}",
        data=data,
        content_type="multipart/form-data",
        headers={"Accept": "text/html"},
    )
    assert answer.status_code == 200
    assert DIGEST in answer.text
