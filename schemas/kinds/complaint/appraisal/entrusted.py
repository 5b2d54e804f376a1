"""Who tests what for the bureau: the cause, who bears the costs, and whether the body may do it."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, PartyName, Text, When
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》"
ENTRUSTED = "《市场监督管理行政处罚程序规定》第三十二条"
TESTING = "《市场监督管理投诉举报处理办法》第二十二条"
WORKS = {
    "testing": "检测",
    "inspection": "检验",
    "quarantine": "检疫",
    "appraisal": "鉴定",
}
CAUSES = {
    "agreed": "投诉双方协商确定机构，由本机关委托",
    "designated": "投诉双方协商不成，由本机关指定",
    "enforcement": "核查、办案需要",
}
BEARERS = {
    "complainant": "投诉人",
    "respondent": "被投诉人",
    "both": "双方分担",
    "authority": "本机关",
    "not_agreed": "协商不成",
}
OF_A_COMPLAINT = When("cause", ("agreed", "designated"))
_INSTITUTION = re.compile("所|院|中心|公司|站|实验室|检测|检验|鉴定|大学")


class EntrustedWork(Part):
    """One sort of work that an institution does for the bureau, for parties or for a case."""

    cause = Choice("委托的缘由", CAUSES, group="委托", kept=True, own=True)
    costs_borne_by = Choice(
        "费用承担",
        BEARERS,
        group="委托",
        optional=True,
        kept=True,
        own=True,
        applies=OF_A_COMPLAINT,
        source=TESTING,
        hint="鉴定、检测费用由双方协商承担；协商不成的，终止调解。",
    )
    work = Choice("委托的工作", WORKS, group="委托", own=True, source=FORM)
    institution = PartyName(
        "受委托机构", group="委托", own=True, role=Role.institution, source=ENTRUSTED
    )
    qualification = Code(
        "受委托机构的资质证书编号",
        longest=60,
        group="委托",
        optional=True,
        kept=True,
        own=True,
        source=ENTRUSTED,
        hint="例如检验检测机构资质认定证书、司法鉴定许可证的编号。",
    )

    @derived(Text("委托的工作"), prints=("work",))
    def work_named(self, value: Record, facts: Facts) -> str:
        """The one work that is entrusted; the empty form offers all of them."""
        return "/".join(WORKS.values()) if facts.copy == "blank" else WORKS[value.work]

    @derived(Text("文书标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """The title with the same words."""
        return f"{value.work_named}委托书"

    @rule(ENTRUSTED)
    def institution_may_do_it(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A qualified institution, which is neither a party nor who serves the bureau."""
        suppliers = {folded_name(each.supplier.name) for each in facts.house.contracts}
        if folded_name(value.institution) in suppliers:
            yield error(
                "/institution",
                "contractor_entrusted",
                "不能委托服务承包人检测、检验、检疫、鉴定，请委托有资质的机构。",
            )
        elif not _INSTITUTION.search(value.institution):
            yield notice(
                "/institution",
                "institution_doubtful",
                "检测、检验、检疫、鉴定应当委托具有法定资质的机构，请核对受委托机构的名称。",
            )

    @rule(ENTRUSTED)
    def institution_is_qualified(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Another body may do it only where no qualified one exists."""
        if not value.qualification:
            yield notice(
                "/qualification",
                "qualification_missing",
                "应当委托具有法定资质的机构，请填写资质证书编号；没有法定资质机构的，"
                "才可以委托其他具备条件的机构。",
            )

    @rule(TESTING)
    def costs_are_agreed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Parties who cannot agree on the costs are not tested for: the mediation ends."""
        of_a_complaint = value.cause in OF_A_COMPLAINT.values
        if of_a_complaint and not value.costs_borne_by:
            yield error(
                "/costs_borne_by", "required", "投诉中的鉴定、检测，请写明双方协商的「费用承担」。"
            )
        if of_a_complaint and value.costs_borne_by == "not_agreed":
            yield error(
                "/costs_borne_by",
                "costs_not_agreed",
                "双方对鉴定、检测费用承担协商不成的，不委托鉴定、检测，应当终止调解。",
            )
        if not of_a_complaint and value.costs_borne_by:
            yield error(
                "/costs_borne_by",
                "costs_of_enforcement",
                "核查、办案需要的检测费用不由当事人协商，请删去「费用承担」。",
                "《市场监督管理行政处罚程序规定》第三十二条",
            )
