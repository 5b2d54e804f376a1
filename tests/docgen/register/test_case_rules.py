"""Rules across documents, over the kinds that are there and one that is yet to come."""

from datetime import date
from typing import Any

import pytest

from docgen import Engine
from docgen.case.case import build_case
from docgen.errors import InvalidCaseError
from docgen.register import case_rules
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issue import IssuedDocument, supersede, void
from docgen.register.recover import recover
from schemas.ground.base import Facts, Finding, Weight
from tests.docgen.register.papers import open_case, put_document
from tests.docgen.register.test_issue import example_of, issue_one
from tests.docgen.register.test_recover import Death, die_at
from tests.docgen.register.wholeness import assert_whole
from tests.doubles.quick_render import QuickRender

CASE = "2026-0118"
ISSUED_ON = date(2026, 6, 12)


def refused(register: Register, engine: Engine, officer: Actor, **options: Any) -> set[str]:
    """Return what a document is refused for, as `pointer code`."""
    with pytest.raises(InvalidCaseError) as refusal:
        issue_one(register, engine, officer, **options)
    return {f"{each.pointer} {each.code}".strip() for each in refusal.value.findings}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("non_acceptance_notice", "mediation_agreement"),
        ("mediation_agreement", "non_acceptance_notice"),
        ("non_acceptance_notice", "non_acceptance_notice"),
        ("complaint_acceptance_decision", "non_acceptance_notice"),
        ("non_acceptance_notice", "complaint_acceptance_decision"),
        ("complaint_acceptance_decision", "complaint_acceptance_decision"),
        ("mediation_agreement", "mediation_termination_decision"),
        ("mediation_termination_decision", "mediation_agreement"),
        ("non_acceptance_notice", "mediation_termination_decision"),
        ("mediation_termination_decision", "mediation_termination_decision"),
    ],
)
def test_a_case_holds_no_two_decisions_that_deny_each_other(
    register: Register, engine: Engine, officer: Actor, first: str, second: str
) -> None:
    standing = issue_one(register, engine, officer, first, case_ref=CASE)
    assert refused(register, engine, officer, kind=second, case_ref=CASE) == {"case_excludes"}
    # Another case, or none, is another matter; and a void decision excludes nothing.
    issue_one(register, engine, officer, second, case_ref="2026-0119")
    issue_one(register, engine, officer, second)
    void(register, standing.id, "投诉人名称有误", actor=officer)
    issue_one(register, engine, officer, second, case_ref=CASE)
    assert_whole(register)


def test_a_refused_document_leaves_no_number_behind(
    register: Register, engine: Engine, officer: Actor
) -> None:
    issue_one(register, engine, officer, case_ref=CASE)
    refused(register, engine, officer, case_ref=CASE)
    assert issue_one(register, engine, officer).document_number == "示市监﹝2026﹞第2号"
    assert_whole(register)


def test_a_new_version_does_not_exclude_itself(
    register: Register, engine: Engine, officer: Actor
) -> None:
    old = issue_one(register, engine, officer, case_ref=CASE)
    new = supersede(
        register, engine, old.id, example_of(engine), actor=officer, render=QuickRender()
    )
    assert new.supersedes == old.id


def test_two_decisions_at_the_same_moment_cannot_slip_past_each_other(
    register: Register, engine: Engine, officer: Actor
) -> None:
    def meanwhile(point: str) -> None:
        if point == "reserved":
            other = {"kind": "mediation_agreement", "case_ref": CASE}
            assert refused(register, engine, officer, **other) == {"case_excludes"}

    issue_one(register, engine, officer, case_ref=CASE, fault=meanwhile)


def test_a_document_that_died_excludes_nothing_after_recovery(
    register: Register, engine: Engine, officer: Actor
) -> None:
    with pytest.raises(Death):
        issue_one(register, engine, officer, case_ref=CASE, fault=die_at("stored"))
    recover(register)
    issue_one(register, engine, officer, "mediation_agreement", case_ref=CASE)
    assert_whole(register)


def letter_with(engine: Engine, *names: str) -> dict[str, Any]:
    payload = example_of(engine, "referral_letter")
    attachments = [{"name": name, "copies": 1, "pages": 1} for name in names]
    return payload | {"letters": [payload["letters"][0] | {"attachments": attachments}]}


