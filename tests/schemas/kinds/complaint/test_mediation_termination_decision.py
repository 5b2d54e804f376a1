"""What the corpus cannot show of the termination decision: the turn of days, and both parties."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError
from docgen.case.case import Case
from docgen.case.words import describe
from schemas.kinds.complaint.mediation_termination_decision import MediationTerminationDecision

KIND = "mediation_termination_decision"
PERIOD_OVER: dict[str, Any] = {"termination_item": 5, "explanation": None}

# Written down from Order 121 and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "decided before it was accepted": (
        {"/issued_on": "2026-06-15"}, "/issued_on", "before_acceptance",
    ),
    "accepted before it came": ({"/accepted_on": "2026-06-09"}, "/accepted_on", "before_receipt"),
    "sixty days that still run": (
        {"/termination_item": 5, "/explanation": "期限届满仍未达成协议，见调解记录。"},
        "/termination_item", "period_still_runs",
    ),
    "sixty days that are over": (
        {"/issued_on": "2026-08-20", "/complainant_told": None, "/respondent_told": None},
        "/termination_item", "period_over",
    ),
    "longer than sixty days by agreement": (
        {"/explanation": "双方同意延长调解期限三十日后仍无法达成协议，见调解记录。"},
        "/explanation", "mediation_extended",
    ),
    "somebody stayed away, but who": ({"/termination_item": 2}, "/absence", "particulars_missing"),
    "stayed away uncalled": (
        {"/termination_item": 2, "/absence": "respondent_absent", "/notified_on": None},
        "/notified_on", "particulars_missing",
    ),
    "called on the day itself": (
        {"/termination_item": 2, "/absence": "respondent_absent", "/notified_on": "2026-07-06"},
        "/notified_on", "notified_late",
    ),
    "called before it was accepted": (
        {"/notified_on": "2026-06-12"}, "/notified_on", "notified_outside_mediation",
    ),
    "the other one stayed away": (
        {
            "/termination_item": 2,
            "/absence": "respondent_absent",
            "/explanation": "投诉人没有到场，见签到记录。",
        },
        "/explanation", "absence_differs",
    ),
    "something was found, but what": (
        {"/termination_item": 6}, "/discovery", "particulars_missing",
    ),
    "one of the seven, but which": (
        {"/termination_item": 6, "/discovery": "not_to_be_accepted"},
        "/discovered_item", "particulars_missing",
    ),
    "fraud found where none could agree": (
        {"/discovery": "fraud"}, "/discovery", "particulars_of_another_item",
    ),
    "fraud told to both": (
        {
            "/termination_item": 6,
            "/discovery": "fraud",
            "/complaint_subject": "林晓岚涉嫌敲诈勒索的按摩椅退款争议",
        },
        "/complaint_subject", "suspicion_mentioned",
    ),
    "the sub-ground told to both": (
        {
            "/termination_item": 6,
            "/discovery": "not_to_be_accepted",
            "/discovered_item": 3,
            "/complaint_subject": "按摩椅退款争议（非生活消费）",
        },
        "/complaint_subject", "subject_tells_ground",
    ),
    "a provision, but which": ({"/termination_item": 8}, "/other_basis", "particulars_missing"),
    "a provision without a name": (
        {"/termination_item": 8, "/other_basis": "有关规定"}, "/other_basis", "basis_not_named",
    ),
    "the order of 2019": (
        {"/termination_item": 8, "/other_basis": "《市场监督管理投诉举报处理暂行办法》第二十一条"},
        "/other_basis", "repealed_law",
    ),
    "a ninth item": ({"/termination_item": 9}, "/termination_item", "out_of_range"),
    "no facts": ({"/explanation": None}, "/explanation", "facts_not_recorded"),
    "words in place of facts": (
        {"/explanation": "情况属实，依法终止。"}, "/explanation", "facts_not_recorded",
    ),
    "withdrawn, not disagreed": (
        {"/explanation": "投诉人撤回投诉，见撤诉申请。"},
        "/explanation", "explanation_of_another_item",
    ),
    "a report told to the respondent": (
        {"/complaint_subject": "林晓岚举报优康商贸并要求退款"},
        "/complaint_subject", "report_mentioned",
    ),
    "told after seven working days": (
        {"/respondent_told/delivered_on": "2026-07-20"},
        "/respondent_told/delivered_on", "told_late",
    ),
    "told before it was decided": (
        {"/complainant_told/delivered_on": "2026-07-03"},
        "/complainant_told/delivered_on", "told_before_decision",
    ),
    "decided by a contractor": (
        {"/approval/employed_by_authority": False},
        "/approval/employed_by_authority", "approver_not_official",
    ),
    "another act agreed to": (
        {"/approval/opinion": "同意受理。"}, "/approval/opinion", "opinion_of_another_act",
    ),
    "tested, and no day left out": (
        {"/explanation": "送检测机构检测后，双方仍无法达成协议，见检测报告。"},
        "/testing", "testing_not_entered",
    ),
    "tested before it was accepted": (
        {"/testing": [{"first": "2026-06-01", "last": "2026-06-20"}]},
        "/testing/0", "testing_outside_mediation",
    ),
}  # fmt: skip


def check(engine: Engine, **changes: Any) -> Case:
    """Return the example with `changes`, approved on its day, nobody notified or told yet."""
    example = MediationTerminationDecision.example
    open_yet = ("notified_on", "complainant_told", "respondent_told")
    payload = {name: example[name] for name in example if name not in open_yet} | changes
    payload["approval"] = {**example["approval"], "approved_on": payload["issued_on"]}
    return engine.check(KIND, payload, today=date(2026, 11, 28))


def refused(engine: Engine, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidCaseError) as refusal:
        check(engine, **changes)
    return [(each.pointer, each.code) for each in refusal.value.findings]


def notices(case: Case) -> list[tuple[str, str]]:
    return [(notice.pointer, notice.code) for notice in case.notices]


@pytest.mark.parametrize(
    ("accepted_on", "testing", "last_day", "next_day"),
    [
        ("2026-06-16", [], "2026-08-15", "2026-08-16"),
        ("2026-06-16", [("2026-07-01", "2026-07-20")], "2026-09-04", "2026-09-05"),
        # Days left out twice, or before acceptance, move nothing more.
        (
            "2026-06-16",
            [("2026-06-10", "2026-06-17"), ("2026-06-17", "2026-06-18")],
            "2026-08-17",
            "2026-08-18",
        ),
        # The sixtieth day, 2 October, is a holiday: the first day after it is the eighth.
        ("2026-08-03", [], "2026-10-08", "2026-10-09"),
    ],
)
def test_the_period_is_over_on_the_day_after_its_last_one(
    engine: Engine,
    accepted_on: str,
    testing: list[tuple[str, str]],
    last_day: str,
    next_day: str,
) -> None:
    days = {
        "accepted_on": accepted_on,
        "testing": [{"first": first, "last": last} for first, last in testing],
    }
    still_runs = [("/termination_item", "period_still_runs")]
    assert refused(engine, **PERIOD_OVER, **days, issued_on=last_day) == still_runs
    told = notices(check(engine, **PERIOD_OVER, **days, issued_on=next_day))
    assert [each for each in told if each[1] != "testing_outside_mediation"] == []
    # What ended otherwise may end on any day; after the period somebody looks at the item.
    told = notices(check(engine, **days, issued_on=last_day))
    assert ("/termination_item", "period_over") not in told
    told = notices(check(engine, **days, issued_on=next_day))
    assert ("/termination_item", "period_over") in told


def test_the_paper_names_the_item_and_keeps_what_it_rests_on(engine: Engine) -> None:
    case = check(
        engine,
        termination_item=6,
        discovery="not_to_be_accepted",
        discovered_item=4,
        explanation="2023年5月即已知道权益受到侵害。",
    )
    for format in ("html", "docx"):
        engine.write(case, format)
    words = describe(case, engine.house_words)
    assert words["ground_numeral"] == "六"
    assert words["regulation"] + words["article"] == (
        "《市场监督管理投诉举报处理办法》第二十三条第一款"
    )
    assert words["addressees"] == "林晓岚、示例市优康商贸有限公司"
    page = engine.write(case, "html").content.decode()
    assert "2023年5月" not in page
    assert "第〔六〕项" in page


@pytest.mark.parametrize("party", ["complainant_told", "respondent_told"])
def test_each_party_is_told_within_seven_working_days(engine: Engine, party: str) -> None:
    """Decided on Monday 6 July 2026: the seventh working day is Wednesday the 15th."""
    told = {party: {"method": "post", "delivered_on": "2026-07-15"}}
    assert notices(check(engine, **told)) == []
    told[party]["delivered_on"] = "2026-07-16"
    assert notices(check(engine, **told)) == [(f"/{party}/delivered_on", "told_late")]
    told[party]["delivered_on"] = "2026-07-05"
    assert refused(engine, **told) == [(f"/{party}/delivered_on", "told_before_decision")]


def test_what_is_not_proved_by_a_day_wants_its_proof(engine: Engine) -> None:
    unproved = [("/explanation", "facts_not_recorded")]
    assert notices(check(engine, termination_item=1, explanation=" ")) == unproved


def test_the_day_of_the_summons_stays_a_fact_of_the_case(engine: Engine) -> None:
    """The notice of the mediation was given, whatever the mediation ended with."""
    assert notices(check(engine, notified_on="2026-06-25")) == []
    told_afterwards = [("/notified_on", "notified_outside_mediation")]
    assert refused(engine, notified_on="2026-07-07") == told_afterwards


def test_a_complaint_of_the_old_law_ended_under_the_new_goes_to_a_lawyer(engine: Engine) -> None:
    told = "2026年4月30日调解，双方当场明确表示无法达成协议，见当日调解记录。"
    days = {"received_on": "2026-04-08", "issued_on": "2026-05-06", "explanation": told}
    changed = [("/accepted_on", "law_changed")]
    assert notices(check(engine, accepted_on="2026-04-14", **days)) == changed
    assert notices(check(engine, accepted_on="2026-04-15", **days)) == []


@pytest.mark.parametrize("word", ["举报", "检举"])
def test_no_word_of_a_report_reaches_the_respondent(engine: Engine, word: str) -> None:
    subject = f"示例市优康商贸有限公司拒绝退还预付款（同时{word}其虚假宣传）"
    betrayed = [("/complaint_subject", "report_mentioned")]
    assert refused(engine, complaint_subject=subject) == betrayed


def test_fraud_may_be_complained_of_where_nobody_is_suspected_of_it(engine: Engine) -> None:
    """A trader may have cheated: only the suspicion against who complains is kept back."""
    subject = "示例市优康商贸有限公司以虚假宣传骗取预付款"
    assert notices(check(engine, complaint_subject=subject)) == []
    suspected = {"termination_item": 6, "discovery": "fraud", "complaint_subject": subject}
    assert refused(engine, **suspected) == [("/complaint_subject", "suspicion_mentioned")]
