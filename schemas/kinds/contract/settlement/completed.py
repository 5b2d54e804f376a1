"""What was completed of a contract's price table, every item named once."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Count, Rows, Text
from schemas.kinds.contract.settlement.acceptance import ACCEPTANCE

PRICE = "合同价款条款"


class ItemCode(Text):
    """单项编号: an item of the price table, by the code that the house facts give it."""

    def __init__(self, label: str = "单项编号", **rest: Any) -> None:
        known: dict[str, Any] = {"longest": 30, "suggests": "house.contracts.lines.code"}
        super().__init__(label, **(known | {"hint": "内部设置中合同明细的编号。"} | rest))


class CompletedItem(Part):
    """完成数量: how much of one item of the price table was completed."""

    item = ItemCode()
    quantity = Count("累计完成数量", most=10**8)


class Completed(Part):
    """The pieces done under a contract since it began, by item."""

    completed = Rows(
        "完成数量",
        CompletedItem,
        group="完成数量与验收",
        optional=True,
        source=ACCEPTANCE,
        hint="按数量结算的合同：每个单项一行，填自合同履行以来累计完成的数量，没有的填 0。",
    )


class ByQuantities(Completed):
    """A settlement by quantities; it has `settlement_type` and derives `agreement`, `account`."""

    @rule(PRICE)
    def quantities_name_every_item_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A settlement by quantities names each item of the contract's price table once."""
        contract = value.agreement
        if contract is None or value.settlement_type == "instalment":
            return
        if not contract.lines:
            yield error(
                "/settlement_type",
                "no_price_table",
                "这份合同没有价目明细，只能选「分期结算」。",
            )
            return
        if value.instalment:
            yield error(
                "/instalment", "instalment_not_wanted", "按数量结算的不填期次，请删去这一项。"
            )
        known, seen = {line.code for line in contract.lines}, Counter[str]()
        for index, row in enumerate(value.completed):
            if row.item not in known:
                yield error(
                    f"/completed/{index}/item",
                    "item_unknown",
                    "合同明细中没有这个编号，请对照内部设置中的合同明细填写。",
                )
            elif seen[row.item]:
                yield error(
                    f"/completed/{index}/item",
                    "item_repeated",
                    "这个单项已经填过，请合并成一行。",
                )
            seen[row.item] += 1
        missing = [line.name for line in contract.lines if line.code not in seen]
        if missing:
            yield error(
                "/completed",
                "item_missing",
                f"没有填写完成数量的单项：{'、'.join(missing)}；没有完成的请填 0。",
            )

    @rule(ACCEPTANCE)
    def complement_is_seen(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract does not say what 互补 means: eyes on every use of it."""
        contract = value.agreement
        if value.account is None or not value.account.lines or not contract.complement:
            return
        if contract.complement_confirmed:
            return
        completed = {row.item: row.quantity for row in value.completed}
        over = [completed[line.code] - line.quantity for line in contract.lines]
        if any(each > 0 for each in over) and any(each < 0 for each in over):
            yield notice(
                "/completed",
                "complement_used",
                "有的单项超出合同数量、有的不足，已按可以互补计价；互补的含义请合同双方书面确认，确认后记入内部设置。",
            )
