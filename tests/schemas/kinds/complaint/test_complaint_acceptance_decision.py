"""The decision that accepts a complaint: what is wrong by Order 121, and what is not."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

KIND = "complaint_acceptance_decision"
SUBJECT = "/complaint_subject"

# Written down from Order 121 and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "decided before it came": ({"/issued_on": "2026-06-09"}, "/issued_on", "before_receipt"),
    "decided on the eighth working day": (
        {"/issued_on": "2026-06-23", "/delivery": None}, "/issued_on", "statutory_deadline",
    ),
    "a year of waiting": ({"/received_on": "2025-06-10"}, "/issued_on", "statutory_deadline"),
    "told after the seven working days": (
        {"/issued_on": "2026-06-22", "/delivery/delivered_on": "2026-06-23"},
        "/delivery/delivered_on",
        "told_late",
    ),
    "told before it was decided": (
        {"/delivery/delivered_on": "2026-06-15"}, "/delivery/delivered_on", "told_before_decision",
    ),
    "told, says a message that failed": (
        {"/delivery/proof": "短信发送失败，号码停机"}, "/delivery/proof", "delivery_failed",
    ),
    "told on another day than the proof says": (
        {"/delivery/proof": "2026年6月18日签收"}, "/delivery/proof", "delivery_day_differs",
    ),
    "the period begun anew with the papers": (
        {
            "/issued_on": "2026-06-24",
            "/delivery": None,
            "/late_reason": "等待投诉人补充身份证明材料，受理期限从补齐之日起算。",
        },
        "/late_reason",
        "clock_restarted",
    ),
    "approved before it came": (
        {"/approval/approved_on": "2026-06-09"}, "/approval/approved_on", "approval_date",
    ),
    "approved after it was decided": (
        {"/approval/approved_on": "2026-06-17"}, "/approval/approved_on", "approval_date",
    ),
    "decided by nobody": ({"/approval": None}, "/approval", "required"),
    "decided by a contractor": (
        {"/approval/employed_by_authority": False},
        "/approval/employed_by_authority",
        "approver_not_official",
    ),
    "decided at the contractor's desk": (
        {"/approval/post": "外包坐席组长"}, "/approval/post", "approver_not_official",
    ),
    "decided by who handles it": (
        {"/approval/post": "科员"}, "/approval/post", "post_cannot_decide",
    ),
    "decided by who complains": (
        {"/approval/approver": "林晓岚"}, "/approval/approver", "approver_is_party",
    ),
    "not agreed to": (
        {"/approval/decision": "refused", "/approval/opinion": "不同意受理。"},
        "/approval/decision",
        "approval_refused",
    ),
    "the contrary agreed to": (
        {"/approval/opinion": "同意不予受理。"}, "/approval/opinion", "opinion_of_another_act",
    ),
    "agreed to afterwards": (
        {"/approval/opinion": "同意受理，事后补签。"}, "/approval/opinion", "approved_afterwards",
    ),
    "a contractor to call": (
        {"/contact_is_official": False}, "/contact_is_official", "contact_not_official",
    ),
    "the contractor's desk to call": (
        {"/contact_phone": "0999-60024001"}, "/contact_phone", "contact_phone_of_contractor",
    ),
    "an official's own mobile to call": (
        {"/contact_phone": "13900002061"}, "/contact_phone", "contact_phone_mobile",
    ),
    "oneself to call": ({"/contact_name": "林晓岚"}, "/contact_name", "contact_is_party"),
    "nobody complains": ({"/complainant_name": "匿名"}, "/complainant_name", "not_a_name"),
    "a business complains": (
        {"/complainant_name": "示例市优康商贸有限公司"}, "/complainant_name", "not_a_person",
    ),
    "one complains jointly": (
        {"/joint_complainants": ["林晓岚"]}, "/joint_complainants/0", "complainant_repeated",
    ),
    "a report accepted as a complaint": (
        {SUBJECT: "示例市优康商贸有限公司虚假宣传请求依法查处"}, SUBJECT, "report_in_complaint",
    ),
    "the breach of law found beforehand": (
        {SUBJECT: "示例市优康商贸有限公司构成欺诈拒绝赔偿"}, SUBJECT, "subject_concludes",
    ),
    "suspected, and told so": (
        {SUBJECT: "职业打假人林晓岚要求退还按摩椅预付款"}, SUBJECT, "subject_accuses",
    ),
    "wages": ({SUBJECT: "示例市优康商贸有限公司拖欠三个月工资"}, SUBJECT, "no_consumer_dispute"),
    "a loan": ({SUBJECT: "邻居借款两万元不还"}, SUBJECT, "matter_of_another_body"),
    "a wrong diagnosis": (
        {SUBJECT: "示例市第一人民医院误诊要求赔偿"}, SUBJECT, "matter_of_another_body",
    ),
    "a court has judged": (
        {SUBJECT: "法院已经判决的按摩椅预付款争议"}, SUBJECT, "handled_already",
    ),
    "bought to be sold on": (
        {SUBJECT: "采购五百箱饮料用于转售被拒绝退货"}, SUBJECT, "not_for_daily_life",
    ),
    "taken back already": (
        {SUBJECT: "林晓岚已撤回的按摩椅退款投诉一事"}, SUBJECT, "withdrawn_already",
    ),
    "under the order of 2019": (
        {SUBJECT: "按照《市场监督管理投诉举报处理暂行办法》要求退款"}, SUBJECT, "repealed_law",
    ),
    "about nothing": ({SUBJECT: "消费纠纷"}, SUBJECT, "subject_vague"),
    "a number of another bureau": (
        {"/document_number": "邻市监﹝2026﹞第204号"}, "/document_number", "number_prefix",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "subject",
    [
        "某医院未按公示价格收费",
        "某房产公司拒绝退还购房定金",
        "某装修公司以法院没有受理为由拒绝退款",
        "某律师事务所拒绝退还仲裁代理费",
        "某手机店以撤回投诉为条件才肯退款",
        "某平台限制转卖演唱会门票并拒绝退票",
        "某借贷服务平台多收服务费",
        "某驾校收费后拒绝安排考试",
        "某超市拒绝退还购物卡余额",
        "某饭店拒绝退还宴席订金",
    ],
)
def test_a_dispute_of_a_consumer_is_accepted_without_a_word(engine: Engine, subject: str) -> None:
    assert found(engine, KIND, {SUBJECT: subject}) == set()
