"""The checklist: wrong ones, how its terms are reckoned, and the templates that bureaus add."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from docgen import Engine
from schemas.ground.base import Facts, Record
from schemas.kinds.inspection.checking.items import PRESETS
from schemas.kinds.inspection.checking.outcome import last_day
from schemas.kinds.inspection.inspection_checklist import InspectionChecklist
from schemas.kinds.inspection.task.words import METHODS
from tests.schemas.guard.cases import TODAY, found

KIND = "inspection_checklist"
FOUND = "/contents/1/checked/0"
OFF_SITE = {"/method": "off_site", "/electronic_consent": True, "/photos": []}
IN_DAYS = {"/rectifications/0/due_day": None, "/rectifications/0/term_days": 9}

# Written down from the contract, the penalty procedure and Order 121 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "a method that is a way in": ({"/method": "扫码"}, "/method", "not_an_option"),
    "a way in that is a choice": ({"/entry": "双随机"}, "/entry", "not_an_option"),
    "a domain of no list": ({"/domain": "消防"}, "/domain", "not_an_option"),
    "one officer": ({"/inspectors/1": None}, "/inspectors", "too_few"),
    "one certificate for two": (
        {"/inspectors/1/certificate_number": "99990012035"},
        "/inspectors/1/certificate_number",
        "certificate_repeated",
    ),
    "a contractor inspects": (
        {"/inspectors/0/employed_by_authority": False},
        "/inspectors/0/employed_by_authority",
        "officer_not_official",
    ),
    "an assistant who is an officer": (
        {"/assistants/0/name": "何静远"}, "/assistants/0/name", "assistant_is_officer",
    ),
    "nothing looked at": ({"/contents": []}, "/contents", "too_few"),
    "an item without a standard": (
        {f"{FOUND}/standard": "无"}, f"{FOUND}/standard", "says_nothing",
    ),
    "an item without a result": ({f"{FOUND}/result": None}, f"{FOUND}/result", "required"),
    "a problem nobody describes": ({f"{FOUND}/finding": None}, f"{FOUND}/finding", "required"),
    "a problem nothing proves": (
        {f"{FOUND}/evidence_number": None}, f"{FOUND}/evidence_number", "required",
    ),
    "no problem, and yet": (
        {"/contents/0/checked/0/finding": "没有悬挂。"},
        "/contents/0/checked/0/finding",
        "problem_not_found",
    ),
    "a problem that leads to nothing": ({"/dispositions": []}, "/dispositions", "required"),
    "an order to do nothing": ({"/rectifications": []}, "/rectifications", "rectification_listed"),
    "nine days off site": (
        {**OFF_SITE, **IN_DAYS}, "/rectifications/0/term_days", "term_not_allowed",
    ),
    "a term on a holiday": (
        {"/rectifications/0/due_day": "2026-10-02"},
        "/rectifications/0/due_day",
        "due_on_holiday",
    ),
    "a basis without an article": (
        {"/rectifications/0/basis": "有关法律"}, "/rectifications/0/basis", "provision_form",
    ),
    "food without its table": ({"/domain": "catering"}, "/points_table", "points_table"),
    "off site without consent": (
        {"/method": "off_site"}, "/electronic_consent", "consent_missing",
    ),
    "refused, and nothing recorded": (
        {"/party_comment": None, "/unsigned": {"reason": "拒绝签名，未说明理由。"}},
        "/unsigned/recording",
        "required",
    ),
    "said that they do not sign": (
        {"/party_comment": "我不签字。"}, "/party_comment", "refusal_not_noted",
    ),
    "signed before it was looked at": (
        {"/signed_on": "2026-07-05"}, "/signed_on", "signed_before",
    ),
    "a photo of another day": (
        {"/photos/0/taken_at": "2026-07-07T09:33"},
        "/photos/0/taken_at",
        "photo_outside_inspection",
    ),
    "no photo": ({"/photos": [], "/photos_comment": None}, "/photos", "no_photos"),
    "a party that is gone": ({"/standing": "cancelled"}, "/standing", "object_gone"),
    "who reported it": (
        {f"{FOUND}/finding": "投诉人李强说三号收银台电子秤不准。"}, f"{FOUND}/finding",
        "reporter_named",
    ),
    "a report by its number": (
        {"/place": "和平路88号（12345工单核查）"}, "/place", "report_mentioned",
    ),
}  # fmt: skip


def test_any_problem_makes_the_conclusion(engine: Engine) -> None:
    example = InspectionChecklist.example
    assert engine.check(KIND, example, today=TODAY).values.conclusion == "found"
    assert found(engine, KIND) == set()


@pytest.mark.parametrize(
    ("counted", "days", "last"),
    [
        ("natural", 7, date(2026, 10, 4)),
        ("natural", 15, date(2026, 10, 12)),
        ("natural", 30, date(2026, 10, 27)),
        # 28, 29, 30 September, then the holiday, 8, 9 October and the made-up Saturday, 12.
        ("working", 7, date(2026, 10, 12)),
    ],
)
def test_days_run_from_the_signing_which_does_not_count(
    engine: Engine, counted: str, days: int, last: date
) -> None:
    house = Record({**engine.house, "rectification_days": counted})
    row = Record({"term_days": days, "due_day": None})
    assert last_day(row, date(2026, 9, 27), Facts(engine.law, house, TODAY)) == last


def test_every_template_says_whence_it_is() -> None:
    assert PRESETS
    for preset in PRESETS.values():
        assert preset.method in METHODS
        assert preset.contents
        for content in preset.contents:
            assert content.place
            for item in content.items:
                assert item.place
                assert item.standard
