"""The notice that the bureau has no power over a report: what is wrong by Order 121 art. 34."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from schemas.kinds.report.no_jurisdiction_notice import NoJurisdictionNotice
from tests.schemas.guard.cases import TODAY

KIND = "no_jurisdiction_notice"
WHERE = "/competent_authority"

# Written down from Order 121 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "to nobody by name": ({"/reporter_name": "匿名"}, "/reporter_name", "not_a_name"),
    "to half a name": ({"/reporter_name": "唐先生"}, "/reporter_name", "half_a_name"),
    "within these duties and no bureau": ({WHERE: None}, WHERE, "required"),
    "within these duties by another level and no bureau": (
        {"/why_not_ours": "level", WHERE: None}, WHERE, "required",
    ),
    "within these duties another department": (
        {WHERE: "示例市东湖区卫生健康委员会"}, WHERE, "not_market_supervision",
    ),
    "within these duties a police station": (
        {"/why_not_ours": "place", WHERE: "示例市公安局东湖分局"}, WHERE, "not_market_supervision",
    ),
    "outside these duties another bureau of ours": (
        {"/why_not_ours": "others"}, WHERE, "not_ours_at_all",
    ),
    "the bureau itself": ({WHERE: "示例市示例区市场监督管理局"}, WHERE, "authority_is_ours"),
    "no reason": ({"/why_not_ours": None}, "/why_not_ours", "required"),
    "a reason of one's own": ({"/why_not_ours": "busy"}, "/why_not_ours", "not_an_option"),
    "no subject": ({"/report_subject": None}, "/report_subject", "required"),
    "a subject that says nothing": (
        {"/report_subject": "有关违法线索"}, "/report_subject", "subject_vague",
    ),
    "words of the letter once more": (
        {"/report_subject": "关于某店销售过期饼干的举报"}, "/report_subject", "words_of_the_form",
    ),
    "a full stop within the sentence": (
        {"/report_subject": "某店涉嫌销售过期饼干。"}, "/report_subject", "final_mark",
    ),
    "told before it came": (
        {"/report_received_on": "2026-06-25"}, "/issued_on", "before_receipt",
    ),
    "told when a verification would be over": (
        {"/report_received_on": "2026-05-20"}, "/issued_on", "told_late",
    ),
    "by the contractor": (
        {"/approval/employed_by_authority": False},
        "/approval/employed_by_authority",
        "approver_not_official",
    ),
    "approved afterwards": (
        {"/approval/approved_on": "2026-06-25"}, "/approval/approved_on", "approval_date",
    ),
    "approved without an opinion": (
        {"/approval/opinion": "已阅"}, "/approval/opinion", "opinion_says_nothing",
    ),
    "a mobile to call": (
        {"/contact_phone": "13900003099"}, "/contact_phone", "contact_phone_mobile",
    ),
    "told by a call that failed": (
        {
            "/delivery": {
                "method": "telephone", "delivered_on": "2026-06-24", "proof": "三次拨打无人接听",
            }
        },
        "/delivery/proof",
        "delivery_failed",
    ),
}  # fmt: skip


def page(engine: Engine, **changes: Any) -> str:
    case = engine.check(KIND, {**NoJurisdictionNotice.example, **changes}, today=TODAY)
    return engine.write(case, "html").content.decode()


def test_the_letter_says_where_to_turn_or_that_it_is_nobodys_here(engine: Engine) -> None:
    assert "请直接向示例市东湖区市场监督管理局提出。" in page(engine)
    assert "第三十四条，现予告知。" in page(engine)
    elsewhere = page(engine, why_not_ours="others", competent_authority=None)
    assert "该事项不属于市场监督管理部门职责范围。" in elsewhere
