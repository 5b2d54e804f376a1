"""The plan of inspections: wrong ones, and what its figures come to."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from schemas.kinds.inspection.inspection_plan import InspectionPlan
from tests.schemas.guard.cases import TODAY, example, found

KIND = "inspection_plan"
FIRST = InspectionPlan.example["planned_objects"][0]
ROW = "/planned_objects/0"

# Written down from the contract and the rules on inspections before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "a number of a class": (
        {"/document_number": "示市监检通〔2026〕11号"}, "/document_number", "number_prefix",
    ),
    "a type of no list": ({"/plan_type": "季度"}, "/plan_type", "not_an_option"),
    "a source of no list": ({"/plan_sources/0": "群众举报"}, "/plan_sources/0", "not_an_option"),
    "a source twice": ({"/plan_sources": ["own", "own"]}, "/plan_sources/1", "source_repeated"),
    "no basis": ({"/plan_basis": "无"}, "/plan_basis", "says_nothing"),
    "a wish for a basis": ({"/plan_basis": "领导要求"}, "/plan_basis", "basis_untitled"),
    "no goal": ({"/goals": " "}, "/goals", "required"),
    "a period that runs back": ({"/period_to": "2026-06-30"}, "/period_to", "period_reversed"),
    "nobody to inspect": ({"/planned_objects": []}, "/planned_objects", "too_few"),
    "one object twice": (
        {"/planned_objects": [FIRST, FIRST]}, "/planned_objects/1", "object_repeated",
    ),
    "an object without a code": ({f"{ROW}/credit_code": None}, f"{ROW}/credit_code", "no_code"),
    "a code that fails its check": (
        {f"{ROW}/credit_code": "91999900MA1XG6125N"}, f"{ROW}/credit_code", "credit_code_check",
    ),
    "a domain of no list": ({f"{ROW}/domain": "消防"}, f"{ROW}/domain", "not_an_option"),
    "a method of no list": ({f"{ROW}/method": "即时"}, f"{ROW}/method", "not_an_option"),
    "a month in words": ({f"{ROW}/planned_month": "7月"}, f"{ROW}/planned_month", "month_form"),
    "a thirteenth month": (
        {f"{ROW}/planned_month": "2026-13"}, f"{ROW}/planned_month", "month_form",
    ),
    "a month before the period": (
        {f"{ROW}/planned_month": "2026-06"}, f"{ROW}/planned_month", "month_outside",
    ),
    "beyond the limit": ({f"{ROW}/visits_this_year": 2}, f"{ROW}/remark", "over_limit"),
    "a limit nobody published": (
        {"/limit_published": None}, "/limit_published", "limit_published",
    ),
    "a step after the period": (
        {"/milestones/2/done_by": "2026-10-15"}, "/milestones/2/done_by", "step_outside",
    ),
    "not approved": (
        {"/approval/decision": "refused", "/approval/opinion": "不同意。"},
        "/approval/decision",
        "approval_refused",
    ),
    "approved by a contractor": (
        {"/approval/employed_by_authority": False},
        "/approval/employed_by_authority",
        "approver_not_official",
    ),
    "approved afterwards": (
        {"/approval/approved_on": "2026-06-25"}, "/approval/approved_on", "approval_date",
    ),
}  # fmt: skip


def test_off_site_nobody_enters(engine: Engine) -> None:
    beyond = {f"{ROW}/visits_this_year": 2, f"{ROW}/method": "off_site"}
    assert found(engine, KIND, beyond) == set()


def test_shares_are_reckoned(engine: Engine) -> None:
    plan = engine.check(KIND, example(engine, KIND), today=TODAY).values
    assert plan.share_line == "共3户，其中现场检查2户（66.7%），非现场检查1户（33.3%）"
    assert [(each["name"], each["count"]) for each in plan.by_domain] == [
        ("计量器具", 2),
        ("广告行为", 1),
    ]
    assert plan.title == "商业场所计量器具专项检查计划"
