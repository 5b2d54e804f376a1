"""The notice of a result: wrong ones, and its two readers."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example

KIND = "inspection_result_notice"
FOUND = "/told_results/1"

# Written down from the contract and Order 121 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "a number of another class": (
        {"/document_number": "示市监检通〔2026〕44号"}, "/document_number", "number_form",
    ),
    "a reader of no list": ({"/reader": "举报人"}, "/reader", "not_an_option"),
    "a unit nobody names": ({"/reader": "unit"}, "/assigning_unit", "reader_differs"),
    "a unit for the party": (
        {"/assigning_unit": "示例区市场监督管理局计量科"}, "/assigning_unit", "reader_differs",
    ),
    "nobody": (
        {"/party": {"party_type": "unknown", "unverified_reason": "没有字号。"}},
        "/party",
        "addressee_unknown",
    ),
    "no day": ({"/inspected_on": None}, "/inspected_on", "required"),
    "a day to come": ({"/inspected_on": "2026-07-10"}, "/inspected_on", "inspected_after"),
    "no result": ({"/told_results": []}, "/told_results", "too_few"),
    "a result of no list": (
        {"/told_results/0/result": "基本合格"}, "/told_results/0/result", "not_an_option",
    ),
    "a problem nobody describes": (
        {f"{FOUND}/finding": None}, f"{FOUND}/finding", "finding_differs",
    ),
    "no problem, and yet": (
        {"/told_results/0/finding": "没有悬挂。"}, "/told_results/0/finding", "finding_differs",
    ),
    "a problem that leads to nothing": ({"/issued_measures": []}, "/issued_measures", "required"),
    "a fine": (
        {"/issued_measures/0/measure": "处罚款二千元"},
        "/issued_measures/0/measure",
        "penalty_announced",
    ),
    "a licence taken": (
        {"/issued_measures/0/measure": "吊销许可证"},
        "/issued_measures/0/measure",
        "penalty_announced",
    ),
    "one officer": ({"/inspectors/1": None}, "/inspectors", "too_few"),
    "a contractor inspected": (
        {"/inspectors/1/employed_by_authority": False},
        "/inspectors/1/employed_by_authority",
        "officer_not_official",
    ),
    "copies that do not add up": ({"/copies_total": 4}, "/copies_total", "copies_sum"),
    "the contractor's phone": (
        {"/contact_phone": "0999-60024001"}, "/contact_phone", "contact_phone_of_contractor",
    ),
    "told before it was written": (
        {"/delivery": {"method": "sms", "delivered_on": "2026-07-08"}},
        "/delivery/delivered_on",
        "told_before_decision",
    ),
    "seen afterwards": (
        {f"{FOUND}/finding": "2026年7月20日核查发现仍有两台没有送检。"},
        f"{FOUND}/finding",
        "told_after_document",
    ),
    "who reported it": (
        {f"{FOUND}/finding": "投诉人李强所称属实。"}, f"{FOUND}/finding", "reporter_named",
    ),
}  # fmt: skip


def test_what_stays_inside_bears_no_seal(engine: Engine) -> None:
    told = engine.check(KIND, example(engine, KIND), today=TODAY)
    assert "（印章）" in engine.write(told, "html").content.decode()
    unit = {"/reader": "unit", "/assigning_unit": "示例区计量科", "/unit_head": "秦慕青"}
    payload = example(engine, KIND, unit)
    page = engine.write(engine.check(KIND, payload, today=TODAY), "html").content.decode()
    assert "（印章）" not in page
    assert "示例区计量科：" in page
    assert "反馈部门负责人（签名）：秦慕青" in page
