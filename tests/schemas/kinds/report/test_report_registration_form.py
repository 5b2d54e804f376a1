"""The registration of a report: what is wrong by Order 121 or the form, and what is printed."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.report.report_registration_form import ReportRegistrationForm
from tests.schemas.guard.cases import TODAY

KIND = "report_registration_form"
ANONYMOUS = {"/reporter_kind": "anonymous", "/reporter": None}

# Written down from Order 121 and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "anonymous with a name": (
        {"/reporter_kind": "anonymous"}, "/reporter", "anonymous_with_identity",
    ),
    "by name without one": ({"/reporter": None}, "/reporter/name", "required"),
    "anonymous for a name": ({"/reporter/name": "匿名"}, "/reporter/name", "not_a_name"),
    "a surname alone": ({"/reporter/name": "柏女士"}, "/reporter/name", "half_a_name"),
    "no way to answer": (
        {"/reporter/phone": None, "/reporter/address": None}, "/reporter/phone", "no_way_to_answer",
    ),
    "a phone short of a digit": (
        {"/reporter/phone": "1390000302"}, "/reporter/phone", "unusual_phone",
    ),
    "an identity number of a wrong digit": (
        {"/reporter/id_number": "999999198805120022"}, "/reporter/id_number", "identity_check",
    ),
    "a number to call back of somebody named": (
        {"/callback_phone": "13900003088"}, "/callback_phone", "phone_of_the_named",
    ),
    "clues somewhere else": (
        {"/clues_and_facts": "见来信"}, "/clues_and_facts", "told_elsewhere",
    ),
    "no clue at all": (
        {"/clues_and_facts": "该超市涉嫌违法经营，请依法查处"}, "/clues_and_facts", "no_clue",
    ),
    "nobody reported": ({"/reported/name": None}, "/reported/name", "required"),
    "reported without an address": (
        {"/reported/address": None}, "/reported/address", "reported_without_address",
    ),
    "a report of oneself": (
        {"/reported/name": "柏以宁"}, "/reported/name", "reported_is_reporter",
    ),
    "money back among the clues": (
        {"/clues_and_facts": "6月14日买到过期酸牛奶，杯盖标示保质期到6月2日，要求该店退款并赔偿。"},
        "/clues_and_facts",
        "complaint_in_report",
    ),
    "repeated without the earlier one": (
        {"/repeat": "same_facts"}, "/earlier_report_number", "required",
    ),
    "first and yet repeated": (
        {"/earlier_report_number": "JB-2026-0601-001"},
        "/earlier_report_number",
        "first_with_earlier",
    ),
    "repeated by nobody knows whom": (
        {**ANONYMOUS, "/repeat": "same_facts", "/earlier_report_number": "JB-2026-0601-001"},
        "/repeat",
        "repeat_of_unknown",
    ),
    "a written reply to nobody": (
        {**ANONYMOUS, "/wants_written_reply": True}, "/wants_written_reply", "reply_to_anonymous",
    ),
    "a written reply to no address": (
        {"/reporter/address": None, "/wants_written_reply": True},
        "/reporter/address",
        "reply_without_address",
    ),
    "received before it was told": (
        {"/lodged_at": "2026-06-17T09:00"}, "/report_received_on", "before_lodging",
    ),
    "registered before it came": (
        {"/registered_on": "2026-06-15"}, "/registered_on", "before_receipt",
    ),
    "taken down when the time to verify is over": (
        {"/registered_on": "2026-07-10"}, "/registered_on", "registered_late",
    ),
    "a subject that says nothing": (
        {"/report_subject": "有关商家违法问题"}, "/report_subject", "subject_vague",
    ),
    "words of the forms once more": (
        {"/report_subject": "关于某超市销售过期牛奶的举报"}, "/report_subject", "words_of_the_form",
    ),
}  # fmt: skip


def page(engine: Engine, copy: str = "delivery", **changes: Any) -> str:
    payload = {**ReportRegistrationForm.example, **changes}
    payload = {name: value for name, value in payload.items() if value is not None}
    case = engine.check(KIND, payload, copy=copy, today=TODAY)
    return engine.write(case, "html").content.decode()


def test_who_stays_anonymous_has_empty_boxes_and_a_masked_number(engine: Engine) -> None:
    anonymous = {"reporter_kind": "anonymous", "reporter": None, "callback_phone": "13900003088"}
    printed = page(engine, **anonymous)
    assert "匿名" in printed
    assert "13900003088" in printed
    assert "柏以宁" not in printed
    assert "13900003088" not in page(engine, copy="redacted", **anonymous)


def test_only_who_comes_by_name_signs(engine: Engine) -> None:
    assert "（无须签字）" in page(engine)
    assert "（无须签字）" not in page(engine, channel="visit")
    assert "（匿名）" in page(engine, channel="visit", reporter_kind="anonymous", reporter=None)


@pytest.mark.parametrize("data", ["柏以宁", "13900003021", "枫林路9号院", "999999198805120021"])
def test_the_redacted_copy_knows_no_reporter(engine: Engine, data: str) -> None:
    assert data in page(engine)
    assert data not in page(engine, copy="redacted")
