"""检查任务: what it is called, where it comes from, what is inspected, by when, by which unit."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, Code, Day, LongText, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.kinds.inspection.checking.items import PRESETS
from schemas.kinds.inspection.task.listed import Milestone
from schemas.kinds.inspection.task.words import ASSIGNED, TASK_TYPES

GROUP = "任务"
# 双随机 is a way of choosing objects, and no type of task.
SAMPLINGS = {"random": "双随机", "chosen": "非双随机"}
_OF_A_REPORT = re.compile("举报|投诉|工单|12345|12315|来信来电|[0-9]{12,}")
_OF_A_PAPER = re.compile("《[^《》]+》|计划|通知|方案|文件|来文|来函|函|[〔﹝][0-9]{4}[〕﹞]|线索")


class Task(KindSchema):
    """One task as it is set; that a report was behind it stands nowhere in it."""

    published_as = "inspection_task_assignment"

    plan_number = Code("计划编号", longest=60, group=GROUP, optional=True)
    task_name = Text("任务名称", longest=120, group=GROUP)
    task_type = Choice("任务来源", TASK_TYPES, group=GROUP, source=ASSIGNED)
    sampling = Choice("抽查方式", SAMPLINGS, group=GROUP, own=True)
    issuing_unit = Text("下达单位", longest=60, group=GROUP)
    task_basis = Text("依据、来文", longest=300, group=GROUP, source=ASSIGNED)
    subject = Text(
        "检查事项",
        group=GROUP,
        hint="填入「依法就……进行现场检查」中间的文字，只写检查什么，例如「商品标价情况」。",
    )
    preset = Choice(
        "检查单模板",
        {code: each.title for code, each in PRESETS.items()},
        group=GROUP,
        optional=True,
    )
    complete_by = Day("完成时限", group=GROUP, own=True, planned=True, source=ASSIGNED)
    milestones = Rows("节点", Milestone, most=20, group=GROUP, optional=True, own=True)
    responsible_unit = Text("承办部门", longest=60, group=GROUP)
    task_requirements = LongText("任务要求", longest=1500, group=GROUP, optional=True, own=True)

    @rule("《市场监督管理投诉举报处理办法》第三十七条")
    def source_betrays_nobody(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A task that came from a report says 线索核查, and no number."""
        for name in ("task_name", "task_basis", "subject"):
            if _OF_A_REPORT.search(value[name]):
                yield error(
                    f"/{name}",
                    "report_in_task",
                    "任务来源只写线索核查，不写投诉举报、来信来电和工单号码，请改写。",
                )

    @rule(ASSIGNED)
    def task_is_given_by_a_paper(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A paper stands behind it, and people of the bureau give it and take it."""
        if not _OF_A_PAPER.search(value.task_basis):
            yield notice(
                "/task_basis", "basis_untitled", "任务的依据要写明文件、计划或者来文，请补写名称。"
            )
        helpers = [each.name for each in value.get("assistants") or ()]
        for name in ("assigned_by", "taken_by"):
            if value.get(name) in helpers:
                yield notice(
                    f"/{name}",
                    "helper_decides",
                    "任务由本机关工作人员分派和签收，协助人员不能代替，请改正。",
                )

    @rule("检查单模板")
    def template_fits(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A template is of the method that is used."""
        if value.preset and PRESETS[value.preset].method != value.method:
            yield error("/preset", "template_method", "检查单模板用于另一种检查方式，请改选。")
