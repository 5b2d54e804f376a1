"""A group of the buyer's people who accept or assess what a contractor did; no contractor in it."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Finding, Part, Record, error
from schemas.ground.fields import PersonName, Text
from schemas.guard.folding import folded_name

_OF_A_CONTRACTOR = re.compile("外包|承包|服务商|派遣|驻场|坐席|乙方")


class TeamMember(Part):
    """小组成员: somebody of the buyer, or invited by it."""

    name = PersonName("姓名", personal=None)
    unit = Text("单位", longest=60)
    post = Text("职务", longest=40)


def team_findings(
    name: str, team: Sequence[Record], contract: Record | None, least: int
) -> Iterator[Finding]:
    """Yield what is wrong with a team: too small, somebody twice, somebody of the supplier."""
    if len(team) < least:
        yield error(f"/{name}", "team_too_small", f"小组至少{least}人，请补填。")
    names = [each.name for each in team]
    supplier = folded_name(contract.supplier.name) if contract else ""
    for index, each in enumerate(team):
        if each.name in names[:index]:
            yield error(f"/{name}/{index}/name", "member_repeated", "这个人前面已经有了，请删去。")
        of_supplier = supplier and supplier in folded_name(each.unit)
        if of_supplier or _OF_A_CONTRACTOR.search(each.post):
            yield error(
                f"/{name}/{index}/unit",
                "member_of_contractor",
                "小组成员不能是乙方的人员，请改填甲方或者其他单位的人员。",
            )
