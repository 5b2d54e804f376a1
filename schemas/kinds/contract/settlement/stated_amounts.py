"""Amounts a supplier states for itself: they must equal what is computed, in every writing."""

from collections.abc import Iterator
from decimal import Decimal

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Money, Text
from schemas.law import AmountError, read_capitals

# How amounts are written in capitals; what they come to is the contract's matter.
WRITING = "中国人民银行《正确填写票据和结算凭证的基本规定》"


class StatedCapitals(Part):
    """The amount in capitals as the supplier writes it; nothing of it is printed."""

    stated_capitals = Text(
        "乙方自报本次金额大写",
        group="核对",
        optional=True,
        kept=True,
        own=True,
    )


class StatedAmounts(StatedCapitals):
    """What an imported statement says it comes to; nothing of it is printed.

    Whoever inherits this derives `account`, which is None while nothing can be computed.
    """

    stated_amount = Money(
        "乙方自报价款",
        group="核对",
        optional=True,
        kept=True,
        own=True,
        hint="与计算结果核对：按数量结算的填合计，分期结算的填本期合同金额。",
    )
    stated_due = Money("乙方自报本次金额", group="核对", optional=True, kept=True, own=True)

    @rule("合同价款条款")
    def stated_amounts_are_the_computed_ones(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """Figures and capitals agree with the computation and so with each other."""
        account = value.account
        if account is None:
            return
        amount = account.gross if account.instalment_amount is None else account.instalment_amount
        if value.stated_amount is not None and value.stated_amount != amount:
            yield error(
                "/stated_amount",
                "stated_amount_differs",
                "自报价款与按合同计算的金额不等，请核对；分期结算的金额以合同为准。",
            )
        if value.stated_due is not None and value.stated_due != account.due:
            yield error(
                "/stated_due", "stated_due_differs", "自报的本次金额与计算结果不等，请核对。"
            )
        yield from capitals_findings(value.stated_capitals, account.due)


def capitals_findings(stated: str | None, amount: Decimal) -> Iterator[Finding]:
    """Yield what is wrong with the capitals a supplier states for an amount."""
    if not stated:
        return
    try:
        read = read_capitals(stated)
    except AmountError as fault:
        yield error("/stated_capitals", "capitals_unreadable", str(fault), WRITING)
        return
    if read.amount != amount:
        yield error(
            "/stated_capitals", "capitals_differ", "大写金额与计算结果不等，请按计算结果改写。"
        )
    for warning in read.warnings:
        yield notice("/stated_capitals", "capitals_irregular", warning, WRITING)
