"""The end of every period, with both vectors and derivation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from schemas.law import (
    CalendarMissingError,
    Law,
    LawError,
    Layer,
    NotInForceError,
    Span,
    Unit,
    UnknownTermError,
)

# Computed independently with chinesecalendar 1.11.0: code, start, extended, due.
VECTORS = [
    ("D1", date(2026, 6, 10), False, date(2026, 6, 22)),
    ("D1", date(2026, 6, 12), False, date(2026, 6, 24)),
    ("D1", date(2026, 9, 28), False, date(2026, 10, 13)),
    ("D4", date(2026, 9, 18), False, date(2026, 10, 15)),
    ("D4", date(2026, 9, 18), True, date(2026, 11, 5)),
    ("D1", date(2026, 12, 18), False, date(2026, 12, 29)),
    ("D2", date(2026, 6, 1), False, date(2026, 7, 31)),
    ("D2", date(2026, 8, 4), False, date(2026, 10, 8)),
    ("D2", date(2026, 8, 6), False, date(2026, 10, 8)),
    ("D2", date(2026, 7, 22), False, date(2026, 9, 20)),
    ("C-MED-45WD", date(2026, 6, 1), False, date(2026, 8, 4)),
]


@pytest.mark.parametrize(("code", "start", "extended", "due"), VECTORS)
def test_the_period_ends_on_the_known_day(
    law: Law, code: str, start: date, extended: bool, due: date
) -> None:
    found = law.due(code, start, extended=extended)
    assert found.due == due
    assert not found.provisional


def test_both_ends_are_kept_when_a_holiday_moves_the_end(law: Law) -> None:
    found = law.due("D2", date(2026, 8, 4))
    assert (found.plain_due, found.due) == (date(2026, 10, 3), date(2026, 10, 8))
    assert found.skipped == tuple((date(2026, 10, day), "国庆节放假") for day in range(3, 8))
    assert "期满日2026年10月3日为国庆节放假，顺延至2026年10月8日届满" in found.sentence


def test_a_plain_weekend_moves_the_end_only_on_request(law: Law) -> None:
    saturday = date(2026, 8, 1)
    assert law.due("D2", date(2026, 6, 2)).due == saturday
    moved = replace(law, weekend_extends=True).due("D2", date(2026, 6, 2))
    assert (moved.plain_due, moved.due) == (saturday, date(2026, 8, 3))
    # A weekend day that is worked is no day off either way.
    assert replace(law, weekend_extends=True).due("D2", date(2026, 7, 22)).due == date(2026, 9, 20)


def test_the_sentence_derives_the_day(law: Law) -> None:
    assert law.due("D1", date(2026, 9, 28)).sentence == (
        "自2026年9月28日收到投诉之日起七个工作日，开始当日、周末、10月1日至10月7日国庆节放假不计入，"
        "10月10日（周六）调休上班计入，至2026年10月13日届满（依据《市场监督管理投诉举报处理办法》"
        "第十五条、《中华人民共和国消费者权益保护法实施条例》第四十六条）。"
    )
    assert law.due("D4", date(2026, 6, 1), extended=True).sentence.startswith(
        "自2026年6月1日发现线索或者收到举报材料之日起十五个工作日，"
        "经市场监督管理部门负责人批准延长十五个工作日，开始当日、周末、"
    )
    assert law.due("C-MED-5D", date(2026, 6, 1)).sentence == (
        "自2026年6月1日收到投诉之日起五个自然日，开始当日不计入，至2026年6月6日届满"
        "（合同约定：购买服务合同关于消费投诉办理时限的约定）。"
    )


def test_every_day_left_out_is_listed_with_its_reason(law: Law) -> None:
    found = law.due("D1", date(2026, 9, 28))
    assert found.skipped == (
        *((date(2026, 10, day), "国庆节放假") for day in range(1, 8)),
        (date(2026, 10, 11), "周日"),
    )
    assert found.made_up == (date(2026, 10, 10),)


def test_testing_time_is_not_counted(law: Law) -> None:
    tested = Span(date(2026, 6, 10), date(2026, 6, 19))
    assert law.due("D2", date(2026, 6, 1), excluded=[tested]).due == date(2026, 8, 10)
    working = law.due("D4", date(2026, 6, 1), excluded=[tested])
    assert working.due == date(2026, 7, 2)
    assert (date(2026, 6, 10), "鉴定、检测期间") in working.skipped


def test_the_end_is_pushed_out_of_testing_time_that_follows_a_holiday(law: Law) -> None:
    found = law.due("D2", date(2026, 8, 4), excluded=[Span(date(2026, 10, 8), date(2026, 10, 9))])
    assert (found.plain_due, found.due) == (date(2026, 10, 3), date(2026, 10, 10))


def test_exclusions_and_extensions_the_law_does_not_know_are_refused(law: Law) -> None:
    with pytest.raises(UnknownTermError, match="不扣除鉴定、检测时间"):
        law.due("D1", date(2026, 6, 1), excluded=[Span(date(2026, 6, 2), date(2026, 6, 3))])
    with pytest.raises(UnknownTermError, match="期限不能延长"):
        law.due("D2", date(2026, 6, 1), extended=True)
    with pytest.raises(UnknownTermError, match="可用的期限：D1、D2"):
        law.due("D99", date(2026, 6, 1))
    with pytest.raises(LawError, match="结束日期早于开始日期"):
        Span(date(2026, 6, 3), date(2026, 6, 2))


def test_a_paper_sets_a_day_that_nothing_moves(law: Law) -> None:
    asked, sunday = date(2026, 6, 11), date(2026, 6, 21)
    due = law.due("D7", asked, until=sunday)
    assert (due.due, due.plain_due, due.provisional) == (sunday, sunday, False)
    assert due.sentence == (
        "2026年6月11日要求提供身份证明材料，限至2026年6月21日"
        "（依据《市场监督管理投诉举报处理办法》第十条第三款）。"
    )
    assert due.deadline.wording() == "文书所定的期限"
    with pytest.raises(UnknownTermError, match="由文书确定"):
        law.due("D7", asked)


def test_a_paper_sets_days_that_run_from_its_receipt(law: Law) -> None:
    received = date(2026, 9, 28)
    due = law.due("D8", received, days=3)
    assert (due.plain_due, due.due) == (date(2026, 10, 1), date(2026, 10, 8))
    assert law.deadline("D8", received).wording() == "文书所定的期限"
    with pytest.raises(UnknownTermError, match="由文书确定"):
        law.due("D8", received)
    with pytest.raises(UnknownTermError, match="不由文书确定天数"):
        law.due("D1", received, days=3)


def test_mediation_was_45_working_days_under_order_20(law: Law) -> None:
    old = law.due("D2", date(2026, 4, 14))
    assert (old.deadline.length, old.deadline.unit) == (45, Unit.WORKING_DAY)
    assert old.citation == "《市场监督管理投诉举报处理暂行办法》第二十一条第一款第五项"
    new = law.due("D2", date(2026, 4, 14), on=date(2026, 4, 15))
    assert (new.deadline.length, new.deadline.unit) == (60, Unit.NATURAL_DAY)
    with pytest.raises(NotInForceError, match="系统未收录2019年12月31日"):
        law.due("D2", date(2019, 12, 31))


@pytest.mark.parametrize(
    ("code", "citation"),
    [
        ("D1", "第十五条"),
        ("D2", "第二十三条第一款第五项"),
        ("D3", "第二十三条第二款"),
        ("D4", "第二十七条"),
    ],
)
def test_the_official_text_says_the_length(
    law: Law, official: dict[str, str], code: str, citation: str
) -> None:
    deadline = law.deadline(code, date(2026, 6, 1))
    leading = deadline.basis[0]
    assert leading.place == citation
    article = official["order121_2026"].split(f"。{citation.split('条', maxsplit=1)[0]}条", 1)[1]
    assert f"之日起{deadline.wording()}内" in article.split("。第")[0]


def test_every_period_cites_articles_in_force_as_long_as_it_applies(law: Law) -> None:
    for versions in law.deadlines.values():
        for deadline in versions:
            assert bool(deadline.basis) == (deadline.layer is Layer.STATUTORY)
            assert bool(deadline.clause) == (deadline.layer is Layer.CONTRACT)
            for citation in deadline.basis:
                assert deadline.effective_from is not None
                law.check_citation(citation, deadline.effective_from)
                law.check_citation(citation, deadline.effective_to or date(2026, 11, 21))


def test_exactly_one_text_of_a_period_applies_on_any_day_since_there_is_one(law: Law) -> None:
    for versions in law.deadlines.values():
        begun = min(each.effective_from or date.min for each in versions)
        for day in (date(2024, 6, 30), date(2024, 7, 1), date(2026, 4, 14), date(2026, 4, 15)):
            assert sum(deadline.applies(day) for deadline in versions) == (day >= begun)


def test_a_due_date_that_reaches_2027_is_provisional_and_says_so(law: Law) -> None:
    found = law.due("D1", date(2026, 12, 28))
    assert found.provisional
    assert found.due == date(2027, 1, 7)
    assert "当年放假安排尚未公布，日期为暂定" in found.sentence
    assert [version.rsplit("-", 1)[0] for version in found.calendar_versions] == [
        "2026-official",
        "2027-provisional",
    ]


def test_a_due_date_in_an_unknown_year_is_refused(law: Law) -> None:
    with pytest.raises(CalendarMissingError, match="没有2028年的放假安排"):
        law.due("D2", date(2027, 12, 1))
    endless = Span(date(2026, 6, 2), date.max)
    with pytest.raises(CalendarMissingError, match="没有2028年的放假安排"):
        law.due("D2", date(2026, 6, 1), excluded=[endless])
    with pytest.raises(CalendarMissingError, match="没有9999年的放假安排"):
        law.due("D1", date.max)


def test_both_layers_run_from_their_own_events_and_the_earlier_counts(law: Law) -> None:
    layers = law.both_layers("D2", date(2026, 6, 8), contract_start=date(2026, 6, 1))
    assert (layers.statutory.due, layers.contract.due) == (date(2026, 8, 7), date(2026, 6, 6))
    assert layers.effective is layers.contract
    late = law.both_layers("D2", date(2026, 6, 1), contract_code="C-MED-45WD")
    assert (late.statutory.due, late.contract.due) == (date(2026, 7, 31), date(2026, 8, 4))
    assert late.effective is late.statutory
    begun_first = law.both_layers(
        "D2",
        date(2026, 6, 10),
        contract_start=date(2026, 6, 9),
        contract_code="C-MED-45WD",
    )
    assert begun_first.contract.due > begun_first.statutory.due == date(2026, 8, 9)
    assert begun_first.effective is begun_first.statutory


def test_extension_and_testing_time_reach_only_the_layer_that_knows_them(law: Law) -> None:
    report = law.both_layers("D4", date(2026, 9, 18), extended=True)
    assert report.statutory.due == report.contract.due == date(2026, 11, 5)
    assert report.effective.layer is Layer.STATUTORY
    tested = law.both_layers(
        "D2", date(2026, 6, 1), excluded=[Span(date(2026, 6, 2), date(2026, 6, 3))]
    )
    assert tested.contract.due == date(2026, 6, 6)
    with pytest.raises(UnknownTermError, match="没有对应的合同期限"):
        law.both_layers("D3", date(2026, 6, 1))


def test_the_notice_to_reporters_is_a_contract_duty_only(law: Law) -> None:
    found = law.due("D13", date(2026, 6, 1))
    assert (found.layer, found.due) == (Layer.CONTRACT, date(2026, 6, 8))
    assert "《" not in found.citation
