"""The assignment of a task: wrong ones, and what a clue's source may say."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.inspection.inspection_task_assignment import InspectionTaskAssignment
from tests.schemas.guard.cases import found

KIND = "inspection_task_assignment"
FIRST = InspectionTaskAssignment.example["task_objects"][0]

# Written down from the contract, the rules on inspections and Order 121 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/register_number": None}, "/register_number", "number_missing"),
    "no name": ({"/task_name": "无"}, "/task_name", "says_nothing"),
    "a way of choosing for a type": ({"/task_type": "双随机"}, "/task_type", "not_an_option"),
    "a type for a way of choosing": ({"/sampling": "专项检查"}, "/sampling", "not_an_option"),
    "a way in for a method": ({"/method": "扫码"}, "/method", "not_an_option"),
    "a report for a name": ({"/task_name": "举报核查"}, "/task_name", "report_in_task"),
    "an order for a basis": (
        {"/task_basis": "12345工单转办"}, "/task_basis", "report_in_task",
    ),
    "a complaint for a matter": ({"/subject": "投诉的计量情况"}, "/subject", "report_in_task"),
    "done before it was assigned": (
        {"/complete_by": "2026-06-24", "/milestones": []}, "/complete_by", "due_not_after",
    ),
    "a step after the last day": (
        {"/milestones/2/done_by": "2026-08-15"}, "/milestones/2/done_by", "step_outside",
    ),
    "a step before the task": (
        {"/milestones/0/done_by": "2026-06-01"}, "/milestones/0/done_by", "step_outside",
    ),
    "steps in no order": (
        {"/milestones/0/done_by": "2026-07-30"}, "/milestones/1/done_by", "step_outside",
    ),
    "a step of nobody": (
        {"/milestones/0/person": "工作人员"}, "/milestones/0/person", "not_a_name",
    ),
    "one officer": ({"/inspectors/1": None}, "/inspectors", "too_few"),
    "a contractor inspects": (
        {"/inspectors/0/employed_by_authority": False},
        "/inspectors/0/employed_by_authority",
        "officer_not_official",
    ),
    "a contractor's card": (
        {"/inspectors/0/certificate_number": "工作证0012"},
        "/inspectors/0/certificate_number",
        "not_a_certificate",
    ),
    "an officer who assists": (
        {"/assistants/0/name": "沈嘉木"}, "/assistants/0/name", "assistant_is_officer",
    ),
    "nobody to inspect": ({"/task_objects": []}, "/task_objects", "too_few"),
    "one object twice": ({"/task_objects": [FIRST, FIRST]}, "/task_objects/1", "object_repeated"),
    "an object without a code": (
        {"/task_objects/0/credit_code": None}, "/task_objects/0/credit_code", "no_code",
    ),
    "a code that fails its check": (
        {"/task_objects/0/credit_code": "91999900MA1XG6125N"},
        "/task_objects/0/credit_code",
        "credit_code_check",
    ),
    "an object that is gone": (
        {"/task_objects/0/standing": "not_found"}, "/task_objects/0/standing", "object_gone",
    ),
    "taken by nobody": ({"/taken_by": None}, "/taken_at", "taken_half"),
    "taken before it was given": (
        {"/taken_at": "2026-06-24T10:00"}, "/taken_at", "taken_before",
    ),
    "a template of the other method": (
        {"/preset": "off_site_contents"}, "/preset", "template_method",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ["线索核查", "商业场所计量器具检查", "2026年第三季度检查"])
def test_a_neutral_name_passes(engine: Engine, name: str) -> None:
    assert found(engine, KIND, {"/task_name": name}) == set()
