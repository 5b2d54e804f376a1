"""The notice of an inspection: wrong ones, and what the bureau's settings add to it."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from docgen.case.words import describe, describe_house
from schemas.ground.base import Record
from schemas.kinds.inspection.inspection_notice import InspectionNotice
from tests.schemas.guard.cases import TODAY

KIND = "inspection_notice"
SILENT = {"/unannounced": True, "/unannounced_reason": "事先通知可能使现场情况改变"}

# Written down from the contract and the rules on inspections before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "a number of another class": (
        {"/document_number": "示市监检告〔2026〕58号"}, "/document_number", "number_form",
    ),
    "another bureau's number": (
        {"/document_number": "乙市监检通〔2026〕58号"}, "/document_number", "number_prefix",
    ),
    "nobody": (
        {"/party": {"party_type": "unknown", "unverified_reason": "没有字号。"}},
        "/party",
        "addressee_unknown",
    ),
    "no basis": ({"/inspection_basis": " "}, "/inspection_basis", "required"),
    "a basis without an article": (
        {"/inspection_basis": "工作安排"}, "/inspection_basis", "provision_form",
    ),
    "the record's own words": (
        {"/subject": "计量器具使用情况进行现场检查"}, "/subject", "words_of_the_form",
    ),
    "told afterwards": ({"/issued_on": "2026-07-07"}, "/planned_from", "told_after_visit"),
    "told on the day": ({"/issued_on": "2026-07-06"}, "/planned_from", "told_on_the_day"),
    "silent, and yet sent before": (SILENT, "/issued_on", "not_on_the_spot"),
    "silent for no reason": (
        {"/unannounced": True, "/issued_on": "2026-07-06"},
        "/unannounced_reason",
        "unannounced_reason",
    ),
    "a reason for what is told": (
        {"/unannounced_reason": "怕走漏消息"}, "/unannounced_reason", "unannounced_reason",
    ),
    "an end before the beginning": (
        {"/planned_to": "2026-07-06T08:00"}, "/planned_to", "time_reversed",
    ),
    "one officer": ({"/inspectors/1": None}, "/inspectors", "too_few"),
    "one officer twice": (
        {"/inspectors/1/certificate_number": "99990012035"},
        "/inspectors/1/certificate_number",
        "certificate_repeated",
    ),
    "a contractor inspects": (
        {"/inspectors/0/employed_by_authority": False},
        "/inspectors/0/employed_by_authority",
        "officer_not_official",
    ),
    "many helpers": ({"/assistant_count": 40}, "/assistant_count", "out_of_range"),
    "the same material twice": (
        {"/materials_wanted": ["检定证书", "检定证书"]}, "/materials_wanted/1", "asked_twice",
    ),
    "copies that do not add up": ({"/copies_total": 4}, "/copies_total", "copies_sum"),
    "the contractor's phone": (
        {"/contact_phone": "0999-60024001"}, "/contact_phone", "contact_phone_of_contractor",
    ),
    "the contractor's address": (
        {"/contact_address": "示例市示例区创业路6号"},
        "/contact_address",
        "contact_address_of_contractor",
    ),
    "delivered before it was written": (
        {"/delivery": {"method": "sms", "delivered_on": "2026-06-30"}},
        "/delivery/delivered_on",
        "told_before_decision",
    ),
    "who reported it": ({"/subject": "投诉人反映的计量情况"}, "/subject", "reporter_named"),
    "that there was a report": (
        {"/place": "和平路88号（12315投诉举报核查）"}, "/place", "report_mentioned",
    ),
}  # fmt: skip


def test_discipline_is_printed_in_the_bureaus_words_or_not_at_all(engine: Engine) -> None:
    case = engine.check(KIND, InspectionNotice.example, today=TODAY)
    page = engine.write(case, "html").content.decode()
    assert "严禁" not in page
    assert f"请联系：{engine.house.authority.name}，{engine.house.authority.phone}。" in page
    said = {"inspection_discipline": "严禁接受请吃。", "inspection_supervision": "0999-60012388"}
    words = describe_house(Record({**engine.house, **said}))
    other = engine.pages[KIND].render(describe(case, words))
    assert "<p>严禁接受请吃。</p>" in other
    assert "请联系：0999-60012388。" in other
