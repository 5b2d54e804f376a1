"""The referral of what may be a crime: what is wrong by the procedure, Order 310 or the form."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from schemas.kinds.referral.suspected_crime_referral import SuspectedCrimeReferral
from tests.schemas.guard.cases import TODAY

KIND = "suspected_crime_referral"
LATE = {"/late_reason": "检验报告7月8日才送达。"}

# Written down from the law and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "to a department that punishes nobody": (
        {"/criminal_authority": "示例市文旅局"}, "/criminal_authority", "not_criminal_justice",
    ),
    "to another market bureau": (
        {"/criminal_authority": "示例市东湖区市场监督管理局"},
        "/criminal_authority",
        "not_criminal_justice",
    ),
    "no copy for the procuratorate": ({"/procuratorate": None}, "/procuratorate", "required"),
    "a court for the procuratorate": (
        {"/procuratorate": "示例市示例区人民法院"}, "/procuratorate", "not_a_procuratorate",
    ),
    "any of them": ({"/procuratorate": "人民检察院"}, "/procuratorate", "not_a_procuratorate"),
    "its copy is not counted": (
        {"/copies_elsewhere": None, "/copies_elsewhere_for": None, "/copies_total": 2},
        "/copies_elsewhere",
        "procuratorate_not_counted",
    ),
    "a deputy decides": ({"/approval/post": "副局长"}, "/approval/post", "not_the_chief"),
    "the head of an office decides": (
        {"/approval/post": "执法科科长"}, "/approval/post", "not_the_chief",
    ),
    "the contractor decides": (
        {"/approval/employed_by_authority": False},
        "/approval/employed_by_authority",
        "approver_not_official",
    ),
    "decided after four days": ({"/report_given_on": "2026-07-05"}, "/approved_at", "decided_late"),
    "decided late for a reason": (
        {**LATE, "/report_given_on": "2026-07-05"}, "/approved_at", "decided_late",
    ),
    "sent after a day and an hour": (
        {"/approved_at": "2026-07-09T09:00"}, "/sent_at", "sent_late",
    ),
    "sent before it was approved": (
        {"/approved_at": "2026-07-10T11:00", "/approval/approved_on": "2026-07-10"},
        "/sent_at",
        "sent_before_approval",
    ),
    "approved on two days": (
        {"/approved_at": "2026-07-10T09:00"}, "/approved_at", "approval_differs",
    ),
    "sent on another day": ({"/issued_on": "2026-07-11"}, "/sent_at", "sent_another_day"),
    "approved before the report": (
        {"/report_given_on": "2026-07-10"}, "/approval/approved_on", "approval_date",
    ),
    "approved before it was filed": (
        {"/filed_on": "2026-07-10"}, "/approval/approved_on", "approval_date",
    ),
    "no report of the investigation": (
        {"/attachments/0/name": "情况说明"}, "/attachments", "report_missing",
    ),
    "no list of goods": (
        {"/attachments/1/name": "照片"}, "/attachments", "goods_list_missing",
    ),
    "a material with a full stop": (
        {"/attachments/0/name": "涉嫌犯罪案件情况的调查报告。"},
        "/attachments/0/name",
        "final_punctuation",
    ),
    "nothing goes with it": ({"/attachments": []}, "/attachments", "too_few"),
    "a complainant who extorts": (
        {"/crime_case_name": "投诉人敲诈勒索某超市"}, "/crime_case_name", "not_a_party",
    ),
    "words of the form once more": (
        {"/crime_case_name": "某店涉嫌生产有毒食品一案"}, "/crime_case_name", "words_of_the_form",
    ),
    "copies that do not add up": ({"/copies_total": 4}, "/copies_total", "copies_sum"),
}  # fmt: skip


def page(engine: Engine, **changes: Any) -> str:
    payload = {**SuspectedCrimeReferral.example, **changes}
    payload = {name: value for name, value in payload.items() if value is not None}
    case = engine.check(KIND, payload, today=TODAY)
    return engine.write(case, "html").content.decode()


def test_what_is_filed_is_a_case_and_anything_else_a_clue(engine: Engine) -> None:
    assert "食品一案，经调查" in page(engine)
    assert "食品案件线索，经调查" in page(engine, filed_on=None)


def test_the_form_prints_the_procuratorate_once(engine: Engine) -> None:
    assert page(engine).count("人民检察院") == 1
