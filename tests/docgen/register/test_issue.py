"""Issuing: numbered, signed for, stored and recorded, or nothing of it."""

import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select

from docgen import Engine
from docgen.archive.verify import Verdict, verify_pdf
from docgen.errors import InvalidCaseError, RenderError, UnknownKindError
from docgen.register import cases, store
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.gaps import gaps
from docgen.register.issue import (
    DocumentStateError,
    IssuedDocument,
    NotAllowedError,
    UnknownDocumentError,
    find,
    issue,
    read_file,
    read_payload,
    supersede,
    versions,
    void,
)
from docgen.register.numbers import ReasonMissingError, UnknownPrefixError, series_of
from docgen.register.proof import check_chain
from docgen.register.tables import audit as audit_rows
from docgen.register.tables import cases as case_rows
from docgen.register.tables import documents, files
from docgen.register.tables import numbers as number_rows
from docgen.sets import rendering
from docgen.settings import Settings
from tests.catalogue import CORPUS
from tests.docgen.register.wholeness import assert_whole
from tests.doubles.quick_render import QuickRender

KIND = "non_acceptance_notice"


def example_of(engine: Engine, kind: str = KIND, **changes: Any) -> dict[str, Any]:
    """Return a kind's example without its number, which is the register's to give."""
    example = engine.catalogue[kind].schema.example
    return {name: example[name] for name in example if name != "document_number"} | changes


def issue_one(
    register: Register, engine: Engine, officer: Actor, kind: str = KIND, **options: Any
) -> IssuedDocument:
    payload = options.pop("payload", None) or example_of(engine, kind)
    options = {"render": QuickRender()} | options
    return issue(register, engine, kind, payload, actor=officer, **options)


def is_empty(register: Register) -> bool:
    with register.reading() as connection:
        return not any(
            connection.execute(select(table)).all()
            for table in (documents, files, number_rows, case_rows)
        ) and not list(register.store.glob("20*"))


def test_an_issued_document_is_numbered_stored_and_recorded(
    register: Register, engine: Engine, officer: Actor
) -> None:
    issued = issue_one(register, engine, officer, case_ref="2026-0118", drafted_by="苗雨")
    assert issued.document_number == "示市监﹝2026﹞第1号"
    assert (issued.state, issued.version, issued.dated_on) == ("issued", 1, date(2026, 6, 17))
    assert (issued.drafted_by, issued.issued_by) == ("苗雨", "何静远")
    assert issued.title == "投诉不予受理决定书"
    assert replace(issued, notices=()) == find(register, issued.id)
    content = read_file(register, issued.id, "delivery_pdf", actor=officer)
    assert content.startswith(b"%PDF")
    payload = read_payload(register, issued.id, actor=officer)
    assert payload == example_of(engine, document_number=issued.document_number)
    with register.reading() as connection:
        rows = connection.execute(select(audit_rows).order_by(audit_rows.c.sequence)).all()
    assert [(row.actor, row.act, row.document_id) for row in rows] == [
        ("何静远", "begin", issued.id),
        ("何静远", "issue", issued.id),
        ("何静远", "read_file", issued.id),
        ("何静远", "read_payload", issued.id),
    ]
    assert_whole(register)


def test_the_archive_copy_proves_itself_and_agrees_with_the_register(
    register: Register, engine: Engine, officer: Actor
) -> None:
    issued = issue_one(register, engine, officer, render=rendering(engine))
    archived = read_file(register, issued.id, "archive_pdf", actor=officer)
    assert verify_pdf(engine, archived).verdict is Verdict.identical
    assert issued.payload_sha256.encode() in _manifest(archived)
    with register.reading() as connection:
        rows = connection.execute(select(files.c.role, files.c.pages)).all()
    pages = {row.role: row.pages for row in rows}
    assert pages["archive_pdf"] == pages["delivery_pdf"] == _pages(archived)
    assert pages["docx"] is None
    assert_whole(register)


