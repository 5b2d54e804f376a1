"""The feedback slip: twenty wrong ones, one answer everywhere, and what the case says."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from docgen import Engine
from schemas.ground.neighbours import Standing
from schemas.kinds.complaint.complaint_result_feedback import ComplaintResultFeedback
from tests.schemas.guard.cases import TODAY, found

KIND = "complaint_result_feedback"
REPLY = ComplaintResultFeedback.example["reply"]

# Written down from the contracts before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/register_number": None}, "/register_number", "number_missing"),
    "no matter": ({"/matter": " "}, "/matter", "required"),
    "neither complaint nor report": ({"/matter_sort": "咨询"}, "/matter_sort", "not_an_option"),
    "a complaint that was filed": ({"/result": "filed"}, "/result", "result_of_another_matter"),
    "a complaint of no jurisdiction as a report's": (
        {"/result": "no_jurisdiction"}, "/result", "result_of_another_matter",
    ),
    "a report that was mediated": (
        {"/matter_sort": "report"}, "/result", "result_of_another_matter",
    ),
    "a result of no list": ({"/result": "已办结"}, "/result", "not_an_option"),
    "no order": ({"/order_references": []}, "/order_references", "too_few"),
    "an order without a digit": (
        {"/order_references/0/number": "热线工单"}, "/order_references/0/number", "no_number",
    ),
    "nothing done": ({"/process": "无"}, "/process", "says_nothing"),
    "nothing answered": ({"/reply": " "}, "/reply", "required"),
    "other words in one system": (
        {"/entries/1/entered": "双方已经和解，投诉人满意。"},
        "/entries/1/entered",
        "reply_differs",
    ),
    "one word in a system": ({"/entries/1/entered": "办结"}, "/entries/1/entered", "entry_empty"),
    "one system twice": (
        {"/entries/1/system": "hotline_12345"}, "/entries/1/system", "system_repeated",
    ),
    "a platform nobody entered": (
        {"/entries": [ComplaintResultFeedback.example["entries"][0]]},
        "/order_references/1",
        "not_entered",
    ),
    "fed back before the answer": (
        {"/fed_back_on": "2026-07-05"}, "/fed_back_on", "before_reply",
    ),
    "entered when all was over": (
        {"/entries/0/entered_at": "2026-07-08T09:00"}, "/entries/0/entered_at", "entered_after",
    ),
    "confirmed by a contractor": (
        {"/reviewer_is_official": False}, "/reviewer_is_official", "reviewer_not_official",
    ),
    "confirmed by himself": ({"/reviewer": "霍青"}, "/reviewer", "reviewer_is_handler"),
    "the hotline's question open": ({"/satisfied": None}, "/satisfied", "hotline_open"),
    "the hotline's question where none asked": (
        {"/order_references/0/system": "mail"}, "/solved", "not_of_the_hotline",
    ),
}  # fmt: skip


def test_blanks_and_lines_make_no_other_answer(engine: Engine) -> None:
    spaced = {"/entries/0/entered": REPLY.replace("，", "，\n")}
    assert found(engine, KIND, spaced) == set()


@pytest.mark.parametrize(
    ("standing", "codes"),
    [
        ((), {"result_not_shown"}),
        (("mediation_termination_decision",), set()),
        (("mediation_agreement",), {"result_denied", "result_not_shown"}),
        (("non_acceptance_notice",), {"result_denied", "result_not_shown"}),
    ],
)
def test_what_is_fed_back_is_what_the_case_says(
    engine: Engine, standing: tuple[str, ...], codes: set[str]
) -> None:
    others = [
        Standing(kind, kind, engine.catalogue[kind].header.title, None, date(2026, 7, 6), {})
        for kind in standing
    ]
    case = engine.check(KIND, ComplaintResultFeedback.example, today=TODAY)
    check = ComplaintResultFeedback.comparisons()["result_is_the_cases"].check
    assert {each.code for each in check(case.kind.reader, case.values, others)} == codes
