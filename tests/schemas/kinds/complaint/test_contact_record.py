"""The sheet of contacts: twenty wrong ones, and what a call may end."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from docgen.case.payload import read_payload
from schemas.kinds.complaint.contact_record import ContactRecord
from tests.catalogue import CORPUS
from tests.schemas.guard.cases import TODAY

KIND = "contact_record"
REPORTER = {"/side": "reporter", "/reporter_name": "裴若渝"}

# Written down from the contract and Order 121 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "nobody's sheet": ({"/side": None}, "/side", "required"),
    "no such side": ({"/side": "证人"}, "/side", "not_an_option"),
    "a side without a name": ({"/respondent_name": None}, "/respondent_name", "required"),
    "a reporter on the respondent's sheet": (
        {"/reporter_name": "裴若渝"}, "/reporter_name", "reporter_on_sheet",
    ),
    "the respondent told of a report": (
        {"/contacts/1/content": "告知有人举报该店虚假宣传。"},
        "/contacts/1/content",
        "report_told",
    ),
    "nobody called": ({"/contacts": []}, "/contacts", "too_few"),
    "a call to no number": ({"/contacts/0/number": None}, "/contacts/0/number", "required"),
    "a call at no time": ({"/contacts/0/at": "上午"}, "/contacts/0/at", "not_a_moment"),
    "a call by nobody": ({"/contacts/0/contacted_by": " "}, "/contacts/0/contacted_by", "required"),
    "reached, but whom": (
        {"/contacts/1/answered_by": None}, "/contacts/1/answered_by", "required",
    ),
    "a desk answered": (
        {"/contacts/1/answered_by": "前台客服"}, "/contacts/1/answered_by", "not_a_person",
    ),
    "reached, and nothing said": ({"/contacts/1/reply": None}, "/contacts/1/reply", "required"),
    "nobody reached, who answered": (
        {"/contacts/0/reply": "知道了。"}, "/contacts/0/reply", "reached_nobody",
    ),
    "minutes with nobody": ({"/contacts/0/minutes": 3}, "/contacts/0/minutes", "reached_nobody"),
    "a call that was sent": (
        {"/contacts/0/result": "sent"}, "/contacts/0/result", "result_of_another_way",
    ),
    "the second before the first": (
        {"/contacts/1/at": "2026-06-16T14:05"}, "/contacts/1/at", "contact_order",
    ),
    "closed before the last call": (
        {"/recorded_on": "2026-06-17"}, "/recorded_on", "recorded_before_contact",
    ),
    "a decision told without a tape": (
        {"/contacts/1/purpose": "decision", "/contacts/1/recording": None},
        "/contacts/1/recording",
        "recording_missing",
    ),
    "the respondent withdraws": (
        {"/withdrawn_on": "2026-06-18"}, "/withdrawn_on", "told_another_side",
    ),
    "a withdrawal nobody heard": (
        {"/side": "complainant", "/complainant_name": "林晓岚", "/withdrawn_on": "2026-06-18"},
        "/withdrawn_on",
        "not_in_contacts",
    ),
    "a result nobody told": (
        {**REPORTER, "/result_told_on": "2026-06-18"}, "/result_told_on", "not_in_contacts",
    ),
    "a reporter not told that it came in": (REPORTER, "/told_received", "reporter_not_told"),
    "a reporter not told that an answer follows": (
        REPORTER, "/told_result_later", "reporter_not_told",
    ),
    "three things told to a respondent": (
        {"/told_received": True}, "/told_received", "told_another_side",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        (None, {"called_once"}),
        ("2026-06-17T16:00", {"called_on_one_day"}),
        ("2026-06-18T16:00", set()),
    ],
)
def test_who_was_not_reached_is_called_again_on_another_day(
    engine: Engine, second: str | None, codes: set[str]
) -> None:
    missed = ContactRecord.example["contacts"][0]
    calls = [missed, *([{**missed, "at": second}] if second else [])]
    case = engine.check(KIND, {**ContactRecord.example, "contacts": calls}, today=TODAY)
    assert {each.code for each in case.notices} == codes


def test_an_anonymous_reporter_has_no_name_on_the_sheet(engine: Engine) -> None:
    payload = {**ContactRecord.example, "side": "reporter"}
    case = engine.check(KIND, payload, today=TODAY)
    assert "匿名" in engine.write(case, "html").content.decode()


@pytest.mark.parametrize(
    ("told", "pointed"),
    [
        ("对方追问，答是枫林路9号院姓柏的女顾客来电反映的。", True),
        ("告诉对方是有人拍了照片告发的。", True),
        ("说明线索来自附近住户。", True),
        ("了解6月14日冷藏柜商品的情况，请其保留进货票据。", False),
        ("约定6月18日上午到店了解情况。", False),
    ],
)
def test_who_told_is_kept_from_who_is_told_of(engine: Engine, told: str, pointed: bool) -> None:
    payload = read_payload((CORPUS / KIND / "reported_party.json").read_bytes())
    payload["contacts"] = [{**each, "content": told} for each in payload["contacts"]]
    codes = {each.code for each in engine.check(KIND, payload).notices}
    assert ("reporter_pointed_at" in codes) == pointed
