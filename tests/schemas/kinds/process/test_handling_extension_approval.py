"""An extension: what cannot be extended, how far, and by whom."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from docgen import Engine
from schemas.kinds.process.handling_extension_approval import HandlingExtensionApproval
from tests.schemas.guard.cases import TODAY, example

KIND = "handling_extension_approval"
OPINIONS = HandlingExtensionApproval.example["opinions"]
ORDER: Mapping[str, Any] = {
    "/extension_matter": "complaint_order",
    "/order_references": [{"system": "hotline_12345", "number": "BJ20260610094201"}],
    "/period_from_on": "2026-06-22",
    "/order_accepted_on": "2026-06-24",
    "/extended_due_on": "2026-08-20",
}

# Written down from article 18, articles 23 and 27 and the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "a matter of no list": ({"/extension_matter": "调解"}, "/extension_matter", "not_an_option"),
    "no reason": ({"/extension_reason": "无"}, "/extension_reason", "says_nothing"),
    "sixteen working days": (
        {"/extended_due_on": "2026-07-22"}, "/extended_due_on", "extended_too_far",
    ),
    "the day it ends anyway": (
        {"/extended_due_on": "2026-06-30"}, "/extended_due_on", "nothing_extended",
    ),
    "sixty days longer": (
        {"/extension_reason": "当事人要求延长调解时限。"},
        "/extension_reason",
        "mediation_not_extended",
    ),
    "asked before it began": (
        {"/extension_asked_on": "2026-06-05"}, "/extension_asked_on", "applied_before_start",
    ),
    "an opinion before the question": (
        {"/opinions/0/signed_on": "2026-06-24"},
        "/opinions/0/signed_on",
        "signed_before_application",
    ),
    "the head without the unit": ({"/opinions": OPINIONS[1:]}, "/opinions", "stations_order"),
    "one person twice": ({"/opinions/1/signer": "何静远"}, "/opinions/1/signer", "signer_repeated"),
    "agreed on no day": ({"/approved_on": None}, "/approved_on", "approval_day"),
    "an order of a platform without its end": (
        {**ORDER, "/extension_matter": "hotline_order"}, "/platform_due_on", "required",
    ),
}  # fmt: skip


def test_the_matter_says_from_which_day_to_which(engine: Engine) -> None:
    by_law = engine.check(KIND, example(engine, KIND), today=TODAY).values
    assert by_law.title == "行政处罚案件有关事项审批表"
    assert by_law.matter_line == "延长举报线索核查期限，原至2026年6月30日，延长至2026年7月21日"
    reason = {"/extension_reason": "双方约定6月30日再次协商，五日内不能办结。"}
    order = engine.check(KIND, example(engine, KIND, {**ORDER, **reason}), today=TODAY).values
    assert order.title == "延期办理审批表"
    assert order.matter_line.endswith("延长至2026年8月20日；工单编号：BJ20260610094201")


def test_an_order_ends_with_the_laws_sixty_days_at_the_latest(engine: Engine) -> None:
    """Forty-five working days from 24 June would end on 26 August, sixty days on 23 August."""
    assert engine.law.due("C-MED-45WD", date(2026, 6, 24)).due > date(2026, 8, 23)
    assert engine.law.due("D2", date(2026, 6, 24)).due == date(2026, 8, 23)
