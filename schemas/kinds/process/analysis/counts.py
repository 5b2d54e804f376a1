"""工单统计: the orders of a period, by type, source, result, topic, area, day; what was overdue."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Count, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.kinds.process.analysis.figures import Flow, NamedCount, OverdueOrder, adds_up, in_words
from schemas.kinds.process.analysis.making import MOST_OVERDUE, TOP
from schemas.parts.charts import Bar, Charted, bars
from schemas.parts.fractions import COUNTED

COUNTS = "工单统计"


class CountsOfAPeriod(KindSchema):
    """What came in, went out and is there; its parts, `units` among them, are the whole."""

    blank = {
        "flow_lines": 6, "type_shares": 3, "by_topic": 5, "by_result": 3,
        "received_line": ..., "balance_line": ..., "area_line": ..., "source_line": ...,
        "overdue_line": ...,
    }  # fmt: skip

    carried_over = Count("上期结转", group=COUNTS, own=True)
    received = Count("本期收到", group=COUNTS, own=True)
    closed = Count("本期办结", group=COUNTS, own=True)
    still_open = Count("期末在办", group=COUNTS, own=True)
    by_type = Rows("各类型件数", NamedCount, group=COUNTS, optional=True, own=True)
    by_source = Rows("各来源件数", NamedCount, group=COUNTS, optional=True, own=True)
    outcomes = Rows("各项办理结果件数", NamedCount, group=COUNTS, optional=True, own=True)
    topics = Rows("各问题分类件数", NamedCount, most=2000, group=COUNTS, optional=True, own=True)
    areas = Rows("各区域件数", NamedCount, most=500, group=COUNTS, optional=True, own=True)
    flow = Rows("收到和办结", Flow, most=400, group=COUNTS, own=True)
    overdue_count = Count("超期件数", group=COUNTS, own=True)
    overdue_orders = Rows(
        "超期清单", OverdueOrder, most=MOST_OVERDUE, group=COUNTS, optional=True, own=True
    )

    @derived(Text("工单数量", longest=600), prints=("received", "by_type"))
    def received_line(self, value: Record, facts: Facts) -> str:
        """本期收到工单31件，其中投诉16件、举报8件、咨询7件."""
        of = f"，其中{in_words(value.by_type)}" if value.by_type else ""
        return f"本期收到工单{value.received}件{of}"

    @derived(Text("收支", longest=300), prints=("carried_over", "closed", "still_open"))
    def balance_line(self, value: Record, facts: Facts) -> str:
        """上期结转0件＋本期收到31件＝本期办结28件＋期末在办3件."""
        return (
            f"上期结转{value.carried_over}件＋本期收到{value.received}件"
            f"＝本期办结{value.closed}件＋期末在办{value.still_open}件"
        )

    @derived(Text("来源情况", longest=600), prints=("by_source",))
    def source_line(self, value: Record, facts: Facts) -> str:
        """来源：12345热线31件."""
        return f"按来源分：{in_words(value.by_source)}" if value.by_source else "本期没有收到工单"

    @derived(Text("区域情况", longest=900), prints=("areas",))
    def area_line(self, value: Record, facts: Facts) -> str:
        """The areas most orders came from."""
        if not value.areas:
            return "本期没有收到工单"
        return f"收到工单较多的区域：{in_words(value.areas[:5])}"

    @derived(Text("超期情况", longest=300), prints=("overdue_count",))
    def overdue_line(self, value: Record, facts: Facts) -> str:
        """期限在本期的工单中，超期2件，其中未办结1件."""
        still = sum(each.still_open == "open" for each in value.overdue_orders)
        if not value.overdue_count:
            return "期限在本期的工单没有超期"
        return f"期限在本期的工单中，超期{value.overdue_count}件，其中未办结{still}件，见附件1"

    @derived(
        Charted("收到和办结", Flow, shape="lines", values=("received", "closed")),
        prints=("flow",),
    )
    def flow_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A line for what came in, one for what was closed, by day or month."""
        return tuple(value.flow)

    @derived(Charted("工单类型", Bar, shape="shares"), prints=("by_type",))
    def type_shares(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The share each type has of what came in."""
        return bars((each.name, each.count) for each in value.by_type)

    @derived(Charted("问题分类前十", Bar), prints=("topics",))
    def by_topic(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each of the ten topics most orders were about; the rest together."""
        rest = sum(each.count for each in value.topics[TOP:])
        shown = [(each.name, each.count) for each in value.topics[:TOP]]
        return bars([*shown, ("其他", rest)] if rest else shown, ordered=True)

    @derived(Charted("办理结果件数", Bar), prints=("outcomes",))
    def by_result(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each result that papers of the period state."""
        return bars((each.name, each.count) for each in value.outcomes)

    @rule(COUNTED)
    def what_came_in_went_out_or_is_there(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:  # fmt: skip
        """Carried over and received is closed and still open."""
        if value.carried_over + value.received != value.closed + value.still_open:
            yield error(
                "/still_open",
                "balance",
                "上期结转＋本期收到应当等于本期办结＋期末在办，请核对。",
            )

    @rule(COUNTED)
    def parts_are_the_whole(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Types, sources, topics, areas, days and departments each add up to what came in."""
        for field in ("by_type", "by_source", "topics", "areas"):
            yield from adds_up(value[field], value.received, field)
        for name, whole in (("received", value.received), ("closed", value.closed)):
            for field in ("flow", "units"):
                if sum(each[name] for each in value[field]) != whole:
                    yield error(f"/{field}", "parts_differ", "各项之和与总数不等，请核对。")
        if sum(each.overdue for each in value.units) != value.overdue_count:
            yield error("/overdue_count", "parts_differ", "各部门超期之和与总数不等，请核对。")

    @rule(COUNTED)
    def overdue_are_listed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Every overdue order stands in the list, as far as the list goes, and fell due then."""
        if min(value.overdue_count, MOST_OVERDUE) != len(value.overdue_orders):
            yield error("/overdue_orders", "overdue_unlisted", "超期清单与超期件数不符，请核对。")
        for index, each in enumerate(value.overdue_orders):
            if not value.period_from <= each.due_on <= value.period_to:
                here = f"/overdue_orders/{index}/due_on"
                yield error(here, "row_outside_period", "这一行的到期日不在期间之内，请核对。")
