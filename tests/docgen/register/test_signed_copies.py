"""Signed papers that come back: kept as they came, several for one, whole or not at all."""

import os
import signal
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from docgen import Engine
from docgen.errors import InvalidCaseError
from docgen.register import incoming, signed_copies, store
from docgen.register.access import UNTOLD
from docgen.register.actor import Actor, Role
from docgen.register.backup import backup, check_backup, restore
from docgen.register.database import STORE_NAME, Register, open_register
from docgen.register.issued import NotAllowedError, UnknownDocumentError, read_file
from docgen.register.proof import prove
from docgen.register.recover import recover
from docgen.register.signed_copies import UnknownCopyError, attach, copies_of, copies_seen, void
from docgen.register.upgrade import migrate
from docgen.settings import Settings
from schemas.kinds.report.report_registration_form import ReportRegistrationForm
from schemas.parts.signed_copies import SignedCopyForm
from tests.docgen.register.accounts import CONSOLE, trail
from tests.docgen.register.papers import put_document
from tests.docgen.register.test_incoming import came_in
from tests.docgen.register.test_issue import issue_one
from tests.docgen.register.wholeness import assert_whole

OFFICER = Actor("何静远", Role.officer)
SCAN = b"%PDF-1.7 \x00 signed"


def attached(
    register: Register, document_id: str, scan: bytes = SCAN, **changes: Any
) -> signed_copies.SignedCopy:
    given = {"sort": "signed", "file": "扫描.PDF"} | changes
    files = {"扫描.PDF": scan}
    return attach(register, document_id, given, actor=OFFICER, files=files)


def refused(register: Register, document_id: str, files: dict[str, bytes], name: str) -> list[str]:
    given = {"sort": "signed", "file": name}
    with pytest.raises(InvalidCaseError) as fault:
        attach(register, document_id, given, actor=OFFICER, files=files)
    return [each.code for each in fault.value.findings]


def test_several_copies_come_back_and_none_takes_anothers_place(
    register: Register, engine: Engine
) -> None:
    issued = issue_one(register, engine, OFFICER)
    first = attached(register, issued.id)
    other = attached(register, issued.id, b"%PDF-1.7 better", sort="rescan", remark="重新扫描")
    assert [each.id for each in copies_of(register, [issued.id])] == [first.id, other.id]
    read = signed_copies.read_copy(register, engine.catalogue, issued.id, first.id, actor=OFFICER)
    assert (read.content, read.name, read.media_type) == (SCAN, "扫描.PDF", "application/pdf")
    voided = void(register, issued.id, first.id, "扫描不清", actor=OFFICER)
    assert (voided.void_reason, voided.voided_by) == ("扫描不清", "何静远")
    with pytest.raises(UnknownCopyError):
        void(register, issued.id, first.id, "扫描不清", actor=OFFICER)
    # What was taken back is there all the same, and may come again.
    read = signed_copies.read_copy(register, engine.catalogue, issued.id, first.id, actor=OFFICER)
    assert read.content == SCAN
    attached(register, issued.id)
    acts = [act for _, act, _ in trail(register) if "signed" in act]
    assert acts == [
        "attach_signed", "attach_signed", "read_signed", "void_signed", "read_signed",
        "attach_signed",
    ]  # fmt: skip
    assert signed_copies.document_of(register, first.sha256).id == issued.id  # type: ignore[union-attr]
    assert_whole(register)


def test_what_is_no_signed_paper_is_refused_with_what_to_do(
    register: Register, engine: Engine
) -> None:
    issued = issue_one(register, engine, OFFICER)
    attached(register, issued.id)
    ours = read_file(register, issued.id, "delivery_pdf", actor=OFFICER)
    assert refused(register, issued.id, {"甲.pdf": SCAN}, "甲.pdf") == ["signed_copy_twice"]
    assert refused(register, issued.id, {"甲.pdf": b"<html>"}, "甲.pdf") == ["signed_copy_content"]
    assert refused(register, issued.id, {"甲.zip": b"PK"}, "甲.zip") == ["signed_copy_type"]
    assert refused(register, issued.id, {"甲.pdf": ours}, "甲.pdf") == ["signed_copy_unsigned"]
    assert refused(register, issued.id, {}, "甲.pdf") == ["file_missing"]
    with pytest.raises(UnknownDocumentError):
        attached(register, "0" * 32)
    with pytest.raises(UnknownCopyError):
        signed_copies.find(register, "0" * 32, copies_of(register, [issued.id])[0].id)
    assert len(copies_of(register, [issued.id])) == 1
    assert_whole(register)