def test_numbers_count_in_each_class_and_year(
    register: Register, engine: Engine, officer: Actor
) -> None:
    given = [
        issue_one(register, engine, officer, kind).document_number
        for kind in (KIND, "mediation_agreement", "referral_letter", KIND, "settlement_invoice")
    ]
    # Two kinds of complaint forms share one series; the class code tells the others apart.
    assert given == [
        "示市监﹝2026﹞第1号",
        "示市监﹝2026﹞第2号",
        "示市监案移〔2026〕1号",
        "示市监﹝2026﹞第3号",
        "示市监结算〔2026〕1号",
    ]
    assert_whole(register)


def test_another_authority_in_whose_name_we_settle_has_a_series_of_its_own(
    register: Register, engine: Engine, officer: Actor
) -> None:
    first = CORPUS / "settlement_invoice" / "first_instalment.json"
    instalment = json.loads(first.read_text("utf-8"))
    kind = "settlement_invoice"
    approval = {**instalment["approval"], "approved_on": "2026-07-20"}
    instalment |= {"document_number": None, "issued_on": "2026-07-20", "approval": approval}
    given = [
        issue_one(register, engine, officer, kind, payload=payload).document_number
        for payload in (example_of(engine, kind), instalment)
    ]
    assert given == ["示市监结算〔2026〕1号", "示商结算〔2026〕1号"]
    assert series_of(engine, kind, 2026, "示商").serial_of(given[1] or "") == 1
    with pytest.raises(UnknownPrefixError, match="示市监、示商"):
        series_of(engine, kind, 2026, "别市监")
    assert gaps(register) == []
    assert_whole(register)


@pytest.mark.parametrize(("day", "goes_out"), [("2026-07-20", True), ("2026-07-21", False)])
def test_a_day_to_come_takes_no_number(
    register: Register, engine: Engine, officer: Actor, day: str, goes_out: bool
) -> None:
    """It is 2026-07-20 in Beijing: a decision of tomorrow is not made yet."""
    days = {"received_on": "2026-07-16", "issued_on": day, "delivery": None}
    approval = {**example_of(engine)["approval"], "approved_on": day}
    payload = example_of(engine, **days, approval=approval)
    if goes_out:
        assert issue_one(register, engine, officer, payload=payload).document_number
        return
    with pytest.raises(InvalidCaseError) as refused:
        issue_one(register, engine, officer, payload=payload)
    assert {each.code for each in refused.value.findings} == {"future_day"}
    assert is_empty(register)


def test_several_letters_share_one_number(
    register: Register, engine: Engine, officer: Actor
) -> None:
    payload = example_of(engine, "referral_letter")
    payload["letters"] = payload["letters"] * 2
    first = issue_one(register, engine, officer, "referral_letter", payload=payload)
    second = issue_one(register, engine, officer, "referral_letter")
    assert (first.document_number, second.document_number) == (
        "示市监案移〔2026〕1号",
        "示市监案移〔2026〕2号",
    )


def test_a_kind_without_numbers_is_issued_without_one(
    register: Register, engine: Engine, officer: Actor
) -> None:
    issued = issue_one(register, engine, officer, "site_inspection_record")
    assert issued.document_number is None
    # The photos lie in the archive copy; the register keeps their names, not their bytes again.
    assert "data:image" not in str(read_payload(register, issued.id, actor=officer))
    void(register, issued.id, "记录有误，重新检查", actor=officer)
    assert_whole(register)


def test_a_number_that_the_payload_brings_is_replaced_with_a_notice(
    register: Register, engine: Engine, officer: Actor
) -> None:
    issued = issue_one(
        register, engine, officer, payload=dict(engine.catalogue[KIND].schema.example)
    )
    assert issued.document_number == "示市监﹝2026﹞第1号"
    assert "number_replaced" in [notice.code for notice in issued.notices]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.officer])
