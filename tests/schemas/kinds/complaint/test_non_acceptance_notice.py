"""What the corpus cannot show of the non-acceptance notice: boundaries of days and of law."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError
from docgen.case.case import Case
from docgen.case.words import describe
from schemas.kinds.complaint.non_acceptance_notice import NonAcceptanceNotice
from schemas.law import chinese_date

KIND = "non_acceptance_notice"

# Written down from Order 121 and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "decided before it came": ({"/issued_on": "2026-06-09"}, "/issued_on", "before_receipt"),
    "decided on the eighth working day": (
        {"/issued_on": "2026-06-23", "/delivery": None}, "/issued_on", "statutory_deadline",
    ),
    "the period begun anew with the papers": (
        {
            "/issued_on": "2026-06-24",
            "/delivery": None,
            "/late_reason": "等待补正身份材料，期限重新计算。",
        },
        "/late_reason", "clock_restarted",
    ),
    "told before it was decided": (
        {"/delivery/delivered_on": "2026-06-15"}, "/delivery/delivered_on", "told_before_decision",
    ),
    "decided by nobody": ({"/approval": None}, "/approval", "required"),
    "decided by a contractor": (
        {"/approval/employed_by_authority": False},
        "/approval/employed_by_authority", "approver_not_official",
    ),
    "acceptance agreed to": (
        {"/approval/opinion": "同意受理。"}, "/approval/opinion", "opinion_of_another_act",
    ),
    "an eighth item": ({"/ground_item": 8}, "/ground_item", "out_of_range"),
    "three years that are not over": (
        {"/harm_known_on": "2024-12-31"}, "/harm_known_on", "three_years_not_over",
    ),
    "three years from no day": ({"/harm_known_on": None}, "/harm_known_on", "harm_day_missing"),
    "harm after the complaint": (
        {"/harm_known_on": "2026-06-20"}, "/harm_known_on", "harm_after_complaint",
    ),
    "harm on another day than the reasons say": (
        {"/reasons": "你于2025年11月购买，2025年12月发现开裂，自知道权益受到侵害已超过三年。"},
        "/reasons", "harm_day_differs",
    ),
    "another body, which is ourselves": (
        {
            "/ground_item": 1,
            "/harm_known_on": None,
            "/competent_body": "示例市示例区市场监督管理局",
            "/reasons": "该争议由住房和城乡建设部门负责处理，不属于我局职责。",
        },
        "/competent_body", "competent_body_is_ours",
    ),
    "handled by who handles nothing": (
        {
            "/ground_item": 2,
            "/harm_known_on": None,
            "/reasons": "商场客服已经受理并答复过同一争议。",
        },
        "/reasons", "handled_by_no_body",
    ),
    "not for daily life, but why": (
        {
            "/ground_item": 3,
            "/harm_known_on": None,
            "/reasons": "你同月购买同款按摩椅三十台，不是为生活消费需要。",
        },
        "/ground_factors", "factors_not_recorded",
    ),
    "papers missing, but which": (
        {"/ground_item": 5, "/harm_known_on": None, "/reasons": "你没有提供被投诉人的名称和地址。"},
        "/missing_materials", "materials_not_named",
    ),
    "papers that nobody has to bring": (
        {
            "/ground_item": 5,
            "/harm_known_on": None,
            "/missing_materials": ["request_and_facts"],
            "/reasons": "你没有提供按摩椅的检测报告和型号。",
        },
        "/reasons", "material_not_asked",
    ),
    "papers of another ground": (
        {"/missing_materials": ["mandate"]}, "/missing_materials", "materials_without_ground",
    ),
    "a receipt as proof of identity": (
        {"/ground_item": 6, "/harm_known_on": None, "/reasons": "你没有提供购物凭证。"},
        "/reasons", "materials_for_identity",
    ),
    "another provision, but which": (
        {"/ground_item": 7, "/harm_known_on": None}, "/ground_seven_basis", "basis_not_named",
    ),
    "no reasons": ({"/reasons": "经审查，不符合受理条件，不予受理。"}, "/reasons", "reasons_empty"),
    "the item once more for reasons": (
        {"/reasons": "投诉人知道或者应当知道自己的权益受到被投诉人侵害之日起超过三年的。"},
        "/reasons", "reasons_only_restate",
    ),
    "reasons of another item": (
        {"/reasons": "该争议法院已经受理并判决。"}, "/reasons", "reasons_of_another_item",
    ),
    "reasons to the contrary": (
        {"/reasons": "你自知道权益受到侵害之日起未超过三年，但已经过了很久。"},
        "/reasons", "reasons_contradict_ground",
    ),
    "suspected beside the ground": (
        {"/reasons": "你是职业打假人，恶意投诉，自2022年12月知道权益受到侵害已超过三年。"},
        "/reasons", "suspicion_beside_ground",
    ),
    "every other way closed": (
        {"/reasons": "你2022年12月知道权益受到侵害，已超过三年。本决定为最终决定，不得再投诉。"},
        "/reasons", "remedies_denied",
    ),
    "found by a contractor": (
        {"/reasons": "外包公司审查后决定不予受理，你知道权益受到侵害已超过三年。"},
        "/reasons", "decided_by_contractor",
    ),
    "a reporter told to who complains": (
        {"/reasons": "你2022年12月知道权益受到侵害，已超过三年。另有举报人裴若渝反映同一问题。"},
        "/reasons", "reporter_mentioned",
    ),
}  # fmt: skip


def check(engine: Engine, *, copy: str = "delivery", **changes: Any) -> Case:
    """Return the example with `changes`, approved on the day it was decided."""
    payload: dict[str, Any] = {**NonAcceptanceNotice.example, **changes}
    if "reasons" not in changes:
        # The reasons tell when the complaint was lodged.
        received = chinese_date(date.fromisoformat(payload["received_on"]))
        payload["reasons"] = str(payload["reasons"]).replace("2026年6月10日", received)
    approval: Mapping[str, Any] = NonAcceptanceNotice.example["approval"]
    payload["approval"] = {**approval, "approved_on": payload["issued_on"]}
    if "delivery" not in changes:
        payload.pop("delivery")
    return engine.check(KIND, payload, copy=copy, today=date(2026, 11, 21))


def notices(case: Case) -> list[tuple[str, str]]:
    return [(notice.pointer, notice.code) for notice in case.notices]


@pytest.mark.parametrize(
    ("issued_on", "grounds", "cited"),
    [
        ("2026-04-14", 6, "《市场监督管理投诉举报处理暂行办法》第十五条"),
        ("2026-04-15", 7, "《市场监督管理投诉举报处理办法》第十六条"),
    ],
)
def test_the_day_of_the_decision_picks_the_law(
    engine: Engine, issued_on: str, grounds: int, cited: str
) -> None:
    case = check(engine, received_on="2026-04-09", issued_on=issued_on)
    words = describe(case, engine.house_words)
    assert len(words["grounds"]) == grounds
    assert words["regulation"] + words["article"] == cited
    assert words["ground_numeral"] == "四"


def test_a_complaint_of_the_old_law_decided_under_the_new_goes_to_a_lawyer(engine: Engine) -> None:
    before = check(engine, received_on="2026-04-14", issued_on="2026-04-15")
    assert notices(before) == [("/received_on", "law_changed")]
    assert notices(check(engine, received_on="2026-04-15", issued_on="2026-04-15")) == []


@pytest.mark.parametrize(
    ("received_on", "last_day", "next_day"),
    [
        ("2026-06-10", "2026-06-22", "2026-06-23"),
        ("2026-06-12", "2026-06-24", "2026-06-25"),
        ("2026-09-28", "2026-10-13", "2026-10-14"),
    ],
)
def test_seven_working_days_end_on_their_last_day(
    engine: Engine, received_on: str, last_day: str, next_day: str
) -> None:
    assert notices(check(engine, received_on=received_on, issued_on=last_day)) == []
    with pytest.raises(InvalidCaseError) as refused:
        check(engine, received_on=received_on, issued_on=next_day)
    assert [finding.code for finding in refused.value.findings] == ["statutory_deadline"]
    assert "《市场监督管理投诉举报处理办法》第十五条" in refused.value.findings[0].source
    late = check(engine, received_on=received_on, issued_on=next_day, late_reason="等候法院复函。")
    assert notices(late) == [("/issued_on", "statutory_deadline")]


def test_telling_the_complainant_after_the_period_is_noticed(engine: Engine) -> None:
    told = {"method": "post", "delivered_on": "2026-06-23"}
    assert notices(check(engine, issued_on="2026-06-22", delivery=told)) == [
        ("/delivery/delivered_on", "told_late")
    ]


def test_ground_three_without_factors_is_noticed(engine: Engine) -> None:
    third = {
        "ground_item": 3,
        "harm_known_on": None,
        "reasons": "你同月购买同款按摩椅三十台，不是为生活消费需要。",
    }
    assert notices(check(engine, **third)) == [("/ground_factors", "factors_not_recorded")]
    assert notices(check(engine, **third, ground_factors=[1, 4])) == []


def test_refusals_cite_the_article_of_their_day(engine: Engine) -> None:
    days = {"received_on": "2026-04-09", "issued_on": "2026-04-14", "harm_known_on": None}
    with pytest.raises(InvalidCaseError) as refused:
        check(engine, ground_item=5, **days)
    assert [(finding.code, finding.source) for finding in refused.value.findings] == [
        ("materials_not_named", "《市场监督管理投诉举报处理暂行办法》第十五条第五项")
    ]


def test_joint_complainants_are_addressed_together_and_masked_one_by_one(engine: Engine) -> None:
    for copy, addressees in (
        ("delivery", "林晓岚、欧阳喆堃、昇翀"),
        ("redacted", "林某某、欧阳某某、昇某"),
    ):
        case = check(engine, copy=copy, joint_complainants=["欧阳喆堃", "昇翀"])
        assert describe(case, engine.house_words)["addressees"] == addressees


def test_a_text_that_merely_ends_in_the_word_complaint_is_accepted(engine: Engine) -> None:
    check(engine, complaint_subject="某商家拒绝处理售后投诉")
