"""Giving an order back: what it needs, and the way it goes."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.process.order_return_application import OrderReturnApplication
from tests.schemas.guard.cases import found

KIND = "order_return_application"
STEPS = OrderReturnApplication.example["return_steps"]

# Written down from article 41 and the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no order": ({"/order_references": []}, "/order_references", "too_few"),
    "a sort of no list": ({"/matter_sort": "表扬"}, "/matter_sort", "not_an_option"),
    "no reason": ({"/return_reason": "略"}, "/return_reason", "says_nothing"),
    "no basis": ({"/return_basis": None}, "/return_basis", "required"),
    "no way": ({"/return_steps": []}, "/return_steps", "too_few"),
    "to itself": (
        {"/return_steps/0/taking": "和平路市场监督管理所"},
        "/return_steps/0/taking",
        "path_turns_back",
    ),
    "a level passed over": (
        {"/return_steps": [STEPS[0], STEPS[1] | {"giving": "法规科"}]},
        "/return_steps/1/giving",
        "path_broken",
    ),
    "a desk gives it back": (
        {"/return_steps/0/person": "窗口"}, "/return_steps/0/person", "not_a_person",
    ),
    "nobody decides": ({"/decided_by": None}, "/decided_by", "required"),
    "told before it came": (
        {
            "/return_result": "no_process",
            "/told_at": "2026-06-10T09:00",
            "/told_by": "telephone",
        },
        "/told_at",
        "told_before_receipt",
    ),
    "told in no way": (
        {"/return_result": "no_process", "/told_at": "2026-06-11T10:00"}, "/told_by", "required",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("result", "told"), [("agreed", True), ("refused", False)])
def test_who_reported_is_told_where_to_turn(engine: Engine, result: str, told: bool) -> None:
    changes = {"/matter_sort": "report", "/return_result": result}
    notices = {code for _, code, _ in found(engine, KIND, changes)}
    assert ("tell_the_reporter" in notices) is told
