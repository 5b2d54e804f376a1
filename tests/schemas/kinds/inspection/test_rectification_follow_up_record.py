"""The record of a follow-up: wrong ones, and that state and lateness are two things."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example

KIND = "rectification_follow_up_record"
OPEN = {"/reviewed/1/state_now": "not_done", "/reviewed/1/done_on": None}

# Written down from the contract and the penalty procedure before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no order": ({"/original_number": None}, "/original_number", "required"),
    "an order of no kind": ({"/original": "通知"}, "/original", "not_an_option"),
    "before the order": (
        {"/original_on": "2026-07-10"}, "/started_at", "before_the_order",
    ),
    "a term before the order": (
        {"/reviewed/0/due_on": "2026-06-24"}, "/reviewed/0/due_on", "due_before_order",
    ),
    "nothing looked at": ({"/reviewed": []}, "/reviewed", "too_few"),
    "a matter nobody looked at": (
        {"/reviewed/0/observed": "无"}, "/reviewed/0/observed", "says_nothing",
    ),
    "late for a state": (
        {"/reviewed/0/state_now": "逾期"}, "/reviewed/0/state_now", "not_an_option",
    ),
    "a matter twice": (
        {"/reviewed/1/matter": "对在售商品逐一明码标价"}, "/reviewed/1/matter", "matter_repeated",
    ),
    "done before it was ordered": (
        {"/reviewed/0/done_on": "2026-06-24"}, "/reviewed/0/done_on", "done_outside",
    ),
    "done after the look": (
        {"/reviewed/0/done_on": "2026-07-10"}, "/reviewed/0/done_on", "done_outside",
    ),
    "not done, on a day": (
        {"/reviewed/0/state_now": "not_done", "/next_step": "ordered_again"},
        "/reviewed/0/done_on",
        "not_done",
    ),
    "closed with one open": (OPEN, "/next_step", "step_differs"),
    "all done, and ordered again": (
        {"/next_step": "ordered_again"}, "/next_step", "step_differs",
    ),
    "a longer term by the record": ({"/next_step": "延长期限"}, "/next_step", "not_an_option"),
    "looked at before the term": (
        {
            **OPEN,
            "/next_step": "ordered_again",
            "/reviewed/0": {
                "matter": "明码标价", "due_on": "2026-07-20", "observed": "尚在制作。",
                "state_now": "not_done",
            },
            "/reviewed/1/due_on": "2026-07-20",
        },
        "/started_at",
        "before_the_term",
    ),
    "one officer": ({"/inspectors/1": None}, "/inspectors", "too_few"),
    "a contractor reviews": (
        {"/inspectors/1/employed_by_authority": False},
        "/inspectors/1/employed_by_authority",
        "officer_not_official",
    ),
    "an end before the beginning": (
        {"/ended_at": "2026-07-09T13:00"}, "/ended_at", "time_reversed",
    ),
    "signed, and nothing said": ({"/party_comment": None}, "/party_comment", "required"),
    "will not sign": ({"/party_comment": "拒绝签名。"}, "/party_comment", "refusal_not_noted"),
    "an officer for a witness": (
        {"/witness": {"name": "沈嘉木", "position": "路过的居民"}},
        "/witness/name",
        "witness_not_independent",
    ),
    "a photo of another day": (
        {"/photos/0/taken_at": "2026-07-08T14:12"},
        "/photos/0/taken_at",
        "photo_outside_inspection",
    ),
    "who reported it": (
        {"/reviewed/0/observed": "投诉人李强再次查看，价签齐全。"},
        "/reviewed/0/observed",
        "reporter_named",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "late"),
    [
        ({}, ["否", "是"]),
        ({"/reviewed/1/done_on": "2026-07-08"}, ["否", "否"]),
        ({**OPEN, "/next_step": "transferred"}, ["否", "是"]),
        ({**OPEN, "/next_step": "transferred", "/reviewed/1/due_on": "2026-07-09"}, ["否", "否"]),
    ],
)
def test_what_is_late_is_reckoned(engine: Engine, changes: dict[str, Any], late: list[str]) -> None:
    case = engine.check(KIND, example(engine, KIND, changes), today=TODAY)
    assert [each["overdue"] for each in case.values.review_lines] == late
