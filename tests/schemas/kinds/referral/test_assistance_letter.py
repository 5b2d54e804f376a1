"""协助调查函: twenty wrong ones, its two bases and the days of article 45."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from docgen import Engine
from schemas.kinds.referral.assistance_letter import AssistanceLetter
from tests.schemas.guard.cases import TODAY, example

KIND = "assistance_letter"
VERIFYING = {"/case_stage": "verifying"}

# Written down from article 45 of the penalty procedure and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "a number of another class": (
        {"/document_number": "示市监案移〔2026〕3号"}, "/document_number", "number_form",
    ),
    "nobody asked": ({"/assisting_authority": None}, "/assisting_authority", "required"),
    "a platform company": (
        {"/assisting_authority": "示例市云集电子商务有限公司"},
        "/assisting_authority",
        "addressee_not_authority",
    ),
    "the shop itself": (
        {"/assisting_authority": "示例区悦邻生鲜便利店"},
        "/assisting_authority",
        "addressee_not_authority",
    ),
    "ourselves": (
        {"/assisting_authority": "示例市示例区市场监督管理局"},
        "/assisting_authority",
        "own_authority",
    ),
    "the police as a market bureau": (
        {"/assisting_authority": "东湖市公安局"}, "/assisting_authority", "addressee_sort_differs",
    ),
    "a case without a name": ({"/case_name": None}, "/case_name", "required"),
    "the form's words twice": (
        {"/case_name": "悦邻便利店销售“香油”一案"}, "/case_name", "words_of_the_form",
    ),
    "no reason": ({"/assistance_reason": None}, "/assistance_reason", "required"),
    "a reason that begins as the form": (
        {"/assistance_reason": "因供货商在你局辖区"}, "/assistance_reason", "words_of_the_form",
    ),
    "nothing asked": ({"/assistance_matters": " "}, "/assistance_matters", "required"),
    "ten working days": ({"/reply_days": 10}, "/reply_days", "days_not_of_the_law"),
    "thirty working days": ({"/reply_days": 30}, "/reply_days", "days_not_of_the_law"),
    "no days": ({"/reply_days": None}, "/reply_days", "required"),
    "days of both sorts": ({"/asked_days": 10}, "/asked_days", "days_of_another"),
    "fifteen days for any authority": (
        {"/addressee_sort": "other_authority", "/assisting_authority": "东湖市公安局"},
        "/reply_days",
        "days_of_another",
    ),
    "filed on another basis": (
        {"/other_rule": "《示例省线索协查规定》第六条"}, "/other_rule", "basis_of_another_stage",
    ),
    "a basis without a name": (
        VERIFYING | {"/other_rule": "省局通知"}, "/other_rule", "basis_unnamed",
    ),
    "a clue on the basis of cases": (VERIFYING, "/other_rule", "basis_before_filing"),
    "a reporter's phone": (
        {"/assistance_matters": "向举报人手机13900002041核实。"},
        "/assistance_matters",
        "reporter_data",
    ),
    "a buyer by name": (
        {"/assistance_matters": "核实消费者林晓岚在该店购买的经过。"},
        "/assistance_matters",
        "consumer_named",
    ),
    "copies that do not add up": ({"/copies_total": 4}, "/copies_total", "copies_sum"),
}  # fmt: skip


def words(engine: Engine, changes: dict[str, Any]) -> str:
    """Return the page of the example so changed."""
    case = engine.check(KIND, example(engine, KIND, changes), today=TODAY)
    return engine.write(case, "html").content.decode()


def test_one_basis_of_two_is_printed(engine: Engine) -> None:
    cases = "《中华人民共和国行政处罚法》第二十六条、《市场监督管理行政处罚程序规定》第四十五条"
    assert f"依据{cases}的规定，请你单位" in words(engine, {})
    named = words(engine, VERIFYING | {"/other_rule": "《示例省线索协查规定》第六条"})
    assert cases not in named
    assert "依据《示例省线索协查规定》第六条的规定，请你单位" in named


def test_fifteen_working_days_run_from_the_receipt(engine: Engine) -> None:
    assert "并于15个工作日内将调查结果" in words(engine, {})
    due = engine.law.due("D10", date(2026, 7, 9), days=15)
    assert (str(due.due), due.deadline.wording()) == ("2026-07-30", "十五个工作日")
    assert due.citation == "《市场监督管理行政处罚程序规定》第四十五条第二款"


def test_only_the_other_clock_runs_for_another_authority() -> None:
    assert [(each.code, each.days) for each in AssistanceLetter.clocks] == [
        ("D10", "reply_days"),
        ("PF-17", "asked_days"),
    ]
