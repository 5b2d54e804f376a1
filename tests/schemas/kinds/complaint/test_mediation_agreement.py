"""What the corpus cannot show of the mediation agreement: sums, boundaries, who signs, notices."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError
from docgen.case.case import Case
from docgen.proof.words import words_of
from schemas.kinds.complaint.mediation_agreement import MediationAgreement

KIND = "mediation_agreement"
SOON = {"received_on": "2026-07-08", "accepted_on": "2026-07-09", "notified_on": "2026-07-09"}

# Written down from Order 121 and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "agreed by telephone": ({"/mode": "telephone"}, "/mode", "mode_not_on_site"),
    "waived by both": ({"/exemption": "waived"}, "/exemption", "agreement_waived"),
    "performed at once": ({"/exemption": "performed"}, "/exemption", "already_performed"),
    "against somebody's will": ({"/both_agreed": False}, "/both_agreed", "mediation_not_agreed"),
    "a mediator asked to withdraw": (
        {"/recusal_request": "pending"}, "/recusal_request", "recusal_pending",
    ),
    "told after the meeting": ({"/notified_on": "2026-07-11"}, "/notified_on", "notified_late"),
    "accepted before it came": ({"/accepted_on": "2026-06-18"}, "/accepted_on", "before_receipt"),
    "accepted after seven working days": (
        {"/accepted_on": "2026-07-06"}, "/accepted_on", "accepted_late",
    ),
    "written before it was agreed": (
        {"/issued_on": "2026-07-09"}, "/issued_on", "before_mediation",
    ),
    "an agent who may not settle": (
        {"/respondent/agent/mandate/authority": "general"},
        "/respondent/agent/mandate/authority", "settlement_not_authorised",
    ),
    "an agent in full": (
        {"/respondent/agent/mandate/matters": "全权代理"},
        "/respondent/agent/mandate/matters", "settlement_not_in_matters",
    ),
    "an agent whose time is over": (
        {"/respondent/agent/mandate/term_to": "2026-07-09"},
        "/respondent/agent/mandate/term_to", "mandate_term",
    ),
    "the complainant for the respondent": (
        {"/respondent/agent/name": "沈若棠"}, "/respondent/agent/name", "agent_is_other_party",
    ),
    "a contractor mediates": (
        {"/mediators/0/affiliation": "contractor"},
        "/mediators/0/affiliation", "mediator_not_entitled",
    ),
    "an interested person mediates": (
        {"/mediators/0/declared_no_interest": False},
        "/mediators/0/declared_no_interest", "mediator_interested",
    ),
    "a party mediates": ({"/mediators/1/name": "沈若棠"}, "/mediators/1/name", "mediator_is_party"),
    "outsiders without an entrusting": (
        {"/mediators/1/affiliation": "entrusted"},
        "/mediators/1/affiliation", "entrusting_not_recorded",
    ),
    "nothing agreed": ({"/agreement_items": []}, "/agreement_items", "too_few"),
    "something to be settled somehow": (
        {"/agreement_items/0/action": "妥善处理退款"}, "/agreement_items/0/action", "action_vague",
    ),
    "nothing to be paid": (
        {"/agreement_items/0/amount": "0.00"}, "/agreement_items/0/amount", "amount_zero",
    ),
    "paid by no day": (
        {"/agreement_items/0/due_on": None}, "/agreement_items/0/due_on", "due_missing",
    ),
    "due yesterday": (
        {"/agreement_items/0/due_on": "2026-07-09"},
        "/agreement_items/0/due_on", "due_before_mediation",
    ),
    "another sum in words": (
        {"/agreement_items/0/action": "退还投诉人健身年卡费用1500元"},
        "/agreement_items/0/action", "amounts_differ",
    ),
    "a sum that is not the sum": ({"/stated_total": "3500.00"}, "/stated_total", "total_mismatch"),
    "enforced without a court": (
        {"/agreement_items/2/action": "逾期不履行的可以申请强制执行"},
        "/agreement_items/2/action", "enforcement_wording",
    ),
    "a report sold": (
        {"/agreement_items/2/action": "撤回对被投诉人的举报"},
        "/agreement_items/2/action", "report_bargained",
    ),
    "a penalty settled": (
        {"/agreement_items/2/action": "请求市场监督管理部门不予处罚被投诉人"},
        "/agreement_items/2/action", "penalty_wording",
    ),
    "the mediator paid": (
        {"/agreement_items/2/action": "向调解人员陆则安支付调解费"},
        "/agreement_items/2/action", "pays_officials",
    ),
    "no court any more": (
        {"/agreement_items/2/action": "不得再就此事提起诉讼"},
        "/agreement_items/2/action", "remedies_denied",
    ),
    "one who stands for others": (
        {"/complainants/0/representative": True},
        "/complainants/0/representative", "joint_without_others",
    ),
}  # fmt: skip


def check(engine: Engine, **changes: Any) -> Case:
    """Return the example, settled two days after its receipt unless changed."""
    payload: dict[str, Any] = {**MediationAgreement.example, **SOON, **changes}
    return engine.check(KIND, payload, today=date(2026, 11, 21))


def notices(case: Case) -> list[tuple[str, str]]:
    return [(notice.pointer, notice.code) for notice in case.notices]


def errors(engine: Engine, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidCaseError) as refused:
        check(engine, **changes)
    return [(finding.pointer, finding.code) for finding in refused.value.findings]


def owes(obligor: str, amount: str | None, due_on: str = "2026-07-31") -> dict[str, Any]:
    item: dict[str, Any] = {"obligor": obligor, "action": "退还款项", "due_on": due_on}
    return item | ({"amount": amount} if amount else {})


def mediated(accepted_on: str, mediated_on: str, **changes: Any) -> dict[str, Any]:
    """Return the changes that move a mediation, with its mandate and due days, to other days."""
    respondent: Mapping[str, Any] = MediationAgreement.example["respondent"]
    return {
        "received_on": accepted_on,
        "accepted_on": accepted_on,
        "notified_on": mediated_on,
        "mediated_on": mediated_on,
        "issued_on": mediated_on,
        "respondent": {name: each for name, each in respondent.items() if name != "agent"},
        "agreement_items": [owes("respondent", "1.00", mediated_on)],
        "stated_total": None,
        **changes,
    }


@pytest.mark.parametrize(
    ("items", "totals"),
    [
        ([owes("respondent", "0.10"), owes("respondent", "0.20")], {"respondent": "0.30"}),
        ([owes("respondent", "1200"), owes("complainant", "200")], {}),
        ([owes("respondent", "36.05"), owes("respondent", None)], {}),
        (
            [
                owes("complainant", "5"), owes("respondent", "12,888.88"),
                owes("respondent", "300.04"), owes("complainant", "0.50"),
            ],
            {"complainant": "5.50", "respondent": "13188.92"},
        ),
    ],
    ids=["cents", "one each", "money and none", "both twice"],
)  # fmt: skip
def test_a_total_is_printed_for_who_pays_more_than_once(
    engine: Engine, items: list[dict[str, Any]], totals: dict[str, str]
) -> None:
    case = check(engine, agreement_items=items, stated_total=None)
    assert {each.obligor: str(each.amount) for each in case.values.totals} == totals


def test_amounts_are_printed_in_figures_and_capitals(engine: Engine) -> None:
    page = words_of("html", engine.render(KIND, MediationAgreement.example, "html").content)
    for printed in (
        "金额¥1,200.00（人民币壹仟贰佰元整），最迟于2026年7月20日履行",
        "金额¥2,400.00（人民币贰仟肆佰元整），最迟于2026年7月31日履行",
        "以上被投诉人应付合计¥3,600.00（人民币叁仟陆佰元整）。",
    ):
        assert printed in page


@pytest.mark.parametrize("stated", ["3600.01", "3599.99", "0"])
def test_a_stated_total_must_be_the_sum_to_the_cent(engine: Engine, stated: str) -> None:
    assert errors(engine, stated_total=stated) == [("/stated_total", "total_mismatch")]


def test_a_stated_total_counts_the_respondents_money_only(engine: Engine) -> None:
    items = [owes("respondent", "1000.00"), owes("complainant", "50.00")]
    assert notices(check(engine, agreement_items=items, stated_total="1000")) == []


@pytest.mark.parametrize(
    ("accepted_on", "last_day", "next_day"),
    [
        ("2026-06-01", "2026-07-31", "2026-08-01"),
        ("2026-08-04", "2026-10-08", "2026-10-09"),
        ("2026-07-22", "2026-09-20", "2026-09-21"),
    ],
)
def test_sixty_days_from_acceptance_end_on_their_last_day(
    engine: Engine, accepted_on: str, last_day: str, next_day: str
) -> None:
    in_time = check(engine, **mediated(accepted_on, last_day))
    assert notices(in_time) == []
    late = check(engine, **mediated(accepted_on, next_day))
    assert notices(late) == [("/mediated_on", "statutory_deadline")]
    statute = late.notices[0]
    assert "六十日" in statute.detail
    assert "《市场监督管理投诉举报处理办法》第二十三条第一款第五项" in statute.source


def test_testing_time_does_not_count_towards_the_sixty_days(engine: Engine) -> None:
    changes = mediated(
        "2026-06-01", "2026-08-10", testing=[{"first": "2026-06-10", "last": "2026-06-19"}]
    )
    assert ("/mediated_on", "statutory_deadline") not in notices(check(engine, **changes))


@pytest.mark.parametrize(
    ("received_on", "late"),
    [("2026-06-30", False), ("2026-06-29", True), ("2026-05-01", True), ("2026-07-09", False)],
)
def test_a_complaint_accepted_after_seven_working_days_is_noticed(
    engine: Engine, received_on: str, late: bool
) -> None:
    """Accepted on 2026-07-09; the contract's five days show where they can still be kept."""
    days = {"accepted_on": "2026-07-09", "notified_on": "2026-07-09"}
    found = notices(check(engine, received_on=received_on, **days))
    assert found == ([("/accepted_on", "accepted_late")] if late else [])