def send(register: Register, engine: Engine, officer: Actor, *names: str) -> IssuedDocument:
    payload = letter_with(engine, *names)
    return issue_one(register, engine, officer, "referral_letter", payload=payload, case_ref=CASE)


def test_an_attachment_that_names_a_number_is_issued(
    register: Register, engine: Engine, officer: Actor
) -> None:
    decision = issue_one(register, engine, officer)
    named = f"不予受理决定书（{decision.document_number}）复印件"
    send(register, engine, officer, named, "营业执照复印件")
    # However the number is bracketed; and numbers of others, or of classes kept elsewhere, pass.
    send(register, engine, officer, "决定书（示市监[2026]1号）", "他局函（乙市监〔2026〕9号）")
    send(register, engine, officer, "验收书（示市监验〔2026〕2号）")
    with pytest.raises(InvalidCaseError) as refusal:
        send(register, engine, officer, named, "决定书（示市监﹝2026﹞第2号）")
    assert [(each.pointer, each.code) for each in refusal.value.findings] == [
        ("/letters/0/attachments/1/name", "attachment_unknown")
    ]
    void(register, decision.id, "投诉人名称有误", actor=officer)
    with pytest.raises(InvalidCaseError) as refusal:
        send(register, engine, officer, named)
    assert [each.code for each in refusal.value.findings] == ["attachment_void"]


def test_an_attachment_replaced_by_a_new_version_is_refused(
    register: Register, engine: Engine, officer: Actor
) -> None:
    old = issue_one(register, engine, officer)
    new = supersede(
        register, engine, old.id, example_of(engine), actor=officer, render=QuickRender()
    )
    with pytest.raises(InvalidCaseError) as refusal:
        send(register, engine, officer, f"决定书（{old.document_number}）")
    assert [each.code for each in refusal.value.findings] == ["attachment_superseded"]
    send(register, engine, officer, f"决定书（{new.document_number}）")


def test_an_attachment_named_by_title_alone_is_looked_for_in_its_case(
    register: Register, engine: Engine, officer: Actor
) -> None:
    codes = [notice.code for notice in send(register, engine, officer, "现场笔录").notices]
    assert "attachment_not_registered" in codes
    issue_one(register, engine, officer, "site_inspection_record", case_ref=CASE)
    codes = [notice.code for notice in send(register, engine, officer, "现场笔录").notices]
    assert "attachment_not_registered" not in codes


def interim(engine: Engine, **quantities: int) -> dict[str, Any]:
    payload = example_of(engine, "settlement_invoice", settlement_type="interim")
    for name in (
        "acceptance_number",
        "accepted_on",
        "stated_capitals",
        "invoices",
        "earlier_payments",
        "deductions",
    ):
        payload.pop(name)
    rows = [row | {"quantity": quantities.get(row["item"], 100)} for row in payload["completed"]]
    return payload | {"completed": rows, "earlier_payments": []}


def settle(register: Register, engine: Engine, officer: Actor, **options: Any) -> IssuedDocument:
    return issue_one(register, engine, officer, "settlement_invoice", **options)


def test_a_contract_is_settled_to_the_end_once(
    register: Register, engine: Engine, officer: Actor
) -> None:
    settle(register, engine, officer, payload=interim(engine))
    final = settle(register, engine, officer)
    again = refused(register, engine, officer, kind="settlement_invoice")
    assert again == {"/settlement_type contract_settled"}
    corrected = supersede(
        register,
        engine,
        final.id,
        example_of(engine, "settlement_invoice"),
        actor=officer,
        render=QuickRender(),
    )
    void(register, corrected.id, "验收书更正", actor=officer)
    settle(register, engine, officer)


def test_settled_quantities_never_shrink(
    register: Register, engine: Engine, officer: Actor
) -> None:
    settle(register, engine, officer, payload=interim(engine, complaint=500, report=200))
    settle(register, engine, officer, payload=interim(engine, complaint=500, report=300))
    less = interim(engine, complaint=499, report=300)
    assert refused(register, engine, officer, kind="settlement_invoice", payload=less) == {
        "/completed/0/quantity quantity_fell"
    }


