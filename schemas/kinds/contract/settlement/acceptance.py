"""What a settlement rests on: the acceptance of the work, or the assessment of the service."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Code, Day

ACCEPTANCE = "合同验收条款"


class RestsOnAcceptance(Part):
    """The papers a settlement rests on; it has `settlement_type` and derives `agreement`."""

    acceptance_number = Code(
        "验收书编号", longest=60, group="完成数量与验收", optional=True, source=ACCEPTANCE
    )
    accepted_on = Day("验收日期", group="完成数量与验收", optional=True, source=ACCEPTANCE)
    assessment_number = Code(
        "考核结果文号", longest=60, group="完成数量与验收", optional=True, hint="分期结算必填。"
    )

    @rule(ACCEPTANCE)
    def rests_on_acceptance_or_assessment(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The final settlement follows acceptance, every instalment an assessment."""
        if value.settlement_type == "final":
            for name, label in (("acceptance_number", "验收书编号"), ("accepted_on", "验收日期")):
                if not value[name]:
                    yield error(f"/{name}", "acceptance_missing", f"最终结算须填写「{label}」。")
        if value.settlement_type == "instalment" and not value.assessment_number:
            yield error(
                "/assessment_number",
                "assessment_missing",
                "分期结算须有甲方的考核结果，请填写「考核结果文号」。",
            )
        if value.accepted_on and value.accepted_on > value.issued_on:
            yield error(
                "/accepted_on", "accepted_after_settlement", "验收日期晚于结算日期，请核对。"
            )
        elif value.accepted_on and value.accepted_on < value.period_to:
            yield notice(
                "/accepted_on",
                "accepted_before_end",
                "验收早于结算期间届满，验收以后的工作是否计入请核对。",
            )
        contract = value.agreement
        if value.settlement_type == "final" and contract and value.issued_on < contract.ends_on:
            yield notice(
                "/issued_on",
                "settled_before_term",
                "最终结算早于合同服务期满，期满以前的工作可能没有算进来，请核对是否应当是阶段结算。",
            )
        if contract and contract.supplier_is_sme and value.accepted_on:
            yield notice(
                "/accepted_on",
                "sme_payment_term",
                "乙方为中小企业的，应当自验收合格之日起三十日内付款，合同另有约定的最长六十日，"
                "不得以内部付款流程为由拖延，请安排付款。",
                "《保障中小企业款项支付条例》第九条",
            )
