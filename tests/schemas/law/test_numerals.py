"""Chinese numerals and dates."""

from __future__ import annotations

from datetime import date

import cn2an  # type: ignore[import-untyped]
import pytest

from schemas.law import chinese_date, chinese_numeral


def test_numerals_are_those_of_laws() -> None:
    written = {1: "一", 10: "十", 16: "十六", 20: "二十", 45: "四十五", 100: "一百"}
    written |= {101: "一百零一", 110: "一百一十", 116: "一百一十六", 999: "九百九十九"}
    assert {number: chinese_numeral(number) for number in written} == written


def test_all_numerals_agree_with_cn2an() -> None:
    for number in range(1, 1000):
        assert chinese_numeral(number) == cn2an.an2cn(number)


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_other_numbers_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="只支持 1 至 999"):
        chinese_numeral(number)


def test_dates_have_no_leading_zeros() -> None:
    assert chinese_date(date(2026, 7, 1)) == "2026年7月1日"
