"""申请付款: which payment is asked for, and what the register holds of it already."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.contract.settlement.acceptance import ACCEPTANCE
from schemas.kinds.contract.settlement.claims import due_of
from schemas.kinds.contract.settlement.named import acceptance_named, paper_named
from schemas.kinds.contract.settlement.reckoning import outstanding

PAYMENT = "合同付款条款"


class AsTheContractPlans(KindSchema):
    """Payments come in the contract's order and on its days."""

    @rule(PAYMENT)
    def payments_go_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An instalment is asked for once, after all earlier ones were paid."""
        fixed, contract = fixed_payment(value), value.agreement
        if contract is None:
            return
        paid = {each.purpose: each.amount for each in value.earlier_payments}
        if fixed and fixed.name in paid:
            yield error(
                "/earlier_payments", "paid_already", f"{fixed.name}已经付过，请核对，不重复申请。"
            )
        if value.payment_type == "instalment" and fixed:
            codes = [each.code for each in contract.instalments]
            for each in contract.instalments[: codes.index(fixed.code)]:
                sums = [row.amount for row in value.earlier_payments if row.purpose == each.name]
                if outstanding(each.amount, sums, ()) > 0:
                    yield notice(
                        "/earlier_payments",
                        "earlier_instalment_open",
                        f"{each.name}没有付足，请核对是否漏列；确有扣款的，附扣款通知书。",
                    )
        advance = contract.advance.name if contract.advance else ""
        if value.payment_type == "balance" and advance and advance not in paid:
            yield notice(
                "/earlier_payments",
                "advance_not_listed",
                f"合同约定的{advance}没有列入已付款，请核对是否漏列。",
            )

    @rule(PAYMENT)
    def day_is_told_and_never_guessed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Where a contract leaves open when it pays, both parties say so in writing."""
        fixed = fixed_payment(value)
        known = fixed.due_on if fixed else None
        if fixed and not known and not value.agreed_due_on:
            yield error(
                "/agreed_due_on",
                "due_day_untold",
                f"合同没有写明{fixed.name}的付款日期，请填写双方书面确认的「约定付款日」。",
            )
        if known and value.agreed_due_on and value.agreed_due_on != known:
            yield error(
                "/agreed_due_on",
                "due_day_differs",
                "与内部设置登记的约定付款日不同，请核对，改正其中一处。",
            )


class HeldAgainstTheRegister(KindSchema):
    """An application is compared with the settlement, the acceptance and the payments before it."""

    @beside("settlement_invoice", by="contract", source=PAYMENT)
    def asked_is_what_was_settled(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """The settlement named stands, and came to what the application says of it."""
        if value.payment_type != "balance" or not others:
            return
        here, number = "/settlement_number", value.settlement_number
        named = yield from paper_named(
            here, number, others, "settlement_unknown", "结算单里没有这个文号"
        )
        for other in named:
            due = due_of(other, value.agreement)
            if due is not None and value.settled_due != due:
                yield error(
                    "/settled_due", "settled_due_differs", f"与{other}的本次应付金额不等，请核对。"
                )
            if other.dated_on > value.issued_on:
                yield error("/issued_on", "asked_before", f"申请日期早于{other}，请核对。")

    @beside("acceptance_report", by="contract", source=ACCEPTANCE)
    def accepted_before_it_is_asked_for(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """The acceptance named stands, and did not fail."""
        if value.payment_type != "balance" or not others:
            return
        for other in (yield from acceptance_named(value, others)):
            if other.says("acceptance_conclusion") == "failed":
                yield error(
                    "/acceptance_number", "acceptance_failed", f"{other}的结论是不合格，不能付款。"
                )

    @beside("payment_application", by="contract", source=PAYMENT)
    def asked_for_once(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """No payment is asked for twice, and all together stay within the contract."""
        asked = Decimal(0)
        for other in others:
            asked += other.says("applied_amount") or 0
            alike = other.says("payment_type") == value.payment_type
            if alike and value.payment_type != "balance":
                if other.says("instalment") == value.instalment:
                    yield error("/payment_type", "asked_already", f"这一笔已经申请，见{other}。")
            elif alike and other.says("settlement_number") == value.settlement_number:
                yield error(
                    "/settlement_number", "asked_already", f"这份结算单已经申请付款，见{other}。"
                )
        if value.agreement and asked + value.applied_amount > value.agreement.total:
            yield error(
                "/applied_amount",
                "beyond_the_total",
                "与已经登记的付款申请相加，超过合同总金额，请核对。",
            )


def fixed_payment(value: Record) -> Record | None:
    """Return the payment that the contract fixes: its advance, or the instalment named."""
    contract = value.agreement
    if contract is None:
        return None
    if value.payment_type == "advance":
        return contract.advance  # type: ignore[no-any-return]
    if value.payment_type == "instalment":
        return next((each for each in contract.instalments if each.code == value.instalment), None)
    return None


def already_paid(value: Record) -> Decimal:
    """Return what was paid before."""
    return sum((each.amount for each in value.earlier_payments), Decimal("0.00"))
