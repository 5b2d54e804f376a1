"""Document numbers, written and read strictly."""

from __future__ import annotations

import pytest

from schemas.law import (
    DocumentNumber,
    DocumentNumberError,
    Law,
    NumberClass,
    UnknownTermError,
)

PREFIX = "测开市监"
PRINTED = [
    ("complaint_form", "调解书", "测开市监调解书﹝2026﹞第12号"),
    ("complaint_form", "", "测开市监﹝2026﹞第12号"),
    ("penalty_form", "案移", "测开市监案移〔2026〕12号"),
    ("gbt9704", "结算", "测开市监结算〔2026〕12号"),
    ("gbt9704", "", "测开市监〔2026〕12号"),
]


@pytest.fixture
def transfers(law: Law) -> NumberClass:
    """The series of penalty form 4, 案件移送函."""
    return law.number_class("penalty_form", "案移")


@pytest.mark.parametrize(("style", "class_code", "printed"), PRINTED)
def test_each_class_writes_its_own_style_and_reads_it_back(
    law: Law, style: str, class_code: str, printed: str
) -> None:
    series = law.number_class(style, class_code)
    assert series.write(PREFIX, 2026, 12) == printed
    assert series.read(printed) == series.number(PREFIX, 2026, 12)


def test_sub_numbers_follow_a_hyphen(transfers: NumberClass) -> None:
    assert transfers.write(PREFIX, 2026, 12, 1) == "测开市监案移〔2026〕12-1号"
    assert transfers.read("测开市监案移〔2026〕12-2号").sub == 2


def test_a_draft_leaves_the_serial_open(law: Law, transfers: NumberClass) -> None:
    assert transfers.blank(PREFIX, 2026) == "测开市监案移〔2026〕　　号"
    form = law.number_class("complaint_form", "")
    assert form.blank(PREFIX, 2026) == "测开市监﹝2026﹞第　　号"


@pytest.mark.parametrize(
    "typed",
    [
        "测开市监案移[2026]12号",
        "测开市监案移（2026）12号",
        "测开市监案移﹝2026﹞12号",
        "测开市监案移〔2026〕第12号",
        "测开市监案移〔2026〕012号",
        "测开市监案移〔2026〕12",
        "测开市监案移 〔2026〕 12号",
        " 测开市监案移〔2026〕12号",
    ],
)
def test_a_number_typed_wrongly_is_shown_in_its_right_form(
    transfers: NumberClass, typed: str
) -> None:
    with pytest.raises(DocumentNumberError, match="应写成“测开市监案移〔2026〕12号”"):
        transfers.read(typed)


@pytest.mark.parametrize("typed", ["", "12", "案移〔2026〕12号", "测开市监案移〔26〕12号"])
def test_what_is_no_number_is_answered_with_a_model(transfers: NumberClass, typed: str) -> None:
    with pytest.raises(DocumentNumberError, match="请写成“机关代字案移〔2026〕12号”的形式"):
        transfers.read(typed)


def test_a_number_of_another_class_is_refused(transfers: NumberClass) -> None:
    with pytest.raises(DocumentNumberError, match="类别代字应为“案移”"):
        transfers.read("测开市监责改〔2026〕12号")


def test_impossible_parts_are_refused(law: Law, transfers: NumberClass) -> None:
    with pytest.raises(DocumentNumberError, match="从 1 开始"):
        DocumentNumber(PREFIX, "案移", 2026, 0)
    with pytest.raises(DocumentNumberError, match="四位公元年份"):
        DocumentNumber(PREFIX, "案移", 26, 1)
    with pytest.raises(DocumentNumberError, match="核对设置"):
        DocumentNumber("", "案移", 2026, 1)
    with pytest.raises(DocumentNumberError, match="须有类别代字"):
        transfers.style.write(DocumentNumber(PREFIX, "", 2026, 1))
    with pytest.raises(UnknownTermError, match="可用的：gbt9704、complaint_form、penalty_form"):
        law.number_class("hand_written")


def test_the_forms_print_these_styles(official: dict[str, str]) -> None:
    assert "案件移送函市监案移〔〕号" in official["penalty_forms_2021"]
    assert "投诉调解书市监﹝﹞第号" in official["complaint_forms_2026_04"]
