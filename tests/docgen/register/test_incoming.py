"""Papers that other authorities send: their case, their days, their scans, who may see them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from docgen.errors import InvalidCaseError
from docgen.register import incoming, store
from docgen.register.actor import Actor, Role
from docgen.register.backup import backup
from docgen.register.cases import CaseClosedError, close_case
from docgen.register.database import STORE_NAME, Register
from docgen.register.deadlines import due_list
from docgen.register.due_items import DueItems
from docgen.register.incoming import UnknownIncomingError
from docgen.register.issued import NotAllowedError
from docgen.register.prefill import prefill
from docgen.register.proof import prove
from schemas.kinds.complaint.complaint_result_feedback import ComplaintResultFeedback
from schemas.parts.incoming import IncomingForm
from tests.docgen.register.accounts import CONSOLE
from tests.docgen.register.papers import put_document

OFFICER = Actor("何静远", Role.officer)
TODAY = date(2026, 6, 30)
SCAN = b"%PDF-1.7 \x00 as it came"


def came_in(register: Register, case_ref: str = "C-1", **changes: Any) -> incoming.Incoming:
    """Register the paper of the example, with its scan."""
    given = {**IncomingForm.example, "scan": "来文.PDF"} | changes
    return incoming.enter(register, case_ref, given, actor=OFFICER, files={"来文.PDF": SCAN})


def due(register: Register, engine: Engine) -> dict[str, str]:
    return {each.code: f"{each.due}" for each in due_list(register, engine, TODAY, "C-1")}


def test_a_paper_begins_its_case_and_leaves_the_day_of_the_report_back(
    register: Register, engine: Engine
) -> None:
    items = DueItems(engine, register)
    assert items.on(TODAY) == []
    came_in(register)
    decided = {"D1": "2026-06-25", "D2": "2026-06-22"}
    assert due(register, engine) == {"CF-3": "2026-08-31", **decided}
    begun = prefill(register, engine.catalogue, "complaint_registration_form", "C-1")
    assert begun == {
        "received_on": "2026-06-15",
        "complaint_subject": IncomingForm.example["matter"],
    }
    assert {each.code for each in items.on(TODAY)} == {"CF-3", "D1", "D2"}
    with pytest.raises(CaseClosedError, match="投诉举报办理结果反馈单"):
        close_case(register, engine.catalogue, "C-1", actor=OFFICER)
    fed_back = dict(ComplaintResultFeedback.example)
    put_document(register, "complaint_result_feedback", fed_back, case_ref="C-1")
    assert due(register, engine) == decided
    close_case(register, engine.catalogue, "C-1", actor=OFFICER)


def test_what_was_entered_wrongly_is_taken_back_with_all_it_told(
    register: Register, engine: Engine
) -> None:
    items = DueItems(engine, register)
    paper = came_in(register)
    with pytest.raises(InvalidCaseError) as refused:
        came_in(register, "C-2")
    assert [each.code for each in refused.value.findings] == ["incoming_twice"]
    assert items.on(TODAY) != []
    incoming.void(register, paper.id, "归错案卷", actor=OFFICER)
    assert items.on(TODAY) == due_list(register, engine, TODAY) == []
    with pytest.raises(UnknownIncomingError):
        incoming.void(register, paper.id, "归错案卷", actor=OFFICER)
    came_in(register, "C-2")
    assert prove(register).faults == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"received_on": "2026-06-10"}, "/received_on"),
        ({"received_on": "2099-01-01"}, "/received_on"),
        ({"report_back_on": "2026-06-11"}, "/report_back_on"),
        ({"scan": "另一份.pdf"}, "/scan"),
        ({"scan": "来文.exe"}, "/scan"),
        ({"number": ""}, "/number"),
        ({"sort": "x"}, "/sort"),
    ],
)
def test_what_cannot_be_is_not_entered(
    register: Register, changes: dict[str, Any], pointer: str
) -> None:
    given = {**IncomingForm.example, **changes}
    with pytest.raises(InvalidCaseError) as refused:
        incoming.enter(register, "C-1", given, actor=OFFICER, files={"来文.exe": SCAN})
    assert [each.pointer for each in refused.value.findings] == [pointer]
    assert incoming.papers_of(register) == []


def test_a_paper_of_a_report_is_seen_by_whoever_handles_reports(register: Register) -> None:
    paper = came_in(register, matter_sort="report")
    archivist, admin = (Actor("罗一鸣", each) for each in (Role.archivist, Role.admin))
    assert incoming.read_scan(register, paper.id, actor=archivist).content == SCAN
    assert incoming.list_papers(register, "C-1", actor=archivist)[0].matter
    with pytest.raises(NotAllowedError):
        incoming.read_scan(register, paper.id, actor=admin)
    assert incoming.list_papers(register, "C-1", actor=admin)[0].matter is None
    with pytest.raises(NotAllowedError):
        incoming.enter(register, "C-1", {}, actor=archivist)


def test_scans_are_backed_up_and_compared_with_their_rows(
    register: Register, tmp_path: Path
) -> None:
    paper = came_in(register)
    assert prove(register).faults == []
    made = backup(register, tmp_path / "copy", actor=CONSOLE)
    assert (made.files, made.faults) == (1, ())
    (kept,) = (register.store / f"incoming/{paper.id}").iterdir()
    place = kept.relative_to(register.store)
    assert (tmp_path / "copy" / STORE_NAME / place).read_bytes() == SCAN
    kept.write_bytes(b"altered")
    assert [each.path for each in store.check_files(register)] == [place.as_posix()]
