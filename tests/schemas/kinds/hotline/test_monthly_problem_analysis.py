"""The monthly analysis: wrong ones, and that every figure is reckoned."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from schemas.kinds.hotline.reports.figures import changed
from tests.schemas.guard.cases import TODAY, example

KIND = "monthly_problem_analysis"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "half a month": ({"/period_from": "2026-06-15"}, "/period_to", "not_a_month"),
    "two months": ({"/period_from": "2026-05-01"}, "/period_to", "not_a_month"),
    "counted before it began": (
        {"/compiled_at": "2026-05-31T09:00"}, "/compiled_at", "compiled_before",
    ),
    "dated before it was counted": ({"/issued_on": "2026-06-30"}, "/issued_on", "before_data"),
    "no ranking": ({"/rankings": []}, "/rankings", "too_few"),
    "a rank without a source": (
        {"/rankings/0/ranking_source": "无"}, "/rankings/0/ranking_source", "says_nothing",
    ),
    "a rank of nobody": ({"/rankings/0/rank": 0}, "/rankings/0/rank", "out_of_range"),
    "two ranks of one month": (
        {"/rankings/0/month": "2026-05"}, "/rankings", "ranking_repeated",
    ),
    "announced before its month": (
        {"/rankings/0/announced_on": "2026-03-31"}, "/rankings/0/announced_on", "announced_before",
    ),
    "announced after the report": (
        {"/rankings/0/announced_on": "2026-07-04"}, "/rankings/0/announced_on", "announced_later",
    ),
    "a class twice": ({"/topics/1/name": "预付消费"}, "/topics/1/name", "name_repeated"),
    "classes beyond all orders": ({"/received_now": 1061}, "/topics", "sum_differs"),
    "more of a business than came": ({"/subjects/0/count": 1046}, "/subjects", "sum_differs"),
    "more of others than came": ({"/out_of_duty/0/count": 1058}, "/out_of_duty", "sum_differs"),
    "more orders than rows": ({"/row_count": 1061}, "/received_now", "beyond_the_rows"),
    "a rate twice": (
        {"/kpi_figures/1/indicator": "response"}, "/kpi_figures/1/indicator", "rate_repeated",
    ),
    "a rate of no list": (
        {"/kpi_figures/0/indicator": "表扬率"}, "/kpi_figures/0/indicator", "not_an_option",
    ),
    "left out for no reason": (
        {"/kpi_figures/0/left_out_reason": None},
        "/kpi_figures/0/left_out_reason",
        "left_out_unexplained",
    ),
    "a problem without advice": ({"/suggestions/0": None}, "/problems_told/0", "unanswered"),
    "advice due before": (
        {"/suggestions/0/due_on": "2026-07-02"}, "/suggestions/0/due_on", "due_before",
    ),
    "no training": ({"/training_plan": None}, "/training_plan", "required"),
    "reviewed by its author": ({"/reviewer": "苗雨"}, "/reviewer", "reviewer_is_compiler"),
    "a number of last year": (
        {"/adopted_number": "示市监〔2025〕31号"}, "/adopted_number", "number_year",
    ),
}  # fmt: skip


def said(engine: Engine, changes: Mapping[str, Any] | None = None) -> Any:
    return engine.check(KIND, example(engine, KIND, changes), today=TODAY).values


def test_sentences_are_reckoned(engine: Engine) -> None:
    values = said(engine)
    assert values.volume_line == (
        "本期收到工单1062件，比上期增加138件（14.9%）。"
        "反映最多的是预付消费402件（37.9%）、价格标示251件（23.6%）、食品安全218件（20.5%）。"
    )
    assert values.duty_line == "不属于职权范围的工单14件，占1.3%。"


def test_rates_are_judged_exactly(engine: Engine) -> None:
    # 1,049,950 of 1,050,000 would be printed 100.0 % and is not 100 %.
    close = {
        "/row_count": 1_100_000,
        "/kpi_figures/0/numerator": 1_049_950,
        "/kpi_figures/0/denominator": 1_050_000,
    }
    (response, *_) = said(engine, close).rates_reached
    assert (response["percent"], response["verdict"]) == ("100.0%", "未达标")
    whole = close | {"/kpi_figures/0/numerator": 1_050_000}
    assert said(engine, whole).rates_reached[0]["verdict"] == "达标"


def test_of_nothing_there_is_no_rate(engine: Engine) -> None:
    nothing = {"/kpi_figures/0/numerator": 0, "/kpi_figures/0/denominator": 0}
    (response, *_) = said(engine, nothing).rates_reached
    assert (response["percent"], response["verdict"]) == ("—", "无法计算")


def test_ranks_are_drawn_as_they_are(engine: Engine) -> None:
    ranked = said(engine, {"/rankings/1/rank": 1})
    assert sorted(each["count"] for each in ranked.rank_bars) == sorted(
        each.rank for each in ranked.rankings
    )


def test_a_month_before_without_orders_has_no_change() -> None:
    assert changed(12, 0) == "上期为0件，变化率无法计算"
    assert changed(12, 12) == "与上期持平"
    assert changed(9, 12) == "比上期减少3件（25.0%）"
