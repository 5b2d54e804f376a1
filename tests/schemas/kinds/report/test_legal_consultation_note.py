"""法律咨询记录: twenty wrong ones; advice decides nothing, no reporter is told to a lawyer."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example

KIND = "legal_consultation_note"
SHOWN = "/materials_shown/0"

# Written down from the contract and Order 121 article 37 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "about nothing": ({"/case_name": None}, "/case_name", "required"),
    "asked by nobody": ({"/consulted_by": None}, "/consulted_by", "required"),
    "asked by a desk": ({"/consulted_by": "法制科"}, "/consulted_by", "not_a_person"),
    "no time": ({"/consulted_at": "2026-07-08"}, "/consulted_at", "not_a_moment"),
    "by no way": ({"/consultation_way": "托人"}, "/consultation_way", "not_an_option"),
    "no lawyer": ({"/lawyer": None}, "/lawyer", "required"),
    "no name": ({"/lawyer/name": "安"}, "/lawyer/name", "not_a_name"),
    "no firm": ({"/lawyer/firm": " "}, "/lawyer/firm", "required"),
    "the contractor as a firm": (
        {"/lawyer/firm": "示例市诚办信息服务有限公司"}, "/lawyer/firm", "firm_doubtful",
    ),
    "no question": ({"/legal_questions": "无"}, "/legal_questions", "says_nothing"),
    "no answer": ({"/legal_opinion": None}, "/legal_opinion", "required"),
    "advice that decides": (
        {"/legal_opinion": "本所同意立案。"}, "/legal_opinion", "advice_decides",
    ),
    "a paper without a name": ({f"{SHOWN}/name": None}, f"{SHOWN}/name", "required"),
    "a paper as it came": (
        {f"{SHOWN}/without_persons": False}, f"{SHOWN}/without_persons", "material_not_masked",
    ),
    "a reporter's phone": (
        {"/legal_questions": "举报人手机13900002041反映的是否成立？"},
        "/legal_questions",
        "reporter_data",
    ),
    "a buyer by name": (
        {"/legal_questions": "消费者林晓岚在该店购买的是否属于预包装食品？"},
        "/legal_questions",
        "consumer_named",
    ),
    "a reporter spoken of": (
        {"/case_name": "举报人反映的“香油”线索"}, "/case_name", "reporter_mentioned",
    ),
    "adopted by the contractor": (
        {"/adoption/employed_by_authority": False},
        "/adoption/employed_by_authority",
        "adopter_not_official",
    ),
    "adopted without a reason": ({"/adoption/reason": None}, "/adoption/reason", "required"),
    "adopted before it was asked": (
        {"/adoption/decided_on": "2026-07-07"}, "/adoption/decided_on", "adopted_before_asked",
    ),
    "recorded before it was asked": (
        {"/recorded_on": "2026-07-07"}, "/recorded_on", "recorded_before",
    ),
    "a written opinion nowhere": (
        {"/opinion_is_written": True}, "/attachments", "written_opinion_missing",
    ),
}  # fmt: skip


def test_a_lawyer_signs_only_what_he_wrote(engine: Engine) -> None:
    written = {
        "/opinion_is_written": True,
        "/attachments": [{"name": "法律意见书", "copies": 1, "pages": 3}],
    }
    pages = [
        engine.write(
            engine.check(KIND, example(engine, KIND, changes), today=TODAY), "html"
        ).content.decode()
        for changes in ({}, written)
    ]
    assert ["律师：<span" in page for page in pages] == [False, True]
    assert ["律师意见（口头）" in page for page in pages] == [True, False]
