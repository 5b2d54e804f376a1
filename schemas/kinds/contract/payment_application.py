"""付款申请书 (our own layout): a contractor asks for one payment under its contract."""

from collections.abc import Iterator
from decimal import Decimal

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, Code, Day, Money, Text, When
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.kinds.contract.settlement.acceptance import ACCEPTANCE
from schemas.kinds.contract.settlement.asked import (
    PAYMENT,
    AsTheContractPlans,
    HeldAgainstTheRegister,
    already_paid,
    fixed_payment,
)
from schemas.kinds.contract.settlement.invoices import Invoiced
from schemas.kinds.contract.settlement.payments import PaidEarlier
from schemas.kinds.contract.settlement.stated_amounts import StatedCapitals, capitals_findings
from schemas.parts.charts import percent_of
from schemas.parts.copies import CopiesOfParties
from schemas.parts.registered import Registered
from schemas.parts.service_contract import OfContract

TYPES = {"advance": "首付款", "instalment": "分期付款", "balance": "尾款"}
_BALANCE = When("payment_type", ("balance",))


class PaymentApplication(
    AsTheContractPlans,
    HeldAgainstTheRegister,
    StatedCapitals,
    PaidEarlier,
    Invoiced,
    OfContract,
    CopiesOfParties,
    Registered,
):
    """One payment asked for: the amount that a clause names, or what a settlement came to."""

    header = Header(
        title="付款申请书",
        also=("请款", "付款"),
        audience=(Audience.office,),
        dated_by="issued_on",
        summary="乙方按合同申请首付款、分期付款或者尾款，写明依据、金额、已付款、发票和收款账户。",
        copies=2,
        about=("payee.name", "payment_type"),
    )

    sections = (
        "登记", "合同", "申请", "完成数量与验收", "已付款与扣款", "收款与发票", "核对",
        "文号与日期",
    )  # fmt: skip
    leading = ("contract", "payment_type", "instalment")
    wanted_label = "本次申请金额"
    blank = {
        "earlier_payments": 3,
        "invoices": 2,
        "payment_name": ...,
        "share_asked": ...,
        "share_paid": ...,
        "clause": ...,
        "due_day": ...,
        "paid_before": ...,
        "paid_after": ...,
    }

    neighbours = Neighbours(
        follows=(
            Follows(
                "settlement_invoice",
                "结算以后申请尾款",
                PAYMENT,
                settles=True,
                takes={"settlement_number": "document_number"},
            ),
            Follows(
                "acceptance_report",
                "验收以后申请尾款",
                ACCEPTANCE,
                takes={"acceptance_number": "document_number"},
            ),
        ),
        recalls={
            "completed_quantity_confirmation": {"confirmation_number": "register_number"},
        },
    )

    payment_type = Choice("付款性质", TYPES, group="合同", own=True, source=PAYMENT)
    instalment = Text(
        "本期期次",
        longest=20,
        group="合同",
        optional=True,
        applies=When("payment_type", ("instalment",)),
        suggests="house.contracts.instalments.code",
        hint="仅分期付款：合同期次的编号。",
    )
    applied_amount = Money("本次申请金额", group="申请", own=True, source=PAYMENT)
    agreed_due_on = Day(
        "约定付款日",
        group="申请",
        optional=True,
        own=True,
        planned=True,
        hint="内部设置已经登记的不用填；合同写得不清楚的，填双方书面确认的日期，程序不推算。",
    )
    confirmation_number = Code(
        "完成数量确认表编号", longest=60, group="完成数量与验收", optional=True, applies=_BALANCE
    )
    acceptance_number = Code(
        "验收书编号",
        longest=60,
        group="完成数量与验收",
        optional=True,
        applies=_BALANCE,
        source=ACCEPTANCE,
    )
    settlement_number = Code(
        "结算单文号", longest=60, group="完成数量与验收", optional=True, applies=_BALANCE
    )
    settled_due = Money(
        "结算单本次应付金额",
        group="完成数量与验收",
        optional=True,
        own=True,
        applies=_BALANCE,
        hint="尾款不得超过结算单的本次应付金额。",
    )
    issued_on = Day("申请日期", group="文号与日期", starts_as="today")

    @derived(Text("款项"), prints=("payment_type", "instalment"))
    def payment_name(self, value: Record, facts: Facts) -> str:
        """首付款, 二期款, 尾款: as the contract calls it."""
        fixed = fixed_payment(value)
        return str(fixed.name) if fixed else TYPES[value.payment_type]

    @derived(Text("付款依据"))
    def clause(self, value: Record, facts: Facts) -> str | None:
        """《…合同》第五条第二款."""
        contract = value.agreement
        if contract is None:
            return None
        place = contract.clauses.payment_clause if contract.clauses else None
        return f"《{contract.name}》{place or '付款条款'}"

    @derived(Day("约定付款日"), prints=("agreed_due_on",))
    def due_day(self, value: Record, facts: Facts) -> object:
        """The day that the contract names, or the one both parties confirmed."""
        fixed = fixed_payment(value)
        return value.agreed_due_on or (fixed.due_on if fixed else None)

    @derived(Money("已付款合计"))
    def paid_before(self, value: Record, facts: Facts) -> Decimal:
        """What was paid before."""
        return already_paid(value)

    @derived(Money("累计付款"))
    def paid_after(self, value: Record, facts: Facts) -> Decimal:
        """What will have been paid with this payment."""
        return already_paid(value) + Decimal(value.applied_amount)

    @derived(Text("比例"))
    def share_asked(self, value: Record, facts: Facts) -> str | None:
        """The payment as a share of the contract: 66.66%."""
        return percent_of(value.applied_amount, value.agreement.total) if value.agreement else None

    @derived(Text("累计比例"))
    def share_paid(self, value: Record, facts: Facts) -> str | None:
        """All payments as a share of the contract."""
        if value.agreement is None:
            return None
        return percent_of(already_paid(value) + value.applied_amount, value.agreement.total)

    def invoices_wanted(self, value: Record) -> Decimal | None:
        """Invoices come to the amount asked for."""
        amount: Decimal = value.applied_amount
        return amount

    @rule(PAYMENT)
    def amount_is_the_contracts(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A first payment and an instalment are what their clause names, to the fen."""
        contract, fixed = value.agreement, fixed_payment(value)
        yield from capitals_findings(value.stated_capitals, value.applied_amount)
        if not value.applied_amount:
            yield error("/applied_amount", "amount_zero", "金额不能为零，请核对。")
        if contract is None:
            return
        if value.payment_type == "advance" and not contract.advance:
            yield error("/payment_type", "no_advance", "这份合同没有约定首付款，请改选。")
        if value.payment_type == "instalment":
            codes = [each.code for each in contract.instalments]
            if not codes:
                yield error("/payment_type", "no_instalments", "这份合同没有约定分期付款，请改选。")
            elif not value.instalment:
                yield error("/instalment", "required", "分期付款须填写「本期期次」。")
            elif value.instalment not in codes:
                yield error(
                    "/instalment",
                    "instalment_unknown",
                    f"合同没有这一期，请从{'、'.join(codes)}中选填。",
                )
        elif value.instalment:
            yield error("/instalment", "instalment_not_wanted", "不是分期付款的不填期次，请删去。")
        if value.payment_type == "balance" and not contract.lines:
            yield error(
                "/payment_type", "no_price_table", "这份合同按期付款，没有尾款，请改选分期付款。"
            )
        if fixed and value.applied_amount != fixed.amount:
            yield error(
                "/applied_amount",
                "amount_of_the_clause",
                f"{fixed.name}以合同写明的金额为准，申请金额与它不等，请核对。",
            )
        if already_paid(value) + value.applied_amount > contract.total:
            yield error(
                "/applied_amount",
                "beyond_the_total",
                "累计付款超过合同总金额，超出部分不另行支付，请核对。",
            )

    @rule(ACCEPTANCE)
    def balance_rests_on_acceptance(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is left is paid by acceptance and settlement, and never beyond them."""
        names = ("confirmation_number", "acceptance_number", "settlement_number", "settled_due")
        for name in names:
            given = value[name] is not None
            if value.payment_type == "balance" and not given:
                yield error(f"/{name}", "required", f"申请尾款须填写「{self.label_of(name)}」。")
            elif value.payment_type != "balance" and given:
                yield error(f"/{name}", "not_wanted", "不是尾款的不填，请删去这一项。")
        if value.settled_due is not None and value.applied_amount > value.settled_due:
            yield error(
                "/applied_amount",
                "beyond_the_settlement",
                "申请金额超过结算单的本次应付金额，请核对。",
            )

    example = {
        "register_number": "2026-付款-3",
        "contract": "auxiliary-2025",
        "payment_type": "balance",
        "applied_amount": "14446520.22",
        "stated_capitals": "壹仟肆佰肆拾肆万陆仟伍佰贰拾元零贰角贰分",
        "agreed_due_on": "2026-07-31",
        "confirmation_number": "2026-数量-7",
        "acceptance_number": "示市监验收〔2026〕1号",
        "settlement_number": "示市监结算〔2026〕1号",
        "settled_due": "14446520.22",
        "earlier_payments": [
            {
                "purpose": "首付款",
                "paid_on": "2025-07-29",
                "voucher_number": "国库支付2025070312",
                "amount": "29105947.78",
            }
        ],
        "payee": {
            "name": "示例市诚办信息服务有限公司",
            "bank": "示例银行示例市示例区支行",
            "account": "999900012345678",
        },
        "invoices": [
            {
                "number": "26999000000012345678",
                "issued_on": "2026-07-07",
                "amount": "14446520.22",
                "buyer": "示例市示例区市场监督管理局",
                "seller": "示例市诚办信息服务有限公司",
            }
        ],
        "issued_on": "2026-07-09",
        "copies": 2,
        "supplier_copies": 1,
    }
