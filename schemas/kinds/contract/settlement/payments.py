"""The money side of a settlement: what was paid and what was deducted."""

import re
from collections.abc import Iterator
from decimal import Decimal

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Code, Day, Rows, Text
from schemas.kinds.contract.settlement.deductions import Deducted, Sum, listed_twice, repeated
from schemas.kinds.contract.settlement.reckoning import outstanding, share_of


class EarlierPayment(Sum):
    """已付款: one payment made under the contract before this settlement."""

    purpose = Text("款项", longest=40, hint="例如首付款；分期付款的合同填写各期的款项名称。")
    paid_on = Day("付款日期")
    voucher_number = Code("凭证号", longest=60, hint="支付凭证的编号。")


class PaidEarlier(Part):
    """What was paid under a contract before; whoever inherits this derives `agreement`."""

    earlier_payments = Rows(
        "已付款",
        EarlierPayment,
        group="已付款与扣款",
        optional=True,
        hint="本次以前按合同付过的每一笔，一笔一行。",
    )

    @rule("合同付款条款")
    def payments_come_before_the_paper(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is paid later belongs to a later paper."""
        for index, payment in enumerate(value.earlier_payments):
            if payment.paid_on > value.issued_on:
                yield error(
                    f"/earlier_payments/{index}/paid_on",
                    "payment_after_settlement",
                    f"付款日期晚于{self.label_of('issued_on')}，请核对；以后付的款不列入本次。",
                )
            elif value.agreement and payment.paid_on < value.agreement.signed_on:
                yield notice(
                    f"/earlier_payments/{index}/paid_on",
                    "payment_before_signing",
                    "付款日期早于合同签订日期，请核对。",
                )

    @rule("合同付款条款")
    def no_payment_is_listed_twice(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The same entry twice would be subtracted twice."""
        key = ("voucher_number", "paid_on", "amount")
        rows = value.earlier_payments
        yield from listed_twice("earlier_payments", rows, key, "payment_listed_twice")

    @rule("合同付款条款")
    def vouchers_are_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One voucher may hold several payments, but seldom does."""
        for index in repeated([row.voucher_number for row in value.earlier_payments]):
            yield notice(
                f"/earlier_payments/{index}/voucher_number",
                "voucher_repeated",
                "凭证号与前面的一行相同，请核对是否重复登记。",
            )


class Payments(Deducted, PaidEarlier):
    """Money paid and deducted under one contract.

    Whoever inherits this has `issued_on` and derives `agreement` (the contract's house facts) and
    `account` (the amounts reckoned); both are None while the contract is not known.
    """

    @rule("合同付款条款")
    def fixed_payments_follow_the_contract(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The amount a contract names governs; its share, and an advance paid, are held to it."""
        contract = value.agreement
        if contract is None:
            return
        fixed = [*contract.instalments, *([contract.advance] if contract.advance else [])]
        if any(_share_differs(contract.total, each) for each in fixed):
            yield notice(
                "/contract",
                "share_differs",
                "合同写明的付款比例与金额不符，已以金额为准，请对照合同核对。",
            )
        if contract.advance is None:
            return
        name, owed = contract.advance.name, contract.advance.amount
        paid = [row.amount for row in value.earlier_payments if row.purpose == name]
        otherwise = [
            index
            for index, row in enumerate(value.earlier_payments)
            if row.purpose.startswith(name) or row.amount == owed
        ]
        if not paid and otherwise:
            yield notice(
                f"/earlier_payments/{otherwise[0]}/purpose",
                "advance_named_otherwise",
                f"这一笔像是合同约定的{name}，请把「款项」照合同写成「{name}」，不加其他说明。",
            )
        elif not paid:
            yield notice(
                "/earlier_payments",
                "advance_not_listed",
                f"合同约定的{name}没有列入已付款，请核对是否漏列。",
            )
        elif outstanding(owed, paid, ()):
            yield notice(
                "/earlier_payments",
                "advance_differs",
                f"已付的{name}与合同写明的金额不等，请核对。",
            )


def _share_differs(total: Decimal, fixed: Record) -> bool:
    share = re.fullmatch(r"(\d+(?:\.\d+)?)[%％]", fixed.share or "")
    return share is not None and share_of(total, Decimal(share[1])) != fixed.amount
