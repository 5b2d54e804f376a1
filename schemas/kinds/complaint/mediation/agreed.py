"""What both sides agreed at the table and wrote down: items, sums, whether it is written at all."""

import re
from collections.abc import Iterator
from decimal import Decimal

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Money, Rows
from schemas.kinds.complaint.mediation.items import AGREEMENT, OBLIGORS, AgreementItem, ObligorTotal
from schemas.law import AmountError, capitals

FORM = "《市场监督管理部门处理投诉举报文书式样》文书式样九"
EXEMPTIONS = {
    "none": "没有，应当制作",
    "performed": "调解协议已经即时履行",
    "waived": "双方同意不制作调解书",
}

# What is done once the other side has done its part.
_AFTERWARDS = re.compile(
    "(?:收到|收取|取得|到账)[^，。；]{0,4}(?:上述|全部|所有|前述|以上)[^，。；]{0,8}(?:后|之?日起|时|当日)"
)


class WrittenAgreement(Part):
    """An agreement of the day `mediated_on`, reached on site, on a paper of `issued_on`."""

    blank = {"agreement_items": 3, "totals": None}

    exemption = Choice(
        "可以不制作调解书的情形",
        EXEMPTIONS,
        group="调解",
        optional=True,
        default="none",
        kept=True,
        source=AGREEMENT,
    )
    agreement_items = Rows("协议内容", AgreementItem, most=60, group="协议内容")
    stated_total = Money(
        "被投诉人应付合计（核对用）",
        group="协议内容",
        optional=True,
        kept=True,
        hint="填写后与协议各项中被投诉人应付的金额之和核对；合计由系统打印。",
    )

    @derived(Rows("合计", ObligorTotal))
    def totals(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """What each party pays in all, where it pays under more than one item (yuan)."""
        owed = {name: amounts_of(value, name) for name in OBLIGORS}
        return tuple(
            Record({"obligor": name, "amount": sum(amounts, Decimal(0))})
            for name, amounts in owed.items()
            if len(amounts) > 1
        )

    @rule(AGREEMENT)
    def reached_on_site(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only what was agreed face to face becomes a 调解书, and not where both waived it."""
        if value.mode != "on_site":
            yield error(
                "/mode",
                "mode_not_on_site",
                "只有现场调解达成协议的才制作调解书；非现场调解的，请改为制作《调解记录》备查。",
            )
        if value.exemption == "waived":
            yield error(
                "/exemption",
                "agreement_waived",
                "双方同意不制作调解书的，请改为制作《调解记录》备查。",
            )
        if value.exemption == "performed":
            yield notice(
                "/exemption",
                "already_performed",
                "调解协议已经即时履行的，可以不制作调解书，只做好《调解记录》；"
                "仍要制作的，请核对履行期限。",
            )

    @rule(FORM)
    def dated_after_the_mediation(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The paper is written when they have agreed."""
        if value.issued_on < value.mediated_on:
            yield error("/issued_on", "before_mediation", "文书日期早于现场调解日期，请核对。")

    @rule(AGREEMENT)
    def items_fall_due_after_the_agreement(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing agreed today can have been due yesterday."""
        for index, item in enumerate(value.agreement_items):
            if item.due_on and item.due_on < value.mediated_on:
                yield error(
                    f"/agreement_items/{index}/due_on",
                    "due_before_mediation",
                    "履行期限早于现场调解日期，请核对；当场履行的，填写调解当日。",
                )

    @rule(AGREEMENT)
    def items_fall_due_in_turn(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What follows all payments is not due before the last of them."""
        for index, item in enumerate(value.agreement_items):
            before = [
                each.due_on
                for each in value.agreement_items[:index]
                if each.due_on and each.amount and each.obligor != item.obligor
            ]
            afterwards = _AFTERWARDS.search(item.action)
            if afterwards and before and item.due_on and item.due_on < max(before):
                yield notice(
                    f"/agreement_items/{index}/due_on",
                    "due_before_what_it_follows",
                    "这一项写的是收到上述款项以后履行，履行期限却早于最后一笔款项的期限，请核对。",
                )

    @rule(AGREEMENT)
    def amounts_add_up(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The total somebody reckoned equals the sum, and the sum can be written."""
        total = sum(amounts_of(value, "respondent"), Decimal(0))
        if value.stated_total is not None and value.stated_total != total:
            yield error(
                "/stated_total",
                "total_mismatch",
                "填写的合计与协议各项中被投诉人应付的金额之和不等，请逐项核对。",
            )
        for each in value.totals:
            try:
                capitals(each.amount)
            except AmountError as fault:
                yield error("/agreement_items", fault.code, str(fault))


def amounts_of(value: Record, obligor: str) -> list[Decimal]:
    """Return the amounts (yuan) one party owes under the items, in their order."""
    return [
        item.amount
        for item in value.agreement_items
        if item.obligor == obligor and item.amount is not None
    ]
