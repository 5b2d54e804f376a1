"""The approval of an inspection: wrong ones, and what lies outside the yearly limit."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

KIND = "inspection_approval_form"
YESTERDAY = {"/planned_from": "2026-06-29T09:00", "/planned_to": "2026-06-29T12:00"}

# Written down from the contract and the bureau's own procedure before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/register_number": None}, "/register_number", "number_missing"),
    "a source of no list": ({"/task_type": "双随机"}, "/task_type", "not_an_option"),
    "a report's number for a source": (
        {"/task_type": "12345工单"}, "/task_type", "not_an_option",
    ),
    "a method of no list": ({"/method": "即时"}, "/method", "not_an_option"),
    "no basis": ({"/inspection_basis": "无"}, "/inspection_basis", "says_nothing"),
    "a plan for a basis": (
        {"/inspection_basis": "年度检查计划"}, "/inspection_basis", "provision_form",
    ),
    "nothing to look at": ({"/subject": " "}, "/subject", "required"),
    "one officer": ({"/inspectors/1": None}, "/inspectors", "too_few"),
    "a helper's card": (
        {"/inspectors/1/certificate_number": "协管0071"},
        "/inspectors/1/certificate_number",
        "not_a_certificate",
    ),
    "a contractor inspects": (
        {"/inspectors/1/employed_by_authority": False},
        "/inspectors/1/employed_by_authority",
        "officer_not_official",
    ),
    "the party's own man inspects": (
        {"/inspectors/1/name": "许文博"}, "/inspectors/1/name", "inspector_is_party",
    ),
    "some helpers": ({"/assistant_count": "若干"}, "/assistant_count", "not_a_count"),
    "helpers of nobody": (
        {"/assistant_employers": None}, "/assistant_employers", "assistant_employers",
    ),
    "employers of nobody": ({"/assistant_count": 0}, "/assistant_employers", "assistant_employers"),
    "unannounced for no reason": (
        {"/unannounced": True}, "/unannounced_reason", "unannounced_reason",
    ),
    "beyond the limit": ({"/visits_this_year": 2}, "/over_limit_reason", "over_limit"),
    "made before it was approved": (YESTERDAY, "/approved_on", "approved_after_visit"),
    "made before, for urgency": (
        {**YESTERDAY, "/late_approval_reason": "情况紧急，先行到场控制"},
        "/late_approval_reason",
        "approved_late",
    ),
    "approved on no signature": ({"/approved_on": "2026-07-01"}, "/approved_on", "approval_day"),
    "the head never signed": ({"/opinions/2": None}, "/opinions", "opinion_missing"),
    "the head before the unit": (
        {"/opinions/1/station": "authority_head", "/opinions/2/station": "unit_head"},
        "/opinions",
        "stations_order",
    ),
    "a contractor agrees": (
        {"/opinions/0/employed_by_authority": False},
        "/opinions/0/employed_by_authority",
        "signer_not_official",
    ),
    "agreed and refused": (
        {"/opinions/2/opinion": "不同意。"}, "/opinions/2/opinion", "opinion_contradicts",
    ),
    "an object that is gone": ({"/standing": "not_found"}, "/standing", "object_gone"),
}  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"/task_type": "clue"},
        {"/task_type": "passed_on"},
        {"/method": "off_site"},
        {"/visit_limit": None},
        {"/over_limit_reason": "上次发现的问题尚未整改，需要再次入企核实"},
    ],
)
def test_not_every_visit_counts_against_the_limit(engine: Engine, changes: dict[str, Any]) -> None:
    assert found(engine, KIND, {"/visits_this_year": 2, **changes}) == set()
