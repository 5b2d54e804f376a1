"""A referral waits for what becomes of it: its case stays open until the result is fed back."""

from datetime import date
from typing import Any

import pytest

from docgen import Engine
from docgen.errors import InvalidCaseError
from docgen.register import case_rules
from docgen.register.actor import Actor, Role
from docgen.register.cases import CaseClosedError, close_case
from docgen.register.database import Register
from docgen.register.delivery import record_delivery
from docgen.register.prefill import prefill
from schemas.ground.base import Record
from tests.docgen.register.papers import open_case, put_document

TODAY = date(2026, 8, 30)
OFFICER = Actor("周启明", Role.officer)
# The slip of a letter that was sent on 10 July.
LATER = {
    "referral_received_on": "2026-07-13",
    "handling_result": "已立案调查。",
    "handled_on": "2026-08-11",
    "registered_on": "2026-08-14",
}
REFERRALS = ("referral_letter", "suspected_crime_referral")


def example(engine: Engine, kind: str, **changes: Any) -> dict[str, Any]:
    """Return an example with changes; None takes a value out."""
    days = LATER if kind == "referral_feedback_slip" else {}
    payload = dict(engine.catalogue[kind].schema.example) | days | changes
    return {name: value for name, value in payload.items() if value is not None}


def sent(register: Register, engine: Engine, kind: str, **changes: Any) -> str:
    """Put a referral into the case and enter whom it reached; return its number."""
    payload = example(engine, kind, **changes)
    number = str(payload["document_number"])
    document = put_document(
        register, kind, payload, case_ref="C-1", dated_on=date(2026, 7, 10),
        document_number=number,
    )  # fmt: skip
    for place in range(engine.catalogue[kind].header.copies - 1):
        record_delivery(
            register, document, method="post", recipient=f"机关{place}",
            delivered_on=date(2026, 7, 12), actor=OFFICER,
        )  # fmt: skip
    return number


def judged(register: Register, engine: Engine, kind: str, **changes: Any) -> set[tuple[str, str]]:
    """Return where and for what the register stops or warns about a paper of the case."""
    case = engine.check(kind, example(engine, kind, **changes), today=TODAY)
    with register.reading() as connection:
        found = case_rules.judge(connection, engine, case, "C-1")
    return {(each.pointer, each.code) for each in found}


@pytest.mark.parametrize("kind", REFERRALS)
def test_a_case_stays_open_until_the_result_is_fed_back(
    register: Register, engine: Engine, kind: str
) -> None:
    open_case(register, "C-1")
    number = sent(register, engine, kind)
    with pytest.raises(CaseClosedError, match="移送回执"):
        close_case(register, engine.catalogue, "C-1", actor=OFFICER)
    empty = dict.fromkeys(("handling", "handling_result", "result_paper", "handled_on"))
    first = example(engine, "referral_feedback_slip", referral_number=number, **empty)
    put_document(register, "referral_feedback_slip", first, case_ref="C-1")
    with pytest.raises(CaseClosedError, match="处理结果"):
        close_case(register, engine.catalogue, "C-1", actor=OFFICER)
    last = example(engine, "referral_feedback_slip", referral_number=number)
    put_document(register, "referral_feedback_slip", last, case_ref="C-1")
    close_case(register, engine.catalogue, "C-1", actor=OFFICER)


def test_a_letter_that_asks_for_no_answer_waits_for_none(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    sent(register, engine, "referral_letter", feedback_requested=False)
    close_case(register, engine.catalogue, "C-1", actor=OFFICER)


@pytest.mark.parametrize("kind", REFERRALS)
def test_a_slip_answers_a_referral_of_its_case(
    register: Register, engine: Engine, kind: str
) -> None:
    open_case(register, "C-1")
    number = sent(register, engine, kind)
    begun = prefill(register, engine.catalogue, "referral_feedback_slip", "C-1")
    assert begun["referral_number"] == number
    form = "referral_feedback_slip"
    assert not judged(register, engine, form, referral_number=number)
    stranger = judged(register, engine, form, referral_number="示市监案移〔2026〕99号")
    assert ("/referral_number", "no_such_referral") in stranger
    early = judged(
        register, engine, form, referral_number=number, referral_received_on="2026-07-09"
    )
    assert ("/referral_received_on", "received_before_sent") in early


@pytest.mark.parametrize("kind", REFERRALS)
def test_a_referral_rests_on_a_decision_or_on_a_record_with_a_finding(
    register: Register, engine: Engine, kind: str
) -> None:
    open_case(register, "C-1")
    assert ("", "neighbour_missing") in judged(register, engine, kind)
    record = example(engine, "site_inspection_record")
    put_document(register, "site_inspection_record", record, case_ref="C-1")
    assert ("", "neighbour_missing") not in judged(register, engine, kind)


def test_a_case_is_referred_as_filed_only_where_it_was_filed(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    decided = example(engine, "case_filing_approval_form")
    put_document(register, "case_filing_approval_form", decided, case_ref="C-1")
    wrong = ("/filed_on", "not_filed_that_day")
    assert wrong not in judged(register, engine, "referral_letter")
    assert wrong in judged(register, engine, "referral_letter", filed_on="2026-07-02")


def test_a_bureau_that_leaves_crimes_to_others_refers_none(engine: Engine) -> None:
    house = engine.with_house(Record({**engine.house, "refers_crimes": False}))
    case = example(engine, "suspected_crime_referral")
    with pytest.raises(InvalidCaseError) as refused:
        house.check("suspected_crime_referral", case, today=TODAY)
    assert "not_ours_to_refer" in {each.code for each in refused.value.findings}


@pytest.mark.parametrize(
    ("earlier", "name"),
    [
        ("site_inspection_record", "business_name"),
        ("inspection_checklist", "business_name"),
        ("case_source_registration_form", "name"),
    ],
)
def test_a_letter_begins_with_whom_the_earlier_paper_is_about(
    register: Register, engine: Engine, earlier: str, name: str
) -> None:
    open_case(register, "C-2")
    party = {name: "和平路王记水产摊", "address": "和平路102号"}
    known = {"credit_code": "91999900MAQHJRWT89"} if name == "business_name" else {}
    party |= known
    put_document(register, earlier, {"party": party}, case_ref="C-2")
    begun = prefill(register, engine.catalogue, "referral_letter", "C-2")
    expected = {"name": party[name], "address": party["address"]} | known
    assert begun["letters"][0]["party"] == expected
