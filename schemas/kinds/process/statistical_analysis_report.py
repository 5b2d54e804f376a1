"""汇总分析报告 (our own layout): the orders of a period, rates, problems, what is advised."""

from schemas.ground.compiling import Compiler
from schemas.ground.fields import Day, LongText, Text
from schemas.ground.kind import Audience, Header
from schemas.kinds.process.analysis.counts import COUNTS, CountsOfAPeriod
from schemas.kinds.process.analysis.making import payload_of
from schemas.kinds.process.analysis.rates import RatesOfAPeriod
from schemas.parts.compiled import CompiledFigures
from schemas.parts.sign_in import SaysSignIn

REMARKS = "分析与建议"


class StatisticalAnalysisReport(RatesOfAPeriod, CountsOfAPeriod, SaysSignIn, CompiledFigures):
    """What a period's orders came to; figures are compiled, what they mean is written by people."""

    header = Header(
        title="汇总分析报告",
        also=("统计报告", "月报"),
        audience=(Audience.office,),
        dated_by="issued_on",
        summary="一个期间的工单数量、办理结果、指标、问题分类和建议；数字由登记簿生成，文字由人补充。",
        copies=2,
        advises=True,
    )

    sections = ("统计期间", COUNTS, "指标", REMARKS, "文号与日期")
    compiler = Compiler(payload_of)

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
    problems = LongText("存在的问题", longest=3000, group=REMARKS, optional=True, own=True)
    unit_hints = LongText("对承办部门的提示", longest=3000, group=REMARKS, optional=True, own=True)
    training_given = LongText("培训情况", longest=2000, group=REMARKS, optional=True, own=True)
    recommendations = LongText("下一步建议", longest=3000, group=REMARKS, optional=True, own=True)
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

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
