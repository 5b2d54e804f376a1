"""问题与对策建议报告 (our own layout): where one ranks, what changed, what is wrong, what to do."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Choice, Count, Day, LongText, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.restating import Restates
from schemas.kinds.hotline.making.problems import payload_of
from schemas.kinds.hotline.reports.figures import (
    BarsByName,
    ComparedCount,
    Figures,
    adds_up,
    changed,
    most_of,
)
from schemas.kinds.hotline.reports.rankings import Ranked
from schemas.kinds.hotline.reports.report import DELIVERED, ServiceReport
from schemas.kinds.hotline.reports.spans import end_of, may_begin
from schemas.parts.charts import Bar, Charted, bars, percent
from schemas.parts.fractions import COUNTED

ASPECTS = {"response": "响应", "solved": "解决", "satisfied": "满意", "time": "时限"}


class Unmet(Part):
    """没有解决、不满意的: how many of one class."""

    name = Text("问题分类", longest=60)
    unsolved = Count("未解决件数")
    dissatisfied = Count("不满意件数")


class OutOfDuty(Part):
    """非职权范围: orders that belong to somebody else."""

    name = Text("应当承办的单位", longest=60)
    count = Count("件数")


class Problem(Part):
    """一个问题: of which rate, in words; its number is its place."""

    aspect = Choice("方面", ASPECTS)
    problem = Text("问题", longest=300)


class Suggestion(Part):
    """一条对策: answers a problem by its number; somebody carries it out by a day."""

    problem_number = Count("对应的问题序号", least=1, most=60)
    suggestion = Text("对策建议", longest=300)
    unit = Text("责任科室", longest=60)
    due_on = Day("期限", planned=True)


class MonthlyProblemAnalysis(Ranked, BarsByName, Figures, ServiceReport):
    """One calendar month; every sentence with a figure is reckoned from the counts."""

    header = Header(
        title="问题与对策建议报告",
        audience=(Audience.office, Audience.contractor),
        dated_by="issued_on",
        summary="每月按排名情况分析诉求变化、响应解决满意时限的问题和非职权范围工单，逐条对应提出对策建议。",
        copies=2,
        about=("period_from",),
        advises=True,
    )

    sections = (
        "统计期间", "排名", "诉求变化", "指标", "问题与对策", "合同", "编制和报送",
    )  # fmt: skip
    compiler = Compiler(payload_of, of_reports=True)
    blank = {
        "rank_bars": 3, "topic_bars": 5, "topic_bars_before": 5, "district_bars": 4,
        "subject_bars": 3,
        "unsolved_bars": 4, "dissatisfied_bars": 4, "owner_bars": 3, "rates_reached": 3,
        "problem_lines": 3, "suggestions": 3, "ranking_lines": 2, "volume_line": ...,
        "duty_line": ..., "source_line": ..., "left_out_line": ...,
    }  # fmt: skip

    received_now = Count("本期收到件数", group="诉求变化", own=True)
    received_before = Count("上期收到件数", group="诉求变化", own=True)
    topics = Rows("各问题分类件数", ComparedCount, most=60, group="诉求变化", own=True)
    districts = Rows("区域件数", ComparedCount, most=60, group="诉求变化", own=True)
    subjects = Rows("主体件数", ComparedCount, most=60, group="诉求变化", optional=True, own=True)
    unmet = Rows("未解决和不满意件数", Unmet, most=60, group="问题与对策", optional=True, own=True)
    out_of_duty = Rows(
        "非职权范围工单", OutOfDuty, most=30, group="问题与对策", optional=True, own=True
    )
    duty_note = LongText(
        "非职权范围工单分析", longest=1500, group="问题与对策", optional=True, own=True
    )
    problems_told = Rows("存在问题", Problem, most=60, group="问题与对策", own=True)
    suggestions = Rows("对策建议", Suggestion, most=60, group="问题与对策", own=True)
    training_plan = LongText("培训安排", longest=1500, group="问题与对策", own=True)

    @derived(Text("报告期"))
    def subject_line(self, value: Record, facts: Facts) -> str:
        """2026年6月."""
        return f"{value.period_from.year}年{value.period_from.month}月"

    @derived(Text("数量变化"), prints=("received_now", "received_before"))
    def volume_line(self, value: Record, facts: Facts) -> str:
        """How many came, how that changed, what most of them were about."""
        now, before = value.received_now, value.received_before
        return (
            f"本期收到工单{now}件，{changed(now, before)}。"
            f"反映最多的是{most_of(value.topics, now)}。"
        )

    @derived(Charted("上期各类件数", Bar))
    def topic_bars_before(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The same of the month before."""
        return bars((each.name, each.before) for each in value.topics)

    @derived(Charted("各类未解决件数", Bar), prints=("unmet",))
    def unsolved_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each class with orders that were not solved."""
        return bars((each.name, each.unsolved) for each in value.unmet)

    @derived(Charted("各类不满意件数", Bar))
    def dissatisfied_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each class with callers who were not content."""
        return bars((each.name, each.dissatisfied) for each in value.unmet)

    @derived(Charted("非职权范围件数", Bar), prints=("out_of_duty",))
    def owner_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each body that should have had them."""
        return bars((each.name, each.count) for each in value.out_of_duty)

    @derived(Text("非职权范围"))
    def duty_line(self, value: Record, facts: Facts) -> str:
        """How many belonged to somebody else, and what share that is."""
        total = sum(each.count for each in value.out_of_duty)
        return f"不属于职权范围的工单{total}件，占{percent(total, value.received_now)}。"

    @derived(Rows("存在问题", Text("问题")), prints=("problems_told",))
    def problem_lines(self, value: Record, facts: Facts) -> tuple[str, ...]:
        """Every problem with its number, by which its advice is known."""
        return tuple(
            f"{number}. {ASPECTS[each.aspect]}：{each.problem}"
            for number, each in enumerate(value.problems_told, start=1)
        )

    @rule(DELIVERED)
    def one_calendar_month(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract asks for one every month."""
        first = value.period_from
        if not may_begin("month", first) or value.period_to != end_of("month", first):
            yield error("/period_to", "not_a_month", "问题与对策建议报告按自然月编制，请改正期间。")

    @rule(COUNTED)
    def counts_add_up(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Classes and districts are all orders; what is unmet or another's is some of them."""
        now, before = value.received_now, value.received_before
        yield from adds_up(value.topics, "topics", now, before)
        yield from adds_up(value.districts, "districts", now, before)
        yield from adds_up(value.subjects, "subjects", now, before, whole=False)
        for name in ("unsolved", "dissatisfied"):
            if sum(each[name] for each in value.unmet) > now:
                yield error("/unmet", "sum_differs", "未解决、不满意件数之和超过收到件数，请核对。")
        if sum(each.count for each in value.out_of_duty) > now:
            yield error("/out_of_duty", "sum_differs", "非职权范围件数之和超过收到件数，请核对。")
        if now > value.row_count:
            yield error("/received_now", "beyond_the_rows", "收到件数超过全部行数，请核对。")

    @rule(DELIVERED)
    def each_problem_is_answered(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Advice answers a problem by its number, and no problem is left without."""
        answered = {each.problem_number for each in value.suggestions}
        for index, each in enumerate(value.suggestions):
            if each.problem_number > len(value.problems_told):
                yield error(
                    f"/suggestions/{index}/problem_number",
                    "no_such_problem",
                    "没有这个序号的问题，请改正。",
                )
            if each.due_on < value.issued_on:
                yield error(
                    f"/suggestions/{index}/due_on", "due_before", "期限早于文书日期，请核对。"
                )
        for number in range(1, len(value.problems_told) + 1):
            if number not in answered:
                yield error(
                    f"/problems_told/{number - 1}", "unanswered", "这个问题没有对策建议，请补上。"
                )

    restated = (Restates(("suggestions.suggestion",), of="suggestions.due_on"),)

    example = {
        "period_from": "2026-06-01",
        "period_to": "2026-06-30",
        "compiled_at": "2026-07-01T09:00",
        "counting_rule": "kpi-1",
        "row_count": 1062,
        "rows_digest": "8f1c0b7e42d95a63",
        "contract": "hotline-2026",
        "rankings": [
            {
                "level": level,
                "month": month,
                "rank": rank,
                "of": of,
                "ranking_source": source,
                "announced_on": announced,
            }
            for level, month, rank, of, source, announced in (
                ("district", "2026-04", 9, 24, "区接诉即办月通报", "2026-05-12"),
                ("district", "2026-05", 6, 24, "区接诉即办月通报", "2026-06-11"),
                ("city", "2026-05", 11, 17, "市接诉即办双月通报", "2026-06-18"),
            )
        ],
        "received_now": 1062,
        "received_before": 924,
        "topics": [
            {"name": "预付消费", "count": 402, "before": 311},
            {"name": "价格标示", "count": 251, "before": 260},
            {"name": "食品安全", "count": 218, "before": 190},
            {"name": "广告宣传", "count": 191, "before": 163},
        ],
        "districts": [
            {"name": "和平路街道", "count": 588, "before": 470},
            {"name": "创业路街道", "count": 474, "before": 454},
        ],
        "subjects": [
            {"name": "示例市优康商贸有限公司", "count": 41, "before": 12},
            {"name": "示例市鸿远信息咨询有限公司", "count": 17, "before": 20},
        ],
        "kpi_figures": [
            {"indicator": "response", "numerator": 1040, "denominator": 1050, "left_out": 12,
             "left_out_reason": "退单已经批准"},
            {"indicator": "solved", "numerator": 612, "denominator": 720, "left_out": 342,
             "left_out_reason": "没有评价"},
            {"indicator": "satisfied", "numerator": 650, "denominator": 720, "left_out": 342,
             "left_out_reason": "没有评价"},
            {"indicator": "closed_in_time", "numerator": 1049, "denominator": 1050, "left_out": 12,
             "left_out_reason": "退单已经批准"},
        ],
        "unmet": [
            {"name": "预付消费", "unsolved": 71, "dissatisfied": 44},
            {"name": "广告宣传", "unsolved": 37, "dissatisfied": 26},
        ],
        "out_of_duty": [
            {"name": "示例区城市管理委员会", "count": 9},
            {"name": "示例区人力资源和社会保障局", "count": 5},
        ],
        "duty_note": "多为供热、社会保险缴费诉求，派单时分类选错。",
        "problems_told": [
            {"aspect": "response", "problem": "夜间到达的工单首次联系不及时"},
            {"aspect": "solved", "problem": "预付消费类调解后商家没有按期退款"},
        ],
        "suggestions": [
            {
                "problem_number": 1,
                "suggestion": "夜班到达的工单次日9时前完成首次联系",
                "unit": "热线专班",
                "due_on": "2026-07-15",
            },
            {
                "problem_number": 2,
                "suggestion": "调解书写明退款日期，到期前一日回访",
                "unit": "消费者权益保护科",
                "due_on": "2026-07-31",
            },
        ],
        "training_plan": "7月中旬对专班人员培训首次联系和回复写法一次。",
        "product_of": "示例市启明治理咨询有限公司",
        "compiled_by": "苗雨",
        "reviewer": "霍青",
        "issued_on": "2026-07-03",
    }  # fmt: skip
