"""送达回证: each of the seven ways with what article 82 asks of it, and what it may not say."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.parts.delivery import DELIVERY_METHODS, SERVICE_METHODS
from tests.schemas.guard.cases import TODAY, example, found

KIND = "service_receipt"
UNSIGNED: Mapping[str, Any] = {
    "/signed_for_by": None,
    "/signed_for_as": None,
    "/signed_for_on": None,
}
WITNESS = {"name": "白若兰", "position": "和平路社区居民委员会委员"}

# Written down from articles 81 to 83 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "signed by nobody in particular": (
        {"/signed_for_as": None}, "/signed_for_as", "required",
    ),
    "another person as himself": (
        {"/signed_for_as": "self", "/served_sort": "person", "/addressee": "林晓岚"},
        "/signed_for_by",
        "receiver_is_not_addressee",
    ),
    "a relative who is the addressee": (
        {"/signed_for_as": "family", "/served_sort": "person", "/addressee": "许文博"},
        "/signed_for_by",
        "family_is_addressee",
    ),
    "a head for a person": (
        {"/served_sort": "person"}, "/signed_for_as", "capacity_of_another",
    ),
    "left and yet signed": (
        {"/service_method": "left", "/service_account": "拒绝签收。", "/service_proof": "LX-01"},
        "/signed_for_by",
        "of_another_method",
    ),
    "consent to what is handed over": (
        {"/confirmed_on": "2026-07-06"}, "/confirmed_on", "of_another_method",
    ),
    "consent after the service": (
        {
            **UNSIGNED,
            "/service_method": "electronic",
            "/confirmed_on": "2026-07-11",
            "/service_proof": "JT-01",
        },
        "/confirmed_on",
        "consent_after_service",
    ),
    "sent by post for no reason": (
        {"/service_method": "post", "/service_proof": "EMS 1000000000018"},
        "/service_account",
        "required",
    ),
    "a penalty's decision two weeks late": (
        {
            "/served_title": "行政处罚决定书",
            "/served_on": "2026-07-24",
            "/signed_for_on": "2026-07-24",
        },
        "/served_on",
        "served_late",
    ),
    "one officer alone": (
        {"/servers": [{"name": "何静远", "employed_by_authority": True}]}, "/servers", "one_server",
    ),
    "a contractor serves": (
        {"/servers/0/employed_by_authority": False},
        "/servers/0/employed_by_authority",
        "server_not_official",
    ),
    "the server as witness": (
        {"/witness": WITNESS | {"name": "沈嘉木"}}, "/witness/name", "witness_is_server",
    ),
    "one server twice": ({"/servers/1/name": "何静远"}, "/servers/1/name", "server_repeated"),
}  # fmt: skip

TOLD: Mapping[str, dict[str, Any]] = {
    "left": {"/service_account": "看过文书以后拒绝签收。", "/witness": WITNESS},
    "electronic": {"/confirmed_on": "2026-07-06", "/service_proof": "JT-01"},
    "public_notice": {
        "/served_on": "2026-08-09",
        "/notice_published_on": "2026-07-10",
        "/service_account": "受送达人下落不明。",
    },
}
AT_A_DISTANCE: Mapping[str, dict[str, Any]] = {
    "post": {"/service_account": "人在外地，直接送达有困难。", "/service_proof": "EMS 18"},
    "entrusted": {
        "/service_account": "人在外地，直接送达有困难。",
        "/through": "东湖市市场监督管理局",
    },
    "forwarded": {"/service_account": "人在外地，直接送达有困难。", "/through": "东湖市某部"},
}


def test_a_receipt_knows_the_seven_ways_of_the_law_and_no_other() -> None:
    assert set(SERVICE_METHODS) == {"direct", *TOLD, *AT_A_DISTANCE}
    assert set(DELIVERY_METHODS) - set(SERVICE_METHODS) == {"telephone", "sms", "platform"}


@pytest.mark.parametrize("method", [*TOLD, *AT_A_DISTANCE])
def test_each_way_is_complete_with_what_the_law_asks_of_it(engine: Engine, method: str) -> None:
    changes = {**UNSIGNED, **TOLD[method]} if method in TOLD else dict(AT_A_DISTANCE[method])
    assert found(engine, KIND, changes | {"/service_method": method}) == set()


def test_the_remarks_say_why_nobody_signed(engine: Engine) -> None:
    changes = {**UNSIGNED, **TOLD["left"], "/service_method": "left", "/service_proof": "LX-01"}
    told = engine.check(KIND, example(engine, KIND, changes), today=TODAY).values
    assert told.signed_line == "拒收，见备注"
    assert told.remark_line == "拒收事由：看过文书以后拒绝签收。\n拍照、录像编号：LX-01"
    assert told.witness_line == "白若兰（和平路社区居民委员会委员）"


def test_the_days_of_a_notice_that_end_on_a_holiday_end_after_it(engine: Engine) -> None:
    """30 days from 1 September end on 1 October, in the holidays."""
    changes = {
        **UNSIGNED,
        **TOLD["public_notice"],
        "/service_method": "public_notice",
        "/notice_published_on": "2026-09-01",
        "/served_on": "2026-10-01",
    }
    assert ("/served_on", "public_notice_running", "error") in found(engine, KIND, changes)
    assert found(engine, KIND, changes | {"/served_on": "2026-10-08"}) == set()
