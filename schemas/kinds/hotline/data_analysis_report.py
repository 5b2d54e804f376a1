"""数据分析报告 (our own layout): days and weeks in a page, months and longer analysed."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Choice, Count, Flag, LongText, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.kinds.hotline.making.analysis import payload_of
from schemas.kinds.hotline.reports.figures import (
    BarsByName,
    ComparedCount,
    Figures,
    adds_up,
    changed,
    most_of,
)
from schemas.kinds.hotline.reports.report import ServiceReport
from schemas.kinds.hotline.reports.series import Difference, KeyOrder, Point, UnitFigure
from schemas.kinds.hotline.reports.spans import BRIEF, SPANS, end_of, may_begin, named, points_of
from schemas.parts.charts import Bar, Charted, bars, percent
from schemas.parts.fractions import COUNTED
from schemas.parts.sign_in import SaysSignIn

REPORTED = "合同关于日报、周报、季报、半年度、全年数据分析报告的约定"
ANALYSED = ("kpi_figures", "topics", "districts", "unit_figures", "main_findings", "work_advice")


class DataAnalysisReport(SaysSignIn, BarsByName, Figures, ServiceReport):
    """One period; the points of its chart are every hour, day or month of it, and add up."""

    header = Header(
        title="数据分析报告",
        audience=(Audience.office, Audience.contractor),
        dated_by="issued_on",
        summary="日报、周报、月报、季报、半年和全年报告：收到、签收、办结、到期、超期，指标、分类、区域、科室和同比。",
        copies=2,
        about=("report_span", "period_from"),
        advises=True,
    )

    sections = (
        "报告", "统计期间", "数据", "分类", "指标", "分析", "版本", "合同", "编制和报送",
    )  # fmt: skip
    compiler = Compiler(payload_of, of_reports=True)
    blank = {
        "brief": False, "weekly": False, "point_bars": 6, "last_year_bars": None,
        "topic_bars": 5, "district_bars": 4, "subject_bars": 3, "unit_figures": 4,
        "rates_reached": 3,
        "key_orders": None, "differences": None, "volume_line": ..., "due_line": ...,
        "change_line": ..., "year_line": ..., "repeat_line": ..., "source_line": ...,
        "left_out_line": ..., "point_caption": ..., "point_name": ...,
    }  # fmt: skip

    report_span = Choice("报告种类", SPANS, group="报告", own=True, source=REPORTED)
    points = Rows("各时点件数", Point, most=366, group="数据", own=True, source=REPORTED)
    signed_in_count = Count("签收件数", group="数据", own=True)
    in_time_count = Count("按时签收件数", group="数据", own=True)
    open_count = Count("在办件数", group="数据", own=True)
    due_next_count = Count("次日到期件数", group="数据", own=True)
    open_overdue_count = Count("超期未办件数", group="数据", own=True)
    received_before = Count("上期收到件数", group="数据", optional=True, own=True)
    repeated_callers = Count("重复来电人数", group="分类", optional=True, own=True)
    topics = Rows("各问题分类件数", ComparedCount, most=60, group="分类", optional=True, own=True)
    districts = Rows("区域件数", ComparedCount, most=60, group="分类", optional=True, own=True)
    subjects = Rows("主体件数", ComparedCount, most=60, group="分类", optional=True, own=True)
    unit_figures = Rows("科室件数", UnitFigure, most=60, group="分类", optional=True, own=True)
    key_orders = Rows("重点工单", KeyOrder, most=60, group="分析", optional=True, own=True)
    main_findings = LongText("发现的主要问题", longest=3000, group="分析", optional=True, own=True)
    work_advice = LongText("工作建议", longest=3000, group="分析", optional=True, own=True)
    report_version = Count(
        "版本", least=1, most=99, group="版本", optional=True, default=1, own=True
    )
    differences = Rows("与上一版的差异", Difference, most=60, group="版本", optional=True, own=True)

    @derived(Text("报告期"), prints=("report_span",))
    def subject_line(self, value: Record, facts: Facts) -> str:
        """2026年第二季度季报."""
        return f"{named(value.report_span, value.period_from)}{SPANS[value.report_span]}"

    @derived(Flag("一页的报告"))
    def brief(self, value: Record, facts: Facts) -> bool:
        """Whether it is a day's or a week's."""
        return value.report_span in BRIEF

    @derived(Flag("周报"))
    def weekly(self, value: Record, facts: Facts) -> bool:
        """A week is compared with the one before."""
        return bool(value.report_span == "week")

    @derived(Count("收到件数"))
    def received_total(self, value: Record, facts: Facts) -> int:
        """All points together."""
        return sum(each.received for each in value.points)

    @derived(
        Text("总体数据"),
        prints=("points", "signed_in_count", "in_time_count", "open_count"),
    )
    def volume_line(self, value: Record, facts: Facts) -> str:
        """What came, was signed in, in time, closed, is open."""
        closed = sum(each.closed for each in value.points)
        return (
            f"收到工单{value.received_total}件；签收{value.signed_in_count}件，其中按时签收"
            f"{value.in_time_count}件（{percent(value.in_time_count, value.signed_in_count)}）；"
            f"办结{closed}件，在办{value.open_count}件。"
        )

    @derived(Text("到期与超期"), prints=("due_next_count", "open_overdue_count"))
    def due_line(self, value: Record, facts: Facts) -> str:
        """What falls due on the next day, and what is overdue."""
        return f"次日到期{value.due_next_count}件，超期未办{value.open_overdue_count}件。"

    @derived(Text("环比"), prints=("received_before",))
    def change_line(self, value: Record, facts: Facts) -> str | None:
        """How it changed against the period before; the largest classes."""
        if value.received_before is None:
            return None
        told = (
            f"收到工单{value.received_total}件，"
            f"{changed(value.received_total, value.received_before)}。"
        )
        if value.topics:
            told += f"反映最多的是{most_of(value.topics, value.received_total)}。"
        return told

    @derived(Text("同比"))
    def year_line(self, value: Record, facts: Facts) -> str | None:
        """How it changed against the same period of the year before, where all of it is known."""
        then = [each.last_year for each in value.points]
        if None in then:
            return None
        return f"上年同期收到{sum(then)}件，本期{_against(value.received_total, sum(then))}。"

    @derived(Text("重复反映"), prints=("repeated_callers",))
    def repeat_line(self, value: Record, facts: Facts) -> str | None:
        """Who called again, and whom most orders are about."""
        if value.repeated_callers is None and not value.subjects:
            return None
        told = [] if value.repeated_callers is None else [f"重复来电{value.repeated_callers}人"]
        if value.subjects:
            told.append(f"反映最集中的主体是{most_of(value.subjects, value.received_total)}")
        return "；".join(told) + "。"

    @derived(Text("图的标题"))
    def point_caption(self, value: Record, facts: Facts) -> str:
        """图1　各小时收到工单."""
        return f"图1　各{self.point_name_of(value)}收到工单"

    @derived(Text("时点"))
    def point_name(self, value: Record, facts: Facts) -> str:
        """小时, 日 or 月."""
        return self.point_name_of(value)

    def point_name_of(self, value: Record) -> str:
        """Return what a point of the chart is."""
        if value.report_span == "day":
            return "小时"
        return "日" if value.report_span in ("week", "month") else "月"

    @derived(Charted("各时点收到件数", Bar))
    def point_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each point, in their order."""
        return bars(((each.at, each.received) for each in value.points), ordered=True)

    @derived(Charted("上年同期各时点件数", Bar))
    def last_year_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The same of the year before, where it is known."""
        known = [each for each in value.points if each.last_year is not None]
        return bars(((each.at, each.last_year) for each in known), ordered=True)

    @rule(REPORTED)
    def period_is_the_spans(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Weeks run from Monday to Sunday, the rest by the calendar or the contract's year."""
        opening = 1
        if facts.house.analysis_by_contract_year and value.report_span in ("half", "year"):
            kept = [each for each in facts.house.contracts if each.code == value.contract]
            opening = kept[0].starts_on.month if kept and kept[0].starts_on else 1
        span, first = value.report_span, value.period_from
        if not may_begin(span, first, opening):
            yield error(
                "/period_from",
                "span_begins",
                "报告种类与期间的起始日不符：周报自星期一起，其他按自然月起。",
            )
        elif value.period_to != end_of(span, first):
            yield error(
                "/period_to",
                "span_ends",
                f"{SPANS[span]}的期间应当到{end_of(span, first).isoformat()}为止，请改正。",
            )

    @rule(COUNTED)
    def every_point_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Every hour, day or month of the period has one point; nothing is counted elsewhere."""
        if value.period_to < value.period_from:
            return
        wanted = [*points_of(value.report_span, value.period_from, value.period_to)]
        if [each.at for each in value.points] != wanted:
            yield error(
                "/points",
                "points_differ",
                f"各时点应当依次是{wanted[0]}至{wanted[-1]}，每个一行，请补全或者调整。",
            )

    @rule(COUNTED)
    def counts_add_up(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Classes and districts are all orders of the points; parts are no larger than wholes."""
        now, before = value.received_total, value.received_before or 0
        for name in ("topics", "districts"):
            yield from adds_up(value[name], name, now, before)
        yield from adds_up(value.subjects, "subjects", now, before, whole=False)
        if value.unit_figures and sum(each.count for each in value.unit_figures) != now:
            yield error("/unit_figures", "sum_differs", "各科室件数之和与总数不符，请核对。")
        if value.in_time_count > value.signed_in_count:
            yield error("/in_time_count", "above_the_whole", "按时签收件数大于签收件数，请核对。")
        if value.open_overdue_count > value.open_count:
            yield error(
                "/open_overdue_count", "above_the_whole", "超期未办件数大于在办件数，请核对。"
            )
        if now > value.row_count:
            yield error("/points", "beyond_the_rows", "收到件数超过全部行数，请核对。")

    @rule(REPORTED)
    def longer_ones_are_analysed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A week is compared; a month and longer has indicators, classes, units and advice."""
        wanted = [] if value.report_span == "day" else ["received_before"]
        wanted += [] if value.brief else ANALYSED
        for name in wanted:
            if value[name] is None or value[name] == ():
                yield error(
                    f"/{name}",
                    "required",
                    f"{SPANS[value.report_span]}要有「{self.label_of(name)}」，请填写。",
                )

    @rule(COUNTED)
    def later_versions_say_what_changed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Late imports change figures: a later version lists the differences, a first has none."""
        if (value.report_version > 1) != bool(value.differences):
            yield error(
                "/differences",
                "differences",
                "第2版起列明与上一版的差异；第1版没有差异，请核对版本。",
            )

    example = {
        "report_span": "week",
        "period_from": "2026-06-22",
        "period_to": "2026-06-28",
        "compiled_at": "2026-06-29T08:00",
        "counting_rule": "kpi-1",
        "row_count": 252,
        "rows_digest": "3b9d27c05e8f41a6",
        "contract": "hotline-2026",
        "points": [
            {"at": f"2026-06-{22 + day}", "received": received, "closed": closed}
            for day, (received, closed) in enumerate(
                ((41, 36), (38, 40), (44, 39), (36, 41), (33, 35), (19, 12), (21, 10))
            )
        ],
        "signed_in_count": 232,
        "in_time_count": 229,
        "open_count": 57,
        "due_next_count": 14,
        "open_overdue_count": 2,
        "received_before": 218,
        "topics": [
            {"name": "预付消费", "count": 96, "before": 82},
            {"name": "价格标示", "count": 71, "before": 77},
            {"name": "食品安全", "count": 65, "before": 59},
        ],
        "key_orders": [
            {
                "order_number": "SL20260624000087",
                "matter": "示例市优康商贸有限公司多人预付款未退",
                "due_at": "2026-06-29T23:59",
                "why": "同一主体一周内第9件",
            }
        ],
        "product_of": "示例市启明治理咨询有限公司",
        "compiled_by": "苗雨",
        "reviewer": "霍青",
        "issued_on": "2026-06-29",
    }


def _against(now: int, then: int) -> str:
    return changed(now, then).replace("比上期", "比上年同期").replace("上期", "上年同期")
