"""What the corpus cannot show of the non-acceptance notice: boundaries of days and of law."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError
from docgen.case.case import Case
from docgen.case.words import describe
from schemas.kinds.complaint.non_acceptance_notice import NonAcceptanceNotice

KIND = "non_acceptance_notice"


def check(engine: Engine, *, copy: str = "delivery", **changes: Any) -> Case:
    """Return the example with `changes`, approved on the day it was decided."""
    payload: dict[str, Any] = {**NonAcceptanceNotice.example, **changes}
    approval: Mapping[str, Any] = NonAcceptanceNotice.example["approval"]
    payload["approval"] = {**approval, "approved_on": payload["issued_on"]}
    if "delivery" not in changes:
        payload.pop("delivery")
    return engine.check(KIND, payload, copy=copy, today=date(2026, 11, 21))


def notices(case: Case) -> list[tuple[str, str]]:
    return [(notice.pointer, notice.code) for notice in case.notices]


@pytest.mark.parametrize(
    ("issued_on", "grounds", "cited"),
    [
        ("2026-04-14", 6, "《市场监督管理投诉举报处理暂行办法》第十五条"),
        ("2026-04-15", 7, "《市场监督管理投诉举报处理办法》第十六条"),
    ],
)
def test_the_day_of_the_decision_picks_the_law(
    engine: Engine, issued_on: str, grounds: int, cited: str
) -> None:
    case = check(engine, received_on="2026-04-09", issued_on=issued_on)
    words = describe(case, engine.house_words)
    assert len(words["grounds"]) == grounds
    assert words["regulation"] + words["article"] == cited
    assert words["ground_numeral"] == "四"


def test_a_complaint_of_the_old_law_decided_under_the_new_goes_to_a_lawyer(engine: Engine) -> None:
    before = check(engine, received_on="2026-04-14", issued_on="2026-04-15")
    assert notices(before) == [("/received_on", "law_changed")]
    assert notices(check(engine, received_on="2026-04-15", issued_on="2026-04-15")) == []


@pytest.mark.parametrize(
    ("received_on", "last_day", "next_day"),
    [
        ("2026-06-10", "2026-06-22", "2026-06-23"),
        ("2026-06-12", "2026-06-24", "2026-06-25"),
        ("2026-09-28", "2026-10-13", "2026-10-14"),
    ],
)
def test_seven_working_days_end_on_their_last_day(
    engine: Engine, received_on: str, last_day: str, next_day: str
) -> None:
    assert notices(check(engine, received_on=received_on, issued_on=last_day)) == []
    with pytest.raises(InvalidCaseError) as refused:
        check(engine, received_on=received_on, issued_on=next_day)
    assert [finding.code for finding in refused.value.findings] == ["statutory_deadline"]
    assert "《市场监督管理投诉举报处理办法》第十五条" in refused.value.findings[0].source
    late = check(engine, received_on=received_on, issued_on=next_day, late_reason="等候法院复函。")
    assert notices(late) == [("/issued_on", "statutory_deadline")]


def test_telling_the_complainant_after_the_period_is_noticed(engine: Engine) -> None:
    told = {"method": "post", "delivered_on": "2026-06-23"}
    assert notices(check(engine, issued_on="2026-06-22", delivery=told)) == [
        ("/delivery/delivered_on", "told_late")
    ]


def test_ground_three_without_factors_is_noticed(engine: Engine) -> None:
    third = {
        "ground_item": 3,
        "harm_known_on": None,
        "reasons": "你同月购买同款按摩椅三十台，不是为生活消费需要。",
    }
    assert notices(check(engine, **third)) == [("/ground_factors", "factors_not_recorded")]
    assert notices(check(engine, **third, ground_factors=[1, 4])) == []


def test_refusals_cite_the_article_of_their_day(engine: Engine) -> None:
    days = {"received_on": "2026-04-09", "issued_on": "2026-04-14", "harm_known_on": None}
    with pytest.raises(InvalidCaseError) as refused:
        check(engine, ground_item=5, **days)
    assert [(finding.code, finding.source) for finding in refused.value.findings] == [
        ("materials_not_named", "《市场监督管理投诉举报处理暂行办法》第十五条第五项")
    ]


def test_joint_complainants_are_addressed_together_and_masked_one_by_one(engine: Engine) -> None:
    for copy, addressees in (
        ("delivery", "林晓岚、欧阳喆堃、昇翀"),
        ("redacted", "林某某、欧阳某某、昇某"),
    ):
        case = check(engine, copy=copy, joint_complainants=["欧阳喆堃", "昇翀"])
        assert describe(case, engine.house_words)["addressees"] == addressees


def test_a_text_that_merely_ends_in_the_word_complaint_is_accepted(engine: Engine) -> None:
    check(engine, complaint_subject="某商家拒绝处理售后投诉")