@pytest.mark.parametrize(("accepted_on", "changed"), [("2026-04-14", True), ("2026-04-15", False)])
def test_a_complaint_accepted_under_the_old_law_goes_to_a_lawyer(
    engine: Engine, accepted_on: str, changed: bool
) -> None:
    found = notices(check(engine, **mediated(accepted_on, "2026-05-06")))
    assert (("/accepted_on", "law_changed") in found) is changed


@pytest.mark.parametrize(
    ("signer", "authority", "by_agent"),
    [(None, "special", True), ("agent", "special", True), ("principal", "general", False)],
)
def test_the_agent_signs_unless_the_party_does(
    engine: Engine, signer: str | None, authority: str, by_agent: bool
) -> None:
    respondent: dict[str, Any] = {**MediationAgreement.example["respondent"], "signer": signer}
    mandate = {**respondent["agent"]["mandate"], "authority": authority}
    if authority == "general":
        mandate["matters"] = "陪同参加调解，陈述事实、提供证据"
    respondent["agent"] = {**respondent["agent"], "mandate": mandate}
    assert check(engine, respondent=respondent).values.respondent.by_agent is by_agent


@pytest.mark.parametrize("day", ["2026-06-25", "2026-07-31"])
def test_a_mandate_covers_its_first_and_last_day(engine: Engine, day: str) -> None:
    items = [owes("respondent", "1.00", "2026-08-01")]
    changes = {"mediated_on": day, "issued_on": day, "notified_on": day, "stated_total": None}
    before = {"received_on": "2026-06-24", "accepted_on": "2026-06-24"}
    assert check(engine, agreement_items=items, **changes, **before).values.mediated_on


