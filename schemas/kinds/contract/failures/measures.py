"""处理措施: what a buyer does beside asking that something be put right."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, Code, Money, Rows, Text, When
from schemas.ground.kind import KindSchema
from schemas.kinds.contract.failures.breaches import FAILURES

MEASURES = {
    "suspend": "暂停付款",
    "deduct": "扣款",
    "replace": "更换人员",
    "damages": "违约金",
    "terminate": "解除合同",
}
EARLIER = {"overdue": "逾期未整改", "refused": "拒不整改", "ineffective": "整改无效"}


class TakenMeasures(KindSchema):
    """The measures that are chosen, each with what it is about, in the title and in words."""

    published_as = "contractor_rectification_notice"

    contract_measures = Rows(
        "采取的措施",
        Choice("措施", MEASURES),
        most=len(MEASURES),
        group="处理措施",
        optional=True,
        own=True,
        hint="只要求整改的不选。",
    )
    earlier_number = Code(
        "此前整改通知的文号",
        longest=60,
        group="处理措施",
        optional=True,
        own=True,
        applies=When("contract_measures"),
    )
    earlier_outcome = Choice(
        "此前整改的情况",
        EARLIER,
        group="处理措施",
        optional=True,
        own=True,
        applies=When("contract_measures"),
    )
    suspended_payment = Text(
        "暂停支付的款项",
        longest=100,
        group="处理措施",
        optional=True,
        own=True,
        applies=When("contract_measures"),
    )
    deducted_amount = Money(
        "扣款金额",
        group="处理措施",
        optional=True,
        own=True,
        applies=When("contract_measures"),
        hint="合同没有扣款标准，由甲方审批确定，程序不计算。",
    )
    replaced_staff = Text(
        "需更换的人员",
        longest=100,
        group="处理措施",
        optional=True,
        own=True,
        applies=When("contract_measures"),
    )

    @derived(Text("标题所说的事"))
    def title_matter(self, value: Record, facts: Facts) -> str:
        """服务整改, with what else is done in brackets: a title too long for a line ends here."""
        words = "、".join(MEASURES[each] for each in value.contract_measures)
        return f"服务整改（{words}）" if words else "服务整改"

    @derived(Text("标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """服务整改通知书, or with what else it does in brackets."""
        return f"{value.title_matter}通知书"

    @derived(Text("处理措施"), prints=("contract_measures",))
    def measure_words(self, value: Record, facts: Facts) -> str | None:
        """暂停付款、扣款; None where only something has to be put right."""
        return "、".join(MEASURES[each] for each in value.contract_measures) or None

    @rule(FAILURES)
    def says_what_to_do(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is told to put something right is told what; each measure has what it is about."""
        if not value.contract_measures and not value.demands:
            yield error("/demands", "required", "要求整改的，请填写「整改要求」。")
        for measure, name in (
            ("suspend", "suspended_payment"),
            ("deduct", "deducted_amount"),
            ("replace", "replaced_staff"),
        ):
            chosen = measure in value.contract_measures
            if chosen and value[name] is None:
                yield error(
                    f"/{name}",
                    "required",
                    f"选了{MEASURES[measure]}，请填写「{self.label_of(name)}」。",
                )
            elif not chosen and value[name] is not None:
                yield error(
                    f"/{name}",
                    "not_wanted",
                    f"没有选{MEASURES[measure]}，请删去「{self.label_of(name)}」。",
                )
        if value.deducted_amount is not None and not value.deducted_amount:
            yield error("/deducted_amount", "amount_zero", "扣款金额不能为零，请核对。")
        contract = value.agreement
        if contract and (value.deducted_amount or 0) > contract.total:
            yield error("/deducted_amount", "beyond_the_total", "扣款超过合同总金额，请核对。")
        for index, each in enumerate(value.contract_measures):
            if each in value.contract_measures[:index]:
                yield error(f"/contract_measures/{index}", "measure_repeated", "这一措施已经选了。")
        if value.answer_by and value.answer_by <= value.issued_on:
            yield error("/answer_by", "due_not_after", "陈述意见的最后一日应当晚于文书日期。")
