"""The register over HTTP: issue, find, take the file, supersede, void, deliver."""

import hashlib
import io
import json
from typing import Any
from urllib.parse import unquote

import pikepdf
import pytest
from sqlalchemy import select

from api.app import create_app
from docgen import Engine, Settings
from docgen.errors import BusyError, DeadlineError
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.register.tables import audit, documents, numbers
from tests.api.desks import ISSUE, KIND, Desk, open_desk
from tests.api.photos import beside
from tests.api.test_auth import assert_refused
from tests.docgen.register.wholeness import assert_whole
from tests.doubles.quick_pool import QuickPool
from tests.doubles.quick_render import QuickRender

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NUMBER = "示市监﹝2026﹞第{}号"
NOBODY = "01" + "0" * 30


def acts(office: Register, document_id: str) -> list[tuple[str, str]]:
    """Who did what to a document, as the trail has it."""
    wanted = select(audit.c.actor, audit.c.act).where(audit.c.document_id == document_id)
    with office.reading() as connection:
        return [tuple(row) for row in connection.execute(wanted.order_by(audit.c.sequence))]


# Issuing


def test_issuing_numbers_stores_and_registers(
    desk: Desk, office: Register, payload: dict[str, Any]
) -> None:
    answer = desk.post(f"{ISSUE}?case_ref=2026-0118&drafted_by=苗雨", payload)
    issued = answer.json
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/documents/{issued['id']}" == issued["links"]["self"]
    assert (issued["kind"], issued["state"], issued["version"]) == (KIND, "issued", 1)
    assert issued["document_number"] == NUMBER.format(1)
    assert (issued["case_ref"], issued["dated_on"]) == ("2026-0118", "2026-06-17")
    assert (issued["drafted_by"], issued["issued_by"]) == ("苗雨", "何静远/desk-0")
    assert issued["notices"] == []
    content = desk.get(f"{answer.headers['Location']}/file").data
    assert hashlib.sha256(content).hexdigest() == issued["sha256"]
    assert_whole(office)


def test_a_number_of_the_caller_s_own_is_replaced_and_said_so(
    desk: Desk, payload: dict[str, Any]
) -> None:
    issued = desk.issue(payload | {"document_number": NUMBER.format(77)})
    assert issued["document_number"] == NUMBER.format(1)
    assert [notice["code"] for notice in issued["notices"]] == ["number_replaced"]


def test_every_kind_is_issued_as_its_example_stands(desk: Desk, engine: Engine) -> None:
    for name, kind in engine.catalogue.items():
        answer = desk.post(f"/v1/documents/{name}", kind.schema.example)
        assert answer.status_code == 201, (name, answer.text)
        assert bool(answer.json["document_number"]) == (kind.header.numbering is not None)


def test_photos_come_beside_the_payload_as_they_do_for_rendering(
    desk: Desk, engine: Engine
) -> None:
    photos: dict[str, bytes] = {}
    kind = "site_inspection_record"
    record = beside(engine.catalogue[kind].schema.example, photos)
    assert photos
    parts: dict[str, Any] = {"payload": json.dumps(record)}
    for number, (name, content) in enumerate(photos.items()):
        parts[f"photo-{number}"] = (io.BytesIO(content), name)
    assert desk.post(f"/v1/documents/{kind}", data=parts).status_code == 201
    alone = {"data": {"payload": json.dumps(record)}, "content_type": "multipart/form-data"}
    assert desk.post(f"/v1/documents/{kind}", **alone).status_code == 422


@pytest.mark.parametrize(
    ("query", "body", "status", "code"),
    [
        ("", {}, 422, "invalid_case"),
        ("?case_ref=a%20b", None, 422, "bad_case_reference"),
        ("?case_ref=", None, 400, "bad_request"),
        ("?case_ref=a%00b", None, 400, "bad_request"),
        ("?case_ref=" + "a" * 61, None, 400, "bad_request"),
        ("?case_ref=a&case_ref=b", None, 400, "bad_request"),
        ("?case-ref=a", None, 400, "bad_request"),
        ("?copy=draft", None, 400, "bad_request"),
        ("?drafted_by=docgen", None, 422, "bad_name"),
        ("?drafted_by=%3Cscript%3E", None, 422, "bad_name"),
    ],
)
def test_what_cannot_be_issued_is_refused_and_leaves_nothing(
    desk: Desk, office: Register, payload: dict[str, Any], query: str, body: Any, status: int,
    code: str,
) -> None:  # fmt: skip
    answer = desk.post(ISSUE + query, payload if body is None else body)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    with office.reading() as connection:
        assert connection.execute(select(documents)).all() == []
    assert_whole(office)


