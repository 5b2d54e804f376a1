"""限期提供材料通知书: twenty wrong ones, and days that run from the receipt."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from docgen import Engine
from schemas.kinds.report.evidence_submission_notice import EvidenceSubmissionNotice
from tests.schemas.guard.cases import TODAY

KIND = "evidence_submission_notice"

# Written down from the penalty procedure and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "a number of another class": (
        {"/document_number": "示市监询通〔2026〕8号"}, "/document_number", "number_form",
    ),
    "nobody asked": ({"/addressee": None}, "/addressee", "required"),
    "the service contractor asked": (
        {"/addressee": "示例市诚办信息服务有限公司"}, "/addressee", "addressee_is_ours",
    ),
    "the bureau itself": (
        {"/addressee": "示例市示例区市场监督管理局"}, "/addressee", "addressee_is_ours",
    ),
    "about nothing": ({"/investigated_matter": " "}, "/investigated_matter", "required"),
    "judged beforehand": (
        {"/investigated_matter": "你店构成欺诈的行为"}, "/investigated_matter", "matter_prejudged",
    ),
    "a reporter betrayed": (
        {"/investigated_matter": "举报人购买的“香油”"}, "/investigated_matter", "reporter_named",
    ),
    "a buyer's phone": (
        {"/requested_materials/0": "13900002041下单的记录"},
        "/requested_materials/0",
        "reporter_data",
    ),
    "nothing asked": ({"/requested_materials": []}, "/requested_materials", "too_few"),
    "one thing twice": (
        {"/requested_materials/1": "“香油”的进货票据和付款记录"},
        "/requested_materials/1",
        "asked_twice",
    ),
    "a mark behind an item": (
        {"/requested_materials/0": "进货票据。"}, "/requested_materials/0", "final_mark",
    ),
    "a seal asked twice": (
        {"/requested_materials/0": "加盖公章的进货票据"},
        "/requested_materials/0",
        "signature_asked_twice",
    ),
    "no days": ({"/term_days": None}, "/term_days", "required"),
    "at once": ({"/term_days": 0}, "/term_days", "out_of_range"),
    "more than a year": ({"/term_days": 366}, "/term_days", "out_of_range"),
    "a day for three things": ({"/term_days": 1}, "/term_days", "term_short"),
    "a day of its own": ({"/due_on": "2026-07-15"}, "/due_on", "unknown_field"),
    "no contact": ({"/contact_name": None}, "/contact_name", "required"),
    "the contractor's phone": (
        {"/contact_phone": "0999-60024001"}, "/contact_phone", "contact_phone_of_contractor",
    ),
    "sent to a home": (
        {"/contact_address": "示例市示例区和平路18号3单元402室"},
        "/contact_address",
        "contact_address_home",
    ),
    "delivered before it was written": (
        {"/delivery/delivered_on": "2026-07-09"},
        "/delivery/delivered_on",
        "told_before_decision",
    ),
    "copies that do not add up": ({"/copies_total": 4}, "/copies_total", "copies_sum"),
}  # fmt: skip


def test_the_form_asks_for_signature_or_seal_itself(engine: Engine) -> None:
    case = engine.check(KIND, EvidenceSubmissionNotice.example, today=TODAY)
    page = engine.write(case, "html").content.decode()
    assert "第三十条第一款的规定，请你（单位）在收到本通知书后5日内" in page
    assert page.count("签名或者盖章") == 1


def test_the_days_end_as_the_receipt_says(engine: Engine) -> None:
    received = engine.law.due("PF-15", date(2026, 7, 10), days=5)
    assert str(received.due) == "2026-07-15"
    assert received.citation == "《市场监督管理行政处罚程序规定》第三十条第一款"
