"""服务整改通知书 (our own layout): what a contractor has to put right, and what follows if not."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, Day, LongText, Money, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.kinds.contract.failures.breaches import (
    FAILURES,
    GROUP,
    Counted,
    ToSupplier,
    strikes_of,
    told_breaches,
)
from schemas.kinds.contract.settlement.reckoning import share_of
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Approved, Delivered
from schemas.parts.terms import AtOnceOrByDay

MEASURES = {
    "suspend": "暂停付款",
    "deduct": "扣款",
    "replace": "更换人员",
    "damages": "违约金",
    "terminate": "解除合同",
}
EARLIER = {"overdue": "逾期未整改", "refused": "拒不整改", "ineffective": "整改无效"}
# What a contract allows only after it asked in vain to put things right.
_LATER = ("suspend", "deduct", "replace", "terminate")
_FOR_DAMAGES = ("leak", "transfer")


class ContractorRectificationNotice(
    CopiesLine, AtOnceOrByDay, Counted, ToSupplier, Approved, Delivered, NumberedKind
):
    """One notice: put things right first; suspend, deduct, replace or end only after that."""

    header = Header(
        title="服务整改（扣款、暂停付款）通知书",
        audience=(Audience.contractor,),
        dated_by="issued_on",
        summary="甲方要求乙方整改，或者在整改无效以后暂停付款、扣款、更换人员、解除合同，写明事实、合同条款和期限。",
        numbering=Numbering("gbt9704", "服整"),
        approval=True,
        copies=2,
        about=("contract", "breached_clause"),
    )

    sections = ("合同", GROUP, "整改要求", "期限", "处理措施", "份数", "文号与日期", "审批与告知")
    blank = {"breaches": 3, "term": "by_day", "damages_amount": ..., "measure_words": ...}

    # Measures answer a notice that was in vain, and set a new day or none.
    clocks = (
        Clock("C-SERVICE", starts="issued_on", until="due_on", anew=When("contract_measures")),
    )

    neighbours = Neighbours(
        follows=(
            Follows("contractor_assessment_result", "考核发现的问题要求整改", FAILURES),
            Follows(
                "contractor_rectification_notice",
                "整改无效以后采取措施",
                FAILURES,
                takes={"earlier_number": "document_number"},
            ),
        ),
    )

    breaches = told_breaches()
    breached_clause = Text("合同条款", longest=100, group=GROUP, own=True, hint="违反的合同条款。")
    breach_proofs = Text("违约的证据", longest=300, group=GROUP, own=True)
    demands = LongText(
        "整改要求",
        longest=2000,
        group="整改要求",
        optional=True,
        own=True,
        hint="逐项写明怎样整改。",
    )
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
    answer_by = Day("陈述意见的最后一日", group="期限", optional=True, own=True, planned=True)
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """服务整改通知书, or with what else it does in brackets."""
        words = "、".join(MEASURES[each] for each in value.contract_measures)
        return f"服务整改（{words}）通知书" if words else "服务整改通知书"

    @derived(Text("处理措施"), prints=("contract_measures",))
    def measure_words(self, value: Record, facts: Facts) -> str | None:
        """暂停付款、扣款; None where only something has to be put right."""
        return "、".join(MEASURES[each] for each in value.contract_measures) or None

    @derived(Money("违约金"))
    def damages_amount(self, value: Record, facts: Facts) -> Decimal | None:
        """The share of its total that the contract names; None where no damages are asked."""
        contract = value.agreement
        if (
            contract is None
            or "damages" not in value.contract_measures
            or not contract.damages_share
        ):
            return None
        return share_of(contract.total, Decimal(contract.damages_share))

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

    @rule(FAILURES)
    def steps_are_taken_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Where a contract asks first to put things right, nothing else comes before that."""
        contract, later = (
            value.agreement,
            [each for each in value.contract_measures if each in _LATER],
        )
        for name in ("earlier_number", "earlier_outcome"):
            if contract and contract.rectify_first and later and not value[name]:
                named = "、".join(MEASURES[each] for each in later)
                yield error(
                    f"/{name}",
                    "rectify_first",
                    f"合同约定不整改才能{named}，请填写「{self.label_of(name)}」；"
                    "还没有要求过整改的，先发服务整改通知书。",
                )
            elif not value.contract_measures and value[name]:
                yield error(f"/{name}", "not_wanted", "只要求整改的不填这一项，请删去。")
        if contract is None:
            return
        limit = contract.strike_limit
        ended = "terminate" in value.contract_measures
        if ended and limit and (value.strike_count or 0) < limit:
            yield error(
                "/contract_measures",
                "strikes_missing",
                f"合同约定累计{limit}次才能解除，次数还不够，请核对。",
            )
        elif limit and (value.strike_count or 0) >= limit and not ended:
            yield notice(
                "/strike_count",
                "strikes_reached",
                f"累计次数达到合同约定的{limit}次，甲方可以解除合同，请核对是否解除。",
            )

    @rule(FAILURES)
    def damages_are_for_leaks_and_transfers(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract names damages for two failures alone, as a share of its total."""
        if "damages" not in value.contract_measures or value.agreement is None:
            return
        if not value.agreement.damages_share:
            yield error(
                "/contract_measures", "no_damages", "这份合同没有约定违约金，请改选其他措施。"
            )
        elif not any(each.breach in _FOR_DAMAGES for each in value.breaches):
            yield error(
                "/contract_measures",
                "damages_unfounded",
                "违约金只用于泄露数据、擅自转让，违约情形里没有这两种，请核对。",
            )

    @beside("contractor_rectification_notice", by="contract", source=FAILURES)
    def follows_the_notices_before(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """The earlier notice stands, its time is over, and failures are counted on."""
        named = [each for each in others if each.document_number == value.earlier_number]
        if value.earlier_number and not named:
            yield error(
                "/earlier_number", "earlier_unknown", "登记簿里没有这个文号的整改通知书，请核对。"
            )
        for other in named:
            due = other.says("due_on")
            if value.earlier_outcome == "overdue" and due and due >= value.issued_on:
                yield error("/earlier_outcome", "not_overdue", f"{other}的期限还没有届满，请核对。")
        strikes = strikes_of(others) + len(value.breaches)
        if value.strike_count is not None and value.strike_count != strikes:
            yield error(
                "/strike_count", "strikes_differ", f"登记的通知书和本次合计{strikes}次，请核对。"
            )

    example = {
        "document_number": "示市监服整〔2026〕1号",
        "contract": "auxiliary-2025",
        "breaches": [
            {
                "happened_on": "2026-06-03",
                "breach": "neglect",
                "account": "工单签收后超过规定时限两日才联系投诉人。",
                "order_number": "1999900002026060100117",
            },
            {
                "happened_on": "2026-06-05",
                "breach": "unfit",
                "account": "退单没有附文字依据。",
                "order_number": "1999900002026060300204",
            },
        ],
        "breached_clause": "第2.1条",
        "breach_proofs": "工作台账记录、退单登记",
        "demands": "1. 三日内补齐退单的文字依据；\n2. 每日核对未联系的工单，当日联系。",
        "term": "by_day",
        "due_on": "2026-06-17",
        "answer_by": "2026-06-12",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-06-09",
        "approval": {
            "approver": "秦慕青",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-06-08",
            "decision": "agreed",
            "opinion": "同意要求乙方限期整改。",
        },
    }
