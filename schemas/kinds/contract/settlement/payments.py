"""The money side of a settlement: what was paid and what was deducted."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Code, Day, Rows, Text
from schemas.kinds.contract.settlement.deductions import DEDUCTIONS, Deduction, Sum, targets_met
from schemas.kinds.contract.settlement.reckoning import outstanding, share_of


class EarlierPayment(Sum):
    """已付款: one payment made under the contract before this settlement."""

    purpose = Text("款项", longest=40, hint="例如首付款；分期付款的合同填写各期的款项名称。")
    paid_on = Day("付款日期")
    voucher_number = Code("凭证号", longest=60, hint="支付凭证的编号。")


class Payments(Part):
    """Money paid and deducted under one contract.

    Whoever inherits this has `issued_on` and derives `agreement` (the contract's house facts) and
    `account` (the amounts reckoned); both are None while the contract is not known.
    """

    earlier_payments = Rows(
        "已付款",
        EarlierPayment,
        group="已付款与扣款",
        optional=True,
        hint="本次结算以前按合同付过的每一笔，一笔一行。",
    )
    deductions = Rows(
        "扣款",
        Deduction,
        group="已付款与扣款",
        optional=True,
        source=DEDUCTIONS,
        hint="合同履行以来的每一笔扣款，包括以前各次已经扣过的。",
    )

    @rule("合同付款条款")
    def payments_come_before_the_settlement(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is paid later belongs to a later settlement."""
        for index, payment in enumerate(value.earlier_payments):
            if payment.paid_on > value.issued_on:
                yield error(
                    f"/earlier_payments/{index}/paid_on",
                    "payment_after_settlement",
                    "付款日期晚于结算日期，请核对；以后付的款不列入本次结算。",
                )
            elif value.agreement and payment.paid_on < value.agreement.signed_on:
                yield notice(
                    f"/earlier_payments/{index}/paid_on",
                    "payment_before_signing",
                    "付款日期早于合同签订日期，请核对。",
                )

    @rule("合同付款条款")
    def nothing_is_listed_twice(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The same entry twice would be subtracted twice."""
        for name, key, code in (
            ("earlier_payments", ("voucher_number", "paid_on", "amount"), "payment_listed_twice"),
            ("deductions", ("document_number", "reason", "amount"), "deduction_listed_twice"),
            ("invoices", ("number",), "invoice_listed_twice"),
        ):
            for index in _repeated([tuple(row[part] for part in key) for row in value[name]]):
                yield error(
                    f"/{name}/{index}", code, "与前面的一行相同，会重复计算，请核对或删去这一行。"
                )

    @rule(DEDUCTIONS)
    def deducted_under_this_contract(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing was deducted before the contract was signed."""
        for index, row in enumerate(value.deductions if value.agreement else ()):
            year = re.search(r"[〔﹝\[（(]((?:19|20)\d{2})", row.document_number)
            if year and int(year[1]) < value.agreement.signed_on.year:
                yield notice(
                    f"/deductions/{index}/document_number",
                    "deduction_before_contract",
                    "扣款依据的文号早于合同签订的年份，请核对是不是本合同的扣款。",
                )

    @rule(DEDUCTIONS)
    def deducted_for_a_rate_that_fell_short(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A rate that meets the contract is no failure, whatever is said of it."""
        contract = value.agreement
        targets = {each.name: each.least for each in contract.targets} if contract else {}
        for index, row in enumerate(value.deductions if targets else ()):
            if met := targets_met(row.reason, targets):
                named = "、".join(f"{name}不低于{targets[name]}%" for name in met)
                yield notice(
                    f"/deductions/{index}/reason",
                    "rate_meets_target",
                    f"合同要求{named}，扣款原因写的比率已经达到，不是没有做到，请核对比率和扣款依据。",
                )

    @rule("合同付款条款")
    def vouchers_are_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One voucher may hold several payments, but seldom does."""
        for index in _repeated([row.voucher_number for row in value.earlier_payments]):
            yield notice(
                f"/earlier_payments/{index}/voucher_number",
                "voucher_repeated",
                "凭证号与前面的一行相同，请核对是否重复登记。",
            )

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


def _repeated(entries: list[Any]) -> Iterator[int]:
    """Yield the index of every entry that stands already further up."""
    seen = set()
    for index, entry in enumerate(entries):
        if entry in seen:
            yield index
        seen.add(entry)
