"""询问通知书: twenty wrong ones, and what it prints of the officers."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.report.inquiry_notice import InquiryNotice
from tests.schemas.guard.cases import TODAY, found

KIND = "inquiry_notice"

# Written down from the penalty procedure, the penalty law and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "a number of no class": (
        {"/document_number": "示市监〔2026〕12号"}, "/document_number", "number_form",
    ),
    "nobody called": ({"/addressee": "无"}, "/addressee", "says_nothing"),
    "the service contractor called": (
        {"/addressee": "示例市诚办信息服务有限公司"}, "/addressee", "addressee_is_ours",
    ),
    "about nothing": ({"/investigated_matter": None}, "/investigated_matter", "required"),
    "judged beforehand": (
        {"/investigated_matter": "你店违法销售假货的行为"},
        "/investigated_matter",
        "matter_prejudged",
    ),
    "the form's words twice": (
        {"/investigated_matter": "进货情况有关问题"}, "/investigated_matter", "words_of_the_form",
    ),
    "a report betrayed": (
        {"/investigated_matter": "接到举报的“香油”标价情况"},
        "/investigated_matter",
        "report_mentioned",
    ),
    "no hour": ({"/appointed_at": "2026-07-15"}, "/appointed_at", "not_a_moment"),
    "yesterday": (
        {"/appointed_at": "2026-07-09T09:30"}, "/appointed_at", "inquiry_before_notice",
    ),
    "at night": ({"/appointed_at": "2026-07-15T22:00"}, "/appointed_at", "unusual_hour"),
    "today": ({"/appointed_at": "2026-07-10T15:00"}, "/appointed_at", "told_on_the_day"),
    "nowhere": ({"/appointed_place": None}, "/appointed_place", "required"),
    "the place with its verb": (
        {"/appointed_place": "一楼询问室接受询问调查"}, "/appointed_place", "words_of_the_form",
    ),
    "nothing to bring": ({"/requested_materials": []}, "/requested_materials", "too_few"),
    "one thing twice": (
        {"/requested_materials/1": "营业执照复印件"}, "/requested_materials/1", "asked_twice",
    ),
    "a mark behind an item": (
        {"/requested_materials/0": "营业执照复印件；"}, "/requested_materials/0", "final_mark",
    ),
    "one officer": ({"/inquirers/1": None}, "/inquirers", "too_few"),
    "staff of the contractor": (
        {"/inquirers/0/employed_by_authority": False},
        "/inquirers/0/employed_by_authority",
        "officer_not_official",
    ),
    "one certificate for two": (
        {"/inquirers/1/certificate_number": "99990012035"},
        "/inquirers/1/certificate_number",
        "certificate_repeated",
    ),
    "a badge for a certificate": (
        {"/inquirers/1/certificate_number": "协管0071"},
        "/inquirers/1/certificate_number",
        "not_a_certificate",
    ),
    "delivered too late": (
        {"/delivery/delivered_on": "2026-07-16"}, "/delivery/delivered_on", "told_after_inquiry",
    ),
    "copies that do not add up": ({"/copies_total": 4}, "/copies_total", "copies_sum"),
}  # fmt: skip


def test_the_officers_who_ask_are_those_to_contact(engine: Engine) -> None:
    page = engine.write(engine.check(KIND, InquiryNotice.example, today=TODAY), "html").content
    assert "联系人：何静远、沈嘉木" in page.decode()
    assert "99990012035" not in page.decode()


@pytest.mark.parametrize(
    ("matter", "prejudged"),
    [
        ("你店销售的“香油”的进货和标价情况", False),
        ("你单位涉嫌违法添加的情况", False),
        ("违法线索", False),
        ("你店的违规行为", True),
        ("你店应受处罚的情况", True),
    ],
)
def test_what_is_looked_into_is_not_judged(engine: Engine, matter: str, prejudged: bool) -> None:
    codes = {code for _, code, _ in found(engine, KIND, {"/investigated_matter": matter})}
    assert ("matter_prejudged" in codes) == prejudged
