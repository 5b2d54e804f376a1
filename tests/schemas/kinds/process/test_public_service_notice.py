"""送达公告: when it may be made at all, and what nobody may read on a board."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example

KIND = "public_service_notice"

# Written down from the form and article 82 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "no cause": ({"/notice_cause": None}, "/notice_cause", "required"),
    "a cause of no list": ({"/notice_cause": "不配合"}, "/notice_cause", "not_an_option"),
    "shown nowhere": ({"/posted_at": []}, "/posted_at", "too_few"),
    "shown to a chat group": ({"/posted_at": ["微信群"]}, "/posted_at/0", "not_an_option"),
    "no day of publication": ({"/notice_published_on": None}, "/notice_published_on", "required"),
    "who complained": (
        {"/gist": "投诉人林晓岚的投诉终止调解"}, "/gist", "reporter_named",
    ),
    "rights that are not printed": (
        {"/other_rights": "有权陈述、申辩。"}, "/other_rights", "rights_not_printed",
    ),
    "more copies than there are": (
        {"/copies_delivered": 2}, "/copies_total", "copies_sum",
    ),
    "a year of another number": (
        {"/document_number": "示市监罚送告〔2025〕3号"}, "/document_number", "number_year",
    ),
    "a contractor answers": (
        {"/contact_name": "示例市诚办信息服务有限公司"}, "/contact_name", "official_is_firm",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("served", "title"),
    [("行政处罚决定书", "行政处罚文书送达公告"), ("责令改正通知书", "送达公告")],
)
def test_only_a_penaltys_paper_has_the_forms_title(engine: Engine, served: str, title: str) -> None:
    payload = example(engine, KIND, {"/served_title": served})
    assert engine.check(KIND, payload, today=TODAY).values.title == title


def test_remedies_run_from_the_service(engine: Engine) -> None:
    told = engine.check(KIND, example(engine, KIND), today=TODAY).values.rights_told
    assert "自公告送达之日起六十日内" in told
    assert "自公告送达之日起六个月内" in told
