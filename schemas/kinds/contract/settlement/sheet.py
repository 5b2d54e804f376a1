"""Lay a settlement out as it is printed: from a contract and a case to lines, sums and flags."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from schemas.ground.base import Part, Record
from schemas.ground.fields import Choice, Day, Flag, Group, Money, Rows, Text
from schemas.kinds.contract.settlement.reckoning import (
    PricedItem,
    SettledItem,
    Settlement,
    settle_instalments,
    settle_quantities,
)

STATES = {"settled": "已结清", "current": "本期", "later": "以后各期"}


class Quantities(Part):
    """Pieces of one item, or of all of them, with thousands separated and the sign shown."""

    contract = Text("合同数量")
    completed = Text("完成数量")
    difference = Text("差额")
    counted = Text("计价数量")


class ItemLine(Part):
    """One item of the price table, reckoned."""

    name = Text("项目")
    unit = Text("单位")
    quantities = Group("数量", Quantities)
    unit_price = Money("单价")
    amount = Money("金额")


class InstalmentLine(Part):
    """One instalment of the contract and what became of it."""

    name = Text("款项")
    share = Text("比例", optional=True)
    amount = Money("合同金额")
    due_on = Day("约定付款日", optional=True)
    paid = Money("已付款")
    deducted = Money("扣款")
    state = Choice("状态", STATES)


class Account(Part):
    """The whole reckoning: `due` is never negative, `is_refund` says which way it goes."""

    lines = Rows("单项", ItemLine)
    instalments = Rows("期次", InstalmentLine)
    sums = Group("数量合计", Quantities)
    instalment = Text("本期款项", optional=True)
    instalment_amount = Money("本期合同金额", optional=True)
    gross = Money("合计")
    cap = Money("合同总金额")
    payable = Money("应付总额")
    excess = Money("不另行支付的金额")
    paid = Money("已付款合计")
    deducted = Money("扣款合计")
    due = Money("本次应付或应退还金额")
    is_refund = Flag("应退还")
    cap_applied = Flag("超出合同总金额")


def reckon_quantities(contract: Record, value: Record) -> Record | None:
    """Return the account of a contract with a price table.

    None while the completed quantities do not name every item exactly once.
    """
    completed = {row.item: row.quantity for row in value.completed}
    if not contract.lines or sorted(row.item for row in value.completed) != sorted(
        line.code for line in contract.lines
    ):
        return None
    settlement = settle_quantities(
        [
            PricedItem(line.code, line.quantity, line.unit_price, completed[line.code])
            for line in contract.lines
        ],
        cap=contract.total,
        complement=contract.complement,
        payments=[row.amount for row in value.earlier_payments],
        deductions=[row.amount for row in value.deductions],
    )
    units = {line.unit for line in contract.lines}
    return _account(
        settlement,
        lines=tuple(
            Record(
                {
                    "name": line.name,
                    "unit": line.unit,
                    "quantities": _quantities([settled]),
                    "unit_price": line.unit_price,
                    "amount": settled.amount,
                }
            )
            for line, settled in zip(contract.lines, settlement.items, strict=True)
        ),
        # Pieces of different units do not add up to anything.
        sums=_quantities(settlement.items if len(units) == 1 else ()),
    )


def reckon_instalments(contract: Record, value: Record) -> Record | None:
    """Return the account of a contract paid by instalments; None while the one due is unknown."""
    codes = [instalment.code for instalment in contract.instalments]
    if value.instalment not in codes:
        return None
    current = codes.index(value.instalment)
    due_now = contract.instalments[current]
    rows = []
    for index, instalment in enumerate(contract.instalments):
        state = "settled" if index < current else "current" if index == current else "later"
        paid, deducted = entries_of(value, instalment.name, due_now.name)
        rows.append(
            Record(
                {name: instalment[name] for name in ("name", "share", "amount", "due_on")}
                | {"paid": sum(paid, Decimal("0.00")), "deducted": sum(deducted, Decimal("0.00"))}
                | {"state": state}
            )
        )
    settlement = settle_instalments(
        [instalment.amount for instalment in contract.instalments],
        current=current,
        cap=contract.total,
        payments=[row.amount for row in value.earlier_payments],
        deductions=[row.amount for row in value.deductions],
    )
    return _account(settlement, instalments=tuple(rows), current=due_now)


def entries_of(value: Record, name: str, due_now: str) -> tuple[list[Decimal], list[Decimal]]:
    """Return the payments and deductions made on one instalment, by the names of instalments.

    A deduction that names no instalment is made on the one that is due now.
    """
    return (
        [row.amount for row in value.earlier_payments if row.purpose == name],
        [row.amount for row in value.deductions if (row.against or due_now) == name],
    )


def _account(
    settlement: Settlement,
    *,
    lines: tuple[Record, ...] = (),
    instalments: tuple[Record, ...] = (),
    sums: Record | None = None,
    current: Record | None = None,
) -> Record:
    return Record(
        {
            "lines": lines,
            "instalments": instalments,
            "sums": sums,
            "instalment": current.name if current else None,
            "instalment_amount": current.amount if current else None,
            "gross": settlement.gross,
            "cap": settlement.cap,
            "payable": settlement.payable,
            "excess": settlement.excess,
            "paid": settlement.paid,
            "deducted": settlement.deducted,
            "due": settlement.due,
            "is_refund": settlement.is_refund,
            "cap_applied": settlement.cap_applied,
        }
    )


def _quantities(settled: Sequence[SettledItem]) -> Record:
    def total(numbers: Iterable[int], sign: str = "") -> str:
        return format(sum(numbers), f"{sign},") if settled else "—"

    difference = total((each.difference for each in settled), "+")
    return Record(
        {
            "contract": total(each.item.contract_quantity for each in settled),
            "completed": total(each.item.completed for each in settled),
            # A true minus sign is as wide as the digits; a plus before nothing says nothing.
            "difference": difference.replace("-", "−").replace("+0", "0"),
            "counted": total(each.counted for each in settled),
        }
    )
