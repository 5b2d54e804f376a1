"""The notice of a report's result: what is wrong by Order 121, form ten or the contract."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from schemas.kinds.report.report_result_notice import ReportResultNotice
from tests.schemas.guard.cases import TODAY

KIND = "report_result_notice"
LAW = {
    "/notice_basis": "law",
    "/law_title": "《示例市食品安全举报办法》",
    "/law_article": 12,
}

# Written down from Order 121, the form and the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "to nobody by name": ({"/reporter_name": "匿名"}, "/reporter_name", "not_a_name"),
    "to half a name": ({"/reporter_name": "柏女士"}, "/reporter_name", "half_a_name"),
    "by a law that is not named": (
        {"/notice_basis": "law", "/law_article": 12}, "/law_title", "required",
    ),
    "by no article of it": (
        {"/notice_basis": "law", "/law_title": LAW["/law_title"]}, "/law_article", "required",
    ),
    "by the order itself": (
        {**LAW, "/law_title": "《市场监督管理投诉举报处理办法》"}, "/law_title", "orders_no_notice",
    ),
    "by the repealed order": (
        {**LAW, "/law_title": "《市场监督管理投诉举报处理暂行办法》"}, "/law_title", "repealed_law",
    ),
    "by a law without its marks": (
        {**LAW, "/law_title": "食品安全法"}, "/law_title", "not_a_title",
    ),
    "a law beside the contract": (
        {**LAW, "/notice_basis": "contract"}, "/law_title", "law_for_a_contract",
    ),
    "the five days in the text": (
        {"/not_filed_reasons": "现场没有发现过期商品。我局自决定之日起5个工作日内告知。"},
        "/not_filed_reasons",
        "repealed_period",
    ),
    "not filed without reasons": ({"/not_filed_reasons": None}, "/not_filed_reasons", "required"),
    "referred without reasons": (
        {"/report_result": "referred", "/other_authority": "示例局", "/not_filed_reasons": None},
        "/not_filed_reasons",
        "required",
    ),
    "reasons of another result": (
        {"/report_result": "filed"}, "/not_filed_reasons", "reasons_of_another_result",
    ),
    "referred to nobody": ({"/report_result": "referred"}, "/other_authority", "required"),
    "another authority for nothing": (
        {"/other_authority": "示例局"}, "/other_authority", "authority_of_another_result",
    ),
    "some other result": (
        {"/report_result": "other", "/not_filed_reasons": None}, "/result_details", "required",
    ),
    "told before it was decided": (
        {"/filing_decided_on": "2026-07-03"}, "/filing_decided_on", "decision_date",
    ),
    "told after five working days of not filing": (
        {"/issued_on": "2026-07-09", "/delivery": None}, "/issued_on", "told_late",
    ),
    "told after the time to verify": (
        {
            "/report_result": "filed",
            "/not_filed_reasons": None,
            "/filing_decided_on": None,
            "/issued_on": "2026-07-09",
            "/delivery": None,
        },
        "/issued_on",
        "told_late",
    ),
    "told before it came": (
        {"/report_received_on": "2026-07-03"}, "/issued_on", "before_receipt",
    ),
    "by the contractor": (
        {"/approval/employed_by_authority": False},
        "/approval/employed_by_authority",
        "approver_not_official",
    ),
    "approved afterwards": (
        {"/approval/approved_on": "2026-07-03"}, "/approval/approved_on", "approval_date",
    ),
    "words of the form once more": (
        {"/report_subject": "关于某超市销售过期牛奶的举报"}, "/report_subject", "words_of_the_form",
    ),
    "a subject that says nothing": (
        {"/report_subject": "有关商家违法问题"}, "/report_subject", "subject_vague",
    ),
}  # fmt: skip


def page(engine: Engine, **changes: Any) -> str:
    payload = {**ReportResultNotice.example, **changes}
    case = engine.check(KIND, payload, today=TODAY)
    return engine.write(case, "html").content.decode()


def test_only_a_notice_that_a_law_orders_claims_one(engine: Engine) -> None:
    printed = page(engine)
    assert "现将办理结果告知如下：" in printed
    assert "根据" not in printed
    by_law = page(engine, **{name.strip("/"): each for name, each in LAW.items()})
    assert "根据《示例市食品安全举报办法》第十二条规定，现将处理结果告知如下：" in by_law
