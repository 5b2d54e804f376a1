"""列入事由: the four grounds of art. 4, the article each is decided by, and how each is cured."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice
from schemas.parts.inspected_party import ToInspectedParty

RULES = "《企业经营异常名录管理办法》"
GROUNDS_SOURCE = f"{RULES}第四条"
GROUP = "列入事由"
_NO_ENTERPRISE = re.compile("个体工商户|专业合作社")


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: its item, its words, the articles of listing and removal, and what cures it."""

    item: str
    wording: str
    listed_by: str
    removed_by: str
    cure: str


BY_CODE: Mapping[str, Ground] = {
    "annual_report": Ground(
        "一", "未按照规定的期限公示年度报告", "第六条", "第十一条", "补报未报年份的年度报告并公示"
    ),
    "ordered": Ground(
        "二", "未在责令的期限内公示有关企业信息", "第七条", "第十二条", "履行公示义务"
    ),
    "false": Ground(
        "三", "公示企业信息隐瞒真实情况、弄虚作假", "第八条", "第十三条", "更正所公示的信息"
    ),
    "unreachable": Ground(
        "四",
        "通过登记的住所或者经营场所无法联系",
        "第九条",
        "第十四条",
        "依法办理住所或者经营场所变更登记，或者提出通过登记的住所或者经营场所可以重新取得联系",
    ),
}


class OfEnterprise(ToInspectedParty):
    """A decision about an enterprise of the register; other businesses are marked otherwise."""

    listing_ground = Choice(
        "列入事由",
        {code: each.wording for code, each in BY_CODE.items()},
        group=GROUP,
        source=GROUNDS_SOURCE,
    )

    @rule(GROUNDS_SOURCE)
    def party_is_an_enterprise(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Individual businesses are marked as abnormal by other rules, and not listed."""
        name = value.party.business_name or ""
        if value.party.party_type == "enterprise" and _NO_ENTERPRISE.search(name):
            yield notice(
                "/party/business_name",
                "not_an_enterprise",
                "名称像是个体工商户或者农民专业合作社，经营异常名录只列企业，请核对主体类型。",
            )
        if value.party.party_type != "enterprise":
            yield error(
                "/party/party_type",
                "not_an_enterprise",
                "经营异常名录只列企业；个体工商户按个体工商户的规定标记经营异常状态，请改用其他程序。",
            )

    @rule("本机关的职权")
    def decided_by_the_registering_body(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever registers an enterprise lists it."""
        if not facts.house.abnormal_list_decided_here:
            yield error(
                "",
                "decided_elsewhere",
                "内部设置里本机关不作出列入、移出决定，请报登记机关；已经明确的，先改内部设置。",
            )
