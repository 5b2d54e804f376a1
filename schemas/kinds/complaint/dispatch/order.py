"""An order that is dispatched: its numbers, what it is about, and by when it has to be done."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, LongText, Moment, PartyName, Rows, Text
from schemas.guard.wording import REPORT
from schemas.law import DueDate
from schemas.parts.listed import Line
from schemas.parts.matters import MATTERS
from schemas.parts.orders import SOURCES, OrderReference

SEPARATE = "《市场监督管理投诉举报处理办法》第九条"
ORDERS = "合同关于工单接收、分派的约定"
SORTS = MATTERS | {"other": "咨询等其他事项"}
URGENCIES = {"normal": "普通", "urgent": "紧急", "critical": "特急"}
# By what is brought: the period of the law and the contract's own.
PERIODS = {"complaint": ("D1", "C-MED-5D"), "report": ("D4", "C-RPT-15")}


class DispatchedOrder(Part):
    """One order, with the number that each platform gave it."""

    blank = {"due_lines": None}

    matter_sort = Choice("件别", SORTS, group="登记", own=True, source=ORDERS)
    matter = Text("事项", longest=120, group="登记", hint="例如「某店拒退订金」。")
    order_references = Rows("来源工单", OrderReference, group="投诉")
    received_at = Moment("收到时间", group="工单", own=True, source=ORDERS)
    reported_subject = PartyName("被反映主体", group="工单", optional=True)
    digest_of_matter = LongText("内容摘要", longest=1000, group="工单", own=True)
    urgency = Choice("紧急程度", URGENCIES, group="工单", own=True)
    dispatched_on = Day("分派日期", group="工单", starts_as="today")

    @derived(Rows("来源工单", Line), prints=("order_references",))
    def orders(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The number of each platform, a line each."""
        return tuple(
            Record({"label": SOURCES[each.system], "text": each.number})
            for each in value.order_references
        )

    @derived(Rows("时限", Line))
    def due_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """By when by law, by when by contract, each with how it was counted."""
        labels = ("法定时限", "合同时限")
        return tuple(
            Record({"label": label, "text": due.sentence})
            for label, due in zip(labels, self.dues(value, facts), strict=False)
        )

    def dues(self, value: Record, facts: Facts) -> tuple[DueDate, ...]:
        """Return the end by law and by contract; none for what is no complaint or report."""
        received = value.received_at.date()
        codes = PERIODS.get(value.matter_sort, ())
        return tuple(facts.law.due(code, received) for code in codes)

    @rule(ORDERS)
    def dispatched_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An order is dispatched after it came in, and before its days are over."""
        if value.dispatched_on < value.received_at.date():
            yield error("/dispatched_on", "before_receipt", "分派日期早于收到时间，请核对。")
            return
        for due in self.dues(value, facts)[:1]:
            if value.dispatched_on > due.due:
                yield notice(
                    "/dispatched_on",
                    "dispatched_late",
                    f"{due.sentence}分派日期已超过期限，请核对。",
                    due.citation,
                )

    @rule(ORDERS)
    def each_order_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each platform keeps its own number, and one order is one."""
        numbers = [each.number for each in value.order_references]
        for index, number in enumerate(numbers):
            if number in numbers[:index]:
                yield error(
                    f"/order_references/{index}/number",
                    "order_repeated",
                    "同一工单编号填了两次，请删去重复的。",
                )

    @rule(SEPARATE)
    def one_slip_is_one_matter(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A report in a complaint's order has a slip of its own."""
        if value.matter_sort == "complaint" and REPORT.search(value.digest_of_matter):
            yield notice(
                "/digest_of_matter",
                "report_in_complaint",
                "内容里有举报，投诉和举报应当分别处理，请另填一张分派单。",
            )
