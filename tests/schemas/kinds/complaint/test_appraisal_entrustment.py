"""The letter that has goods tested: twenty wrong ones, and what the institution reads."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.complaint.appraisal.entrusted import WORKS
from schemas.kinds.complaint.appraisal_entrustment import AppraisalEntrustment
from tests.schemas.guard.cases import TODAY

KIND = "appraisal_entrustment"

# Written down from Order 121, the penalty procedure and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "a number of no class": (
        {"/document_number": "示市监〔2026〕5号"}, "/document_number", "number_form",
    ),
    "a number of another class": (
        {"/document_number": "示市监案移〔2026〕5号"}, "/document_number", "number_form",
    ),
    "two works at once": ({"/work": "检测、检验"}, "/work", "not_an_option"),
    "no institution": ({"/institution": " "}, "/institution", "required"),
    "the service contractor": (
        {"/institution": "示例市诚办信息服务有限公司"}, "/institution", "contractor_entrusted",
    ),
    "nobody who tests": (
        {"/institution": "示例市玉器行会"}, "/institution", "institution_doubtful"
    ),
    "without a qualification": (
        {"/qualification": None}, "/qualification", "qualification_missing",
    ),
    "nothing to test": ({"/samples": []}, "/samples", "too_few"),
    "a sample without a name": ({"/samples/0/name": None}, "/samples/0/name", "required"),
    "a sample nobody counted": (
        {"/samples/0/quantity": "若干"}, "/samples/0/quantity", "quantity_open",
    ),
    "a sample tested for nothing": (
        {"/samples/0/tested_for": "无"}, "/samples/0/tested_for", "says_nothing",
    ),
    "one sample twice": (
        {"/samples": [*AppraisalEntrustment.example["samples"]] * 2},
        "/samples/1",
        "sample_repeated",
    ),
    "nothing asked": ({"/matters": " "}, "/matters", "required"),
    "a report of yesterday": (
        {"/report_due_on": "2026-06-28"}, "/report_due_on", "due_not_after",
    ),
    "no original of the report": ({"/report_copies": 0}, "/report_copies", "out_of_range"),
    "costs nobody agreed on": (
        {"/costs_borne_by": "not_agreed"}, "/costs_borne_by", "costs_not_agreed",
    ),
    "costs nobody spoke of": ({"/costs_borne_by": None}, "/costs_borne_by", "required"),
    "parties pay for enforcement": (
        {"/cause": "enforcement"}, "/costs_borne_by", "costs_of_enforcement",
    ),
    "copies that do not add up": ({"/copies_total": 4}, "/copies_total", "copies_sum"),
    "a copy to nowhere": (
        {"/copies_elsewhere": 1, "/copies_total": 3}, "/copies_elsewhere_for", "required",
    ),
    "the complainant's phone": (
        {"/matters": "检测后电话告知林晓岚13900002041。"}, "/matters", "reporter_data",
    ),
    "a complainant spoken of": (
        {"/matters": "检测投诉人提供的样品是否发热。"}, "/matters", "reporter_mentioned",
    ),
}  # fmt: skip


@pytest.mark.parametrize("work", WORKS)
def test_one_word_of_four_is_printed(engine: Engine, work: str) -> None:
    case = engine.check(KIND, {**AppraisalEntrustment.example, "work": work}, today=TODAY)
    page = engine.write(case, "html").content.decode()
    assert f"<h1>{WORKS[work]}委托书</h1>" in page
    assert page.count(f"{WORKS[work]}人员") == 2
    assert "检测/检验" not in page
