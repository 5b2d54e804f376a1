"""A sum written out beside its field is the one in the field; so is a day."""

from decimal import Decimal
from typing import Any

import pytest

from docgen import Engine
from schemas.guard.sums import sums_in
from tests.schemas.guard.cases import findings, found

AGREEMENT, SETTLEMENT = "mediation_agreement", "settlement_invoice"
HERE = "/agreement_items/0/action"


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("退还1500元", ["1500"]),
        ("退还1,500.00元", ["1500"]),
        ("退还１５００元整", ["1500"]),
        ("退还¥1500", ["1500"]),
        ("退还人民币1500.5元", ["1500.50"]),
        ("退还壹仟伍佰元整", ["1500"]),
        ("退还人民币壹仟贰佰元零伍角整", ["1200", "0.5"]),
        ("退还一千五百元", ["1500"]),
        ("退还一千五百块钱", ["1500"]),
        ("退还两千零五十元", ["2050"]),
        ("退还十二万零三百元", ["120300"]),
        ("退还1.5万元", ["15000"]),
        ("退还15元5角", ["15.50"]),
        ("退还1500", ["1500"]),
        ("赔偿投诉人800。", ["800"]),
        ("退还1200元（壹仟贰佰元整）", ["1200", "1200"]),
        ("退还健身年卡剩余3个月的费用", []),
        ("更换2024年12月购买的灯泡5只", []),
        ("于2026年7月20日前交回第12号年卡", []),
        ("退还一次性费用", []),
        ("提供10次免费保养", []),
    ],
)
def test_sums_are_read_in_every_writing(text: str, amounts: list[str]) -> None:
    read = [each.amount for each in sums_in(text)]
    wanted = [Decimal(each) for each in amounts]
    assert read == wanted or sum(read) == sum(wanted)


@pytest.mark.parametrize(
    "text",
    [
        "退还投诉人健身年卡费用1500元",
        "退还年卡费用1,500.00元",
        "退还年卡费用壹仟伍佰元整",
        "退还年卡费用一千五百元",
        "退还年卡费用１５００元",
        "退还年卡费用¥1500",
        "退还年卡费用0.15万元",
        "退还1500",
        "退还1200元，另赔偿300元交通费",
        "赔偿12000元",
        "退还1200.50元",
        "退还120元",
    ],
)
def test_two_sums_that_differ_are_refused_by_name(engine: Engine, text: str) -> None:
    told = [each for each in findings(engine, AGREEMENT, {HERE: text}) if "amount" in each.code]
    assert [(each.pointer, each.code) for each in told] == [(HERE, "amounts_differ")]
    assert "1,200.00元" in told[0].detail


def test_a_sum_in_the_method_is_compared_too(engine: Engine) -> None:
    method = {"/agreement_items/0/method": "转账1500元到投诉人账户"}
    assert (HERE, "amounts_differ", "error") in found(engine, AGREEMENT, method)


@pytest.mark.parametrize(
    "text",
    [
        "退还健身年卡剩余3个月的费用",
        "退还健身年卡剩余费用1200元",
        "退还健身年卡剩余费用1,200.00元",
        "退还健身年卡剩余费用人民币壹仟贰佰元整",
        "退还健身年卡剩余费用1200元（大写：壹仟贰佰元整）",
        "退还年卡费用900元和手续费300元",
        "退还原价4800元的健身年卡剩余费用",
        "退还以4,800元购买的健身年卡的剩余费用",
        "退还4800元购买的年卡剩余费用",
        "退还每节300元的私教课费用",
        "退还年卡费用（年卡价值4800元）",
        "向两名投诉人分别退还600元",
        "向十六名投诉人每人退还差价38.00元并赔偿500.00元，共计",
        "退还1200元（其中年卡费900元、手续费300元）",
    ],
)
def test_the_same_sum_and_a_price_are_left_alone(engine: Engine, text: str) -> None:
    assert not {each for each in found(engine, AGREEMENT, {HERE: text}) if "amount" in each[1]}


def test_a_sum_without_its_field_is_noticed(engine: Engine) -> None:
    told = found(engine, AGREEMENT, {"/agreement_items/2/action": "交回年卡并支付50元工本费"})
    assert ("/agreement_items/2/action", "amount_not_entered", "notice") in told


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("于2026年7月31日前退还年卡剩余费用", "days_differ"),
        ("7月25日前退还年卡剩余费用", "days_differ"),
        ("在2027年7月20日之前退还年卡剩余费用", "days_differ"),
        ("7月20日前退还年卡剩余费用", None),
        ("2026年7月20日前退还年卡剩余费用", None),
        ("退还2026年6月1日停业以后的年卡费用", None),
    ],
)
def test_a_day_in_words_is_the_day_in_the_field(
    engine: Engine, text: str, code: str | None
) -> None:
    told = {each[1] for each in found(engine, AGREEMENT, {HERE: text}) if "day" in each[1]}
    assert told == ({code} if code else set())


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        ("2026年9月响应率低于95%，扣款5000元", True),
        ("扣款伍仟元整", True),
        ("2026年9月响应率低于95%，扣款12000元", False),
        ("2026年9月响应率低于95%", False),
        ("每单扣款100元，共120单", False),
    ],
)
def test_a_deductions_reason_names_its_sum(engine: Engine, reason: str, wrong: bool) -> None:
    told: set[Any] = found(engine, SETTLEMENT, {"/deductions/0/reason": reason})
    assert (("/deductions/0/reason", "amounts_differ", "error") in told) is wrong
