"""The registration of a complaint: what is wrong by Order 121 or the form, and what is printed."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.complaint.complaint_registration_form import ComplaintRegistrationForm
from tests.schemas.guard.cases import TODAY, found

KIND = "complaint_registration_form"
AGENT = {
    "name": "郑为先",
    "phone": "13900002112",
    "address": "示例市示例区枫林路3号院2号楼101室",
    "mandate": {
        "matters": "代为投诉",
        "authority": "general",
        "term_from": "2026-06-01",
        "term_to": "2026-06-30",
        "original_received": True,
        "id_copy_received": True,
    },
}

# Written down from Order 121 and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "nobody by name": ({"/complainant/name": "匿名"}, "/complainant/name", "not_a_name"),
    "a surname alone": ({"/complainant/name": "林女士"}, "/complainant/name", "half_a_name"),
    "no phone": ({"/complainant/phone": None}, "/complainant/phone", "required"),
    "no postal address": ({"/complainant/address": "无"}, "/complainant/address", "says_nothing"),
    "a number that is no phone": (
        {"/complainant/phone": "微信同号"}, "/complainant/phone", "not_a_phone",
    ),
    "a phone short of a digit": (
        {"/complainant/phone": "1390000204"}, "/complainant/phone", "unusual_phone",
    ),
    "a paper without its number": (
        {"/complainant/id_number": None}, "/complainant/id_number", "required",
    ),
    "a number that fails its check digit": (
        {"/complainant/id_number": "999999199003070021"},
        "/complainant/id_number",
        "identity_check",
    ),
    "respondent without an address": (
        {"/respondent/address": None}, "/respondent/address", "required",
    ),
    "facts somewhere else": ({"/dispute_facts": "见附件"}, "/dispute_facts", "told_elsewhere"),
    "facts of no time": (
        {"/dispute_facts": "买的按摩椅没有送货，要求退还预付款被拒绝。"},
        "/dispute_facts",
        "no_time_told",
    ),
    "no requests": ({"/requests": "无"}, "/requests", "says_nothing"),
    "a report among the requests": (
        {"/requests": "退还预付款3,000.00元，并对该店予以处罚。"},
        "/requests",
        "report_in_complaint",
    ),
    "a reward for the report": (
        {"/requests": "退款并给予举报奖励。"}, "/requests", "report_in_complaint",
    ),
    "a complaint against oneself": (
        {"/respondent/name": "林晓岚"}, "/respondent/name", "respondent_is_complainant",
    ),
    "one phone for both": (
        {"/respondent/phone": "13900002041"}, "/respondent/phone", "phone_of_both",
    ),
    "joint without agreement": (
        {"/joint_complainants": ["叶知秋"]}, "/joint_agreed", "joint_not_agreed",
    ),
    "one representative of several": (
        {
            "/joint_complainants": ["叶知秋"],
            "/joint_agreed": True,
            "/representatives": ["叶知秋"],
        },
        "/representatives",
        "representatives_not_two",
    ),
    "a mandate in copy": (
        {"/agent": AGENT | {"mandate": AGENT["mandate"] | {"original_received": False}}},  # type: ignore[operator]
        "/agent/mandate/original_received",
        "mandate_original_missing",
    ),
    "a mandate that is over": (
        {"/agent": AGENT | {"mandate": AGENT["mandate"] | {"term_to": "2026-06-09"}}},  # type: ignore[operator]
        "/agent/mandate/term_to",
        "mandate_term",
    ),
    "received before it was told": (
        {"/lodged_at": "2026-06-11T09:00"}, "/received_on", "before_lodging",
    ),
    "taken down when the time to decide is over": (
        {"/registered_on": "2026-06-24"}, "/registered_on", "registered_late",
    ),
    "an enquiry that nobody answered": (
        {"/other_matter": "enquiry"}, "/other_way_told_on", "other_way_not_told",
    ),
    "an article of the old order": (
        {"/requests": "依《市场监督管理投诉举报处理暂行办法》第十五条退款。"},
        "/requests",
        "repealed_law",
    ),
}  # fmt: skip


@pytest.mark.parametrize("missing", ["brand", "manufacturer", "receipt_number", "negotiations"])
def test_what_only_the_contract_asks_for_may_be_left_out(engine: Engine, missing: str) -> None:
    given = {"brand": "示例牌", "manufacturer": "跃动厂", "receipt_number": "0001872"}
    goods = {**given, "negotiations": "电话协商未果。"}
    assert found(engine, KIND, {"/goods": goods | {missing: None}}) == set()


def page(engine: Engine, **changes: Any) -> str:
    payload = ComplaintRegistrationForm.example | changes
    case = engine.check(KIND, payload, today=TODAY)
    return engine.write(case, "html").content.decode()


def test_neither_question_is_answered_for_who_was_not_asked(engine: Engine) -> None:
    printed = page(engine, agree_publicity=None, agree_entrusted_mediation=None)
    assert printed.count("☑") == 0
    assert printed.count("□") == 4
    assert page(engine).count("☑") == 2


def test_only_who_comes_signs(engine: Engine) -> None:
    assert "（无须签字）" in page(engine)
    assert "（无须签字）" not in page(engine, channel="visit")
