"""Who may do what to which document: roles, scopes, sessions, and nothing by guessing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from api.auth import TOKEN_HEADER
from api.doors import DOORS
from docgen import Engine
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.incoming import enter
from docgen.register.issue import issue
from docgen.register.rights import RIGHTS, Act, Scope, scopes_of
from docgen.register.signed_copies import attach
from docgen.register.tables import audit
from schemas.kinds.report.report_registration_form import ReportRegistrationForm
from schemas.parts.incoming import IncomingForm
from schemas.parts.signed_copies import SignedCopyForm
from tests.api.desks import ISSUE, Desk, open_desk
from tests.api.test_auth import assert_refused
from tests.docgen.register.accounts import PASSWORD, staff
from tests.docgen.register.papers import put_document
from tests.doubles.quick_render import QuickRender

FORM = {"method": "post", "recipient": "温若岚", "delivered_on": "2026-07-01"}
PREFILL = "/v1/kinds/referral_letter/prefill?case_ref=A-1"
COMPILE = "/v1/kinds/statistical_analysis_report/compile?period=2026-06"
ORDERS = "工单编号,来电时间\n99000000000001,2026-06-02 09:00\n".encode()
PAPER, TASK = "01a21fe43cf27055b148be51bfd0945c", "01a21fe43cf27055b148be51bfd0945d"
OFFICER = Actor("何静远", Role.officer)
Call = Callable[[Desk, str, Any], TestResponse]

# Each route of the register: the name of its door, and a call that succeeds for who may make it.
CALLS: dict[str, Call] = {
    "documents.ledger": lambda desk, _place, _: desk.get("/v1/documents"),
    "documents.document": lambda desk, place, _: desk.get(place),
    "documents.file": lambda desk, place, _: desk.get(f"{place}/file"),
    "cases.case": lambda desk, _place, _: desk.get("/v1/cases/A-1"),
    "cases.evidence": lambda desk, _place, _: desk.get("/v1/evidence?case_ref=A-1"),
    "cases.prefill": lambda desk, _place, _: desk.get(PREFILL),
    "cases.compile_kind": lambda desk, _place, _: desk.get(COMPILE),
    "cases.import_exported": lambda desk, _place, _: desk.post(
        "/v1/orders", data=ORDERS, content_type="text/csv"
    ),
    "cases.order_replies": lambda desk, _place, _: desk.get("/v1/orders/replies?format=csv"),
    "cases.due": lambda desk, _place, _: desk.get("/v1/due"),
    "documents.issue": lambda desk, _place, payload: desk.post(ISSUE, payload),
    "documents.deliver": lambda desk, place, _: desk.post(f"{place}/deliveries", FORM),
    "documents.supersede": lambda desk, place, payload: desk.post(f"{place}/supersede", payload),
    "incoming.enter": lambda desk, _place, _: desk.post(
        "/v1/incoming?case_ref=A-1", dict(IncomingForm.example)
    ),
    "incoming.listed": lambda desk, _place, _: desk.get("/v1/incoming?case_ref=A-1"),
    "incoming.scan": lambda desk, _place, _: desk.get(f"/v1/incoming/{PAPER}/scan"),
    "incoming.void": lambda desk, _place, _: desk.post(
        f"/v1/incoming/{PAPER}/void", {"reason": "归错案卷"}
    ),
    "documents.attach_signed": lambda desk, place, _: desk.post(
        f"{place}/signed-copies", dict(SignedCopyForm.example)
    ),
    "documents.signed": lambda desk, place, _: desk.get(f"{place}/signed-copies"),
    "documents.signed_file": lambda desk, _place, _: desk.get(
        f"/v1/documents/{TASK}/signed-copies/{PAPER}"
    ),
    "documents.void_signed": lambda desk, _place, _: desk.post(
        f"/v1/documents/{TASK}/signed-copies/{PAPER}/void", {"reason": "归错文书"}
    ),
    "documents.spread": lambda desk, _place, _: desk.post(f"/v1/documents/{TASK}/fan-out", {}),
    "documents.void": lambda desk, place, _: desk.post(f"{place}/void", {"reason": "重复出具"}),
}


@pytest.fixture
def place(office: Register, engine: Engine, desk: Desk, payload: dict[str, Any]) -> str:
    """A document that an officer issued, in a case into which a paper came; and a task."""
    task = engine.catalogue["inspection_task_assignment"]
    given = dict(task.schema.example)
    issue(
        office, engine, task.name, given, actor=OFFICER, document_id=TASK, render=QuickRender()
    )  # fmt: skip
    given = {**IncomingForm.example, "number": "示市监﹝2026﹞第9号", "scan": "来文.pdf"}
    files = {"来文.pdf": b"%PDF-"}
    enter(office, "A-1", given, actor=OFFICER, files=files, incoming_id=PAPER)
    attach(office, TASK, SignedCopyForm.example, actor=OFFICER, files={}, copy_id=PAPER)
    return str(desk.issue(payload, "?case_ref=A-1")["links"]["self"])


def entries(office: Register) -> int:
    with office.reading() as connection:
        return len(connection.execute(select(audit)).all())


def test_every_route_of_the_register_is_tried_here(office_app: Flask) -> None:
    kept = ("documents.", "cases.", "incoming.")
    routes = {rule.endpoint for rule in office_app.url_map.iter_rules()}
    assert {endpoint for endpoint in routes if endpoint.startswith(kept)} == set(CALLS)
    assert all(isinstance(DOORS[endpoint], Act) for endpoint in CALLS)


@pytest.mark.parametrize("role", Role)
def test_a_role_does_what_its_rights_say_and_nothing_else(
    office_app: Flask, office: Register, place: str, payload: dict[str, Any], role: Role
) -> None:
    other = open_desk(office_app, office, role, name="丁南")
    for endpoint, call in CALLS.items():
        before = entries(office)
        answer = call(other, place, payload)
        if role in RIGHTS[DOORS[endpoint]].roles:  # type: ignore[index]
            # The last two cannot both succeed on one document.
            assert answer.status_code in (200, 201, 409), (endpoint, answer.text)
        else:
            assert_refused(answer, 403, "forbidden")
            assert entries(office) == before


@pytest.mark.parametrize("scope", Scope)
def test_a_key_does_what_its_scope_is_for_and_nothing_else(
    office_app: Flask, office: Register, place: str, payload: dict[str, Any], scope: Scope
) -> None:
    role = Role.officer if scope in scopes_of(Role.officer) else Role.archivist
    other = open_desk(office_app, office, role, scope, name="丁南")
    for endpoint, call in CALLS.items():
        answer = call(other, place, payload)
        if RIGHTS[DOORS[endpoint]].scope is scope:  # type: ignore[index]
            assert answer.status_code in (200, 201, 409), (endpoint, answer.text)
        else:
            assert_refused(answer, 403, "forbidden")


@pytest.mark.parametrize(
    ("role", "status"), [(Role.officer, 200), (Role.archivist, 200), (Role.admin, 403)]
)
def test_a_report_is_seen_by_who_handles_reports_and_by_nobody_else(
    office_app: Flask, office: Register, role: Role, status: int
) -> None:
    registered = dict(ReportRegistrationForm.example)
    id_ = put_document(office, "report_registration_form", registered)
    answer = open_desk(office_app, office, role).get(f"/v1/documents/{id_}/file")
    assert answer.status_code == status
    if status == 403:
        assert_refused(answer, 403, "not_allowed")
        assert "柏以宁" not in answer.text


def test_a_drafter_sees_neither_a_document_nor_whether_there_is_one(
    office_app: Flask, office: Register, place: str, payload: dict[str, Any]
) -> None:
    drafter = open_desk(office_app, office, Role.drafter)
    for call in CALLS.values():
        told = {call(drafter, each, payload).text for each in (place, "/v1/documents/1")}
        assert len(told) == 1
        assert "丁南" not in told.pop()


def test_without_a_key_nothing_is_said(
    office_app: Flask, place: str, payload: dict[str, Any]
) -> None:
    stranger = Desk(office_app.test_client(), "docgen_wrong")
    for call in CALLS.values():
        assert_refused(call(stranger, place, payload), 401, "unauthenticated")


def test_on_a_fresh_machine_the_open_door_leads_to_no_document(
    office_app: Flask, office: Register, payload: dict[str, Any]
) -> None:
    client = office_app.test_client()
    for answer in (
        client.post(ISSUE, json=payload),
        client.get("/v1/documents"),
        client.get("/v1/due"),
        client.get("/v1/cases/A-1"),
    ):
        assert_refused(answer, 401, "unauthenticated")


@pytest.fixture
def browser(office_app: Flask, office: Register) -> FlaskClient:
    """An officer who signed in at the page."""
    staff(office, "丁南", Role.officer)
    browser = office_app.test_client()
    answer = browser.post("/sign-in", data={"name": "丁南", "password": PASSWORD})
    assert answer.status_code == 303
    return browser


def test_a_signed_in_person_changes_nothing_without_the_token(
    browser: FlaskClient, place: str, payload: dict[str, Any], office: Register
) -> None:
    before = entries(office)
    changes = (
        (ISSUE, payload), (f"{place}/supersede", payload), (f"{place}/deliveries", FORM),
        (f"{place}/void", {"reason": "重复出具"}),
    )  # fmt: skip
    for address, body in changes:
        assert_refused(browser.post(address, json=body), 403, "csrf_refused")
        foreign = {"Origin": "https://evil.example", TOKEN_HEADER: token_of(browser)}
        assert_refused(browser.post(address, json=body, headers=foreign), 403, "csrf_refused")
        # What a form of another site can send without asking is no JSON, token or not.
        plain = {"Content-Type": "text/plain", TOKEN_HEADER: token_of(browser)}
        assert browser.post(address, data=b"{}", headers=plain).status_code == 415
    assert entries(office) == before
    assert browser.get(place).json["state"] == "issued"


def test_a_signed_in_officer_issues_with_the_token(
    browser: FlaskClient, payload: dict[str, Any]
) -> None:
    answer = browser.post(ISSUE, json=payload, headers={TOKEN_HEADER: token_of(browser)})
    assert answer.status_code == 201
    assert (answer.json["issued_by"], answer.json["drafted_by"]) == ("丁南", "丁南")


def token_of(browser: FlaskClient) -> str:
    return str(browser.get("/v1/session").json["csrf"])