def test_one_agent_for_both_sides_is_noticed(engine: Engine) -> None:
    agent = MediationAgreement.example["respondent"]["agent"]
    complainant = {**MediationAgreement.example["complainants"][0], "agent": agent}
    assert notices(check(engine, complainants=[complainant])) == [
        ("/respondent/agent", "agent_of_both")
    ]


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("接受市场监督管理部门的行政处罚", ["penalty_wording", "obligation_of_others"]),
        ("退还货款，对被投诉人免予处罚", ["penalty_wording", "outcome_promised"]),
        ("补寄投诉人没收到的配件", []),
        ("支付三倍赔偿", []),
    ],
)
def test_wording_about_penalties_is_noticed(engine: Engine, action: str, found: list[str]) -> None:
    items = [{"obligor": "respondent", "action": action, "due_on": "2026-07-31"}]
    where = "/agreement_items/0/action"
    noticed = notices(check(engine, agreement_items=items, stated_total=None))
    assert noticed == [(where, code) for code in found]


def test_a_mandates_own_words_may_speak_of_enforcement(engine: Engine) -> None:
    """The mandate stays in the file; only what is printed must not promise enforcement."""
    respondent: dict[str, Any] = {**MediationAgreement.example["respondent"]}
    mandate = {**respondent["agent"]["mandate"], "matters": "代为达成调解协议、诉讼、申请强制执行"}
    respondent["agent"] = {**respondent["agent"], "mandate": mandate}
    assert notices(check(engine, respondent=respondent)) == []


def test_an_item_without_a_day_is_noticed_for_the_respondent_only(engine: Engine) -> None:
    open_ended = [
        {"obligor": "respondent", "action": "继续保修一年"},
        {"obligor": "complainant", "action": "不再就同一争议另行主张"},
    ]
    assert notices(check(engine, agreement_items=open_ended, stated_total=None)) == [
        ("/agreement_items/0/due_on", "due_open")
    ]
