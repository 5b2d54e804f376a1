"""样张分析报告: headings of two levels, a table of rates, bars that can be read row by row."""

from collections import Counter

from schemas.ground.base import Facts, Part, Record, derived
from schemas.ground.fields import Choice, Count, Day, LongText, Rows, Text
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.parts.charts import Bar, Charted, Rate, bars, rate

RESPONSE_PERCENT = 95


class Topic(Part):
    """How many orders were about one thing."""

    name = Text("问题分类")
    count = Count("件数")


class MonthCount(Part):
    """How many orders came in a month, and how many of them were answered in time."""

    month = Choice("月份", {"2026-05": "2026年5月", "2026-06": "2026年6月"})
    received = Count("收到件数")
    answered = Count("按时联系件数")


class ReportSample(NumberedKind):
    """A report over two months, its figures reckoned from the counts."""

    header = Header(
        "样张分析报告", (Audience.office,), "issued_on", "展示带标题和图表的报告版式。",
        numbering=Numbering("gbt9704", "样张"),
    )  # fmt: skip
    blank = {"by_month": 2, "by_topic": 5, "reached": 1}

    overview = LongText("总体情况")
    months = Rows("各月件数", MonthCount)
    topics = Rows("问题分类", Topic)
    problems = LongText("存在的问题")
    advice = LongText("下一步建议")
    issued_on = Day("日期")

    @derived(Charted("各月收到件数", Bar), prints=("months",))
    def by_month(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each month, in order."""
        wordings = self.fields["months"].below.fields["month"].options
        return bars(((wordings[each.month], each.received) for each in value.months), ordered=True)

    @derived(Charted("问题分类件数", Bar), prints=("topics",))
    def by_topic(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each topic, the most frequent first."""
        counts = Counter({each.name: each.count for each in value.topics})
        return bars(counts.items())

    @derived(Rows("指标", Rate))
    def reached(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """How many orders were answered in time, of all that came."""
        received = sum(each.received for each in value.months)
        answered = sum(each.answered for each in value.months)
        return (rate("响应率", answered, received, RESPONSE_PERCENT),)

    example = {
        "document_number": "示市监样张〔2026〕9号",
        "overview": "两个月共收到工单1986件，已全部分派到承办部门。",
        "months": [
            {"month": "2026-05", "received": 924, "answered": 890},
            {"month": "2026-06", "received": 1062, "answered": 996},
        ],
        "topics": [
            {"name": "预付款", "count": 702},
            {"name": "价格标示", "count": 411},
            {"name": "食品安全", "count": 388},
            {"name": "广告宣传", "count": 260},
            {"name": "计量", "count": 225},
        ],
        "problems": "个别工单首次联系不及时。\n同一主体被反复反映。",
        "advice": "对首次联系逐件提醒。\n对反复被反映的主体开展现场指导。",
        "issued_on": "2026-07-10",
    }
