"""The reminder: wrong ones, and that it never turns into an order."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

KIND = "on_site_reminder"

# Written down from the contract and the nature of a reminder before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "an order's number": (
        {"/document_number": "示市监责改〔2026〕12号"}, "/document_number", "number_form",
    ),
    "nobody": (
        {"/party": {"party_type": "unknown", "unverified_reason": "没有字号。"}},
        "/party",
        "addressee_unknown",
    ),
    "nothing seen": ({"/circumstances": "无"}, "/circumstances", "says_nothing"),
    "nothing to remind of": ({"/reminder": " "}, "/reminder", "required"),
    "no provision": ({"/reminded_provision": None}, "/reminded_provision", "required"),
    "a provision without an article": (
        {"/reminded_provision": "《中华人民共和国价格法》"},
        "/reminded_provision",
        "provision_form",
    ),
    "an order": ({"/reminder": "责令更换价签。"}, "/reminder", "order_in_reminder"),
    "an order at once": ({"/reminder": "请立即整改。"}, "/reminder", "order_in_reminder"),
    "an order as advice": ({"/advice": "必须停止销售。"}, "/advice", "order_in_reminder"),
    "a term": (
        {"/reminder": "请在三日内提交价签照片。"}, "/reminder", "consequence_in_reminder",
    ),
    "a threat": ({"/advice": "否则将予以处罚。"}, "/advice", "consequence_in_reminder"),
    "a fine": ({"/reminder": "再次发现的罚款。"}, "/reminder", "consequence_in_reminder"),
    "a way to appeal": (
        {"/reminder": "不服的可以提起行政诉讼。"}, "/reminder", "remedy_in_reminder",
    ),
    "one officer": ({"/inspectors/1": None}, "/inspectors", "too_few"),
    "a contractor reminds": (
        {"/inspectors/0/employed_by_authority": False},
        "/inspectors/0/employed_by_authority",
        "officer_not_official",
    ),
    "the party's own man": (
        {"/inspectors/0/name": "邱月华"}, "/inspectors/0/name", "inspector_is_party",
    ),
    "checked tomorrow": ({"/checked_at": "2026-07-07T09:00"}, "/checked_at", "checked_after"),
    "written a day later": ({"/issued_on": "2026-07-07"}, "/issued_on", "not_on_the_spot"),
    "copies that do not add up": ({"/copies_total": 5}, "/copies_total", "copies_sum"),
    "the contractor's phone": (
        {"/contact_phone": "0999-60024001"}, "/contact_phone", "contact_phone_of_contractor",
    ),
    "seen after it was written": (
        {"/circumstances": "2026年7月20日检查发现价签被遮挡。"},
        "/circumstances",
        "told_after_document",
    ),
    "who reported it": (
        {"/circumstances": "举报人说价签被遮挡。"}, "/circumstances", "reporter_named",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "reminder",
    [
        "请注意在每日开门前核对价签。",
        "商品变动的，价签随之更换，三种商品并排的分别标明。",
        "药品陈列的温度一般在20度以下，请每日记录。",
    ],
)
def test_what_only_reminds_passes(engine: Engine, reminder: str) -> None:
    assert found(engine, KIND, {"/reminder": reminder}) == set()
