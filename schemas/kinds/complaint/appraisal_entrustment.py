"""检测/检验/检疫/鉴定委托书 (PF-30): the bureau has goods tested by a qualified institution."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, Count, Day, LongText, PartyName, Rows, Text, When
from schemas.ground.kind import Audience, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.parts.contact import ContactLine
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine
from schemas.parts.orders import FromOrders

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
_OF_A_COMPLAINT = When("cause", ("agreed", "designated"))
_INSTITUTION = re.compile("所|院|中心|公司|站|实验室|检测|检验|鉴定|大学")


class Sample(Part):
    """样品: one row of the form's table."""

    name = Text("样品名称", longest=60)
    model = Text("规格/型号", longest=40, optional=True)
    grade = Text("等级", longest=20, optional=True)
    batch = Text("生产日期/批号", longest=40, optional=True)
    standard = Text("适用标准或者规则", longest=80, optional=True)
    quantity = Text("样品数量", longest=30)
    tested_for = Text("检验项目", longest=80)
    remark = Text("备注", longest=60, optional=True)

    @rule(FORM)
    def quantity_is_a_number(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A sample that nobody counted cannot be handed over."""
        if not re.search("[0-9一二两三四五六七八九十]", value.quantity):
            yield error("/quantity", "quantity_open", "样品数量要写明是几件、多少，请填写数字。")


class AppraisalEntrustment(FromOrders, CopiesLine, ContactLine, NumberedKind):
    """One letter to one institution; it knows the goods and nobody's complaint."""

    header = Header(
        title="检测/检验/检疫/鉴定委托书",
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="由本机关委托有资质的机构检测、检验、检疫、鉴定；所需时间不计算在调解期限内。",
        form="PF-30",
        numbering=Numbering("penalty_form", "检鉴委"),
        copies=2,
        about=("institution", "samples.name"),
    )

    sections = ("投诉", "委托", "样品", "报告", "联系", "份数", "文号与日期")

    departures = (
        Departure(
            left_out="检测/检验/检疫/鉴定",
            reason="斜线表示择一，标题和正文只印所选的一种。",
        ),
        NONE_ELSEWHERE,
    )

    blank = {"samples": 4}

    neighbours = Neighbours(
        follows=(
            Follows("complaint_acceptance_decision", "争议的商品需要鉴定、检测", TESTING),
            Follows("mediation_record", "调解中需要鉴定、检测", TESTING),
            Follows("contact_record", "双方同意鉴定、检测", TESTING),
            Follows("site_inspection_record", "检查的商品需要检验、检测", ENTRUSTED),
        ),
        excludes=(
            Excludes(
                "mediation_termination_decision",
                "调解终止以后不再委托鉴定、检测",
                TESTING,
                _OF_A_COMPLAINT,
                both_ways=False,
            ),
        ),
    )

    cause = Choice("委托的缘由", CAUSES, group="委托", kept=True, own=True)
    costs_borne_by = Choice(
        "费用承担",
        BEARERS,
        group="委托",
        optional=True,
        kept=True,
        own=True,
        applies=_OF_A_COMPLAINT,
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
    samples = Rows("样品", Sample, most=40, group="样品", own=True, source=FORM)
    matters = LongText("委托事项", longest=2000, group="样品", own=True, source=FORM)
    report_due_on = Day("提交报告的日期", group="报告", own=True, planned=True, source=FORM)
    report_copies = Count(
        "报告份数", least=1, most=20, unit="份", group="报告", own=True, source=FORM
    )
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("委托的工作"), prints=("work",))
    def work_named(self, value: Record, facts: Facts) -> str:
        """The one work that is entrusted; the empty form offers all of them."""
        return "/".join(WORKS.values()) if facts.copy == "blank" else WORKS[value.work]

    @derived(Text("文书标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """The title with the same words."""
        return f"{value.work_named}委托书"

    @derived(Text("报告份数"), prints=("report_copies",))
    def report_copies_shown(self, value: Record, facts: Facts) -> str:
        """How many originals of the report are wanted: 报告一式3份."""
        return str(value.report_copies)

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

    @rule(FORM)
    def report_follows_the_letter(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The institution has time to do it."""
        if value.report_due_on <= value.issued_on:
            yield error(
                "/report_due_on", "due_not_after", "提交报告的日期应当晚于文书日期，请核对。"
            )

    @rule(TESTING)
    def costs_are_agreed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Parties who cannot agree on the costs are not tested for: the mediation ends."""
        of_a_complaint = value.cause in _OF_A_COMPLAINT.values
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

    @rule(FORM)
    def samples_are_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One row a sample: the same one twice was typed twice."""
        rows = [(each.name, each.model, each.batch, each.tested_for) for each in value.samples]
        for index, row in enumerate(rows):
            if row in rows[:index]:
                yield notice(
                    f"/samples/{index}", "sample_repeated", "这一行样品与上面相同，请核对是否重复。"
                )

    example = {
        "document_number": "示市监检鉴委〔2026〕5号",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000204"}],
        "cause": "agreed",
        "costs_borne_by": "both",
        "work": "testing",
        "institution": "示例市产品质量检验所",
        "qualification": "CMA 269900010001",
        "samples": [
            {
                "name": "家用按摩椅",
                "model": "X-2型",
                "batch": "2026年3月/0312",
                "standard": "GB 4706.10",
                "quantity": "1台",
                "tested_for": "工作温度下的泄漏电流、机械强度",
                "remark": "已封样",
            }
        ],
        "matters": "检测样品工作温度下的泄漏电流和机械强度是否符合标准，并说明发热的原因。",
        "report_due_on": "2026-07-20",
        "report_copies": 3,
        "contact_name": "周启明",
        "contact_phone": "0999-60012315",
        "contact_address": "示例市示例区和平路18号",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-06-29",
    }
