"""Relatives of what passed once: each is found, and what only looks like them is left alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

CASES = json.loads(Path(__file__).with_name("relatives.json").read_text("utf-8"))
NOTICE, ACCEPTED = "non_acceptance_notice", "complaint_acceptance_decision"
AGREEMENT, SITE, REFERRAL = "mediation_agreement", "site_inspection_record", "referral_letter"


@pytest.mark.parametrize("given", CASES, ids=[str(number) for number in range(len(CASES))])
def test_a_relative_is_found(engine: Engine, given: dict[str, Any]) -> None:
    expect = given["expect"]
    told = found(engine, given["kind"], given["changes"])
    assert (expect["pointer"], expect["code"], expect["weight"]) in told


@pytest.mark.parametrize(
    ("kind", "pointer", "text"),
    [
        (ACCEPTED, "/approval/post", "副局长"),
        (ACCEPTED, "/approval/post", "和平路市场监督管理所所长"),
        (ACCEPTED, "/approval/post", "分管负责人"),
        (ACCEPTED, "/complaint_subject", "某平台店铺拒绝兑现“举一反三”活动奖品"),
        (ACCEPTED, "/complaint_subject", "某健身公司停业不退会员费"),
        (ACCEPTED, "/contact_phone", "0999-60012319"),
        (ACCEPTED, "/contact_name", "欧阳静远"),
        (NOTICE, "/reasons", "你于2022年12月知道权益受到侵害，与商家协商未果，至今超过三年。"),
        (NOTICE, "/reasons", "你自2022年12月起多次到该店交涉，2026年6月才投诉，超过三年。"),
        (AGREEMENT, "/place", "示例市示例区消费者协会二楼调解室"),
        (AGREEMENT, "/place", "和平路市场监督管理所"),
        (AGREEMENT, "/complaint", "投诉人购买年卡后停业，被投诉人起初拒绝退款。请求退还剩余费用。"),
        (AGREEMENT, "/agreement_items/2/action", "在收到上述款项后撤回投诉"),
        (AGREEMENT, "/agreement_items/2/action", "于收到款项三日内办理会员注销手续"),
        (AGREEMENT, "/agreement_items/0/method", "转账至投诉人本人账户"),
        (SITE, "/findings", "罗一鸣对货架拍照四张。何静远清点香油共十二瓶，邱月华在旁核对。"),
        (SITE, "/findings", "货架上未见查封标志，也没有封条。"),
        (SITE, "/findings", "设备使用登记证编号311099990020190012，下次检验日期2026年12月31日。"),
        (SITE, "/findings", "店内悬挂“诚信经营”牌匾，进货单日期为2026年2月28日。"),
        (SITE, "/presence/attendee_post", "店长"),
        (SITE, "/recusal_answer", "听清了，不需要回避。"),
        (REFERRAL, "/letters/0/findings", "货架上过期牛奶两盒，当事人陈述为漏检。"),
        (REFERRAL, "/letters/0/violation", "销售超过保质期的食品"),
    ],
)
def test_what_only_looks_like_one_is_left_alone(
    engine: Engine, kind: str, pointer: str, text: str
) -> None:
    assert not [each for each in found(engine, kind, {pointer: text}) if each[0] == pointer]
