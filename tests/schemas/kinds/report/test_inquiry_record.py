"""询问笔录: twenty wrong ones, one person at a time, and a reporter who is asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from docgen import Engine
from schemas.ground.neighbours import Standing
from schemas.kinds.report.inquiry_record import InquiryRecord
from tests.schemas.guard.cases import TODAY, example, found

KIND = "inquiry_record"
ASKED_FOR = {
    "/recusal_requested": True,
    "/recusal_answer": "我申请沈嘉木回避。",
    "/recusal": {"officer": "沈嘉木", "reason": "与我有债务纠纷", "outcome": "pending"},
}

# Written down from articles 4, 22, 29, 43 of the penalty procedure and the form before they
# were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "one officer": ({"/inquirers/1": None}, "/inquirers", "too_few"),
    "staff of the contractor": (
        {"/inquirers/0/employed_by_authority": False},
        "/inquirers/0/employed_by_authority",
        "officer_not_official",
    ),
    "one certificate for two": (
        {"/inquirers/1/certificate_number": "99990012035"},
        "/inquirers/1/certificate_number",
        "certificate_repeated",
    ),
    "nobody asked": ({"/interviewee": None}, "/interviewee", "required"),
    "two together": ({"/interviewee/name": "邱月华、丁小满"}, "/interviewee/name", "several_asked"),
    "an officer asks himself": (
        {"/interviewee/name": "沈嘉木"}, "/inquirers/1/name", "inspector_is_party",
    ),
    "a false identity number": (
        {"/interviewee/id_number": "999999197903120021"},
        "/interviewee/id_number",
        "identity_check",
    ),
    "over before it began": (
        {"/ended_at": "2026-07-10T13:00"}, "/ended_at", "time_reversed",
    ),
    "no place": ({"/place": None}, "/place", "required"),
    "certificates not seen": (
        {"/id_shown_answer": "没看到。"}, "/id_shown_answer", "certificate_not_seen",
    ),
    "rights not told": ({"/recusal_answer": None}, "/recusal_answer", "required"),
    "duty not told": ({"/duty_answer": None}, "/duty_answer", "required"),
    "duty not understood": (
        {"/duty_answer": "不太明白。"}, "/duty_answer", "duty_not_understood",
    ),
    "recusal said and not marked": (
        {"/recusal_answer": "我要求换人。"}, "/recusal_answer", "recusal_unmarked",
    ),
    "recusal asked for among the answers": (
        {"/exchanges/4/answer": "我要申请沈嘉木回避。"}, "/exchanges/4/answer", "recusal_unmarked",
    ),
    "recusal and nothing done": (
        {"/recusal_requested": True, "/recusal_answer": "我申请沈嘉木回避。"},
        "/recusal",
        "recusal_undecided",
    ),
    "no questions": ({"/exchanges": []}, "/exchanges", "too_few"),
    "a question without an answer": (
        {"/exchanges/0/answer": " "}, "/exchanges/0/answer", "required",
    ),
    "a threat": (
        {"/exchanges/0/question": "不说清楚就查封你的店，说不说？"},
        "/exchanges/0/question",
        "question_coerces",
    ),
    "a promise": (
        {"/exchanges/0/question": "承认了就不罚，是不是你进的货？"},
        "/exchanges/0/question",
        "question_coerces",
    ),
    "somebody else answers": (
        {"/exchanges/0/answer": "（在旁的店员说）是上个月进的。"},
        "/exchanges/0/answer",
        "others_answer",
    ),
    "not read out": ({"/reads_with_difficulty": True}, "/reading", "not_read_out"),
    "not read at all": (
        {"/party_comment": "我没戴眼镜，看不清。"}, "/party_comment", "not_read",
    ),
    "refused to sign": ({"/party_comment": "我不签字。"}, "/party_comment", "refusal_not_noted"),
    "a child alone": (
        {"/interviewee/id_number": "999999201104050037"}, "/guardian", "minor_alone",
    ),
    "a reporter betrayed": (
        {"/exchanges/0/question": "举报人说在你店买的，是吗？"},
        "/exchanges/0/question",
        "reporter_named",
    ),
    "a resident card as a passport": (
        {"/interviewee/id_type": "passport"}, "/interviewee/id_type", "identity_type",
    ),
    "an inquiry of more than half a day": (
        {"/ended_at": "2026-07-10T23:58", "/started_at": "2026-07-10T09:00"},
        "/ended_at",
        "visit_long",
    ),
}  # fmt: skip


def test_a_request_for_recusal_stops_nothing(engine: Engine) -> None:
    told = found(engine, KIND, ASKED_FOR)
    assert told == {("/recusal/outcome", "recusal_pending", "notice")}


@pytest.mark.parametrize(
    ("number", "alone"),
    [("999999200807110011", True), ("999999200807100016", False), ("999999197903120020", False)],
)
def test_whoever_is_eighteen_that_day_is_of_age(engine: Engine, number: str, alone: bool) -> None:
    codes = {code for _, code, _ in found(engine, KIND, {"/interviewee/id_number": number})}
    assert ("minor_alone" in codes) == alone


def test_a_reporter_who_is_asked_may_be_spoken_of(engine: Engine) -> None:
    said = {"/exchanges/0/question": "你举报的“香油”在哪里买的？"}
    assert found(engine, KIND, said) == {("/exchanges/0/question", "report_mentioned", "notice")}
    assert found(engine, KIND, said | {"/capacity": "reporter"}) == set()


def standing(engine: Engine, changes: Mapping[str, Any]) -> Standing:
    """Return another record of the case."""
    reader = engine.catalogue[KIND].reader
    payload = example(engine, KIND, changes)
    return Standing("01", KIND, "询问笔录", None, date(2026, 7, 10), payload, reader)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"/started_at": "2026-07-10T14:55", "/ended_at": "2026-07-10T15:30"}, []),
        ({"/interviewee/name": "丁小满"}, ["asks_twice_at_once"]),
        ({}, ["asked_twice_at_once"]),
        (
            {
                "/interviewee/name": "丁小满",
                "/inquirers": [
                    {
                        "name": name,
                        "certificate_number": number,
                        "employed_by_authority": True,
                    }
                    for name, number in (("陆则安", "99990012088"), ("苗雨", "99990012089"))
                ],
            },
            [],
        ),
    ],
)
def test_nobody_is_in_two_inquiries_at_once(
    engine: Engine, changes: dict[str, Any], codes: list[str]
) -> None:
    case = engine.check(KIND, InquiryRecord.example, today=TODAY)
    check = InquiryRecord.comparisons()["one_at_a_time"].check
    told = check(InquiryRecord(), case.values, [standing(engine, changes)])
    assert [each.code for each in told] == codes


@pytest.mark.parametrize(("occasion", "codes"), [(1, ["occasion_differs"]), (2, [])])
def test_the_second_time_is_the_second(engine: Engine, occasion: int, codes: list[str]) -> None:
    case = engine.check(KIND, example(engine, KIND, {"/occasion": occasion}), today=TODAY)
    before = standing(engine, {"/started_at": "2026-07-09T14:00", "/ended_at": "2026-07-09T15:00"})
    check = InquiryRecord.comparisons()["occasions_are_counted"].check
    assert [each.code for each in check(InquiryRecord(), case.values, [before])] == codes
