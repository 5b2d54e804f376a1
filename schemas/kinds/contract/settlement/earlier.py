"""What a settlement owes to those before it and to the quantities confirmed for it."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Finding, Part, Record, error
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.contract.settlement.named import acceptance_named


class AfterEarlierSettlements(Part):
    """A settlement among the others of its contract; it has what `SettlementInvoice` declares."""

    @beside("settlement_invoice", by="contract", source="合同验收条款")
    def settlements_go_forward(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """A contract is settled once to the end, each instalment once, and no quantity shrinks."""
        completed = {row.item: row.quantity for row in value.completed}
        index_of = {row.item: index for index, row in enumerate(value.completed)}
        for other in others:
            if other.says("settlement_type") == "final":
                yield error(
                    "/settlement_type",
                    "contract_settled",
                    f"这份合同已出具最终结算单{other}，请先更正或作废它。",
                )
            elif value.instalment and other.says("instalment") == value.instalment:
                yield error(
                    "/instalment",
                    "instalment_settled",
                    f"这一期已经结算，见{other}。",
                    "合同付款条款",
                )
            for item, quantity in _quantities(other).items():
                if other.dated_on <= value.issued_on and completed.get(item, quantity) < quantity:
                    yield error(
                        f"/completed/{index_of[item]}/quantity",
                        "quantity_fell",
                        f"累计完成数量少于{other}已经结算的数量，请核对。",
                    )

    @beside("completed_quantity_confirmation", source="合同验收条款")
    def quantities_are_confirmed(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """What is settled is what the case's last confirmation for the contract counted."""
        confirmed = [each for each in others if each.says("contract") == value.contract]
        if not confirmed:
            return
        last = max(confirmed, key=lambda each: each.says("period_to"))
        counted = _quantities(last)
        for index, row in enumerate(value.completed):
            if counted.get(row.item, row.quantity) != row.quantity:
                yield error(
                    f"/completed/{index}/quantity",
                    "quantity_not_confirmed",
                    f"与{last}确认的完成数量不同，请核对。",
                )

    @beside("acceptance_report", by="contract", source="合同验收条款")
    def acceptance_stands(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """The acceptance that a settlement names stands, on that day, and did not fail."""
        if not value.acceptance_number or not others:
            return
        for other in (yield from acceptance_named(value, others)):
            if value.accepted_on != other.dated_on:
                yield error("/accepted_on", "accepted_on_differs", f"与{other}的日期不同，请核对。")
            if other.says("acceptance_conclusion") == "failed":
                yield error(
                    "/acceptance_number", "acceptance_failed", f"{other}的结论是不合格，不能结算。"
                )


def _quantities(other: Standing) -> dict[str, int]:
    return {row["item"]: row["quantity"] for row in other.says("completed") or ()}
