"""样张台账: rows of a period across the page, grouped by month, with subtotals."""

from collections.abc import Sequence
from itertools import groupby

from schemas.ground.base import Facts, Part, Record, derived
from schemas.ground.fields import Choice, Count, Day, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.parts.compiled import Compiled


class Line(Part):
    """One order: what it is about, who handles it, what became of it."""

    order_number = Text("工单编号", longest=30)
    received_on = Day("收到日期")
    order_type = Choice("类型", {"complaint": "投诉", "report": "举报"})
    party = Text("被反映主体")
    topic = Text("问题分类")
    handler = Text("承办部门")
    closed_on = Day("办结日期", optional=True)
    papers = Count("文书份数")
    remark = Text("备注", optional=True)


class Month(Part):
    """The rows of one month."""

    name = Text("月份")
    received = Rows("工单", Line)
    count = Count("件数")


def month_of(row: Record) -> str:
    """Return the month a row falls into: 2026年7月."""
    return f"{row.received_on.year}年{row.received_on.month}月"


class ListSample(Compiled):
    """A ledger of up to 5,000 rows."""

    header = Header("样张台账", (Audience.office,), "compiled_at", "展示清单台账版式。")
    rows_field = "orders"
    row_key = ("order_number",)
    row_day = "received_on"

    blank = {"months": [{"name": ..., "received": 12, "count": ...}]}

    orders = Rows("工单", Line, most=5000)

    @derived(Rows("各月工单", Month), prints=("orders",))
    def months(self, value: Record, facts: Facts) -> Sequence[Record]:
        """The rows month by month, in the order of their days."""
        rows = sorted(value.orders, key=lambda row: row.received_on)
        found = [(name, tuple(group)) for name, group in groupby(rows, key=month_of)]
        return tuple(
            Record({"name": name, "received": group, "count": len(group)}) for name, group in found
        )

    example = {
        "period_from": "2026-06-01",
        "period_to": "2026-07-31",
        "compiled_at": "2026-08-01T09:00",
        "counting_rule": "样张规则1",
        "orders": [
            {
                "order_number": f"19999000020260{6 + index // 22}{1 + index:06}",
                "received_on": f"2026-0{6 + index // 22}-{1 + index % 22:02}",
                "order_type": ("complaint", "report")[index % 2],
                "party": "示例市优康商贸有限公司",
                "topic": ("预付款", "价格标示", "食品安全")[index % 3],
                "handler": ("消费者权益保护科", "价格监督科")[index % 2],
                "closed_on": f"2026-07-{1 + index % 22:02}",
                "papers": 1 + index % 4,
            }
            for index in range(44)
        ],
    }
