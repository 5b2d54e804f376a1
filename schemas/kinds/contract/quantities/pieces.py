"""Pieces of a contract's items: done in a period, put right afterwards, done altogether."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Count, Text
from schemas.kinds.contract.settlement.acceptance import ACCEPTANCE
from schemas.kinds.contract.settlement.completed import ItemCode
from schemas.parts.charts import percent
from schemas.parts.counting import LEFT

DIRECTIONS = {"more": "增加", "fewer": "减少"}
_OF_JD = re.compile("(?<!非)京东(?![^，。；]{0,8}(?:误判|误列|改判))")
MONTH = re.compile("20[0-9]{2}-(?:0[1-9]|1[0-2])")
REASONS = {code: name for code, (name, _) in LEFT.items()}


class PeriodPieces(Part):
    """本期完成: how much of one item was completed in the period."""

    item = ItemCode()
    quantity = Count("本期完成数量", most=10**8)


class Adjustment(Part):
    """计数更正: pieces counted in an earlier month too many or too few, and why."""

    item = ItemCode()
    direction = Choice("增减", DIRECTIONS)
    quantity = Count("件数", least=1, most=10**8)
    month = Text("原计数月份", longest=7, hint="写成 2026-07。")
    reason = Text("更正理由", longest=200, factual=True)

    @rule("合同关于完成数量的约定")
    def what_is_left_out_stays_out(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Orders about 京东 are none of the contract's pieces, whenever they are counted."""
        if value.direction == "more" and _OF_JD.search(value.reason):
            yield notice(
                "/reason",
                "jd_counted",
                "涉及京东的工单不计数，更正理由却因京东的工单增加件数，请核对。",
            )


class LeftOut(Part):
    """不计入统计: rows of the ledger that are closed and not counted, by their reason."""

    reason = Choice("原因", REASONS)
    quantity = Count("件数", least=1, most=10**8)


class DoneLine(Part):
    """One item as a table prints it, or all of them: pieces with thousands separated."""

    name = Text("项目")
    unit = Text("单位")
    contracted = Text("合同数量")
    done = Text("累计完成")
    difference = Text("差额")
    share = Text("完成率")


class ConfirmedLine(DoneLine):
    """The same with what the period brought."""

    earlier = Text("上期累计")
    now = Text("本期完成")
    adjusted = Text("更正")


@dataclass(frozen=True, slots=True)
class Pieces:
    """How many pieces of one item, or of all, a paper speaks of."""

    contracted: int
    earlier: int
    now: int
    adjusted: int
    done: int


def by_item(rows: Sequence[Any]) -> dict[str, int]:
    """Return the pieces of each item; the last row of one that stands twice, which is refused."""
    return {row["item"]: row["quantity"] for row in rows}


def adjusted(rows: Sequence[Record], item: str) -> int:
    """Return by how many pieces corrections change what was counted of an item before."""
    return sum(
        row.quantity if row.direction == "more" else -row.quantity
        for row in rows
        if row.item == item
    )


def earlier(value: Record, item: str) -> int:
    """Return what of an item was confirmed before the period, as the paper's numbers have it."""
    now = by_item(value.period_pieces).get(item, 0)
    return int(by_item(value.completed).get(item, 0) - now - adjusted(value.adjustments, item))


def lines_of(contract: Record, value: Record) -> tuple[Record, ...]:
    """Return a line an item, and one of all where they are counted in one unit."""
    done, now = by_item(value.completed), by_item(value.period_pieces)
    pieces = {
        each.code: Pieces(
            each.quantity,
            earlier(value, each.code),
            now.get(each.code, 0),
            adjusted(value.adjustments, each.code),
            done.get(each.code, 0),
        )
        for each in contract.lines
    }
    lines = [_line(each.name, each.unit, pieces[each.code]) for each in contract.lines]
    units = {each.unit for each in contract.lines}
    if len(units) == 1:
        columns = zip(*map(astuple, pieces.values()), strict=True)
        lines.append(_line("合计", units.pop(), Pieces(*map(sum, columns))))
    return tuple(lines)


def done_lines(contract: Record, completed: Sequence[Record]) -> tuple[Record, ...]:
    """Return what was done altogether, a line an item."""
    done = by_item(completed)
    pieces = [
        Pieces(each.quantity, 0, 0, 0, done[each.code]) if each.code in done else None
        for each in contract.lines
    ]
    return tuple(
        Record({name: _line(each.name, each.unit, numbers)[name] for name in DoneLine().fields})
        for each, numbers in zip(contract.lines, pieces, strict=True)
        if numbers
    )


def items_stand_once(
    contract: Record, name: str, rows: Sequence[Record], every: bool
) -> Iterator[Finding]:
    """Yield an error for an item that the contract lacks, one that stands twice, one left out."""
    known, seen = {line.code for line in contract.lines}, Counter[str]()
    for index, row in enumerate(rows):
        here = f"/{name}/{index}/item"
        if row.item not in known:
            yield error(
                here,
                "item_unknown",
                "合同明细中没有这个编号，请对照内部设置中的合同明细填写。",
                ACCEPTANCE,
            )
        elif every and seen[row.item]:
            detail = "这个单项已经填过，请合并成一行。"
            yield error(here, "item_repeated", detail, ACCEPTANCE)
        seen[row.item] += 1
    missing = [line.name for line in contract.lines if line.code not in seen]
    if every and missing:
        yield error(
            f"/{name}",
            "item_missing",
            f"没有填写完成数量的单项：{'、'.join(missing)}；没有完成的请填 0。",
            ACCEPTANCE,
        )


def _line(name: str, unit: str, pieces: Pieces) -> Record:
    return Record(
        {
            "name": name,
            "unit": unit,
            "contracted": f"{pieces.contracted:,}",
            "earlier": f"{pieces.earlier:,}".replace("-", "−"),
            "now": f"{pieces.now:,}",
            "adjusted": _signed(pieces.adjusted),
            "done": f"{pieces.done:,}",
            "difference": _signed(pieces.done - pieces.contracted),
            "share": percent(pieces.done, pieces.contracted),
        }
    )


def _signed(number: int) -> str:
    return f"{number:+,}".replace("-", "−") if number else "0"
