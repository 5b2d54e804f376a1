"""检查计划 (our own layout): whom the bureau inspects in a period, for what, how often at most."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Day, LongText, Rows, Text
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.ground.neighbours import EVERYWHERE, Standing, beside
from schemas.ground.restating import Restates
from schemas.kinds.inspection.task.fan_out import fan_out_of
from schemas.kinds.inspection.task.listed import (
    Milestone,
    PlannedObject,
    listed_once,
    steps_in_order,
)
from schemas.kinds.inspection.task.visits import FREQUENCY, TELLING, code_in, visits_in
from schemas.kinds.inspection.task.words import ASSIGNED, DOMAINS
from schemas.parts.charts import Bar, Charted, bars, percent
from schemas.parts.decisions import Approved
from schemas.parts.listed import Line, lines_of

PLANNED = "合同关于检查任务制定的约定"
PLAN_TYPES = {"annual": "年度", "special": "专项", "monthly": "月度"}
PLAN_SOURCES = {
    "committee": "管委会",
    "city": "市局",
    "superior": "上级部门",
    "own": "本局",
    "random": "双随机",
}
_MONTH = re.compile("20[0-9]{2}-(?:0[1-9]|1[0-2])")


class InspectionPlan(Approved, NumberedKind):
    """One plan for one period, its objects in an annex; off site nobody enters an enterprise."""

    header = Header(
        title="检查计划",
        also=("双随机", "抽查计划"),
        audience=(Audience.office,),
        dated_by="issued_on",
        summary="编制年度、专项、月度检查计划：来源、依据、目标、对象和方式、频次上限、分工和节点，附检查对象表。",
        numbering=Numbering("gbt9704"),
        approval=True,
        copies=2,
        about=("plan_name",),
    )

    sections = (
        "计划", "统计期间", "检查对象", "组织实施", "文号与日期", "审批与告知",
    )  # fmt: skip
    fan_out = fan_out_of("inspection_plan")
    blank = {"by_domain": 5, "planned_objects": 12, "share_line": ...}

    plan_type = Choice("计划类型", PLAN_TYPES, group="计划", own=True, source=PLANNED)
    plan_name = Text("计划名称", longest=60, group="计划", hint="例如「商业场所计量器具」。")
    compiling_unit = Text("编制部门", longest=60, group="计划")
    plan_sources = Rows(
        "计划来源",
        Choice("来源", PLAN_SOURCES),
        most=len(PLAN_SOURCES),
        group="计划",
        own=True,
        source=PLANNED,
    )
    plan_basis = Text(
        "编制依据",
        longest=400,
        group="计划",
        own=True,
        hint="文件的名称和条款，例如「《…》第…条」。",
    )
    goals = LongText("工作目标", longest=1500, group="计划", own=True)
    period_from = Day("期间自", group="统计期间", planned=True)
    period_to = Day("期间至", group="统计期间", planned=True)
    object_scope = LongText("检查对象范围", longest=1500, group="检查对象", own=True)
    planned_matters = LongText("检查重点", longest=1500, group="检查对象", own=True)
    visit_limit = Count(
        "年度入企检查次数上限",
        least=1,
        most=999,
        group="检查对象",
        unit="次",
        optional=True,
        hint="按公布的检查计划或者标准填写；没有公布的不填。",
    )
    limit_published = Text("频次上限的公布处", longest=200, group="检查对象", optional=True)
    planned_objects = Rows(
        "检查对象表", PlannedObject, most=3000, group="检查对象", own=True, source=PLANNED
    )
    organisation = LongText("组织分工", longest=1500, group="组织实施", own=True)
    milestones = Rows("节点", Milestone, most=20, group="组织实施", optional=True, own=True)
    safeguards = LongText("保障和要求", longest=1500, group="组织实施", optional=True, own=True)
    filed_and_published = Text(
        "备案和公布",
        longest=300,
        group="组织实施",
        optional=True,
        own=True,
        hint="报哪一级备案、何时在何处公布；待本机关确认。",
    )
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("标题"), prints=("plan_type", "plan_name"))
    def title(self, value: Record, facts: Facts) -> str:
        """商业场所计量器具年度检查计划."""
        return f"{value.plan_name}{PLAN_TYPES[value.plan_type]}检查计划"

    @derived(Rows("计划来源", Line), prints=("plan_sources",))
    def source_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Whose task it is, a line each."""
        return lines_of([PLAN_SOURCES[each] for each in value.plan_sources])

    @derived(Text("方式"))
    def share_line(self, value: Record, facts: Facts) -> str:
        """How many objects are visited, and how many are looked at without a visit."""
        total = len(value.planned_objects)
        on_site = sum(each.method == "on_site" for each in value.planned_objects)
        off_site = total - on_site
        return (
            f"共{total}户，其中现场检查{on_site}户（{percent(on_site, total)}），"
            f"非现场检查{off_site}户（{percent(off_site, total)}）"
        )

    @derived(Charted("各领域户数", Bar))
    def by_domain(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """How many objects there are of each domain, the largest first."""
        return bars(Counter(DOMAINS[each.domain] for each in value.planned_objects).items())

    @rule(PLANNED)
    def plan_is_of_its_period(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A period runs forward; steps and months lie in it."""
        if value.period_to < value.period_from:
            yield error("/period_to", "period_reversed", "期间的终止日早于起始日，请核对。")
            return
        yield from steps_in_order(value.milestones, value.period_from, value.period_to)
        first, last = f"{value.period_from:%Y-%m}", f"{value.period_to:%Y-%m}"
        for index, each in enumerate(value.planned_objects):
            here = f"/planned_objects/{index}/planned_month"
            if not _MONTH.fullmatch(each.planned_month):
                yield error(here, "month_form", "「计划月份」写成 2026-09 这样的年和月。")
            elif not first <= each.planned_month <= last:
                yield error(here, "month_outside", "计划月份不在计划期间里，请核对。")

    @rule(PLANNED)
    def period_is_of_its_type(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A month is a month, a year more than half of one; a plan comes before its end."""
        days = (value.period_to - value.period_from).days
        if (value.plan_type == "monthly" and days > 31) or (
            value.plan_type == "annual" and days < 180
        ):
            yield notice("/period_to", "period_of_another_type", "期间与「计划类型」不符，请核对。")
        if value.issued_on > value.period_to:
            yield notice("/issued_on", "period_over", "文书日期时计划期间已经结束，请核对。")

    @rule(PLANNED)
    def plan_rests_on_a_paper(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What it rests on has a title; each source is named once."""
        if not re.search("《[^《》]+》", value.plan_basis):
            yield error(
                "/plan_basis",
                "basis_untitled",
                "编制依据要写明文件的名称，放在书名号里，有条款的写条款。",
            )
        given = [*value.plan_sources]
        for index, each in enumerate(given):
            if each in given[:index]:
                yield error(f"/plan_sources/{index}", "source_repeated", "这一来源已经选了。")

    @rule(ASSIGNED)
    def each_object_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One object has one row."""
        yield from listed_once(value.planned_objects, "planned_objects")

    @rule(FREQUENCY)
    def limit_is_kept(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """No visit is planned beyond the published limit without saying why."""
        if (value.visit_limit is None) != (value.limit_published is None):
            yield error(
                "/limit_published",
                "limit_published",
                "填了年度次数上限的，请写明在何处公布；没有公布的，两项都不填。",
            )
        for index, each in enumerate(value.planned_objects):
            beyond = value.visit_limit and each.visits_this_year >= value.visit_limit
            if beyond and each.method == "on_site" and not each.remark:
                yield error(
                    f"/planned_objects/{index}/remark",
                    "over_limit",
                    "再次入企将超过年度次数上限，请在备注写明理由或者改为非现场检查。",
                )

    @beside(*TELLING, by=EVERYWHERE, source=FREQUENCY)
    def visits_are_those_of_the_register(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """Each object was visited as often as the register tells, and no oftener than published."""
        known = visits_in(value.period_from.year, others)
        for index, each in enumerate(value.planned_objects):
            here, visits = f"/planned_objects/{index}", known[code_in(each)]
            if visits > each.visits_this_year:
                yield notice(
                    f"{here}/visits_this_year",
                    "visits_differ",
                    f"登记簿里本年度对该对象已入企检查{visits}次，请核对「本年已入企次数」。",
                )
            over = value.visit_limit and visits >= value.visit_limit > each.visits_this_year
            if over and each.method == "on_site" and not each.remark:
                yield notice(
                    f"{here}/remark",
                    "over_limit_by_register",
                    "照登记簿，再次入企将超过年度次数上限，请在备注写明理由或者改为非现场检查。",
                )

    restated = (
        Restates(
            ("object_scope", "goals"),
            of="planned_objects",
            before="(?:抽取|检查|选取|确定|共计?)",
            counted="[家户]",
        ),
    )

    example = {
        "document_number": "示市监〔2026〕11号",
        "plan_type": "special",
        "plan_name": "商业场所计量器具",
        "compiling_unit": "示例区市场监督管理局计量科",
        "plan_sources": ["city", "random"],
        "plan_basis": "《中华人民共和国计量法》第十九条",
        "goals": "查清商业场所在用电子秤的检定情况，督促到期未检的停用送检。",
        "period_from": "2026-07-01",
        "period_to": "2026-09-30",
        "object_scope": "从登记的商业零售企业和个体工商户中随机抽取，随机选派检查人员。",
        "planned_matters": "在用电子秤的检定合格印、证和有效期。",
        "visit_limit": 2,
        "limit_published": "本机关2026年1月公布的年度行政检查计划",
        "planned_objects": [
            {
                "name": "示例市优康商贸有限公司",
                "credit_code": "91999900MA1XG6125M",
                "address": "示例市示例区和平路88号",
                "domain": "measuring",
                "looked_at": "计量器具使用情况",
                "method": "on_site",
                "planned_month": "2026-07",
                "visits_this_year": 0,
                "unit": "和平路市场监督管理所",
            },
            {
                "name": "示例区悦邻生鲜便利店",
                "credit_code": "91999900MA6B3HN232",
                "address": "示例市示例区和平路36号",
                "domain": "measuring",
                "looked_at": "计量器具使用情况",
                "method": "on_site",
                "planned_month": "2026-08",
                "visits_this_year": 1,
                "unit": "和平路市场监督管理所",
            },
            {
                "name": "示例市鸿远信息咨询有限公司",
                "credit_code": "91999900MADD272H4K",
                "address": "示例市示例区创业路21号3层305室",
                "domain": "advertising",
                "looked_at": "网页广告",
                "method": "off_site",
                "planned_month": "2026-09",
                "visits_this_year": 0,
                "unit": "创业路市场监督管理所",
            },
        ],
        "organisation": "计量科牵头，各市场监督管理所承办；服务承包人只协助录入和联络。",
        "milestones": [
            {"step": "抽取对象、报批", "done_by": "2026-07-10", "person": "沈若溪"},
            {"step": "检查", "done_by": "2026-09-18", "person": "何静远"},
            {"step": "汇总反馈", "done_by": "2026-09-30", "person": "沈若溪"},
        ],
        "issued_on": "2026-06-24",
        "approval": {
            "approver": "秦慕青",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-06-23",
            "decision": "agreed",
            "opinion": "同意，按计划实施。",
        },
    }
