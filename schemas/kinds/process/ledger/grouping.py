"""台账的小计: the rows of a ledger by 结算项目 and the month they count in, and what they make."""

from collections.abc import Sequence
from itertools import count

from schemas.ground.base import Part, Record
from schemas.ground.fields import Count, Rows, Text
from schemas.kinds.process.ledger.rows import ITEMS, LedgerRow

NO_MONTH = "—"


class NumberedRow(LedgerRow):
    """A row with its place in the printed ledger."""

    place = Count("序号", most=99_999)


class ItemGroup(Part):
    """The rows that count for one item of the contract in one month, and their subtotal."""

    name = Text("结算项目")
    month = Text("计入月份")
    counted = Rows("工单", NumberedRow)
    count = Count("件数")
    overdue = Count("超期件数")
    papers = Count("文书份数")


def grouped(rows: Sequence[Record]) -> tuple[Record, ...]:
    """Return the groups, the items in the contract's order, what does not count last."""
    found: dict[tuple[int, str], list[Record]] = {}
    order = [*ITEMS]
    for row in rows:
        found.setdefault((order.index(row.item), row.counted_month or ""), []).append(row)
    places = count(1)
    return tuple(
        Record({
            "name": ITEMS[order[item]],
            "month": month or NO_MONTH,
            "counted": tuple(Record({**row, "place": next(places)}) for row in below),
            "count": len(below),
            "overdue": sum(row.overdue == "yes" for row in below),
            "papers": sum(row.papers for row in below),
        })
        for (item, month), below in sorted(found.items(), key=lambda each: each[0])
    )  # fmt: skip
