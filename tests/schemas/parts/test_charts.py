"""Bars stand in the order of their numbers; rates are judged by the exact fraction."""

import pytest

from schemas.parts.charts import MOST_BARS, OTHERS, bars, percent, rate


def test_the_largest_comes_first() -> None:
    found = bars([("价格", 30), ("食品", 60), ("广告", 0)])
    assert [(each.name, each.count) for each in found] == [("食品", 60), ("价格", 30), ("广告", 0)]


def test_what_has_an_order_of_its_own_keeps_it() -> None:
    months = [("5月", 9), ("6月", 12), ("7月", 3)]
    assert [each.name for each in bars(months, ordered=True)] == ["5月", "6月", "7月"]


def test_beyond_twelve_the_rest_is_summed_up() -> None:
    found = bars((f"类{number}", 100 - number) for number in range(20))
    assert len(found) == MOST_BARS
    assert found[-1].name == OTHERS
    assert sum(each.count for each in found) == sum(100 - number for number in range(20))


def test_no_counts_give_no_bars() -> None:
    assert bars([]) == ()


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed", "verdict"),
    [
        (95, 100, "95.0%", "达标"),
        (9496, 10_000, "95.0%", "未达标"),
        (0, 7, "0.0%", "未达标"),
        (1, 8, "12.5%", "未达标"),
        (0, 0, "—", "无法计算"),
    ],
)
def test_a_rate_is_judged_exactly(
    numerator: int, denominator: int, printed: str, verdict: str
) -> None:
    found = rate("响应率", numerator, denominator, 95)
    assert (found.percent, found.verdict, found.threshold) == (printed, verdict, "95%")


def test_a_rate_nothing_asks_for_has_no_verdict() -> None:
    assert rate("解决率", 1, 2).verdict == "—"


def test_halves_are_rounded_up() -> None:
    assert percent(1, 16) == "6.3%"
