"""协助的机关: who is asked, another bureau of the market or another authority."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, PartyName, When
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name

ASSISTANCE = "《市场监督管理行政处罚程序规定》第四十五条"
ADDRESSEES = {"market_supervision": "其他市场监督管理部门", "other_authority": "其他有关机关"}
_ENTERPRISE = re.compile("公司|商行|商店|门店|超市|合作社|事务所|[店厂铺](?:（|$)|平台$")
_MARKET_SUPERVISION = re.compile("市场监督管理|市场监管|药品监督管理|知识产权局")
OF_THE_MARKET = When("addressee_sort", ("market_supervision",))


class AsksAnAuthority(KindSchema):
    """Another authority of the sort that is marked; no enterprise, and not ourselves."""

    published_as = "assistance_letter"

    addressee_sort = Choice(
        "机关类别", ADDRESSEES, group="协助的机关", kept=True, own=True, source=ASSISTANCE
    )
    assisting_authority = PartyName(
        "协助机关",
        group="协助的机关",
        own=True,
        role=Role.institution,
        source=ASSISTANCE,
        hint="机关全称；平台公司、店铺不用本函，改用限期提供材料通知书。",
    )

    @rule(ASSISTANCE)
    def an_authority_is_asked(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Another authority, of the sort that is marked; no enterprise."""
        house, here, name = facts.house, "/assisting_authority", value.assisting_authority
        own = {house.authority.name, house.authority.seal_name, house.authority.department}
        if folded_name(name) in {folded_name(each) for each in filter(None, own)}:
            yield error(here, "own_authority", "不能请本机关协助，请改填其他机关。")
        elif _ENTERPRISE.search(name):
            yield error(
                here,
                "addressee_not_authority",
                "协助调查函只发给机关；向平台公司、店铺等单位要材料的，改用限期提供材料通知书。",
            )
        elif bool(_MARKET_SUPERVISION.search(name)) != OF_THE_MARKET.holds(value.addressee_sort):
            yield notice(
                here,
                "addressee_sort_differs",
                "协助机关的名称与所选的类别不一致，请核对：十五个工作日只约束市场监督管理部门。",
            )
