"""Finding repealed instruments in free text."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.law import Law

AFTER = date(2026, 6, 1)
BEFORE = date(2026, 4, 14)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (
            "依据《市场监督管理投诉举报处理暂行办法》第十五条",
            "《市场监督管理投诉举报处理暂行办法》",
        ),
        ("依据《投诉举报处理暂行办法》", "《投诉举报处理暂行办法》"),
        ("该投诉依据《暂行办法》第十五条不予受理", "《暂行办法》"),
        ("按市场监督管理投诉举报处理暂行办法处理", "市场监督管理投诉举报处理暂行办法"),
        ("依据市场监管总局令第20号", "市场监管总局令第20号"),
        ("《市场监督管理投诉举报\n处理暂行办法》", "《市场监督管理投诉举报\n处理暂行办法》"),
        ("使用国市监网监〔2019〕242号所附文书", "国市监网监〔2019〕242号"),
        ("按《市场监督管理行政处罚程序暂行规定》核查", "《市场监督管理行政处罚程序暂行规定》"),
        ("投诉依据暂行办法第十五条第四项不予受理", "暂行办法"),
        ("依据投诉举报处理暂行办法第十五条", "投诉举报处理暂行办法"),
        (
            "依据《市场监督管理投诉举报处理暂行办法（2022年修正）》第15条",
            "《市场监督管理投诉举报处理暂行办法（2022年修正）》",
        ),
        (
            "依据《市场监督管理投诉举报处理暂行办法(总局令第20号)》",
            "《市场监督管理投诉举报处理暂行办法(总局令第20号)》",
        ),
        ("依据国家市场监督管理总局令（第20号）", "国家市场监督管理总局令（第20号）"),
        ("依据国家市场监管总局第二十号令", "国家市场监管总局第二十号令"),
        ("投诉按20号令第十五条办理", "20号令"),
        ("投诉按第20号令办理", "第20号令"),
        ("调解超过45个工作日", "45个工作日"),
        ("调解已满四十五个工作日", "四十五个工作日"),
        ("调解期限为45 个工作日", "45 个工作日"),
        ("依据《工商行政管理部门处理消费者投诉办法》", "《工商行政管理部门处理消费者投诉办法》"),
        ("依据工商总局令第62号", "工商总局令第62号"),
        ("依据《产品质量申诉处理办法》", "《产品质量申诉处理办法》"),
        ("依据《食品药品投诉举报管理办法》", "《食品药品投诉举报管理办法》"),
        ("依据《工商行政管理机关行政处罚程序规定》", "《工商行政管理机关行政处罚程序规定》"),
    ],
)
def test_a_repealed_instrument_is_found_where_it_stands(law: Law, text: str, cited: str) -> None:
    (found,) = law.repealed_in(text, AFTER)
    assert found.cited == cited == text[found.start : found.end]
    assert found.in_force is not None
    assert found.in_force.governs(AFTER)


@pytest.mark.parametrize(
    "text",
    [
        "依据《市场监督管理投诉举报处理办法》第十六条第三项",
        "依据《市场监督管理行政处罚程序规定》第十八条",
        "《网络购买商品七日无理由退货暂行办法》（以下简称《暂行办法》）适用于该投诉",
        "工资按《暂行办法》发放",
        "《北京市市场监督管理投诉举报处理暂行办法实施细则》",
        "原国家食品药品监督管理总局令第20号",
        "投诉涉及国家工商行政管理总局20号令",
        "投诉涉及第120号令和20号楼",
        "答复须在7个工作日内作出",
        "七日无理由退货暂行办法第三条适用于该投诉",
        "工资按暂行办法第十五条发放",
        "《侵害消费者权益行为处罚办法》第十五条",
        "《市场监督管理部门处理投诉举报文书式样》",
        "",
    ],
)
def test_what_is_in_force_or_another_instrument_is_left_alone(law: Law, text: str) -> None:
    assert law.repealed_in(text, AFTER) == ()


def test_the_old_order_may_be_cited_while_it_governed_and_the_new_one_not_yet(law: Law) -> None:
    assert law.repealed_in("《市场监督管理投诉举报处理暂行办法》", BEFORE) == ()
    (found,) = law.repealed_in("《市场监督管理投诉举报处理办法》", BEFORE)
    assert found.message == (
        "文中引用的“《市场监督管理投诉举报处理办法》”自2026年4月15日起才施行，"
        "请改引《市场监督管理投诉举报处理暂行办法》，并核对条文序号。"
    )


def test_every_place_is_reported_once_and_in_order(law: Law) -> None:
    text = "《市场监督管理投诉举报处理暂行办法》（以下简称《暂行办法》）规定，依《暂行办法》办理。"
    found = law.repealed_in(text, AFTER)
    assert [text[each.start : each.end] for each in found] == [
        "《市场监督管理投诉举报处理暂行办法》",
        "《暂行办法》",
        "《暂行办法》",
    ]
    assert "自2026年4月15日起不再施行，请改引《市场监督管理投诉举报处理办法》" in found[0].message
