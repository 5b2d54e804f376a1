"""检测/检验/检疫/鉴定委托书 (PF-30): the bureau has goods tested by a qualified institution."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Count, Day, Text
from schemas.ground.kind import Audience, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.complaint.appraisal.entrusted import (
    ENTRUSTED,
    FORM,
    OF_A_COMPLAINT,
    TESTING,
    EntrustedWork,
)
from schemas.kinds.complaint.appraisal.samples import Samples
from schemas.parts.contact import ContactLine
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine
from schemas.parts.orders import FromOrders


class AppraisalEntrustment(
    Samples, EntrustedWork, FromOrders, CopiesLine, ContactLine, NumberedKind
):
    """One letter to one institution; it knows the goods and nobody's complaint."""

    header = Header(
        title="检测/检验/检疫/鉴定委托书",
        also=("检验委托", "鉴定委托"),
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
                OF_A_COMPLAINT,
                both_ways=False,
            ),
        ),
    )

    report_due_on = Day("提交报告的日期", group="报告", own=True, planned=True, source=FORM)
    report_copies = Count(
        "报告份数", least=1, most=20, unit="份", group="报告", own=True, source=FORM
    )
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("报告份数"), prints=("report_copies",))
    def report_copies_shown(self, value: Record, facts: Facts) -> str:
        """How many originals of the report are wanted: 报告一式3份."""
        return str(value.report_copies)

    @rule(FORM)
    def report_follows_the_letter(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The institution has time to do it."""
        if value.report_due_on <= value.issued_on:
            yield error(
                "/report_due_on", "due_not_after", "提交报告的日期应当晚于文书日期，请核对。"
            )

    restated = (
        Restates(("matters",), of="report_due_on"),
        Restates(("matters",), of="samples", counted="[台件份个批瓶袋盒]样品"),
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
