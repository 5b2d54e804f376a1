"""A training: who was to come, who came, who wrote it down."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example

KIND = "training_record"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no topic": ({"/training_topic": "无"}, "/training_topic", "says_nothing"),
    "no organiser": ({"/organiser": None}, "/organiser", "required"),
    "no time at all": (
        {"/training_to": "2026-07-07T14:00"}, "/training_to", "ended_before_start",
    ),
    "a training of eight days": ({"/training_to": "2026-07-15T16:00"}, "/training_to", "very_long"),
    "a time that is none": ({"/training_from": "下午两点"}, "/training_from", "not_a_moment"),
    "half a person": ({"/expected_count": 3.5}, "/expected_count", "not_a_count"),
    "nobody was to come": ({"/expected_count": 0}, "/expected_count", "out_of_range"),
    "a name that is none": ({"/trainees/0/name": "本人"}, "/trainees/0/name", "not_a_name"),
    "half a name": ({"/trainees/0/name": "周某"}, "/trainees/0/name", "half_a_name"),
    "of no unit": ({"/trainees/0/unit": None}, "/trainees/0/unit", "required"),
    "written down by a desk": ({"/recorder": "综合科"}, "/recorder", "not_a_person"),
}  # fmt: skip


def test_who_did_not_come_is_counted_out_and_says_so(engine: Engine) -> None:
    told = engine.check(KIND, example(engine, KIND), today=TODAY).values
    assert told.present_count == 3
    assert told.trainees[3].remark_shown == "缺席；请假"
    assert told.materials_line == "第121号令要点；文书填写示例"
