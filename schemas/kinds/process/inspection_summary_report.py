"""检查工作总结报告 (our own layout, GB/T 9704 upwards): what a period's inspections came to."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Count, Day, LongText, Rows, Text
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.ground.restating import Restates
from schemas.kinds.process.analysis.figures import NamedCount, in_words
from schemas.kinds.process.analysis.inspections import (
    DomainFigures,
    MonthFigures,
    payload_of,
    summed,
)
from schemas.parts.charts import Bar, Charted, bars, percent
from schemas.parts.compiled import CompiledFigures
from schemas.parts.decisions import Approved
from schemas.parts.fractions import COUNTED

SAID = "合同关于检查情况汇总的约定"
UPWARDS = "GB/T 9704-2012 关于上行文的规定"
DONE, FOUND, REMARKS = "任务完成情况", "检查结果", "做法和下一步"
_REQUEST = re.compile("请(?:予|给予)?(?:批准|批示|审批|拨付|解决)|妥否|当否|特此请示")


class InspectionSummaryReport(CompiledFigures, Approved, NumberedKind):
    """One period's inspections, reported upwards; figures are compiled, the rest is written."""

    header = Header(
        title="检查工作总结报告",
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="一个期间检查任务的完成、发现的问题、处置和整改，报送上级部门；数字由登记簿生成，文字由人补充。",
        numbering=Numbering("gbt9704"),
        approval=True,
        copies=2,
        advises=True,
    )

    sections = ("统计期间", DONE, FOUND, REMARKS, "文号与日期", "审批与告知")
    compiler = Compiler(payload_of)
    blank = {
        "plan_line": ..., "scope_line": ..., "problem_line": ..., "measure_line": ...,
        "review_line": ..., "domain_bars": 5, "problem_bars": 5, "month_bars": 3,
        "measure_bars": 3, "by_domain": 5,
    }  # fmt: skip

    compiling_unit = Text("编制部门", longest=60, group="统计期间")
    reported_to = Text("主送机关", longest=60, group="统计期间", own=True, hint="一般只写一个。")
    copied_to = Text("抄送机关", longest=200, group="统计期间", own=True, optional=True)
    planned = Count("计划户数", group=DONE, own=True)
    done_on_site = Count("现场检查次数", group=DONE, own=True)
    done_off_site = Count("非现场检查次数", group=DONE, own=True)
    objects = Count("检查对象户数", group=DONE, own=True)
    most_visits = Count("同一企业现场检查最多次数", group=DONE, own=True)
    items_checked = Count("检查项目数", group=DONE, own=True)
    by_domain = Rows("各领域情况", DomainFigures, most=60, group=DONE, own=True, optional=True)
    by_month = Rows("各月检查次数", MonthFigures, most=36, group=DONE, own=True)
    sheets_with_problems = Count("发现问题的检查次数", group=FOUND, own=True)
    measures_taken = Rows("各项处置件数", NamedCount, most=60, group=FOUND, own=True, optional=True)
    orders_issued = Count("责令改正件数", group=FOUND, own=True)
    matters_reviewed = Count("复查事项数", group=FOUND, own=True)
    rectified = Count("已整改", group=FOUND, own=True)
    partly_rectified = Count("部分整改", group=FOUND, own=True)
    not_rectified = Count("未整改", group=FOUND, own=True)
    listed = Count("列入经营异常名录件数", group=FOUND, own=True)
    removed = Count("移出经营异常名录件数", group=FOUND, own=True)
    transferred = Count("移送件数", group=FOUND, own=True)
    practices = LongText("工作做法", longest=3000, group=REMARKS, own=True, optional=True)
    shortcomings = LongText("工作中的问题", longest=3000, group=REMARKS, own=True, optional=True)
    plans_ahead = LongText("下一步工作", longest=3000, group=REMARKS, own=True, optional=True)
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("计划与完成", longest=300), prints=("planned", "objects"))
    def plan_line(self, value: Record, facts: Facts) -> str:
        """计划检查12户，完成10次，检查对象9户，完成率83.3%."""
        done = value.done_on_site + value.done_off_site
        rate = f"，完成次数为计划户数的{percent(done, value.planned)}" if value.planned else ""
        return f"计划检查{value.planned}户，完成检查{done}次，检查对象{value.objects}户{rate}"

    @derived(
        Text("现场与非现场", longest=300),
        prints=("done_on_site", "done_off_site", "most_visits", "items_checked"),
    )
    def scope_line(self, value: Record, facts: Facts) -> str:
        """现场检查8次，非现场检查2次，检查项目64项，同一企业现场检查最多1次."""
        return (
            f"现场检查{value.done_on_site}次，非现场检查{value.done_off_site}次，"
            f"检查项目{value.items_checked}项，同一企业现场检查最多{value.most_visits}次"
        )

    @derived(Text("发现问题", longest=300), prints=("sheets_with_problems",))
    def problem_line(self, value: Record, facts: Facts) -> str:
        """4次检查发现问题，共6项."""
        if not value.sheets_with_problems:
            return "检查没有发现问题"
        problems = summed(value.by_domain, "found")
        return f"{value.sheets_with_problems}次检查发现问题，共{problems}项"

    @derived(
        Text("处置措施", longest=600), prints=("orders_issued", "listed", "removed", "transferred")
    )
    def measure_line(self, value: Record, facts: Facts) -> str:
        """What followed: by checklist, and by papers of their own."""
        taken = (
            f"检查单写明的处置措施有{in_words(value.measures_taken)}；"
            if value.measures_taken
            else ""
        )
        return (
            f"{taken}责令改正{value.orders_issued}件，列入经营异常名录{value.listed}件，"
            f"移出{value.removed}件，移送{value.transferred}件"
        )

    @derived(
        Text("整改落实", longest=300),
        prints=("matters_reviewed", "rectified", "partly_rectified", "not_rectified"),
    )
    def review_line(self, value: Record, facts: Facts) -> str:
        """复查整改事项5项，已整改4项，部分整改0项，未整改1项."""
        return (
            f"复查整改事项{value.matters_reviewed}项，已整改{value.rectified}项，"
            f"部分整改{value.partly_rectified}项，未整改{value.not_rectified}项"
        )

    @derived(Charted("各领域完成次数", Bar))
    def domain_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each domain: how often it was inspected."""
        return bars((each.name, each.done) for each in value.by_domain)

    @derived(Charted("各领域问题项数", Bar))
    def problem_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each domain: how many problems were found."""
        return bars((each.name, each.found) for each in value.by_domain if each.found)

    @derived(Charted("各月次数", Bar), prints=("by_month",))
    def month_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each month."""
        return bars(((each.name, each.count) for each in value.by_month), ordered=True)

    @derived(Charted("处置措施件数", Bar), prints=("measures_taken",))
    def measure_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each measure."""
        return bars((each.name, each.count) for each in value.measures_taken)

    @rule(COUNTED)
    def parts_are_the_whole(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Domains and months add up; of what was reviewed everything is in one state."""
        done = value.done_on_site + value.done_off_site
        for field, column, whole in (
            ("by_domain", "planned", value.planned),
            ("by_domain", "done", done),
            ("by_month", "count", done),
        ):
            if summed(value[field], column) != whole:
                yield error(f"/{field}", "parts_differ", "各项之和与总数不等，请核对。")
        states = value.rectified + value.partly_rectified + value.not_rectified
        if states != value.matters_reviewed:
            yield error(
                "/matters_reviewed",
                "parts_differ",
                "已整改、部分整改、未整改之和应当等于复查事项数，请核对。",
            )

    @rule(COUNTED)
    def fewer_are_not_more(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """No more firms than inspections, no more sheets with problems, measures for each."""
        done = value.done_on_site + value.done_off_site
        if value.objects > done:
            yield error("/objects", "more_than_all", "检查对象户数多于检查次数，请核对。")
        if value.most_visits > value.done_on_site:
            yield error("/most_visits", "more_than_all", "最多次数多于现场检查次数，请核对。")
        if value.sheets_with_problems > min(done, summed(value.by_domain, "found")):
            yield error(
                "/sheets_with_problems",
                "more_than_all",
                "发现问题的检查次数多于检查次数或者问题项数，请核对。",
            )
        if summed(value.measures_taken, "count") < value.sheets_with_problems:
            yield error(
                "/measures_taken", "measures_missing", "发现问题的检查都要有处置措施，请核对。"
            )

    @rule(UPWARDS)
    def report_requests_nothing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """报告 tells; what is asked for goes into a 请示."""
        for name in ("practices", "shortcomings", "plans_ahead"):
            if _REQUEST.search(value[name] or ""):
                yield error(f"/{name}", "request_in_report", "报告不得夹带请示事项，请另行请示。")

    restated = (
        Restates(
            ("shortcomings", "plans_ahead"),
            of="not_rectified",
            counted="[户家项件][^，。；]{0,4}未(?:按期)?整改",
        ),
    )

    example = {
        "document_number": "示市监〔2026〕31号",
        "compiling_unit": "示例区市场监督管理局信用监督管理科",
        "reported_to": "示例市市场监督管理局",
        "copied_to": "示例经济技术开发区管理委员会综合监管办公室",
        "period_from": "2026-04-01",
        "period_to": "2026-06-30",
        "compiled_at": "2026-07-06T18:00",
        "counting_rule": "inspect-1",
        "row_filter": "文书日期在期间内的有效检查文书，计划月份在期间内的计划对象",
        "row_order": "文书日期、登记次序",
        "row_count": 214,
        "rows_digest": "a17c40e25d90b3f6",
        "planned": 160,
        "done_on_site": 118,
        "done_off_site": 34,
        "objects": 149,
        "most_visits": 2,
        "items_checked": 1216,
        "by_domain": [
            {"name": "计量器具", "planned": 70, "done": 66, "found": 21},
            {"name": "广告行为", "planned": 50, "done": 48, "found": 9},
            {"name": "产品质量", "planned": 40, "done": 38, "found": 0},
        ],
        "by_month": [
            {"name": "2026年4月", "count": 47},
            {"name": "2026年5月", "count": 52},
            {"name": "2026年6月", "count": 53},
        ],
        "sheets_with_problems": 26,
        "measures_taken": [{"name": "当场改正", "count": 8}, {"name": "责令改正", "count": 19}],
        "orders_issued": 19,
        "matters_reviewed": 22,
        "rectified": 18,
        "partly_rectified": 1,
        "not_rectified": 3,
        "listed": 2,
        "removed": 1,
        "transferred": 1,
        "practices": "按公布的计划抽取对象，现场检查由两名执法人员进行。",
        "shortcomings": "个别到期未检的电子秤复查时仍在使用。",
        "plans_ahead": "对未整改的逐户跟进，下季度检查移到餐饮单位。",
        "issued_on": "2026-07-08",
        "approval": {
            "approver": "秦慕青",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-07-07",
            "decision": "agreed",
            "opinion": "同意上报。",
        },
    }