def test_an_unknown_kind_is_said_before_anything_else(desk: Desk) -> None:
    assert_refused(desk.post("/v1/documents/no_such_kind", data=b"{"), 404, "unknown_kind")


def test_a_second_decision_in_one_case_is_refused_with_its_reason(
    desk: Desk, payload: dict[str, Any]
) -> None:
    desk.issue(payload, "?case_ref=A-1")
    answer = desk.post(f"{ISSUE}?case_ref=A-1", payload)
    assert answer.status_code == 422
    assert [each["code"] for each in answer.json["errors"]] == ["case_excludes"]


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [(BusyError(), 503, "busy"), (DeadlineError(1), 504, "deadline")],
)
def test_a_render_that_fails_gives_its_number_back(
    desk: Desk, office: Register, pool: QuickPool, payload: dict[str, Any], fault: Exception,
    status: int, code: str,
) -> None:  # fmt: skip
    def fails(*_: Any, **__: Any) -> None:
        raise fault

    pool.how = fails
    assert_refused(desk.post(ISSUE, payload), status, code)
    pool.how = QuickRender()
    assert desk.issue(payload)["document_number"] == NUMBER.format(1)
    assert_whole(office)


def test_a_full_house_refuses_before_a_number_is_reserved(
    desk: Desk, office: Register, pool: QuickPool, payload: dict[str, Any]
) -> None:
    pool.full = True
    assert_refused(desk.post(ISSUE, payload, key="A"), 503, "busy")
    with office.reading() as connection:
        assert connection.scalars(select(numbers.c.id)).all() == []
        assert "begin" not in connection.scalars(select(audit.c.act)).all()
    pool.full = False
    assert desk.issue(payload, key="A")["document_number"] == NUMBER.format(1)


# Looking


def test_the_ledger_pages_by_the_id_of_the_last_line(desk: Desk, payload: dict[str, Any]) -> None:
    made = [desk.issue(payload)["id"] for _ in range(5)]
    seen, place, pages = [], "/v1/documents?most=2&kind=" + KIND, 0
    while place:
        answer = desk.get(place)
        seen += [line["id"] for line in answer.json["documents"]]
        place, pages = answer.json["next"], pages + 1
        assert ("next" in answer.headers.get("Link", "")) == bool(place)
    assert (seen, pages) == (made, 3)


def test_the_ledger_is_filtered_by_everything_it_says(desk: Desk, payload: dict[str, Any]) -> None:
    one = desk.issue(payload, "?case_ref=甲/1&drafted_by=苗雨")["id"]
    other = desk.issue(payload, "?case_ref=%25")["id"]
    desk.post(f"/v1/documents/{other}/void", {"reason": "重复出具"})
    form = {"method": "post", "recipient": "温若岚", "delivered_on": "2026-07-01"}
    assert desk.post(f"/v1/documents/{one}/deliveries", form).status_code == 201

    def found(query: str) -> list[str]:
        answer = desk.get(f"/v1/documents?{query}")
        assert answer.status_code == 200, answer.text
        return [line["id"] for line in answer.json["documents"]]

    assert found("") == [one, other]
    assert found("state=void") == [other] == found("delivered=false") == found("case_ref=%25")
    assert found("case_ref=甲/1") == [one] == found("delivered=true") == found("person=苗雨")
    assert found("number=第1号") == [one]
    assert found("number=%25") == []
    assert found("dated_from=2026-06-17&dated_to=2026-06-17") == [one, other]
    assert found("dated_from=2026-06-18") == [] == found("kind=referral_letter")


@pytest.mark.parametrize(
    "query",
    ["most=0", "most=501", "most=1.5", "most=１", "state=pending", "state=ISSUED", "delivered=yes",
     "dated_from=2026-7-1", "dated_from=2026-02-30", "dated_from=20260701", "number=a%00b",
     "kind=a%0Ab", "nothing=1", "most=1&most=2", "after="],
)  # fmt: skip
def test_a_query_that_is_not_understood_is_refused(desk: Desk, query: str) -> None:
    assert_refused(desk.get(f"/v1/documents?{query}"), 400, "bad_request")


def test_a_document_tells_its_versions_deliveries_and_life(
    desk: Desk, payload: dict[str, Any]
) -> None:
    first = desk.issue(payload)["id"]
    answer = desk.post(f"/v1/documents/{first}/supersede?drafted_by=苗雨", payload)
    assert answer.status_code == 201
    second = answer.json["id"]
    assert answer.headers["Location"].endswith(second)
    assert (answer.json["version"], answer.json["supersedes"]) == (2, first)
    assert answer.json["document_number"] == NUMBER.format(2)
    form = {"method": "直接送达", "recipient": "温若岚", "delivered_on": "2026-07-01"}
    desk.post(f"/v1/documents/{second}/deliveries", form | {"proof": "EMS 1"})
    desk.get(f"/v1/documents/{second}/file")
    for asked in (first, second):
        told = desk.get(f"/v1/documents/{asked}").json
        assert [each["id"] for each in told["versions"]] == [first, second]
        assert [each["state"] for each in told["versions"]] == ["superseded", "issued"]
    assert [(each["method"], each["proof"]) for each in told["deliveries"]] == [("direct", "EMS 1")]
    life = [entry["act"] for entry in told["life"]]
    assert life == ["supersede", "deliver", "read_file", "read_deliveries"]
    assert "温若岚" not in json.dumps(told["life"], ensure_ascii=False)


