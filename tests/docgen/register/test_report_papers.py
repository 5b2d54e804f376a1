"""What papers about reports start, take over and settle in a case, and who may see them."""

import copy
from datetime import date
from typing import Any

import pytest

from docgen import Engine
from docgen.register import case_rules, confidences
from docgen.register.access import refuse_what_is_of_a_report
from docgen.register.actor import Actor, Role
from docgen.register.case_file import start_from_case
from docgen.register.database import Register
from docgen.register.deadlines import due_list
from docgen.register.issued import NotAllowedError
from docgen.register.prefill import prefill
from schemas.kinds.complaint.complaint_registration_form import ComplaintRegistrationForm
from schemas.kinds.complaint.work_order_dispatch_slip import WorkOrderDispatchSlip
from schemas.kinds.referral.referral_feedback_slip import ReferralFeedbackSlip
from schemas.kinds.report.case_filing_approval_form import CaseFilingApprovalForm
from schemas.kinds.report.case_source_registration_form import CaseSourceRegistrationForm
from schemas.kinds.report.report_registration_form import ReportRegistrationForm
from schemas.kinds.report.report_result_notice import ReportResultNotice
from tests.docgen.register.papers import open_case, put_document

TODAY = date(2026, 6, 30)
REGISTERED = dict(ReportRegistrationForm.example)
ADMIN = Actor("管理员", Role.admin)
OFFICER = Actor("周启明", Role.officer)


def due(register: Register, engine: Engine) -> dict[str, str]:
    """Return the day on which each open duty of the case falls due, by its code."""
    items = due_list(register, engine, TODAY, case_ref="C-1")
    return {each.code: each.due.isoformat() for each in items if each.due}


def repeated(how: str, day: str) -> dict[str, Any]:
    """Return a later report of the same reporter about the same party."""
    days = {"report_received_on": day, "registered_on": day, "lodged_at": f"{day}T09:00"}
    return REGISTERED | days | {"repeat": how, "earlier_report_number": "JB-2026-0616-004"}


