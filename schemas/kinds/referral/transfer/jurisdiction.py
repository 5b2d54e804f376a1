"""Whose case it is: the situations of a transfer, and the articles each of them rests on."""

import re
from datetime import date

from schemas.ground.base import Record
from schemas.law import Law

SITUATIONS = {
    "enforcement_body": "移送综合执法机关",
    "market_supervision": "移送其他市场监督管理部门",
    "other_department": "移送其他行政管理部门",
}

JURISDICTION_RULES = {
    "place_of_conduct": "一般管辖（违法行为发生地）",
    "online_operator": "平台经营者、自建网站等网络交易经营者（住所地）",
    "platform_seller": "平台内经营者（实际经营地）",
    "advertising": "大众传播媒介广告（广告发布者所在地）",
    "own_advertising": "广告主自行发布互联网广告（广告主所在地）",
}

CONCLUSIONS = {"not_ours": "不属于本局管辖", "difficult": "本局管辖困难"}

# The topic whose article gives another authority jurisdiction; article 14 then orders the
# transfer. The place of conduct is the general rule and is not named beside it.
_TOPICS = {
    "online_operator": "online_operator_jurisdiction",
    "platform_seller": "platform_seller_jurisdiction",
    "advertising": "advertising_jurisdiction",
    "own_advertising": "own_advertising_jurisdiction",
}

_MARKET_SUPERVISION = re.compile("市场监督管理|市场监管|药品监督管理|知识产权局")


def transfer_basis(law: Law, house: Record, case: Record, on: date) -> str:
    """Return what a transfer rests on: 《…》第十七条第一款, or 《…》第十条第二款、第十四条.

    `case` has `situation`, `jurisdiction_rule`, `jurisdiction` and `centralised_penalty_basis`.
    Where penalties are centralised, the basis given in the case or confirmed by the house is named
    too; until then nothing is made up.
    Errors: `NotInForceError` for a day the penalty procedure does not govern.
    """
    topics: list[str | None] = ["other_authority_transfer"]
    if case.situation == "market_supervision":
        # Art. 11 ¶1 itself lets a difficult case go; art. 14 is for what is not ours at all.
        order = None if case.jurisdiction == "difficult" else "jurisdiction_transfer"
        topics = [_TOPICS.get(case.jurisdiction_rule), order]
    places = "、".join(law.basis(topic, on=on).place for topic in topics if topic)
    text = law.in_force("penalty_procedure", on).name + places
    centralised = case.centralised_penalty_basis or house.centralised_penalty_basis
    if case.situation == "enforcement_body" and centralised:
        return f"{text}和{centralised}"
    return text


def belongs_to(situation: str, authority: str, enforcement_body: str) -> bool:
    """Tell whether an authority's name fits the situation of a transfer."""
    if situation == "enforcement_body" or authority == enforcement_body:
        return situation == "enforcement_body" and authority == enforcement_body
    supervises = bool(_MARKET_SUPERVISION.search(authority))
    return supervises == (situation == "market_supervision")
