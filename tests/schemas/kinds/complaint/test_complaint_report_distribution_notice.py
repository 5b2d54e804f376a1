"""The paper by which a matter is sent down: twenty wrong ones, and who may issue it at all."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError
from schemas.ground.base import Record
from tests.schemas.guard.cases import TODAY, example, found

KIND = "complaint_report_distribution_notice"
REPORT = {"/matter_sort": "report", "/complainant_name": None}

# Written down from Order 121 art. 9 and 41 and the form with its note before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "a class word": (
        {"/document_number": "示市监分送﹝2026﹞第201号"}, "/document_number", "number_prefix",
    ),
    "a sort of no list": ({"/matter_sort": "咨询"}, "/matter_sort", "not_an_option"),
    "a complaint of nobody": ({"/complainant_name": None}, "/complainant_name", "required"),
    "a desk complains": ({"/complainant_name": "窗口"}, "/complainant_name", "not_a_person"),
    "a reporter in a complaint": (
        {"/reporter_name": "贺明川"}, "/reporter_name", "of_the_other_matter",
    ),
    "a complainant in a report": (
        {"/matter_sort": "report"}, "/complainant_name", "of_the_other_matter",
    ),
    "joint complainants in a report": (
        {**REPORT, "/joint_complainants": ["陈赟"]}, "/joint_complainants", "of_the_other_matter",
    ),
    "both matters in one": (
        {"/matter": "某店拒退订金，并举报虚假宣传"}, "/matter", "report_in_complaint",
    ),
    "the form's words twice": ({"/matter": "某店拒退订金的投诉"}, "/matter", "words_of_the_form"),
    "in a report, too": (
        {**REPORT, "/matter": "某店虚假宣传的举报"}, "/matter", "words_of_the_form",
    ),
    "a full stop in the blank": ({"/matter": "某店拒退订金。"}, "/matter", "final_mark"),
    "to itself": (
        {"/receiving_bureau": "示例市示例区市场监督管理局"}, "/receiving_bureau", "own_authority",
    ),
    "to its own section": (
        {"/receiving_bureau": "示例区市场监督管理局消费者权益保护科"},
        "/receiving_bureau",
        "own_authority",
    ),
    "to its own station": (
        {"/receiving_bureau": "和平路市场监督管理所"}, "/receiving_bureau", "not_a_bureau",
    ),
    "to another sort of authority": (
        {"/receiving_bureau": "青石县公安局"}, "/receiving_bureau", "not_a_bureau",
    ),
    "to a company": (
        {"/receiving_bureau": "青石县百味轩餐饮有限公司"}, "/receiving_bureau", "not_a_bureau",
    ),
    "upwards": (
        {"/receiving_bureau": "示例省市场监督管理局"}, "/receiving_bureau", "not_below",
    ),
    "to the head of the whole": (
        {"/receiving_bureau": "国家市场监督管理总局"}, "/receiving_bureau", "not_a_bureau",
    ),
    "before it was brought": ({"/brought_on": "2026-06-12"}, "/brought_on", "before_receipt"),
    "weeks later": ({"/brought_on": "2026-05-20"}, "/issued_on", "distributed_late"),
    "to be reported on the same day": (
        {"/report_back_on": "2026-06-11"}, "/report_back_on", "report_back_past",
    ),
    "to be reported before anybody can": (
        {"/report_back_on": "2026-06-15"}, "/report_back_on", "report_back_soon",
    ),
    "nothing goes with it": ({"/attachments": []}, "/attachments", "too_few"),
}  # fmt: skip


def with_level(engine: Engine, level: str) -> Engine:
    """Return the engine of a bureau of a level."""
    authority = Record({**engine.house.authority, "level": level})
    return engine.with_house(Record({**engine.house, "authority": authority}))


def test_a_countys_bureau_sends_nothing_down(engine: Engine) -> None:
    with pytest.raises(InvalidCaseError) as refusal:
        with_level(engine, "county").check(KIND, example(engine, KIND), today=TODAY)
    (found_wrong,) = refusal.value.findings
    assert (found_wrong.pointer, found_wrong.code) == ("", "level_too_low")
    assert "来文登记" in found_wrong.detail


@pytest.mark.parametrize("level", ["prefecture", "province"])
def test_a_prefecture_and_a_province_may(engine: Engine, level: str) -> None:
    case = with_level(engine, level).check(KIND, example(engine, KIND), today=TODAY)
    assert case.notices == ()


def test_a_province_sends_down_to_its_prefectures_and_not_to_the_state(engine: Engine) -> None:
    province = with_level(engine, "province")
    assert found(province, KIND, {"/receiving_bureau": "示例市市场监督管理局"}) == set()


@pytest.mark.parametrize(
    ("changes", "title", "sentence"),
    [
        ({}, "投诉分送通知书", "关于青石县百味轩餐饮店拒绝退还宴席订金的投诉。请你局"),
        (
            {"/joint_complainants": ["陈赟"]},
            "投诉分送通知书",
            "现转去林晓岚、陈赟于2026年6月10日关于",
        ),
        (REPORT, "举报分送通知书", "现转去举报人于2026年6月10日关于"),
        ({**REPORT, "/reporter_name": "贺明川"}, "举报分送通知书", "现转去贺明川于"),
    ],
)  # fmt: skip
def test_title_and_sentence_choose_one_of_both(
    engine: Engine, changes: dict[str, Any], title: str, sentence: str
) -> None:
    case = engine.check(KIND, example(engine, KIND, changes), today=TODAY)
    page = engine.write(case, "html").content.decode()
    assert f"<h1>{title}</h1>" in page
    assert sentence in page
    assert "附：相关材料2份，共3页。" in page
    assert "投诉/举报" not in page
