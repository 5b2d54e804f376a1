"""What may come next in a case: after which paper, why, what it settles and takes over."""

from datetime import date

import pytest

from docgen import Engine
from docgen.register.actor import Actor
from docgen.register.cases import UnknownCaseError
from docgen.register.database import Register
from docgen.register.next_steps import NextStep, next_steps
from docgen.register.prefill import prefill
from tests.docgen.register.papers import close_case, open_case, put_document, void_document

CASE = "2026-0118"
TODAY = date(2026, 6, 15)


def steps(register: Register, wider: Engine) -> dict[str, NextStep]:
    return {each.kind: each for each in next_steps(register, wider, CASE, TODAY)}


def enter(register: Register, **changes: str) -> str:
    payload = {"issued_on": "2026-06-11", "received_on": "2026-06-10", "outcome": "待办"} | changes
    return put_document(register, "entry", payload, case_ref=CASE)


def test_a_case_without_documents_begins_with_what_needs_none_before_it(
    register: Register, wider: Engine
) -> None:
    open_case(register, CASE, received_on="2026-06-10")
    found = next_steps(register, wider, CASE, TODAY)
    names = [each.kind for each in found]
    # What an open duty waits for stands first, the duty that falls due first at the top.
    waited_for = [each for each in found if each.duty]
    assert found[: len(waited_for)] == waited_for
    assert [each.duty.due for each in waited_for] == sorted(each.duty.due for each in waited_for)
    assert all(each.settles for each in waited_for)
    assert {"entry", "reminder", "non_acceptance_notice"} <= set(names)
    assert "ending" not in names
    assert all(not each.reasons for each in found)


def test_a_document_says_what_follows_it_why_and_what_that_takes_over(
    register: Register, wider: Engine
) -> None:
    open_case(register, CASE)
    entry = enter(register, remark="只说这一份")
    found = next_steps(register, wider, CASE, TODAY)
    assert [each.kind for each in found] == ["ending", "reminder"]
    ending, reminder = found
    assert [(each.why, each.document_id) for each in ending.reasons] == [("登记的应当决定", entry)]
    assert ending.settles
    assert ending.duty
    assert ending.duty.due == date(2026, 6, 22)
    assert set(ending.takes_over) == {"received_on", "entered_on"}
    assert prefill(register, wider.catalogue, "ending", CASE) == {
        "received_on": "2026-06-10",
        "entered_on": "2026-06-11",
    }
    assert not reminder.settles
    assert reminder.duty is None


def test_what_stands_is_not_asked_for_again_unless_it_may_be_repeated(
    register: Register, wider: Engine
) -> None:
    open_case(register, CASE)
    enter(register)
    put_document(register, "reminder", {"issued_on": "2026-06-12"}, case_ref=CASE)
    assert set(steps(register, wider)) == {"ending", "reminder"}
    ended = put_document(register, "ending", {"issued_on": "2026-06-15"}, case_ref=CASE)
    assert steps(register, wider) == {}
    void_document(register, ended)
    assert set(steps(register, wider)) == {"ending", "reminder"}


def test_a_standing_document_bars_what_it_excludes_by_what_it_says(
    register: Register, wider: Engine
) -> None:
    open_case(register, CASE)
    # Given by its wording, as a person may: it is read as the code all the same.
    enter(register, outcome="撤回")
    assert set(steps(register, wider)) == {"reminder"}


def test_void_documents_give_no_day_that_was_theirs_alone(
    register: Register, wider: Engine
) -> None:
    open_case(register, CASE)
    void_document(register, enter(register))
    assert prefill(register, wider.catalogue, "ending", CASE) == {"received_on": "2026-06-10"}


def test_a_closed_case_has_no_next_step_and_an_unknown_one_is_named(
    register: Register, wider: Engine
) -> None:
    open_case(register, CASE)
    enter(register)
    close_case(register, CASE)
    assert next_steps(register, wider, CASE, TODAY) == []
    with pytest.raises(UnknownCaseError):
        next_steps(register, wider, "nowhere", TODAY)


def test_a_closed_case_takes_the_leaves_of_its_file(register: Register, engine: Engine) -> None:
    open_case(register, CASE)
    example = engine.catalogue["non_acceptance_notice"].schema.example
    put_document(register, "non_acceptance_notice", example, case_ref=CASE)
    close_case(register, CASE)
    assert {*steps(register, engine)} == {"file_contents_list"}


def test_after_a_site_record_a_clue_may_leave_the_bureau(
    register: Register, engine: Engine, officer: Actor
) -> None:
    open_case(register, CASE)
    example = engine.catalogue["site_inspection_record"].schema.example
    put_document(register, "site_inspection_record", example, case_ref=CASE)
    found = steps(register, engine)
    wanted = {"referral_letter", "appraisal_entrustment", "case_filing_approval_form"}
    assert wanted | {"rectification_order", "inquiry_notice"} <= set(found)
    assert not {"mediation_notice", "complaint_acceptance_decision", "settlement_invoice"} & {
        *found
    }
    assert "不属于本局管辖" in found["referral_letter"].reasons[0].why


def test_an_accepted_complaint_is_mediated_from_the_day_of_its_acceptance(
    register: Register, engine: Engine
) -> None:
    open_case(register, CASE, received_on="2026-06-10")
    assert "mediation_agreement" not in steps(register, engine)
    accepted = engine.catalogue["complaint_acceptance_decision"].schema.example
    put_document(register, "complaint_acceptance_decision", accepted, case_ref=CASE)
    found = steps(register, engine)
    assert {"mediation_notice", "mediation_agreement", "mediation_termination_decision"} <= {*found}
    assert not {"complaint_acceptance_decision", "non_acceptance_notice"} & {*found}
    step = found["mediation_agreement"]
    assert step.settles
    assert step.duty
    assert step.duty.code == "D2"
    assert "accepted_on" in step.takes_over
    started = prefill(register, engine.catalogue, "mediation_agreement", CASE)
    assert started["accepted_on"] == accepted["issued_on"]
