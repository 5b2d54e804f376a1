"""Document numbers, written and read strictly."""

from __future__ import annotations

import pytest

from schemas.law import DocumentNumber, DocumentNumberError, Law, UnknownTermError

PREFIX = "测开市监"
PRINTED = [
    ("mediation_agreement", "测开市监调解书﹝2026﹞第12号"),
    ("non_acceptance_notice", "测开市监不受理﹝2026﹞第12号"),
    ("referral_letter", "测开市监案移〔2026〕12号"),
    ("settlement_invoice", "测开市监结算〔2026〕12号"),
]


@pytest.mark.parametrize(("kind", "printed"), PRINTED)
def test_each_kind_writes_its_own_style_and_reads_it_back(
    law: Law, kind: str, printed: str
) -> None:
    series = law.number_class(kind)
    assert series.write(PREFIX, 2026, 12) == printed
    assert series.read(printed) == series.number(PREFIX, 2026, 12)


def test_sub_numbers_follow_a_hyphen(law: Law) -> None:
    series = law.number_class("referral_letter")
    assert series.write(PREFIX, 2026, 12, 1) == "测开市监案移〔2026〕12-1号"
    assert series.read("测开市监案移〔2026〕12-2号").sub == 2


def test_a_plain_official_number_needs_no_class(law: Law) -> None:
    style = law.number_class("settlement_invoice").style
    assert style.write(DocumentNumber("测开管", "", 2026, 6)) == "测开管〔2026〕6号"
    assert style.read("测开管〔2026〕6号") == DocumentNumber("测开管", "", 2026, 6)


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
def test_a_number_typed_wrongly_is_shown_in_its_right_form(law: Law, typed: str) -> None:
    with pytest.raises(DocumentNumberError, match="应写成“测开市监案移〔2026〕12号”"):
        law.number_class("referral_letter").read(typed)


@pytest.mark.parametrize("typed", ["", "12", "案移〔2026〕12号", "测开市监案移〔26〕12号"])
def test_what_is_no_number_is_answered_with_a_model(law: Law, typed: str) -> None:
    with pytest.raises(DocumentNumberError, match="请写成“机关代字案移〔2026〕12号”的形式"):
        law.number_class("referral_letter").read(typed)


def test_a_number_of_another_class_is_refused(law: Law) -> None:
    with pytest.raises(DocumentNumberError, match="类别代字应为“案移”"):
        law.number_class("referral_letter").read("测开市监责改〔2026〕12号")


def test_impossible_parts_are_refused(law: Law) -> None:
    with pytest.raises(DocumentNumberError, match="从 1 开始"):
        DocumentNumber(PREFIX, "案移", 2026, 0)
    with pytest.raises(DocumentNumberError, match="四位公元年份"):
        DocumentNumber(PREFIX, "案移", 26, 1)
    with pytest.raises(DocumentNumberError, match="核对设置"):
        DocumentNumber("", "案移", 2026, 1)
    with pytest.raises(DocumentNumberError, match="须有类别代字"):
        law.number_class("referral_letter").style.write(DocumentNumber(PREFIX, "", 2026, 1))
    with pytest.raises(UnknownTermError, match="没有文号类别"):
        law.number_class("site_inspection_record")


def test_the_printed_class_of_penalty_form_4_is_ours(law: Law, official: dict[str, str]) -> None:
    assert (
        f"市监{law.number_class('referral_letter').class_code}〔〕号"
        in (official["penalty_forms_2021"])
    )
    assert "投诉调解书市监﹝﹞第号" in official["complaint_forms_2026_04"]
