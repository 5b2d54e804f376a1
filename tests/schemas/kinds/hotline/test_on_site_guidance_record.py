"""The record of guidance: wrong ones, and advice that stays until it is carried out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from docgen import Engine
from schemas.ground.neighbours import Standing
from schemas.kinds.hotline.on_site_guidance_record import OnSiteGuidanceRecord
from tests.schemas.guard.cases import TODAY, example

KIND = "on_site_guidance_record"
ADVICE = "/advices"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "at no time": ({"/guidance_from": None}, "/guidance_from", "required"),
    "ended when it began": (
        {"/guidance_to": "2026-07-07T14:00"}, "/guidance_to", "times_reversed",
    ),
    "over two days": ({"/guidance_to": "2026-07-08T16:30"}, "/guidance_to", "another_day"),
    "nowhere": ({"/guidance_place": "无"}, "/guidance_place", "says_nothing"),
    "nobody who guides": ({"/guides": []}, "/guides", "too_few"),
    "a desk that guides": ({"/guides/0/name": "热线专班"}, "/guides/0/name", "not_a_person"),
    "nobody's employee": ({"/guides/0/employer": None}, "/guides/0/employer", "required"),
    "no unit": ({"/guided_unit": None}, "/guided_unit", "required"),
    "nobody who was guided": ({"/guided_people": []}, "/guided_people", "too_few"),
    "one who guides himself": (
        {"/guided_people/1/name": "苗雨"}, "/guided_people/1/name", "guide_is_guided",
    ),
    "no topic": ({"/guidance_topics": []}, "/guidance_topics", "too_few"),
    "a topic of no list": (
        {"/guidance_topics/0": "团建"}, "/guidance_topics/0", "not_an_option",
    ),
    "a topic twice": (
        {"/guidance_topics/1": "reply"}, "/guidance_topics/1", "topic_repeated",
    ),
    "no problem": ({"/guidance_problems": "无"}, "/guidance_problems", "says_nothing"),
    "no advice": ({ADVICE: []}, ADVICE, "too_few"),
    "advice without a problem": (
        {f"{ADVICE}/1/problem": None}, f"{ADVICE}/1/problem", "required",
    ),
    "advice for nobody": ({f"{ADVICE}/1/person": None}, f"{ADVICE}/1/person", "required"),
    "due the day before": (
        {f"{ADVICE}/1/due_on": "2026-07-06"}, f"{ADVICE}/1/due_on", "due_before",
    ),
    "advised the same day, before": (
        {f"{ADVICE}/0/advised_on": "2026-07-07"}, f"{ADVICE}/0/advised_on", "advised_later",
    ),
    "overdue and not done": ({f"{ADVICE}/0/state": "open"}, f"{ADVICE}/0/state", "advice_overdue"),
    "no opinion of the unit": ({"/guided_opinion": None}, "/guided_opinion", "required"),
}  # fmt: skip


def earlier(engine: Engine, **changes: Any) -> Standing:
    payload = example(engine, KIND, {"/guidance_from": "2026-06-09T14:00", ADVICE: [{
        "problem": "首次联系的录音号空着",
        "advice": "每次联系都填写录音号",
        "person": "陆则安",
        "due_on": "2026-07-01",
        "state": "open",
    } | changes]})  # fmt: skip
    reader = engine.catalogue[KIND].reader
    return Standing("1", KIND, "现场指导记录", None, date(2026, 6, 9), payload, reader)


def beside(engine: Engine, others: list[Standing], changes: Mapping[str, Any]) -> list[str]:
    values = engine.check(KIND, example(engine, KIND, changes), today=TODAY).values
    check = OnSiteGuidanceRecord.comparisons()["earlier_advice_is_followed_up"].check
    return [each.code for each in check(engine.catalogue[KIND].reader, values, others)]


def test_what_was_left_open_is_followed_up(engine: Engine) -> None:
    open_before = earlier(engine)
    assert beside(engine, [open_before], {}) == []
    assert beside(engine, [open_before], {f"{ADVICE}/0": None}) == ["advice_dropped"]


def test_what_was_done_is_done(engine: Engine) -> None:
    done = earlier(engine, state="done")
    assert beside(engine, [done], {f"{ADVICE}/0": None}) == []


def test_earlier_advice_stands_first(engine: Engine) -> None:
    payload = example(engine, KIND)
    payload["advices"].reverse()
    lines = engine.check(KIND, payload, today=TODAY).values.advice_lines
    assert [each["origin"] for each in lines] == ["2026-06-09", "本次", "本次"]
