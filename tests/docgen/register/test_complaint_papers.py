"""What papers about complaints start, take over and settle in a case, on the shipped kinds."""

from datetime import date
from typing import Any

import pytest

from docgen import Engine
from docgen.register.database import Register
from docgen.register.deadlines import due_list
from docgen.register.next_steps import next_steps
from docgen.register.prefill import prefill
from schemas.kinds.complaint.appraisal_entrustment import AppraisalEntrustment
from schemas.kinds.complaint.complaint_acceptance_decision import ComplaintAcceptanceDecision
from schemas.kinds.complaint.complaint_registration_form import ComplaintRegistrationForm
from schemas.kinds.complaint.complaint_report_distribution_notice import (
    ComplaintReportDistributionNotice,
)
from schemas.kinds.complaint.complaint_result_feedback import ComplaintResultFeedback
from schemas.kinds.complaint.contact_record import ContactRecord
from schemas.kinds.complaint.mediation_notice import MediationNotice
from schemas.kinds.complaint.mediation_record import MediationRecord
from tests.docgen.register.papers import open_case, put_document

TODAY = date(2026, 6, 30)
REGISTERED = dict(ComplaintRegistrationForm.example)
RECORD = dict(MediationRecord.example)
ACCEPTED = dict(ComplaintAcceptanceDecision.example)


def summons(**changes: Any) -> dict[str, Any]:
    """Return the letter that calls a party to a mediation, not received yet."""
    example = {name: each for name, each in MediationNotice.example.items() if name != "delivery"}
    return example | changes


def due(register: Register, engine: Engine) -> dict[str, str]:
    """Return the day on which each open duty of the case falls due, by its code."""
    items = due_list(register, engine, TODAY, case_ref="C-1")
    return {each.code: each.due.isoformat() for each in items if each.due}


def test_the_second_letter_begins_with_all_that_the_first_says_of_the_meeting(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "complaint_acceptance_decision", ACCEPTED, case_ref="C-1")
    begun = prefill(register, engine.catalogue, "mediation_notice", "C-1")
    assert begun["accepted_on"] == ACCEPTED["issued_on"]
    put_document(register, "mediation_notice", MediationNotice.example, case_ref="C-1")
    begun = prefill(register, engine.catalogue, "mediation_notice", "C-1")
    for name in ("mediation_at", "place", "mediators", "recusal_days", "complaint_subject"):
        assert begun[name] == MediationNotice.example[name]
    assert not {"addressed_to", "further_materials", "delivery", "document_number"} & begun.keys()


def test_the_days_for_recusal_run_from_the_receipt_that_is_entered(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "mediation_notice", summons(), case_ref="C-1")
    assert "D8" not in due(register, engine)
    received = {"delivery": {"method": "sms", "delivered_on": "2026-06-26"}}
    letter = summons(addressed_to="respondent", **received)
    put_document(register, "mediation_notice", letter, case_ref="C-1")
    assert due(register, engine)["D8"] == "2026-06-29"
    assert due(register, engine)["D2"] == "2026-06-15"


def test_a_decision_begins_with_who_complains_and_both_letters_with_both(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "complaint_registration_form", REGISTERED, case_ref="C-1")
    begun = prefill(register, engine.catalogue, "complaint_acceptance_decision", "C-1")
    for name in ("received_on", "complaint_subject", "order_references"):
        assert begun[name] == REGISTERED[name]
    assert begun["complainant_name"] == REGISTERED["complainant"]["name"]
    begun = prefill(register, engine.catalogue, "mediation_termination_decision", "C-1")
    assert begun["respondent_name"] == REGISTERED["respondent"]["name"]


def test_an_agreement_begins_with_the_parties_as_they_were_registered(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "complaint_registration_form", REGISTERED, case_ref="C-1")
    begun = prefill(register, engine.catalogue, "mediation_agreement", "C-1")
    theirs = REGISTERED["complainant"]
    assert begun["complainants"] == [theirs]
    assert begun["respondent"] == {
        name: REGISTERED["respondent"][name] for name in ("name", "phone", "address")
    }


