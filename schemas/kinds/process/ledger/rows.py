"""台账的一行: one order, from the day it came in to what it counts for."""

import re
from collections.abc import Iterator
from itertools import pairwise

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Code, Count, Day, Moment, Text
from schemas.ground.roles import Role
from schemas.parts.orders import SOURCES

KEPT = "合同关于工作台账的约定"
ITEMS = {"complaint": "一", "report": "二", "on_site": "三", "off_site": "四", "none": "不计"}
# The contract has a price of its own for each: a complaint is no inspection.
_ITEM_OF = {"投诉": "complaint", "举报": "report", "咨询": "none"}
_OF_JD = re.compile("(?<!非)京东")
COURSE = ("received_at", "dispatched_at", "closed_at")


class LedgerRow(Part):
    """One order; nothing in it says who sent it."""

    system = Choice("来源", SOURCES)
    number = Code("工单编号", longest=60, role=Role.complainant)
    order_type = Text("类型", longest=20, optional=True)
    received_at = Moment("收到时间")
    dispatched_at = Moment("分派时间", optional=True)
    unit = Text("承办部门", longest=120, optional=True)
    handler = Text("承办人", longest=80, optional=True)
    party = Text("被反映主体", longest=200, optional=True)
    topic = Text("问题分类", longest=200, optional=True)
    contacted_at = Moment("首次联系时间", optional=True)
    acceptance = Text("受理决定", longest=200, optional=True)
    mediation = Text("调解结果", longest=200, optional=True)
    verification = Text("核查、立案结果", longest=200, optional=True)
    inspection = Text("检查结论", longest=200, optional=True)
    transfer = Text("移送、退单", longest=200, optional=True)
    answer = Text("答复", longest=200, optional=True)
    closed_at = Moment("办结时间", optional=True)
    legal_due = Day("法定到期", optional=True, planned=True)
    contract_due = Day("合同到期", optional=True, planned=True)
    overdue = Choice("是否超期", {"yes": "是", "no": "否"})
    responded = Choice("是否响应", {"yes": "是", "no": "否"})
    solved = Text("是否解决", longest=20, optional=True)
    satisfied = Text("是否满意", longest=20, optional=True)
    papers = Count("文书份数", most=9999)
    item = Choice("结算项目", ITEMS)
    counted_month = Text("计入月份", longest=7, optional=True)
    not_counted = Text("不计原因", longest=200, optional=True)
    remark = Text("备注", longest=200, optional=True)

    @rule(KEPT)
    def things_happen_in_their_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What comes later in the work lies no earlier in time."""
        for before, after in pairwise(COURSE):
            first, then = value[before] or value.received_at, value[after]
            if then and then < first:
                yield error(f"/{after}", "times_reversed", "这一行的时间先后颠倒，请核对。")
        if value.contacted_at and value.contacted_at < value.received_at:
            yield error("/contacted_at", "times_reversed", "首次联系早于收到时间，请核对。")

    @rule("计数规则")
    def what_is_about_jd_is_not_counted(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract pays for complaints and reports that are not about 京东."""
        told = " ".join(filter(None, (value.party, value.topic, value.remark)))
        if value.item in ("complaint", "report") and _OF_JD.search(told):
            yield notice(
                "/item",
                "jd_counted",
                "这一行写到京东，涉及京东的投诉、举报不计数，请核对结算项目。",
            )

    @rule("计数规则")
    def what_counts_is_closed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A row counts in the month it was closed in, or says why it does not count."""
        if value.item == "none":
            if not value.not_counted:
                yield error("/not_counted", "required", "不计的，请写明原因。")
            if value.counted_month:
                yield error("/counted_month", "counted_and_not", "不计的，没有计入月份。")
        elif _ITEM_OF.get(value.order_type or "", value.item) != value.item:
            yield error(
                "/item",
                "item_of_another_type",
                f"类型是{value.order_type}的，不能计入结算项目{ITEMS[value.item]}，请核对类型和结算项目。",
            )
        elif value.not_counted:
            yield error("/not_counted", "counted_and_not", "计入结算项目的，不填不计原因，请核对。")
        elif not value.closed_at:
            yield error("/item", "counted_while_open", "没有办结的不能计入结算项目。")
        elif value.counted_month != f"{value.closed_at:%Y-%m}":
            yield error("/counted_month", "month_of_closing", "计入月份是办结的年和月。")
