"""汇总分析报告 (our own layout): the orders of a period, rates, problems, what is advised."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Count, Day, LongText, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.kinds.process.analysis.figures import (
    AS_COUNTED,
    GROUPS,
    Flow,
    Indicator,
    Judged,
    NamedCount,
    OverdueOrder,
    UnitFigures,
    UnitRates,
    adds_up,
    in_words,
    judged,
    unit_rates,
)
from schemas.kinds.process.analysis.making import MOST_OVERDUE, TOP, payload_of
from schemas.parts import kpi
from schemas.parts.charts import Bar, Charted, Gauge, bars, percent
from schemas.parts.compiled import CompiledFigures

SAID = "合同关于汇总分析的约定"
COUNTS, REMARKS = "工单统计", "分析与建议"


class StatisticalAnalysisReport(CompiledFigures):
    """What a period's orders came to; figures are compiled, what they mean is written by people."""

    header = Header(
        title="汇总分析报告",
        audience=(Audience.office,),
        dated_by="issued_on",
        summary="一个期间的工单数量、办理结果、指标、问题分类和建议；数字由登记簿生成，文字由人补充。",
        copies=2,
        advises=True,
    )

    sections = ("统计期间", COUNTS, "指标", REMARKS, "文号与日期")
    compiler = Compiler(payload_of)
    blank = {
        "flow_lines": 6, "type_shares": 3, "by_topic": 5, "by_result": 3, "rates": 3,
        "unit_table": 3, "received_line": ..., "balance_line": ...,
        "missed_line": ..., "area_line": ..., "source_line": ..., "overdue_line": ...,
    }  # fmt: skip

    compiling_unit = Text("编制部门", longest=60, group="统计期间")
    contract = Text(
        "合同标识",
        longest=40,
        group="统计期间",
        optional=True,
        kept=True,
        suggests="house.contracts.code",
        hint="指标的要求取自这份合同。",
    )
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
    indicators = Rows("指标", Indicator, group="指标", own=True)
    units = Rows("承办部门统计", UnitFigures, most=300, group="指标", optional=True, own=True)
    problems = LongText("存在的问题", longest=3000, group=REMARKS, optional=True, own=True)
    unit_hints = LongText("对承办部门的提示", longest=3000, group=REMARKS, optional=True, own=True)
    training_given = LongText("培训情况", longest=2000, group=REMARKS, optional=True, own=True)
    recommendations = LongText("下一步建议", longest=3000, group=REMARKS, optional=True, own=True)
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

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

    @derived(Rows("指标完成情况", Judged), prints=("indicators",))
    def rates(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every rate with its fraction, what is asked for, and its change."""
        return tuple(judged(each) for each in value.indicators)

    @derived(Charted("指标完成情况", Gauge, values=("percent",), target="threshold"))
    def gauges(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The rates of all orders, each beside what it has to reach."""
        return tuple(
            Record({
                "name": each.name,
                "percent": percent(each.numerator, each.denominator),
                "threshold": None if each.threshold is None else f"{each.threshold}%",
            })
            for each in value.indicators
            if each.scope == "all"
        )  # fmt: skip

    @derived(Text("未达标的指标", longest=300))
    def missed_line(self, value: Record, facts: Facts) -> str:
        """未达标：投诉响应率、举报解决率."""
        missed = [
            f"{each.scope if each.scope != GROUPS['all'] else '全部'}{each.name}"
            for each in value.rates
            if each.verdict == "未达标"
        ]
        return f"未达标的有：{'、'.join(missed)}" if missed else "有要求的指标没有未达标的"

    @derived(Rows("承办部门情况", UnitRates), prints=("units",))
    def unit_table(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every department with its rates."""
        return tuple(unit_rates(each) for each in value.units)

    @rule(AS_COUNTED)
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

    @rule(AS_COUNTED)
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

    @rule(AS_COUNTED)
    def overdue_are_listed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Every overdue order stands in the list, as far as the list goes, and fell due then."""
        if min(value.overdue_count, MOST_OVERDUE) != len(value.overdue_orders):
            yield error("/overdue_orders", "overdue_unlisted", "超期清单与超期件数不符，请核对。")
        for index, each in enumerate(value.overdue_orders):
            if not value.period_from <= each.due_on <= value.period_to:
                here = f"/overdue_orders/{index}/due_on"
                yield error(here, "row_outside_period", "这一行的到期日不在期间之内，请核对。")

    @rule(SAID)
    def thresholds_are_the_contract_s(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is asked for is what the contract kept in the house facts asks for."""
        contract = next(
            (each for each in facts.house.contracts if each.code == value.contract), None
        )
        if value.contract and contract is None:
            yield error("/contract", "contract_unknown", "内部设置没有登记这个合同标识，请核对。")
            return
        asked = kpi.thresholds(contract)
        for index, each in enumerate(value.indicators):
            if each.threshold != asked.get(each.name):
                here = f"/indicators/{index}/threshold"
                yield error(here, "threshold_differs", "指标的要求与合同登记的不同，请核对。")

    example = {
        "compiling_unit": "示例区市场监督管理局消费者权益保护科",
        "contract": "auxiliary-2025",
        "period_from": "2026-06-01",
        "period_to": "2026-06-30",
        "compiled_at": "2026-07-08T18:20",
        "counting_rule": "kpi-1，flow-1",
        "row_filter": "期间内收到、办结、在办或者到期的全部工单",
        "row_order": "来源、工单编号",
        "row_count": 1290,
        "rows_digest": "5b1f09c2a47d33e8",
        "carried_over": 228,
        "received": 1062,
        "closed": 1014,
        "still_open": 276,
        "by_type": [
            {"name": "投诉", "count": 640},
            {"name": "举报", "count": 262},
            {"name": "咨询", "count": 160},
        ],
        "by_source": [
            {"name": "12345热线", "count": 702},
            {"name": "12315网站", "count": 360},
        ],
        "outcomes": [
            {"name": "受理", "count": 402},
            {"name": "达成调解协议", "count": 231},
            {"name": "不予受理", "count": 96},
            {"name": "终止调解", "count": 88},
            {"name": "移送", "count": 7},
        ],
        "topics": [
            {"name": "消费->预付款", "count": 402},
            {"name": "价格->标价", "count": 281},
            {"name": "食品->标签", "count": 214},
            {"name": "广告->虚假宣传", "count": 165},
        ],
        "areas": [{"name": "和平路街道", "count": 610}, {"name": "创业路街道", "count": 452}],
        "flow": [
            {"name": "6月上旬", "received": 352, "closed": 330},
            {"name": "6月中旬", "received": 361, "closed": 344},
            {"name": "6月下旬", "received": 349, "closed": 340},
        ],
        "indicators": [
            {
                "name": name,
                "scope": "all",
                "numerator": numerator,
                "denominator": denominator,
                "left_out": left_out,
                **({"threshold": threshold} if threshold else {}),
                "numerator_before": before,
                "denominator_before": 900,
                "numerator_year_ago": 0,
                "denominator_year_ago": 0,
            }
            for name, numerator, denominator, left_out, threshold, before in (
                ("响应率", 960, 1001, 12, 95, 850),
                ("解决率", 782, 930, 83, 85, 765),
                ("满意率", 560, 602, 411, 90, 792),
                ("按时办结率", 980, 1001, 12, None, 880),
            )
        ],
        "units": [
            {
                "name": "消费者权益保护科",
                "received": 640, "closed": 611, "overdue": 1, "responded": 590,
                "responded_of": 610, "solved": 470, "solved_of": 560, "satisfied": 340,
                "satisfied_of": 360,
            },
            {
                "name": "广告监督管理科",
                "received": 422, "closed": 403, "overdue": 1, "responded": 370,
                "responded_of": 391, "solved": 312, "solved_of": 370, "satisfied": 220,
                "satisfied_of": 242,
            },
        ],
        "overdue_count": 2,
        "overdue_orders": [
            {
                "system": "hotline_12345", "number": "BJ20260602090001",
                "unit": "消费者权益保护科", "topic": "消费->预付款", "due_on": "2026-06-11",
                "days": 2, "still_open": "closed",
            },
            {
                "system": "national_12315", "number": "1999900002026061000204",
                "unit": "广告监督管理科", "topic": "广告->虚假宣传", "due_on": "2026-06-30",
                "days": 8, "still_open": "open",
            },
        ],
        "problems": "首次联系不及时的集中在周末收到的工单。\n预付款类工单反复出现。",
        "unit_hints": "广告监督管理科对临近期限的工单逐件提醒。",
        "training_given": "6月18日对处置人员培训首次联系的要求，应到20人，实到20人。",
        "recommendations": "周末安排人员值守，当天完成首次联系。",
        "issued_on": "2026-07-10",
    }  # fmt: skip