def test_rights_are_those_of_the_document(register: Register, engine: Engine) -> None:
    paper = put_document(register, "report_registration_form", dict(ReportRegistrationForm.example))
    copy = attached(register, paper, remark="举报人已签字")
    drafter, admin, archivist = (
        Actor("苗雨", each) for each in (Role.drafter, Role.admin, Role.archivist)
    )
    for other in (drafter, admin, archivist):
        with pytest.raises(NotAllowedError):
            attach(register, paper, SignedCopyForm.example, actor=other, files={})
        with pytest.raises(NotAllowedError):
            void(register, paper, copy.id, "归错文书", actor=other)
    seen = copies_seen(register, engine.catalogue, [paper], actor=admin)
    assert [(each.name, each.remark) for each in seen] == [(UNTOLD, None)]
    assert copies_seen(register, engine.catalogue, [paper], actor=archivist) == [copy]
    for other in (drafter, admin):
        with pytest.raises(NotAllowedError):
            signed_copies.read_copy(register, engine.catalogue, paper, copy.id, actor=other)
    with pytest.raises(NotAllowedError):
        copies_seen(register, engine.catalogue, [paper], actor=drafter)


def test_backups_hold_them_and_give_them_back(
    register: Register, engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    """Scans of papers that came in, too: a backup with one of them could not be put back."""
    issued = issue_one(register, engine, OFFICER)
    copy = attached(register, issued.id)
    paper = came_in(register)
    backup(register, tmp_path / "copy", actor=CONSOLE)
    check_backup(tmp_path / "copy")
    here = replace(settings, home=tmp_path / "other", database_url="")
    here.home.mkdir()
    other = open_register(here, now=register.now)
    migrate(other)
    restore(other, tmp_path / "copy", actor=CONSOLE, final=True)
    assert copies_of(other, [issued.id]) == [copy]
    assert signed_copies.content_of(other, copy).content == SCAN
    scan = incoming.scan_of(other, paper)
    assert scan
    assert scan.content == incoming.scan_of(register, paper).content  # type: ignore[union-attr]
    assert prove(other).faults == []
    other.engine.dispose()
    (kept,) = (tmp_path / "copy" / STORE_NAME / "signed").glob("*/*")
    kept.write_bytes(b"altered")
    with pytest.raises(Exception, match="被改动过"):
        check_backup(tmp_path / "copy")


def test_an_altered_copy_and_a_stray_one_are_found(register: Register, engine: Engine) -> None:
    issued = issue_one(register, engine, OFFICER)
    copy = attached(register, issued.id)
    (kept,) = (register.store / "signed" / copy.id).iterdir()
    kept.write_bytes(SCAN.replace(b"signed", b"forged"))
    stray = register.store / "incoming" / ("f" * 32) / "stray.pdf"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(SCAN)
    found = {each.path for each in store.check_files(register)}
    assert found == {each.relative_to(register.store).as_posix() for each in (kept, stray)}
    with pytest.raises(store.FileAlteredError):
        signed_copies.content_of(register, copy)


@pytest.mark.parametrize("point", ["temporary", "written", "entered", "after"])
def test_a_process_killed_half_way_leaves_the_copy_or_nothing(
    office: Settings, register: Register, engine: Engine, point: str
) -> None:
    issued = issue_one(register, engine, OFFICER)
    register.engine.dispose()
    child = os.fork()
    if child == 0:
        there = open_register(office)

        def dies(step: str) -> None:
            if step.startswith(point):
                os.kill(os.getpid(), signal.SIGKILL)

        given = {"sort": "signed", "file": "扫描.pdf"}
        files = {"扫描.pdf": SCAN}
        attach(there, issued.id, given, actor=OFFICER, files=files, fault=dies)
        os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    assert recover(register) == []
    assert len(copies_of(register, [issued.id])) == (1 if point == "after" else 0)
    assert_whole(register)
    if point != "after":
        attached(register, issued.id)
        assert_whole(register)


def test_a_refusal_and_a_full_disk_leave_nothing_behind(
    register: Register, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = issue_one(register, engine, OFFICER)
    attached(register, issued.id)
    before = sorted(register.store.rglob("*"))
    refused(register, issued.id, {"甲.pdf": SCAN}, "甲.pdf")
    assert sorted(register.store.rglob("*")) == before

    def fails(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "replace", fails)
    with pytest.raises(store.StoreError):
        attached(register, issued.id, b"%PDF-1.7 other")
    monkeypatch.undo()
    assert len(copies_of(register, [issued.id])) == 1
    assert_whole(register)


def test_two_clerks_attach_the_same_scan_at_once_and_one_is_told(
    office: Settings, register: Register, engine: Engine
) -> None:
    issued = issue_one(register, engine, OFFICER)
    told: list[str] = []

    def clerk() -> None:
        there = open_register(office)
        try:
            attached(there, issued.id)
            told.append("kept")
        except InvalidCaseError as fault:
            told.append(fault.findings[0].code)
        there.engine.dispose()

    clerks = [Thread(target=clerk) for _ in range(2)]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join(60)
    assert sorted(told) == ["kept", "signed_copy_twice"]
    assert len(copies_of(register, [issued.id])) == 1
    assert_whole(register)
