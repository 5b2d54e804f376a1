"""服务考核结果 (our own layout): how a contractor did in a period, item by item, without points."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Finding, Record, error
from schemas.ground.fields import Day, Rows
from schemas.ground.kind import Audience, Clock, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.ground.restating import Restates
from schemas.kinds.contract.failures.breaches import (
    FAILURES,
    GROUP,
    Counted,
    ToSupplier,
    strikes_of,
    told_breaches,
)
from schemas.kinds.contract.settlement.deductions import Deducted
from schemas.kinds.contract.standards.answered import GROUP as STANDARDS
from schemas.kinds.contract.standards.answered import Standards
from schemas.kinds.contract.standards.assessed import ASSESSED, AssessedByTheBuyer
from schemas.parts.attachments import Attachment, Attachments
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Approved, Delivered
from schemas.parts.service_contract import UnderContract


class ContractorAssessmentResult(
    AssessedByTheBuyer,
    CopiesLine,
    Attachments,
    Deducted,
    Counted,
    Standards,
    UnderContract,
    ToSupplier,
    Approved,
    Delivered,
    NumberedKind,
):
    """The assessment of one period, issued by the buyer to its supplier with what it rests on."""

    header = Header(
        title="服务考核结果",
        also=("考核表",),
        audience=(Audience.contractor,),
        dated_by="issued_on",
        summary="甲方按合同逐项考核乙方一个期间的服务，列明指标、违约情形、扣款和累计次数；不评分、不定等级。",
        numbering=Numbering("gbt9704", "考核"),
        approval=True,
        copies=2,
        about=("contract", "period_from", "period_to"),
    )

    sections = (
        "合同", "考核", STANDARDS, GROUP, "已付款与扣款", "附件", "份数", "文号与日期",
        "审批与告知",
    )  # fmt: skip
    approved_since = ("period_to",)
    blank = {
        "assessors": 3,
        "rates": 3,
        "answered": 6,
        "breaches": 3,
        "deductions": 2,
        "attachments": 2,
        "verdict": ...,
    }

    clocks = (Clock("C-SERVICE", settled_by="issued_on"),)

    neighbours = Neighbours(
        follows=(
            Follows("contractor_rectification_notice", "考核计入已经通知的违约和扣款", FAILURES),
        ),
    )

    breaches = told_breaches(optional=True)
    attachments = Rows("附件", Attachment, most=60, group="附件", own=True, source=ASSESSED)
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @beside("contractor_rectification_notice", by="contract", source=FAILURES)
    def counts_what_was_told(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Failures are those that the supplier was told of."""
        told = [each for each in others if each.dated_on <= value.issued_on]
        if told and value.strike_count is not None and value.strike_count != strikes_of(told):
            yield error(
                "/strike_count",
                "strikes_differ",
                f"登记的整改通知书合计{strikes_of(told)}次，请核对。",
            )

    restated = (
        Restates(
            ("assessment_remark",),
            of="breaches",
            counted="项(?:问题|违约|不足|情形)|处(?:问题|违约)",
        ),
        Restates(("approval.opinion", "assessment_remark"), of="deductions.amount"),
    )

    example = {
        "document_number": "示市监考核〔2026〕6号",
        "contract": "auxiliary-2025",
        "period_from": "2026-06-01",
        "period_to": "2026-06-30",
        "assessors": [
            {"name": "何静远", "unit": "示例市示例区市场监督管理局", "post": "科长"},
            {"name": "沈嘉木", "unit": "示例市示例区市场监督管理局", "post": "科员"},
        ],
        "target_counts": [
            {"target": "响应率", "numerator": 11790, "denominator": 12004},
            {"target": "解决率", "numerator": 9902, "denominator": 11377},
            {"target": "满意率", "numerator": 9140, "denominator": 10020},
        ],
        "answered_standards": [
            {"standard": standard, "performance": performance, "proof": proof, "result": result}
            for standard, performance, proof, result in (
                ("rates", "三项比率均达到要求。", "指标统计表", "met"),
                ("contact", "抽查200件，均已联系并答复。", "联系记录", "met"),
                ("in_time", "一件超过规定时限两日。", "工作台账", "missed"),
                ("returns", "一件退单没有附文字依据。", "退单登记", "missed"),
                ("consistent", "抽查200件均一致。", "抽查记录", "met"),
                ("two_persons", "抽查60件，均有两人笔录和照片。", "现场笔录", "met"),
                ("no_incident", "没有发生此类事件。", "工作总结", "met"),
                ("ledger", "台账齐全，已做电子备份。", "备份记录", "met"),
                ("secrecy", "没有发现泄露数据。", "检查记录", "met"),
            )
        ],
        "breaches": [
            {
                "happened_on": "2026-06-03",
                "breach": "neglect",
                "account": "工单签收后超过规定时限两日才联系投诉人。",
            },
            {
                "happened_on": "2026-06-05",
                "breach": "unfit",
                "account": "退单没有附文字依据。",
            },
        ],
        "assessment_remark": "两项问题已于6月17日前整改，不扣款。",
        "attachments": [
            {"name": "指标统计表", "copies": 1, "pages": 3},
            {"name": "抽查记录", "copies": 1, "pages": 12},
        ],
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-06",
        "approval": {
            "approver": "秦慕青",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-07-06",
            "decision": "agreed",
            "opinion": "同意考核结果。",
        },
    }
