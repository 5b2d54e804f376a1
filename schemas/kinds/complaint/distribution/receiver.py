"""The bureau below that receives what is sent, from one that may send it."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import PartyName, Text
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.kinds.complaint.distribution.matter import FORM, REGULATION

DISTRIBUTION = f"{REGULATION}第四十一条"
_BUREAU = re.compile("市场监督管理(?:局|委员会)$")
_HIGHER = {
    "province": re.compile("国家市场监督管理|总局"),
    "prefecture": re.compile("国家市场监督管理|总局|(?:省|自治区)市场监督管理"),
}


class BureauBelow(Part):
    """A market bureau of a lower level than the one that sends."""

    receiving_bureau = PartyName(
        "下级市场监督管理局",
        group="分送",
        own=True,
        role=Role.institution,
        source=DISTRIBUTION,
        hint="下级市场监督管理局的全称；本机关的科室和所，改用工单分派单。",
    )

    @derived(Text("受送达的下级市场监督管理局"), prints=("receiving_bureau",))
    def addressee(self, value: Record, facts: Facts) -> str:
        """The bureau; the empty form has room before 市场监督管理局."""
        if facts.copy == "blank":
            return f"{'　' * 8}市场监督管理局"
        return str(value.receiving_bureau)

    @rule(f"{FORM}样式三的注")
    def issued_by_whoever_may(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The note below the form: province, prefecture, or the 12315 body of one."""
        if facts.house.authority.level not in _HIGHER:
            yield error(
                "",
                "level_too_low",
                "分送通知书只由省级、地市级市场监督管理部门或者其12315工作机构作出，"
                "内部设置里本机关是县级；收到上级分送的，请作为来文登记。",
            )

    @rule(DISTRIBUTION)
    def sent_to_a_bureau_below(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """No office of one's own, no other authority, and none above."""
        here, own, name = "/receiving_bureau", facts.house.authority, value.receiving_bureau
        folded = folded_name(name)
        higher = _HIGHER.get(own.level)
        if folded in {folded_name(each) for each in (own.name, own.seal_name, own.department)}:
            yield error(
                here,
                "own_authority",
                "不能分送本机关或者本机关的机构；转给科室、所处理的，请用工单分派单。",
            )
        elif not _BUREAU.search(name):
            yield error(
                here,
                "not_a_bureau",
                "只能分送下级市场监督管理局，请填写全称；本机关的科室、所请用工单分派单，"
                "属于其他机关职责的请告知投诉人、举报人。",
            )
        elif higher and higher.search(name):
            yield error(here, "not_below", "只能分送下级市场监督管理部门，这里填的是上级，请核对。")