def test_only_an_officer_issues(register: Register, engine: Engine, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        issue_one(register, engine, Actor("苗雨", role))
    assert is_empty(register)


@pytest.mark.parametrize("payload", [{"received_on": "2026-06-10"}, [], None, "x"])
def test_an_unlawful_case_takes_no_number(
    register: Register, engine: Engine, officer: Actor, payload: Any
) -> None:
    with pytest.raises(InvalidCaseError):
        issue(register, engine, KIND, payload, actor=officer, case_ref="A", render=QuickRender())
    with pytest.raises(UnknownKindError):
        issue(register, engine, "no_such_kind", {}, actor=officer)
    assert is_empty(register)


def test_a_case_that_only_a_draft_may_hold_is_refused(
    register: Register, engine: Engine, officer: Actor
) -> None:
    payload = example_of(engine, "settlement_invoice")
    payload["earlier_payments"] = [payload["earlier_payments"][0] | {"amount": "90000000.00"}]
    for name in ("stated_capitals", "invoices"):
        del payload[name]
    with pytest.raises(InvalidCaseError) as refusal:
        issue_one(register, engine, officer, "settlement_invoice", payload=payload)
    assert "refund_needs_decision" in {finding.code for finding in refusal.value.findings}
    assert is_empty(register)


@pytest.mark.parametrize("copy", ["archive", "delivery"])
def test_a_failed_render_frees_the_number_for_the_next(
    register: Register, engine: Engine, officer: Actor, copy: str
) -> None:
    with pytest.raises(RenderError):
        issue_one(register, engine, officer, case_ref="A", render=QuickRender(refuses=copy))
    assert not list(register.store.rglob("*.pdf"))
    with register.reading() as connection:
        assert connection.scalars(select(number_rows.c.state)).all() == ["free"]
        assert connection.execute(select(documents)).all() == []
        assert connection.execute(select(case_rows)).all() == []
        acts = connection.execute(select(audit_rows.c.actor, audit_rows.c.act)).all()
    assert acts == [(officer.name, "begin"), (officer.name, "undo_issue")]
    assert issue_one(register, engine, officer).document_number == "示市监﹝2026﹞第1号"
    assert_whole(register)


def test_a_store_that_cannot_be_written_fails_with_a_sentence_and_no_trace(
    register: Register, engine: Engine, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(store.StoreError, match="没有出具"):
            issue_one(register, engine, officer)
    assert issue_one(register, engine, officer).document_number == "示市监﹝2026﹞第1号"
    assert_whole(register)


def test_every_read_is_recorded_and_only_allowed_to_some(
    register: Register, engine: Engine, officer: Actor, drafter: Actor
) -> None:
    issued = issue_one(register, engine, officer)
    with pytest.raises(NotAllowedError):
        read_file(register, issued.id, "delivery_pdf", actor=drafter)
    with pytest.raises(NotAllowedError):
        read_payload(register, issued.id, actor=drafter)
    for role in ("photos", "../etc/passwd"):
        with pytest.raises(UnknownDocumentError):
            read_file(register, issued.id, role, actor=officer)
    with pytest.raises(UnknownDocumentError):
        read_payload(register, "0" * 32, actor=officer)
    assert find(register, "0" * 32) is None


def test_an_altered_file_is_not_handed_out(
    register: Register, engine: Engine, officer: Actor
) -> None:
    issued = issue_one(register, engine, officer)
    path = next(register.store.rglob("delivery.pdf"))
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(store.FileAlteredError, match="备份"):
        read_file(register, issued.id, "delivery_pdf", actor=officer)
    path.unlink()
    with pytest.raises(store.FileAlteredError, match="备份"):
        read_file(register, issued.id, "delivery_pdf", actor=officer)


def test_a_void_document_keeps_its_number_and_its_reason(
    register: Register, engine: Engine, officer: Actor, drafter: Actor
) -> None:
    issued = issue_one(register, engine, officer)
    with pytest.raises(NotAllowedError):
        void(register, issued.id, "当事人名称有误", actor=drafter)
    with pytest.raises(ReasonMissingError):
        void(register, issued.id, " ", actor=officer)
    with pytest.raises(UnknownDocumentError):
        void(register, "0" * 32, "当事人名称有误", actor=officer)
    gone = void(register, issued.id, "当事人名称有误", actor=officer)
    assert (gone.state, gone.void_reason) == ("void", "当事人名称有误")
    assert gone.document_number == issued.document_number
    with pytest.raises(DocumentStateError):
        void(register, issued.id, "再次作废", actor=officer)
    with pytest.raises(DocumentStateError):
        supersede(
            register, engine, issued.id, example_of(engine), actor=officer, render=QuickRender()
        )
    assert issue_one(register, engine, officer).document_number == "示市监﹝2026﹞第2号"
    with register.reading() as connection:
        kept = connection.execute(select(number_rows.c.state, number_rows.c.reason)).all()
        told = connection.scalars(
            select(audit_rows.c.detail).where(audit_rows.c.act == "void")
        ).one()
    assert ("void", "当事人名称有误") in [tuple(row) for row in kept]
    assert "当事人" not in str(told)
    assert_whole(register)


def test_a_new_version_has_its_own_number_and_both_ends_know_each_other(
    register: Register, engine: Engine, officer: Actor, drafter: Actor
) -> None:
    first = issue_one(register, engine, officer, case_ref="A-1")
    second, third = first, first
    for round_ in (1, 2):
        before = third
        third = supersede(
            register,
            engine,
            before.id,
            example_of(engine, reasons=f"第{round_}次更正的理由。"),
            actor=officer,
            render=QuickRender(),
        )
        second = third if round_ == 1 else second
        assert find(register, before.id).superseded_by == third.id  # type: ignore[union-attr]
    assert (third.version, third.supersedes, third.case_ref) == (3, second.id, "A-1")
    assert third.document_number == "示市监﹝2026﹞第3号"
    for each in (first, second, third):
        assert [found.id for found in versions(register, each.id)] == [
            first.id,
            second.id,
            third.id,
        ]
    with pytest.raises(DocumentStateError):
        supersede(
            register, engine, first.id, example_of(engine), actor=officer, render=QuickRender()
        )
    with pytest.raises(NotAllowedError):
        supersede(register, engine, third.id, example_of(engine), actor=drafter)
    with pytest.raises(UnknownDocumentError):
        supersede(register, engine, "0" * 32, example_of(engine), actor=officer)
    assert_whole(register)


def test_a_document_being_superseded_cannot_be_changed_meanwhile(
    register: Register, engine: Engine, officer: Actor
) -> None:
    old = issue_one(register, engine, officer)

    def meanwhile(point: str) -> None:
        if point == "stored":
            with pytest.raises(DocumentStateError, match="正在出具"):
                void(register, old.id, "当事人名称有误", actor=officer)
            with pytest.raises(DocumentStateError, match="正在出具"):
                supersede(
                    register,
                    engine,
                    old.id,
                    example_of(engine),
                    actor=officer,
                    render=QuickRender(),
                )

    new = supersede(
        register,
        engine,
        old.id,
        example_of(engine),
        actor=officer,
        render=QuickRender(),
        fault=meanwhile,
    )
    assert find(register, old.id).superseded_by == new.id  # type: ignore[union-attr]
    assert_whole(register)


def test_a_document_can_be_issued_under_an_id_known_beforehand(
    register: Register, engine: Engine, officer: Actor
) -> None:
    assert issue_one(register, engine, officer, document_id="a" * 32).id == "a" * 32


def test_no_audit_entry_holds_what_a_party_said(
    office: Settings, register: Register, engine: Engine, officer: Actor
) -> None:
    issued = issue_one(register, engine, officer, case_ref="A-1")
    read_file(register, issued.id, "docx", actor=officer)
    void(register, issued.id, "林晓岚撤回投诉", actor=officer)
    cases.open_case(register, "A-1", {"complainant_name": "林晓岚"}, actor=officer)
    with register.reading() as connection:
        told = str(connection.execute(select(audit_rows.c.detail)).all())
    assert "林晓岚" not in told
    assert "按摩椅" not in told
    assert check_chain(register) == []


def _pages(archived: bytes) -> int:
    with pikepdf.open(io.BytesIO(archived)) as pdf:
        return len(pdf.pages)


def _manifest(archived: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(archived)) as pdf:
        return bytes(pdf.attachments["manifest.json"].get_file().read_bytes())