def test_each_copy_is_given_in_its_formats_and_every_taking_recorded(
    office_settings: Settings, engine: Engine, office: Register, payload: dict[str, Any]
) -> None:
    app = create_app(office_settings, engine, register=office)  # Real pages, not blank ones.
    desk = open_desk(app, office, Role.officer)
    place = desk.issue(payload)["links"]["file"]
    name = payload["complainant_name"]

    def take(query: str, accept: str) -> Any:
        answer = desk.get(place + query, Accept=accept)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Docgen-State"] == "issued"
        assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
        return answer

    assert take("", "*/*").data == take("?copy=delivery", "application/pdf").data
    assert take("", WORD).data.startswith(b"PK")
    archived = take("?copy=archive", "*/*")
    assert name.encode() in attached(archived.data)["payload.json"]
    for accept in ("*/*", WORD):
        redacted = take("?copy=redacted", accept)
        assert "脱敏件" in unquote(redacted.headers["Content-Disposition"])
    assert set(attached(take("?copy=redacted", "application/pdf").data)) == {"manifest.json"}
    to_read = desk.get(place.removeprefix("/v1").removesuffix("/file") + "/redacted")
    assert "<mark" in to_read.text
    assert name not in to_read.text
    assert "sandbox" in to_read.headers["Content-Security-Policy"]
    with office.reading() as connection:
        told = connection.scalars(
            select(audit.c.detail).where(audit.c.act == "read_file").order_by(audit.c.sequence)
        ).all()
    assert [each["role"] for each in told] == [
        "delivery_pdf", "delivery_pdf", "docx", "archive_pdf", "redacted_pdf", "redacted_docx",
        "redacted_pdf", "redacted_to_read",
    ]  # fmt: skip
    for query, accept, status in (
        ("?copy=archive", WORD, 406), ("", "text/html", 406), ("?copy=draft", "*/*", 400),
        ("?role=docx", "*/*", 400),
    ):  # fmt: skip
        assert desk.get(place + query, Accept=accept).status_code == status


