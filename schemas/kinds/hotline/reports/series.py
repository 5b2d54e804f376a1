"""数据点: what a chart of a period is drawn from, and the rows beside it."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Code, Count, Moment, Text
from schemas.kinds.hotline.logs.log import OrderRow
from schemas.parts.fractions import COUNTED


class Point(Part):
    """一点: an hour, a day or a month, with what came and what was closed in it."""

    at = Code("时点", longest=10, hint="日报写小时 09，周报、月报写日期，其他写年月。")
    received = Count("收到件数")
    closed = Count("办结件数")
    last_year = Count("上年同期收到件数", optional=True)


class UnitFigure(Part):
    """科室: how many orders a unit had, closed, and closed in time."""

    name = Text("承办科室", longest=60)
    count = Count("收到件数")
    closed = Count("办结件数")
    in_time = Count("按时办结件数")

    @rule(COUNTED)
    def part_of_a_whole(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was closed in time was closed."""
        if value.in_time > value.closed:
            yield error("/in_time", "above_the_whole", "按时办结件数大于办结件数，请核对。")


class KeyOrder(OrderRow):
    """重点工单: one that the client should know of today."""

    matter = Text("事项", longest=120)
    due_at = Moment("到期", planned=True)
    why = Text("重点原因", longest=100)


class Difference(Part):
    """差异: one figure that a later import changed."""

    figure = Text("数字", longest=60)
    was = Count("原版")
    now = Count("本版")
    why = Text("原因", longest=100)

    @rule(COUNTED)
    def it_differs(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What did not change is no difference."""
        if value.was == value.now:
            yield error("/now", "nothing_changed", "两版相同的数字不是差异，请删去。")
