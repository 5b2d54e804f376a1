"""The approval of a filing: what is wrong by the procedure or the form, and what is printed."""

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.report.case_filing_approval_form import CaseFilingApprovalForm
from tests.schemas.guard.cases import TODAY

KIND = "case_filing_approval_form"
OFFICERS = [
    {"name": "周启明", "certificate_number": "示0200101", "employed_by_authority": True},
    {"name": "沈若溪", "certificate_number": "示0200102", "employed_by_authority": True},
]
FILED = {
    "/filing_decision": "filed",
    "/not_filed_ground": None,
    "/case_officers": OFFICERS,
    "/tell_not_filed": None,
    "/opinions/0/opinion": "同意立案。",
    "/opinions/1/opinion": "同意立案。",
}
LATE = {
    "/checked_on": "2026-07-09",
    "/opinions/0/signed_on": "2026-07-09",
    "/opinions/1/signed_on": "2026-07-10",
    "/filing_decided_on": "2026-07-10",
}

# Written down from the procedure, Order 121 and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "filed where it is not ours": (
        {**FILED, "/conditions_met": ["evidence", "penalty", "in_time"]},
        "/conditions_met",
        "condition_not_met",
    ),
    "filed without evidence": (
        {**FILED, "/conditions_met": ["penalty", "ours", "in_time"]},
        "/conditions_met",
        "condition_not_met",
    ),
    "filed for a minor breach": (
        {**FILED, "/not_filed_ground": "minor"}, "/not_filed_ground", "ground_of_another_decision",
    ),
    "filed with one officer": (
        {**FILED, "/case_officers": OFFICERS[:1]}, "/case_officers", "two_officers",
    ),
    "the same officer twice": (
        {**FILED, "/case_officers": [OFFICERS[0], OFFICERS[0]]},
        "/case_officers/1/certificate_number",
        "certificate_repeated",
    ),
    "an officer of the contractor": (
        {**FILED, "/case_officers": [OFFICERS[0], OFFICERS[1] | {"employed_by_authority": False}]},
        "/case_officers/1/employed_by_authority",
        "officer_not_official",
    ),
    "officers and no case": (
        {"/case_officers": OFFICERS}, "/case_officers", "officers_without_a_case",
    ),
    "not filed for nothing": ({"/not_filed_ground": None}, "/not_filed_ground", "required"),
    "the last situation and nothing it rests on": (
        {"/not_filed_ground": "other"}, "/other_ground_basis", "basis_not_named",
    ),
    "an extension as a decision": (
        {"/filing_decision": "延长"}, "/filing_decision", "not_an_option",
    ),
    "a referral as a decision": ({"/filing_decision": "移送"}, "/filing_decision", "not_an_option"),
    "nobody decides": ({"/opinions/1": None}, "/opinions", "opinion_missing"),
    "the head of the authority alone": ({"/opinions/0": None}, "/opinions", "stations_order"),
    "the head signs before the unit": (
        {"/opinions/1/signed_on": "2026-06-29", "/filing_decided_on": "2026-06-29"},
        "/opinions/1/signed_on",
        "signed_before_previous",
    ),
    "one person for both": (
        {"/opinions/1/signer": "江以宁"}, "/opinions/1/signer", "signer_repeated",
    ),
    "the contractor signs": (
        {"/opinions/1/employed_by_authority": False},
        "/opinions/1/employed_by_authority",
        "signer_not_official",
    ),
    "an opinion against the decision": (
        {"/opinions/0/opinion": "不同意不予立案。"}, "/opinions/0/opinion", "opinion_contradicts",
    ),
    "refused and yet decided": (
        {"/opinions/1/decision": "refused", "/opinions/1/opinion": "不同意，补充核查。"},
        "/opinions/1/decision",
        "approval_refused",
    ),
    "decided on a day nobody signed": (
        {"/filing_decided_on": "2026-07-02"}, "/filing_decided_on", "decision_day",
    ),
    "signed before it was verified": (
        {"/checked_on": "2026-07-01"}, "/opinions/0/signed_on", "signed_before_verification",
    ),
    "verified before it was found": ({"/checked_on": "2026-06-15"}, "/checked_on", "before_clue"),
    "decided late without a word": (LATE, "/filing_decided_on", "statutory_deadline"),
    "an extension that came too late": (
        {**LATE, "/extended_on": "2026-07-09"}, "/extended_on", "extension_late",
    ),
    "told of not filing what is filed": (
        {**FILED, "/tell_not_filed": True}, "/tell_not_filed", "told_of_another_decision",
    ),
    "who reported, in a file the party may see": (
        {"/verification": "举报人柏以宁反映销售过期酸牛奶，现场检查没有发现。"},
        "/verification",
        "reporter_named",
    ),
    "a report at all": (
        {"/verification": "接到举报后现场检查，冷藏柜内没有过期酸牛奶。"},
        "/verification",
        "report_mentioned",
    ),
    "a home for an enterprise": (
        {"/party/home_address": "示例市示例区枫林路11号"},
        "/party/home_address",
        "not_for_party_type",
    ),
    "a case against nobody known": (
        {
            **FILED,
            "/party": {
                "party_type": "unknown",
                "business_name": "文化路12号门前流动摊点",
                "unverified_reason": "现场没有证照，经营者没有出示身份证件。",
            },
        },
        "/party/party_type",
        "party_unknown",
    ),
}  # fmt: skip


def page(engine: Engine, **changes: Any) -> str:
    payload = copy.deepcopy(dict(CaseFilingApprovalForm.example)) | changes
    case = engine.check(KIND, payload, today=TODAY)
    return engine.write(case, "html").content.decode()


def test_the_decision_and_its_articles_are_printed_in_the_words_of_the_law(
    engine: Engine,
) -> None:
    printed = page(engine)
    assert "<h1>不予立案审批表</h1>" in printed
    law = "《市场监督管理行政处罚程序规定》第二十条第一款第二项（初次违法且危害后果轻微并及时改正）"
    assert law in printed
    assert "指定办案人员" not in printed


def test_a_condition_that_is_not_met_is_named(engine: Engine) -> None:
    printed = page(
        engine, not_filed_ground="other", conditions_met=["evidence", "penalty", "in_time"]
    )
    assert "第十九条第一款第三项（属于本部门管辖）的立案条件" in printed


@pytest.mark.parametrize("day", ["2026-07-20", "2026-07-29"])
def test_an_extension_in_time_gives_fifteen_days_more(engine: Engine, day: str) -> None:
    opinions = copy.deepcopy(list(CaseFilingApprovalForm.example["opinions"]))
    opinions[1]["signed_on"] = day
    given = {"opinions": opinions, "filing_decided_on": day, "extended_on": "2026-07-06"}
    assert "不予立案审批表" in page(engine, **given)