def test_what_is_no_complaint_owes_no_decision(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    put_document(register, "complaint_registration_form", REGISTERED, case_ref="C-1")
    assert due(register, engine)["D1"] == "2026-06-22"
    open_case(register, "C-2")
    told = {"other_matter": "enquiry", "other_way_told_on": "2026-06-11"}
    put_document(register, "complaint_registration_form", REGISTERED | told, case_ref="C-2")
    items = due_list(register, engine, TODAY, case_ref="C-2")
    assert [each.code for each in items] == []


def test_what_was_agreed_without_a_paper_ends_the_mediation(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "complaint_acceptance_decision", ACCEPTED, case_ref="C-1")
    put_document(register, "mediation_record", RECORD, case_ref="C-1")
    assert "D2" in due(register, engine)
    agreed = {"outcome": "waived", "agreed_on": "2026-07-03"}
    put_document(register, "mediation_record", RECORD | agreed, case_ref="C-1")
    assert "D2" not in due(register, engine)


def test_a_clue_found_in_mediation_is_verified_from_its_day(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    found = RECORD | {"clue_found_on": "2026-07-03"}
    put_document(register, "mediation_record", found, case_ref="C-1")
    assert due(register, engine)["D4"] == "2026-07-24"


def test_a_complaint_withdrawn_before_acceptance_is_owed_no_decision(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "complaint_registration_form", REGISTERED, case_ref="C-1")
    sheet = dict(ContactRecord.example) | {"side": "complainant", "complainant_name": "林晓岚"}
    put_document(register, "contact_record", sheet, case_ref="C-1")
    assert "D1" in due(register, engine)
    withdrawn = sheet | {"withdrawn_on": "2026-06-18"}
    put_document(register, "contact_record", withdrawn, case_ref="C-1")
    assert "D1" not in due(register, engine)


@pytest.mark.parametrize(
    "kind",
    [
        "mediation_notice",
        "mediation_record",
        "mediation_agreement",
        "mediation_termination_decision",
    ],
)
def test_days_of_testing_begin_with_the_letter_that_entrusts_it(
    register: Register, engine: Engine, kind: str
) -> None:
    open_case(register, "C-1")
    put_document(register, "complaint_acceptance_decision", ACCEPTED, case_ref="C-1")
    entrusted = AppraisalEntrustment.example
    put_document(register, "appraisal_entrustment", entrusted, case_ref="C-1")
    assert prefill(register, engine.catalogue, kind, "C-1")["testing"] == [
        {"first": entrusted["issued_on"], "institution": entrusted["institution"]}
    ]


def test_days_of_testing_that_a_later_paper_tells_move_the_end_of_the_mediation(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "complaint_acceptance_decision", ACCEPTED, case_ref="C-1")

    def statutory() -> list[str]:
        items = due_list(register, engine, TODAY, case_ref="C-1")
        return [f"{each.statutory.due}" for each in items if each.code == "D2" and each.statutory]

    assert statutory() == ["2026-08-15"]
    tested = {"testing": [{"first": "2026-06-29", "last": "2026-07-18"}]}
    put_document(register, "mediation_notice", summons() | tested, case_ref="C-1")
    assert statutory() == ["2026-09-04"]


def test_a_complaint_goes_from_its_registration_to_the_feedback(
    register: Register, engine: Engine
) -> None:
    """What may come next at each step of a complaint that ends without an agreement."""
    open_case(register, "C-1")
    way = {
        "complaint_registration_form": {"complaint_acceptance_decision", "non_acceptance_notice"},
        "complaint_acceptance_decision": {"mediation_notice", "mediation_record"},
        "mediation_notice": {"mediation_record", "mediation_agreement", "mediation_notice"},
        "mediation_record": {"mediation_termination_decision", "complaint_result_feedback"},
        "mediation_termination_decision": {"contact_record", "complaint_result_feedback"},
    }
    for kind, wanted in way.items():
        example = engine.catalogue[kind].schema.example
        put_document(register, kind, example, case_ref="C-1")
        found = {each.kind for each in next_steps(register, engine, "C-1", TODAY)}
        assert wanted <= found, kind
    assert not {"mediation_agreement", "mediation_notice", "non_acceptance_notice"} & found
    assert due(register, engine) == {}


def test_what_both_agreed_on_bars_the_termination(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    put_document(register, "complaint_acceptance_decision", ACCEPTED, case_ref="C-1")
    agreed = RECORD | {"outcome": "waived", "agreed_on": "2026-07-03"}
    put_document(register, "mediation_record", agreed, case_ref="C-1")
    found = {each.kind for each in next_steps(register, engine, "C-1", TODAY)}
    assert not {"mediation_agreement", "mediation_termination_decision"} & found
    assert "complaint_result_feedback" in found


def test_what_is_sent_down_leaves_the_day_of_its_report_until_it_is_fed_back(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    put_document(register, "complaint_registration_form", REGISTERED, case_ref="C-1")
    assert due(register, engine).keys() == {"D1"}
    begun = prefill(register, engine.catalogue, "complaint_report_distribution_notice", "C-1")
    assert begun["matter"] == REGISTERED["complaint_subject"]
    assert begun["complainant_name"] == REGISTERED["complainant"]["name"]
    sent = dict(ComplaintReportDistributionNotice.example)
    put_document(register, "complaint_report_distribution_notice", sent, case_ref="C-1")
    assert due(register, engine) == {"CF-3": "2026-08-31"}
    waiting = [each.kind for each in next_steps(register, engine, "C-1", TODAY) if each.settles]
    assert waiting == ["complaint_result_feedback"]
    fed_back = dict(ComplaintResultFeedback.example)
    put_document(register, "complaint_result_feedback", fed_back, case_ref="C-1")
    assert due(register, engine) == {}
