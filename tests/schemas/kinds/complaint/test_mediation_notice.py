"""The letter that calls a party to a mediation: twenty wrong ones, and both letters of a pair."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from docgen.case.words import describe
from schemas.ground.neighbours import Standing
from schemas.kinds.complaint.mediation_notice import MediationNotice
from tests.schemas.guard.cases import TODAY

KIND = "mediation_notice"

# Written down from Order 121 and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "called after the meeting": (
        {"/mediation_at": "2026-06-20T10:00"}, "/mediation_at", "meeting_before_notice",
    ),
    "called on the day itself": (
        {"/mediation_at": "2026-06-24T16:00"}, "/mediation_at", "told_on_the_day",
    ),
    "received after the meeting": (
        {"/delivery/delivered_on": "2026-07-06"}, "/delivery/delivered_on", "told_after_meeting",
    ),
    "not accepted yet": ({"/issued_on": "2026-06-12"}, "/issued_on", "before_acceptance"),
    "a call is no meeting": ({"/place": "微信视频通话"}, "/place", "place_not_on_site"),
    "no place": ({"/place": " "}, "/place", "required"),
    "a day without an hour": (
        {"/mediation_at": "2026-07-03T00:00"}, "/mediation_at", "unusual_hour",
    ),
    "not even a day": ({"/mediation_at": "下周五上午"}, "/mediation_at", "not_a_moment"),
    "behind the sixtieth day": (
        {"/mediation_at": "2026-08-17T10:00"}, "/mediation_at", "meeting_after_period",
    ),
    "recusal until after the meeting": (
        {"/recusal_days": 15}, "/recusal_days", "recusal_after_meeting",
    ),
    "no time for recusal": ({"/recusal_days": 0}, "/recusal_days", "out_of_range"),
    "nobody conducts it": ({"/mediators": []}, "/mediators", "too_few"),
    "a contractor conducts it": (
        {"/mediators/1/affiliation": "contractor"},
        "/mediators/1/affiliation",
        "mediator_not_entitled",
    ),
    "an interested person conducts it": (
        {"/mediators/1/declared_no_interest": False},
        "/mediators/1/declared_no_interest",
        "mediator_interested",
    ),
    "the complainant conducts it": (
        {"/mediators/1/name": "林晓岚"}, "/mediators/1/name", "mediator_is_party",
    ),
    "outsiders without consent": (
        {
            "/entrusted": {
                "organisation": "示例市消费者协会",
                "body": "consumer_association",
                "both_consented": False,
            }
        },
        "/entrusted/both_consented",
        "entrusting_not_agreed",
    ),
    "the service contractor entrusted": (
        {
            "/entrusted": {
                "organisation": "示例市诚办信息服务有限公司",
                "body": "mediation_body",
                "both_consented": True,
            }
        },
        "/entrusted/organisation",
        "contractor_entrusted",
    ),
    "identity papers asked for again": (
        {"/further_materials/0": "本人身份证"}, "/further_materials/0", "asked_twice",
    ),
    "a report in the subject": (
        {"/complaint_subject": "林晓岚举报该店虚假宣传并要求退款"},
        "/complaint_subject",
        "report_mentioned",
    ),
    "a phone in the subject": (
        {"/complaint_subject": "林晓岚（13900002061）要求退还按摩椅预付款"},
        "/complaint_subject",
        "personal_number",
    ),
    "an identity number in the place": (
        {"/place": "消费调解室（凭身份证999999199205120022进入）"}, "/place", "personal_number",
    ),
    "a year too early for the form": (
        {"/issued_on": "2026-04-01"}, "/issued_on", "form_not_in_force",
    ),
}  # fmt: skip


def letter(**changes: Any) -> dict[str, Any]:
    """Return the example's own letter, changed, not received yet."""
    example = {name: each for name, each in MediationNotice.example.items() if name != "delivery"}
    return example | changes


def compared(engine: Engine, ours: dict[str, Any], *standing: dict[str, Any]) -> set[str]:
    """Return the codes of what a letter's comparison with standing letters finds."""
    kind = engine.catalogue[KIND]
    others = [
        Standing(str(place), KIND, kind.header.title, None, TODAY, each, kind.reader)
        for place, each in enumerate(standing)
    ]
    case = engine.check(KIND, ours, today=TODAY)
    check = kind.schema.comparisons()["pair_says_the_same"].check
    return {each.code for each in check(kind.reader, case.values, others)}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, set()),
        ({"addressed_to": "complainant"}, {"party_called_twice"}),
        ({"place": "示例市示例区消费者协会调解室"}, {"pair_differs"}),
        ({"complaint_subject": "示例市优康商贸有限公司少送两台按摩椅"}, {"pair_differs"}),
        ({"mediation_at": "2026-07-03T14:00"}, {"pair_differs"}),
        (
            {"mediators": [{**MediationNotice.example["mediators"][0], "name": "郑为先"}]},
            {"pair_differs"},
        ),
        # Both are called anew for another day: the first of the new pair differs, which is noticed.
        ({"mediation_at": "2026-07-10T10:00", "issued_on": "2026-07-03"}, {"pair_differs"}),
    ],
)
def test_both_letters_call_to_one_meeting(
    engine: Engine, changes: dict[str, Any], codes: set[str]
) -> None:
    ours = letter(addressed_to="respondent") | changes
    assert compared(engine, ours, letter()) == codes


def test_each_letter_is_addressed_to_one_party_and_names_no_other(engine: Engine) -> None:
    for party, name in (("complainant", "林晓岚"), ("respondent", "示例市优康商贸有限公司")):
        case = engine.check(KIND, letter(addressed_to=party), today=TODAY)
        assert describe(case, engine.house_words)["addressees"] == name
    page = engine.write(case, "html").content.decode()
    assert "林晓岚" not in page