def test_new_facts_begin_the_period_again_and_the_same_facts_do_not(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    assert due(register, engine) == {"D4": "2026-07-08"}
    again = repeated("same_facts", "2026-06-25")
    put_document(register, "report_registration_form", again, case_ref="C-1")
    assert due(register, engine) == {"D4": "2026-07-08"}
    more = repeated("new_facts", "2026-06-26")
    put_document(register, "report_registration_form", more, case_ref="C-1")
    items = due_list(register, engine, TODAY, case_ref="C-1")
    assert [(each.code, str(each.due)) for each in items] == [("D4", "2026-07-17")]


def test_the_report_within_a_complaint_begins_a_form_of_its_own(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    told = dict(ComplaintRegistrationForm.example) | {"reports_too": True}
    put_document(register, "complaint_registration_form", told, case_ref="C-1")
    begun = prefill(register, engine.catalogue, "report_registration_form", "C-1")
    assert begun["reporter"] == told["complainant"]
    assert begun["reported"] == {name: told["respondent"][name] for name in ("name", "address")}
    assert begun["report_received_on"] == told["received_on"]
    assert "clues_and_facts" not in begun


def test_papers_about_a_report_begin_with_what_was_registered(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    record = prefill(register, engine.catalogue, "contact_record", "C-1")
    assert record["reporter_name"] == "柏以宁"
    sheet = prefill(register, engine.catalogue, "subject_information_sheet", "C-1")
    assert sheet["checked_subject"]["name"] == REGISTERED["reported"]["name"]
    assert "柏以宁" not in str(sheet)


def test_a_report_is_for_those_who_handle_reports(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    id_ = put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    catalogue = engine.catalogue
    refuse_what_is_of_a_report(register, catalogue, id_, actor=OFFICER)
    with pytest.raises(NotAllowedError, match="涉及举报"):
        refuse_what_is_of_a_report(register, catalogue, id_, actor=ADMIN)
    seen = start_from_case(register, catalogue, "contact_record", "C-1", actor=OFFICER)
    assert seen["reporter_name"] == "柏以宁"
    hidden = start_from_case(register, catalogue, "contact_record", "C-1", actor=ADMIN)
    assert "柏以宁" not in str(hidden)


@pytest.mark.parametrize(
    ("kind", "changes", "closed"),
    [
        ("contact_record", {}, False),
        ("contact_record", {"side": "reporter", "reporter_name": "柏以宁"}, True),
        ("contact_record", {"side": "举报人"}, True),
        ("work_order_dispatch_slip", {}, False),
        ("work_order_dispatch_slip", {"matter_sort": "report"}, True),
        ("complaint_result_feedback", {"matter_sort": "report"}, True),
        ("complaint_acceptance_decision", {}, False),
    ],
)
def test_access_follows_the_kind_and_what_a_paper_says(
    register: Register, engine: Engine, kind: str, changes: dict[str, Any], closed: bool
) -> None:
    payload = dict(engine.catalogue[kind].schema.example) | changes
    id_ = put_document(register, kind, payload)
    if closed:
        with pytest.raises(NotAllowedError):
            refuse_what_is_of_a_report(register, engine.catalogue, id_, actor=ADMIN)
    else:
        refuse_what_is_of_a_report(register, engine.catalogue, id_, actor=ADMIN)


LETTERS = ("report_result_notice", "no_jurisdiction_notice")


def judged(
    register: Register, engine: Engine, kind: str, changes: dict[str, Any]
) -> set[tuple[str, str]]:
    """Return where and for what the register stops or warns about a paper of the case."""
    payload = dict(engine.catalogue[kind].schema.example) | changes
    case = engine.check(kind, payload, today=TODAY)
    with register.reading() as connection:
        found = case_rules.judge(connection, engine, case, "C-1")
    return {(each.pointer, each.code) for each in found}


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_goes_to_who_reported_by_name_and_to_nobody_else(
    register: Register, engine: Engine, kind: str
) -> None:
    open_case(register, "C-1")
    put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    begun = prefill(register, engine.catalogue, kind, "C-1")
    assert begun["reporter_name"] == "柏以宁"
    for name in ("report_received_on", "report_subject"):
        assert begun[name] == REGISTERED[name]
    known = {"reporter_name": "柏以宁", "report_received_on": "2026-06-16"}
    assert ("/reporter_name", "reporter_unknown") not in judged(register, engine, kind, known)
    other = known | {"reporter_name": "林晓岚"}
    assert ("/reporter_name", "reporter_unknown") in judged(register, engine, kind, other)


@pytest.mark.parametrize("kind", LETTERS)
def test_nobody_is_told_of_an_anonymous_report(
    register: Register, engine: Engine, kind: str
) -> None:
    open_case(register, "C-1")
    told = {name: each for name, each in REGISTERED.items() if name != "reporter"}
    anonymous = told | {"reporter_kind": "anonymous", "wants_written_reply": False}
    put_document(register, "report_registration_form", anonymous, case_ref="C-1")
    assert ("/reporter_name", "reporter_anonymous") in judged(register, engine, kind, {})
    assert "reporter_name" not in prefill(register, engine.catalogue, kind, "C-1")


def test_who_wants_it_in_writing_is_not_only_called(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    wanted = REGISTERED | {"wants_written_reply": True}
    put_document(register, "report_registration_form", wanted, case_ref="C-1")
    called = {"delivery": {"method": "telephone", "delivered_on": "2026-07-02"}}
    told = judged(register, engine, "report_result_notice", called)
    assert ("/delivery/method", "written_reply_wanted") in told
    sent = {"delivery": {"method": "post", "delivered_on": "2026-07-02"}}
    told = judged(register, engine, "report_result_notice", sent)
    assert ("/delivery/method", "written_reply_wanted") not in told


def test_without_the_power_nothing_is_left_to_verify(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    letter = dict(engine.catalogue["no_jurisdiction_notice"].schema.example)
    put_document(register, "no_jurisdiction_notice", letter, case_ref="C-1")
    assert due(register, engine) == {}
    assert ("", "case_excludes") in judged(register, engine, "report_result_notice", {})


def source(**changes: Any) -> dict[str, Any]:
    """Return the registration of the clue that the report is."""
    given = {"case_source": "complaint_report", "found_on": "2026-06-16", "finders": None}
    payload = dict(CaseSourceRegistrationForm.example) | given | changes
    return {name: each for name, each in payload.items() if each is not None}


def test_a_clue_begins_with_the_report_and_runs_from_the_same_day(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    begun = prefill(register, engine.catalogue, "case_source_registration_form", "C-1")
    assert begun["found_on"] == "2026-06-16"
    assert begun["provider"]["name"] == "柏以宁"
    assert begun["party"]["name"] == REGISTERED["reported"]["name"]
    put_document(register, "case_source_registration_form", source(), case_ref="C-1")
    assert due(register, engine) == {"D4": "2026-07-08"}


def test_a_reports_clue_is_found_on_the_day_of_its_receipt(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    wrong = ("/found_on", "not_the_day_of_receipt")
    given = {"case_source": "complaint_report", "finders": []}
    form = "case_source_registration_form"
    assert wrong in judged(register, engine, form, given | {"found_on": "2026-06-17"})
    assert wrong not in judged(register, engine, form, given | {"found_on": "2026-06-16"})
    put_document(register, form, source(), case_ref="C-1")
    assert ("", "case_excludes") in judged(register, engine, form, given)


def decision(**changes: Any) -> dict[str, Any]:
    """Return the decision on the clue that the report is."""
    return copy.deepcopy(dict(CaseFilingApprovalForm.example)) | changes


def test_a_decision_settles_the_verification_and_only_not_filing_is_to_be_told(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    put_document(register, "case_source_registration_form", source(), case_ref="C-1")
    begun = prefill(register, engine.catalogue, "case_filing_approval_form", "C-1")
    assert begun["found_on"] == "2026-06-16"
    assert begun["party"]["business_name"] == source()["party"]["name"]
    assert begun["party"]["credit_code"] == REGISTERED["reported"]["credit_code"]
    assert "柏以宁" not in str(begun)
    put_document(register, "case_filing_approval_form", decision(), case_ref="C-1")
    assert due(register, engine) == {"D13": "2026-07-08"}
    letter = dict(ReportResultNotice.example)
    put_document(register, "report_result_notice", letter, case_ref="C-1")
    assert due(register, engine) == {}


def test_without_anybody_to_tell_nothing_is_owed(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    silent = decision(tell_not_filed=False)
    put_document(register, "case_filing_approval_form", silent, case_ref="C-1")
    assert due(register, engine) == {}


def test_a_clue_is_decided_once_from_its_own_day_and_told_as_it_was_decided(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    form = "case_filing_approval_form"
    differs = ("/found_on", "clue_day_differs")
    assert differs in judged(register, engine, form, {"found_on": "2026-06-17"})
    assert not judged(register, engine, form, {})
    put_document(register, form, decision(), case_ref="C-1")
    assert ("", "case_excludes") in judged(register, engine, form, {})
    assert ("", "case_excludes") in judged(register, engine, "no_jurisdiction_notice", {})
    filed = {"report_result": "filed", "not_filed_reasons": None}
    told = judged(register, engine, "report_result_notice", filed)
    assert ("/report_result", "another_decision") in told
    assert not judged(register, engine, "report_result_notice", {})


def test_a_penalty_is_told_as_it_was_fed_back(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    form, penalised = (
        "report_result_notice",
        {
            "report_result": "penalised",
            "other_authority": "示例市示例区综合行政执法局",
            "result_details": "该机关2026年6月30日函告我局，已责令改正并给予警告。",
            **dict.fromkeys(("filing_decided_on", "not_filed_reasons")),
        },
    )
    put_document(register, "case_filing_approval_form", decision(), case_ref="C-1")
    awaited = ("/report_result", "penalty_not_fed_back")
    assert awaited in judged(register, engine, form, penalised)
    slip = dict(ReferralFeedbackSlip.example)
    put_document(register, "referral_feedback_slip", slip, case_ref="C-1")
    assert awaited not in judged(register, engine, form, penalised)


def test_an_order_that_is_not_ours_goes_back_to_where_it_came_from(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    order = dict(WorkOrderDispatchSlip.example) | {"matter_sort": "report"}
    put_document(register, "work_order_dispatch_slip", order, case_ref="C-1")
    kept = ("", "order_not_returned")
    assert kept in judged(register, engine, "no_jurisdiction_notice", {})
    returned = {
        "at": "2026-06-11T09:00",
        "unit": "和平路市场监督管理所",
        "to": "投诉举报接收中心",
        "reason": "示例，不具备处理权限。",
    }
    back = order | {"returned": returned}
    put_document(register, "work_order_dispatch_slip", back, case_ref="C-1")
    assert kept not in judged(register, engine, "no_jurisdiction_notice", {})


def test_the_register_finds_the_reporter_in_a_paper_of_the_file(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "report_registration_form", REGISTERED, case_ref="C-1")
    told = "经向柏以宁了解，2026年6月14日看到的酸牛奶已下架，现场检查没有发现。"
    case = engine.check("case_filing_approval_form", decision(verification=told), today=TODAY)
    with register.reading() as connection:
        found = confidences.judge(
            connection, engine.catalogue, case.kind.reader, case.values, "C-1"
        )
    assert ("/verification", "person_betrayed") in {(each.pointer, each.code) for each in found}