def test_a_document_of_other_rules_is_not_redacted_by_those_of_today(
    office_settings: Settings, engine: Engine, office: Register, payload: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    app = create_app(office_settings, engine, register=office)
    place = (desk := open_desk(app, office, Role.officer)).issue(payload)["links"]["file"]
    field = engine.catalogue[KIND].reader.fields["complaint_subject"]
    monkeypatch.setattr(field, "longest", 3)
    assert_refused(desk.get(f"{place}?copy=redacted"), 409, "not_redactable")
    assert desk.get(place).status_code == 200


HOSTILE = [
    "<script>alert(1)</script>", "{{ 7*7 }}{% raw %}", "${jndi:x}", "';DROP TABLE documents;--",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>", "=HYPERLINK(1)", "../../etc/passwd", "🦉" * 40,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_it_went_in(
    desk: Desk, office: Register, payload: dict[str, Any], text: str
) -> None:
    place = desk.issue(payload)["links"]["self"]
    form = {"method": "post", "recipient": text, "delivered_on": "2026-07-01", "proof": text}
    assert desk.post(f"{place}/deliveries", form).status_code == 201
    assert desk.post(f"{place}/void", {"reason": text}).status_code == 200
    answer = desk.get(place)
    assert answer.content_type == "application/json"
    (delivery,) = answer.json["deliveries"]
    assert (delivery["recipient"], delivery["proof"]) == (text, text)
    assert answer.json["void_reason"] == text
    assert text not in json.dumps(answer.json["life"], ensure_ascii=False)
    assert_whole(office)


def attached(content: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def test_a_stored_file_that_was_altered_is_not_handed_out(
    desk: Desk, office: Register, payload: dict[str, Any]
) -> None:
    place = desk.issue(payload)["links"]["file"]
    (path,) = office.store.glob("*/*/*/delivery.pdf")
    path.write_bytes(b"%PDF-forged")
    answer = desk.get(place)
    assert_refused(answer, 500, "file_altered")
    assert str(office.store) not in answer.text


# What became of it


def test_a_void_document_keeps_its_number_and_its_reason(
    desk: Desk, office: Register, payload: dict[str, Any]
) -> None:
    issued = desk.issue(payload)
    place = issued["links"]["self"]
    answer = desk.post(f"{place}/void", {"reason": "当事人名称有误"})
    assert answer.status_code == 200
    assert (answer.json["state"], answer.json["void_reason"]) == ("void", "当事人名称有误")
    assert answer.json["document_number"] == issued["document_number"]
    given = desk.get(f"{place}/file")
    assert given.headers["Docgen-State"] == "void"
    # Whoever gets it from somewhere sees that it is void; what is kept stays as it was issued.
    (kept,) = office.store.glob("*/*/*/delivery.pdf")
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == issued["sha256"]
    with pikepdf.open(io.BytesIO(given.data)) as pdf:
        assert all(b"Watermark" in page.Contents[-1].read_bytes() for page in pdf.pages)
    assert desk.get(f"{place}/file").data == given.data
    assert_refused(desk.post(f"{place}/void", {"reason": "再作废一次"}), 409, "document_state")
    assert_refused(desk.post(f"{place}/supersede", payload), 409, "document_state")
    assert desk.issue(payload)["document_number"] == NUMBER.format(2)
    assert_whole(office)


@pytest.mark.parametrize(
    ("act", "form", "pointer"),
    [
        ("void", {}, "/reason"),
        ("void", {"reason": ""}, "/reason"),
        ("void", {"reason": 1}, "/reason"),
        ("void", {"reason": "错" * 501}, "/reason"),
        ("void", {"reason": "写错了", "why": ""}, "/why"),
        ("deliveries", {"method": "post", "delivered_on": "2026-07-01"}, "/recipient"),
        (
            "deliveries",
            {"method": "owl", "recipient": "温若岚", "delivered_on": "2026-07-01"},
            "/method",
        ),
        (
            "deliveries",
            {"method": "post", "recipient": "温若岚", "delivered_on": "1.7.2026"},
            "/delivered_on",
        ),
    ],
)
def test_a_form_filled_in_wrongly_is_refused_at_its_field(
    desk: Desk, payload: dict[str, Any], act: str, form: Any, pointer: str
) -> None:
    place = desk.issue(payload)["links"]["self"]
    answer = desk.post(f"{place}/{act}", form)
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == [pointer]
    assert desk.get(place).json["state"] == "issued"


def test_a_delivery_before_the_document_s_day_or_of_a_void_one_is_refused(
    desk: Desk, payload: dict[str, Any]
) -> None:
    place = desk.issue(payload)["links"]["self"]
    form = {"method": "post", "recipient": "温若岚", "delivered_on": "2026-06-01"}
    assert_refused(desk.post(f"{place}/deliveries", form), 422, "bad_delivery")
    desk.post(f"{place}/void", {"reason": "重复出具"})
    form["delivered_on"] = "2026-07-01"
    assert_refused(desk.post(f"{place}/deliveries", form), 422, "bad_delivery")


def test_a_document_nobody_issued_is_unknown_to_every_route(
    desk: Desk, office: Register, payload: dict[str, Any]
) -> None:
    form = {"method": "post", "recipient": "温若岚", "delivered_on": "2026-07-01"}
    hostile = (
        NOBODY, "1", "0" * 5000, "019%00", "%2e%2e%2fregister.sqlite3", "..%5C..%5Cetc", "0'--",
        "０１", "$%7B7*7%7D", "%EF%BF%BD", NOBODY.upper().replace("1", "A"),
    )  # fmt: skip
    for each in hostile:
        place = f"/v1/documents/{each}"
        for answer in (
            desk.get(place),
            desk.get(f"{place}/file"),
            desk.get(f"{place}/file?copy=redacted"),
            desk.post(f"{place}/void", {"reason": "没有这份"}),
            desk.post(f"{place}/supersede", payload),
            desk.post(f"{place}/deliveries", form),
        ):
            assert answer.status_code == 404, (each, answer.text)
            assert answer.json["code"] in ("unknown_document", "not_found")
    assert_whole(office)


def test_only_json_is_a_form(desk: Desk, payload: dict[str, Any]) -> None:
    place = desk.issue(payload)["links"]["self"]
    assert desk.post(f"{place}/void", data={"reason": "写错了"}).status_code == 415
    assert (
        desk.post(f"{place}/void", data=b"[]", content_type="application/json").status_code == 400
    )


def test_another_method_is_told_which_there_are(desk: Desk, payload: dict[str, Any]) -> None:
    place = desk.issue(payload)["links"]["self"]
    for method in ("put", "patch", "delete", "post"):
        answer = getattr(desk.client, method)(place)
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]
    assert desk.get(ISSUE).status_code == 405
