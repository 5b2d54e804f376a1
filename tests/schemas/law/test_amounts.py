"""Sums of money in figures and capitals, there and back."""

from __future__ import annotations

import random
from decimal import Decimal

import cn2an  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.law import AmountError, capitals, figures, read_capitals

VECTORS = [
    ("43663288", "肆仟叁佰陆拾陆万叁仟贰佰捌拾捌元整"),
    ("29105947.78", "贰仟玖佰壹拾万伍仟玖佰肆拾柒元柒角捌分"),
    ("14557340.22", "壹仟肆佰伍拾伍万柒仟叁佰肆拾元零贰角贰分"),
    ("8732657.60", "捌佰柒拾叁万贰仟陆佰伍拾柒元陆角整"),
    ("872250", "捌拾柒万贰仟贰佰伍拾元整"),
    ("1744500", "壹佰柒拾肆万肆仟伍佰元整"),
    ("523350", "伍拾贰万叁仟叁佰伍拾元整"),
    ("348900", "叁拾肆万捌仟玖佰元整"),
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
    ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
    ("107000.53", "壹拾万柒仟元零伍角叁分"),
    ("3680.50", "叁仟陆佰捌拾元零伍角整"),
    ("0", "零元整"),
    ("0.05", "伍分"),
    ("0.50", "伍角整"),
    ("10", "壹拾元整"),
    ("10.05", "壹拾元零伍分"),
    ("1001", "壹仟零壹元整"),
    ("100000000", "壹亿元整"),
    ("100000001", "壹亿零壹元整"),
    ("100050000", "壹亿零伍万元整"),
    ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
]
cents = st.integers(0, 10**14 - 1).map(lambda n: Decimal(n).scaleb(-2))


@pytest.mark.parametrize(("amount", "words"), VECTORS)
def test_capitals_follow_both_norms(amount: str, words: str) -> None:
    assert capitals(Decimal(amount)) == f"人民币{words}"
    assert capitals(Decimal(amount), "") == words
    assert read_capitals(words) == read_capitals(f"人民币{words}")
    assert read_capitals(words).warnings == ()
    assert read_capitals(words).amount == Decimal(amount)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("贰仟玖佰壹拾万零伍仟玖佰肆拾柒元柒角捌分", "29105947.78"),
        ("壹仟陆佰捌拾元叁角贰分", "1680.32"),
        ("壹拾万零柒仟元伍角叁分", "107000.53"),
        ("壹拾万零柒仟元零伍角叁分", "107000.53"),
        ("捌圆正", "8"),
        ("人民币 捌元 整", "8"),
    ],
)
def test_every_regular_writing_is_read_without_warning(words: str, amount: str) -> None:
    read = read_capitals(words)
    assert (read.amount, read.warnings) == (Decimal(amount), ())


@pytest.mark.parametrize(
    ("words", "amount", "warning"),
    [
        ("肆仟叁佰陆拾陆万叁仟贰佰捌拾捌元元整", "43663288", "“元”字重复，请删去多余的“元”。"),
        ("捌元圆整", "8", "“元”字重复，请删去多余的“元”。"),
        ("捌元", "8", "金额到“元”或“角”为止的，后面应写“整”。"),
        ("捌元陆角", "8.60", "金额到“元”或“角”为止的，后面应写“整”。"),
        ("捌元陆角伍分整", "8.65", "金额到“分”为止的，后面不写“整”。"),
        ("壹佰伍元整", "105", "“零”或“壹”的写法不规范，规范写法为：壹佰零伍元整。"),
        ("拾元整", "10", "“零”或“壹”的写法不规范，规范写法为：壹拾元整。"),
    ],
)
def test_irregular_but_clear_writing_is_read_with_a_warning(
    words: str, amount: str, warning: str
) -> None:
    read = read_capitals(words)
    assert (read.amount, read.warnings) == (Decimal(amount), (warning,))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "整",
        "人民币",
        "三百元整",
        "300元整",
        "万元整",
        "伍佰叁仟元整",
        "壹万贰亿元整",
        "捌角伍元",
    ],
)
def test_what_is_no_sum_in_capitals_is_refused(words: str) -> None:
    with pytest.raises(AmountError, match="大写金额"):
        read_capitals(words)


def test_figures_have_two_decimals_and_separators() -> None:
    assert figures(Decimal("3680.5")) == "3,680.50"
    assert figures(Decimal(43663288)) == "43,663,288.00"
    assert figures(Decimal(-12)) == "-12.00"
    assert figures(Decimal("1.500")) == "1.50"


@pytest.mark.parametrize("amount", [3680.5, 3680, True, "3680.50", Decimal("NaN")])
def test_what_is_no_finite_decimal_is_refused(amount: object) -> None:
    for write in (capitals, figures):
        with pytest.raises(AmountError, match="Decimal"):
            write(amount)  # type: ignore[arg-type]


def test_negative_too_fine_and_too_large_sums_are_refused() -> None:
    with pytest.raises(AmountError, match="应退还"):
        capitals(Decimal("-0.01"))
    with pytest.raises(AmountError, match="最多两位小数"):
        capitals(Decimal("0.001"))
    with pytest.raises(AmountError, match="金额过大"):
        figures(Decimal("1E+30"))
    with pytest.raises(AmountError, match="小于一万亿元"):
        capitals(Decimal(10) ** 12)


def test_twenty_thousand_random_sums_agree_with_cn2an_but_for_free_characters() -> None:
    random_sums = random.Random(20261121)
    for _ in range(20_000):
        size = random_sums.choice((10**4, 10**7, 10**10, 10**14))
        amount = Decimal(random_sums.randrange(size)).scaleb(-2)
        theirs = cn2an.an2cn(format(amount, "f"), "rmb")
        ours = capitals(amount, "")
        assert _bare(ours) == _bare(theirs), amount


def _bare(words: str) -> str:
    """Drop 零 and 整, where cn2an and the norms differ; sums of 0 keep theirs."""
    return words.replace("零", "").replace("整", "") if words != "零元整" else words


@settings(max_examples=500, deadline=None)
@given(cents)
def test_reading_gives_back_what_was_written(amount: Decimal) -> None:
    read = read_capitals(capitals(amount))
    assert (read.amount, read.warnings) == (amount, ())


@settings(max_examples=300, deadline=None)
@given(st.text("零壹贰叁拾佰仟万亿元角分整正圆", max_size=12))
def test_any_words_are_either_read_or_refused_in_chinese(words: str) -> None:
    try:
        read = read_capitals(words)
    except AmountError:
        return
    assert read.amount >= 0
    assert read_capitals(capitals(read.amount)).amount == read.amount