def test_settled_quantities_are_those_confirmed_in_the_case(
    register: Register, engine: Engine, officer: Actor
) -> None:
    # The confirmation is a kind yet to come: its documents carry the contract and the same rows.
    counted = interim(engine, complaint=500)
    put_document(
        register,
        "completed_quantity_confirmation",
        {"contract": counted["contract"], "completed": counted["completed"]},
        case_ref=open_case(register, CASE),
    )
    other = interim(engine, complaint=501)
    assert refused(
        register, engine, officer, kind="settlement_invoice", payload=other, case_ref=CASE
    ) == {"/completed/0/quantity quantity_not_confirmed"}
    settle(register, engine, officer, payload=counted, case_ref=CASE)


def judged(register: Register, wider: Engine, kind: str, **payload: str) -> list[Finding]:
    """Return what the case says to a document of an invented kind, which nothing can print."""
    case = build_case(wider.catalogue[kind], payload, Facts(wider.law, wider.house, ISSUED_ON))
    with register.writing() as connection:
        return case_rules.judge(connection, wider, case, CASE)


def test_what_a_document_needs_is_looked_for_in_its_case(register: Register, wider: Engine) -> None:
    open_case(register, CASE)
    days = {"issued_on": "2026-06-12", "received_on": "2026-06-10", "entered_on": "2026-06-11"}
    (missing,) = judged(register, wider, "ending", **days)
    assert (missing.code, missing.weight) == ("neighbour_missing", Weight.notice)
    assert missing.source == "《办法》"
    entry = {"issued_on": "2026-06-11", "received_on": "2026-06-10", "outcome": "open"}
    put_document(register, "entry", entry, case_ref=CASE)
    assert judged(register, wider, "ending", **days) == []


def test_an_exclusion_may_hang_on_what_the_paper_says_and_bar_one_way_only(
    register: Register, wider: Engine
) -> None:
    open_case(register, CASE)
    days = {"issued_on": "2026-06-12", "received_on": "2026-06-10", "entered_on": "2026-06-11"}
    put_document(register, "ending", days, case_ref=CASE)
    # The reminder may not come after the ending, but the ending after the reminder.
    assert [each.code for each in judged(register, wider, "reminder", issued_on="2026-06-13")] == [
        "case_excludes"
    ]
    put_document(register, "reminder", {"issued_on": "2026-06-13"}, case_ref=CASE)
    assert "case_excludes" not in {each.code for each in judged(register, wider, "ending", **days)}
    entry = {"issued_on": "2026-06-11", "received_on": "2026-06-10"}
    assert judged(register, wider, "entry", outcome="待办", **entry) == []
    assert [each.code for each in judged(register, wider, "entry", outcome="撤回", **entry)] == [
        "case_excludes"
    ]
    put_document(register, "entry", entry | {"outcome": "撤回"}, case_ref=CASE)
    assert "case_excludes" in {each.code for each in judged(register, wider, "ending", **days)}


def test_a_mediation_ends_by_the_day_on_which_its_complaint_was_accepted(
    register: Register, engine: Engine, officer: Actor
) -> None:
    """A day of acceptance moved back would end the sixty days too early."""
    issue_one(register, engine, officer, "complaint_acceptance_decision", case_ref=CASE)
    payload = example_of(engine, "mediation_termination_decision")
    payload["accepted_on"] = "2026-06-15"
    ending: dict[str, Any] = {"kind": "mediation_termination_decision", "case_ref": CASE}
    moved = {"/accepted_on acceptance_differs"}
    assert refused(register, engine, officer, payload=payload, **ending) == moved
    payload["accepted_on"] = "2026-06-16"
    issue_one(register, engine, officer, payload=payload, **ending)
    assert_whole(register)


def test_a_final_settlement_given_by_its_wording_is_final_all_the_same(
    register: Register, engine: Engine, officer: Actor
) -> None:
    by_wording = example_of(engine, "settlement_invoice", settlement_type="最终结算")
    settle(register, engine, officer, payload=by_wording)
    again = refused(register, engine, officer, kind="settlement_invoice")
    assert again == {"/settlement_type contract_settled"}
