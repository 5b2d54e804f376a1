"""The letter that asks who complains: what is wrong by articles 10, 11 and 15 of Order 121."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

KIND = "identity_proof_request_notice"
TOLD = "/delivery/delivered_on"

# Written down from Order 121 and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "asked before it came": ({"/issued_on": "2026-06-09"}, "/issued_on", "before_receipt"),
    "asked on paper of a later year": (
        {"/received_on": "2026-04-01", "/issued_on": "2026-04-01", "/due_on": "2026-04-08"},
        "/issued_on",
        "form_not_in_force",
    ),
    "asked behind the time to decide": (
        {"/issued_on": "2026-06-24", "/due_on": "2026-07-01", "/delivery": None},
        "/due_on",
        "proof_after_decision",
    ),
    "due behind the time to decide": ({"/due_on": "2026-06-23"}, "/due_on", "proof_after_decision"),
    "due at once": ({"/due_on": "2026-06-11"}, "/due_on", "due_not_after"),
    "due yesterday": ({"/due_on": "2026-06-10"}, "/due_on", "due_not_after"),
    "due on a holiday": ({"/due_on": "2026-06-19"}, "/due_on", "due_on_holiday"),
    "due in so many days": ({"/due_on": "十五日内"}, "/due_on", "not_a_date"),
    "due never": ({"/due_on": None}, "/due_on", "required"),
    "received behind the day that was set": ({TOLD: "2026-06-17"}, TOLD, "told_after_due"),
    "received on the day that was set": ({TOLD: "2026-06-16"}, TOLD, "told_after_due"),
    "received before it was written": ({TOLD: "2026-06-10"}, TOLD, "told_before_decision"),
    "received, says a letter that came back": (
        {"/delivery/proof": "邮件退回，原址查无此人"}, "/delivery/proof", "delivery_failed",
    ),
    "nothing asked": ({"/identity_materials": []}, "/identity_materials", "too_few"),
    "a receipt asked": (
        {"/identity_materials": ["购物凭证"]}, "/identity_materials/0", "not_an_option",
    ),
    "negotiations asked": (
        {"/identity_materials": ["complainant_identity", "与经营者的协商记录"]},
        "/identity_materials/1",
        "not_an_option",
    ),
    "asked twice": (
        {"/identity_materials": ["complainant_identity", "complainant_identity"]},
        "/identity_materials/1",
        "asked_twice",
    ),
    "a mandate of nobody": (
        {"/identity_materials": ["complainant_identity", "mandate"]},
        "/identity_materials",
        "agent_half_proved",
    ),
    "an agent of nobody": (
        {"/identity_materials": ["agent_identity"]}, "/identity_materials", "agent_half_proved",
    ),
    "a receipt asked in the address": (
        {"/contact_address": "示例市示例区和平路18号（请同时携带购物小票）"},
        "/contact_address",
        "address_says_more",
    ),
    "money asked in the address": (
        {"/contact_address": "示例市示例区和平路18号，请缴纳核验费20元"},
        "/contact_address",
        "address_says_more",
    ),
    "the period begun anew with the papers": (
        {"/contact_address": "示例市示例区和平路18号，补齐材料之日起重新计算七个工作日"},
        "/contact_address",
        "clock_restarted",
    ),
    "brought to the contractor": (
        {"/contact_address": "示例市示例区创业路6号"},
        "/contact_address",
        "contact_address_of_contractor",
    ),
    "brought to somebody's home": (
        {"/contact_address": "示例市示例区梧桐里7号楼2单元301室"},
        "/contact_address",
        "contact_address_home",
    ),
    "the contractor's desk to call": (
        {"/contact_phone": "0999-60024001"}, "/contact_phone", "contact_phone_of_contractor",
    ),
    "an official's own mobile to call": (
        {"/contact_phone": "13900002061"}, "/contact_phone", "contact_phone_mobile",
    ),
    "nobody asked": ({"/complainant_name": "匿名"}, "/complainant_name", "not_a_name"),
    "a business asked": (
        {"/complainant_name": "示例市优康商贸有限公司"}, "/complainant_name", "not_a_person",
    ),
    "one asked twice": (
        {"/joint_complainants": ["林晓岚"]}, "/joint_complainants/0", "complainant_repeated",
    ),
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "a number of another bureau": (
        {"/document_number": "邻市监﹝2026﹞第203号"}, "/document_number", "number_prefix",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "weight"), [("2026-06-15", None), ("2026-06-16", "notice"), ("2026-06-17", "error")]
)
def test_a_letter_comes_before_its_day(engine: Engine, told: str, weight: str | None) -> None:
    expected = {(TOLD, "told_after_due", weight)} if weight else set()
    assert found(engine, KIND, {TOLD: told}) == expected
