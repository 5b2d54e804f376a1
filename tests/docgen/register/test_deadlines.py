"""What falls due is derived from the days a case holds, and only documents in force settle it."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import event

from docgen import Engine
from docgen.engine import assemble
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.deadlines import REMINDERS, DueItem, due_list
from docgen.register.delivery import record_delivery
from docgen.settings import Settings
from schemas.kinds.complaint.identity_proof_request_notice import IdentityProofRequestNotice
from schemas.kinds.complaint.mediation_agreement import MediationAgreement
from schemas.kinds.complaint.mediation_termination_decision import MediationTerminationDecision
from schemas.kinds.complaint.non_acceptance_notice import NonAcceptanceNotice
from schemas.kinds.referral.referral_letter import ReferralLetter
from tests.docgen.register.papers import close_case, open_case, put_document, void_document

OFFICER = Actor("何静远", Role.officer)
TODAY = date(2026, 6, 15)


def non_acceptance(**changes: Any) -> dict[str, Any]:
    payload = deepcopy(dict(NonAcceptanceNotice.example)) | changes
    return {name: value for name, value in payload.items() if value is not None}


def items(register: Register, engine: Engine, today: date = TODAY) -> dict[str, DueItem]:
    """The open duties by the code of their period."""
    found = due_list(register, engine, today)
    assert len({item.code for item in found}) == len(found)
    return {item.code: item for item in found}


def test_an_empty_register_owes_nothing(register: Register, engine: Engine) -> None:
    assert due_list(register, engine, TODAY) == []


def test_a_complaint_received_must_be_decided_in_seven_working_days(
    register: Register, engine: Engine
) -> None:
    """Received on Wednesday 10 June 2026; 19 June is a holiday: 7 working days end on the 22nd."""
    open_case(register, "C-1", received_on="2026-06-10")
    item = items(register, engine)["D1"]
    assert item.case_ref == "C-1"
    assert item.statutory
    assert item.statutory.due == date(2026, 6, 22)
    assert item.contract
    assert item.contract.code == "C-ACCEPT"
    assert item.days_left == 7
    assert not item.untold
    assert "受理" in item.action


def test_the_contract_counts_the_mediation_from_receipt_before_the_law_counts_at_all(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1", received_on="2026-06-10")
    item = items(register, engine)["D2"]
    assert item.statutory is None
    assert item.contract
    assert (item.contract.code, item.contract.due) == ("C-MED-5D", date(2026, 6, 15))
    assert item.days_left == 0


def test_acceptance_settles_the_decision_and_starts_the_sixty_days(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1", received_on="2026-06-10", accepted_on="2026-06-12")
    found = items(register, engine)
    assert set(found) == {"D2"}
    statutory, contract = found["D2"].statutory, found["D2"].contract
    assert statutory
    assert contract
    assert statutory.due == date(2026, 8, 11)
    assert contract.due == date(2026, 6, 15)
    assert found["D2"].due == contract.due


def test_days_of_testing_move_the_statutory_end_alone(register: Register, engine: Engine) -> None:
    testing = [{"first": "2026-06-20", "last": "2026-06-29", "institution": None}]
    open_case(register, "C-1", received_on="2026-06-10", accepted_on="2026-06-12", testing=testing)
    item = items(register, engine)["D2"]
    assert item.statutory
    assert item.contract
    assert item.statutory.due == date(2026, 8, 21)
    assert item.contract.due == date(2026, 6, 15)


def test_a_day_that_a_paper_sets_is_that_day_until_the_complaint_is_decided(
    register: Register, engine: Engine
) -> None:
    asked = dict(IdentityProofRequestNotice.example)
    open_case(register, "C-1")
    put_document(register, "identity_proof_request_notice", asked, case_ref="C-1")
    item = items(register, engine)["D7"]
    assert (item.due, item.days_left, item.contract) == (date(2026, 6, 16), 1, None)
    put_document(register, "non_acceptance_notice", non_acceptance(), case_ref="C-1")
    assert items(register, engine) == {}


def test_papers_of_one_day_that_set_different_days_keep_them(
    register: Register, engine: Engine
) -> None:
    asked = dict(IdentityProofRequestNotice.example)
    for case, day in (("C-1", "2026-06-16"), ("C-2", "2026-06-18")):
        open_case(register, case)
        put_document(
            register, "identity_proof_request_notice", asked | {"due_on": day}, case_ref=case
        )
    listed = due_list(register, engine, TODAY)
    found = {item.case_ref: item.due for item in listed if item.code == "D7"}
    assert found == {"C-1": date(2026, 6, 16), "C-2": date(2026, 6, 18)}


def test_an_agreement_settles_all_that_the_complaint_started(
    register: Register, engine: Engine
) -> None:
    example = MediationAgreement.example
    open_case(register, "C-1", received_on=example["received_on"])
    assert set(items(register, engine)) == {"D1", "D2"}
    put_document(register, "mediation_agreement", example, case_ref="C-1")
    assert items(register, engine) == {}


def test_a_void_decision_settles_nothing_so_the_case_falls_due_again(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1", received_on="2026-06-10")
    issued = put_document(register, "non_acceptance_notice", non_acceptance(), case_ref="C-1")
    assert items(register, engine) == {}
    void_document(register, issued)
    assert items(register, engine)["D1"].days_left == 7


def test_what_a_void_document_stated_remains_a_fact_of_its_case(
    register: Register, engine: Engine
) -> None:
    """The complaint was accepted; that the agreement is void only opens the mediation again."""
    example = MediationAgreement.example
    open_case(register, "C-1", **example)
    agreement = put_document(register, "mediation_agreement", example, case_ref="C-1")
    void_document(register, agreement)
    item = items(register, engine)["D2"]
    assert set(items(register, engine)) == {"D2"}
    assert item.document_id == agreement
    assert item.statutory
    assert item.statutory.start.isoformat() == example["accepted_on"]


def test_a_void_document_without_a_case_leaves_nothing_behind(
    register: Register, engine: Engine
) -> None:
    void_document(register, put_document(register, "non_acceptance_notice", non_acceptance()))
    assert items(register, engine) == {}


def test_a_day_of_the_same_name_in_another_kind_starts_nothing(
    register: Register, engine: Engine
) -> None:
    """`accepted_on` is 验收日期 in a settlement: no mediation begins with it."""
    open_case(register, "C-1", accepted_on="2026-06-12")
    put_document(register, "settlement_invoice", {"accepted_on": "2026-06-12"}, case_ref="C-1")
    assert items(register, engine) == {}


def test_a_decision_nobody_was_told_of_stays_on_the_list_until_it_is_delivered(
    register: Register, engine: Engine
) -> None:
    issued = put_document(register, "non_acceptance_notice", non_acceptance(delivery=None))
    item = items(register, engine, date(2026, 6, 18))["D1"]
    assert item.untold
    assert (item.case_ref, item.document_id) == (None, issued)
    assert item.days_left == 4
    later = replace(register, now=lambda: datetime(2026, 6, 18, 8, tzinfo=UTC))
    record_delivery(
        later,
        issued,
        method="post",
        recipient="林晓岚",
        delivered_on=date(2026, 6, 18),
        actor=OFFICER,
    )
    assert items(register, engine, date(2026, 6, 18)) == {}


def test_both_parties_are_told_before_the_duty_to_tell_them_is_done(
    register: Register, engine: Engine
) -> None:
    """One party told is not both: the duty stays until the other one has its copy too."""
    payload = dict(MediationTerminationDecision.example)
    del payload["respondent_told"]
    dated_on = date(2026, 7, 6)
    issued = put_document(register, "mediation_termination_decision", payload, dated_on=dated_on)
    item = items(register, engine, date(2026, 7, 8))["D3"]
    assert item.untold
    assert (item.due, item.days_left) == (date(2026, 7, 15), 7)
    later = replace(register, now=lambda: datetime(2026, 7, 8, 8, tzinfo=UTC))
    record_delivery(
        later,
        issued,
        method="post",
        recipient=payload["respondent_name"],
        delivered_on=date(2026, 7, 8),
        actor=OFFICER,
    )
    assert items(register, engine, date(2026, 7, 8)) == {}


def test_two_parties_told_as_the_paper_itself_states_settle_the_duty(
    register: Register, engine: Engine
) -> None:
    put_document(register, "mediation_termination_decision", MediationTerminationDecision.example)
    assert items(register, engine) == {}


def test_a_delivery_stated_without_its_day_tells_nobody(register: Register, engine: Engine) -> None:
    put_document(register, "non_acceptance_notice", non_acceptance(delivery={"method": "post"}))
    assert items(register, engine)["D1"].untold


def test_a_case_file_that_repeats_its_document_is_one_duty_that_names_the_document(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1", received_on="2026-06-10", issued_on="2026-06-17")
    issued = put_document(
        register, "non_acceptance_notice", non_acceptance(delivery=None), case_ref="C-1"
    )
    item = items(register, engine)["D1"]
    assert (item.document_id, item.case_ref, item.untold) == (issued, "C-1", True)


def test_the_day_of_one_document_settles_nothing_of_another_kind(
    register: Register, engine: Engine
) -> None:
    """`issued_on` is in every kind: a case file with one is no decision on the complaint."""
    open_case(register, "C-1", received_on="2026-06-10", issued_on="2026-06-11")
    assert set(items(register, engine)) == {"D1", "D2"}


def test_a_clue_is_open_until_it_is_filed_or_referred(register: Register, engine: Engine) -> None:
    open_case(register, "C-1", found_on="2026-07-01")
    item = items(register, engine, date(2026, 7, 6))["D4"]
    assert item.statutory
    assert item.contract
    assert item.statutory.due == item.contract.due == date(2026, 7, 22)
    put_document(register, "referral_letter", ReferralLetter.example, case_ref="C-1")
    assert items(register, engine, date(2026, 7, 6)) == {}


def test_a_second_clue_of_the_same_case_has_its_own_period(
    register: Register, engine: Engine
) -> None:
    """The letter of 10 July settles what was found before it, not what was found after."""
    put_document(
        register,
        "referral_letter",
        ReferralLetter.example,
        case_ref=open_case(register, "C-1", found_on="2026-07-20"),
    )
    item = items(register, engine, date(2026, 7, 21))["D4"]
    assert item.statutory
    assert item.statutory.start == date(2026, 7, 20)


def test_a_closed_case_owes_nothing(register: Register, engine: Engine) -> None:
    open_case(register, "C-1", received_on="2026-06-10")
    put_document(register, "non_acceptance_notice", non_acceptance(delivery=None), case_ref="C-1")
    close_case(register, "C-1")
    assert items(register, engine) == {}


def test_the_documents_of_closed_cases_are_not_gone_along(
    register: Register, engine: Engine
) -> None:
    """Of 200,000 documents most belong to closed cases: they are found by the open ones."""
    if register.engine.dialect.name != "sqlite":
        return  # Its planner goes by the numbers of rows, of which a test has few.
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    event.listen(register.engine, "before_cursor_execute", note)
    due_list(register, engine, TODAY)
    event.remove(register.engine, "before_cursor_execute", note)
    ((statement, parameters),) = [each for each in asked if "documents.payload" in each[0]]
    with register.reading() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert plan
    assert not [step for *_, step in plan if step.startswith("SCAN documents")], plan


@pytest.mark.parametrize("state", ["pending", "superseded"])
def test_only_documents_in_force_start_or_settle(
    register: Register, engine: Engine, state: str
) -> None:
    put_document(
        register,
        "non_acceptance_notice",
        non_acceptance(delivery=None),
        state=state,
        case_ref=open_case(register, "C-1"),
    )
    assert items(register, engine) == {}


def test_what_is_due_first_stands_first_and_days_past_count_below_zero(
    register: Register, engine: Engine
) -> None:
    open_case(register, "late", received_on="2026-06-01", accepted_on="2026-06-02")
    open_case(register, "early", found_on="2026-05-06")
    found = due_list(register, engine, TODAY)
    assert [(item.case_ref, item.code) for item in found] == [("early", "D4"), ("late", "D2")]
    assert [item.days_left for item in found] == [-20, -9]


def test_a_year_without_a_calendar_is_shown_as_a_problem_and_never_left_out(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1", found_on="2031-01-06")
    open_case(register, "C-2", received_on="2026-06-10")
    first = due_list(register, engine, date(2031, 1, 7))[0]
    assert first.case_ref == "C-1"
    assert "2031年" in first.problem
    assert (first.due, first.days_left, first.reminders()) == (None, None, ())
    assert first.to_remind(datetime(2031, 1, 7, tzinfo=UTC))


def test_a_day_nobody_can_read_is_a_problem_that_names_the_field_and_not_the_value(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1", received_on="林晓岚")
    found = due_list(register, engine, TODAY)
    assert {item.code for item in found} == {"D1", "D2"}
    for item in found:
        assert "收到投诉日期" in item.problem
        assert "林晓岚" not in item.problem


def test_an_end_that_rests_on_a_provisional_calendar_says_so(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1", found_on="2026-12-25")
    assert items(register, engine, date(2026, 12, 26))["D4"].provisional


def test_the_law_in_force_today_governs_what_is_still_to_be_done(
    register: Register, engine: Engine
) -> None:
    """Accepted under order 20 (45 working days), still open under order 121 (60 days)."""
    open_case(register, "C-1", received_on="2026-03-02", accepted_on="2026-03-04")
    before = items(register, engine, date(2026, 4, 10))["D2"].statutory
    after = items(register, engine, date(2026, 4, 20))["D2"].statutory
    assert before
    assert after
    assert before.deadline.length == 45
    assert (after.deadline.length, after.due) == (60, date(2026, 5, 6))


def test_the_last_day_has_four_reminders_in_beijing(register: Register, engine: Engine) -> None:
    open_case(register, "C-1", found_on="2026-07-01")
    item = items(register, engine, date(2026, 7, 6))["D4"]
    moments = [moment.isoformat() for moment in item.reminders()]
    assert moments == [f"2026-07-22T{hour:02}:00:00+08:00" for hour in (9, 16, 19, 22)]
    assert item.reminders((*REMINDERS[:1], time(12)))[1].hour == 12
    # Nine in Beijing is one in Greenwich.
    assert not item.to_remind(datetime(2026, 7, 22, 0, 59, tzinfo=UTC))
    assert item.to_remind(datetime(2026, 7, 22, 1, 0, tzinfo=UTC))
    assert item.to_remind(datetime(2026, 7, 23, 0, 0, tzinfo=UTC))


def test_an_engine_of_other_kinds_ignores_documents_it_does_not_know(
    register: Register, settings: Settings
) -> None:
    put_document(register, "non_acceptance_notice", non_acceptance(delivery=None))
    other = assemble(settings, only=("referral_letter",))
    assert due_list(register, other, TODAY) == []
