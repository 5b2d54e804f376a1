"""The sheet about a subject: twenty wrong ones, and what its conclusion leads to."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from schemas.kinds.complaint.subject_information_sheet import SubjectInformationSheet
from tests.schemas.guard.cases import TODAY

KIND = "subject_information_sheet"
UNANSWERED = {"/attempts/1/result": "unanswered"}

# Written down from the contract and Order 121 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "nobody": ({"/checked_subject/name": " "}, "/checked_subject/name", "required"),
    "nowhere": (
        {"/checked_subject/registered_address": "无"},
        "/checked_subject/registered_address",
        "says_nothing",
    ),
    "a state of no list": (
        {"/checked_subject/state": "正常"}, "/checked_subject/state", "not_an_option",
    ),
    "a code that fails its check": (
        {"/checked_subject/credit_code": "91999900MA1XG6125N"},
        "/checked_subject/credit_code",
        "credit_code_check",
    ),
    "no code at all": (
        {"/checked_subject/credit_code": None}, "/checked_subject/credit_code", "no_code",
    ),
    "struck off": (
        {"/checked_subject/state": "cancelled"}, "/checked_subject/state", "subject_gone",
    ),
    "nothing looked up": ({"/lookups": []}, "/lookups", "too_few"),
    "a source of no list": ({"/lookups/0/source": "网上"}, "/lookups/0/source", "not_an_option"),
    "seen, but no picture": ({"/lookups/0/capture": None}, "/lookups/0/capture", "required"),
    "a picture without a number": (
        {"/lookups/0/capture": "截图"}, "/lookups/0/capture", "no_number",
    ),
    "looked up by nobody": (
        {"/lookups/0/looked_up_by": "工作人员"}, "/lookups/0/looked_up_by", "not_a_name",
    ),
    "looked up afterwards": (
        {"/lookups/0/at": "2026-06-19T09:00"}, "/lookups/0/at", "after_the_sheet",
    ),
    "calls in no order": ({"/attempts/1/at": "2026-06-16T09:00"}, "/attempts/1/at", "row_order"),
    "reached by nobody": (UNANSWERED, "/conclusion", "nobody_reached"),
    "reached, and out of reach": (
        {"/conclusion": "not_by_phone"}, "/conclusion", "somebody_reached",
    ),
    "out of reach, never called": (
        {"/attempts": [], "/conclusion": "not_by_phone"}, "/attempts", "required",
    ),
    "out of reach on one day": (
        {
            **UNANSWERED,
            "/attempts/0/at": "2026-06-18T09:30",
            "/conclusion": "not_by_phone",
        },
        "/attempts",
        "called_on_one_day",
    ),
    "gone, and nobody went": (
        {**UNANSWERED, "/conclusion": "not_at_address"}, "/visited_on", "required",
    ),
    "a visit to whom one reached": (
        {"/visited_on": "2026-06-18"}, "/visited_on", "visit_of_another_conclusion",
    ),
    "somebody else's number": (
        {"/attempts/0/result": "wrong"}, "/attempts/0/remark", "required",
    ),
    "a platform that shows no address": (
        {"/shop": {"platform": "好买网", "shop": "优康家居"}},
        "/shop/shown_address",
        "platform_seat",
    ),
    "who reported": (
        {"/lookups/0/seen": "与举报人所述地址一致。"}, "/lookups/0/seen", "reporter_named",
    ),
    "that there was an order": (
        {"/lookups/0/seen": "与12315工单写的地址一致。"}, "/lookups/0/seen", "report_mentioned",
    ),
}  # fmt: skip


def test_who_cannot_be_reached_by_phone_is_visited_first(engine: Engine) -> None:
    calls = [
        {**each, "result": "unanswered"} for each in SubjectInformationSheet.example["attempts"]
    ]
    payload = {
        **SubjectInformationSheet.example,
        "attempts": calls,
        "conclusion": "not_by_phone",
    }
    case = engine.check(KIND, payload, today=TODAY)
    assert "现场核查" in case.values.next_step
    assert "异常名录" not in engine.write(case, "html").content.decode()
