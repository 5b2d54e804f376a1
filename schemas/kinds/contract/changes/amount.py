"""金额: what a change adds to a contract or takes from it, at the prices of its lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Money, When
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.law import figures
from schemas.parts.charts import percent_of

CHANGES = "合同关于变更和补充协议的约定"
DIRECTIONS = {"increase": "增加", "decrease": "减少"}
_PIECES = re.compile("([0-9]{1,9})[件户次份]")
IN_AN_AGREEMENT = When("agreement_type", ("agreement",))


def _difference(original: str, changed: str, lines: Iterable[Record]) -> Decimal | None:
    """Return what a clause's change of quantities comes to; None where it changes none we know.

    A clause tells a line of the price table by its number of pieces.
    """
    before, after = _PIECES.findall(original), _PIECES.findall(changed)
    if not before or len(before) != len(after):
        return None
    prices = {line.quantity: line.unit_price for line in lines}
    pairs = [(int(old), int(new)) for old, new in zip(before, after, strict=True) if old != new]
    if not pairs or any(old not in prices for old, _ in pairs):
        return None
    return sum(((new - old) * prices[old] for old, new in pairs), Decimal(0))


def _beyond(change: Decimal, total: Decimal, limit: int) -> Iterator[Finding]:
    if change * 100 > total * limit:
        yield notice(
            "/amount_change",
            "supplement_limit",
            f"追加的金额超过原合同金额的{limit}%，请先由法制机构审核能否签订补充协议。",
        )


class ChangedAmount(KindSchema):
    """A change with its direction, borne out by the quantities, held to the limit with others."""

    published_as = "supplementary_agreement"

    change_direction = Choice(
        "金额增减", DIRECTIONS, group="金额和期限", optional=True, own=True, applies=IN_AN_AGREEMENT
    )
    amount_change = Money(
        "增减金额", group="金额和期限", optional=True, own=True, applies=IN_AN_AGREEMENT
    )

    @derived(Money("变更后的合同总金额"))
    def new_total(self, value: Record, facts: Facts) -> Decimal | None:
        """The contract's total with the change; None where the amount stays."""
        contract, change = value.agreement, value.amount_change
        if contract is None or change is None:
            return None
        total: Decimal = contract.total
        new: Decimal = total + change if value.change_direction == "increase" else total - change
        return max(new, Decimal("0.00"))

    @rule(CHANGES)
    def amount_changes_within_the_contract(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An amount has a direction; what is added stays within the bureau's limit."""
        if (value.amount_change is None) != (value.change_direction is None):
            yield error("/amount_change", "change_incomplete", "增减金额和金额增减要一起填写。")
            return
        if value.agreement is None or value.amount_change is None:
            return
        if not value.amount_change:
            yield error("/amount_change", "amount_zero", "增减金额不能为零，请删去。")
        total = value.agreement.total
        if value.change_direction == "decrease" and value.amount_change >= total:
            yield error("/amount_change", "below_nothing", "减少的金额不能达到合同总金额，请核对。")
        if value.change_direction == "increase":
            yield from _beyond(value.amount_change, total, facts.house.supplement_limit)

    @rule(CHANGES)
    def quantities_come_to_the_amount(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the clauses add or take away, at the contract's prices, is the change of amount."""
        contract, change = value.agreement, value.amount_change
        if contract is None or change is None or not value.changed_clauses:
            return
        differences = [
            _difference(each.original, each.changed, contract.lines)
            for each in value.changed_clauses
        ]
        told = sum((each for each in differences if each is not None), Decimal(0))
        signed: Decimal = change if value.change_direction == "increase" else -change
        if told and told != signed:
            yield notice(
                "/amount_change",
                "amount_of_other_quantities",
                f"按变更的数量和合同单价计算是{figures(abs(told))}元，与「增减金额」不同，请核对数量、单价和金额。",
            )

    @beside("supplementary_agreement", by="contract", source=CHANGES)
    def additions_are_summed(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Several additions are held to the total together."""
        if value.change_direction != "increase" or value.agreement is None:
            return
        before = sum(
            (
                each.says("amount_change")
                for each in others
                if each.says("change_direction") == "increase"
            ),
            Decimal(0),
        )
        if before:
            share = percent_of(before + value.amount_change, value.agreement.total)
            yield notice(
                "/amount_change",
                "added_before",
                f"与{others[-1]}等以前的补充协议合计追加原合同金额的{share}，请核对有无超过上限。",
            )
