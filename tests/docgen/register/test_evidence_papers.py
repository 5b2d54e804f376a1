"""What papers about evidence start, take over and settle in a case, on the shipped kinds."""

from datetime import date
from typing import Any

from docgen import Engine
from docgen.register.database import Register
from docgen.register.deadlines import due_list
from docgen.register.next_steps import next_steps
from docgen.register.prefill import prefill
from schemas.kinds.referral.assistance_letter import AssistanceLetter
from schemas.kinds.report.evidence_extraction_sheet import EvidenceExtractionSheet
from schemas.kinds.report.evidence_submission_notice import EvidenceSubmissionNotice
from schemas.kinds.report.inquiry_notice import InquiryNotice
from schemas.kinds.report.site_inspection_record import SiteInspectionRecord
from tests.docgen.register.papers import open_case, put_document

TODAY = date(2026, 7, 13)
NOTICE = dict(EvidenceSubmissionNotice.example)
LETTER = dict(AssistanceLetter.example)
SHEET = dict(EvidenceExtractionSheet.example)


def due(register: Register, engine: Engine) -> dict[str, str]:
    """Return the day on which each open duty of the case falls due, by its code."""
    items = due_list(register, engine, TODAY, case_ref="C-1")
    return {each.code: each.due.isoformat() for each in items if each.due}


def without_receipt(payload: dict[str, Any]) -> dict[str, Any]:
    """Return a paper that nobody is known to have received."""
    return {name: value for name, value in payload.items() if name != "delivery"}


def test_days_to_hand_in_run_from_the_receipt_and_end_when_evidence_is_taken(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "evidence_submission_notice", without_receipt(NOTICE), case_ref="C-1")
    assert due(register, engine) == {}
    put_document(register, "evidence_submission_notice", NOTICE, case_ref="C-1")
    assert due(register, engine) == {"PF-15": "2026-07-15"}
    put_document(register, "evidence_extraction_sheet", SHEET, case_ref="C-1")
    assert due(register, engine) == {}


def test_a_reply_to_a_letter_is_awaited_until_its_evidence_came(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "assistance_letter", LETTER, case_ref="C-1")
    assert due(register, engine) == {"D10": "2026-07-30"}
    put_document(register, "evidence_extraction_sheet", SHEET, case_ref="C-1")
    assert due(register, engine) == {"D10": "2026-07-30"}
    replied = SHEET | {"provider_side": "concerned", "assistance_replied_on": "2026-07-10"}
    put_document(register, "evidence_extraction_sheet", replied, case_ref="C-1")
    assert due(register, engine) == {}


def test_another_authority_has_the_days_that_the_letter_asks(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    asked = {"addressee_sort": "other_authority", "asked_days": 5}
    letter = {name: value for name, value in LETTER.items() if name != "reply_days"} | asked
    put_document(register, "assistance_letter", letter, case_ref="C-1")
    assert due(register, engine) == {"PF-17": "2026-07-16"}


def test_an_inquiry_begins_with_what_its_notice_says(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    put_document(register, "inquiry_notice", InquiryNotice.example, case_ref="C-1")
    begun = prefill(register, engine.catalogue, "inquiry_record", "C-1")
    assert begun["place"] == InquiryNotice.example["appointed_place"]
    for name in ("inquirers", "investigated_matter"):
        assert begun[name] == InquiryNotice.example[name]
    assert not {"started_at", "interviewee", "exchanges"} & begun.keys()


def test_who_inspected_asks_and_takes_evidence(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    record = dict(SiteInspectionRecord.example)
    put_document(register, "site_inspection_record", record, case_ref="C-1")
    names = [each["name"] for each in record["inspectors"]]
    for kind, field in (
        ("inquiry_record", "inquirers"),
        ("evidence_extraction_sheet", "enforcement_officers"),
        ("electronic_evidence_record", "enforcement_officers"),
    ):
        begun = prefill(register, engine.catalogue, kind, "C-1")
        assert [each["name"] for each in begun[field]] == names, kind
    notice = prefill(register, engine.catalogue, "inquiry_notice", "C-1")
    assert notice["addressee"] == record["party"]["business_name"]
    assert notice["investigated_matter"] == record["subject"]


def test_after_a_notice_the_record_of_the_inquiry_comes_next(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "inquiry_notice", InquiryNotice.example, case_ref="C-1")
    steps = next_steps(register, engine, "C-1", TODAY)
    assert [each.kind for each in steps if each.settles] == ["inquiry_record"]
